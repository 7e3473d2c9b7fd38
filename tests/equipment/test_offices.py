"""Office suites: still corrected on the day asked, no longer, or nobody knows — which is said."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from lekol.directory.choices import Role
from lekol.equipment import measures
from lekol.equipment.models import Condition
from lekol.equipment.rules.inventory import Software
from lekol.equipment.rules.offices import Support, calendar, suites, support_of
from lekol.equipment.rules.software import office
from tests.directory.factories import SchoolFactory, reader
from tests.equipment.test_health import machine, read

DEBIAN = "LibreOffice 4:7.4.7-1+deb12u5"


@pytest.mark.parametrize(
    ("said", "day", "support"),
    [
        ("LibreOffice 24.8.7.2", dt.date(2025, 6, 12), Support.KEPT),
        ("LibreOffice 24.8.7.2", dt.date(2025, 6, 13), Support.ENDED),
        ("Microsoft Office 2019 16.0.10386", dt.date(2025, 10, 14), Support.KEPT),
        ("Microsoft Office 2019 16.0.10386", dt.date(2025, 10, 15), Support.ENDED),
        ("Microsoft Office 2024 16.0.17932", dt.date(2029, 10, 9), Support.KEPT),
        ("Microsoft 365 16.0.18025", dt.date(2035, 1, 1), Support.KEPT),
        ("Microsoft Office 16.0.4266", dt.date(2026, 1, 1), Support.UNKNOWN),
        (DEBIAN, dt.date(2026, 1, 1), Support.UNKNOWN),
        ("OnlyOffice 8.2", dt.date(2026, 1, 1), Support.UNKNOWN),
        ("LibreOffice 26.8.0.3", dt.date(2027, 6, 13), Support.KEPT),
        ("LibreOffice 26.8.0.3", dt.date(2027, 6, 14), Support.ENDED),
        ("LibreOffice 7.2.7.2", dt.date(2022, 11, 30), Support.UNKNOWN),  # its own last day is written nowhere
        ("LibreOffice 7.2.7.2", dt.date(2022, 12, 1), Support.ENDED),
        ("LibreOffice 5.4", dt.date(2026, 1, 1), Support.ENDED),
        ("", dt.date(2026, 1, 1), Support.ABSENT),
    ],
)
def test_a_suite_is_followed_until_its_maker_s_day(said, day, support):
    assert support_of(said, day) is support


@pytest.mark.parametrize(
    ("name", "version", "said"),
    [
        ("Microsoft Office Professionnel Plus 2019 - fr-fr", "16.0.10386", "Microsoft Office 2019 16.0.10386"),
        ("Microsoft Office LTSC Standard 2021", "16.0.14332", "Microsoft Office 2021 16.0.14332"),
        ("Microsoft Office Standard 2010", "14.0.7015", "Microsoft Office 2010 14.0.7015"),
        ("Microsoft Office", "16.0.4266", "Microsoft Office 16.0.4266"),
        ("Microsoft 365 Apps pour les grandes entreprises", "16.0.18025", "Microsoft 365 16.0.18025"),
        ("LibreOffice 24.8.7.2", "24.8.7.2", "LibreOffice 24.8.7.2"),
    ],
)
def test_the_edition_of_office_is_kept_for_its_version_does_not_tell_it(name, version, said):
    assert office([Software(name, version)]) == said


def test_the_calendar_is_dated_sourced_and_names_each_suite_once():
    assert calendar()["dated"]
    assert calendar()["source"]
    begins = [suite.begins for suite in suites()]
    assert len(begins) == len(set(begins))
    assert not [(one, other) for one in begins for other in begins if one != other and one.startswith(other)]


@pytest.mark.django_db
class TestFigures:
    """The measure, its list, the page of health."""

    @pytest.fixture
    def school(self):
        return SchoolFactory.create()

    def test_those_followed_are_counted_among_the_posts_that_have_a_suite(self, school):
        machine(school, office="Microsoft 365 16.0")
        machine(school, office="Microsoft Office 2010 14.0")
        machine(school, office=DEBIAN)
        machine(school, office="")
        assert read(measures.office_supported, school) == (3, 1)

    def test_a_past_day_is_judged_by_the_suite_and_the_calendar_of_that_day(self, school):
        made = machine(school, protection="")
        last, period = dt.date(2025, 6, 12), (dt.date(2025, 1, 1), None)
        Condition.objects.create(machine=made, protection="protege", office="LibreOffice 24.8.7.2", valid=period)
        assert read(measures.office_supported, school, last) == (1, 1)
        assert read(measures.office_supported, school, last + dt.timedelta(days=1)) == (1, 0)

    def test_the_list_says_which_are_over_and_which_nobody_knows(self, client, school):
        machine(school, office="Microsoft Office 2010 14.0")
        machine(school, office=DEBIAN)
        machine(school, office="Microsoft 365 16.0")
        client.force_login(reader(Role.TECHNICIAN, school.commune))
        page = client.get(reverse("equipment:office_ended")).content.decode()
        assert page.count("plus corrigée") == 1 + 1  # the sentence of the page, then a row
        assert page.count("suivi inconnu") == 1
        assert "Microsoft 365" not in page
        health = client.get(reverse("equipment:health")).content.decode()
        assert "Suite bureautique à jour" in health
        assert "Calendrier des suites bureautiques relu le" in health
        assert timezone.localdate() >= calendar()["dated"]
