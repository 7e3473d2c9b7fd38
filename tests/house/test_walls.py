"""Each wall is broken once on a copy of the house, and the machine must see it."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.floors import ROOT

BREAKS = {
    "a floor climbed": ("lekol/pact/clauses.py", "from lekol import journal  # noqa", "Floors"),
    "a neighbour known": ("lekol/equipment/choices.py", "from lekol.network import choices  # noqa", "Floors"),
    "a field app read by the agreement": (
        "lekol/agreement/choices.py",
        "import lekol.network.choices  # noqa",
        "Hinge",
    ),
    "a rule that reads a model": ("lekol/directory/rules.py", "import lekol.directory.models  # noqa", "Inside"),
    "a rule that knows Django": ("lekol/directory/rules.py", "import django  # noqa", "Pure"),
    "a page imported": ("lekol/directory/choices.py", "import lekol.desks  # noqa", "Nobody"),
    "the API’s library elsewhere": ("lekol/desks/rules.py", "import ninja  # noqa", "Wall"),
    "a file name of one’s own": ("lekol/directory/services.py", "X = 1", "Inside"),
    "an app nobody placed": ("lekol/misc/__init__.py", "X = 1", "Floors"),
}


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    house = tmp_path_factory.mktemp("house")
    shutil.copytree(
        ROOT / "lekol", house / "lekol", ignore=shutil.ignore_patterns("__pycache__", "static", "templates")
    )
    shutil.copy(ROOT / ".importlinter", house)
    return house


def lint(house: Path) -> subprocess.CompletedProcess[str]:
    linter = Path(sys.executable).parent / "lint-imports"
    return subprocess.run(
        [linter, "--no-cache"], cwd=house, env={"PYTHONPATH": str(house)}, capture_output=True, text=True
    )


def test_the_house_as_it_stands_keeps_every_contract(copy):
    outcome = lint(copy)
    assert outcome.returncode == 0, outcome.stdout


@pytest.mark.parametrize("name", BREAKS)
def test_a_broken_wall_is_seen(copy, name):
    place, line, contract = BREAKS[name]
    path = copy / place
    before = path.read_text(encoding="utf-8") if path.exists() else None
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"{before or ''}\n{line}\n", encoding="utf-8")
    try:
        outcome = lint(copy)
    finally:
        path.write_text(before, encoding="utf-8") if before is not None else path.unlink()
        if before is None and path.name == "__init__.py":
            shutil.rmtree(path.parent)
    assert outcome.returncode != 0
    assert contract in outcome.stdout
