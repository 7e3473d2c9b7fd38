"""Real rows of the agreement: packs of any size, measures whose figures a test writes, passes over days."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.utils import timezone

from lekol.agreement import actions
from lekol.agreement.models import Agreement, Commitment
from lekol.directory.choices import Role
from lekol.directory.models import Person, School
from lekol.pact import measures
from lekol.pact.measures import measure
from lekol.pact.scopes import Scope
from tests.directory.factories import CommuneFactory, post

DOORS, KEYS = "essai.portes", "essai.cles"
Figures = dict[int, tuple[int, int]]  # school → (due, met)

HEAD = """
[agreement]
slug = "{slug}"
title = "Convention de {slug}"
short_title = "{slug}"
scope = "{scope}"
{more}
[term]
{term}
[notice]
form = "lettre recommandée"
days = 15
from = "envoi"
effect = "résiliation"
[amendment]
procedure = "Négociation, puis avenant."
lasts = "duree_residuelle"
[[parties]]
key = "ville"
name = "Ville de Saint-Denis"
short_name = "Ville"
level = "commune"
code = "97411"
letter = "V"
tone = "ville"
[[parties]]
key = "rectorat"
name = "Académie de La Réunion"
short_name = "Rectorat"
level = "rectorat"
code = "28"
letter = "R"
tone = "rectorat"
[[parties]]
key = "ecole"
name = "Écoles"
short_name = "Écoles"
level = "ecole"
signing = false
[[articles]]
number = "3"
title = "Infrastructures"
"""
SIGNED = "signed_on = 2025-02-03"
FOUR_YEARS = "years = 4\nfrom = 'signature'"


def commitment(
    clause: str = "3.1", debtors: str = '"ville"', basis: str = f'measures = ["{DOORS}"]', more: str = ""
) -> str:
    """One promise of a pack."""
    return f"""
[[commitments]]
clause = "{clause}"
title = "Promesse {clause}"
wording = "La partie tient la promesse {clause}."
debtors = [{debtors}]
{basis}
{more}
"""


def declared(clause: str = "3.2", debtors: str = '"rectorat"') -> str:
    """One promise no measure counts."""
    return commitment(clause, debtors, "declared = true")


def pack(
    *rows: str, slug: str = "essai", scope: str = "commune:97411", more: str = SIGNED, term: str = FOUR_YEARS,
    rest: str = "",
) -> str:  # fmt: skip
    """The text of a pack; one promise counted by DOORS when none is given. `rest` is what follows the promises."""
    return HEAD.format(slug=slug, scope=scope, more=more, term=term) + "".join(rows or (commitment(),)) + rest


def load(*rows: str, **words: str) -> Agreement:
    """A loaded agreement, in force unless its pack is not signed."""
    CommuneFactory.create()
    return actions.load(text=pack(*rows, **words))[0]


def clause(agreement: Agreement, number: str) -> Commitment:
    return Commitment.objects.get(agreement=agreement, clause=number)


@contextmanager
def announced(**figures: Figures) -> Iterator[dict[str, Figures]]:
    """Measures « essai.… » whose figures are those of the dictionary, for as long as the block lasts."""
    for name in figures:
        announce(f"essai.{name}", figures)
    try:
        yield figures
    finally:
        for name in figures:
            measures._announced.pop(f"essai.{name}")


def announce(key: str, figures: dict[str, Figures]) -> None:
    name = key.partition(".")[2]

    @measure(key, label=name.title(), unit="porte", units="portes", drill="essai:portes")
    def query(scope: Scope, on: dt.date) -> list[tuple[int, int, int]]:
        """Dû : les portes. Fait : celles qui ferment."""
        return [(school, due, met) for school, (due, met) in figures[name].items()]


def take(figures: dict[str, Figures], days_ago: int = 0, **changes: Figures) -> actions.Passed:
    """A pass some days ago, once the figures have changed."""
    for name, moved in changes.items():
        figures[name].update(moved)
    return actions.take_pass(on=timezone.localdate() - dt.timedelta(days=days_ago))


def city(role: str = Role.EDUCATION_HEAD) -> Person:
    """Someone who speaks for the City."""
    return post(role, CommuneFactory.create()).person


def academy(role: str = Role.DIGITAL_DELEGATE) -> Person:
    """Someone who speaks for the académie."""
    return post(role, CommuneFactory.create().academy).person


def declare(row: Commitment, by: Person | None = None, **words: Any) -> Any:
    """A declaration by the debtor, valid for a hundred days."""
    today = timezone.localdate()
    party = row.stakes.filter(part="debiteur").first().party
    known = {"statement": "Fait.", "observed_on": today, "valid_until": today + dt.timedelta(days=100)}
    return actions.declare(commitment=row, party=party, by=by or academy(), **{**known, **words})


def full(schools: list[School], due: int = 10, met: int = 5) -> Figures:
    """The same figure for each school."""
    return {school.pk: (due, met) for school in schools}
