"""The floors as the import contracts write them: the tests read the same plan, never a copy."""

import configparser
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "lekol"


def floors() -> dict[str, int]:
    """App name → floor, 0 being the lowest."""
    plan = configparser.ConfigParser(delimiters=("=",))
    plan.read(ROOT / ".importlinter", encoding="utf-8")
    lines = plan["importlinter:contract:floors"]["layers"].split("\n")
    levels = [re.findall(r"[a-z_]+", line) for line in lines if line.strip()]
    return {app: height for height, apps in enumerate(reversed(levels)) for app in apps}


def allowed_files() -> set[str]:
    """The only names a module of an app may bear."""
    plan = configparser.ConfigParser(delimiters=("=",))
    plan.read(ROOT / ".importlinter", encoding="utf-8")
    inside = plan["importlinter:contract:inside"]
    return set(re.findall(r"[a-z_]+", inside["layers"])) | set(inside["exhaustive_ignores"].split())


def field_apps() -> set[str]:
    """Apps on the floors between identity and the agreement: those the agreement must not know."""
    plan = floors()
    return {app for app, height in plan.items() if plan["identity"] < height < plan["agreement"]}


def modules() -> list[Path]:
    """Every module of the product but migrations."""
    return sorted(path for path in PACKAGE.rglob("*.py") if "migrations" not in path.parts)


def app_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0]
