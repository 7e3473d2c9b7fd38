"""The console command `lekol`: every group and verb of the house, found by the name of their module."""

import os
import sys
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from itertools import groupby
from typing import NoReturn

import django
from django.conf import settings
from django.core.management import execute_from_command_line, get_commands, load_command_class
from django.core.management.base import BaseCommand

from lekol.kit.commands import speak_french
from lekol.project.postgres import NoServer, Server

INTRODUCTION = """Lékol fait vivre la convention entre une commune et son académie.

usage : lekol <sujet> <verbe> [options]
        lekol <sujet> <verbe> --help pour l’aide d’une commande
"""
HELP = {"-h", "--help", "aide"}
STARTING = {"demo"}  # commands that start the embedded base themselves
# they read a file and answer
WITHOUT_BASE = {
    ("convention", "read"),
    ("convention", "check"),
    ("convention", "receipt"),
    ("maintenance", "route"),
    *(("pupils", verb) for verb in ("link", "encode")),
}
# they need no application either: starting the house would take longer than their work
ALONE = {("pupils", "link"), ("pupils", "encode")}


def main(words: Sequence[str] | None = None) -> None:
    """Entry point; exits with 0, 1 (refused), 2 (bad usage) or 130 (interrupted)."""
    argv = list(sys.argv[1:] if words is None else words)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lekol.project.settings")
    if not argv or HELP & set(argv) or tuple(argv[:2]) in WITHOUT_BASE:
        os.environ.setdefault("LEKOL_DEMO", "oui")  # these answer before any setting is right
    speak_french()
    try:
        if tuple(argv[:2]) in ALONE:
            _run_alone(argv)
        django.setup()
        _run(argv)
    except NoServer as fault:
        sys.exit(str(fault))
    except KeyboardInterrupt:
        sys.exit(130)


def _run_alone(argv: list[str]) -> NoReturn:
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # no matrix is multiplied: its threads are a third of the start
    name = "_".join(argv[:2])
    load_command_class(f"lekol.{argv[0]}", name).run_from_argv(["lekol", name, *argv[2:]])
    sys.exit(0)


def _run(argv: list[str]) -> None:
    if not argv or argv[0] in HELP:
        sys.stdout.write(help_text())
    elif argv[0] == "manage":
        with base_for(argv):
            execute_from_command_line(["lekol manage", *argv[1:]])
    elif name := command_named(argv):
        with base_for(argv):
            words = 1 if name == argv[0].replace("-", "_") else 2
            _load(name).run_from_argv(["lekol", name, *argv[words:]])
    else:
        _explain(argv)


def base_for(argv: list[str]) -> AbstractContextManager[object]:
    """In a demonstration, the embedded base runs at least for as long as the command."""
    if not settings.EMBEDDED or argv[0] in STARTING or HELP & set(argv) or tuple(argv[:2]) in WITHOUT_BASE:
        return nullcontext()
    return Server(settings.HOME).used()


def command_named(argv: list[str]) -> str:
    """`<group>_<verb>`, or `<verb>` alone; empty when there is none."""
    known = commands()
    tried = ["_".join(argv[:2]), argv[0]] if len(argv) > 1 else argv[:1]
    return next((name for name in (word.replace("-", "_") for word in tried) if name in known), "")


def _explain(argv: list[str]) -> None:
    """A group alone lists its verbs; a wrong word says which ones exist."""
    verbs = {name: text for name, text in lines() if name.split(" ")[0] == argv[0]}
    if verbs and HELP & set(argv):
        sys.stdout.write("".join(f"  {name}  {text}\n" for name, text in verbs.items()))
        return
    choice = f"Commandes : lekol {', lekol '.join(verbs)}." if verbs else "« lekol --help » donne la liste."
    sys.stderr.write(f"« lekol {' '.join(argv[:2])} » n’existe pas. {choice}\n")
    sys.exit(2)


def commands() -> dict[str, str]:
    """Command name → app, for the apps of the house."""
    return {name: app for name, app in sorted(get_commands().items()) if app.startswith("lekol.")}


def _load(name: str) -> BaseCommand:
    return load_command_class(commands()[name], name)


def lines() -> list[tuple[str, str]]:
    """What one types, and what it does."""
    ours = [(name.replace("_", " ", 1), str(_load(name).help)) for name in commands()]
    return [*ours, ("manage", "Passe la main aux commandes de Django.")]


def help_text() -> str:
    """Every command with its one-line help, one group after the other."""
    found = lines()
    width = max(len(name) for name, _ in found)
    alone = [line for line in found if " " not in line[0]]
    grouped = [
        list(group) for _, group in groupby((one for one in found if " " in one[0]), lambda one: one[0].split()[0])
    ]
    blocks = ["".join(f"  {name:<{width}}  {text}\n" for name, text in block) for block in (alone, *grouped)]
    return "\n".join([INTRODUCTION, *blocks])


if __name__ == "__main__":  # wherever scripts are installed, `python -m lekol.project.cli`
    main()
