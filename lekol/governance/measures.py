"""What article 8 lets the agreement count, once per convention (docs/decisions/0023)."""

import datetime as dt

from lekol.agreement.models import Agreement
from lekol.governance.queries.duties import DUTIES
from lekol.pact.measures import convention_measure


def _count(key: str, slug: str, on: dt.date) -> tuple[int, int] | None:
    found = Agreement.objects.prefetch_related("parties__commune__academy", "parties__academy").get(slug=slug)
    duty = DUTIES[key][1](found, on)
    return duty.due, duty.met


@convention_measure(
    "governance.committees_met", label="Comités réunis", unit="réunion", units="réunions", drill="governance:duties"
)
def committees_met(slug: str, on: dt.date) -> tuple[int, int] | None:
    """Dû : les réunions de chaque année achevée, et celles déjà tenues de l’année en cours. Fait : les tenues."""
    return _count("committees_met", slug, on)


@convention_measure(
    "governance.minutes_approved", label="Comptes rendus approuvés", unit="réunion", units="réunions",
    drill="governance:duties",
)  # fmt: skip
def minutes_approved(slug: str, on: dt.date) -> tuple[int, int] | None:
    """Dû : les réunions tenues. Fait : celles dont le compte rendu est approuvé par les deux coprésidents."""
    return _count("minutes_approved", slug, on)


@convention_measure(
    "governance.reviews_delivered", label="Bilans annuels approuvés", unit="bilan", units="bilans",
    drill="governance:duties",
)  # fmt: skip
def reviews_delivered(slug: str, on: dt.date) -> tuple[int, int] | None:
    """Dû : le bilan de chaque année, un an après ou dès qu’il est approuvé. Fait : les bilans approuvés."""
    return _count("reviews_delivered", slug, on)


@convention_measure(
    "governance.programmes_validated", label="Programmes annuels validés", unit="programme", units="programmes",
    drill="governance:duties",
)  # fmt: skip
def programmes_validated(slug: str, on: dt.date) -> tuple[int, int] | None:
    """Dû : le programme de chaque année, à sa fin ou dès qu’il est signé. Fait : ceux que les deux signent."""
    return _count("programmes_validated", slug, on)


@convention_measure(
    "governance.referents_named", label="Référents nommés", unit="siège", units="sièges", drill="governance:duties"
)
def referents_named(slug: str, on: dt.date) -> tuple[int, int] | None:
    """Dû : les sièges dont un autre comité désigne le titulaire. Fait : ceux qui sont pourvus ce jour-là."""
    return _count("referents_named", slug, on)


@convention_measure(
    "governance.indicators_defined", label="Indicateurs définis", unit="convention", units="conventions",
    drill="governance:duties",
)  # fmt: skip
def indicators_defined(slug: str, on: dt.date) -> tuple[int, int] | None:
    """Dû : un, après la première année ou dès qu’il y en a. Fait : un si le comité suit un indicateur."""
    return _count("indicators_defined", slug, on)


@convention_measure(
    "governance.in_phase", label="Équipement et pédagogie en phase", unit="équipement d’école",
    units="équipements d’école", drill="governance:duties",
)  # fmt: skip
def in_phase(slug: str, on: dt.date) -> tuple[int, int] | None:
    """Dû : les écoles qu’une opération d’équipement atteint. Fait : celles dont le projet vient au bon moment."""
    return _count("in_phase", slug, on)
