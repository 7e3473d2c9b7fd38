"""The addresses of the pupil databases."""

from lekol.directory.choices import Role
from lekol.pupils.access import COMPARE, COMPARE_SCHOOL, CORRECT, OBJECT, READINGS, REVIEW, SCHOOLING
from tests.access import things
from tests.access.table.visit import ALPHA, COMMUNE, Visit, alpha, holding
from tests.access.world import NEIGHBOUR, World


def pair(world: World) -> tuple[int]:
    return (things.pupil_pair(world).pk,)


def gap(world: World) -> tuple[str]:
    return (things.pupil_gap(world).ref,)


def asked(world: World) -> tuple[str]:
    return (things.pupil_comparing(world).ref,)


def waiting(world: World) -> tuple[str]:
    return (things.pupil_deposit(world).ref,)


def objection(world: World) -> tuple[str]:
    return (things.pupil_objection(world).ref,)


def nothing(world: World) -> dict[str, str]:
    return {}


CITY = frozenset({Role.EDUCATION_HEAD})
"""Who answers for the City’s base: the disagreement of the world is for it to correct."""
ROWS: tuple[Visit, ...] = (
    Visit("pupils:index"),
    Visit("pupils:compare", may=holding(COMPARE)),
    Visit("pupils:compare_school", may=holding(COMPARE_SCHOOL) | {NEIGHBOUR}),
    Visit("pupils:add_city", waiting, COMMUNE, may=holding(COMPARE)),
    Visit("pupils:comparing", asked, COMMUNE, may=holding(COMPARE)),
    Visit("pupils:columns", asked, COMMUNE, may=holding(COMPARE), ok=302),
    Visit("pupils:reason", data=lambda world: {"lecture": "paires", "motif": "verification", "suite": "/"}, ok=302),
    Visit("pupils:not_found"),
    Visit("pupils:review", may=holding(REVIEW) | {NEIGHBOUR}),
    Visit("pupils:pair", pair, ALPHA, may=holding(REVIEW)),
    Visit("pupils:reveal", pair, ALPHA, may=holding(REVIEW), data=lambda world: {"champ": "g1_phone"}),
    Visit("pupils:decide", pair, ALPHA, may=holding(REVIEW), data=lambda world: {"same": "oui"}, ok=302),
    Visit("pupils:undo", pair, ALPHA, may=holding(REVIEW), data=nothing, ok=302),
    Visit("pupils:discrepancies"),
    Visit("pupils:old_discrepancies"),
    Visit("pupils:not_executed"),
    Visit("pupils:ages"),
    Visit("pupils:discrepancy", gap, ALPHA, may=holding(CORRECT)),
    Visit("pupils:reveal_gap", gap, ALPHA, may=holding(CORRECT) - CITY, data=nothing),
    Visit("pupils:ask", gap, ALPHA, may=holding(CORRECT), data=nothing, ok=302),
    Visit("pupils:accept", gap, ALPHA, may=CITY, data=nothing, ok=302),
    Visit("pupils:refuse", gap, ALPHA, may=CITY, data=lambda world: {"reason": "Acte vu."}, ok=302),
    Visit("pupils:done", gap, ALPHA, may=CITY, data=nothing, ok=302),
    Visit("pupils:reopen", gap, ALPHA, may=CITY, data=nothing, ok=302),
    Visit("pupils:part", gap, ALPHA, may=holding(CORRECT), data=nothing, ok=302),
    Visit("pupils:corrections_file", lambda world: ("ville",), may=CITY),
    Visit("pupils:report", alpha, ALPHA),
    Visit("pupils:ask_listed", may=holding(CORRECT) | {NEIGHBOUR}, data=nothing, ok=302),
    Visit("pupils:ask_all", alpha, ALPHA, may=holding(CORRECT), data=nothing, ok=302),
    Visit("pupils:schooling", may=holding(SCHOOLING)),
    Visit("pupils:readings", may=holding(READINGS)),
    Visit("pupils:objections", may=holding(OBJECT)),
    Visit("pupils:add_objection", may=holding(OBJECT)),
    Visit("pupils:settle_objection", objection, COMMUNE, may=holding(OBJECT)),
)
