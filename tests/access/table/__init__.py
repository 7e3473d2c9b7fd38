"""The access matrix as data: one row per address of Lékol, whom it exists for, who may use it.

**To add an address**: add a `Visit` with its URL name. Say
- `args`: how its words are made from the world (`things.py` makes rows, all of them alpha’s or its commune’s);
- `sees`: for whom the thing exists (the others get 404); everyone with a post when left out;
- `may`: who, among them, may do it (the others get 403); all of them when left out;
- `data`: what is sent, which makes the visit a POST; `ok`: what the allowed get (200; 302 after a POST);
- `open` when anyone may read it without signing in, `without_post` when an account without post may.

The test walks the resolver: an address without a row fails the suite, and so does a row without address.
One module of rows an app.
"""

from tests.access.table import (
    agreement,
    desks,
    directory,
    equipment,
    governance,
    identity,
    integrations,
    maintenance,
    network,
    privacy,
    project,
    pupils,
)
from tests.access.table.visit import Visit

APPS = (
    project,
    identity,
    desks,
    directory,
    agreement,
    equipment,
    network,
    pupils,
    maintenance,
    privacy,
    governance,
    integrations,
)
TABLE: tuple[Visit, ...] = tuple(row for app in APPS for row in app.ROWS)

__all__ = ["TABLE", "Visit"]
