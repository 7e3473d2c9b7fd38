"""Keys between tables are checked by the base chunk by chunk, while Python goes on with the next one."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from django.db import connection

_CHECK = "SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED"


class Checks:
    """The checks owed on what was written since the last ones; left to the end of the transaction, those of a whole
    file would be kept in memory and wait for nothing to do.
    """

    def __init__(self) -> None:
        self._owed = False

    def owe(self) -> None:
        """Rows were written."""
        self._owed = True

    def settle(self) -> None:
        """Check at once what is owed. Raises IntegrityError as the base would at the end."""
        if self._owed:
            self._owed = False
            with connection.cursor() as cursor:
                cursor.execute(_CHECK)

    @contextmanager
    def meanwhile(self) -> Iterator[None]:
        """Check what is owed while the block runs: a block that should ask the base nothing, for it would wait.

        Raises IntegrityError at its end. The thread holds the one connection of the transaction, which lets nobody
        else speak until it is answered.
        """
        if not self._owed:
            yield
            return
        self._owed = False
        with ThreadPoolExecutor(1) as apart:
            coming = apart.submit(connection.connection.execute, _CHECK)
            yield
            with connection.wrap_database_errors:
                coming.result()
