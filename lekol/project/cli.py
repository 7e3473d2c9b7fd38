"""The console command `lekol`: every group and verb of the house, found by the name of their module."""

import os
import sys
from collections.abc import Sequence

import django
from django.core.management import execute_from_command_line, get_commands, load_command_class
from django.core.management.base import BaseCommand

from lekol.kit.commands import speak_french
from lekol.project.env import WrongSettings

INTRODUCTION = """Lékol fait vivre la convention entre une commune et son académie.

usage : lekol <sujet> <verbe> [options]
        lekol <sujet> <verbe> --help pour l’aide d’une commande
"""


def main(words: Sequence[str] | None = None) -> None:
    """Entry point; exits with 0, 1 (refused), 2 (bad usage) or 130 (interrupted)."""
    argv = list(sys.argv[1:] if words is None else words)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lekol.project.settings")
    speak_french()
    try:
        _run(argv)
    except WrongSettings as fault:
        sys.exit(str(fault))


def _run(argv: list[str]) -> None:
    django.setup()
    if not argv or argv[0] in {"-h", "--help", "aide"}:
        sys.stdout.write(help_text())
    elif argv[0] == "manage":
        execute_from_command_line(["lekol manage", *argv[1:]])
    else:
        _dispatch(argv)


def _dispatch(argv: list[str]) -> None:
    """Run `<group>_<verb>`, or `<verb>` alone; say which ones exist otherwise."""
    known = commands()
    if len(argv) > 1 and (name := f"{argv[0]}_{argv[1]}".replace("-", "_")) in known:
        _load(name).run_from_argv(["lekol", name, *argv[2:]])
    elif (name := argv[0].replace("-", "_")) in known:
        _load(name).run_from_argv(["lekol", name, *argv[1:]])
    else:
        verbs = [name.replace("_", " ", 1) for name in known if name.split("_")[0] == argv[0]]
        choice = f"Verbes de « {argv[0]} » : {', '.join(verbs)}." if verbs else "« lekol --help » donne la liste."
        sys.stderr.write(f"« lekol {' '.join(argv[:2])} » n’existe pas. {choice}\n")
        sys.exit(2)


def commands() -> dict[str, str]:
    """Command name → app, for the apps of the house."""
    return {name: app for name, app in sorted(get_commands().items()) if app.startswith("lekol.")}


def _load(name: str) -> BaseCommand:
    return load_command_class(commands()[name], name)


def help_text() -> str:
    """The list of every command with its one-line help."""
    lines = [(name.replace("_", " ", 1), str(_load(name).help)) for name in commands()]
    width = max(len(name) for name, _ in lines)
    listed = "".join(f"  {name:<{width}}  {text}\n" for name, text in lines)
    return f"{INTRODUCTION}\n{listed}\n  {'manage':<{width}}  Passe la main aux commandes de Django.\n"
