"""Measures counted once per convention: read by the pass, kept when they move, shown whatever the perimeter."""

import datetime as dt
from contextlib import contextmanager

import pytest
from django.urls import reverse

from lekol.agreement.actions import MeasureFailed
from lekol.agreement.models import Agreement, AgreementFigure
from lekol.agreement.queries import board
from lekol.directory.choices import Role
from lekol.pact import measures
from lekol.pact.measures import convention_measure
from lekol.pact.scopes import Scope
from tests.agreement.factories import commitment, load, take
from tests.days import today
from tests.directory.factories import CommuneFactory, SchoolFactory, reader

pytestmark = pytest.mark.django_db
KEY = "essai.reunions"
PROMISE = commitment("3.8", basis=f'measures = ["{KEY}"]', more="target = { ratio = 1 }")


@contextmanager
def counted(figures):
    """« essai.reunions », whose figures by slug a test writes."""

    @convention_measure(KEY, label="Réunions", unit="réunion", units="réunions", drill="agreement:board")
    def query(slug: str, on: dt.date) -> tuple[int, int] | None:
        """Dû : les réunions. Fait : celles tenues."""
        found = figures.get(slug)
        if found == "faute":
            raise RuntimeError("panne")
        return found

    try:
        yield figures
    finally:
        measures._of_conventions.pop(KEY)


@pytest.fixture
def meetings():
    with counted({}) as figures:
        yield figures


def test_a_figure_is_kept_once_per_agreement_and_only_when_it_moves(meetings):
    load(PROMISE, slug="un")
    load(PROMISE, slug="deux")
    for days, figure in ((30, (1, 0)), (20, (1, 0)), (10, (1, 1)), (0, (2, 1))):
        meetings["un"] = figure
        take({}, days_ago=days)
    rows = AgreementFigure.objects.order_by("since").values_list("agreement__slug", "due", "met")
    assert list(rows) == [("un", 1, 0), ("un", 1, 1), ("un", 2, 1)]


def test_the_same_day_again_replaces_its_own_figure(meetings):
    load(PROMISE, slug="un")
    for figure in ((1, 0), (1, 1)):
        meetings["un"] = figure
        take({})
    assert list(AgreementFigure.objects.values_list("due", "met")) == [(1, 1)]


def test_two_conventions_of_one_territory_each_have_their_own_figure(meetings):
    agreements = [load(PROMISE, slug=slug) for slug in ("un", "deux")]
    meetings.update(un=(2, 2), deux=(2, 0))
    take({})
    lines = [board(row, row.scope, today()).line("3.8") for row in agreements]
    assert [(line.met, line.state) for line in lines] == [(2, "tenu"), (0, "non_tenu")]


def test_a_narrower_perimeter_sees_the_figure_of_the_whole_and_does_not_count_it_as_its_own(meetings):
    agreement = load(PROMISE, slug="un")
    school = SchoolFactory.create(commune=CommuneFactory.create())
    meetings["un"] = (3, 2)
    take({})
    seen = board(agreement, Scope.parse(f"ecole:{school.uai}"), today())
    assert (seen.line("3.8").met, seen.line("3.8").due, seen.counted) == (2, 3, [])


def test_an_agreement_out_of_force_or_that_owes_nothing_has_no_figure(meetings):
    load(PROMISE, slug="un", more="")
    load(PROMISE, slug="deux")
    meetings["un"] = (1, 1)
    take({})
    assert not AgreementFigure.objects.exists()


def test_a_measure_that_fails_is_named_and_nothing_of_the_pass_is_kept(meetings):
    load(PROMISE, slug="un")
    meetings["un"] = "faute"
    with pytest.raises(MeasureFailed, match=r"essai\.reunions"):
        take({})
    assert not AgreementFigure.objects.exists()


def test_a_key_is_announced_once_among_schools_and_conventions(meetings):
    with pytest.raises(ValueError, match="deux fois"):
        convention_measure(KEY, label="x", unit="x", units="x", drill="x")(lambda slug, on: None)


def test_the_pages_say_that_it_is_counted_for_the_whole_convention(meetings, client):
    agreement = load(PROMISE, slug="un")
    SchoolFactory.create(commune=CommuneFactory.create())
    meetings["un"] = (1, 1)
    take({})
    client.force_login(reader(Role.EDUCATION_HEAD, CommuneFactory.create()))
    for url in (reverse("agreement:clause", args=[agreement.slug, "3.8"]), reverse("agreement:measure", args=[KEY])):
        page = client.get(url).content.decode()
        assert "toute la convention" in page
        assert "1 / 1" in page
    assert Agreement.objects.count() == 1
