# ruff: noqa: S608 — names of tables and columns, never a value
"""A row and what hangs on it, written by one statement: a transaction by itself, one journey to the base."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, cast

from django.db import connection, models

from lekol.kit.database.base import DatabaseWrapper

_LENGTH = re.compile(r"\([\d, ]+\)")
Made = models.Model
Hung = tuple[Made, str, str]
"""A row, its column that names the head, and how the base says that name (« id », « id::text »)."""


def write_once(head: Made, hung: Sequence[Hung]) -> bool:
    """Write a head and its rows, or nothing when one of its unique values is taken; says which.

    Rows receive their numbers. Constraints, keys and triggers hold as for any INSERT.
    """
    parts = [f"head AS ({_insert(type(head))} VALUES ({_holes(type(head))}) ON CONFLICT DO NOTHING RETURNING id)"]
    words: list[Any] = _values(head)
    for rank, (row, column, said) in enumerate(hung):
        holes = _holes(type(row), column, said)
        parts.append(f"row_{rank} AS ({_insert(type(row))} SELECT {holes} FROM head RETURNING id)")
        words += _values(row, column)
    numbers = ", ".join(f"(SELECT id FROM {name})" for name in ("head", *(f"row_{rank}" for rank in range(len(hung)))))
    with cast(DatabaseWrapper, connection).prepared_cursor() as cursor:
        cursor.execute(f"WITH {', '.join(parts)} SELECT {numbers}", words)
        found = cursor.fetchone()
    if found[0] is None:
        return False
    for row, pk in zip((head, *(row for row, _, _ in hung)), found, strict=True):
        row.pk, row._state.adding, row._state.db = pk, False, connection.alias
    return True


@dataclass(frozen=True, slots=True)
class Column:
    """A field but the number: its column, its attribute, the place of its value and how it is said."""

    name: str
    attribute: str
    hole: str
    adapt: Callable[..., Any]


@cache
def _fields(model: type[Made]) -> list[Column]:
    fields = [field for field in model._meta.concrete_fields if not field.primary_key and not field.generated]
    return [Column(str(field.column), field.attname, _hole(field), field.get_db_prep_save) for field in fields]


def _hole(field: Any) -> str:
    """A place of the column’s type, without its length: a text too long is refused, never cut."""
    return f"%s::{_LENGTH.sub('', str(field.db_type(connection)))}"


@cache
def _insert(model: type[Made]) -> str:
    columns = ", ".join(f'"{column.name}"' for column in _fields(model))
    return f'INSERT INTO "{model._meta.db_table}" ({columns})'


@cache
def _holes(model: type[Made], named: str = "", said: str = "") -> str:
    return ", ".join(said if column.name == named else column.hole for column in _fields(model))


def _values(row: Made, named: str = "") -> list[Any]:
    columns = (column for column in _fields(type(row)) if column.name != named)
    return [column.adapt(getattr(row, column.attribute), connection) for column in columns]
