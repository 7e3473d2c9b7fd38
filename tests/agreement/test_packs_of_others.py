"""Ten other agreements, each as a pack: what they say of dates, parties, amounts and debtors is data."""

import datetime as dt
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from lekol.agreement import actions
from lekol.agreement.management.commands.convention_check import Command as Check
from lekol.agreement.management.commands.convention_load import Command as Load
from lekol.agreement.management.commands.convention_status import Command as Status
from lekol.agreement.models import Agreement, Party, Stake
from lekol.agreement.queries import board
from lekol.agreement.rules.acts import ActFacts, in_force_on, missing
from lekol.agreement.rules.instances import instances_of
from lekol.agreement.rules.money import money_from
from lekol.agreement.rules.pack import Pack, read
from lekol.agreement.rules.spans import Span, debtors_on, debtors_over_time, horizons_with_term, party_span
from lekol.agreement.rules.term import Term, oppose_by

FOLDER = Path(__file__).parent / "packs_of_others"
FILES = sorted(FOLDER.glob("*.toml"))
SHEETS = Path(__file__).parents[2].parent / "shared" / "data" / "conventions"
D = dt.date
EACH = pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)


def named(start: str) -> Pack:
    return read(next(FOLDER.glob(f"{start}*.toml")).read_text(encoding="utf-8"))


def owing(pack: Pack, clause: str, day: dt.date) -> tuple[str, ...]:
    """Who owes a clause on a day."""
    row = next(row for row in pack.commitments if row.clause == clause)
    horizons = horizons_with_term(pack.horizons_when(pack.signed_on), pack.term_when(pack.signed_on))
    return debtors_on(debtors_over_time(row, horizons), day)


def members(pack: Pack) -> dict[str, Span]:
    rules = pack.data.get("membership", {})
    return {party.key: party_span(party, rules, pack.calendar) for party in pack.parties}


def due(pack: Pack, key: str, count: object = None, index: object = None) -> Decimal | None:
    """What an amount comes to for a period."""
    row = next(row for row in pack.data["amounts"] if row["key"] == key)
    return money_from(row).for_period(*(None if one is None else Decimal(str(one)) for one in (count, index)))


@pytest.mark.skipif(not SHEETS.is_dir(), reason="les fiches de conventions ne sont pas à côté du dépôt")
def test_every_fact_sheet_has_its_pack():
    assert {path.stem for path in SHEETS.glob("C*.json")} <= {path.stem.split("_")[0] for path in FILES}


def test_c00_four_years_from_the_end_of_february_and_a_debtor_who_succeeds_the_warranty():
    pack = named("C00")
    assert pack.term_when(D(2018, 2, 28)) == Term(D(2018, 2, 28), D(2022, 2, 27))
    assert pack.term_when(D(2020, 2, 29)).ends_on == D(2024, 2, 28)
    assert owing(pack, "2.1", D(2021, 8, 31)) == ("fournisseur",)
    assert owing(pack, "2.1", D(2021, 9, 1)) == ("ville",)
    act = pack.data["acts"][0]
    assert (act["transmitted_on"], act["published_on"]) == ("2017-12-19", "2017-12-20")
    assert (pack.data["notice"]["days"], pack.data["notice"]["from"]) == (15, "envoi")


def test_c01_a_party_bears_another_name_than_its_body_and_schools_are_an_annex():
    pack = named("C01")
    assert pack.parties[0].name == "Académie"
    assert pack.parties[0].entity.startswith("Direction des services départementaux")
    assert [party.key for party in pack.parties if not party.signing] == ["editeur"]
    annex = pack.data["annexes"][0]
    assert (annex["owner"], annex["place"], len(annex["schools"])) == (
        "academie",
        "secrétariat de la circonscription",
        3,
    )
    assert pack.term_when(pack.signed_on) == Term(D(2021, 8, 25), D(2024, 8, 24))
    assert [due(pack, "abonnement", count) for count in (200, 800)] == [Decimal("470.00"), Decimal("1500.00")]
    assert pack.data["documents"][0]["url"] == "https://eduscol.example.org/sdet"


