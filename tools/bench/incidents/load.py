"""A base of many tickets in 4 000 schools, as the peers were given: places by the models, tickets by set-based SQL."""

import datetime as dt
import random
from typing import Any

from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from lekol.agreement import actions as agreements
from lekol.directory.choices import Role
from lekol.directory.models import Academy, Commune, Person, Post, School
from lekol.identity.models import User
from lekol.pact.names import sort_key
from lekol.pact.uai import complete
from lekol.project.demonstration import convention, people, territory

SCHOOLS, OF_A_COMMUNE = 4_000, 80
SINCE = dt.date(2012, 1, 1)
READERS = {"academie": Role.DIGITAL_ADVISER, "ville": Role.CITY_IT_HEAD, "ecole": Role.SCHOOL_HEAD}
WORDS = (
    "projecteur", "wifi", "clavier", "souris", "batterie", "serveur", "armoire", "cable", "prise", "tablette",
    "imprimante", "antivirus",
)  # fmt: skip
_DRAW = "1 + n * {0} % 2147483647 / {1} % 12"
_NATURE = "(ARRAY['commutateur','prise','appareil','logiciel','liaison','messagerie'])[1 + n % 6]"
_WORDS = "ARRAY[" + ",".join(f"'{word}'" for word in WORDS) + "]"
_OPENED = "now() - n * interval '60 seconds'"
FILL = f"""
INSERT INTO maintenance_ticket (id, ref, school_id, nature, symptom, impact, expert, summary, detail, words, channel,
    reporter_name, desk, routed_desk, clause, reason, convention, override_reason, status, opened_at, due_at,
    respond_by, warn_at, taken_at, solved_at, closed_at, ending, solution, reopened, told_stage)
SELECT n, 'Z' || lpad(n::text, 7, '0'), ids[1 + n % array_length(ids, 1)], {_NATURE}, 'autre', 'poste', false,
    said.summary, '', 'z' || lpad(n::text, 7, '0') || ' ' || said.summary, 'page', '', 'ville', 'ville', '4.2',
    'Prises, câbles et commutateurs : la Ville répare.', 'saint-denis-2025', '',
    CASE WHEN n % 50 = 0 THEN 'pris' ELSE 'clos' END, {_OPENED}, {_OPENED} + interval '3 days',
    {_OPENED} + interval '1 day', {_OPENED} + interval '2 days', {_OPENED} + interval '2 hours',
    CASE WHEN n % 50 = 0 THEN NULL ELSE {_OPENED} + interval '1 day' END,
    CASE WHEN n % 50 = 0 THEN NULL ELSE {_OPENED} + interval '2 days' END,
    CASE WHEN n % 50 = 0 THEN '' ELSE 'office' END, '', 0, ''
FROM generate_series(1, %(count)s::bigint) AS n,
    (SELECT array_agg(id ORDER BY id) AS ids FROM directory_school) AS schools,
    LATERAL (SELECT ({_WORDS})[{_DRAW.format(48_271, 7)}] || ' ' || ({_WORDS})[{_DRAW.format(69_621, 11)}]
        || ' en panne poste ' || n % 977 AS summary) AS said;
INSERT INTO maintenance_leg (ticket_id, desk, days, began_at, respond_minutes, solve_minutes, clause, paused_minutes,
    due_at, ended_at, solved)
SELECT id, desk, 'ecole', opened_at, 240, 2700, '4.4', 0, due_at, solved_at, solved_at IS NOT NULL
FROM maintenance_ticket;
INSERT INTO maintenance_line (ticket_id, at, kind, side, author, text, message_id, mailed_at)
SELECT id, opened_at + rank * interval '1 hour', (ARRAY['signale','pris','resolu'])[1 + rank], '', 'Lékol', summary, '',
    opened_at
FROM maintenance_ticket, generate_series(0, 2) AS rank WHERE rank < 2 OR solved_at IS NOT NULL;
INSERT INTO journal_entry (at, verb, actor_ref, actor_name, thing_type, thing_ref, thing_name, summary, clause, changes)
SELECT opened_at, 'ticket.reported', '', 'Lékol', 'maintenance.ticket', id::text, summary, summary, '4.2', '{{}}'
FROM maintenance_ticket;
SELECT setval(pg_get_serial_sequence('maintenance_ticket', 'id'), max(id)) FROM maintenance_ticket;
"""  # noqa: S608 — every word of it is ours


def build(count: int, schools: int, say: Any) -> None:
    """The demonstration’s commune, so many schools around it, tickets one in fifty of which is still open."""
    place = territory.build(timezone.localdate(), random.Random(1))  # noqa: S311 — a draw that repeats
    people.build(place)
    for name in convention.TEXTS:
        agreements.load(text=convention.text_of(name))
    _around(Academy.objects.order_by("pk")[0], schools)
    say("Le territoire est écrit.")
    with connection.cursor() as cursor:
        cursor.execute(FILL.replace("%(count)s", str(int(count))))
        say("Les pannes sont écrites.")
        cursor.execute("VACUUM (ANALYZE)")
    say("La base a compté ses lignes.")


def _around(academy: Academy, schools: int) -> None:
    """The other communes of the académie, with the head of each school; and the readers of the bench."""
    wanted = schools - School.objects.count()
    communes = Commune.objects.bulk_create(
        Commune(academy=academy, insee=f"{rank + 10_000}", name=f"Commune {rank:03d}",
                sort_key=sort_key(f"Commune {rank:03d}"))
        for rank in range(-(-wanted // OF_A_COMMUNE))
    )  # fmt: skip
    made = School.objects.bulk_create(
        (
            School(commune=communes[rank // OF_A_COMMUNE], uai=complete(f"{rank + 1_000_000:07d}"), kind="elementaire",
                   name=f"École {rank:04d}", sort_key=sort_key(f"École {rank:04d}"))
            for rank in range(wanted)
        ),
        batch_size=1_000,
    )  # fmt: skip
    heads = Person.objects.bulk_create(
        Person(ref=f"B{rank:07d}", first_name="Anne", last_name=f"B{rank:04d}", sort_key=f"b{rank:04d}",
               email=f"tete{rank}@banc.example")
        for rank in range(wanted)
    )  # fmt: skip
    Post.objects.bulk_create(
        Post(person=head, role=Role.SCHOOL_HEAD, school=school, valid=DateRange(SINCE, None))
        for head, school in zip(heads, made, strict=True)
    )
    home = School.objects.order_by("pk").select_related("commune")[0]
    for (name, role), (field, spot) in zip(
        READERS.items(), {"academy": academy, "commune": home.commune, "school": home}.items(), strict=True
    ):
        person = Person.objects.create(first_name="Anne", last_name=name, email=f"{name}@banc.example")
        User.objects.create(email=f"{name}@banc.example", person=person)
        Post.objects.create(person=person, role=role, valid=DateRange(SINCE, None), **{field: spot})
