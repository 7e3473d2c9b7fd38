"""The renewal plan: every device in one year, with its reasons; money; scenarios; files."""

import datetime as dt
import io
from decimal import Decimal

import pypdfium2
import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from lekol.directory.choices import Role
from lekol.directory.models import School
from lekol.equipment.models import Purchase, Scenario
from lekol.equipment.queries import renewal as queries
from lekol.equipment.rules.renewal import YEARS, Choices, Facts, budget, due, plan
from lekol.maintenance.choices import Desk, Nature, Status
from lekol.maintenance.models import Ticket
from lekol.pact.calendars import school_year_of
from tests.directory.factories import CommuneFactory, HeadcountFactory, SchoolFactory
from tests.directory.test_imports import reader
from tests.equipment.factories import placed

ON = dt.date(2026, 11, 28)
DAYS = st.none() | st.dates(dt.date(2010, 1, 1), dt.date(2032, 12, 31))
FACTS = st.builds(
    Facts,
    number=st.sampled_from([f"V{rank}" for rank in range(50)]),
    kind=st.sampled_from(["fixe", "tablette", "copieur"]),
    acquired_on=st.none() | st.dates(dt.date(2005, 1, 1), ON),
    years_kept=st.integers(1, 12),
    supported_until=DAYS,
    maker_until=DAYS,
    warranty_until=DAYS,
    failures=st.integers(0, 5),
)
CHOICES = st.builds(
    Choices, extension=st.integers(0, 5), failures=st.integers(1, 5), cap=st.none() | st.decimals(500, 20000, places=2),
    reused=st.integers(0, 100), subsidy=st.integers(0, 100),
)  # fmt: skip


@given(FACTS, CHOICES)
def test_every_device_has_one_year_of_the_plan_a_score_and_a_reason(facts, choices):
    row = due(facts, ON, choices)
    first = school_year_of(ON)
    assert first <= row.year <= first + YEARS
    assert 0 <= row.score <= 100
    assert row.reasons


@given(st.lists(FACTS, max_size=30), CHOICES)
def test_a_capped_year_never_costs_more_and_no_device_is_lost(facts, choices):
    rows = plan(facts, ON, choices)
    assert sorted(row.facts.number for row in rows) == sorted(one.number for one in facts)
    for line in budget(rows, school_year_of(ON), choices):
        assert choices.cap is None or line.cost <= choices.cap
        assert 0 <= line.net <= line.cost
        assert line.reused <= line.count


@given(FACTS)
def test_an_older_device_is_never_renewed_later(facts):
    if facts.acquired_on and facts.acquired_on.year > 2006:
        older = Facts(**{**{name: getattr(facts, name) for name in Facts.__slots__},
                         "acquired_on": facts.acquired_on - dt.timedelta(days=400)})  # fmt: skip
        assert due(older, ON, Choices()).year <= due(facts, ON, Choices()).year


def test_each_cause_moves_the_year_and_says_so():
    bought = dt.date(2023, 9, 1)
    base = Facts("V1", "fixe", bought, 6)
    assert due(base, ON, Choices()).year == 2029
    assert due(base, ON, Choices(extension=1)).year == 2030
    unsupported = due(Facts("V1", "fixe", bought, 6, supported_until=dt.date(2027, 10, 12)), ON, Choices())
    assert (unsupported.year, "le système n’est plus suivi après le 12/10/2027" in unsupported.reasons) == (2027, True)
    failing = due(Facts("V1", "fixe", bought, 6, failures=3), ON, Choices())
    assert (failing.year, "3 pannes en 24 mois : avancé d’un an" in failing.reasons) == (2028, True)
    covered = due(Facts("V1", "fixe", dt.date(2015, 1, 1), 6, warranty_until=dt.date(2028, 1, 1)), ON, Choices())
    assert (covered.year, "pas avant" in covered.reasons[-1]) == (2027, True)
    unknown = due(Facts("V1", "fixe", None, 6), ON, Choices())
    assert (unknown.year, "à vérifier" in unknown.reasons[0]) == (2026, True)