def test_c02_an_instance_by_college_each_renewed_by_itself_under_a_parent():
    pack = named("C02_colleges")
    assert (pack.template, pack.parent) == (True, "college-connecte-cadre")
    flore, sources, mill = instances_of(pack)
    assert flore.term == Term(D(2015, 9, 7), D(2020, 9, 6))
    assert sources.term == Term(D(2016, 2, 29), D(2018, 2, 27))
    assert mill.term is None
    assert mill.missing == ["Délibération du conseil d’administration", "Postes du collège"]
    assert sources.missing == ["Postes du collège"]
    assert oppose_by(pack.term, D(2016, 9, 6), D(2016, 1, 1)) == D(2016, 6, 6)
    assert {party.key: party.body for party in pack.parties if party.body} == {
        "departement": "commission permanente", "college": "conseil d’administration",
    }  # fmt: skip
    assert owing(pack, "1.1", D(2016, 1, 1)) == ("academie", "departement")


def test_c03_a_call_for_projects_pays_half_and_the_warranty_decides_who_repairs():
    pack = named("C03")
    programme = pack.data["programmes"][0]
    assert (programme["funder"], programme["called_on"], programme["reference"]) == ("etat", "2015-11-06", "CN-38-0417")
    assert [party.key for party in pack.parties if party.signing] == ["departement", "college"]
    assert [due(pack, "subvention", cost) for cost in (300, 520)] == [Decimal("150.00"), Decimal("190.00")]
    assert [owing(pack, "2.1", day) for day in (D(2018, 9, 30), D(2018, 10, 1))] == [
        ("constructeur",),
        ("departement",),
    ]
    edelweiss, gentian = instances_of(pack)
    assert edelweiss.term == Term(D(2016, 11, 1), D(2019, 10, 31))
    assert [row.value for row in edelweiss.filled] == [D(2016, 9, 23), "CP-9-88", 96, 720]
    assert (gentian.term, len(gentian.missing)) == (None, 4)


def test_c05_nursery_and_elementary_schools_are_owed_different_things_and_the_programme_is_bounded():
    pack = named("C05")
    assert pack.term_when(pack.signed_on) == Term(D(2020, 1, 1), D(2023, 12, 31))
    kinds = {row.clause: row.school_kinds for row in pack.commitments if row.school_kinds}
    assert kinds == {"1.1": ("elementaire", "primaire"), "1.2": ("maternelle",)}
    assert next(row.since for row in pack.commitments if row.clause == "1.2") == D(2021, 1, 1)
    assert [party.level for party in pack.parties if party.key == "education"] == ["circonscription"]
    assert due(pack, "programme", 20) == Decimal("37010.00")
    assert due(pack, "programme", 20, 114.829) == Decimal("38490.40")
    assert [due(pack, "programme", count) for count in (2, 200)] == [Decimal("10000.00"), Decimal("90000.00")]


def test_c11_a_school_year_a_contest_and_an_archive_are_three_horizons():
    pack = named("C11")
    assert pack.horizons_when(None)["concours"].until == D(2017, 5, 24)
    assert pack.horizons_when(None)["archives"] == Span(D(2017, 8, 25), D(2018, 2, 24))
    school, college = instances_of(pack)
    assert (school.term, school.body, college.body) == (
        Term(D(2016, 8, 25), D(2017, 8, 24)), "", "conseil d’administration",
    )  # fmt: skip
    assert school.horizons["concours"] == Span(D(2016, 10, 3), D(2017, 5, 24))
    assert due(pack, "hebergement") == Decimal("0.00")
    natures = {row.clause: row.nature for row in pack.commitments}
    assert (natures["1.1"], natures["1.2"]) == ("moyens", "resultat")
    assert pack.data["documents"][0]["binding"] is True


def test_c13_members_come_and_go_alone_and_each_cost_has_its_key():
    pack = named("C13")
    assert pack.term_when(pack.signed_on) == Term(D(2013, 1, 1), D(2021, 12, 31))
    found = members(pack)
    assert (found["anse"], found["bourg"]) == (Span(D(2014, 2, 28)), Span(None, D(2017, 12, 31)))
    assert [owing(pack, "5.1", day) for day in (D(2014, 5, 31), D(2014, 6, 1))] == [("ville",), ("metropole",)]
    assert [due(pack, "frais", cost) for cost in (1_000_000, 9_000_000)] == [
        Decimal("620000.00"),
        Decimal("3200000.00"),
    ]
    assert due(pack, "poste", 10, 256.63) == Decimal("3436.40")
    goods = {row["title"]: row for row in pack.data["annexes"]}["Biens meubles et logiciels"]
    assert [(item["name"], item.get("owner", goods["owner"])) for item in goods["items"]] == [
        ("Baie de stockage", "ville"), ("Licences de messagerie", "metropole"),
    ]  # fmt: skip
    assert goods["items"][0]["value"] == 84250.9


