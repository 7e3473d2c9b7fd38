"""First look at a pack: keys known, present, of the right kind. Answers what is sound, reports the rest."""

from collections.abc import Mapping
from typing import Any

from lekol.agreement.rules.faults import Fault
from lekol.agreement.rules.kinds import near, shown
from lekol.agreement.rules.lines import Lines
from lekol.agreement.rules.schema import PACK, Key, Table

NAMING = ("key", "number", "clause", "slug")
LARGEST_TABLE = 5_000

Row = dict[str, Any]


class Report:
    """Gathers the faults of a pack, each at its line and under a path its author recognises."""

    def __init__(self, raw: Mapping[str, Any], lines: Lines) -> None:
        self.raw, self.lines, self.faults = raw, lines, list[Fault]()

    def add(self, sentence: str, *path: str | int) -> None:
        """Record a fault at a path such as `"commitments", 3, "debtors"`."""
        self.faults.append(Fault(self.lines.of(*path), sentence, self._place(path)))

    def _place(self, path: tuple[str | int, ...]) -> str:
        """« commitments[3.14].debtors »: rows are named as the author names them."""
        words = ""
        here: Any = self.raw
        for step in path:
            here = _inside(here, step)
            words += f"[{_name(here, step)}]" if isinstance(step, int) else f".{shown(step)}" if words else shown(step)
        return words


def _inside(here: Any, step: str | int) -> Any:
    try:
        return here[step]
    except (KeyError, IndexError, TypeError):
        return None


def _name(row: Any, rank: int) -> str:
    named = next((row[key] for key in NAMING if key in row), None) if isinstance(row, dict) else None
    return shown(named) if isinstance(named, str) and named else f"n° {rank + 1}"


def sound(report: Report) -> Row:
    """The part of the pack that has the right shape; everything else is in the report."""
    return _row(dict(report.raw), PACK, report, ())


def _row(row: Row, table: Table, report: Report, path: tuple[str | int, ...]) -> Row:
    for name in row:
        if table.key(name) is None:
            report.add(f"clé inconnue « {shown(name)} ».{near(name, table.names)}", *path, name)
    return {key.name: value for key in table.keys for value in _value(row, key, report, path)}


def _value(row: Row, key: Key, report: Report, path: tuple[str | int, ...]) -> list[Any]:
    """One sound value, or none."""
    here = (*path, key.name)
    if key.name not in row:
        if key.needed:
            report.add(_missing(key, path), *here)
        return []
    value = row[key.name]
    if isinstance(key.kind, Table):
        return _table(value, key.kind, report, here)
    if sentence := key.kind.fault(value):
        report.add(sentence, *here)
        return []
    return [value]


def _missing(key: Key, path: tuple[str | int, ...]) -> str:
    if isinstance(key.kind, Table) and not path:
        brackets = f"[[{key.name}]]" if key.kind.repeated else f"[{key.name}]"
        return f"la section {brackets} manque. {key.says}"
    return f"la clé « {key.name} » manque. {key.says}"


def _table(value: Any, table: Table, report: Report, path: tuple[str | int, ...]) -> list[Any]:
    if not table.repeated:
        if isinstance(value, dict):
            return [_row(value, table, report, path)]
        report.add(f"on attend une table : [{path[-1]}], ou des accolades.", *path)
        return []
    if not isinstance(value, list) or not all(isinstance(row, dict) for row in value):
        report.add(f"on attend une table répétée : [[{path[-1]}]], ou une liste entre crochets.", *path)
        return []
    if len(value) > LARGEST_TABLE or not value:
        report.add("la section est vide." if not value else f"plus de {LARGEST_TABLE} lignes.", *path)
        return []
    return [[_row(row, table, report, (*path, rank)) for rank, row in enumerate(value)]]
