"""Django’s PostgreSQL backend, with three habits of a server that keeps its connections open.

Named by `ENGINE`: Django asks for a module called `base`.
"""

import datetime as dt
import select
from functools import cache
from typing import Any, cast

from django.db.backends.postgresql import base
from django.db.backends.postgresql.operations import DatabaseOperations
from django.db.backends.postgresql.psycopg_any import BaseTzLoader


class Moments(BaseTzLoader):  # type: ignore[misc]  # untyped where psycopg may be absent
    """Moments read by Python’s own parser: Django’s reads them by a regular expression, ten times slower."""

    def load(self, data: Any) -> dt.datetime:
        """As Django reads them; what Python cannot hold (infinity, before year 1) is refused by psycopg as before."""
        try:
            return dt.datetime.fromisoformat(str(data, "ascii")).replace(tzinfo=self.timezone)
        except ValueError:
            return cast(dt.datetime, super().load(data))


@cache
def _moments(zone: dt.tzinfo | None) -> type[Moments]:
    """One class for each time zone, as Django compares them."""
    return type("MomentsOfZone", (Moments,), {"timezone": zone})


class Operations(DatabaseOperations):
    def last_executed_query(self, cursor: Any, sql: str, params: Any) -> str:
        """What a log says of a statement: a prepared one keeps no text of its own."""
        return super().last_executed_query(cursor, sql, params) or str(self.compose_sql(sql, params))


class DatabaseWrapper(base.DatabaseWrapper):
    """The connection of a thread."""

    ops_class = Operations

    def get_connection_params(self) -> dict[str, Any]:
        """Only `prepared_cursor` binds on the server: every other cursor writes its words in its statement."""
        found: dict[str, Any] = super().get_connection_params()
        found["context"].register_loader("timestamptz", _moments(self.timezone))
        # Never written in the settings: pg_dump and psql are given those, and know no such word.
        return {**found, "prepare_threshold": self.settings_dict["OPTIONS"].get("prepare_threshold", 1)}

    def is_usable(self) -> bool:
        """Is the server still there? A quiet socket says so for nothing; one with something to say is asked.

        A server that ends closes its sockets, which then have an end of file to read. Within a transaction the
        server is always asked: one that failed answers no more, however quiet its socket.
        """
        if self.connection is None or self.connection.closed:
            return False
        if self.in_atomic_block:
            return bool(super().is_usable())
        probe = select.poll()
        probe.register(self.connection.fileno(), select.POLLIN | select.POLLHUP | select.POLLERR)
        return not probe.poll(0) or bool(super().is_usable())

    def prepared_cursor(self) -> Any:
        """A cursor whose statements the server prepares once a connection, counted and logged like any other."""
        self.close_if_health_check_failed()
        self.ensure_connection()
        with self.wrap_database_errors:
            return self._prepare_cursor(base.ServerBindingCursor(self.connection))  # type: ignore[attr-defined,call-arg]
