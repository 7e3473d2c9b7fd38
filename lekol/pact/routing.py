"""Article 4 as a table read from the pack: the first row that fits says who takes a fault in charge.

The words are shared: the agreement checks the table its pack writes, the maintenance applies it, and
neither knows the other (docs/decisions/0014).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from lekol.pact.names import plain

NATURES = (
    "appareil", "prise", "cable", "commutateur", "routeur", "liaison",
    "filtrage", "messagerie", "site", "identite", "logiciel", "ent",
)  # fmt: skip
ORIGINS = ("ville", "etat", "fonds_propres", "don")
OWNERS = ("ville", "etat", "ecole", "tiers")
OWNER_OF = {"ville": "ville", "etat": "etat", "fonds_propres": "ecole", "don": "ecole"}
"""Whose a thing is when nothing else is said: that of whoever acquired it."""

SYNONYMS = {
    "natures": {
        "ordinateur": "appareil", "tablette": "appareil", "imprimante": "appareil", "copieur": "appareil",
        "videoprojecteur": "appareil", "materiel": "appareil", "prise reseau": "prise", "switch": "commutateur",
        "hub": "commutateur", "concentrateur": "commutateur", "internet": "liaison", "liaison internet": "liaison",
        "filtre": "filtrage", "proxy": "filtrage", "boite": "messagerie", "courriel": "messagerie",
        "site web": "site", "identification": "identite", "authentification": "identite", "ressource": "logiciel",
        "espace numerique de travail": "ent",
    },
    "origins": {
        "mairie": "ville", "commune": "ville", "municipalite": "ville", "academie": "etat", "rectorat": "etat",
        "fonds propres": "fonds_propres", "cooperative": "fonds_propres", "donation": "don",
    },
    "owners": {"mairie": "ville", "commune": "ville", "academie": "etat", "rectorat": "etat", "autre": "tiers"},
}  # fmt: skip
"""What people write instead of the word of the table, in the plain form of `names.plain`."""
_WORDS = {"natures": NATURES, "origins": ORIGINS, "owners": OWNERS}


@dataclass(frozen=True, slots=True)
class Breakdown:
    """What is known of a fault before it is sent. An owner left out is whoever acquired the thing."""

    nature: str
    origin: str = "ville"
    warranty: bool = False
    expert: bool = False
    contract: bool = False
    owner: str = ""

    @property
    def held_by(self) -> str:
        """Whose the thing is."""
        return self.owner or OWNER_OF[self.origin]


@dataclass(frozen=True, slots=True)
class Route:
    """A row of the policy in force. An empty tuple, or None, means « whatever ».

    `against` is the clause that would say otherwise, `question` what the COTECH is asked about it, `steps`
    what the school can do when nobody is bound.
    """

    desk: str
    clause: str
    reason: str
    natures: tuple[str, ...] = ()
    origins: tuple[str, ...] = ()
    warranty: bool | None = None
    expert: bool | None = None
    contract: bool | None = None
    owners: tuple[str, ...] = ()
    against: str = ""
    question: str = ""
    steps: tuple[str, ...] = ()

    def fits(self, fault: Breakdown) -> bool:
        return (
            (not self.natures or fault.nature in self.natures)
            and (not self.origins or fault.origin in self.origins)
            and (not self.owners or fault.held_by in self.owners)
            and self.warranty in (None, fault.warranty)
            and self.expert in (None, fault.expert)
            and self.contract in (None, fault.contract)
        )


def every_breakdown() -> Iterator[Breakdown]:
    """The whole product of facts."""
    for facts in product(NATURES, ORIGINS, (False, True), (False, True), (False, True), OWNERS):
        yield Breakdown(*facts)


def deciding_row(rows: Sequence[Route], fault: Breakdown) -> int | None:
    """The rank of the first row that fits, or None when nobody takes the fault in charge."""
    return next((rank for rank, row in enumerate(rows) if row.fits(fault)), None)


def route(rows: Sequence[Route], fault: Breakdown) -> Route:
    """Who takes the fault in charge. A checked pack leaves no fault without a desk."""
    rank = deciding_row(rows, fault)
    if rank is None:
        raise LookupError(f"Aucune ligne du routage ne prend en charge {fault}.")
    return rows[rank]


def word_of(kind: str, text: str) -> str:
    """The word of the table for what was typed (« Câble », « switch »); ValueError lists the right ones."""
    asked = plain(text)
    found = {plain(word): word for word in _WORDS[kind]} | SYNONYMS[kind]
    if asked not in found:
        raise ValueError(f"« {text} » n’est pas possible. Choix : {', '.join(_WORDS[kind])}.")
    return found[asked]


def questions(rows: Sequence[Route]) -> list[Route]:
    """The rows where the text contradicts itself or is silent: what the COTECH has to say."""
    return [row for row in rows if row.question]
