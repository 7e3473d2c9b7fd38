"""Questions asked on every page: their SQL is written once by the ORM, then only their values change.

Building a query costs the worker several times what the base spends on it. A question of a fixed form — who is
signed in, what posts they hold, where a device stands — is written by the ORM the first time it is asked, and
PostgreSQL prepares it once a connection. Rows come back as the same model objects, those of `values_list` as tuples.
"""

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any, Generic, ParamSpec, TypeVar, cast

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet
from django.db.models.query import NamedValuesListIterable, get_related_populators
from django.db.models.utils import create_namedtuple_class

from lekol.kit.database.base import DatabaseWrapper

Row = TypeVar("Row")
Words = ParamSpec("Words")
_MARKS: dict[type, Callable[[int], Any]] = {
    int: lambda rank: 2_000_000_011 + rank,
    str: lambda rank: f"\x01mark {rank}",
    list: lambda rank: [f"\x01mark {rank}"],
    dt.date: lambda rank: dt.date(1901, 1, 1 + rank),
    dt.datetime: lambda rank: dt.datetime(1901, 1, 1 + rank, tzinfo=dt.UTC),
}


class Compiled(Generic[Words, Row]):
    """A question and its SQL. Called with values, never None, it answers the list of its rows."""

    def __init__(self, kinds: Sequence[type], ask: Callable[Words, "QuerySet[Any, Row]"]) -> None:
        self.marks = [_MARKS[kind](rank) for rank, kind in enumerate(kinds)]
        self.ask = ask
        self._known: _Statement | None = None

    def __call__(self, *values: Words.args, **named: Words.kwargs) -> list[Row]:
        """The rows for these values, in one query."""
        if self._known is None:
            self._known = _Statement(cast(Any, self.ask)(*self.marks), self.marks)
        return self._known.rows(values)

    def first(self, *values: Words.args, **named: Words.kwargs) -> Row | None:
        """The first row for these values, or None; the question itself says how many it may read."""
        found = self(*values, **named)
        return found[0] if found else None


def compiled(*kinds: type) -> Callable[[Callable[Words, "QuerySet[Any, Row]"]], Compiled[Words, Row]]:
    """Make of a function that builds a query a question compiled once; `kinds` are the types of its values in order.

    The form of the query must not depend on the values: no None, no word inside a pattern, no list but that of an
    array. A value that is not found as such in the statement raises ValueError the first time it is asked.
    """

    def take(ask: Callable[Words, "QuerySet[Any, Row]"]) -> Compiled[Words, Row]:
        return Compiled(kinds, ask)

    return take


def prepared(rows: "QuerySet[Any, Row]") -> list[Row]:
    """The rows of a query written anew, whose statement PostgreSQL plans once a connection for each of its forms.

    For a long join that planning costs more than reading. Not for one whose plan must follow its values: a rare
    state, a word searched. Rows of `values_list(named=True)` are the same named tuples.
    """
    try:
        found = _Statement(rows, ()).rows(())
    except EmptyResultSet:  # the ORM sees that nothing can answer, and asks nothing
        return []
    if not issubclass(cast(Any, rows)._iterable_class, NamedValuesListIterable):
        return found
    named: Any = create_namedtuple_class(*cast(Any, rows)._fields)
    return [named._make(row) for row in found]


class _Statement:
    """SQL with places for values, and how its rows become objects."""

    def __init__(self, rows: QuerySet[Any], marks: Sequence[Any]) -> None:
        compiler = rows.query.get_compiler(using=rows.db)
        self.sql, params = compiler.as_sql()
        self.places = [_place(value, marks) for value in params]
        if {rank for rank, _ in self.places if rank is not None} != set(range(len(marks))):
            raise ValueError("A value of the question does not stand alone in its statement.")
        self.compiler, self.db = compiler, rows.db
        self.converters = compiler.get_converters([found[0] for found in compiler.select])
        self.plain = rows._fields is not None  # type: ignore[attr-defined]
        if not self.plain:
            self._read(compiler, rows.db)

    def _read(self, compiler: Any, db: str) -> None:
        """Where the columns of each object stand in a row."""
        info = compiler.klass_info
        fields = info["select_fields"]
        self.model, self.start, self.end = info["model"], fields[0], fields[-1] + 1
        self.names = [found[0].target.attname for found in compiler.select[self.start : self.end]]
        self.related = get_related_populators(info, compiler.select, db)  # type: ignore[call-arg]
        self.annotations = list((compiler.annotation_col_map or {}).items())

    def rows(self, values: Sequence[Any]) -> list[Any]:
        params = [fixed if rank is None else values[rank] for rank, fixed in self.places]
        with cast(DatabaseWrapper, connection).prepared_cursor() as cursor:
            cursor.execute(self.sql, params)
            found = cursor.fetchall()
        if self.converters:
            found = list(self.compiler.apply_converters(found, self.converters))
        return found if self.plain else [self._object(row) for row in found]

    def _object(self, row: Sequence[Any]) -> Any:
        thing = self.model.from_db(self.db, self.names, row[self.start : self.end])
        for related in self.related:
            related.populate(row, thing)
        for name, rank in self.annotations:
            setattr(thing, name, row[rank])
        return thing


def _place(value: Any, marks: Sequence[Any]) -> tuple[int | None, Any]:
    """(rank of the value that stands here, None) or (None, the constant)."""
    for rank, mark in enumerate(marks):
        if type(value) is type(mark) and value == mark:
            return rank, None
    return None, value
