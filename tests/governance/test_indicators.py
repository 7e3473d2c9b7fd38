"""Indicators: chosen by the committee among announced measures, frozen by period, compared without naming a few."""

import csv
import datetime as dt
import io
import json
import zipfile

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, connection
from django.urls import reverse

from lekol.directory.choices import PriorityEducation, Role, SchoolKind
from lekol.governance import actions
from lekol.governance.models import Indicator, IndicatorPoint
from lekol.governance.queries import opendata
from lekol.governance.queries.indicators import compared, figure_on, seen
from lekol.identity.models import User
from tests.agreement.factories import DOORS, KEYS, take
from tests.days import today
from tests.directory.factories import HeadcountFactory, SchoolFactory
from tests.governance.factories import governed, held, seated

pytestmark = pytest.mark.django_db


def proposed(agreement, **words) -> Indicator:
    known = {"title": "Portes fermées", "formula": "part", "measures": [DOORS], "frequency": "mois"}
    return actions.define(agreement=agreement, **{**known, **words})


def decided(agreement, key="copil"):
    return actions.decide(meeting=held(agreement, key=key), title="Indicateurs", text="Retenus.")


def retained(agreement, **words) -> Indicator:
    row = proposed(agreement, **words)
    return actions.retain(indicator=row, decision=decided(agreement))


@pytest.fixture
def measured(figures):
    """An agreement with schools of two kinds, some in priority education, measured seventy days ago and today."""
    agreement = governed()
    schools = [SchoolFactory.create(kind=SchoolKind.ELEMENTARY) for _ in range(3)]
    schools += [SchoolFactory.create(kind=SchoolKind.NURSERY, priority_education=PriorityEducation.REP)
                for _ in range(3)]  # fmt: skip
    figures["portes"].update({school.pk: (10, 2) for school in schools})
    figures["cles"].update({school.pk: (4, 1) for school in schools})
    take(figures, days_ago=70)
    take(figures, portes={school.pk: (10, 8) for school in schools[:3]})
    return agreement, schools


# Combining


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ({}, (30, 60)),
        ({"formula": "somme"}, (30, None)),
        ({"formula": "manque"}, (30, None)),
        ({"formula": "rapport", "base": [KEYS]}, (30, 6)),
        ({"measures": [DOORS, KEYS]}, (36, 84)),
        ({"school_kinds": ["maternelle"]}, (6, 30)),
        ({"priority": "ep"}, (6, 30)),
        ({"priority": "hors"}, (24, 30)),
        ({"priority": "rep_plus"}, None),
        ({"school_kinds": ["elementaire"], "priority": "rep"}, None),
    ],
)
def test_measures_are_combined_over_the_schools_asked_for(measured, words, value):
    found = figure_on(proposed(measured[0], **words), today())
    assert (found and (found.numerator, found.denominator)) == value


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ({"measures": ["essai.rien"]}, "n’est annoncée par aucune"),
        ({"formula": "rapport"}, "se divise par au moins une mesure"),
        ({"base": [KEYS]}, "et lui seul"),
        ({"clause": "9.9"}, "n’a pas de clause 9.9"),
        ({"target": 101}, "de 0 à 100"),
        ({"party": "personne"}, "n’est pas de la convention"),
    ],
)
def test_a_definition_that_means_nothing_is_refused(measured, words, why):
    with pytest.raises(ValidationError, match=why):
        proposed(measured[0], **words)


# Chosen by the committee


def test_only_a_decision_of_the_steering_committee_retains_an_indicator(measured):
    agreement, _ = measured
    seated(agreement)
    row = proposed(agreement)
    with pytest.raises(ValidationError, match="décision du comité de pilotage"):
        actions.retain(indicator=row, decision=decided(agreement, "cotech"))
    assert actions.retain(indicator=row, decision=decided(agreement)).since == today()


def test_a_retained_definition_changes_no_more_even_by_the_base(measured):
    agreement, _ = measured
    seated(agreement)
    row = retained(agreement)
    with pytest.raises(ValidationError, match="ne change plus"):
        actions.redefine(indicator=row, base=1, title="Autre")
    with pytest.raises(IntegrityError, match="ne se modifie pas"), connection.cursor() as cursor:
        cursor.execute("UPDATE governance_indicator SET target = 12")


def test_the_second_of_two_who_correct_a_proposal_is_told(measured):
    row = proposed(measured[0])
    actions.redefine(indicator=row, base=1, title="Un")
    with pytest.raises(ValidationError, match="vient de modifier"):
        actions.redefine(indicator=row, base=1, title="Deux")


# Frozen


def test_past_periods_are_frozen_once_from_the_figures_of_their_last_day(measured):
    agreement, _ = measured
    seated(agreement)
    row = retained(agreement)
    points = list(row.points.order_by("on"))
    assert len(points) in (2, 3)
    assert all((point.on + dt.timedelta(days=1)).day == 1 for point in points)
    assert {(point.numerator, point.denominator) for point in points} <= {(12, 60), (30, 60)}
    assert points[0].numerator == 12
    assert actions.freeze_due(today=today()) == 0


