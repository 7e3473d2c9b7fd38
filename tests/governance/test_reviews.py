"""The yearly report: frozen once, altered by nobody, printed twice alike, read by whom it concerns."""

import datetime as dt
import io
import json
import zipfile

import jsonschema_rs
import pdfua
import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, connection
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from lekol.agreement.actions import take_pass
from lekol.agreement.models import MeasurePass
from lekol.directory.choices import Role
from lekol.governance import actions
from lekol.governance.models import Freezing, FrozenRow, Review
from lekol.governance.queries.freezing import year_of, years_over
from lekol.governance.queries.printing import as_csv, as_html, as_json, as_odt, review_pdf
from lekol.governance.queries.printing.data import schema
from lekol.governance.queries.report import report
from lekol.governance.queries.verifying import verify
from lekol.governance.rules import chain
from lekol.governance.tasks import freeze_year
from lekol.identity.models import User
from lekol.kit.commands import Refused
from lekol.pact.calendars import label
from tests.agreement.factories import DOORS, clause, commitment, declare, declared, full
from tests.agreement.factories import academy as academy_speaker
from tests.directory.factories import SchoolFactory, reader
from tests.governance.factories import governed, held, people, seated

pytestmark = pytest.mark.django_db
PRINTERS = {"pdf": review_pdf, "odt": as_odt, "html": as_html, "json": as_json, "csv": as_csv}
DAY = dt.timedelta(days=1)


@pytest.fixture
def year(figures):
    """An agreement of three years with a school year over, measured in it, and one declaration."""
    return measured(figures)


def measured(figures):
    agreement = governed()
    last = years_over(agreement, timezone.localdate())[0]
    schools = [SchoolFactory.create() for _ in range(3)]
    figures["portes"].update(full(schools[:2]) | {schools[2].pk: (4, 4)})
    actions_take(last.last - 10 * DAY)
    declare(clause(agreement, "3.2"), by=academy_speaker(), statement="Fait en partie.", observed_on=last.last - DAY,
            valid_until=last.last + 30 * DAY)  # fmt: skip
    agreement.refresh_from_db()
    return agreement, last.year


def actions_take(day):
    return take_pass(on=day)


def frozen(year) -> Review:
    agreement, number = year
    return actions.freeze(agreement=agreement, school_year=number)


# Freezing


def test_a_year_is_frozen_with_its_figures_its_schools_and_what_is_declared(year):
    said = report(frozen(year))
    rows = {row["clause"]: row for row in said["engagements"]}
    assert (rows["3.1"]["fait"], rows["3.1"]["du"]) == (14, 24)
    assert rows["3.2"]["declaration"]["dit"] == "Fait en partie."
    assert sorted(tuple(row["chiffres"].get("3.1", ())) for row in said["ecoles"]) == [(), (4, 4), (10, 5), (10, 5)]


def test_figures_measured_after_the_last_day_change_nothing(year, figures):
    before = report(frozen(year))
    figures["portes"].update(dict.fromkeys(figures["portes"], (10, 10)))
    actions_take(timezone.localdate())
    assert report(Review.objects.get()) == before


def test_a_year_is_frozen_once(year):
    frozen(year)
    with pytest.raises(ValidationError, match="déjà figé"):
        frozen(year)


def test_a_year_under_way_out_of_the_term_or_never_measured_is_refused(year):
    agreement, number = year
    for other, why in ((number + 1, "se fige le lendemain"), (number - 5, "ne couvre pas")):
        with pytest.raises(ValidationError, match=why):
            actions.freeze(agreement=agreement, school_year=other)
    MeasurePass.objects.all().delete()
    with pytest.raises(ValidationError, match="Aucune mesure"):
        frozen(year)


def test_a_year_ends_on_the_eve_of_the_next_one_or_with_the_agreement():
    agreement = governed(signed="signed_on = 2024-02-29")
    assert [(year_of(agreement, n).first, year_of(agreement, n).last) for n in (2023, 2024, 2027)] == [
        (dt.date(2024, 2, 29), dt.date(2024, 8, 9)),
        (dt.date(2024, 8, 10), dt.date(2025, 8, 9)),
        (dt.date(2027, 8, 10), agreement.ends_on),
    ]
    assert year_of(agreement, 2022) is year_of(agreement, 2028) is None


def test_the_year_before_is_compared_as_it_was_frozen(year, figures):
    agreement, number = year
    MeasurePass.objects.all().delete()
    MeasurePass.objects.create(on=year_of(agreement, number - 1).last)
    actions.freeze(agreement=agreement, school_year=number - 1)
    said = report(frozen(year))
    assert said["engagements"][0]["avant"]["etat"] == "sans_mesure"


