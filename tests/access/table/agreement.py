"""The convention, its measures, its acts, its life."""

from collections.abc import Callable

from lekol.agreement.access import AMEND, KEEP_ACTS, LOAD, NOTIFY, SIGN, SPEAK
from lekol.directory.rules import STATE, roles_at, roles_of
from lekol.pact.scopes import Level
from tests.access import things
from tests.access.table.visit import COMMUNE, ROLES, Readers, Visit, holding
from tests.access.world import World

CITY_ACT_KEEPERS: Readers = frozenset(KEEP_ACTS.roles) & frozenset(roles_at(Level.COMMUNE))
"""Who keeps the register of the City: the acts of the matrix are hers."""
DECLARERS = frozenset(SPEAK.roles) & (ROLES - frozenset(roles_of(STATE)))
ANSWERERS = frozenset(SPEAK.roles) & frozenset(roles_of(STATE))


def act(world: World) -> tuple[str]:
    return (things.act(world).ref,)


def convention(world: World) -> tuple[str]:
    return (things.agreement(world).slug,)


LOADERS = holding(LOAD)


def draft(world: World) -> tuple[str]:
    return (things.draft(world).ref,)


def draft_item(world: World) -> tuple[str, int]:
    return (*draft(world), things.draft_item(world).pk)


def clause(world: World) -> tuple[str, str]:
    return (things.agreement(world).slug, things.declared(world).commitment.clause)


def declaration(world: World) -> tuple[str, str, int]:
    return (*clause(world), things.declared(world).pk)


def avenant(world: World) -> tuple[str, int]:
    return (things.agreement(world).slug, things.amendment(world).number)


def notice(world: World) -> tuple[str, str]:
    return (things.agreement(world).slug, things.notice(world).ref)


def step(name: str) -> Callable[[World], tuple[str, str, str]]:
    return lambda world: (*notice(world), name)


SPEAKERS: Readers = frozenset(SPEAK.roles)
"""Whoever speaks for a party reads its drafts and its notices; nobody else knows that they exist."""
LEADERS: Readers = frozenset(AMEND.roles)
SENDERS: Readers = frozenset(NOTIFY.roles) & frozenset(roles_at(Level.COMMUNE))

ROWS = (
    Visit("agreement:board"),
    Visit("agreement:load", may=holding(LOAD)),
    Visit("agreement:drafts", may=LOADERS),
    Visit("agreement:send_draft", may=LOADERS),
    Visit("agreement:draft", draft, LOADERS),
    Visit("agreement:read_draft", draft, LOADERS, data=lambda world: {}, ok=302),
    Visit("agreement:draft_pack", draft, LOADERS),
    Visit("agreement:enact_draft", draft, LOADERS),
    Visit("agreement:shelve_draft", draft, LOADERS, data=lambda world: {}, ok=302),
    Visit("agreement:add_draft_item", lambda world: (*draft(world), "engagement"), LOADERS),
    Visit("agreement:draft_item", draft_item, LOADERS),
    Visit("agreement:settle_draft_item", draft_item, LOADERS, data=lambda world: {"geste": "confirmer"}, ok=302),
    Visit("agreement:merge_draft_item", draft_item, LOADERS),
    Visit("agreement:short", lambda world: clause(world)[1:], COMMUNE, ok=302),
    Visit("agreement:agreement", convention, COMMUNE),
    Visit("agreement:text", convention, COMMUNE),
    Visit("agreement:sign", lambda world: (things.unsigned(world).slug,), COMMUNE, holding(SIGN)),
    Visit("agreement:consolidated", convention, COMMUNE),
    Visit("agreement:life", convention, COMMUNE),
    Visit("agreement:renewal", convention, COMMUNE),
    Visit("agreement:succeed", convention, COMMUNE, LEADERS),
    Visit("agreement:propose", convention, COMMUNE, LEADERS),
    Visit("agreement:amendment", avenant, SPEAKERS),
    *(
        Visit(f"agreement:{verb}", avenant, SPEAKERS, LEADERS)
        for verb in ("redraft", "add_change", "answer_amendment", "sign_amendment", "drop_amendment")
    ),
    Visit("agreement:remove_change", avenant, SPEAKERS, LEADERS, lambda world: {}, ok=200),
    Visit("agreement:prepare_notice", convention, COMMUNE, frozenset(NOTIFY.roles)),
    Visit("agreement:notice", notice, SPEAKERS),
    Visit("agreement:notice_step", step("retrait"), SPEAKERS, SENDERS),
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
