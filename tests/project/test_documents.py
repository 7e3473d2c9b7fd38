"""The operators’ guide says what the code does; no committed file names a registry’s host or a machine’s path."""

import re
import subprocess

from lekol.project.cli import commands
from lekol.project.env import SETTINGS
from tests.house.floors import ROOT

GUIDE = ROOT / "docs" / "exploitation"


def test_every_setting_is_documented_with_its_default_and_meaning():
    page = (GUIDE / "reglages.md").read_text(encoding="utf-8")
    written = re.findall(r"^\| `([A-Z_]+)` \| (.*?) \| (.*?) \|$", page, re.MULTILINE)
    assert written == [(row.name, f"`{row.default}`" if row.default else "(vide)", row.meaning) for row in SETTINGS]


def test_every_command_of_the_guide_exists():
    asked = {
        "_".join(words)
        for path in GUIDE.glob("*.md")
        for words in re.findall(r"^lekol ([a-z]+)(?: ([a-z-]+))?\b", path.read_text(encoding="utf-8"), re.MULTILINE)
    }
    known = set(commands())
    unknown = [
        name for name in asked if name.strip("_").replace("-", "_") not in known and name.split("_")[0] not in known
    ]
    assert unknown == []


def test_no_committed_file_holds_a_registry_s_address_or_a_machine_s_path():
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    marks = ("pypi" + ".org", "registry.npm" + "js", "/ro" + "ot/", "/wo" + "rk/", "/opt/" + "wheels")
    found = [
        f"{name} : {mark}"
        for name in filter(None, listed.split("\0"))
        if (ROOT / name).is_file() and (ROOT / name).suffix not in {".woff2", ".png"}
        for mark in marks
        if mark in (ROOT / name).read_text(encoding="utf-8", errors="replace")
    ]
    assert found == []
