from collections.abc import Iterator

import pytest

from tests.agreement.factories import Figures, announced


@pytest.fixture
def figures() -> Iterator[dict[str, Figures]]:
    """Two measures, « essai.portes » and « essai.cles », that count what the test writes in them."""
    with announced(portes={}, cles={}) as found:
        yield found
