"""The tables of docs/convention, from the code: `python -m tests.agreement.documents` brings them up to date."""

import re
from collections.abc import Callable
from pathlib import Path

from lekol.agreement.rules.schema import PACK, Table, tables
from lekol.agreement.rules.state import TABLE

FOLDER = Path(__file__).parents[2] / "docs" / "convention"
STATES = {
    "tenu": "tenu",
    "bonne_voie": "en bonne voie",
    "risque": "à risque",
    "non_tenu": "non tenu",
    "sans_mesure": "sans mesure",
    "declare": "déclaré",
}


def states() -> str:
    """The table of states, in its order."""
    rows = [f"| {rank} | {row.when} | **{STATES[row.state]}** | {row.reason} |" for rank, row in enumerate(TABLE, 1)]
    return "\n".join(["| n° | quand | état | phrase affichée |", "|---|---|---|---|", *rows])


def schema() -> str:
    """Every section of a pack and every key, in order."""
    return "\n\n".join(f"### {_title(name, table)}\n\n{_says(name)}\n\n{_keys(table)}" for name, table in tables(PACK))


def _title(name: str, table: Table) -> str:
    return f"`[[{name}]]`" if table.repeated else f"`[{name}]`"


def _says(name: str) -> str:
    table, said = PACK, ""
    for part in name.split("."):
        key = table.key(part)
        assert key is not None
        assert isinstance(key.kind, Table)
        table, said = key.kind, f"{key.says} {'Section obligatoire.' if key.needed else 'Section facultative.'}"
    return said


def _keys(table: Table) -> str:
    rows = [
        f"| `{key.name}` | {'oui' if key.needed else ''} | {key.kind.name} | {key.says} |"
        for key in table.keys
        if not isinstance(key.kind, Table)
    ]
    return "\n".join(["| clé | obligatoire | ce qu’on écrit | ce que cela dit |", "|---|---|---|---|", *rows])


DOCUMENTS: dict[str, Callable[[], str]] = {"etats.md": states, "pack.md": schema}
_BETWEEN = re.compile(r"(?<=<!-- table écrite par le code -->\n).*?(?=\n<!-- fin de la table -->)", re.DOTALL)


def in_step(name: str) -> str:
    """The document as it should be."""
    text = (FOLDER / name).read_text(encoding="utf-8")
    return _BETWEEN.sub(lambda _: f"\n{DOCUMENTS[name]()}\n", text)


if __name__ == "__main__":
    for each in DOCUMENTS:
        (FOLDER / each).write_text(in_step(each), encoding="utf-8")
