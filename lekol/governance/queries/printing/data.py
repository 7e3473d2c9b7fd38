"""The report as data: JSON that follows its schema, CSV one line a commitment."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from lekol.kit.exports import csv_lines

HEADS = (
    "clause", "article", "intitule", "porteur", "du", "fait", "unites", "cible", "cible_le", "etat", "motif",
    "du_avant", "fait_avant", "etat_avant", "arrete_au", "lignes",
)  # fmt: skip
SCHEMA = Path(__file__).parents[2] / "texts" / "bilan.schema.json"


def as_json(found: dict[str, Any]) -> bytes:
    """The whole report, in the order of its schema."""
    return f"{json.dumps(found, ensure_ascii=False, indent=2)}\n".encode()


@cache
def schema() -> bytes:
    """The JSON Schema of the report."""
    return SCHEMA.read_bytes()


def as_csv(found: dict[str, Any]) -> bytes:
    """One line a commitment, as French spreadsheets open it."""
    return "".join(csv_lines(HEADS, (_row(found, row) for row in found["engagements"]))).encode()


def _row(found: dict[str, Any], row: dict[str, Any]) -> list[Any]:
    before = row["avant"] or {"du": None, "fait": None, "etat": ""}
    return [
        row["clause"], row["article"], row["intitule"], row["porteur"]["name"], row["du"], row["fait"], row["unites"],
        row["cible"], row["cible_le"], row["etat"], row["motif"], before["du"], before["fait"], before["etat"],
        found["arrete_au"], row["lignes"],
    ]  # fmt: skip