def test_c14_three_dates_for_each_act_and_an_effect_after_the_last_transmission():
    pack = named("C14")
    agglomeration, commune = pack.data["acts"]
    days = ("decided_on", "transmitted_on", "received_on", "published_on")
    facts = [
        ActFacts("deliberation", **{day: D.fromisoformat(row[day]) for day in days if day in row})
        for row in (agglomeration, commune)
    ]
    assert in_force_on(facts[0]) == D(2018, 7, 20)
    assert [need.key for need in missing(facts[1])] == ["published"]
    assert pack.term_when(pack.signed_on) == Term(D(2018, 7, 25), None)
    assert members(pack)["commune"] == Span(None, D(2025, 12, 31))
    assert (due(pack, "forfait", 1812), due(pack, "mission")) == (Decimal("7610.40"), Decimal(250000))
    assert [row.get("currency", "EUR") for row in pack.data["amounts"]] == ["EUR", "XPF"]


def test_c17_a_core_and_options_chosen_instance_by_instance():
    pack = named("C17")
    phare, prisme = instances_of(pack)
    assert (phare.clauses(pack), prisme.clauses(pack)) == (["1.1", "2.1", "2.3"], ["1.1", "2.3"])
    assert (phare.term, prisme.term) == (
        Term(D(2023, 1, 31), D(2025, 7, 31)), Term(D(2023, 8, 31), D(2026, 2, 28)),
    )  # fmt: skip
    assert (phare.missing, prisme.missing) == ([], ["Immatriculation du cocontractant"])
    assert [due(pack, "formation", hours) for hours in (10, 1000)] == [Decimal("1187.50"), Decimal("9500.00")]


def test_c19_signing_opens_a_service_and_each_one_joins_or_leaves_alone():
    pack = named("C19")
    found = members(pack)
    assert (found["epci"], found["commune"]) == (Span(D(2021, 2, 28)), Span(None, D(2024, 12, 31)))
    assert pack.term_when(pack.signed_on) == Term(D(2020, 11, 9), D(2026, 8, 31))
    assert pack.horizons_when(pack.signed_on)["effacement"] == Span(D(2026, 9, 1), D(2026, 11, 30))
    assert pack.data["data_roles"][0]["controllers"] == ["education"]
    assert pack.data["opens"][0]["takes_effect"] == {"from": "signature", "days": 10, "counted": "ouvrables"}


FREE = {"title", "short_title", "name", "wording", "source", "condition", "subject", "label", "event", "function",
        "frequency", "missions", "procedure", "effect", "form", "place", "prior", "court", "owner", "text"}  # fmt: skip
SMUGGLED = re.compile(
    r"\b(?:19|20)\d\d\b|\d{1,2}/\d{1,2}/\d{2,4}|€|\beuros?\b|\bF CFP\b|\bCHF\b|https?:|www\.|\b\d{1,2}(?:er)? "
    r"(?:janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre)\b",
    re.IGNORECASE,
)


