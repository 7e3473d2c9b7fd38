"""The daily pass: figures are the sums of the measures, kept only when they move, all or nothing."""

import datetime as dt
import random
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from lekol.agreement import actions
from lekol.agreement.models import Figure, MeasurePass, SchoolFigure
from lekol.agreement.queries import Ask, Extent, histories
from lekol.journal.models import Entry
from lekol.pact import measures
from lekol.pact.measures import measure
from lekol.pact.scopes import FRANCE, Level, Scope
from tests.agreement.factories import DOORS, commitment, full, load, take
from tests.days import today
from tests.directory.factories import CommuneFactory, DistrictFactory, SchoolFactory

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).parents[2]


def reading(scope: Scope, on: dt.date, indicator: str = DOORS) -> tuple[int, int] | None:
    found = histories([Ask(indicator)], Extent(scope), on).get(Ask(indicator))
    return None if found is None else (found.points[-1][1].due, found.points[-1][1].met)


def places(schools):
    return {
        *(Scope(Level.SCHOOL, school.uai) for school in schools),
        *(Scope(Level.DISTRICT, school.district.code) for school in schools),
        *(Scope(Level.COMMUNE, school.commune.insee) for school in schools),
        Scope(Level.ACADEMY, "28"),
        FRANCE,
    }


def inside(scope: Scope, school) -> bool:
    codes = {
        Level.SCHOOL: school.uai,
        Level.DISTRICT: school.district.code,
        Level.COMMUNE: school.commune.insee,
        Level.ACADEMY: "28",
        Level.COUNTRY: "",
    }
    return codes[scope.level] == scope.code


@pytest.mark.parametrize("seed", range(4))
def test_any_day_reads_the_sum_of_what_the_measure_said_at_the_last_pass_for_every_territory(figures, seed):
    draw = random.Random(seed)
    communes = [CommuneFactory.create(), CommuneFactory.create(insee="97415", name="Saint-Paul")]
    districts = DistrictFactory.create_batch(2)
    schools = [SchoolFactory.create(commune=draw.choice(communes), district=draw.choice(districts)) for _ in range(5)]
    said = {}
    for days_ago in (200, 150, 90, 31, 30, 2, 0):
        for school in schools:
            due = draw.randint(0, 3)
            figures["portes"][school.pk] = (due, draw.randint(0, due))
        figures["portes"].pop(draw.choice(schools).pk)  # nothing due there any more
        take(figures, days_ago)
        said[today() - dt.timedelta(days=days_ago)] = dict(figures["portes"])
    for day, rows in said.items():
        for scope in places(schools):
            due = sum(rows.get(school.pk, (0, 0))[0] for school in schools if inside(scope, school))
            met = sum(rows.get(school.pk, (0, 0))[1] for school in schools if inside(scope, school))
            assert (reading(scope, day) or (0, 0)) == (due, met), (day, scope)


def test_a_pass_where_nothing_moves_writes_only_that_it_was_taken(figures):
    school = SchoolFactory.create()
    take(figures, 2, portes=full([school]))
    before = (SchoolFigure.objects.count(), Figure.objects.count())
    done = take(figures, 1)
    assert done.changes == 0
    assert (SchoolFigure.objects.count(), Figure.objects.count()) == before
    assert MeasurePass.objects.count() == 2


def test_one_school_that_moves_writes_its_row_and_one_per_place_around_it(figures):
    schools = SchoolFactory.create_batch(3)
    take(figures, 2, portes=full(schools))
    done = take(figures, 1, portes={schools[0].pk: (10, 6)})
    assert done.changes == 1 + 4  # the school; its circonscription, commune, académie, France


def test_the_same_day_again_replaces_its_own_rows(figures):
    school = SchoolFactory.create()
    take(figures, 0, portes={school.pk: (10, 5)})
    take(figures, 0, portes={school.pk: (10, 7)})
    assert SchoolFigure.objects.filter(indicator=DOORS).values_list("met", flat=True).get() == 7
    take(figures, 0, portes={school.pk: (10, 7)})
    assert SchoolFigure.objects.filter(indicator=DOORS).count() == 1


def test_neither_the_past_nor_the_future_can_be_taken(figures):
    take(figures, 1)
    with pytest.raises(ValidationError, match="ne peut plus être relevé"):
        take(figures, 2)
    with pytest.raises(ValidationError, match="ne peut pas encore être relevé"):
        take(figures, -1)


