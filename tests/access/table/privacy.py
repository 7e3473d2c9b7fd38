"""The addresses of personal data."""

from lekol.privacy.access import PURGE
from tests.access.table.visit import Visit, holding
from tests.access.world import FOREIGNER, World


def accounts(world: World) -> tuple[str]:
    return ("identity.accounts",)


ROWS: tuple[Visit, ...] = (
    Visit("privacy:register"),
    Visit("privacy:mine"),
    Visit("privacy:processing", accounts),
    Visit("privacy:purge", accounts, may=holding(PURGE) | {FOREIGNER}, data=lambda world: {}, ok=302),
)
