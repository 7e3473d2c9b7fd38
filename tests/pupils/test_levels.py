"""How two children compare when names are glued, cut, exchanged or no more than an initial."""

import numpy as np
import pytest

from lekol.pupils.linking.columns import Column
from lekol.pupils.linking.files import Base
from lekol.pupils.linking.work import placed
from lekol.pupils.rules.fields import Field, First, Name, Same


def compared(one, two):
    """The levels of two children, each as (name, first name, second first name)."""
    bases = [
        Base("", {part: Column.of([cell], 1) for part, cell in zip(("name", "first", "second"), child, strict=True)}, 1)
        for child in (one, two)
    ]
    return placed(*bases).levels(np.array([0]), np.array([0]))[0]


@pytest.mark.parametrize(
    ("one", "two", "first"),
    [
        (("LE BERRE", "João-Anis", ""), ("JOÃOANIS", "LeBerre", ""), First.SWAPPED),
        (("RANDRIAMA", "Jean-Baptiste", ""), ("JEAN BAPTISTE", "RANDRIAMANANTENA", ""), First.CUT),
        (("CLOAREC", "Lakshmi", ""), ("L.", "Cloarec", ""), First.CUT),
    ],
    ids=["glued", "cut", "an initial"],
)
def test_names_exchanged_are_seen_however_they_are_written(one, two, first):
    levels = compared(one, two)
    assert (levels[Field.NAME], levels[Field.FIRST]) == (Name.SWAPPED, first)


@pytest.mark.parametrize(
    ("one", "two", "second"),
    [
        (("PAYET", "Inès", "Rose"), ("PAYET", "Rose", "Inès"), Same.SAME),
        (("PAYET", "Inès", "Rose"), ("PAYET", "Rose", "Anne"), Same.UNKNOWN),
        (("PAYET", "Inès", "Rose"), ("PAYET", "Inès", "Anne"), Same.OTHER),
        (("PAYET", "Inès", "Rose"), ("PAYET", "Rose", ""), Same.UNKNOWN),
    ],
    ids=["exchanged", "another one", "the first is the same", "none"],
)
def test_two_first_names_exchanged_are_no_difference(one, two, second):
    assert compared(one, two)[Field.SECOND] == second
