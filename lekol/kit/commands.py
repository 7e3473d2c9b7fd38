"""The base of every console command: French words, no traceback for what can be expected."""

import argparse
import gzip
import logging
import secrets
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn, TextIO

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import OperationalError

log = logging.getLogger("lekol.commands")

_WORDS = {
    "usage: ": "usage : ",
    "options": "options",
    "optional arguments": "options",
    "positional arguments": "à donner",
    "show this help message and exit": "affiche cette aide et s’arrête",
    "the following arguments are required: %s": "il manque : %s",
    "unrecognized arguments: %s": "mots inconnus : %s",
    "one of the arguments %s is required": "donnez l’une de ces options : %s",
    "expected one argument": "attend une valeur",
    "expected at most one argument": "attend une valeur au plus",
    "expected at least one argument": "attend une valeur au moins",
    "expected %s argument": "attend %s valeur",
    "expected %s arguments": "attend %s valeurs",
    "invalid %(type)s value: %(value)r": "valeur refusée : %(value)r",
    "invalid choice: %(value)r (choose from %(choices)s)": "« %(value)s » n’est pas possible ; choix : %(choices)s",
    "ambiguous option: %(option)s could match %(matches)s": "%(option)s peut vouloir dire %(matches)s : précisez",
    "ignored explicit argument %r": "la valeur %r est de trop",
    "argument %(argument_name)s: %(message)s": "%(argument_name)s : %(message)s",
    "%(prog)s: error: %(message)s\n": "%(prog)s : %(message)s\n",
    "not allowed with argument %s": "ne va pas avec %s",
    "can't open '%(filename)s': %(error)s": "« %(filename)s » ne s’ouvre pas : %(error)s",
}
_DJANGO_OPTIONS = frozenset(
    {"version", "verbosity", "settings", "pythonpath", "traceback", "no_color", "force_color", "skip_checks"}
)


def speak_french() -> None:
    """Give argparse its French words: it has no catalogue of its own."""
    argparse._ = lambda text: _WORDS.get(text, text)  # type: ignore[attr-defined]
    argparse.ngettext = lambda one, many, count: _WORDS.get(one if count < 2 else many, many)  # type: ignore[attr-defined]


class Refused(CommandError):
    """Input that cannot be accepted; the sentence says what, where and what to do. Exit code 1."""


def write_file(path: Path, content: bytes) -> None:
    """Write what a command made where it was asked, or Refused with the reason and what to do."""
    try:
        path.write_bytes(content)
    except OSError as fault:
        raise _unwritable(path, fault) from None


@contextmanager
def writing(path: Path) -> Iterator[TextIO]:
    """A text file written as it is made, packed when its name ends in .gz; Refused as `write_file` says it."""
    try:
        with _opened(path) as file:
            yield file
    except OSError as fault:
        raise _unwritable(path, fault) from None


def _opened(path: Path) -> TextIO:
    if path.suffix == ".gz":
        return gzip.open(path, "wt", encoding="utf-8", newline="")
    return path.open("w", encoding="utf-8", newline="")


def _unwritable(path: Path, fault: OSError) -> Refused:
    reason = fault.strerror or fault
    return Refused(f"« {path} » ne peut pas être écrit : {reason}. Choisissez un autre endroit.")


class Command(BaseCommand):
    """A command of Lékol: `lekol <group> <verb>` runs `<group>_<verb>`."""

    requires_system_checks: list[str] = []

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        speak_french()
        parser = super().create_parser(prog_name, subcommand, **kwargs)
        parser.prog = f"lekol {subcommand.replace('_', ' ', 1)}"
        for action in parser._actions:
            if action.dest in _DJANGO_OPTIONS:
                action.help = argparse.SUPPRESS
        return parser

    def run_from_argv(self, argv: list[str]) -> None:
        """Run, and turn what goes wrong into a French sentence and an exit code."""
        self._called_from_command_line = True  # bad usage then ends the process with 2, not an exception
        options = vars(self.create_parser(argv[0], argv[1]).parse_args(argv[2:]))
        try:
            self.execute(*options.pop("args", ()), **options)
        except CommandError as fault:
            self._end(str(fault), 1)
        except ValidationError as fault:
            self._end("\n".join(fault.messages), 1)
        except OperationalError as fault:
            self._end(f"La base de données ne répond pas. Vérifiez DATABASE_URL et le serveur.{_reason(fault)}", 1)
        except (BrokenPipeError, KeyboardInterrupt):
            sys.exit(130)
        except Exception:
            number = secrets.token_hex(4)
            log.exception("incident %s", number)
            self._end(
                f"Lékol a rencontré une erreur inattendue. Le détail est dans le journal des incidents, sous le "
                f"numéro {number} : donnez-le à qui exploite le service.",
                1,
            )

    def _end(self, sentence: str, code: int) -> NoReturn:
        self.stderr.write(sentence)
        sys.exit(code)


def _reason(fault: Exception) -> str:
    lines = str(fault).strip().splitlines()
    return f" ({lines[0][:200]})" if lines else ""
