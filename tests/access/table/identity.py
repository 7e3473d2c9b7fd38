"""Sign-in, invitations, tokens."""

from lekol.directory.access import MANAGE_POSTS
from lekol.directory.choices import Role
from lekol.directory.rules import STATE, roles_of
from lekol.identity import access as identity
from tests.access import things
from tests.access.table.visit import ALPHA, Readers, Visit, holding
from tests.access.world import FOREIGNER, World

WATCHERS: Readers = frozenset({Role.SCHOOL_HEAD, *identity.WATCH_TOKENS.roles})
"""Whoever owns the head’s token, or watches over the tokens of the territory."""
MANAGERS = frozenset(MANAGE_POSTS.roles) & frozenset(roles_of(STATE))
"""Who manages the posts of a teacher: the State’s managers, and the head of the school."""


def teacher(world: World) -> tuple[str]:
    return (world.person(Role.TEACHER).ref,)


def head_token(world: World) -> tuple[int]:
    return (things.token(world).pk,)


ROWS = (
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
