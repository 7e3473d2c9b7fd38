"""Which children are compared: a slip or two in names, days or schools do not part the entries of one child."""

import numpy as np
import pytest

from lekol.pupils.linking.candidates import InProcess
from lekol.pupils.linking.columns import Column
from lekol.pupils.linking.files import Base
from lekol.pupils.linking.work import placed

FIELDS = ("name", "first", "second", "born", "school")


def meet(one, two):
    """Are two children compared?"""
    bases = [
        Base("", {part: Column.of([cell], 1) for part, cell in zip(FIELDS, child, strict=True)}, 1)
        for child in (one, two)
    ]
    return bool(len(InProcess().pairs(placed(*bases), np.array([0]), np.array([0]))))


@pytest.mark.parametrize(
    ("one", "two"),
    [
        (("DE SOUZA", "Gonçalo", "", "2014-04-15", "A"), ("DeSouza", "GONÇALO", "", "2015-04-15", "B")),
        (("WONG YEN", "Yann-Loïc", "", "2014-04-02", "A"), ("WONGYEN", "YANNLOÏC", "", "2016-01-01", "B")),
        (("LE BERRE", "João-Anis", "", "2018-09-26", "A"), ("JOÃOANIS", "LeBerre", "", "2018-09-06", "B")),
        (("SAÏDI", "Gwendal", "", "2017-11-29", "A"), ("SARDI", "Gwendal", "", "2018-11-29", "A")),
        (("TUHEIAVA", "Gwenaëlle", "", "2014-01-07", "A"), ("Tuheiaa", "Gwenaëlle", "", "", "A")),
        (("LE MEUR", "Gwendal", "Mamy", "", "A"), ("LE MER", "Mamy", "", "2015-01-21", "A")),
    ],
    ids=["glued name", "glued names", "glued and exchanged", "a year off", "no day", "no day, second first name"],
)
def test_one_child_meets_itself(one, two):
    assert meet(one, two)


def test_two_children_who_share_nothing_are_not_compared():
    assert not meet(("PAYET", "Lou", "", "2014-04-15", "A"), ("HOARAU", "Zoé", "", "2016-08-02", "B"))
