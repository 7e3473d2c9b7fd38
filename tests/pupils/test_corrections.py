"""A disagreement is read with a reason, its correction asked, answered, followed, counted; then kept no longer."""

import csv
import datetime as dt
import io

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from lekol.directory.choices import Role
from lekol.journal.models import Entry as JournalEntry
from lekol.pact import processings
from lekol.pact.measures import announced
from lekol.pact.opening import Calendar, Span
from lekol.pact.schooldays import school_days_after
from lekol.pact.scopes import Level, Scope
from lekol.pupils import actions
from lekol.pupils.choices import Cause, Kind, Standing, State, Verdict
from lekol.pupils.models import Correction, Discrepancy, Objection, Pair, Software
from lekol.pupils.queries import exporting
from lekol.pupils.rules.discrepancies import age_class, compulsory, differences
from lekol.pupils.rules.outcome import EntryFound, Found, GapFound, PairFound
from tests.directory.factories import CommuneFactory, SchoolFactory, reader
from tests.pupils.conftest import reading

pytestmark = pytest.mark.django_db
IDENTITY = {
    "etat": {"name": "TÉVANÉ", "first": "Lou", "born": "14/03/2019", "sex": "F", "ine": "123456789AB", "grade": "CE1"},
    "ville": {"name": "TEVANE", "first": "Lou", "born": "15/03/2019", "sex": "F"},
}


@pytest.fixture
def head(school):
    return reader(Role.SCHOOL_HEAD, school)


@pytest.fixture
def office(school):
    return reader(Role.ACADEMY_IT_HEAD, school.commune.academy)


def gap_in(school, **words):
    """Lou’s date of birth, which the State is presumed to know better."""
    told = {
        "kind": Kind.FIELD, "field": "naissance", "state_reference": "E1", "city_reference": "V1", "owner": "ville",
        "presumed": "etat", "state_value": "14/03/2019", "city_value": "15/03/2019", "identity": IDENTITY,
    }  # fmt: skip
    return Discrepancy.objects.create(commune=school.commune, school=school, **{**told, **words})


@pytest.mark.parametrize(
    ("state", "city", "fields"),
    [
        ({"nom": "HOARAU", "prenom": "Maël"}, {"nom": "Hoarau", "prenom": "MAEL"}, []),
        ({"naissance": "2019-03-14"}, {"naissance": "14/03/2019"}, []),
        ({"naissance": "2019-03-14"}, {"naissance": "15/03/2019"}, ["naissance"]),
        ({"naissance": "2019-03-14"}, {"naissance": ""}, ["naissance"]),
        ({"lieu_naissance": "Saint-Denis"}, {"lieu_naissance": ""}, []),
        ({"nom": "HOARAU", "nom_usage": "VITRY"}, {"nom": "VITRY", "nom_usage": ""}, ["nom"]),
        ({"niveau": "CE1"}, {"niveau": "Cours élémentaire CE1 B"}, []),
        ({"niveau": "CE1"}, {"niveau": "classe bleue"}, []),
        ({"sexe": "H"}, {"sexe": "M"}, []),
        ({"ecole": "9740001H"}, {"ecole": "9740045F"}, ["ecole"]),
    ],
)
def test_two_entries_disagree_only_on_what_matters(state, city, fields):
    assert [row.field for row in differences(state, city)] == fields


@pytest.mark.parametrize(
    ("born", "day", "owed"),
    [
        (20231231, dt.date(2026, 11, 1), True),
        (20240101, dt.date(2026, 11, 1), False),
        (20101102, dt.date(2026, 11, 1), True),
        (20101101, dt.date(2026, 11, 1), False),
        (0, dt.date(2026, 11, 1), False),
    ],
)
def test_instruction_is_owed_from_the_year_of_three_to_the_day_of_sixteen(born, day, owed):
    assert compulsory(born, day) is owed


