"""Is it a device we know? Each identifier speaks for or against, in points and in a French sentence.

Strong contradictions beat weak likeness: a cloned disk carries the agent’s ids of another device, never its
board’s serial. What several devices share says nothing. In doubt nobody decides but a person.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

SURE = 50
"""Points from which a device is known again."""
LIKELY = 20
"""Points from which a candidate is worth showing to a person."""
APART = 20
"""Points by which the best candidate must lead the next one."""


@dataclass(frozen=True, slots=True)
class Face:
    """The usable identifiers of a device, known or announced. `kind` is empty when nobody knows."""

    key: str
    label: str = ""
    serial: str = ""
    uuid: str = ""
    agent: str = ""
    device: str = ""
    fallback: str = ""
    macs: frozenset[str] = frozenset()
    name: str = ""
    kind: str = ""
    retired: bool = False


@dataclass(frozen=True, slots=True)
class Match:
    """How much a known device looks like the announced one, and why."""

    key: str
    label: str
    score: int
    reasons: tuple[str, ...]


class Verdict(StrEnum):
    KNOWN = "connu"
    DOUBT = "doute"
    NEW = "nouveau"


@dataclass(frozen=True, slots=True)
class Decision:
    """What is decided, for which one, the candidates a person would look at, and why in one sentence."""

    verdict: Verdict
    key: str = ""
    candidates: tuple[Match, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class _Sign:
    """One identifier: its French name, the points of equality and of contradiction."""

    field: str
    said: str
    same: int
    other: int


SIGNS = (
    _Sign("serial", "numéro de série", 60, -60),
    _Sign("uuid", "identifiant de la carte mère (UUID)", 50, -40),
    _Sign("agent", "identifiant de l’agent", 30, -5),
    _Sign("device", "nom donné par l’agent", 25, 0),
    _Sign("fallback", "nom, faute d’autre identifiant", 50, 0),
)
_SAME_MACS, _SOME_MACS, _OTHER_MACS = 50, 30, -15
_NAME, _OTHER_KIND = 5, -40
_FAMILIES = (
    frozenset({"fixe", "portable", "client_leger", "serveur", "tablette"}),
    frozenset({"copieur", "imprimante", "numeriseur"}),
    frozenset({"commutateur", "routeur", "parefeu", "borne"}),
    frozenset({"telephone", "smartphone", "tablette"}),
)
"""Kinds that agents and people take for one another."""


def decide(seen: Face, known: Sequence[Face]) -> Decision:
    """Known again, to be decided by a person, or new. `known` holds whoever shares one identifier."""
    if not known:
        return Decision(Verdict.NEW, reason="Aucun matériel connu ne porte l’un de ses identifiants.")
    shared = _shared(known)
    rows = sorted((compare(seen, face, shared) for face in known), key=lambda row: (-row.score, row.key))
    likely = tuple(row for row in rows if row.score >= LIKELY)
    if not likely:
        return Decision(Verdict.NEW, candidates=(), reason=_unlike(rows[0]))
    best, second = likely[0], likely[1].score if len(likely) > 1 else 0
    if best.score < SURE:
        return Decision(Verdict.DOUBT, "", likely, "Un matériel lui ressemble, sans certitude : à décider.")
    if any(_contests(seen, face, shared) for face in known if face.key != best.key):
        return Decision(Verdict.DOUBT, "", likely, "Ses identifiants sont ceux de deux matériels : à décider.")
    if best.score - second < APART:
        return Decision(Verdict.DOUBT, "", likely, "Deux matériels lui ressemblent autant : à décider.")
    if next(face.retired for face in known if face.key == best.key):
        return Decision(Verdict.DOUBT, "", likely, "Le matériel reconnu est sorti du parc : à décider.")
    return Decision(Verdict.KNOWN, best.key, likely, ", ".join(best.reasons))


def _contests(seen: Face, other: Face, shared: frozenset[str]) -> bool:
    """Does another device bear, alone, the board or the serial of the announced one?"""
    pairs = (("serial", seen.serial, other.serial), ("uuid", seen.uuid, other.uuid))
    return any(mine and mine == its and f"{name}:{mine}" not in shared for name, mine, its in pairs)


def _unlike(best: Match) -> str:
    return f"Un identifiant est celui de {best.label or 'un autre matériel'}, mais le reste dit que c’est un autre."


def compare(seen: Face, face: Face, shared: frozenset[str] = frozenset()) -> Match:
    """The score of one known device, each point explained."""
    points, reasons = 0, []
    for gained, why in _signs(seen, face, shared):
        points += gained
        reasons.append(f"{why} ({gained:+d})" if gained else why)
    return Match(face.key, face.label, points, tuple(reasons))


def _signs(seen: Face, face: Face, shared: frozenset[str]) -> Iterable[tuple[int, str]]:
    for sign in SIGNS:
        yield from _sign(sign, getattr(seen, sign.field), getattr(face, sign.field), shared)
    yield from _macs(seen.macs, face.macs, shared)
    if seen.name and seen.name.casefold() == face.name.casefold():
        yield _NAME, "même nom"
    if seen.kind and face.kind and not _akin(seen.kind, face.kind):
        yield _OTHER_KIND, "autre type de matériel"


def _sign(sign: _Sign, mine: str, its: str, shared: frozenset[str]) -> Iterable[tuple[int, str]]:
    if not mine or not its:
        return
    if mine != its:
        if sign.other:
            yield sign.other, f"autre {sign.said}"
    elif f"{sign.field}:{mine}" in shared:
        yield 0, f"{sign.said} partagé par plusieurs matériels, ignoré"
    else:
        yield sign.same, f"même {sign.said}"


def _macs(mine: frozenset[str], its: frozenset[str], shared: frozenset[str]) -> Iterable[tuple[int, str]]:
    if not mine or not its:
        return
    common = mine & its
    own = {mac for mac in common if f"mac:{mac}" not in shared}
    if common - own:
        yield 0, "adresse réseau partagée par plusieurs matériels, ignorée"
    if own and own == mine == its:
        yield _SAME_MACS, "mêmes adresses réseau"
    elif own:
        yield _SOME_MACS, "une adresse réseau commune"
    elif not common:
        yield _OTHER_MACS, "autres adresses réseau"


def _shared(known: Sequence[Face]) -> frozenset[str]:
    """Identifiers that several known devices bear: « serial:… », « mac:… »."""
    counts: dict[str, int] = {}
    for face in known:
        for word in _words(face):
            counts[word] = counts.get(word, 0) + 1
    return frozenset(word for word, count in counts.items() if count > 1)


def _words(face: Face) -> Iterable[str]:
    for sign in SIGNS:
        if value := getattr(face, sign.field):
            yield f"{sign.field}:{value}"
    yield from (f"mac:{mac}" for mac in face.macs)


def _akin(one: str, other: str) -> bool:
    return one == other or any({one, other} <= family for family in _FAMILIES)
