"""The addresses of the pupil databases."""

from lekol.pupils.access import COMPARE, REVIEW
from tests.access import things
from tests.access.table.visit import ALPHA, Visit, holding
from tests.access.world import NEIGHBOUR, World


def pair(world: World) -> tuple[int]:
    return (things.pupil_pair(world).pk,)


ROWS: tuple[Visit, ...] = (
    Visit("pupils:index"),
    Visit("pupils:compare", may=holding(COMPARE)),
    Visit("pupils:not_found"),
    Visit("pupils:review", may=holding(REVIEW) | {NEIGHBOUR}),
    Visit("pupils:pair", pair, ALPHA, may=holding(REVIEW)),
    Visit("pupils:decide", pair, ALPHA, may=holding(REVIEW), data=lambda world: {"same": "oui"}, ok=302),
    Visit("pupils:undo", pair, ALPHA, may=holding(REVIEW), data=lambda world: {}, ok=302),
)