def test_days_of_school_skip_holidays_and_week_ends():
    calendar = Calendar(breaks=(Span(dt.date(2026, 12, 18), dt.date(2027, 1, 24)),))
    assert school_days_after(dt.date(2026, 12, 16), 2, calendar) == dt.date(2027, 1, 25)


def test_a_child_is_shown_only_once_a_reason_is_given_and_the_journal_names_nobody(client, school, clerk):
    gap = gap_in(school)
    client.force_login(clerk)
    asked = client.get(gap.get_absolute_url()).content.decode()
    assert "Pourquoi lisez-vous ces fiches" in asked
    assert "TÉVANÉ" not in asked
    reading(client, clerk, "demande")
    assert "TÉVANÉ" in client.get(gap.get_absolute_url()).content.decode()
    told = JournalEntry.objects.about(gap).get(verb="pupils.read")
    assert "Répondre à un responsable légal" in told.summary
    assert "TÉVANÉ" not in told.summary


def test_the_city_never_sees_the_national_number_and_the_state_asks_for_it(client, school, clerk, head):
    gap = gap_in(school)
    reading(client, clerk)
    assert "9AB" not in client.get(gap.get_absolute_url()).content.decode()
    assert client.post(reverse("pupils:reveal_gap", args=[gap.ref])).status_code == 403
    reading(client, head)
    masked = client.get(gap.get_absolute_url()).content.decode()
    assert "•••••••9AB" in masked
    assert "123456789AB" not in masked
    assert "123456789AB" in client.post(reverse("pupils:reveal_gap", args=[gap.ref])).content.decode()
    assert JournalEntry.objects.about(gap).filter(verb="pupils.revealed").count() == 1


def test_a_reason_opens_the_reading_it_is_for_and_no_other(client, school, clerk):
    gap = gap_in(school)
    client.force_login(clerk)
    asked = {"lecture": "paires", "motif": "verification", "suite": "/"}
    client.post(reverse("pupils:reason"), asked)
    assert "TÉVANÉ" not in client.get(gap.get_absolute_url()).content.decode()
    assert (
        client.post(reverse("pupils:reason"), asked | {"lecture": "ecarts"}).status_code == 200
    )  # refused, asked again
    client.post(reverse("pupils:reason"), asked | {"lecture": "ecarts", "motif": "correction"})
    assert "TÉVANÉ" in client.get(gap.get_absolute_url()).content.decode()


def test_the_address_that_showed_a_number_shows_nothing_when_it_is_opened_again(client, school, head):
    gap = gap_in(school)
    reading(client, head)
    assert client.get(reverse("pupils:reveal_gap", args=[gap.ref])).url == gap.get_absolute_url()
    assert not JournalEntry.objects.about(gap).filter(verb="pupils.revealed").exists()


def test_masked_numbers_of_a_pair_are_shown_on_demand_and_journaled(client, school, clerk):
    cells = [{"titre": "Téléphone", "champ": "g1_phone", "etat": "0692 •• •• 17", "ville": "", "memes": False}]
    hidden = {"g1_phone": {"etat": "0692123417", "ville": ""}, "ine": {"etat": "123456789AB", "ville": ""}}
    pair = Pair.objects.create(
        commune=school.commune, school=school, state_reference="E1", city_reference="V1", probability=0.5,
        verdict=Verdict.REVIEW, cells=cells, hidden=hidden,
    )  # fmt: skip
    reading(client, clerk)
    assert "0692 12 34 17" not in client.get(pair.get_absolute_url()).content.decode()
    shown = client.post(reverse("pupils:reveal", args=[pair.pk]), {"champ": "g1_phone"})
    assert "0692 12 34 17" in shown.content.decode()
    assert client.post(reverse("pupils:reveal", args=[pair.pk]), {"champ": "ine"}).status_code == 403
    assert JournalEntry.objects.about(pair).filter(verb="pupils.revealed").count() == 1


