"""The reading of the labelled texts does not fall below what is promised: `make score-reading` prints it."""

import pytest

from tools.score_reading import SEED, Score, labelled, score

SEEN = {name: (path, labels) for name, path, labels in labelled()}
OTHERS = [name for name in SEEN if name != "saint-denis"]


def scored(name: str) -> Score:
    path, labels = SEEN[name]
    return score(name, path.read_text(encoding="utf-8"), labels)


@pytest.mark.skipif(not SEED.exists(), reason="le texte de 2017 n’est pas sur cette machine")
def test_the_2017_agreement_is_read_at_ninety_five_percent_at_least():
    result = scored("saint-denis")
    assert (result.recall >= 0.95, result.precision >= 0.95) == (True, True), result.missed + result.wrong


def test_agreements_of_eighteen_other_shapes_are_read_at_ninety_five_percent_together():
    results = [scored(name) for name in OTHERS]
    right = sum(row.right for row in results)
    assert len(results) >= 18
    assert right / sum(row.due for row in results) >= 0.95
    assert right / sum(row.proposed for row in results) >= 0.95
