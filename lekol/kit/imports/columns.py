"""Columns: recognised by normal form and aliases, never by position; each cell becomes a value or a fault."""

import datetime as dt
import difflib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, NamedTuple

from lekol.kit.imports.heads import normal


class Fault(ValueError):
    """Why a cell is refused, in French."""


class Said(NamedTuple):
    """A value read with some interpretation, and the remark that tells it."""

    value: Any
    remark: str


def _as_kept(value: Any) -> Any:
    return value


AS_KEPT: Callable[[Any], Any] = _as_kept
"""How a text or a number kept as JSON is given back."""


@dataclass(frozen=True, slots=True)
class Column:
    """A value an importer can use: its name, its French label, the headers it goes by, how a cell is read.

    `revive` gives back a value kept as JSON: a date needs it, a text or a number does not. `dates` asks for the
    order of day and month to be decided on the whole column; `looks` is the form cells take when the header says
    nothing.
    """

    name: str
    label: str
    aliases: tuple[str, ...]
    required: bool = False
    parse: Callable[[str], Any] = field(default=lambda cell: cell)
    revive: Callable[[Any], Any] = field(default=AS_KEPT)
    dates: bool = False
    looks: str = ""

    @property
    def forms(self) -> set[str]:
        return {normal(self.name), normal(self.label), *map(normal, self.aliases)}


def recognise(headers: Sequence[str], columns: Sequence[Column]) -> dict[str, str]:
    """Column name → header of the file, for every column found."""
    by_form = {normal(header): header for header in reversed(headers)}
    found = {}
    for column in columns:
        for form in (normal(column.label), normal(column.name), *map(normal, column.aliases)):
            if form in by_form:
                found[column.name] = by_form[form]
                break
    return found


def missing(headers: Sequence[str], columns: Sequence[Column], mapping: Mapping[str, str]) -> list[str]:
    """One sentence per required column that was not found, with the nearest header seen."""
    sentences = []
    for column in columns:
        if column.required and column.name not in mapping:
            near = difflib.get_close_matches(
                normal(column.label), [normal(header) for header in headers], n=1, cutoff=0.5
            )
            hint = next(
                (
                    f" La colonne « {header} » lui ressemble."
                    for header in headers
                    if near and normal(header) == near[0]
                ),
                "",
            )
            sentences.append(f"La colonne « {column.label} » est introuvable.{hint}")
    return sentences


Reading = tuple[dict[str, Any], list[str], list[str]]
"""What a line gives: its values, its faults, its remarks."""


def reader_of(columns: Sequence[Column], mapping: Mapping[str, str]) -> Callable[[Mapping[str, str]], Reading]:
    """How lines are read: an absent optional column gives no value at all."""
    wanted = [
        (column.name, column.label, mapping[column.name], column.parse) for column in columns if column.name in mapping
    ]

    def read(cells: Mapping[str, str]) -> Reading:
        values: dict[str, Any] = {}
        faults: list[str] = []
        remarks: list[str] = []
        for name, label, header, parse in wanted:
            try:
                value = parse(cells.get(header, ""))
            except Fault as fault:
                faults.append(f"{label} : {fault}")
                continue
            if type(value) is Said:
                remarks.append(f"{label} : {value.remark}.")
                value = value.value
            values[name] = value
        return values, faults, remarks

    return read


_FRENCH = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")


def day(cell: str) -> dt.date | None:
    """A date as 2026-11-24 or 24/11/2026; empty is None; an impossible one is a Fault."""
    if not cell:
        return None
    found = _FRENCH.fullmatch(cell)
    text = f"{found[3]}-{int(found[2]):02d}-{int(found[1]):02d}" if found else cell[:10]
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise Fault(f"« {cell} » n’est pas une date. Écrivez-la comme 24/11/2026.") from None


def day_again(value: str | None) -> dt.date | None:
    """A date kept as text in a simulation."""
    return dt.date.fromisoformat(value) if value else None


def whole(low: int, high: int) -> Callable[[str], int | None]:
    """A whole number between two bounds; empty is None."""

    def parse_whole(cell: str) -> int | None:
        text = cell.replace("\u202f", "").replace("\xa0", "").replace(" ", "").removesuffix(".0")
        if not text:
            return None
        if not text.isdigit() or not low <= int(text) <= high:
            raise Fault(f"« {cell} » n’est pas un nombre entier de {low} à {high}.")
        return int(text)

    return parse_whole


def decimal(low: float, high: float) -> Callable[[str], float | None]:
    """A decimal between two bounds, with a point or a comma; empty is None."""

    def parse_decimal(cell: str) -> float | None:
        if not cell:
            return None
        try:
            value = float(cell.replace(",", "."))
        except ValueError:
            raise Fault(f"« {cell} » n’est pas un nombre.") from None
        if not low <= value <= high:
            raise Fault(f"« {cell} » sort des bornes possibles, de {low:g} à {high:g}.")
        return value

    return parse_decimal


def text(longest: int) -> Callable[[str], str]:
    """A text no longer than a bound, spaces tidied. The words of a column are few: the last ones are kept."""

    @lru_cache(maxsize=1_024)
    def parse_text(cell: str) -> str:
        tidy = " ".join(cell.split())
        if len(tidy) > longest:
            raise Fault(f"ce texte dépasse {longest} caractères.")
        return tidy

    return parse_text