def test_a_correction_is_asked_accepted_done_then_seen_by_a_comparison(client, school, clerk, head):
    gap = gap_in(school)
    reading(client, head)
    client.post(reverse("pupils:ask", args=[gap.ref]))
    asked = gap.corrections.get()
    assert asked.due_on > timezone.localdate() + dt.timedelta(days=10)
    assert client.post(reverse("pupils:accept", args=[gap.ref])).status_code == 403
    reading(client, clerk)
    client.post(reverse("pupils:accept", args=[gap.ref]))
    client.post(reverse("pupils:done", args=[gap.ref]))
    gap.refresh_from_db()
    assert (gap.state, gap.corrections.executed().count()) == (State.DONE, 1)


def test_a_refusal_says_why_and_does_not_come_back_while_nothing_changes(client, school, clerk, head):
    gap = gap_in(school)
    actions.ask(gap=gap, by=head.person)
    reading(client, clerk)
    assert "obligatoire" in client.post(reverse("pupils:refuse", args=[gap.ref]), {"reason": ""}).content.decode()
    client.post(reverse("pupils:refuse", args=[gap.ref]), {"reason": "L’acte de naissance dit le 15."})
    seen = GapFound(
        Kind.FIELD, "naissance", "E1", "V1", "ville", "etat", school=school.pk, state_value="14/03/2019",
        city_value="15/03/2019", identity=IDENTITY,
    )  # fmt: skip
    actions.record(commune=school.commune, found=Found(1, 1, [], [], [], [seen]))
    gap.refresh_from_db()
    assert (gap.state, gap.corrections.get().reason) == (State.REFUSED, "L’acte de naissance dit le 15.")
    client.post(reverse("pupils:reopen", args=[gap.ref]))
    gap.refresh_from_db()
    assert (gap.state, gap.corrections.get().answer) == (State.ASKED, "")


def test_an_acceptance_taken_back_does_not_lose_who_asked_nor_the_day_it_is_due(school, clerk, head):
    gap = gap_in(school)
    asked = actions.ask(gap=gap, by=head.person)
    actions.accept(gap=gap, by=clerk.person)
    actions.declare_done(gap=gap, by=clerk.person)
    assert actions.reopen(gap=gap, by=clerk.person).state == State.ASKED
    assert list(gap.corrections.values_list("pk", "asked_by", "due_on", "answer", "done_at")) == [
        (asked.pk, head.person.pk, asked.due_on, "", None)
    ]  # fmt: skip
    with pytest.raises(ValidationError, match="rien à reprendre"):
        actions.reopen(gap=gap, by=clerk.person)


def test_a_refusal_is_contested_by_who_asked_and_stays_in_the_file(client, school, clerk, head):
    gap = gap_in(school)
    actions.ask(gap=gap, by=head.person)
    actions.refuse(gap=gap, by=clerk.person, reason="L’acte dit le 15.")
    reading(client, head)
    assert "Redemander la correction" in client.get(gap.get_absolute_url()).content.decode()
    client.post(reverse("pupils:reopen", args=[gap.ref]))
    gap.refresh_from_db()
    assert (gap.state, list(gap.corrections.order_by("pk").values_list("answer", flat=True))) == (
        State.ASKED, ["refuse", ""],
    )  # fmt: skip
    with pytest.raises(ValidationError, match="rien à redemander"):
        actions.ask_again(gap=gap, by=head.person)


def test_a_request_whose_disagreement_goes_by_itself_stays_in_the_file_and_in_the_month(client, school, clerk, head):
    gap = gap_in(school)
    actions.ask(gap=gap, by=head.person)
    entries = [
        EntryFound(side, name, school.pk, "CP", Standing.LINKED) for side, name in (("etat", "E1"), ("ville", "V1"))
    ]
    actions.record(commune=school.commune, found=Found(1, 1, [], [], entries, []))
    assert not Correction.objects.waiting().exists()
    reading(client, clerk)
    assert "Sans objet, l’écart a disparu." in client.get(gap.get_absolute_url()).content.decode()
    found = client.get(reverse("pupils:report", args=[school.uai])).context["found"]
    assert dict(found["corrections"])["Demandées"] == 1
    actions.record(commune=school.commune, found=Found(1, 1, [], [], entries, [
        GapFound("champ", "naissance", "E1", "V1", "ville", "etat", school=school.pk)]))  # fmt: skip
    assert actions.ask(gap=Discrepancy.objects.get(), by=head.person).answer == ""


