"""The routing read from a pack: first row that fits; the whole product of facts is walked."""

import pytest

from lekol.agreement.choices import Acquired, Fault
from lekol.pact.routing import NATURES, ORIGINS, Breakdown, Route, deciding_row, every_breakdown, route

SUPPLIER = Route("fournisseur", "4.1", "Sous garantie.", natures=("appareil",), warranty=True)
SCHOOL = Route("ecole", "4.3", "Don.", natures=("appareil",), origins=("don", "fonds_propres"))
CITY = Route("ville", "4.1", "La Ville.")


def test_the_first_row_that_fits_decides():
    gift = Breakdown("appareil", "don", warranty=True)
    assert route([SUPPLIER, SCHOOL, CITY], gift) is SUPPLIER
    assert route([SCHOOL, SUPPLIER, CITY], gift) is SCHOOL


def test_what_a_row_does_not_say_does_not_matter():
    assert all(CITY.fits(fault) for fault in every_breakdown())


def test_a_table_with_a_hole_says_so():
    assert deciding_row([SUPPLIER], Breakdown("cable")) is None
    with pytest.raises(LookupError):
        route([SUPPLIER], Breakdown("cable"))


def test_every_fact_of_the_routing_has_its_french_words():
    assert set(Fault.values) == set(NATURES)
    assert set(Acquired.values) == set(ORIGINS)
