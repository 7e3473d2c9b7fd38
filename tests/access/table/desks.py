"""The readers’ pages and the import desk."""

from lekol.desks.queries.deadlines import feed_key
from lekol.directory.access import IMPORT_DIRECTORY
from lekol.directory.choices import Role
from tests.access import things
from tests.access.table.identity import MANAGERS, teacher
from tests.access.table.visit import ALPHA, Visit, holding
from tests.access.world import FOREIGNER, World

IMPORTERS = holding(IMPORT_DIRECTORY) | {FOREIGNER}
"""The foreigner is the head of a service too: the import desk is theirs, for their own commune."""


def import_run(world: World) -> tuple[str]:
    return (things.import_run(world).ref,)


def calendar(world: World) -> tuple[str, str]:
    account = world.users[Role.TECHNICIAN]
    return account.person.ref, feed_key(account)


ROWS = (
    Visit("desks:home"),
    Visit("desks:scope"),
    Visit("desks:choose", sees=ALPHA, data=lambda world: {"perimetre": f"ecole:{world.alpha.uai}"}, ok=302),
    Visit("desks:account", without_post=True),
    Visit("desks:my_rights", without_post=True),
    Visit("desks:rights", teacher, ALPHA, MANAGERS | {Role.TEACHER}),
    Visit("desks:search"),
    Visit("desks:journal"),
    Visit("desks:deadlines"),
    Visit("desks:feed", calendar, open=True),
    Visit("desks:guide_index", open=True),
    Visit("desks:guide", lambda world: ("convention",), open=True),
    Visit("desks:accessibility", open=True),
    Visit("desks:privacy", open=True),
    Visit("desks:kit", open=True),  # in the demonstration; nowhere in production
    Visit("desks:imports", may=IMPORTERS),
    Visit("desks:import_new", lambda world: ("directory.schools",), may=IMPORTERS),
    Visit("desks:import", import_run, frozenset({Role.CITY_IT_HEAD})),
    Visit("desks:import_columns", import_run, frozenset({Role.CITY_IT_HEAD}), data=lambda world: {}, ok=302),
    Visit("desks:import_confirm", import_run, frozenset({Role.CITY_IT_HEAD}), data=lambda world: {}, ok=302),
    Visit("desks:import_undo", import_run, frozenset({Role.CITY_IT_HEAD}), data=lambda world: {}, ok=302),
)