def test_every_correction_of_a_school_is_asked_at_once(client, school, head, django_assert_max_num_queries):
    for rank in range(3):
        gap_in(school, state_reference=f"E{rank}")
    client.force_login(head)
    with django_assert_max_num_queries(22):
        client.post(reverse("pupils:ask_all", args=[school.uai]), {"base": "ville"})
    assert Correction.objects.waiting().count() == 3


def test_corrections_of_ones_own_base_are_taken_and_not_asked_of_oneself(client, school, clerk):
    """The City’s clerk accepts at once what the City corrects, and asks the State for the rest."""
    one, other, theirs = (gap_in(school, state_reference=f"E{rank}") for rank in range(3))
    Discrepancy.objects.filter(pk=theirs.pk).update(owner="etat", presumed="ville")
    reading(client, clerk)
    shown = client.get(one.get_absolute_url())
    assert (shown.context["may"]["take"], shown.context["may"]["ask"]) == (True, False)
    client.post(reverse("pupils:ask", args=[one.ref]))
    for side in ("ville", "etat"):
        client.post(reverse("pupils:ask_all", args=[school.uai]), {"base": side})
    states = dict(Discrepancy.objects.values_list("pk", "state"))
    assert states == {one.pk: State.ACCEPTED, other.pk: State.ACCEPTED, theirs.pk: State.ASKED}
    assert set(Correction.objects.executed() | Correction.objects.waiting()) == set(theirs.corrections.all())
    assert JournalEntry.objects.about(other).filter(verb="pupils.correction_accepted").count() == 1


def test_the_corrections_of_a_list_are_asked_as_its_filters_narrow_them(client, school, clerk, head):
    other = SchoolFactory.create(commune=school.commune)
    born, name = gap_in(school), gap_in(school, field="nom", state_reference="E2", kind=Kind.TWICE)
    far = gap_in(other, state_reference="E3")
    page = reverse("pupils:ask_listed")
    client.force_login(head)
    client.post(page, {"base": "ville"}, QUERY_STRING="nature=champ")
    assert dict(Discrepancy.objects.values_list("pk", "state")) == {
        born.pk: State.ASKED, name.pk: State.OPEN, far.pk: State.OPEN,
    }  # fmt: skip
    client.force_login(clerk)
    assert client.get(reverse("pupils:discrepancies")).context["to_ask"] == [("ville", 2, True)]
    client.post(page, {"base": "ville"})
    assert set(Discrepancy.objects.filter(state=State.ACCEPTED)) == {name, far}
    client.force_login(reader(Role.MAYOR, school.commune))
    assert client.post(page, {"base": "ville"}).status_code == 403


def test_after_an_answer_the_next_correction_that_waits_is_one_link_away(client, school, clerk, head):
    one, two = (gap_in(school, state_reference=f"E{rank}") for rank in range(2))
    for row in (one, two):
        actions.ask(gap=row, by=head.person)
    reading(client, clerk)
    assert client.get(reverse("pupils:index")).context["to_answer"] == 2
    shown = client.post(reverse("pupils:accept", args=[one.ref]), follow=True)
    assert shown.context["following"] == two
    reading(client, head)
    assert client.get(one.get_absolute_url()).context["following"] is None


