"""Who maintains a device (article 4): a first-match table, every row citing its clause."""

from collections.abc import Callable
from dataclasses import dataclass

from lekol.pact.clauses import Clause


@dataclass(frozen=True, slots=True)
class Maintainer:
    """Who answers for a device today, and the sentence that says why."""

    who: str
    clause: Clause
    reason: str


@dataclass(frozen=True, slots=True)
class Row:
    fits: Callable[[str, bool, bool], bool]
    answer: Maintainer


TABLE: tuple[Row, ...] = (
    Row(
        lambda origin, warranty, accepted: origin in {"don", "fonds_propres"} and not accepted,
        Maintainer(
            "École", Clause("4", 3), "Don ou achat sur fonds propres : les services municipaux n’interviennent pas."
        ),
    ),
    Row(
        lambda origin, warranty, accepted: warranty,
        Maintainer("Fournisseur", Clause("4", 1), "Sous garantie : le fournisseur répare."),
    ),
    Row(
        lambda origin, warranty, accepted: True,
        Maintainer("Ville", Clause("4", 1), "Hors garantie, matériel de la collectivité : la Ville répare."),
    ),
)


def maintainer(origin: str, under_warranty: bool, accepted: bool = False) -> Maintainer:
    """The first row that fits decides; a gift the City accepted into its inventory is the City’s."""
    return next(row.answer for row in TABLE if row.fits(origin, under_warranty, accepted))
