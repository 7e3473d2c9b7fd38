"""A debtor declares with its evidence, the other party agrees or contests; both stay visible."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from lekol.agreement import access, actions
from lekol.agreement.models import Answer, Declaration
from lekol.directory.choices import Role
from lekol.journal.models import Entry
from tests.agreement.factories import academy, city, clause, commitment, declare, declared, load
from tests.days import today
from tests.directory.factories import CommuneFactory, SchoolFactory, UserFactory, post, reader

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7 preuve"


@pytest.fixture
def agreement():
    SchoolFactory.create()
    return load(commitment("3.1"), declared("3.2"), declared("3.3", '"ville", "rectorat"'))


def sent(name: str = "relevé signé.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def form(agreement, party: str = "rectorat", **words):
    known = {
        "party": agreement.parties.get(key=party).pk,
        "statement": "Boîtes ouvertes.",
        "due": 60,
        "met": 58,
        "observed_on": today().isoformat(),
        "valid_until": (today() + dt.timedelta(days=90)).isoformat(),
    }
    return {**known, **words}


def page(agreement, name: str, *more) -> str:
    return reverse(f"agreement:{name}", args=[agreement.slug, "3.2", *more])


def test_a_debtor_declares_on_the_page_with_a_file_and_the_journal_says_so(client, agreement):
    client.force_login(UserFactory.create(person=academy()))
    response = client.post(page(agreement, "declare"), form(agreement, evidence=sent()))
    assert response.status_code == 302, response.context["form"].errors
    made = Declaration.objects.get()
    assert (made.party.key, made.due, made.met, made.statement) == ("rectorat", 60, 58, "Boîtes ouvertes.")
    assert made.evidence_name == "relevé signé.pdf"
    assert len(made.evidence_digest) == 64
    entry = Entry.objects.get(verb="commitment.declared")
    assert (entry.clause, entry.summary) == ("3.2", "Rectorat déclare : Boîtes ouvertes.")
    shown = client.get(response["Location"]).content.decode()
    for words in ("58 sur 60", "relevé signé.pdf", "Déclaré par le débiteur", "L’autre partie n’a pas répondu."):
        assert words in shown


def test_the_other_party_contests_and_both_are_read_by_everyone(client, agreement):
    made = declare(clause(agreement, "3.2"), statement="Tout est fait.")
    client.force_login(UserFactory.create(person=city()))
    refused = client.post(page(agreement, "answer", made.pk), {"agrees": "non", "reason": " "})
    assert "Pour contester une déclaration, donnez un motif." in refused.content.decode()
    assert (
        client.post(page(agreement, "answer", made.pk), {"agrees": "non", "reason": "Deux manquent."}).status_code
        == 302
    )
    assert client.post(page(agreement, "answer", made.pk), {"agrees": "oui"}).status_code == 403  # said once
    client.force_login(reader(Role.TEACHER, agreement.parties.get(key="ville").commune.schools.get()))
    shown = client.get(page(agreement, "clause")).content.decode()
    for words in ("Tout est fait.", "Conteste", "Deux manquent.", "contesté par l’autre partie"):
        assert words in shown
    board = client.get(reverse("agreement:agreement", args=[agreement.slug])).content.decode()
    assert "Déclaration contestée par une autre partie." in board


def test_an_agreement_of_the_other_party_is_shown_beside_the_declaration(client, agreement):
    made = declare(clause(agreement, "3.2"))
    client.force_login(UserFactory.create(person=city()))
    client.post(page(agreement, "answer", made.pk), {"agrees": "oui", "reason": ""})
    assert Answer.objects.get().agrees
    assert "D’accord" in client.get(page(agreement, "clause")).content.decode()


def test_nobody_answers_for_the_declarer_nor_for_who_does_not_sign(agreement):
    made = declare(clause(agreement, "3.2"))
    parties = {party.key: party for party in agreement.parties.all()}
    with pytest.raises(ValidationError, match="ne répond pas à sa propre déclaration"):
        actions.answer(declaration=made, party=parties["rectorat"], by=academy(), agrees=True)
    with pytest.raises(ValidationError, match="seule une partie signataire répond"):
        actions.answer(declaration=made, party=parties["ecole"], by=academy(), agrees=True)
    actions.answer(declaration=made, party=parties["ville"], by=city(), agrees=True)
    with pytest.raises(ValidationError, match="a déjà répondu"):
        actions.answer(declaration=made, party=parties["ville"], by=city(), agrees=True)


def test_only_a_debtor_declares_and_never_what_a_measure_counts(client, agreement):
    ville = agreement.parties.get(key="ville")
    words = {"by": city(), "statement": "Fait.", "observed_on": today(), "valid_until": today()}
    with pytest.raises(ValidationError, match="seul un débiteur déclare"):
        actions.declare(commitment=clause(agreement, "3.2"), party=ville, **words)
    with pytest.raises(ValidationError, match="compté par une mesure"):
        declare(clause(agreement, "3.1"), by=city())
    client.force_login(UserFactory.create(person=city()))
    assert client.get(page(agreement, "declare")).status_code == 403
    assert client.get(reverse("agreement:declare", args=[agreement.slug, "3.1"])).status_code == 403
    assert client.get(reverse("agreement:declare", args=[agreement.slug, "3.3"])).status_code == 200


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ({"met": 61}, "un fait qui ne dépasse pas le dû"),
        ({"met": ""}, "Donnez les deux nombres"),
        ({"valid_until": "2020-01-01"}, "doit rester valable au moins jusqu’au jour de l’observation"),
        ({"observed_on": "2999-01-01"}, "ne peut pas être à venir"),
        ({"observed_on": "bientôt"}, "Saisissez une date valide"),
        ({"statement": ""}, "Ce champ est obligatoire"),
        ({"due": "-1"}, "supérieure ou égale à 0"),
    ],
)
def test_a_wrong_declaration_is_refused_with_its_reason_and_nothing_is_kept(client, agreement, words, says):
    client.force_login(UserFactory.create(person=academy()))
    shown = client.post(page(agreement, "declare"), form(agreement, **words))
    assert shown.status_code == 200
    assert says in shown.content.decode().replace("&#x27;", "’")
    assert not Declaration.objects.exists()


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"MZ\x90 programme", "ni un PDF, ni une image"),
        (b"<html><script>", "ni un PDF, ni une image"),
        (b"PK\x03\x04 archive quelconque", "n’est pas un document bureautique"),
        (PDF + b"0" * 10 * 1024 * 1024, "dépasse 10 Mo"),
    ],
)
def test_a_file_is_judged_by_its_content_and_its_size_not_by_its_name(client, agreement, content, says):
    client.force_login(UserFactory.create(person=academy()))
    shown = client.post(page(agreement, "declare"), form(agreement, evidence=sent("preuve.pdf", content)))
    assert says in shown.content.decode()
    assert not Declaration.objects.exists()


def test_evidence_is_downloaded_never_run_and_only_by_who_sees_the_convention(client, agreement):
    made = declare(clause(agreement, "3.2"), evidence=sent("../../page.html", PDF))
    client.force_login(reader(Role.TEACHER, agreement.parties.get(key="ville").commune.schools.get()))
    response = client.get(page(agreement, "evidence", made.pk))
    assert b"".join(response.streaming_content) == PDF
    assert response["Content-Disposition"] == 'attachment; filename="page.pdf"'
    assert response["Content-Type"] == "application/octet-stream"
    assert response["X-Content-Type-Options"] == "nosniff"
    stranger = reader(Role.CITY_IT_HEAD, CommuneFactory.create(insee="97415", name="Saint-Paul"))
    client.force_login(stranger)
    assert client.get(page(agreement, "evidence", made.pk)).status_code == 404
    without = declare(clause(agreement, "3.2"))
    client.force_login(UserFactory.create(person=city()))
    assert client.get(page(agreement, "evidence", without.pk)).status_code == 404


def test_a_later_declaration_takes_the_place_of_the_former_which_stays_readable(client, agreement):
    declare(clause(agreement, "3.2"), statement="Moitié faite.", due=10, met=5)
    declare(clause(agreement, "3.2"), statement="Presque fini.", due=10, met=9)
    client.force_login(UserFactory.create(person=city()))
    shown = client.get(page(agreement, "clause")).content.decode()
    assert shown.index("Presque fini.") < shown.index("Moitié faite.")
    assert "9 / 10" in shown


def test_a_declaration_past_its_day_no_longer_counts(client, agreement):
    past = today() - dt.timedelta(days=60)
    declare(clause(agreement, "3.2"), observed_on=past, valid_until=past + dt.timedelta(days=30))
    client.force_login(UserFactory.create(person=city()))
    shown = client.get(page(agreement, "clause")).content.decode()
    assert "La dernière déclaration n’est plus valable" in shown
    assert "Périmée" in shown


def test_each_party_is_spoken_for_by_its_own_people_in_its_own_place(agreement):
    both = clause(agreement, "3.3")
    away = post(Role.EDUCATION_HEAD, CommuneFactory.create(insee="97415", name="Saint-Paul")).person
    spoken = {
        "city": [party.key for party in access.debtors_spoken_for(city(), both)],
        "academy": [party.key for party in access.debtors_spoken_for(academy(), both)],
        "away": [party.key for party in access.debtors_spoken_for(away, both)],
        "technician": [party.key for party in access.debtors_spoken_for(city(Role.TECHNICIAN), both)],
    }
    assert spoken == {"city": ["ville"], "academy": ["rectorat"], "away": [], "technician": []}
