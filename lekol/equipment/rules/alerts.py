"""What the page of a device says first: the things that ask someone to do something."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lekol.equipment.rules.counters import Use
from lekol.equipment.rules.endings import nearness


@dataclass(frozen=True, slots=True)
class Alert:
    """One sentence; `urgent` asks for it today."""

    title: str
    detail: str
    urgent: bool = False


@dataclass(frozen=True, slots=True)
class Situation:
    """What is known of a device today, in plain words."""

    today: dt.date
    status: str
    since: dt.date | None
    placed: bool
    is_post: bool
    system: str
    supported_until: dt.date | None
    maintained: bool
    endings: Sequence[tuple[str, dt.date]]
    renew_on: dt.date | None
    lent_to: str
    due_on: dt.date | None
    uses: Sequence[Use]


def alerts(seen: Situation) -> list[Alert]:
    """The alerts of a device, the urgent ones first."""
    return sorted((*_life(seen), *_upkeep(seen), *_system(seen), *_paper(seen)), key=lambda found: not found.urgent)


def _life(seen: Situation) -> Iterator[Alert]:
    since = f" depuis le {seen.since:%d/%m/%Y}" if seen.since else ""
    match seen.status:
        case "vole":
            yield Alert(
                f"Volé{since}", "La fiche est verrouillée jusqu’à ce qu’il soit retrouvé ou sorti du parc.", True
            )
        case "introuvable":
            yield Alert(f"Introuvable{since}", "Le dire retrouvé, déclarer le vol, ou le sortir du parc.", True)
        case "en_reparation" if seen.since and (seen.today - seen.since).days > 30:
            yield Alert(f"En réparation{since}", "Plus d’un mois : relancez le réparateur.", True)
        case "en_service" if not seen.placed:
            yield Alert("En service nulle part", "Dites dans quelle école il est placé.")
    if seen.due_on is not None and seen.lent_to:
        late = seen.due_on < seen.today
        title = f"Prêté à {seen.lent_to}"
        yield Alert(title, f"À rendre {'depuis' if late else 'avant'} le {seen.due_on:%d/%m/%Y}.", late)


def _upkeep(seen: Situation) -> Iterator[Alert]:
    if not seen.maintained:
        yield Alert("Personne ne le maintient", "Don ou achat de l’école : nommez un mainteneur sur cette fiche.")
    if seen.renew_on is not None and seen.renew_on <= seen.today:
        yield Alert("Au-delà de sa durée de service", f"À renouveler depuis le {seen.renew_on:%d/%m/%Y}.")


def _system(seen: Situation) -> Iterator[Alert]:
    if not seen.is_post or seen.status not in {"en_service", "en_reparation"}:
        return
    if not seen.system:
        yield Alert("Système inconnu", "Relevez le système installé.")
    elif seen.supported_until is not None and seen.supported_until < seen.today:
        yield Alert(f"{seen.system} n’est plus mis à jour", f"Depuis le {seen.supported_until:%d/%m/%Y}.", True)


def _paper(seen: Situation) -> Iterator[Alert]:
    for name, last in seen.endings:
        near = nearness(last, seen.today)
        if near and near != "fini":
            yield Alert(f"{name} : fin proche", f"Dernier jour le {last:%d/%m/%Y}.", near == "30")
    for use in seen.uses:
        if use.over:
            yield Alert("Volume du contrat dépassé", f"{use.over} pages de trop à la fin de l’année, à ce rythme.")
