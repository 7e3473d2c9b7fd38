"""Avenants: two parties, two accounts, one draft; what is signed holds from its day and nothing is overwritten."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from lekol.agreement import actions
from lekol.agreement.choices import AmendmentState
from lekol.agreement.models import Agreement, Amendment, Consent
from lekol.agreement.queries import board, consolidated, differences
from lekol.journal.models import Entry
from tests.agreement.factories import academy, city, clause, commitment, declared, load, pack
from tests.directory.factories import SchoolFactory, UserFactory

pytestmark = pytest.mark.django_db
D = dt.date
TARGET = "target = { ratio = 1, on = 2026-08-09 }"


@pytest.fixture
def agreement():
    SchoolFactory.create()
    return load(commitment("3.1", more=TARGET), declared("3.2"))


def party(agreement: Agreement, key: str):
    return agreement.parties.get(key=key)


def proposed(agreement: Agreement, **words) -> Amendment:
    known = {"title": "Câblage", "effective_on": D(2026, 3, 1)}
    return actions.propose_amendment(
        agreement=agreement, party=party(agreement, "ville"), by=city(), **{**known, **words}
    )


def changed(draft: Amendment, **words) -> Amendment:
    return actions.add_change(amendment=draft, version=draft.version, change=words, by=None)


def agreed(draft: Amendment) -> Amendment:
    for key, by in (("ville", city()), ("rectorat", academy())):
        said = {"party": party(draft.agreement, key), "by": by, "agrees": True}
        actions.consent(amendment=draft, version=draft.version, **said)
    return draft


def signed(draft: Amendment) -> Amendment:
    return actions.sign_amendment(amendment=agreed(draft), version=draft.version, on=D(2026, 2, 20), by=None)


def lines(agreement: Agreement, day: dt.date) -> dict:
    return {line.commitment.clause: line for line in board(agreement, agreement.scope, day).lines}


def test_a_signed_change_holds_from_its_day_and_the_past_keeps_its_words(agreement):
    draft = changed(proposed(agreement), does="remplace", clause="3.1", wording="La Ville câble avant 2028.",
                    debtors=["rectorat"], target={"ratio": 0.9, "on": "2027-12-31"})  # fmt: skip
    signed(draft)
    agreement.refresh_from_db()
    before, after = (lines(agreement, day)["3.1"] for day in (D(2026, 2, 28), D(2026, 3, 1)))
    assert (before.commitment.wording, before.commitment.target_on) == (
        "La partie tient la promesse 3.1.",
        D(2026, 8, 9),
    )
    assert (after.commitment.wording, after.commitment.target_on) == ("La Ville câble avant 2028.", D(2027, 12, 31))
    assert (before.target, after.target) == (1.0, 0.9)
    assert [[row.key for row in line.debtors] for line in (before, after)] == [["ville"], ["rectorat"]]
    assert agreement.ends_on == D(2029, 2, 2)  # it lasts what is left of the term


def test_a_clause_is_added_then_another_is_abrogated_each_from_its_day(agreement):
    draft = changed(proposed(agreement), does="ajoute", clause="3.7", title="Sobriété", wording="Éteindre.",
                    debtors=["ville", "rectorat"])  # fmt: skip
    signed(changed(draft, does="abroge", clause="3.2"))
    agreement.refresh_from_db()
    assert [sorted(lines(agreement, day)) for day in (D(2026, 2, 28), D(2026, 3, 1))] == [
        ["3.1", "3.2"],
        ["3.1", "3.7"],
    ]
    added = lines(agreement, D(2026, 3, 1))["3.7"]
    assert ([row.key for row in added.debtors], added.measured) == (["ville", "rectorat"], False)


def test_the_consolidated_text_of_any_day_and_what_differs(agreement):
    draft = changed(proposed(agreement), does="remplace", clause="3.1", wording="La Ville tient mieux la promesse.")
    signed(changed(draft, does="abroge", clause="3.2"))
    agreement.refresh_from_db()
    texts = [consolidated(agreement, day) for day in (D(2025, 2, 3), D(2026, 2, 28), D(2026, 3, 1))]
    assert differences(texts[0], texts[1]) == []
    found = differences(texts[1], texts[2])
    assert [(row.name, row.kind) for row in found] == [("3.1", "modifié"), ("3.2", "supprimé")]
    assert [piece.text.strip() for piece in found[0].pieces if piece.sign == "-"] == ["partie", "promesse 3.1."]


def test_a_whole_article_is_added_with_its_clauses_then_the_avenant_holds_from_its_day(agreement):
    draft = changed(proposed(agreement), does="ajoute", article="9", title="Sobriété", wording="Moins d’énergie.")
    signed(changed(draft, does="ajoute", clause="9.1", title="Éteindre", wording="Éteindre le soir.",
                   debtors=["ville"]))  # fmt: skip
    agreement.refresh_from_db()
    eve, day = (consolidated(agreement, on) for on in (D(2026, 2, 28), D(2026, 3, 1)))
    assert [sorted(one.articles) for one in (eve, day)] == [["3"], ["3", "9"]]
    assert [(row.name, row.kind) for row in differences(eve, day)] == [("Article 9", "ajouté"), ("9.1", "ajouté")]
    assert [sorted(lines(agreement, on)) for on in (D(2026, 2, 28), D(2026, 3, 1))] == [
        ["3.1", "3.2"],
        ["3.1", "3.2", "9.1"],
    ]


def test_an_article_abrogated_goes_with_every_promise_in_it(agreement):
    signed(changed(proposed(agreement), does="abroge", article="3"))
    agreement.refresh_from_db()
    assert [sorted(lines(agreement, on)) for on in (D(2026, 2, 28), D(2026, 3, 1))] == [["3.1", "3.2"], []]
    eve, day = (consolidated(agreement, on) for on in (D(2026, 2, 28), D(2026, 3, 1)))
    assert ("Article 3", "supprimé") in [(row.name, row.kind) for row in differences(eve, day)]


def test_the_pack_loaded_again_keeps_an_article_that_an_avenant_added(agreement):
    signed(changed(proposed(agreement), does="ajoute", article="9", title="Sobriété", wording="Moins d’énergie."))
    agreement.refresh_from_db()
    again, _ = actions.load(text=agreement.text + "\n# relu\n")
    assert sorted(again.articles.values_list("number", flat=True)) == ["3", "9"]


def test_a_draft_is_not_signed_before_every_party_agrees_to_this_very_draft(agreement):
    draft = changed(proposed(agreement), does="abroge", clause="3.2")
    actions.consent(amendment=draft, version=draft.version, party=party(agreement, "ville"), by=city(), agrees=True)
    with pytest.raises(ValidationError, match="Chaque partie doit d’abord donner son accord"):
        actions.sign_amendment(amendment=draft, version=draft.version, on=D(2026, 2, 20), by=None)
    agreed(draft)
    moved = actions.redraft_amendment(amendment=draft, version=draft.version, by=None, title="Autre objet")
    with pytest.raises(ValidationError, match="Chaque partie doit d’abord donner son accord"):
        actions.sign_amendment(amendment=moved, version=moved.version, on=D(2026, 2, 20), by=None)
    assert signed(moved).state == AmendmentState.SIGNED


def test_a_disagreement_is_kept_beside_the_agreement_that_follows(agreement):
    draft = changed(proposed(agreement), does="abroge", clause="3.2")
    said = {"amendment": draft, "version": draft.version, "party": party(agreement, "rectorat"), "by": academy()}
    with pytest.raises(ValidationError, match="donnez un motif"):
        actions.consent(**said, agrees=False)
    actions.consent(**said, agrees=False, reason="Trop tôt.")
    signed(draft)
    assert [(row.agrees, row.reason) for row in Consent.objects.filter(party__key="rectorat")] == [
        (False, "Trop tôt."), (True, ""),
    ]  # fmt: skip
    assert "n’est pas d’accord : Trop tôt." in "".join(entry.summary for entry in Entry.objects.about(draft))


def test_two_who_draft_at_once_lose_nothing(agreement):
    draft = proposed(agreement)
    mine, theirs = (Amendment.objects.get(pk=draft.pk) for _ in range(2))
    changed(mine, does="abroge", clause="3.2")
    with pytest.raises(ValidationError, match="Le projet a changé pendant que vous le lisiez"):
        changed(theirs, does="abroge", clause="3.1")
    assert [row["clause"] for row in Amendment.objects.get(pk=draft.pk).changes] == ["3.2"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ({"effective_on": D(2024, 1, 1)}, "commence le 3 février 2025"),
        ({"effective_on": D(2029, 2, 3)}, "s’achève le 2 février 2029"),
        ({"ends_on": D(2026, 2, 1)}, "précède la prise d’effet"),
    ],
)
def test_days_that_do_not_hold_are_refused(agreement, words, said):
    with pytest.raises(ValidationError, match=said):
        proposed(agreement, **words)


def test_an_unsigned_agreement_has_no_avenant_and_an_empty_one_is_not_signed(agreement):
    with pytest.raises(ValidationError, match="ne l’est pas encore"):
        proposed(load(slug="autre", more=""))
    with pytest.raises(ValidationError, match="ne change rien"):
        signed(proposed(agreement))


def test_an_avenant_may_move_the_end(agreement):
    signed(proposed(agreement, ends_on=D(2030, 2, 2)))
    agreement.refresh_from_db()
    assert agreement.ends_on == D(2030, 2, 2)
    assert set(Agreement.objects.in_force_on(D(2030, 2, 2))) == {agreement}


def test_a_reload_of_the_pack_keeps_what_was_negotiated(agreement):
    draft = changed(
        proposed(agreement), does="ajoute", clause="3.7", title="Sobriété", wording="Éteindre.", debtors=["ville"]
    )
    signed(changed(draft, does="remplace", clause="3.1", wording="Mieux."))
    text = pack(commitment("3.1", more=TARGET), declared("3.2"), commitment("3.3"))
    again, written = actions.load(text=text)
    assert written
    found = lines(again, D(2026, 3, 1))
    assert (sorted(found), found["3.1"].commitment.wording) == (["3.1", "3.2", "3.3", "3.7"], "Mieux.")


def test_a_pack_tells_the_avenants_it_was_signed_with():
    rows = pack(declared("3.2")) + (
        "[[amendments]]\nnumber = 1\non = 2026-03-12\ntitle = 'Un'\neffective_on = 2026-04-01\n"
        "[[amendments.changes]]\ndoes = 'remplace'\nclause = '3.2'\nwording = 'Autrement.'\n"
    )
    found, _ = actions.load(text=rows)
    assert [lines(found, day)["3.2"].commitment.wording for day in (D(2026, 3, 31), D(2026, 4, 1))] == [
        "La partie tient la promesse 3.2.", "Autrement.",
    ]  # fmt: skip
    assert found.amendments.get().from_pack
    assert clause(found, "3.2").revisions[0]["number"] == 1


def test_from_the_proposal_to_the_consolidated_text_on_the_screen(agreement, client):
    ville, recteur = (UserFactory.create(person=person) for person in (city(), academy()))
    client.force_login(ville)
    base = f"{agreement.get_absolute_url()}avenants/"
    assert client.post(f"{base}nouveau/", {"party": party(agreement, "ville").pk, "title": "Délai"}).status_code == 302
    page = f"{base}1/"
    words = {"version": 1, "does": "remplace", "clause": "3.2", "wording": "Le Rectorat promet mieux."}
    assert client.post(f"{page}changer/", words).status_code == 302
    assert "Le Rectorat promet mieux." in client.get(page).content.decode()
    for user, key in ((ville, "ville"), (recteur, "rectorat")):
        client.force_login(user)
        said = {"version": 2, "party": party(agreement, key).pk, "agrees": "oui"}
        assert client.post(f"{page}repondre/", said).status_code == 302
    today = timezone.localdate()
    assert client.post(f"{page}signature/", {"version": 2, "on": today.isoformat()}).status_code == 302
    shown = client.get(f"{agreement.get_absolute_url()}texte/consolide/?depuis=2025-02-03").content.decode()
    assert "1 différence depuis le 3 février 2025" in shown
    assert "<ins>Le Rectorat promet mieux.</ins>" in shown.replace("\n", "") or "<ins>" in shown
    assert "Avenant n° 1" in client.get(f"{agreement.get_absolute_url()}vie/").content.decode()


def test_one_who_speaks_for_a_party_cannot_answer_for_the_other(agreement, client):
    draft = proposed(agreement)
    client.force_login(UserFactory.create(person=academy()))
    said = {"version": draft.version, "party": party(agreement, "ville").pk, "agrees": "oui"}
    assert client.post(f"{draft.get_absolute_url()}repondre/", said).status_code == 200
    assert not Consent.objects.exists()


@pytest.mark.parametrize("asked", ["", "0001-01-01", "hier", "2026-02-30", "9999-12-31", "2028-02-29"])
def test_any_day_asked_for_shows_a_text(agreement, client, asked):
    client.force_login(UserFactory.create(person=city()))
    assert (
        client.get(f"{agreement.get_absolute_url()}texte/consolide/", {"le": asked, "depuis": asked}).status_code == 200
    )
