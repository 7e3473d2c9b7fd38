"""What two entries say alike, as one says it: « Née le 14 mars 2019 », « Fille », « École Les Badamiers »."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from lekol.pact.dates import long_date
from lekol.pupils.rules import days, names

Cells = Sequence[Mapping[str, Any]]
_SEXES = {"F": "Fille", "M": "Garçon"}
_BORN = {"F": "Née le", "M": "Né le", "": "Né(e) le"}


def told(cells: Cells) -> list[tuple[str, str]]:
    """(label, words) of each cell that both bases share: {titre, champ, etat}. The first name of a guardian follows the
    name."""
    said = {cell.get("champ"): str(cell["etat"]) for cell in cells}
    sex = names.SEXES.get(names.upper(said.get("sex", "")), "")
    first = said.get("g1_first", "") if "g1_name" in said else ""
    return [_cell(cell, sex, first) for cell in cells if not (cell.get("champ") == "g1_first" and first)]


def _cell(cell: Mapping[str, Any], sex: str, first: str) -> tuple[str, str]:
    title, text = str(cell["titre"]), str(cell["etat"])
    match cell.get("champ"):
        case "born":
            return ("", f"{_BORN[sex]} {day}") if (day := _day(text)) else (title, text)
        case "sex":
            return ("", _SEXES[sex]) if sex else (title, text)
        case "school":
            return "", f"École {text}"
        case "g1_name":
            return title, f"{text} {first}".strip()
        case _:
            return title, text


def _day(text: str) -> str:
    """A whole day in words; nothing for a part of one."""
    number = days.read(text)
    try:
        return long_date(dt.date(number // 10_000, number // 100 % 100, number % 100))
    except ValueError:
        return ""