@pytest.fixture
def school(db):
    found = SchoolFactory.create(name="Les Badamiers", priority_education="REP")
    HeadcountFactory.create(school=found, pupils=200, classes=8)
    return found


def test_the_page_tells_years_reasons_equity_and_re_use(client, school):
    today = timezone.localdate()
    placed(school, acquired_on=today.replace(day=1), inventory_number="V1", reused=True)
    placed(school, acquired_on=dt.date(2015, 1, 1), inventory_number="V2")
    client.force_login(reader(Role.CITY_IT_HEAD, school.commune))
    page = client.get(reverse("equipment:renewal")).content.decode()
    assert "acheté le 01/01/2015" in page
    assert "soit 100" in page
    assert "REP" in page


def test_the_file_has_every_device_with_its_reasons_and_the_pdf_is_accessible(client, school):
    for rank in range(3):
        placed(school, inventory_number=f"V{rank}")
    client.force_login(reader(Role.CITY_IT_HEAD, school.commune))
    answer = client.get(reverse("equipment:renewal"), {"format": "xlsx"})
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(b"".join(answer.streaming_content))).get_sheet_by_index(0)
    assert [row[3] for row in sheet.to_python()] == ["Numéro", "V0", "V1", "V2"]
    document = client.get(reverse("equipment:renewal"), {"format": "pdf"}).content
    assert b"pdfuaid" in document
    assert "Les Badamiers" in pypdfium2.PdfDocument(document)[0].get_textpage().get_text_bounded()


def test_scenarios_are_saved_compared_and_removed(client, school):
    placed(school, acquired_on=dt.date(2015, 1, 1), inventory_number="V2")
    client.force_login(reader(Role.CITY_IT_HEAD, school.commune))
    words = {"name": "Prudent", "extension": 2, "failures": 2, "cap": "5000", "reused": 30, "subsidy": 50}
    client.post(reverse("equipment:add_scenario"), words)
    scenario = Scenario.objects.get()
    assert (scenario.cap, scenario.commune) == (Decimal(5000), school.commune)
    assert "Prudent" in client.get(reverse("equipment:scenarios")).content.decode()
    assert "prolongés de 2" in client.get(reverse("equipment:renewal"), {"scenario": scenario.pk}).content.decode()
    again = client.post(reverse("equipment:add_scenario"), words)
    assert "porte déjà ce nom" in again.content.decode()
    client.post(reverse("equipment:edit_scenario", args=[scenario.pk]), {**words, "extension": 1})
    scenario.refresh_from_db()
    assert scenario.extension == 1
    remove = reverse("equipment:remove_scenario", args=[scenario.pk])
    assert "Ses réglages se perdent" in client.get(remove).content.decode()
    assert type(scenario).objects.filter(pk=scenario.pk).exists()
    client.post(remove, {"sure": "oui"})
    assert not Scenario.objects.exists()


@pytest.mark.parametrize("count", [1, 3])
def test_the_plan_costs_the_same_whatever_it_lists(client, school, count, django_assert_num_queries):
    for rank in range(count):
        placed(school, inventory_number=f"V{rank}")
    client.force_login(reader(Role.CITY_IT_HEAD, school.commune))
    client.get(reverse("equipment:renewal"))
    with django_assert_num_queries(11):
        client.get(reverse("equipment:renewal"))


def test_two_communes_may_number_alike_and_each_device_keeps_its_school(client, school):
    there = SchoolFactory.create(
        name="Les Jamroses", commune=CommuneFactory.create(insee="97415", academy=school.commune.academy)
    )
    placed(school, acquired_on=dt.date(2015, 1, 1), inventory_number="V1")
    placed(there, acquired_on=dt.date(2015, 1, 1), inventory_number="V1")
    client.force_login(reader(Role.RECTOR, school.commune.academy))
    by_school = client.get(reverse("equipment:renewal")).context["by_school"]
    assert [(name, sum(years)) for name, _, years in by_school] == [("Les Badamiers", 1), ("Les Jamroses", 1)]