def free_words(value: Any, key: str = "") -> Iterator[str]:
    """Every text of a pack that a person writes freely."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from free_words(inner, name)
    elif isinstance(value, (list, tuple)):
        for inner in value:
            yield from free_words(inner, key)
    elif isinstance(value, str) and key in FREE:
        yield value


@EACH
def test_no_free_text_holds_a_date_an_amount_or_a_link(path):
    pack = read(path.read_text(encoding="utf-8"))
    texts = [pack.title, pack.short_title, *free_words(pack.data)]
    texts += [words for row in pack.commitments for words in (row.title, row.wording, row.condition, row.source)]
    texts += [words for row in pack.articles for words in (row.title, row.wording)]
    assert len(texts) > 8
    assert [words for words in texts if SMUGGLED.search(words)] == []


def test_a_smuggled_date_amount_or_link_would_be_seen():
    for words in ("le 3 février", "avant 2027", "12/03/2026", "1 500 €", "voir https://exemple.fr"):
        assert SMUGGLED.search(words), words


@EACH
def test_the_console_checks_each_of_them(path, capsys):
    Check().run_from_argv(["lekol", "convention_check", str(path)])
    assert "rien à redire." in capsys.readouterr().out


def loaded() -> dict[str, Agreement]:
    """Each pack as rows, the parent first."""
    paths = sorted(FILES, key=lambda path: ("_mere" not in path.stem, path.stem))
    return {path.stem: actions.load(text=path.read_text(encoding="utf-8"))[0] for path in paths}


@pytest.mark.django_db
def test_the_console_loads_each_of_them_and_tells_where_it_stands(capsys):
    for path in sorted(FILES, key=lambda path: "_mere" not in path.stem):
        Load().run_from_argv(["lekol", "convention_load", str(path)])
        slug = read(path.read_text(encoding="utf-8")).slug
        Status().run_from_argv(["lekol", "convention_status", "--slug", slug])
        assert "engagement" in capsys.readouterr().out


@pytest.mark.django_db
def test_what_is_loaded_is_kept():
    found = loaded()
    for path in FILES:
        pack = read(path.read_text(encoding="utf-8"))
        kept = found[path.stem]
        assert {key: kept.data[key] for key in pack.data if key != "amendments"} == {
            key: value for key, value in pack.data.items() if key != "amendments"
        }
        term = pack.term_when(pack.signed_on)
        assert (kept.starts_on, kept.ends_on) == ((term.starts_on, term.ends_on) if term else (None, None))
        assert {row.key: Span(row.since, row.until) for row in kept.parties.all()} == members(pack)


@pytest.mark.django_db
def test_an_instance_of_a_parent_and_the_schools_of_an_annex_are_linked():
    found = loaded()
    assert found["C02_colleges"].parent == found["C02_mere"]
    assert list(found["C02_mere"].children.all()) == [found["C02_colleges"]]
    assert found["C01_maquis"].school_codes == ["0060991V", "0060992W", "0060993X"]


@pytest.mark.django_db
def test_one_that_has_no_end_stays_in_force_and_a_template_never_is():
    found = loaded()
    day = D(2099, 1, 1)
    assert set(Agreement.objects.in_force_on(day)) == {found["C02_mere"], found["C14_service_commun"]}


@pytest.mark.django_db
def test_the_board_of_a_day_shows_who_owes_that_day():
    found = loaded()["C13_direction_commune"]
    shown = {
        day: {
            line.commitment.clause: [party.key for party in line.debtors]
            for line in board(found, found.scope, day).lines
        }
        for day in (D(2013, 6, 1), D(2015, 1, 1), D(2018, 1, 1))
    }
    assert [shown[day]["5.1"] for day in shown] == [["ville"], ["metropole"], ["metropole"]]
    assert [shown[day]["7.1"] for day in shown] == [["ville", "bourg"], ["ville", "anse", "bourg"], ["ville", "anse"]]


@pytest.mark.django_db
def test_a_promise_leaves_the_board_with_its_horizon_and_an_option_nobody_kept_is_not_on_it():
    found = loaded()
    blog, core = found["C11_blog"], found["C17_cooperation"]
    clauses = [{line.commitment.clause for line in board(blog, blog.scope, day).lines}
               for day in (D(2017, 5, 24), D(2017, 5, 25))]  # fmt: skip
    assert clauses == [{"1.1", "1.2", "1.3"}, {"1.2", "1.3"}]
    lines = board(core, core.scope, D(2024, 1, 1)).lines
    assert [line.commitment.clause for line in lines] == ["1.1", "2.1", "2.3"]


@pytest.mark.django_db
def test_loading_again_with_a_word_changed_keeps_parties_and_rebuilds_their_days():
    path = FOLDER / "C13_direction_commune.toml"
    before, _ = actions.load(text=path.read_text(encoding="utf-8"))
    ids = dict(Party.objects.values_list("key", "pk"))
    text = path.read_text(encoding="utf-8").replace("asked_to_leave_on = 2016-03-10", "asked_to_leave_on = 2017-03-10")
    after, written = actions.load(text=text)
    assert (written, after.pk, dict(Party.objects.values_list("key", "pk"))) == (True, before.pk, ids)
    assert Party.objects.get(key="bourg").until == D(2018, 12, 31)
    assert set(Stake.objects.filter(party__key="bourg").values_list("until", flat=True)) == {D(2018, 12, 31)}