@pytest.mark.parametrize("change", ["UPDATE governance_indicatorpoint SET numerator = 0",
                                    "DELETE FROM governance_indicatorpoint"])  # fmt: skip
def test_a_frozen_figure_cannot_be_altered_even_by_the_base(measured, change):
    seated(measured[0])
    retained(measured[0])
    with pytest.raises(IntegrityError, match="ne se modifie pas"), connection.cursor() as cursor:
        cursor.execute(change)


def test_after_it_is_given_up_nothing_more_is_frozen(measured):
    agreement, _ = measured
    seated(agreement)
    row = retained(agreement)
    before = IndicatorPoint.objects.count()
    actions.give_up(indicator=row, decision=row.decision, last=today())
    assert actions.freeze_due(today=today() + dt.timedelta(days=70)) in (0, 1)  # the day itself may end a month
    assert IndicatorPoint.objects.filter(on__gt=today()).count() == 0
    assert IndicatorPoint.objects.count() - before in (0, 1)


# Compared, given


def test_a_group_of_too_few_schools_is_kept_back_with_the_one_that_would_betray_it(measured, figures):
    agreement, _ = measured
    alone = SchoolFactory.create(kind=SchoolKind.PRIMARY)
    figures["portes"][alone.pk] = (10, 0)
    take(figures)
    found = compared(proposed(agreement), "type", today())
    assert found.kept_back == 2
    assert [group.schools for group, _ in found.shown] == [3]


def test_pupils_too_few_are_kept_back(measured):
    agreement, schools = measured
    for school in schools[:3]:
        HeadcountFactory.create(school=school, school_year=today().year, pupils=3)
    assert compared(proposed(agreement), "type", today()).shown == []


def test_the_open_data_follow_their_schema(measured):
    agreement, _ = measured
    seated(agreement)
    retained(agreement, title="=1+1", target="80.5")
    with zipfile.ZipFile(io.BytesIO(opendata.package(agreement, today()))) as archive:
        package = json.loads(archive.read("datapackage.json"))
        for resource in package["resources"]:
            rows = csv.reader(io.StringIO(archive.read(resource["path"]).decode()), delimiter=";")
            fields = resource["schema"]["fields"]
            assert next(rows) == [field["name"] for field in fields]
            assert all(fits(field, cell) for row in rows for field, cell in zip(fields, row, strict=True))
        assert b"'=1+1" in archive.read("indicateurs.csv")
    assert opendata.package(agreement, today()) == opendata.package(agreement, today())


def fits(field, cell) -> bool:
    must = field.get("constraints", {})
    if not cell:
        return not must.get("required")
    kinds = {"integer": int, "date": dt.date.fromisoformat, "number": lambda text: float(text.replace(",", "."))}
    read = kinds.get(field["type"], str)(cell)
    return read in must.get("enum", [read]) and ("minimum" not in must or read >= must["minimum"])


# Pages


def test_the_committee_proposes_retains_and_reads_an_indicator_on_screen(client, measured):
    agreement, _ = measured
    found = seated(agreement)
    decision = decided(agreement)
    client.force_login(User.objects.create_user(found[Role.PROJECT_LEAD].email, found[Role.PROJECT_LEAD]))
    words = {"title": "Portes", "formula": "part", "measures": [DOORS], "direction": "hausse", "frequency": "mois",
             "target": "80"}  # fmt: skip
    made = client.post(reverse("governance:add_indicator", args=[agreement.slug]), words)
    row = Indicator.objects.get()
    assert made.url == row.get_absolute_url()
    client.post(reverse("governance:retain_indicator", args=[row.ref]), {"decision": decision.pk})
    page = client.get(row.get_absolute_url()).content.decode()
    assert all(word in page for word in ("50\u00a0%", "Loin de la cible", "Périodes figées", decision.number))


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_of_indicators_costs_the_same_whatever_their_number(
    client, measured, count, django_assert_num_queries
):
    agreement, _ = measured
    found = seated(agreement)
    decision = decided(agreement)
    for rank in range(count):
        actions.retain(indicator=proposed(agreement, title=f"I{rank}"), decision=decision)
    client.force_login(User.objects.create_user(found[Role.MAYOR].email, found[Role.MAYOR]))
    url = reverse("governance:indicators", args=[agreement.slug])
    client.get(url)
    with django_assert_num_queries(12):
        client.get(url)


def test_a_year_of_an_indicator_is_read_in_a_few_queries(measured, django_assert_max_num_queries):
    rows = [proposed(measured[0], title=f"I{rank}", school_kinds=["maternelle"]) for rank in range(4)]
    with django_assert_max_num_queries(4):
        assert len(seen(measured[0], rows, today())) == 4


def test_the_command_freezes_and_writes_the_open_data(measured, tmp_path, capsys):
    agreement, _ = measured
    seated(agreement)
    retained(agreement)
    call_command("governance_indicators", out=str(tmp_path / "d.zip"), slug=agreement.slug)
    assert (tmp_path / "d.zip").read_bytes().startswith(b"PK")
    assert "0 période figée." in capsys.readouterr().out
