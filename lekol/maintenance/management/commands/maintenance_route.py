"""`lekol maintenance route`: who acts on a fault, under which clause and why. Reads the packs, needs no base."""

import argparse
import datetime as dt
import json
from collections.abc import Callable, Iterator
from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone

from lekol.kit.commands import Command as BaseCommand
from lekol.kit.commands import Refused
from lekol.maintenance.choices import Acquired, Impact, Nature, Owner
from lekol.maintenance.rules.routing import Decision, Facts, condition, decide
from lekol.pact.names import plain
from lekol.pact.policies import Policy, shipped
from lekol.pact.routing import NATURES, ORIGINS, OWNERS, Route, questions, word_of

DAYS = {"ecole": "jours d’école", "ouvres": "jours ouvrés"}
YES, NO = {"oui", "1", "true", "vrai", "o", "yes"}, {"non", "0", "false", "faux", "n", "no", "aucun", "aucune"}


def word(kind: str) -> Callable[[str], str]:
    """A word of the table, whatever its accents; the list of the right ones when it is none."""

    def parse(text: str) -> str:
        try:
            return word_of(kind, text)
        except ValueError as fault:
            raise argparse.ArgumentTypeError(str(fault)) from None

    return parse


def day(text: str) -> dt.date:
    """« 2026-11-24 »."""
    try:
        return dt.datetime.strptime(text.strip(), "%Y-%m-%d").date()  # noqa: DTZ007 — a day has no zone
    except ValueError:
        raise argparse.ArgumentTypeError(f"« {text} » n’est pas une date. Écrivez-la comme 2026-11-24.") from None


def day_or_no(text: str) -> dt.date | bool:
    """A last day, « oui » or « non »."""
    if plain(text) in YES | NO:
        return plain(text) in YES
    return day(text)


def flag(text: str) -> bool:
    """« oui » or « non »."""
    if plain(text) not in YES | NO:
        raise argparse.ArgumentTypeError(f"« {text} » n’est pas possible. Choix : oui, non.")
    return plain(text) in YES


def warranty(text: str) -> dt.date | None:
    """The last day of the warranty, or « non »."""
    found = day_or_no(text)
    if found is True:
        raise argparse.ArgumentTypeError("donnez le dernier jour de la garantie, comme 2027-03-14, ou « non ».")
    return found or None


class Command(BaseCommand):
    help = "Dit qui répare une panne, sous quelle clause et pourquoi ; sans panne, affiche toute la table."

    def add_arguments(self, parser: CommandParser) -> None:
        told = parser.add_argument
        told("--nature", type=word("natures"), metavar="MOT", help=f"ce qui est en panne : {', '.join(NATURES)}")
        told("--origin", type=word("origins"), metavar="MOT", help=f"qui l’a acquis : {', '.join(ORIGINS)} (ville)")
        told("--owner", type=word("owners"), metavar="MOT", help=f"à qui c’est : {', '.join(OWNERS)}")
        told("--warranty", type=warranty, metavar="DATE", help="dernier jour de la garantie, comme 2027-03-14")
        told("--contract", type=day_or_no, nargs="?", const=True, metavar="DATE", help="sous contrat, jusqu’à ce jour")
        told("--expert", type=flag, nargs="?", const=True, metavar="OUI", help="demande un niveau expert")
        told("--impact", choices=Impact.values, help="qui est arrêté (poste par défaut)")
        told("--on", type=day, metavar="DATE", help="jour de la panne ; aujourd’hui par défaut")
        told("--convention", metavar="IDENTIFIANT", default="", help="table d’une convention, comme saint-denis-2017")
        told("--json", action="store_true", help="réponse pour les logiciels")

    def handle(self, *args: Any, **options: Any) -> None:
        on = options["on"] or timezone.localdate()
        policy = shipped(options["convention"], on)
        if policy is None:
            raise Refused(f"Aucune convention livrée ne s’appelle « {options['convention']} ».")
        if options["nature"] is None:
            self._table(policy, options)
            return
        facts = facts_of(options)
        made = decide(policy, facts, on)
        self.stdout.write(_json(answer(policy, facts, made, on)) if options["json"] else _said(made))

    def _table(self, policy: Policy, options: dict[str, Any]) -> None:
        """Every row in order, then what the COTECH is asked. A fact without its nature decides nothing."""
        alone = ("origin", "owner", "warranty", "contract", "expert", "impact")
        if given := [name for name in alone if options[name] is not None]:
            raise Refused(
                f"Dites aussi ce qui est en panne : --nature, avec --{given[0]}. Choix : {', '.join(NATURES)}."
            )
        if options["json"]:
            self.stdout.write(_json(whole(policy)))
            return
        self.stdout.write("\n".join(lines(policy)))


