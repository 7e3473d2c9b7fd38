"""The addresses of incidents."""

from lekol.directory.choices import Role
from lekol.maintenance import access
from lekol.maintenance.actions import label_of
from lekol.maintenance.views import MISSED
from tests.access import things
from tests.access.table.visit import ALPHA, COMMUNE, WITH_POST, Readers, Visit, alpha, holding
from tests.access.world import FOREIGNER, World

CITY: Readers = frozenset({Role.CITY_IT_HEAD, Role.PROJECT_LEAD, Role.TECHNICIAN})
"""Who handles for the City: the ticket of the matrix lies with her."""
STATE: Readers = holding(access.HANDLE) - CITY
SCHOOL: Readers = holding(access.CONFIRM)


def ticket(world: World) -> tuple[str]:
    return (things.ticket(world).ref,)


def transfer(world: World) -> tuple[str, int]:
    return (*ticket(world), things.transfer(world).pk)


def handoff(world: World) -> tuple[str, int]:
    return (*ticket(world), things.handoff(world).pk)


def article(world: World) -> tuple[int]:
    return (things.article(world).pk,)


def picture(world: World) -> tuple[str, int]:
    return (*ticket(world), things.picture(world).pk)


def stop(world: World) -> tuple[int]:
    return (things.stop(world).pk,)


def visit_plan(world: World) -> tuple[int]:
    return (things.plan(world).pk,)


def mail(world: World) -> tuple[int]:
    return (things.mail(world).pk,)


def mail_file(world: World) -> tuple[int, int]:
    return (things.mail(world).pk, things.mail(world).files.get().pk)