def test_a_link_denied_is_undone_and_its_disagreements_close(client, school, clerk):
    pair = Pair.objects.create(
        commune=school.commune, school=school, state_reference="E1", city_reference="V1", probability=0.99,
        verdict=Verdict.ENGINE,
    )  # fmt: skip
    gap = gap_in(school)
    client.force_login(clerk)
    client.post(reverse("pupils:part", args=[gap.ref]))
    pair.refresh_from_db()
    gap.refresh_from_db()
    assert (pair.verdict, gap.state) == (Verdict.APART, State.GONE)
    assert actions.undo(pair=pair, by=clerk.person).verdict == Verdict.ENGINE


def test_a_decision_of_same_child_opens_what_the_two_entries_disagree_on(school, clerk):
    cells = [
        {"titre": "Nom", "champ": "name", "etat": "TÉVANÉ VITRIN", "ville": "TEVANE", "memes": False},
        {"titre": "Naissance", "champ": "born", "etat": "14/03/2019", "ville": "14/03/2019", "memes": True},
    ]
    pair = Pair.objects.create(
        commune=school.commune, school=school, state_reference="E1", city_reference="V1", probability=0.7,
        verdict=Verdict.REVIEW, cells=cells,
    )  # fmt: skip
    actions.decide(pair=pair, same=True, by=clerk.person)
    gap = Discrepancy.objects.get()
    assert (gap.field, gap.owner, gap.identity["ville"]["name"]) == ("nom", "ville", "TEVANE")
    actions.undo(pair=pair, by=clerk.person)
    assert not Discrepancy.objects.open().exists()


def rows_of(answer):
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text), delimiter=";"))


def test_corrections_leave_in_the_layout_of_onde_or_in_the_columns_of_the_software(client, school, clerk, head):
    Software.objects.create(
        commune=school.commune, side="ville", name="X", mapping={"id": "REF", "name": "NOM ENFANT", "born": "NE LE"}
    )
    theirs = gap_in(
        school, owner="etat", presumed="ville", field="nom", state_value="TÉVANÉ", city_value="TEVANE VITRY"
    )
    for gap, who in ((gap_in(school), clerk), (theirs, head)):
        actions.ask(gap=gap, by=who.person)
        actions.accept(gap=gap, by=who.person)
    reading(client, clerk)
    heads, row = rows_of(client.get(reverse("pupils:corrections_file", args=["ville"])))
    assert heads == ["REF", "NOM ENFANT", "NE LE", "À corriger"]
    assert row == ["V1", "TEVANE", "14/03/2019", "Date de naissance : 14/03/2019 au lieu de 15/03/2019"]
    assert client.get(reverse("pupils:corrections_file", args=["etat"])).status_code == 403
    reading(client, head)
    heads, row = rows_of(client.get(reverse("pupils:corrections_file", args=["etat"])))
    assert (len(heads), heads[0], heads[14]) == (23, "Nom élève", " Cycle")
    assert (row[0], row[5]) == ("TEVANE VITRY", "123456789AB")
    assert JournalEntry.objects.about(theirs).filter(verb="pupils.read").exists()


@pytest.mark.parametrize(
    ("kind", "side", "words"),
    [
        (Kind.ONLY_CITY, "etat", "inscrit par la Ville, à admettre ou à dire scolarisé ailleurs"),
        (Kind.ONLY_CITY, "ville", "l’État ne le connaît plus, à radier s’il est parti"),
        (Kind.ONLY_STATE, "ville", "admis par l’école, à inscrire"),
        (Kind.ONLY_STATE, "etat", "la Ville ne le connaît plus, à radier s’il est parti"),
    ],
)
def test_a_child_that_one_base_only_knows_leaves_with_a_name_and_what_to_do(school, kind, side, words):
    known = "ville" if kind == Kind.ONLY_CITY else "etat"
    identity = {known: {"name": "TÉVANÉ", "first": "Lou", "ine": "123456789AB"}}
    gap = gap_in(school, kind=kind, field="inscription", owner=side, presumed="", identity=identity)
    (row,) = exporting.rows(side, [gap], None)
    assert {"TÉVANÉ", "Lou"} <= set(row)
    assert row[-1] == (f"{school.name} ({school.uai}). {words}" if side == "etat" else words)
    assert ("123456789AB" in row) == (side == known == "etat")


