"""What a schema is made of: keys, tables of keys, and the list of them all."""

from collections.abc import Iterator
from dataclasses import dataclass

from lekol.agreement.rules.kinds import Kind

SHORT, LONG = 200, 8000


@dataclass(frozen=True, slots=True)
class Key:
    """One key of a table, or a table inside it."""

    name: str
    kind: "Kind | Table"
    says: str
    needed: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table of keys; `repeated` when it is written between double brackets, once per row."""

    keys: tuple[Key, ...]
    repeated: bool = False

    def key(self, name: str) -> Key | None:
        return next((key for key in self.keys if key.name == name), None)

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(key.name for key in self.keys)


def tables(table: Table, above: str = "") -> Iterator[tuple[str, Table]]:
    """Every table of the schema with its full name, « base_equipment.slots », in order."""
    for key in table.keys:
        if isinstance(key.kind, Table):
            name = f"{above}{key.name}"
            yield name, key.kind
            yield from tables(key.kind, f"{name}.")
