"""The hinge: what a shipped convention asks, some app announces."""

import pytest
from django.urls import reverse

from lekol.agreement.rules.pack import read
from lekol.pact.measures import known
from tests.agreement.packs import SHIPPED, shipped


@pytest.mark.parametrize("name", SHIPPED)
def test_every_measure_a_convention_names_is_announced(name):
    asked = {(row.clause, key) for row in read(shipped(name)).commitments for key in row.measures}
    assert sorted(asked) == sorted(pair for pair in asked if pair[1] in known())


def test_every_measure_has_words_and_a_page_that_lists_what_lacks():
    for found in known().values():
        assert found.label, found.key
        assert found.doc.startswith("Dû : "), found.key
        assert reverse(found.drill).startswith("/"), found.key