@pytest.mark.parametrize(("header", "written"), [("Code UAI", "uai"), ("Libellé école", "name")])
def test_a_school_leaves_as_the_software_writes_it(school, header, written):
    other = SchoolFactory.create(commune=school.commune)
    software = Software(commune=school.commune, side="ville", mapping={"id": "REF", "school": header})
    identity = {"ville": {"school": other.name}}
    moved = gap_in(school, kind=Kind.SCHOOL, field="ecole", state_value=school.name, city_value=other.name,
                   identity=identity)  # fmt: skip
    born = gap_in(school, city_reference="V2", identity=identity)
    told = [row[1] for row in exporting.rows("ville", [moved, born], software)]
    assert told == [getattr(school, written), getattr(other, written)]


def test_corrections_of_children_without_a_school_leave_too(client, school, clerk):
    gap = gap_in(school)
    Discrepancy.objects.update(school=None)
    actions.ask(gap=gap, by=clerk.person)
    actions.accept(gap=gap, by=clerk.person)
    reading(client, clerk)
    assert len(rows_of(client.get(reverse("pupils:corrections_file", args=["ville"])))) == 2


def test_the_list_of_children_to_school_is_for_the_mayor_alone(client, school, clerk, head):
    mayor = reader(Role.MAYOR, school.commune)
    gap_in(school, kind=Kind.ONLY_CITY, field="inscription", state_reference="", cause=Cause.NEVER, compulsory=True)
    page = reverse("pupils:schooling")
    for other in (clerk, head):
        reading(client, other)
        assert client.get(page).status_code == 403
    reading(client, mayor)
    assert "TEVANE" in client.get(page).content.decode()
    read = JournalEntry.objects.filter(verb="pupils.read", actor_ref=mayor.person.ref)
    assert read.count() == 1
    client.get(page, {"format": "csv"})
    assert read.filter(summary__contains="1 enfant) : Veiller à l’obligation d’instruction").count() == 1


def test_a_delegate_sees_who_read_the_children_of_the_territory_and_no_others(client, school, clerk):
    other = CommuneFactory.create(insee="97415", name="Saint-Paul", academy=school.commune.academy)
    gap, elsewhere = gap_in(school), SchoolFactory.create(commune=other)
    reading(client, clerk, "demande")
    client.get(gap.get_absolute_url())
    stranger = reader(Role.EDUCATION_HEAD, elsewhere.commune)
    reading(client, stranger)
    client.get(gap_in(elsewhere).get_absolute_url())
    page = reverse("pupils:readings")
    assert client.get(page).status_code == 403
    client.force_login(reader(Role.CITY_DPO, school.commune))
    (row,) = client.get(page).context["page"].rows
    assert (row.actor_name, row.summary) == (
        str(clerk.person), f"Fiches consultées ({gap}) : Répondre à un responsable légal.",
    )  # fmt: skip
    assert client.get(page, {"acte": "montré"}).context["count"] == 0
    assert client.get(page, {"mots": gap.ref.lower()}).context["count"] == 1
    client.force_login(reader(Role.ACADEMY_DPO, school.commune.academy))
    assert client.get(page).context["count"] == 2


def test_a_child_already_read_and_taken_in_a_file_is_written_both_times(client, school, clerk):
    gap = gap_in(school, state=State.ACCEPTED)
    reading(client, clerk)
    client.get(gap.get_absolute_url())
    for _ in range(2):
        client.get(reverse("pupils:corrections_file", args=["ville"]))
    told = JournalEntry.objects.about(gap).filter(verb="pupils.read").values_list("summary", flat=True)
    assert sorted(summary.split(" (")[0] for summary in told) == ["Fiches consultées", "Fiches prises en fichier"]


