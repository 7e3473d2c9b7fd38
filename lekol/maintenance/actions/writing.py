# ruff: noqa: S608 — names of tables and columns, never a value
"""A row and what hangs on it, written by one statement: a transaction by itself, one journey to the base."""

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

from django.db import connection, models

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
    with connection.cursor() as cursor:
        cursor.execute(f"WITH {', '.join(parts)} SELECT {numbers}", words)
        found = cursor.fetchone()
    if found[0] is None:
        return False
    for row, pk in zip((head, *(row for row, _, _ in hung)), found, strict=True):
        row.pk, row._state.adding, row._state.db = pk, False, connection.alias
    return True


@cache
def _fields(model: type[Made]) -> list[tuple[str, str, Callable[..., Any]]]:
    """Column, attribute and adapter of each field but the number."""
    fields = [field for field in model._meta.concrete_fields if not field.primary_key and not field.generated]
    return [(str(field.column), field.attname, field.get_db_prep_save) for field in fields]


@cache
def _insert(model: type[Made]) -> str:
    columns = ", ".join(f'"{column}"' for column, _, _ in _fields(model))
    return f'INSERT INTO "{model._meta.db_table}" ({columns})'


@cache
def _holes(model: type[Made], named: str = "", said: str = "") -> str:
    return ", ".join(said if column == named else "%s" for column, _, _ in _fields(model))


def _values(row: Made, named: str = "") -> list[Any]:
    return [
        adapt(getattr(row, attribute), connection) for column, attribute, adapt in _fields(type(row)) if column != named
    ]
