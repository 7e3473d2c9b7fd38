"""The board: every promise from any perimeter, in a constant number of queries."""

import datetime as dt

import pytest

from lekol.agreement import actions
from lekol.agreement.choices import State
from lekol.agreement.models import Agreement
from lekol.agreement.queries import board, current, school_lines
from lekol.directory.choices import SchoolKind
from lekol.directory.models import School
from lekol.pact.scopes import FRANCE, Level, Scope
from tests.agreement.factories import city, clause, commitment, declare, declared, full, load, take
from tests.days import today
from tests.directory.factories import CommuneFactory, DistrictFactory, SchoolFactory

pytestmark = pytest.mark.django_db
HERE = Scope(Level.COMMUNE, "97411")


def many(count: int) -> list[str]:
    """As many promises as asked, half of them declared by hand."""
    return [commitment(f"3.{rank}") if rank % 2 else declared(f"3.{rank}") for rank in range(1, count + 1)]


@pytest.mark.parametrize(("promises", "schools"), [(2, 1), (48, 1), (2, 60), (48, 60)])
def test_the_board_costs_the_same_whatever_the_promises_and_the_schools(
    figures, django_assert_num_queries, promises, schools
):
    agreement = load(*many(promises))
    for row in agreement.commitments.filter(indicator=""):
        declare(row)
    made = SchoolFactory.create_batch(schools, district=DistrictFactory.create())
    take(figures, 40, portes=full(made))
    take(figures, 0, portes=full(made, met=6))
    with django_assert_num_queries(8):  # parties, promises, stakes, declarations, answers; standing, moving; last pass
        seen = board(agreement, HERE, today())
        assert len([line.bearer for line in seen.lines]) == promises
    assert seen.lines[0].due == 10 * schools


@pytest.mark.parametrize("schools", [3, 60])
def test_a_narrower_perimeter_costs_the_same_and_sums_its_own_schools(figures, django_assert_num_queries, schools):
    agreement = load(commitment("3.1"))
    district = DistrictFactory.create()
    made = SchoolFactory.create_batch(schools, district=district)
    elsewhere = SchoolFactory.create(district=district, commune=CommuneFactory.create(insee="97415", name="Saint-Paul"))
    SchoolFactory.create()
    take(figures, 0, portes=full(list(School.objects.all())))
    with django_assert_num_queries(7):  # no declaration, hence no answers
        seen = board(agreement, Scope(Level.DISTRICT, district.code), today())
    assert (seen.lines[0].due, seen.lines[0].met) == (10 * schools, 5 * schools)  # not the one of the other commune
    at_school = board(agreement, Scope(Level.SCHOOL, made[0].uai), today()).lines[0]
    assert (at_school.due, at_school.met, at_school.missing) == (10, 5, 5)
    stranger = board(agreement, Scope(Level.SCHOOL, elsewhere.uai), today()).lines[0]
    assert stranger.due is None
    assert stranger.state == State.UNMEASURED


def test_a_wider_perimeter_reads_the_agreement_on_its_own_territory(figures):
    agreement = load(commitment("3.1"))
    SchoolFactory.create(commune=CommuneFactory.create(insee="97415", name="Saint-Paul"))
    take(figures, 0, portes=full([SchoolFactory.create(), *School.objects.all()]))
    assert board(agreement, FRANCE, today()).lines[0].due == 10
    assert board(agreement, FRANCE, today()).scope == HERE


def test_a_promise_about_some_kinds_of_schools_counts_only_them(figures):
    agreement = load(commitment("3.1", more='school_kinds = ["elementaire"]'), commitment("3.2"))
    schools = [SchoolFactory.create(), SchoolFactory.create(kind=SchoolKind.NURSERY)]
    take(figures, 0, portes=full(schools))
    assert [line.due for line in board(agreement, HERE, today()).lines] == [10, 20]


def test_an_agreement_with_an_annex_counts_only_the_schools_of_its_annex(figures):
    inside, outside = SchoolFactory.create_batch(2)
    agreement = load(commitment("3.1"), more=f'signed_on = 2025-02-03\nschools = ["{inside.uai}"]')
    take(figures, 0, portes=full([inside, outside]))
    assert board(agreement, HERE, today()).lines[0].due == 10


def test_a_line_says_its_target_its_gap_its_trend_and_its_state(figures):
    target = f"target = {{ ratio = 1, on = {today() + dt.timedelta(days=400)} }}"
    agreement = load(commitment("3.1", more=target))
    school = SchoolFactory.create()
    take(figures, 380, portes={school.pk: (10, 2)})
    take(figures, 20, portes={school.pk: (10, 7)})
    line = board(agreement, HERE, today()).lines[0]
    assert (line.due, line.met, line.ratio, line.missing, line.lacking_to_target) == (10, 7, 0.7, 3, 3)
    assert (line.target_words, line.units) == ("10", "portes")
    assert len(line.ratios) == 13
    assert line.trend_words == "+\u00a050\u00a0points"
    assert (line.state, line.standing.reason) == (
        State.ON_TRACK,
        "Le chiffre suit le chemin qui mène à la cible à son échéance.",
    )
    assert line.matter.startswith("Encore 3 portes à gagner avant le ")