# Nobody alters it


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE governance_frozenrow SET payload = '{}'",
        "DELETE FROM governance_frozenrow",
        "UPDATE governance_review SET head = 'x'",
        "UPDATE governance_review SET school_year = 1999",
        "DELETE FROM governance_review",
    ],
)
def test_the_database_refuses_to_change_what_is_frozen(year, change):
    frozen(year)
    with pytest.raises(IntegrityError, match="ne se modifie pas"), connection.cursor() as cursor:
        cursor.execute(change)


def forced(*sentences):
    """What a superuser of the base would do, triggers put to sleep."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in ("governance_frozenrow", "governance_review"):
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        for sentence in sentences:
            cursor.execute(sentence)


def test_a_whole_chain_is_said_to_be_whole(year, capsys):
    review = frozen(year)
    assert verify().broken is None
    call_command("governance_verify")
    assert capsys.readouterr().out == f"La chaîne est entière : {review.count} lignes figées, 1 bilan.\n"


@pytest.mark.parametrize(
    ("sentence", "position", "why"),
    [
        ("UPDATE governance_frozenrow SET payload = replace(payload, '14', '24') WHERE position = 2", 2, "son contenu"),
        ("DELETE FROM governance_frozenrow WHERE position = 3", 3, "manque"),
        ("DELETE FROM governance_frozenrow WHERE position = 1", 1, "manque"),
    ],
)
def test_what_was_forced_is_found_at_its_line(year, sentence, position, why):
    frozen(year)
    forced(sentence)
    found = verify().broken
    assert (found.position, why in found.why) == (position, True)
    with pytest.raises(Refused, match=f"rompue à la ligne {position}"):
        call_command("governance_verify")


def test_the_end_of_the_chain_cut_off_is_seen(year):
    review = frozen(year)
    forced(f"DELETE FROM governance_frozenrow WHERE position = {review.count}")
    assert "n’a plus ses" in verify().broken.why


def test_a_chain_written_again_whole_is_betrayed_by_the_journal(year):
    review = frozen(year)
    last = FrozenRow.objects.get(position=review.count)
    forced(
        "UPDATE governance_frozenrow SET payload = '{}', digest = repeat('a', 64) WHERE position = "
        + str(last.position),
        "UPDATE governance_review SET head = repeat('a', 64)",
    )
    made = chain.digest(last.previous, last.position, review.ref, last.kind, last.clause, "{}")
    forced(
        f"UPDATE governance_frozenrow SET digest = '{made}' WHERE position = {last.position}",
        f"UPDATE governance_review SET head = '{made}'",
    )
    assert "le journal" in verify().broken.why


def test_a_report_erased_whole_is_betrayed_by_the_journal(year):
    frozen(year)
    forced("DELETE FROM governance_frozenrow", "DELETE FROM governance_review")
    assert "n’existe plus" in verify().broken.why


# Writing around, agreeing


def test_texts_are_written_around_figures_and_each_party_writes_its_own_words(client, year):
    agreement, _ = year
    found = seated(agreement)
    review = frozen(year)
    client.force_login(User.objects.create_user(found[Role.PROJECT_LEAD].email, found[Role.PROJECT_LEAD]))
    keys = ["introduction", "clause:3.1:ville", "clause:3.1:rectorat", "clause:9.9:ville", "autre"]
    url = [reverse("governance:review_text", args=[review.ref, key]) for key in keys]
    assert [client.post(each, {"text": "Mes mots.", "base": 0}).status_code for each in url] == [
        302,
        302,
        403,
        404,
        404,
    ]
    said = report(review)
    assert said["textes"]["introduction"] == "Mes mots."
    assert said["engagements"][0]["paroles"] == [{"partie": "ville", "nom": "Ville", "texte": "Mes mots."}]


def test_both_parties_approve_and_texts_change_no_more(year):
    agreement, _ = year
    found = seated(agreement)
    review = frozen(year)
    actions.write_section(review=review, key="introduction", base=0, text="Un.", by=None)
    accord = actions.submit_review(review=review)
    for party, role in (("ville", Role.MAYOR), ("rectorat", Role.ACADEMIC_DIRECTOR)):
        actions.speak(accord=accord, party=agreement.parties.get(key=party), by=found[role], agrees=True)
    with pytest.raises(ValidationError, match="ne changent plus"):
        actions.write_section(review=review, key="introduction", base=1, text="Deux.", by=None)


def test_a_text_changed_after_it_was_put_to_the_parties_is_put_again(year):
    review = frozen(year)
    first = actions.submit_review(review=review)
    actions.write_section(review=review, key="conclusion", base=0, text="Ajout.", by=None)
    first.refresh_from_db()
    assert first.replaced_at is not None
    assert actions.submit_review(review=review).digest != first.digest


# Files


@pytest.mark.parametrize("fmt", PRINTERS)
def test_the_same_report_printed_twice_is_the_same_file(year, fmt):
    review = frozen(year)
    first = PRINTERS[fmt](report(review))
    assert PRINTERS[fmt](report(Review.objects.get(pk=review.pk))) == first


def test_the_pdf_passes_a_public_validator_of_accessibility(year, tmp_path):
    seated(year[0])
    held(year[0])
    path = tmp_path / "bilan.pdf"
    path.write_bytes(review_pdf(report(frozen(year))))
    assert [str(finding) for finding in pdfua.validate(str(path)).findings] == []


def test_the_pdf_says_its_title_its_language_and_is_tagged(year):
    content = review_pdf(report(frozen(year)))
    for mark in (b"/StructTreeRoot", b"/Lang", b"/MarkInfo", b"pdfuaid:part"):
        assert mark in content


def test_the_odt_is_whole_xml_and_names_every_commitment(year):
    review = frozen(year)
    actions.write_section(review=review, key="introduction", base=0, text="a < b & c\x0b\ud7ff", by=None)
    with zipfile.ZipFile(io.BytesIO(as_odt(report(review)))) as archive:
        assert archive.namelist()[0] == "mimetype"
        parts = {name: archive.read(name) for name in archive.namelist() if name.endswith(".xml")}
    for part in parts.values():
        etree.fromstring(part)
    text = "".join(etree.fromstring(parts["content.xml"]).itertext())
    assert all(word in text for word in ("a < b & c", "Promesse 3.1", "Promesse 3.2", "Annexe"))


def test_the_data_follow_their_schema(year):
    said = json.loads(as_json(report(frozen(year))))
    jsonschema_rs.validator_for(json.loads(schema())).validate(said)


def test_no_name_of_a_person_is_frozen(year):
    people()
    frozen(year)
    declarer = year[0].commitments.get(clause="3.2").declarations.get().by
    assert not any(declarer.last_name in row.payload for row in FrozenRow.objects.all())


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=200))
def test_whatever_people_write_every_file_can_be_made(text):
    said = sample(text)
    for printer in PRINTERS.values():
        assert printer(said)


def sample(text):
    """A report whose every free text is that one."""
    bearer = {"letter": "V", "name": "Ville", "tone": "ville", "key": "ville"}
    line = {
        "clause": "3.1", "article": "3", "intitule": text or "x", "enonce": text, "porteur": bearer, "debiteurs": [],
        "mesures": [], "mesure": False, "du": 3, "fait": 1, "unites": text, "cible": 1.0, "cible_en_mots": text,
        "cible_le": None, "etat": "non_tenu", "etat_en_mots": "Non tenu", "motif": text, "tendance": "", "serie": [],
        "avant": None, "ton": "non", "lignes": "", "evolution": "",
        "declaration": {"partie": "ville", "dit": text, "observe_le": "2026-01-01", "valable_jusqu_au": "2026-02-01",
                        "perimee": False, "preuve": "", "reponses": [{"partie": "x", "accord": False, "motif": text}]},
        "paroles": [{"partie": "ville", "nom": "Ville", "texte": text}],
    }  # fmt: skip
    head = {
        "annee": "2025-2026", "titre_court": text or "x", "demonstration": True, "du": "2025-08-10", "au": "2026-08-09",
        "releve_le": None, "parties": [{"cle": "ville", "nom": "Ville", "court": "V"}],
    }  # fmt: skip
    return {
        "$schema": "", "version": 1, "titre": text or "x", "annee": "2025-2026", "convention": head,
        "arrete_au": "2026-08-09", "textes": {"introduction": text, "conclusion": text},
        "synthese": {"engagements": 1, "bien": 0, "bien_avant": None, "a_decider": 1, "ecoles": 0, "porteurs": [
            {"porteur": bearer, "total": 1, "etats": [{"nombre": 1, "mot": "non tenu", "ton": "non"}]}
        ]},
        "articles": [{"numero": "3", "titre": "Article 3", "engagements": [line], "texte": text}],
        "non_tenus": [line], "engagements": [line], "ecoles": [], "carte": [], "reunions": [],
        "decisions": [{"numero": "COPIL 2026-1", "objet": text, "texte": text, "clause": "", "le": "2026-01-01"}],
        "indicateurs": [{"nom": text, "valeur_en_mots": text, "compte": 1, "sur": 2, "cible_en_mots": text,
                         "cible_le": "2026-12-31", "position": "loin", "serie": []}],
        "programme": {"revision": 1, "valide_le": "2026-09-01", "orientations": text, "en_phase": [2, 1],
                      "ecarts": [{"operation": "x", "pourquoi": "Sans projet", "ecoles": 1}],
                      "operations": [{"operation": text, "partie": "ville", "du": "2026-09-01", "au": "2026-10-01",
                                      "prevu": {"ville": "12.50"}, "depense": {}, "etat": "en cours", "avancement": 3,
                                      "dit": text}]},
        "actions": [], "fige": None, "accord": None,
    }  # fmt: skip


# The command


def test_the_command_freezes_once_and_writes_each_form(year, tmp_path, capsys):
    name = label(year[1])
    for fmt in PRINTERS:
        call_command("governance_report", "--school-year", name, "--out", str(tmp_path / f"bilan.{fmt}"))
    said = capsys.readouterr().out
    assert said.count("Chiffres figés") == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(f"bilan.{fmt}" for fmt in PRINTERS)


def test_a_draft_freezes_nothing(year, tmp_path):
    call_command("governance_report", "--school-year", label(year[1]), "--out", str(tmp_path / "p.json"), "--draft")
    assert json.loads((tmp_path / "p.json").read_bytes())["fige"] is None
    assert Review.objects.count() == 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--school-year", "2025"], "n’est pas une année scolaire"),
        (["--school-year", "2025-2027"], "n’est pas une année scolaire"),
        (["--school-year", "1999-2000"], "ne couvre pas"),
        (["--out", "bilan.docx"], "la fin du nom dit la forme"),
        (["--out", "/nulle/part/bilan.pdf"], "n’existe pas"),
        (["--slug", "inconnue"], "inconnue"),
    ],
)
def test_what_the_command_cannot_do_is_said(year, tmp_path, words, said):
    known = {"--school-year": label(year[1]), "--out": str(tmp_path / "b.pdf")}
    asked = {**known, words[0]: words[1]}
    with pytest.raises((Refused, ValidationError)) as fault:
        call_command("governance_report", *(word for pair in asked.items() for word in pair))
    assert said in str(fault.value)


# Pages


def test_a_figure_leads_to_its_frozen_lines_and_shows_only_the_schools_one_sees(client, year):
    agreement, _ = year
    review = frozen(year)
    url = report(review)["engagements"][0]["lignes"]
    path = reverse("governance:review_rows", args=[review.ref, "3.1"])
    assert url.endswith(path)
    commune = agreement.parties.get(key="ville").commune
    client.force_login(reader(Role.CITY_IT_HEAD, commune))
    page = client.get(path).content.decode()
    assert page.count('<tr role="row" id="ligne-') == 3
    district = SchoolFactory.create().district
    client.force_login(reader(Role.INSPECTOR, district))
    page = client.get(path).content.decode()
    assert (page.count('<tr role="row" id="ligne-'), "3 autres écoles comptent" in page) == (0, True)


def test_freezing_on_screen_goes_through_the_queue_and_shows_how_far_it_is(client, year):
    agreement, number = year
    found = seated(agreement)
    client.force_login(User.objects.create_user(found[Role.PROJECT_LEAD].email, found[Role.PROJECT_LEAD]))
    url = reverse("governance:prepare_review", args=[agreement.slug, number])
    assert "Figer et composer" not in client.get(url).content.decode()
    agreed_to_freeze(year, found)
    assert "Figer et composer" in client.get(url).content.decode()
    waiting = client.post(url, follow=True)
    assert (waiting["Refresh"], "Avancement : 0" in waiting.content.decode()) == ("2", True)
    asked = Freezing.objects.get()
    freeze_year(freezing_id=asked.pk)
    assert client.get(reverse("governance:freezing", args=[asked.ref])).url == Review.objects.get().get_absolute_url()


def agreed_to_freeze(year, found, parties=("ville", "rectorat")):
    """Both parties agree to the figures and words about to be frozen."""
    agreement, number = year
    accord = actions.submit_freeze(agreement=agreement, school_year=number)
    roles = {"ville": Role.MAYOR, "rectorat": Role.ACADEMIC_DIRECTOR}
    for key in parties:
        actions.speak(accord=accord, party=agreement.parties.get(key=key), by=found[roles[key]], agrees=True)
    return accord


def test_nothing_is_frozen_on_screen_before_both_parties_agree_to_these_figures_and_words(year, figures):
    agreement, number = year
    found = seated(agreement)
    words = {"agreement": agreement, "school_year": number}
    for parties in ((), ("ville",)):
        if parties:
            agreed_to_freeze(year, found, parties)
        with pytest.raises(ValidationError, match="pas encore donné leur accord"):
            actions.ask_freeze(**words, by=found[Role.MAYOR])
    actions.write_before(**words, key="clause:3.1:ville", base=0, text="Le marché a pris du retard.", by=None)
    with pytest.raises(ValidationError, match="pas encore donné leur accord"):  # the words changed: asked again
        actions.ask_freeze(**words, by=found[Role.MAYOR])
    agreed_to_freeze(year, found)
    declare(clause(agreement, "3.2"), by=academy_speaker(), statement="Autre chose.",
            observed_on=year_of(agreement, number).last, valid_until=timezone.localdate())  # fmt: skip
    with pytest.raises(ValidationError, match="ont changé depuis l’accord"):
        actions.ask_freeze(**words, by=found[Role.MAYOR])


def test_the_words_of_each_party_written_before_the_freeze_are_in_the_report(client, year):
    agreement, number = year
    found = seated(agreement)
    client.force_login(User.objects.create_user(found[Role.PROJECT_LEAD].email, found[Role.PROJECT_LEAD]))
    answers = [
        client.post(
            reverse("governance:prepare_text", args=[agreement.slug, number, key]), {"text": "Nos mots.", "base": 0}
        ).status_code
        for key in ("clause:3.1:ville", "clause:3.1:rectorat", "clause:9.9:ville")
    ]
    assert answers == [302, 403, 404]
    said = report(frozen(year))
    assert said["engagements"][0]["paroles"] == [{"partie": "ville", "nom": "Ville", "texte": "Nos mots."}]
    with pytest.raises(ValidationError, match="déjà figé"):
        actions.write_before(agreement=agreement, school_year=number, key="introduction", base=0, text="X", by=None)


def test_the_annex_shows_on_screen_the_schools_the_reader_sees(client, year):
    agreement, _ = year
    review = frozen(year)
    client.force_login(reader(Role.CITY_IT_HEAD, agreement.parties.get(key="ville").commune))
    page = client.get(review.get_absolute_url()).content.decode()
    assert page.count('<tr id="ecole-') == 4
    client.force_login(reader(Role.INSPECTOR, SchoolFactory.create().district))
    assert "4 autres écoles sont dans ce bilan" in client.get(review.get_absolute_url()).content.decode()


def test_a_freeze_that_cannot_be_done_says_why(client, year):
    agreement, number = year
    found = seated(agreement)
    asked = Freezing.objects.create(agreement=agreement, school_year=number, asked_by=found[Role.MAYOR])
    frozen(year)
    freeze_year(freezing_id=asked.pk)
    client.force_login(User.objects.create_user(found[Role.MAYOR].email, found[Role.MAYOR]))
    assert "déjà figé" in client.get(reverse("governance:freezing", args=[asked.ref])).content.decode()


@pytest.mark.parametrize("fmt", PRINTERS)
def test_each_file_is_given_from_the_page(client, year, fmt):
    review = frozen(year)
    client.force_login(reader(Role.MAYOR, year[0].parties.get(key="ville").commune))
    response = client.get(reverse("governance:review_file", args=[review.ref, fmt]))
    assert f"bilan-essai-{label(year[1])}.{fmt}" in response["Content-Disposition"]
    assert response.content == PRINTERS[fmt](report(review))


@pytest.mark.parametrize("count", [1, 3])
def test_a_report_costs_the_same_queries_whatever_its_schools(figures, count, django_assert_num_queries):
    agreement = governed(commitment(), commitment("3.3", basis=f'measures = ["{DOORS}"]'), declared())
    schools = [SchoolFactory.create() for _ in range(count)]
    figures["portes"].update(full(schools))
    last = years_over(agreement, timezone.localdate())[0]
    actions_take(last.last - DAY)
    review = actions.freeze(agreement=agreement, school_year=last.year)
    with django_assert_num_queries(2):
        report(review)
