"""The access matrix as data: one row per address of Lékol, whom it exists for, who may use it.

**To add an address**: add a `Visit` with its URL name. Say
- `args`: how its words are made from the world (`things.py` makes rows, all of them alpha’s or its commune’s);
- `sees`: for whom the thing exists (the others get 404); everyone with a post when left out;
- `may`: who, among them, may do it (the others get 403); all of them when left out;
- `data`: what is sent, which makes the visit a POST; `ok`: what the allowed get (200; 302 after a POST);
- `open` when anyone may read it without signing in, `without_post` when an account without post may.

The test walks the resolver: an address without a row fails the suite, and so does a row without address.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from lekol.agreement.access import KEEP_ACTS, LOAD, SIGN, SPEAK
from lekol.directory.access import EDIT_SCHOOL, IMPORT_DIRECTORY, MANAGE_POSTS, RECODE_SCHOOL
from lekol.directory.choices import Role
from lekol.directory.rules import STATE, roles_at, roles_of
from lekol.equipment import access as equipment
from lekol.identity import access as identity
from lekol.network import access as network
from lekol.pact.rights import Right
from lekol.pact.scopes import Level
from tests.access import things
from tests.access.world import ANONYMOUS, FOREIGNER, NEIGHBOUR, POSTLESS, World

Readers = frozenset[str]
ROLES: Readers = frozenset(Role.values)
WITH_POST: Readers = ROLES | {NEIGHBOUR, FOREIGNER}
COMMUNE: Readers = ROLES | {NEIGHBOUR}
"""Whoever sees a school of the first commune: every function, and the head of another of its schools."""
ALPHA: Readers = ROLES
"""Whoever sees alpha: one of every function; neither the neighbour nor the foreigner."""


WATCHERS: Readers = frozenset({Role.SCHOOL_HEAD, *identity.WATCH_TOKENS.roles})
"""Whoever owns the head’s token, or watches over the tokens of the territory."""


def act(world: World) -> tuple[str]:
    return (things.act(world).ref,)


def holding(right: Right) -> Readers:
    """The readers of the world whose function gives a right."""
    return frozenset(right.roles)


CITY_ACT_KEEPERS: Readers = frozenset(KEEP_ACTS.roles) & frozenset(roles_at(Level.COMMUNE))
"""Who keeps the register of the City: the acts of the matrix are hers."""


@dataclass(frozen=True)
class Visit:
    """One address, and what each reader gets from it."""

    name: str
    args: Callable[[World], tuple[Any, ...]] = lambda world: ()
    sees: Readers = WITH_POST
    may: Readers | None = None
    data: Callable[[World], Mapping[str, Any]] | None = None
    ok: int = 200
    open: bool = False
    without_post: bool = False

    def expected(self, reader: str) -> int:
        """The status that reader must get."""
        if reader == ANONYMOUS:
            return self.ok if self.open else 302
        if reader == POSTLESS:
            return self.ok if self.open or self.without_post else 403
        if reader not in self.sees:
            return 404
        return self.ok if self.may is None or reader in self.may else 403


def alpha(world: World) -> tuple[str]:
    return (world.alpha.uai,)


def teacher(world: World) -> tuple[str]:
    return (world.person(Role.TEACHER).ref,)


def head_token(world: World) -> tuple[int]:
    return (things.token(world).pk,)


def teacher_post(world: World) -> tuple[str, int]:
    person = world.person(Role.TEACHER)
    return (person.ref, person.posts.get().pk)


def class_group(world: World) -> tuple[str, int]:
    return world.alpha.uai, things.class_group(world).pk


def room(world: World) -> tuple[str, int]:
    return (world.alpha.uai, things.room(world).pk)


def import_run(world: World) -> tuple[str]:
    return (things.import_run(world).ref,)


def convention(world: World) -> tuple[str]:
    return (things.agreement(world).slug,)


def clause(world: World) -> tuple[str, str]:
    return (things.agreement(world).slug, things.declared(world).commitment.clause)


def declaration(world: World) -> tuple[str, str, int]:
    return (*clause(world), things.declared(world).pk)


def number(world: World) -> tuple[str]:
    return (things.asset(world).inventory_number,)


def slot(world: World) -> tuple[str, str, int]:
    found = things.slot(world)
    return (world.alpha.uai, found.kind, found.rank)


def linked(world: World) -> tuple[str]:
    return (things.link(world).school.uai,)


SCHOOL_STAFF = frozenset(roles_at(Level.SCHOOL))
DECLARERS = frozenset(SPEAK.roles) & (ROLES - frozenset(roles_of(STATE)))
ANSWERERS = frozenset(SPEAK.roles) & frozenset(roles_of(STATE))
MANAGERS = frozenset(MANAGE_POSTS.roles) & frozenset(roles_of(STATE))
"""Who manages the posts of a teacher: the State’s managers, and the head of the school."""

IMPORTERS = holding(IMPORT_DIRECTORY) | {FOREIGNER}
"""The foreigner is the head of a service too: the import desk is theirs, for their own commune."""

PROJECT = (
    Visit("health", open=True),
    Visit("account_login", open=True),
    Visit("account_logout", open=True),
    Visit("account_inactive", open=True),
    Visit("account_reset_password", open=True),
    Visit("account_reset_password_done", open=True),
    Visit("account_reset_password_from_key", lambda world: ("1", "cle-inventee"), open=True),
    Visit("account_reset_password_from_key_done", open=True),
    Visit("account_change_password", without_post=True, ok=302),
    Visit("account_set_password", without_post=True),
    Visit("account_reauthenticate", may=frozenset()),  # only asked of accounts with a password
    Visit("usersessions_list", without_post=True),
)
IDENTITY = (
    Visit("identity:demonstration", data=lambda world: {"ref": world.person(Role.TEACHER).ref}, open=True, ok=302),
    Visit("identity:invite", teacher, ALPHA, MANAGERS, data=lambda world: {}, ok=302),
    Visit("identity:follow_address", teacher, ALPHA, MANAGERS, data=lambda world: {}, ok=302),
    Visit("identity:close", teacher, ALPHA, MANAGERS, data=lambda world: {}, ok=302),
    Visit("identity:reopen", teacher, ALPHA, MANAGERS, data=lambda world: {}, ok=302),
    Visit("identity:tokens", without_post=True),
    Visit("identity:create_token"),
    Visit("identity:tokens_watched", may=holding(identity.WATCH_TOKENS) | {FOREIGNER}),
    Visit("identity:revoke_token", head_token, WATCHERS, data=lambda world: {}, ok=302),
)
API = (
    Visit("reference", open=True),
    Visit("api_nowhere", lambda world: ("rien",), open=True, ok=404),
)
DESKS = (
    Visit("desks:home"),
    Visit("desks:scope"),
    Visit("desks:choose", sees=ALPHA, data=lambda world: {"perimetre": f"ecole:{world.alpha.uai}"}, ok=302),
    Visit("desks:account", without_post=True),
    Visit("desks:my_rights", without_post=True),
    Visit("desks:rights", teacher, ALPHA, MANAGERS | {Role.TEACHER}),
    Visit("desks:search"),
    Visit("desks:journal"),
    Visit("desks:guide_index", open=True),
    Visit("desks:guide", lambda world: ("convention",), open=True),
    Visit("desks:accessibility", open=True),
    Visit("desks:privacy", open=True),
    Visit("desks:kit", open=True),  # in the demonstration; nowhere in production
)
IMPORTS = (
    Visit("desks:imports", may=IMPORTERS),
    Visit("desks:import_new", lambda world: ("directory.schools",), may=IMPORTERS),
    Visit("desks:import", import_run, frozenset({Role.CITY_IT_HEAD})),
    Visit("desks:import_columns", import_run, frozenset({Role.CITY_IT_HEAD}), data=lambda world: {}, ok=302),
    Visit("desks:import_confirm", import_run, frozenset({Role.CITY_IT_HEAD}), data=lambda world: {}, ok=302),
    Visit("desks:import_undo", import_run, frozenset({Role.CITY_IT_HEAD}), data=lambda world: {}, ok=302),
)
DIRECTORY = (
    Visit("directory:schools"),
    Visit("directory:map"),
    Visit("directory:people"),
    Visit("directory:school", alpha, ALPHA),
    Visit("directory:edit_school", alpha, ALPHA, holding(EDIT_SCHOOL)),
    Visit("directory:change_code", alpha, ALPHA, holding(RECODE_SCHOOL)),
    Visit("directory:replace_school", alpha, ALPHA, holding(RECODE_SCHOOL)),
    Visit("directory:close_school", alpha, ALPHA, holding(RECODE_SCHOOL)),
    Visit("directory:headcount", alpha, ALPHA, holding(EDIT_SCHOOL)),
    Visit("directory:add_room", alpha, ALPHA, holding(EDIT_SCHOOL)),
    Visit("directory:edit_room", room, ALPHA, holding(EDIT_SCHOOL)),
    Visit("directory:remove_room", room, ALPHA, holding(EDIT_SCHOOL)),
    Visit("directory:add_class", alpha, ALPHA, holding(EDIT_SCHOOL)),
    Visit("directory:edit_class", class_group, ALPHA, holding(EDIT_SCHOOL)),
    Visit("directory:remove_class", class_group, ALPHA, holding(EDIT_SCHOOL)),
    Visit("directory:add_person", may=holding(MANAGE_POSTS) | {NEIGHBOUR, FOREIGNER}),
    Visit("directory:person", teacher, ALPHA),
    Visit("directory:edit_person", teacher, ALPHA, MANAGERS),
    Visit("directory:open_post", teacher, ALPHA, holding(MANAGE_POSTS)),
    Visit("directory:close_post", teacher_post, ALPHA, MANAGERS),
)
AGREEMENT = (
    Visit("agreement:board"),
    Visit("agreement:load", may=holding(LOAD)),
    Visit("agreement:short", lambda world: clause(world)[1:], COMMUNE, ok=302),
    Visit("agreement:agreement", convention, COMMUNE),
    Visit("agreement:text", convention, COMMUNE),
    Visit("agreement:sign", lambda world: (things.unsigned(world).slug,), COMMUNE, holding(SIGN)),
    Visit("agreement:clause", clause, COMMUNE),
    Visit("agreement:declare", clause, COMMUNE, DECLARERS),
    Visit("agreement:answer", declaration, COMMUNE, ANSWERERS),
    Visit("agreement:evidence", declaration, COMMUNE),
    Visit("agreement:acts"),
    Visit("agreement:acts_scdl"),
    Visit("agreement:add_act", may=holding(KEEP_ACTS)),
    Visit("agreement:act", act, COMMUNE),
    Visit("agreement:edit_act", act, COMMUNE, CITY_ACT_KEEPERS),
    Visit("agreement:give_receipt", act, COMMUNE, CITY_ACT_KEEPERS),
    Visit("agreement:add_act_file", act, COMMUNE, CITY_ACT_KEEPERS),
    Visit("agreement:act_file", lambda world: (things.act(world).ref, things.act(world).files.get().pk), COMMUNE),
    Visit("agreement:measures"),
    Visit("agreement:measure", lambda world: ("network.links_sized",)),
)
EQUIPMENT = (
    Visit("equipment:devices"),
    Visit("equipment:not_networked"),
    Visit("equipment:past_age"),
    Visit("equipment:os_unsupported"),
    Visit("equipment:direction_gaps"),
    Visit("equipment:trolleys_missing"),
    Visit("equipment:add", alpha, ALPHA, holding(equipment.KEEP)),
    Visit("equipment:fill", slot, ALPHA, holding(equipment.FILL)),
    Visit("equipment:device", number, ALPHA),
    Visit("equipment:move", number, ALPHA, holding(equipment.KEEP)),
    Visit("equipment:install", number, ALPHA, holding(equipment.KEEP)),
    Visit("equipment:connect", number, ALPHA, holding(equipment.KEEP)),
    Visit("equipment:retire", number, ALPHA, holding(equipment.KEEP)),
)
NETWORK = (
    Visit("network:rooms"),
    Visit("network:rooms_very_high_speed"),
    Visit("network:links_short"),
    Visit("network:not_very_high_speed"),
    Visit("network:offline"),
    Visit("network:outlet", alpha, ALPHA, holding(network.KEEP)),
    Visit("network:link", alpha, ALPHA, holding(network.KEEP)),
    Visit("network:rate", linked, ALPHA, holding(network.KEEP)),
)
TABLE: tuple[Visit, ...] = (*PROJECT, *IDENTITY, *API, *DESKS, *IMPORTS, *DIRECTORY, *AGREEMENT, *EQUIPMENT, *NETWORK)