def test_the_commune_s_prices_are_those_of_the_plan(client, school):
    placed(school, acquired_on=dt.date(2015, 1, 1))
    client.force_login(reader(Role.CITY_IT_HEAD, school.commune))
    address = reverse("equipment:edit_prices")
    assert list(client.get(address).context["form"].fields) == ["fixe"]
    client.post(address, {"fixe": "1000"})
    made = client.get(reverse("equipment:renewal")).context["plan"]
    assert made.total == Decimal("910.00")  # a fifth of them re-used, at 55 % of the price
    client.post(address, {"fixe": ""})
    assert client.get(reverse("equipment:renewal")).context["plan"].total == Decimal("591.50")


def test_incidents_bring_renewal_forward_and_those_withdrawn_do_not(school):
    failing, spared = placed(school), placed(school)
    for rank, (asset, ending) in enumerate(((failing, ""), (failing, "confirmee"), (spared, ""), (spared, "retiree"))):
        words = {"nature": Nature.DEVICE, "desk": Desk.CITY, "routed_desk": Desk.CITY, "status": Status.NEW}
        if ending:
            words |= {"status": Status.CLOSED, "closed_at": timezone.now(), "ending": ending}
        Ticket.objects.create(ref=f"P{rank}", school=school, asset=asset, **words)
    rows = queries.devices(School.objects.all(), timezone.localdate())
    assert {row.facts.ref: row.facts.failures for row in rows} == {failing.pk: 2, spared.pk: 1}


def test_equity_sets_priority_education_beside_the_rest(school):
    placed(school)
    other = SchoolFactory.create(name="Les Jamroses")
    HeadcountFactory.create(school=other, pupils=100, classes=4)
    for _ in range(3):
        placed(other)
    found = queries.gap(queries.equity(School.objects.all()))
    assert (found.priority, found.elsewhere) == (0.5, 3.0)


def test_re_use_is_counted_in_devices_and_in_euros(school):
    today = timezone.localdate().replace(day=1)
    placed(school, acquired_on=today, reused=True, cost=Decimal(300))
    placed(school, acquired_on=today, cost=Decimal(700))
    found = queries.reuse(School.objects.all(), today)
    assert (found.share, found.spent_share) == (0.5, 0.3)


def test_the_budget_is_told_by_year_school_and_funding_with_who_pays(client, school):
    plan_2020 = Purchase.objects.create(commune=school.commune, programme="Plan de relance", invoice="F1")
    old = dt.date(2015, 1, 1)
    for number, purchase in (("V1", plan_2020), ("V2", plan_2020), ("V3", None)):
        placed(school, acquired_on=old, inventory_number=number, purchase=purchase)
    scenario = Scenario.objects.create(commune=school.commune, name="Aidé", reused=0, subsidy=40)
    client.force_login(reader(Role.CITY_IT_HEAD, school.commune))
    answer = client.get(reverse("equipment:renewal"), {"format": "xlsx", "scenario": scenario.pk})
    book = CalamineWorkbook.from_filelike(io.BytesIO(b"".join(answer.streaming_content)))
    assert book.sheet_names == ["Matériels", "Budget"]
    heads, *rows = book.get_sheet_by_name("Budget").to_python()
    assert heads[3:] == [
        "Financement d’origine", "Matériels", "Coût (€ TTC)", "Part subventionnée (€)", "Part de la Ville (€)"
    ]  # fmt: skip
    first = [row[1:2] + row[3:] for row in rows[:3]]
    assert first == [
        ["Les Badamiers", "Plan de relance", 2, 1300, 520, 780],
        ["Les Badamiers", "sans financement connu", 1, 650, 260, 390],
        ["Toutes les écoles", "tous", 3, 1950, 780, 1170],
    ]
    assert [row[1] for row in rows[3:]] == ["Toutes les écoles"] * (YEARS - 1)
    document = client.get(reverse("equipment:renewal"), {"format": "pdf", "scenario": scenario.pk}).content
    pages = pypdfium2.PdfDocument(document)
    told = " ".join(pages[rank].get_textpage().get_text_bounded() for rank in range(len(pages)))
    assert "Budget par école et par financement" in told
    assert "Plan de relance" in told