def test_a_counted_target_is_told_in_its_unit_and_in_the_share_of_the_schools_on_screen(figures):
    agreement = load(commitment("3.1", more='target = { ratio = 1, number = 30, unit = "portes" }'))
    first, second = SchoolFactory.create_batch(2)
    take(figures, 0, portes=full([first, second], due=20, met=15))
    whole = board(agreement, HERE, today()).lines[0]
    assert (whole.target_words, whole.target, whole.state) == ("30\u00a0portes", 0.75, State.KEPT)
    alone = board(agreement, Scope(Level.SCHOOL, first.uai), today()).lines[0]
    assert alone.target_words == "20"


def test_nothing_due_gives_no_ratio_and_no_state_of_success(figures):
    agreement = load(commitment("3.1"))
    school = SchoolFactory.create()
    take(figures, 0, portes={school.pk: (0, 0)})
    line = board(agreement, HERE, today()).lines[0]
    assert (line.due, line.ratio, line.state, line.lacking_to_target) == (0, None, State.UNMEASURED, 0)


def test_a_figure_of_a_past_day_is_the_one_that_stood_then(figures):
    agreement = load(commitment("3.1"))
    school = SchoolFactory.create()
    take(figures, 100, portes={school.pk: (10, 2)})
    take(figures, 10, portes={school.pk: (10, 9)})
    assert [
        board(agreement, HERE, today() - dt.timedelta(days=days)).lines[0].met for days in (101, 100, 11, 10, 0)
    ] == [None, 2, 2, 9, 9]


def test_what_asks_a_decision_is_sorted_from_broken_to_contested_and_out_of_date(figures):
    soon = f"target = {{ ratio = 1, on = {today() + dt.timedelta(days=90)} }}"
    agreement = load(
        declared("3.1"),
        declared("3.2"),
        commitment("3.3", more=soon),
        commitment("3.4"),
        declared("3.5"),
        declared("3.6"),
    )
    school = SchoolFactory.create()
    take(figures, 0, portes={school.pk: (10, 5)})
    contested = declare(clause(agreement, "3.1"))
    actions.answer(
        declaration=contested, party=agreement.parties.get(key="ville"), by=city(), agrees=False, reason="Non."
    )
    long_ago = today() - dt.timedelta(days=90)
    declare(clause(agreement, "3.2"), observed_on=long_ago, valid_until=long_ago + dt.timedelta(days=30))
    declare(clause(agreement, "3.5"))
    seen = board(agreement, HERE, today())
    assert [line.commitment.clause for line in seen.to_decide] == ["3.4", "3.3", "3.1", "3.2"]
    assert [line.commitment.clause for line in seen.waiting] == ["3.2", "3.6"]
    assert [line.commitment.clause for line in seen.counted] == ["3.3", "3.4"]
    assert seen.lines[0].contested
    assert seen.lines[1].expired


def test_promises_are_grouped_by_who_owes_them_the_joint_ones_last():
    agreement = load(declared("3.1", '"ville", "rectorat"'), declared("3.2"), declared("3.3", '"ville"'))
    groups = board(agreement, HERE, today()).by_bearer
    assert [(bearer["name"], bearer["letter"], len(lines)) for bearer, lines in groups] == [
        ("Rectorat", "R", 1),
        ("Ville", "V", 1),
        ("Conjoint", "VR", 1),
    ]


def test_the_schools_of_a_figure_come_worst_first_then_by_name(figures):
    names = ("Les Zinnias", "Les Arums", "Les Mangues")
    zinnias, arums, mangues = (SchoolFactory.create(name=name) for name in names)
    take(figures, 0, portes={zinnias.pk: (10, 9), arums.pk: (10, 9), mangues.pk: (10, 1)})
    found = school_lines(School.objects.all(), "essai.portes", today())
    assert [(line.school.name, line.missing) for line in found] == [
        ("Les Mangues", 9),
        ("Les Arums", 1),
        ("Les Zinnias", 1),
    ]


def test_a_perimeter_opens_on_what_is_in_force_there_else_on_the_last_signed_else_on_the_last_loaded():
    SchoolFactory.create()
    visible = Agreement.objects.all()
    assert current(visible, HERE, today()) == []
    unsigned = load(slug="non-signee", more="")
    assert current(visible, HERE, today()) == [unsigned]
    ended = load(slug="ancienne", more="signed_on = 2015-02-03")
    assert current(visible, HERE, today()) == [ended]
    one, two = load(slug="une"), load(slug="deux", more="signed_on = 2026-02-03")
    assert current(visible, HERE, today()) == [two, one]
    assert current(visible, Scope(Level.COMMUNE, "97415"), today()) == []
