"""Committees, meetings, decisions, accords, yearly reports."""

from lekol.directory.choices import Role
from lekol.governance.access import KEEP, READ
from tests.access import things
from tests.access.table.visit import Readers, Visit, holding
from tests.access.world import FOREIGNER, World

READERS: Readers = holding(READ)
"""Whoever reads the committees of the first commune: no school post, nobody of another commune."""
KEEPERS: Readers = holding(KEEP)
CHAIRS: Readers = frozenset({Role.MAYOR, Role.ACADEMIC_DIRECTOR})
FOLLOWERS = KEEPERS | {Role.TECHNICIAN}
"""Whoever keeps the committees, and the one the action is entrusted to."""


def committee(world: World) -> tuple[str, str]:
    return (things.agreement(world).slug, "copil")


def seat(world: World) -> tuple[str, str, str]:
    return (*committee(world), things.held_seat(world).seat)


def meeting(world: World) -> tuple[str]:
    return (things.meeting(world).ref,)


def item(world: World) -> tuple[str, int]:
    return (*meeting(world), things.meeting(world).items.order_by("rank")[0].pk)


def decision(world: World) -> tuple[str, int]:
    return (*meeting(world), things.meeting(world).decisions.get().pk)


def document(world: World) -> tuple[str, int]:
    return (*meeting(world), things.meeting(world).files.get().pk)


def review(world: World) -> tuple[str]:
    return (things.review(world).ref,)


def year(world: World) -> tuple[str, int]:
    return (things.agreement(world).slug, things.unfrozen_year(world))


def indicator(world: World) -> tuple[str]:
    return (things.indicator(world).ref,)


def programme(world: World) -> tuple[str]:
    return (things.programme(world).ref,)


def operation(world: World) -> tuple[str]:
    return (things.operation(world).ref,)


def whole(world: World) -> tuple[str]:
    return (things.agreement(world).slug,)


def kept(name: str, args: object) -> Visit:
    return Visit(f"governance:{name}", args, READERS, KEEPERS)  # type: ignore[arg-type]


ROWS = (
    Visit("governance:index", may=READERS | {FOREIGNER}),
    Visit("governance:duties", may=READERS | {FOREIGNER}),
    Visit("governance:decisions", may=READERS | {FOREIGNER}),
    Visit("governance:tasks", may=READERS | {FOREIGNER}),
    Visit("governance:reviews", may=READERS | {FOREIGNER}),
    Visit("governance:review_schema"),
    Visit("governance:action", lambda world: (things.task(world).ref,), READERS),
    Visit("governance:follow", lambda world: (things.task(world).ref,), READERS, FOLLOWERS),
    Visit("governance:speak", lambda world: (things.asked(world).pk,), READERS, CHAIRS),
    Visit("governance:committee", committee, READERS),
    kept("plan", committee),
    kept("fill_seats", committee),
    kept("appoint", seat),
    kept("vacate", seat),
    kept("delegate", seat),
    Visit("governance:meeting", meeting, READERS),
    Visit("governance:calendar", meeting, READERS),
    Visit("governance:minutes_file", meeting, READERS),
    Visit("governance:reply", meeting, READERS, CHAIRS),
    Visit("governance:file", document, READERS),
    *(kept(name, meeting) for name in (
        "move_meeting", "cancel_meeting", "invite", "agenda", "add_item", "add_file", "presences", "decide",
    )),
    *(Visit(f"governance:{name}", meeting, READERS, KEEPERS, lambda world: {}, ok=302)
      for name in ("convene", "hold", "submit")),
    *(Visit(f"governance:{name}", item, READERS, KEEPERS, lambda world: {}, ok=302)
      for name in ("raise_item", "remove_item")),
    kept("notes", item),
    kept("entrust", decision),
    Visit("governance:indicators", whole, READERS),
    Visit("governance:indicators_data", whole, READERS),
    Visit("governance:indicators_schema", lambda world: ("series",)),
    Visit("governance:indicator", indicator, READERS),
    kept("add_indicator", whole),
    *(kept(name, indicator) for name in ("edit_indicator", "retain_indicator", "give_up_indicator")),
    Visit("governance:withdraw_indicator", indicator, READERS, KEEPERS, lambda world: {}, ok=302),
    Visit("governance:programmes", whole, READERS),
    Visit("governance:open_programme", lambda world: (*whole(world), 2040), READERS, KEEPERS, lambda world: {}, ok=302),
    Visit("governance:programme", programme, READERS),
    Visit("governance:opine", programme, READERS),
    *(kept(name, programme) for name in ("programme_intro", "add_operation", "consult", "reopen_programme")),
    Visit("governance:submit_programme", programme, READERS, KEEPERS, lambda world: {}, ok=302),
    Visit("governance:operation", operation, READERS),
    kept("edit_operation", operation),
    Visit("governance:remove_operation", operation, READERS, KEEPERS, lambda world: {}, ok=302),
    Visit("governance:advance_operation", operation, READERS, FOLLOWERS),
    Visit("governance:prepare_review", year, READERS, KEEPERS),
    kept("prepare_text", lambda world: (*year(world), "introduction")),
    Visit("governance:submit_freeze", year, READERS, KEEPERS, lambda world: {}, ok=302),
    Visit("governance:freezing", lambda world: (things.freezing(world).ref,), READERS),
    Visit("governance:review", review, READERS),
    kept("review_texts", review),
    kept("review_text", lambda world: (*review(world), "introduction")),
    Visit("governance:submit_review", review, READERS, KEEPERS, lambda world: {}, ok=302),
    Visit("governance:review_file", lambda world: (*review(world), "json"), READERS),
    Visit("governance:review_rows", lambda world: (*review(world), "3.1"), READERS),
)  # fmt: skip
