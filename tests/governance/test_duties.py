"""Article 8 counted once per convention: enumerated around the turns of the school year, held by dated facts."""

import datetime as dt

import pytest

from lekol.governance import actions
from lekol.governance.models import Meeting, Voice
from lekol.governance.queries import duties
from lekol.governance.queries.duty import year_start
from lekol.identity.models import User
from lekol.pact.calendars import bounds, school_year_of
from lekol.pact.measures import of_conventions
from tests.agreement.factories import take
from tests.days import today
from tests.governance.factories import at, committee, governed, held, seated

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def sat(agreement, day) -> Meeting:
    """A meeting held on a day of the past, whatever its seats."""
    made = actions.plan(agreement=agreement, committee=committee(agreement), starts_at=at(day), minutes=60, place="X")
    Meeting.objects.filter(pk=made.pk).update(state="tenue")
    made.refresh_from_db()
    return made


@pytest.mark.parametrize(
    ("on", "counted"),
    [
        (dt.date(2024, 2, 3), (0, 0)),
        (dt.date(2024, 2, 28), (0, 0)),
        (dt.date(2024, 2, 29), (1, 1)),
        (dt.date(2024, 3, 1), (1, 1)),
        (dt.date(2024, 8, 9), (1, 1)),
        (dt.date(2024, 8, 10), (1, 1)),
        (dt.date(2024, 12, 31), (1, 1)),
        (dt.date(2025, 8, 8), (1, 1)),
        (dt.date(2025, 8, 9), (2, 1)),
        (dt.date(2025, 8, 10), (2, 1)),
        (dt.date(2025, 8, 11), (3, 2)),
    ],
    ids=str,
)
def test_a_meeting_is_owed_on_the_last_day_of_its_year_or_as_soon_as_it_is_held(on, counted):
    agreement = governed()
    sat(agreement, dt.date(2024, 2, 29))
    sat(agreement, dt.date(2025, 8, 11))
    found = duties.committees_met(agreement, on)
    assert (found.due, found.met) == counted


def test_two_meetings_of_one_year_do_not_make_up_for_the_next():
    agreement = governed()
    for month in (3, 5):
        sat(agreement, dt.date(2024, month, 31))
    found = duties.committees_met(agreement, dt.date(2025, 8, 9))
    assert (found.due, found.met) == (2, 1)


def test_minutes_count_from_the_day_of_the_second_voice():
    agreement = governed()
    found = seated(agreement)
    meeting = held(agreement, today() - 3 * DAY)
    accord = actions.submit(meeting=meeting)
    for party, role, days in (("ville", "maire", 2), ("rectorat", "ia_daasen", 1)):
        Voice.objects.create(accord=accord, party=agreement.parties.get(key=party), by=found[role], agrees=True,
                             at=at(today() - days * DAY))  # fmt: skip
    counts = [duties.minutes_approved(agreement, today() - days * DAY) for days in (4, 3, 2, 1)]
    assert [(row.due, row.met) for row in counts] == [(0, 0), (1, 0), (1, 0), (1, 1)]


@pytest.mark.parametrize("offset", [-1, 0, 1])
def test_a_programme_is_owed_by_the_last_day_of_its_year(offset):
    agreement = governed()
    last = bounds(2023, year_start(agreement))[1]
    assert duties.programmes_validated(agreement, last + offset * DAY).due == (0 if offset < 0 else 1)


@pytest.mark.parametrize("offset", [-1, 0, 1])
def test_a_report_is_owed_one_year_after_its_year(offset):
    agreement = governed()
    last = bounds(2024, year_start(agreement))[1]
    found = duties.reviews_delivered(agreement, last + offset * DAY)
    assert [row.words for row in found.rows] == ([] if offset < 0 else ["Bilan 2023-2024"])


def test_seats_and_indicators_are_counted_as_they_are_that_day(figures):
    agreement = governed()
    seated(agreement)
    assert (duties.referents_named(agreement, today()).due, duties.referents_named(agreement, today()).met) == (2, 0)
    assert duties.indicators_defined(agreement, today()).missing
    row = actions.define(agreement=agreement, title="I", measures=["essai.portes"])
    actions.retain(indicator=row, decision=actions.decide(meeting=held(agreement), title="D", text="T"))
    assert not duties.indicators_defined(agreement, today()).missing


def test_the_programme_in_force_says_which_schools_are_out_of_phase():
    agreement = governed()
    found = seated(agreement)
    start = year_start(agreement)
    programme = actions.open_programme(agreement=agreement, school_year=school_year_of(today(), start))
    first, last = bounds(programme.school_year, start)
    actions.add_operation(programme=programme, title="E", strand="equipement", party="ville", starts_on=first,
                          ends_on=last)  # fmt: skip
    assert duties.in_phase(agreement, today()).due == 0
    accord = actions.submit_programme(programme=programme)
    for party, role in (("ville", "maire"), ("rectorat", "ia_daasen")):
        actions.speak(accord=accord, party=agreement.parties.get(key=party), by=found[role], agrees=True)
    counted = duties.in_phase(agreement, today())
    assert (counted.due, counted.met) == (1, 0)


def test_every_duty_is_announced_and_read_by_the_daily_pass(client):
    agreement = governed()
    assert {key.partition(".")[2] for key in of_conventions() if key.startswith("governance.")} == set(duties.DUTIES)
    found = seated(agreement)
    take({})
    for key, found_measure in of_conventions().items():
        if key.startswith("governance."):
            assert found_measure.read(agreement.slug, today()) is not None
    client.force_login(User.objects.create_user(found["maire"].email, found["maire"]))
    page = client.get("/gouvernance/obligations/").content.decode()
    assert "Comités réunis chaque année" in page
