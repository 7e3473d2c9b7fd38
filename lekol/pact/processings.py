"""What personal data an app keeps, announced by its `processings.py`, read by the register (GDPR, art. 5, 26, 30).

A processing is announced by whoever keeps the rows. The register shows it, counts what is kept past its term, and
runs its purge every night: nobody keeps a list by hand, and an app that stops keeping a thing stops saying so.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Any


class Controller(StrEnum):
    """Who answers for a processing (GDPR, articles 4 § 7 and 26)."""

    CITY = "la commune"
    STATE = "l’académie"
    JOINT = "la commune et l’académie, conjointement"
    EACH = "la commune et l’académie, chacune pour ses agents"


class Basis(StrEnum):
    """Why it is lawful (GDPR, article 6 § 1); a public body seldom rests on anything else."""

    PUBLIC_TASK = "mission d’intérêt public (RGPD, art. 6.1.e)"
    LEGAL_DUTY = "obligation légale (RGPD, art. 6.1.c)"
    CONSENT = "consentement (RGPD, art. 6.1.a)"


Count = Callable[[dt.date], int]
Told = Callable[[Any], Iterable[tuple[str, str]]]


@dataclass(frozen=True, slots=True)
class Processing:
    """One line of the register.

    - `key`: « app.word », stable;
    - `basis_text`: the law or the clause the basis rests on;
    - `retention`: the term in words; `overdue(on)`: how many rows are kept past it on a day, in one SQL query;
      `purge(on)`: erases or empties them, writes it in the journal, answers how many. Both, or neither when the rows
      are kept as long as the agreement is proof between the parties;
    - `about(person)`: what is kept of one person of the directory, as (what, said in French), for whoever asks to
      read their own data (GDPR, article 15).
    """

    key: str
    title: str
    purpose: str
    controller: Controller
    basis: Basis
    basis_text: str
    subjects: tuple[str, ...]
    categories: tuple[str, ...]
    recipients: tuple[str, ...]
    retention: str
    safeguards: tuple[str, ...] = ()
    clause: str = ""
    objection: str = ""
    overdue: Count | None = None
    purge: Count | None = None
    about: Told | None = None

    def __post_init__(self) -> None:
        if (self.overdue is None) != (self.purge is None):
            raise ValueError(f"« {self.key} » compte ce qui est à effacer sans l’effacer, ou l’inverse.")


_announced: dict[str, Processing] = {}


def processing(found: Processing) -> Processing:
    """Announce a processing once."""
    if found.key in _announced:
        raise ValueError(f"Le traitement « {found.key} » est annoncé deux fois.")
    return _announced.setdefault(found.key, found)


def announced() -> Mapping[str, Processing]:
    """Every processing of the installed apps, by key."""
    return MappingProxyType(_announced)
