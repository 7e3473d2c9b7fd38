# ruff: noqa: S608 — names of tables and columns, never a value
"""A row and what hangs on it, written by one statement: a transaction by itself, one journey to the base."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, cast

from django.db import connection, models

from lekol.kit.database.base import DatabaseWrapper

_LENGTH = re.compile(r"\([\d, ]+\)")
Made = models.Model
Hung = tuple[Made, str, str]
"""A row, its column that names the head, and how the base says that name (« id », « id::text »)."""
Shape = tuple[tuple[type[Made], str, str, tuple[str, ...]], ...]
"""Each row’s table, its column that names the head, how that name is said, and how each other value is."""
GIVEN, NOTHING, EMPTY = "%s", "NULL", "''"


def write_once(head: Made, hung: Sequence[Hung]) -> bool:
    """Write a head and its rows, or nothing when one of its unique values is taken; says which.

    Rows receive their numbers. Constraints, keys and triggers hold as for any INSERT. What is empty is written in the
    statement: half of sixty values are, and psycopg reads a statement of fifty again each time it is sent.
    """
    rows: list[Hung] = [(head, "", ""), *hung]
    values = [_values(row, named) for row, named, _ in rows]
    shape = tuple(
        (type(row), named, said, tuple(map(_way, found)))
        for (row, named, said), found in zip(rows, values, strict=True)
    )
    with cast(DatabaseWrapper, connection).prepared_cursor() as cursor:
        cursor.execute(_statement(shape), [one for found in values for one in found if _way(one) is GIVEN])
        numbers = cursor.fetchone()
    if numbers[0] is None:
        return False
    for (row, _, _), pk in zip(rows, numbers, strict=True):
        row.pk, row._state.adding, row._state.db = pk, False, connection.alias
    return True


def _way(value: Any) -> str:
    if value is None:
        return NOTHING
    return EMPTY if value == "" else GIVEN


@lru_cache(maxsize=512)
def _statement(shape: Shape) -> str:
    """One statement for each set of tables and of values that are empty."""
    (model, named, said, ways), *others = shape
    holes = _holes(model, named, said, ways)
    parts = [f"head AS ({_insert(model)} VALUES ({holes}) ON CONFLICT DO NOTHING RETURNING id)"]
    for rank, (model, named, said, ways) in enumerate(others):
        holes = _holes(model, named, said, ways)
        parts.append(f"row_{rank} AS ({_insert(model)} SELECT {holes} FROM head RETURNING id)")
    names = ("head", *(f"row_{rank}" for rank in range(len(others))))
    return f"WITH {', '.join(parts)} SELECT {', '.join(f'(SELECT id FROM {name})' for name in names)}"


@dataclass(frozen=True, slots=True)
class Column:
    """A field but the number: its column, its attribute, its type and how its value is said to the base."""

    name: str
    attribute: str
    kind: str
    adapt: Callable[..., Any]


@cache
def _fields(model: type[Made]) -> list[Column]:
    fields = [field for field in model._meta.concrete_fields if not field.primary_key and not field.generated]
    return [Column(str(field.column), field.attname, _kind(field), field.get_db_prep_save) for field in fields]


def _kind(field: Any) -> str:
    """The type of a column without its length: a text too long is refused, never cut."""
    return _LENGTH.sub("", str(field.db_type(connection)))


@cache
def _insert(model: type[Made]) -> str:
    columns = ", ".join(f'"{column.name}"' for column in _fields(model))
    return f'INSERT INTO "{model._meta.db_table}" ({columns})'


def _holes(model: type[Made], named: str, said: str, ways: tuple[str, ...]) -> str:
    way = iter(ways)
    columns = _fields(model)
    return ", ".join(said if column.name == named else f"{next(way)}::{column.kind}" for column in columns)


def _values(row: Made, named: str) -> list[Any]:
    columns = (column for column in _fields(type(row)) if column.name != named)
    return [column.adapt(getattr(row, column.attribute), connection) for column in columns]
