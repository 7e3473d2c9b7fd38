"""Article 4 as a table read from the pack: the first row that fits says who takes a fault in charge."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

NATURES = (
    "appareil", "prise", "cable", "commutateur", "routeur", "liaison",
    "filtrage", "messagerie", "site", "identite", "logiciel", "ent",
)  # fmt: skip
ORIGINS = ("ville", "etat", "fonds_propres", "don")


@dataclass(frozen=True, slots=True)
class Breakdown:
    """What is known of a fault before it is sent."""

    nature: str
    origin: str = "ville"
    warranty: bool = False
    expert: bool = False


@dataclass(frozen=True, slots=True)
class Route:
    """A row of the policy in force. An empty tuple, or None, means « whatever »."""

    desk: str
    clause: str
    reason: str
    natures: tuple[str, ...] = ()
    origins: tuple[str, ...] = ()
    warranty: bool | None = None
    expert: bool | None = None

    def fits(self, fault: Breakdown) -> bool:
        return (
            (not self.natures or fault.nature in self.natures)
            and (not self.origins or fault.origin in self.origins)
            and self.warranty in (None, fault.warranty)
            and self.expert in (None, fault.expert)
        )


def every_breakdown() -> Iterator[Breakdown]:
    """The whole product of facts."""
    for facts in product(NATURES, ORIGINS, (False, True), (False, True)):
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
