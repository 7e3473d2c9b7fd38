"""Many rows at once: COPY in, UPDATE and DELETE by the set: a tenth of what single rows cost, all constraints kept."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from operator import attrgetter
from typing import Any, TypeVar

from django.contrib.postgres.fields import ArrayField
from django.db import connection, models

Column = Any  # a field of a model: Django’s own class is generic for the type checker alone
Row = TypeVar("Row", bound=models.Model)


def numbers(model: type[models.Model], count: int) -> Iterator[int]:
    """Primary keys taken from the table’s own sequence, so that rows may name each other before they are written."""
    table, column = model._meta.db_table, _key(model).column
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)", [table, column, count]
        )
        return iter([row[0] for row in cursor.fetchall()])


def insert(rows: Iterable[Row]) -> int:
    """Write new rows by COPY; answers how many. Those without a primary key get the base’s."""
    walk = iter(rows)
    first = next(walk, None)
    if first is None:
        return 0
    fields = _fields(type(first), keyed=first.pk is not None)
    with connection.cursor() as cursor:
        said = _sayer(fields)
        with cursor.copy(f"COPY {_quoted(type(first)._meta.db_table)} ({_columns(fields)}) FROM STDIN") as copy:
            count = 0
            for row in _again(first, walk):
                copy.write_row(said(row))
                count += 1
    return count


def copy_in(model: type[models.Model], names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Write rows given as plain values of the fields named; JSON comes as text, a range as « [2024-09-01,) »."""
    walk = iter(rows)
    first = next(walk, None)
    if first is None:
        return
    columns = _columns([model._meta.get_field(name) for name in names])
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY {_quoted(model._meta.db_table)} ({columns}) FROM STDIN") as copy,
    ):
        copy.write_row(first)
        for row in walk:
            copy.write_row(row)


def update(rows: Sequence[Row], names: Sequence[str]) -> None:
    """Write some fields of known rows, all at once, through a temporary table."""
    if not rows or not names:
        return
    meta: Any = type(rows[0])._meta
    fields = [meta.pk, *(meta.get_field(name) for name in names)]
    table, columns = _quoted(meta.db_table), _columns(fields)
    changes = ", ".join(f"{_quoted(field.column)} = news.{_quoted(field.column)}" for field in fields[1:])
    key = _quoted(meta.pk.column)
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMP TABLE news ON COMMIT DROP AS SELECT {columns} FROM {table} WITH NO DATA")  # noqa: S608 — names of columns
        said = _sayer(fields)
        with cursor.copy(f"COPY news ({columns}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(said(row))
        cursor.execute(f"UPDATE {table} SET {changes} FROM news WHERE {table}.{key} = news.{key}")  # noqa: S608 — names of columns
        cursor.execute("DROP TABLE news")


def among(column: str, words: Iterable[str]) -> models.Func:
    """Is a text one of these? They travel as one array: thousands of parameters cost more than the question."""
    said = models.Value(list(words), ArrayField(models.CharField()))
    return models.Func(
        models.F(column), said, template="(%(expressions)s))", arg_joiner=" = ANY (", output_field=models.BooleanField()
    )


def remove(model: type[models.Model], name: str, keys: Sequence[int]) -> None:
    """Erase the rows whose field is one of these keys, in one statement: nothing else is looked at or called, and the
    base refuses what another row still names.
    """
    field: Column = _key(model) if name == "pk" else model._meta.get_field(name)
    table, column = _quoted(model._meta.db_table), _quoted(field.column)
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table} WHERE {column} = ANY (%s::bigint[])", [list(keys)])  # noqa: S608 — names of columns


def _key(model: type[models.Model]) -> Column:
    return model._meta.pk


def _again(first: Row, rest: Iterable[Row]) -> Iterator[Row]:
    yield first
    yield from rest


def _fields(model: type[models.Model], *, keyed: bool) -> list[Column]:
    wanted = model._meta.concrete_fields
    return [field for field in wanted if (keyed or not field.primary_key) and not field.generated]


_PLAIN = (
    models.CharField, models.TextField, models.IntegerField, models.BooleanField, models.DateField,
    models.DecimalField, models.ForeignKey,
)  # fmt: skip
"""Fields whose values COPY takes as they are; others, as JSON, are prepared one by one."""


def _sayer(fields: Sequence[Column]) -> Callable[[models.Model], Sequence[Any]]:
    """How the values of a row are said to COPY."""
    read = attrgetter(*(field.attname for field in fields), "pk")
    asked = [(rank, field) for rank, field in enumerate(fields) if not isinstance(field, _PLAIN)]

    def said(row: models.Model) -> Sequence[Any]:
        values = list(read(row))[:-1]
        for rank, field in asked:
            values[rank] = field.get_db_prep_save(values[rank], connection)
        return values

    return said


def _columns(fields: Sequence[Column]) -> str:
    return ", ".join(_quoted(field.column) for field in fields)


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)
