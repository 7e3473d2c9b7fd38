"""Who maintains a device: every origin, under warranty or not (article 4)."""

import itertools

import pytest

from lekol.equipment.choices import Origin
from lekol.equipment.rules import TABLE, maintainer

EVERY = list(itertools.product(Origin.values, (True, False)))


@pytest.mark.parametrize(("origin", "warranty"), EVERY)
def test_every_device_has_a_maintainer_a_clause_and_a_reason(origin, warranty):
    found = maintainer(origin, warranty)
    assert found.who in {"Ville", "Fournisseur", "École"}
    assert str(found.clause).startswith("4.")
    assert found.reason.endswith(".")


def test_gifts_and_own_funds_are_never_the_city_s_even_under_warranty():
    assert {maintainer(origin, True).who for origin in (Origin.GIFT, Origin.OWN_FUNDS)} == {"École"}


def test_the_supplier_answers_first_for_what_the_city_bought():
    assert maintainer(Origin.CITY, True).who == "Fournisseur"
    assert maintainer(Origin.CITY, False).who == "Ville"


def test_no_row_of_the_table_is_dead():
    answers = {maintainer(origin, warranty) for origin, warranty in EVERY}
    assert answers == {row.answer for row in TABLE}