def facts_of(options: dict[str, Any]) -> Facts:
    """The options as facts."""
    contract = options["contract"]
    return Facts(
        options["nature"],
        options["origin"] or "ville",
        options["owner"] or "",
        options["warranty"],
        contract if isinstance(contract, dt.date) else None,
        contract is True,
        bool(options["expert"]),
        options["impact"] or "poste",
    )


def answer(policy: Policy, facts: Facts, made: Decision, on: dt.date) -> dict[str, Any]:
    """What is documented in docs/exploitation/depannage.md."""
    fault = facts.on(on)
    delay = made.delay
    return {
        "desk": made.desk, "clause": made.clause, "reason": made.reason, "desk_name": made.desk_name,
        "rank": made.rank, "on": on.isoformat(), "convention": policy.slug,
        "facts": {
            "nature": fault.nature, "origin": fault.origin, "owner": fault.held_by, "warranty": fault.warranty,
            "contract": fault.contract, "expert": fault.expert, "impact": facts.impact,
        },
        "respond_hours": delay.respond_hours if delay else None, "solve_days": delay.solve_days if delay else None,
        "days": delay.days if delay else None, "delay_clause": delay.clause if delay else None,
        "against": made.row.against or None, "question": made.row.question or None, "steps": list(made.row.steps),
    }  # fmt: skip


def whole(policy: Policy) -> dict[str, Any]:
    """The table as data."""
    return {
        "convention": policy.slug,
        "title": policy.title,
        "rows": [_row(rank, row) for rank, row in _ranked(policy)],
    }


def _ranked(policy: Policy) -> Iterator[tuple[int, Route]]:
    yield from enumerate(policy.rows, 1)


def _row(rank: int, row: Route) -> dict[str, Any]:
    return {
        "rank": rank, "natures": list(row.natures), "origins": list(row.origins), "owners": list(row.owners),
        "warranty": row.warranty, "contract": row.contract, "expert": row.expert, "desk": row.desk,
        "clause": row.clause, "reason": row.reason, "against": row.against or None, "question": row.question or None,
        "steps": list(row.steps),
    }  # fmt: skip


def lines(policy: Policy) -> Iterator[str]:
    """The table as people read it."""
    yield f"{policy.title} : la première ligne qui convient décide."
    for rank, row in _ranked(policy):
        what = ", ".join(str(Nature(nature).label) for nature in row.natures) or "tout le reste"
        said = condition(row, lambda word: str(Acquired(word).label), lambda word: str(Owner(word).label))
        case = f"{what} ({said})" if said else what
        yield f"{rank:>3}. {case} : {policy.name(row.desk)}, clause {row.clause}. {row.reason}"
    yield f"\nÀ trancher par le comité technique ({len(questions(policy.rows))}) :"
    for rank, row in _ranked(policy):
        if row.question:
            yield f"  ligne {rank}, clause {row.clause} contre {row.against or 'le silence du texte'}. {row.question}"


def _said(made: Decision) -> str:
    delay = made.delay
    parts = [f"{made.desk_name} (clause {made.clause}, ligne {made.rank}). {made.reason}"]
    if delay:
        parts.append(
            f"Prise en charge en {delay.respond_hours} h ouvertes, résolution en {delay.solve_days} {DAYS[delay.days]}."
        )
    parts += [f"- {step}" for step in made.row.steps]
    parts += [f"À trancher par le comité technique : {made.row.question}"] if made.row.question else []
    return "\n".join(parts)


def _json(data: dict[str, Any]) -> str:
    return json.dumps(data, ensure_ascii=False, indent=2)
