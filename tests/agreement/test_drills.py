"""A figure never travels without the list under it: on the demonstration, each one counts the rows of its page."""

import re

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lekol.agreement.models import Agreement, MeasurePass
from lekol.agreement.queries import Board, Line, board
from lekol.agreement.tasks import daily_pass
from lekol.directory.choices import Role
from lekol.directory.models import Post
from lekol.identity.models import User
from lekol.kit.templatetags.kit import number
from lekol.pact.measures import announced, of_conventions
from lekol.pact.scopes import FRANCE
from tests.days import today
from tests.equipment.test_measures import ASKS

pytestmark = pytest.mark.django_db


def test_every_figure_of_the_demonstration_is_what_its_measure_says_and_as_many_rows_lack_on_its_page(client):
    call_command("demonstration_load", verbosity=0)
    daily_pass(timestamp=0)
    agreement = Agreement.objects.in_force_on(today()).get()
    client.force_login(User.objects.get(person=Post.objects.filter(role=Role.EDUCATION_HEAD).first().person))
    seen = board(agreement, agreement.scope, today())
    single = [line for line in seen.counted if line.drill]
    assert len(single) >= 9
    assert [line.commitment.clause for line in single if (line.due, line.met) != said(line, seen)] == []
    lacking = [line for line in single if line.missing]
    assert len(lacking) >= 8
    assert [line.commitment.clause for line in lacking if not listed(client, line, seen)] == []
    assert {found.key: queries(found) for found in announced().values() if queries(found) != 1} == dict.fromkeys(
        ASKS, 2
    )


def said(line: Line, seen: Board) -> tuple[int, int]:
    """What the measure itself answers today."""
    if found := of_conventions().get(line.commitment.indicator):
        reading = found.read(seen.agreement.slug, today())
        return reading.due, reading.met
    rows = announced()[line.commitment.indicator].read(seen.scope, today())
    return sum(row.due for row in rows), sum(row.met for row in rows)


def listed(client, line: Line, seen: Board) -> bool:
    """The page of the rows that lack says as many."""
    page = client.get(f"{reverse(line.drill)}?perimetre={seen.scope}").content.decode()
    return bool(re.search(rf"\b{number(line.missing)}\b", re.sub(r"<[^>]+>", " ", page)))


def queries(found) -> int:
    with CaptureQueriesContext(connection) as asked:
        found.read(FRANCE, today())
    return len(asked)


def test_the_daily_task_takes_the_measures_of_the_day():
    daily_pass(timestamp=0)
    assert MeasurePass.objects.get().on == today()