SORTERS = holding(access.SORT_MAIL) | {FOREIGNER}
NOT_THEIRS: Readers = WITH_POST - (SORTERS - {Role.ACADEMY_IT_HEAD, Role.DIGITAL_ADVISER})
"""A message of nobody known is of no school: only whoever sees every school finds it; others may sort none."""
WORKERS = holding(access.HANDLE) | {FOREIGNER}
OWN: Readers = frozenset({Role.TECHNICIAN})
"""A round is its technician’s alone: other workers do not find it, the others have no round."""
SEEN: Readers = WITH_POST - (WORKERS - OWN)
ROWS = (
    Visit("maintenance:queue", may=WORKERS),
    Visit("maintenance:round", may=WORKERS),
    Visit("maintenance:end_stop", stop, SEEN, OWN, data=lambda world: {}, ok=302),
    Visit("maintenance:leave_word", stop, SEEN, OWN, data=lambda world: {"mot": "Tout marche"}, ok=302),
    Visit("maintenance:rank_stop", stop, SEEN, OWN, data=lambda world: {"rang": "1"}, ok=302),
    Visit("maintenance:group_roads", may=WORKERS, data=lambda world: {}, ok=302),
    Visit("maintenance:drop_stop", stop, SEEN, OWN, data=lambda world: {}, ok=302),
    Visit("maintenance:move_stop", lambda world: (*stop(world), "avant"), SEEN, OWN, data=lambda world: {}, ok=302),
    Visit("maintenance:statistics"),
    Visit("maintenance:wishes"),
    Visit("maintenance:wish", lambda world: (things.orphan(world).ref, "devis"), ALPHA, SCHOOL),
    Visit(
        "maintenance:answer_wish",
        lambda world: (things.orphan(world).ref, things.wish(world).pk),
        ALPHA,
        holding(access.ANSWER_WISHES),
    ),
    Visit("maintenance:gift_file", lambda world: (things.orphan(world).ref,), ALPHA),
    Visit("maintenance:bulk", may=WORKERS),
    Visit("maintenance:mentions"),
    Visit("maintenance:seen_mentions", data=lambda world: {}, ok=302),
    *(Visit(f"maintenance:{name}", may=WORKERS) for name in ("plans", "add_plan", "habits", "add_macro")),
    Visit("maintenance:write_checklist", may=WORKERS),
    *(Visit(f"maintenance:{verb}_plan", visit_plan, CITY) for verb in ("edit", "end")),
    Visit("maintenance:edit_macro", lambda world: (things.macro(world).pk,), CITY),
    Visit("maintenance:drop_macro", lambda world: (things.macro(world).pk,), CITY, data=lambda world: {}, ok=302),
    Visit("maintenance:edit_checklist", lambda world: (things.checklist(world).pk,), CITY),
    Visit(
        "maintenance:drop_checklist", lambda world: (things.checklist(world).pk,), CITY, data=lambda world: {}, ok=302
    ),
    *(Visit(f"maintenance:{verb}", ticket, ALPHA, CITY) for verb in ("play", "log_work", "add_checklist")),
    Visit("maintenance:tick", ticket, ALPHA, CITY, data=lambda world: {}, ok=302),
    Visit("maintenance:plan", may=WORKERS, data=lambda world: {}, ok=302),
    *(Visit(f"maintenance:missed_{key}") for key in MISSED),
    Visit("maintenance:tickets"),
    Visit("maintenance:rules"),
    Visit("maintenance:report"),
    Visit("maintenance:reported", ticket, ALPHA),
    Visit("maintenance:suggest"),
    Visit("maintenance:calendar"),
    Visit("maintenance:close_days", may=holding(access.STOP_CLOCKS) | {FOREIGNER}),
    Visit("maintenance:lift_closure", lambda world: (things.closure(world).pk,), COMMUNE, holding(access.STOP_CLOCKS)),
    Visit("maintenance:mails", may=SORTERS),
    Visit("maintenance:mail", mail, NOT_THEIRS, may=SORTERS),
    Visit("maintenance:mail_file", mail_file, NOT_THEIRS, may=SORTERS),
    *(Visit(f"maintenance:{verb}_mail", mail, NOT_THEIRS, may=SORTERS) for verb in ("attach", "open", "drop")),
    Visit("maintenance:answers"),
    Visit("maintenance:answer_page", article),
    Visit("maintenance:add_answer", may=holding(access.KEEP_ANSWERS) | {FOREIGNER}),
    Visit("maintenance:publish", article, may=holding(access.KEEP_ANSWERS) | {FOREIGNER}),
    Visit("maintenance:was_helped", article, data=lambda world: {}, ok=302),
    Visit("maintenance:ticket", ticket, ALPHA),
    Visit("maintenance:attachment", picture, ALPHA),
    Visit("maintenance:say", ticket, ALPHA),
    Visit("maintenance:follow", ticket, ALPHA),
    *(
        Visit(f"maintenance:{verb}", ticket, ALPHA, CITY)
        for verb in ("take", "ask_school", "put_off", "solve", "transfer", "hand_off", "attach", "propose")
    ),
    *(
        Visit(f"maintenance:{verb}", ticket, ALPHA, SCHOOL)
        for verb in ("answer", "confirm", "reopen", "withdraw", "keep_at_school")
    ),
    Visit("maintenance:accept_transfer", transfer, ALPHA, STATE),
    Visit("maintenance:refuse_transfer", transfer, ALPHA, STATE),
    Visit("maintenance:revoke_link", handoff, ALPHA, CITY),
    Visit("maintenance:school_code", alpha, ALPHA, holding(access.POST_CODES)),
    Visit("maintenance:labels", alpha, ALPHA, holding(access.POST_CODES)),
    Visit("maintenance:supplier", lambda world: (things.handoff(world).token,), open=True),
    Visit("maintenance:status", lambda world: (world.commune.insee,), open=True),
    Visit("maintenance:scanned", open=True, ok=302),
    Visit("maintenance:report_signed", lambda world: (label_of(things.asset(world), world.alpha),), open=True),
    Visit("maintenance:report_scanned", lambda world: (things.asset(world).inventory_number,), open=True),
)
