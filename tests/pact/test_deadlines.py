import pytest

from lekol.pact import deadlines


def test_a_kind_is_announced_once_and_kinds_come_by_label(monkeypatch):
    monkeypatch.setattr(deadlines, "_announced", {})
    deadlines.deadline("tests.b", label="Visites")(lambda person, since, until: [])
    deadlines.deadline("tests.a", label="Contrats")(lambda person, since, until: [])
    with pytest.raises(ValueError, match="annoncée deux fois"):
        deadlines.deadline("tests.a", label="Contrats")(lambda person, since, until: [])
    assert [kind.label for kind in deadlines.kinds()] == ["Contrats", "Visites"]