def test_measures_joined_by_a_promise_count_the_schools_where_nothing_lacks(figures):
    schools = SchoolFactory.create_batch(3)
    load(commitment("3.1", basis='measures = ["essai.portes", "essai.cles"]'))
    kept, short, absent = (school.pk for school in schools)
    take(figures, 0, portes={kept: (4, 4), short: (4, 4), absent: (0, 0)}, cles={kept: (1, 1), short: (2, 1)})
    assert reading(FRANCE, today(), "essai.portes+essai.cles") == (2, 1)


def test_a_promise_that_joins_a_measure_nobody_announces_gets_no_figure(figures):
    school = SchoolFactory.create()
    load(commitment("3.1", basis='measures = ["essai.portes", "essai.perdue"]'))
    take(figures, 0, portes={school.pk: (4, 4)})
    assert reading(FRANCE, today(), "essai.portes+essai.perdue") is None


def test_each_measure_is_read_once_for_the_whole_country(figures):
    asked = []

    @measure("essai.comptee", label="Comptée", unit="fois", units="fois", drill="essai:fois")
    def query(scope, on):
        asked.append((scope, on))
        return []

    try:
        take(figures)
    finally:
        measures._announced.pop("essai.comptee")
    assert asked == [(FRANCE, today())]


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ([(1, 2, 3)], "« essai.fausse » compte 3 sur 2"),
        ([(1, 2, 1), (1, 2, 1)], "« essai.fausse » donne deux chiffres"),
        (None, "« essai.fausse » n’a pas pu être lue"),
    ],
)
def test_a_measure_that_fails_is_named_and_fails_the_whole_pass(figures, rows, says):
    school = SchoolFactory.create()

    @measure("essai.fausse", label="Fausse", unit="fois", units="fois", drill="essai:fois")
    def query(scope, on):
        if rows is None:
            raise RuntimeError("table absente")
        return rows

    try:
        with pytest.raises(actions.MeasureFailed, match=says):
            take(figures, portes=full([school]))
    finally:
        measures._announced.pop("essai.fausse")
    assert not MeasurePass.objects.exists()
    assert not SchoolFigure.objects.exists()


def test_a_pass_is_written_in_the_journal(figures):
    take(figures)
    entry = Entry.objects.get(verb="measures.taken")
    assert entry.actor_name == "Lékol"
    assert entry.summary.endswith("0 chiffres changés.")


KILLED = """
import os, signal
import django
django.setup()
from django.db import connection
from lekol.agreement import actions
from lekol.agreement.models import SchoolFigure
from lekol.directory.models import School
from lekol.pact.measures import measure
from django.utils import timezone

@measure("essai.coupee", label="x", unit="x", units="x", drill="x:y")
def query(scope, on):
    return [(pk, 10, 5) for pk in School.objects.values_list("pk", flat=True)]

def kill(execute, sql, params, many, context):
    if sql.startswith('INSERT INTO "agreement_figure"'):
        print("half way", SchoolFigure.objects.filter(since=timezone.localdate()).count(), flush=True)
        os.kill(os.getpid(), signal.SIGKILL)
    return execute(sql, params, many, context)

with connection.execute_wrapper(kill):
    actions.take_pass(on=timezone.localdate())
"""


@pytest.mark.django_db(transaction=True)
def test_a_pass_killed_half_way_leaves_the_base_as_before(figures, environ):
    SchoolFactory.create_batch(3)
    take(figures, 1)
    before = (set(SchoolFigure.objects.values_list()), set(Figure.objects.values_list()))
    words = connection.settings_dict
    address = f"postgresql://{words['USER']}@/{words['NAME']}?host={words['HOST'] or words['OPTIONS'].get('host', '')}"
    told = {**environ, "DATABASE_URL": address, "LEKOL_DEMO": "oui", "DJANGO_SETTINGS_MODULE": "lekol.project.settings"}
    outcome = subprocess.run([sys.executable, "-c", KILLED], cwd=ROOT, env=told, capture_output=True, text=True)
    assert outcome.returncode == -9, outcome.stderr
    assert outcome.stdout.startswith("half way 3"), outcome.stdout
    assert list(MeasurePass.objects.values_list("on", flat=True)) == [today() - dt.timedelta(days=1)]
    assert (set(SchoolFigure.objects.values_list()), set(Figure.objects.values_list())) == before
