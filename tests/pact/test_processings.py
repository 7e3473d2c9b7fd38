import pytest

from lekol.pact import processings
from lekol.pact.processings import Basis, Controller, Processing


def line(**more) -> Processing:
    return Processing(
        key="tests.kept",
        title="Essai",
        purpose="essayer",
        controller=Controller.JOINT,
        basis=Basis.PUBLIC_TASK,
        basis_text="clause 5.2",
        subjects=("agents",),
        categories=("nom",),
        recipients=("services",),
        retention="un an",
        **more,
    )


def test_what_is_past_its_term_is_counted_and_erased_or_neither():
    with pytest.raises(ValueError, match="sans l’effacer"):
        line(overdue=lambda on: 0)
    with pytest.raises(ValueError, match="sans l’effacer"):
        line(purge=lambda on: 0)
    assert line(overdue=lambda on: 0, purge=lambda on: 0).purge


def test_a_processing_is_announced_once(monkeypatch):
    monkeypatch.setattr(processings, "_announced", {})
    processings.processing(line())
    with pytest.raises(ValueError, match="annoncé deux fois"):
        processings.processing(line())
    assert list(processings.announced()) == ["tests.kept"]