def test_an_objection_upheld_erases_what_is_kept_and_keeps_the_child_out(client, school, clerk):
    delegate = reader(Role.CITY_DPO, school.commune)
    gap_in(school)
    client.force_login(delegate)
    words = {
        "commune": school.commune.pk,
        "side": "ville",
        "reference": "V1",
        "received_on": "2026-11-20",
        "grounds": "x",
    }
    client.post(reverse("pupils:add_objection"), words)
    found = Objection.objects.get()
    client.post(reverse("pupils:settle_objection", args=[found.ref]), {"upheld": "oui", "answer": "Accueillie."})
    assert Discrepancy.objects.count() == 0
    client.force_login(clerk)
    assert client.get(reverse("pupils:objections")).status_code == 403


def test_an_objection_keeps_no_national_number(client, school):
    delegate = reader(Role.ACADEMY_DPO, school.commune.academy)
    client.force_login(delegate)
    words = {"commune": school.commune.pk, "side": "etat", "reference": "123456789AB", "received_on": "2026-11-20",
             "grounds": "x"}  # fmt: skip
    shown = client.post(reverse("pupils:add_objection"), words, follow=True).content.decode()
    assert "123456789AB" not in Objection.objects.get().reference
    assert "Aucune fiche de la dernière comparaison ne porte cette référence" in shown


def test_a_known_reference_is_opposed_without_a_warning(client, school):
    entry = EntryFound("ville", "V1", school.pk, "CP", Standing.ALONE)
    actions.record(commune=school.commune, found=Found(0, 1, [], [], [entry], []))
    client.force_login(reader(Role.CITY_DPO, school.commune))
    words = {"commune": school.commune.pk, "side": "ville", "reference": "V1", "received_on": "2026-11-20",
             "grounds": "x"}  # fmt: skip
    shown = client.post(reverse("pupils:add_objection"), words, follow=True).content.decode()
    assert "Opposition enregistrée." in shown
    assert "Aucune fiche" not in shown


def test_what_is_kept_past_its_term_is_counted_by_the_register_and_erased(school):
    today = timezone.localdate()
    old = today - dt.timedelta(days=31)
    gap_in(school, state=State.GONE, closed_on=old)
    gap_in(school, state_reference="E2", last_seen_on=today - dt.timedelta(days=61))
    told = processings.announced()["pupils.comparison"]
    assert told.overdue(today) == told.purge(today) == 2
    left = Discrepancy.objects.values_list("identity", "state_value", "closed_on")
    assert sorted(left, key=lambda row: row[2]) == [({}, "", old), ({}, "", today)]
    assert told.purge(today) == 0


def test_the_month_of_a_school_is_a_page_a_pdf_and_a_table_that_name_nobody(client, school, clerk):
    gap_in(school)
    client.force_login(clerk)
    page = reverse("pupils:report", args=[school.uai])
    shown = client.get(page).content.decode()
    assert "1 écart ouvert" in shown
    assert "TÉVANÉ" not in shown
    assert client.get(f"{page}?format=pdf").content.startswith(b"%PDF")
    assert ["Date de naissance", "ouverts", "1"] in rows_of(client.get(f"{page}?format=csv"))
    assert client.get(f"{page}?mois=2020-01").context["found"]["open"] == 0


def test_the_month_of_a_school_says_once_how_many_are_unknown_to_a_base(client, school, clerk):
    """Two children alone in the City’s base, one of whom it says gone: one disagreement, said the same everywhere."""
    alone = [EntryFound("ville", f"V{rank}", school.pk, "CP", Standing.ALONE) for rank in (1, 2)]
    gap = GapFound("seul_ville", "inscription", "", "V1", "etat", school=school.pk, cause=Cause.NEVER)
    actions.record(commune=school.commune, found=Found(0, 2, [], [], alone, [gap]))
    client.force_login(clerk)
    page = reverse("pupils:report", args=[school.uai])
    found = client.get(page).context["found"]
    table = {title: still for title, _, _, still in found["kinds"]}
    pupils = dict(found["pupils"].lines)
    assert table["Inconnu de l’État"] == pupils["Inconnus de l’État"] == 1
    assert pupils["Base de la Ville"] == pupils["Inconnus de l’État"] + pupils["Seuls, rien à corriger"] == 2
    assert ["Élèves", "Inconnus de l’État", "1"] in rows_of(client.get(f"{page}?format=csv"))


