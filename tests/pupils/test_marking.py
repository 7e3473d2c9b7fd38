"""What differs between two cells is marked, and nothing else."""

import pytest

from lekol.pupils.rules.marking import marked


@pytest.mark.parametrize(
    ("left", "right", "one", "two"),
    [
        ("Louna", "Loun", ["a"], []),
        ("14/03/2019", "15/03/2019", ["14"], ["15"]),
        ("05/03/2019", "03/05/2019", ["05", "03"], ["03", "05"]),
        ("Lebon", "Ramassamy Lebon", [], ["Ramassamy"]),
        ("Les Filaos", "Les Bichiques", ["Filaos"], ["Bichiques"]),
        ("Lou", "", [], []),
        ("TÉVANÉ VITRIN", "TEVANE", ["VITRIN"], []),
        ("Élio", "ÉLIO", [], []),
    ],
)
def test_pieces_that_differ_are_marked(left, right, one, two):
    assert [[text for text, differs in side if differs] for side in marked(left, right)] == [one, two]


def test_pieces_put_end_to_end_are_the_cell():
    for left, right in (("Maël  Tom", "Mael Tom"), ("Zoé", "Anaëlle")):
        assert tuple("".join(text for text, _ in side) for side in marked(left, right)) == (left, right)