def test_the_present_month_of_a_school_follows_what_people_decide(client, school, clerk):
    entries = [
        EntryFound("etat", "E1", school.pk, "CP", "a_verifier"),
        EntryFound("ville", "V1", school.pk, "CP", "a_verifier"),
    ]
    doubt = PairFound(
        "E1", "V1", 0.8, True, False, school.pk, [{"champ": "name", "etat": "A", "ville": "A", "memes": True}]
    )
    actions.record(commune=school.commune, found=Found(1, 1, [], [doubt], entries, []))
    actions.decide(pair=Pair.objects.get(), same=True, by=clerk.person)
    client.force_login(clerk)
    pupils = dict(client.get(reverse("pupils:report", args=[school.uai])).context["found"]["pupils"].lines)
    assert (pupils["Accordés"], pupils["À vérifier"]) == (1, 0)


def test_measures_count_ages_and_corrections_and_their_lists_hold_the_rest(client, school, clerk):
    today = timezone.localdate()
    gap_in(school)
    late = gap_in(school, state_reference="E2", first_seen_on=today - dt.timedelta(days=40))
    actions.ask(gap=late, by=clerk.person)
    actions.accept(gap=late, by=clerk.person)
    scope = Scope(Level.COMMUNE, school.commune.insee)
    read = {
        key: [(row.due, row.met) for row in announced()[key].read(scope, today)]
        for key in announced()
        if "pupils." in key
    }
    assert read["pupils.discrepancies_recent"] == [(2, 1)]
    assert read["pupils.corrections_executed"] == [(1, 0)]
    gone = gap_in(school, state_reference="E3")
    actions.take(gap=gone, by=clerk.person)
    Discrepancy.objects.filter(pk=gone.pk).update(state=State.GONE, closed_on=today)
    assert [(row.due, row.met) for row in announced()["pupils.corrections_executed"].read(scope, today)] == [(1, 0)]
    client.force_login(clerk)
    for name in ("old_discrepancies", "not_executed"):
        assert client.get(reverse(f"pupils:{name}")).context["count"] == 1
    row = client.get(reverse("pupils:ages")).context["page"].rows[0]
    assert (row.open_gaps, row.age_0, row.age_2) == (2, 1, 1)
    assert age_class(40) == "30 à 90 jours"


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_disagreements_costs_the_same_whatever_its_length(
    client, school, clerk, count, django_assert_max_num_queries
):
    for rank in range(count):
        gap_in(school, state_reference=f"E{rank}")
    client.force_login(clerk)
    client.get(reverse("pupils:discrepancies"))
    with django_assert_max_num_queries(9):
        client.get(reverse("pupils:discrepancies"))


def test_two_answers_of_one_person_do_not_settle_a_hard_pair(school, clerk, head):
    pair = Pair.objects.create(
        commune=school.commune, school=school, state_reference="E1", city_reference="V1", probability=0.2, hard=True,
        verdict=Verdict.REVIEW, reasons=[{"mots": "Nom : différent", "poids": "−5,6", "sens": "contre"}],
    )  # fmt: skip
    for _ in range(2):
        pair = actions.decide(pair=pair, same=False, by=clerk.person)
    assert pair.verdict == Verdict.REVIEW
    assert actions.decide(pair=pair, same=False, by=head.person).verdict == Verdict.APART
    with pytest.raises(ValidationError):
        actions.part(pair=pair, by=clerk.person)
