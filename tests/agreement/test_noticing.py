"""Formal notices: the file frozen as it is, the clock from the sending, what may be done and by whom."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from lekol.agreement import actions
from lekol.agreement.actions.noticing import digest_of
from lekol.agreement.choices import NoticeState
from lekol.agreement.models import Agreement, Notice
from lekol.journal.models import Entry
from tests.agreement.factories import academy, city, commitment, declare, declared, full, load, take
from tests.agreement.factories import clause as row_of
from tests.directory.factories import SchoolFactory, UserFactory

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def agreement(figures):
    school = SchoolFactory.create()
    found = load(commitment("3.1"), declared("3.2"))
    declare(row_of(found, "3.2"), statement="Fait à moitié.")
    take(figures, 0, portes=full([school], due=10, met=3))
    return found


def party(agreement: Agreement, key: str):
    return agreement.parties.get(key=key)


def prepared(agreement: Agreement, days_ago: int = 30, clauses=("3.1", "3.2")) -> Notice:
    """The Rectorat writes to the City; the file is as old as asked."""
    sides = {"sender": party(agreement, "rectorat"), "recipient": party(agreement, "ville")}
    found = actions.prepare_notice(
        agreement=agreement, **sides, clauses=clauses, grounds="Rien n’avance.", by=academy()
    )
    found.prepared_on = timezone.localdate() - days_ago * DAY
    found.save()
    return found


def sent(agreement: Agreement, days_ago: int) -> Notice:
    day = timezone.localdate() - days_ago * DAY
    return actions.send_notice(notice=prepared(agreement), on=day, tracking="1A 123", by=None)


def test_the_file_holds_what_was_promised_and_its_figures_and_only_what_the_recipient_owes(agreement):
    notice = prepared(agreement)
    assert notice.clauses == ["3.1"]
    row = notice.file[0]
    assert (row["due"], row["met"], row["state"], row["debtors"]) == (10, 3, "non_tenu", ["Ville"])
    assert [(school["due"], school["met"]) for school in row["lacking"]] == [(10, 3)]


def test_a_declaration_and_its_answers_are_in_the_file(agreement):
    sides = {"sender": party(agreement, "ville"), "recipient": party(agreement, "rectorat")}
    notice = actions.prepare_notice(agreement=agreement, **sides, clauses=["3.2"], grounds="x", by=None)
    assert [row["statement"] for row in notice.file[0]["declarations"]] == ["Fait à moitié."]


def test_the_file_does_not_move_when_figures_do(agreement, figures):
    notice = prepared(agreement)
    take(figures, 0, portes=dict.fromkeys(figures["portes"], (10, 10)))
    kept = Notice.objects.get(pk=notice.pk)
    assert (kept.file[0]["met"], digest_of(kept.file)) == (3, kept.digest)


def test_fifteen_days_from_the_sending_then_it_may_be_terminated(agreement):
    notice = sent(agreement, 15)
    today = timezone.localdate()
    assert (notice.state, notice.ends_on) == (NoticeState.SENT, today)
    with pytest.raises(ValidationError, match="le délai court jusqu’au"):
        actions.terminate(notice=notice, on=today, outcome="x", by=None)
    Notice.objects.filter(pk=notice.pk).update(sent_on=today - 16 * DAY, ends_on=today - DAY)
    actions.terminate(notice=notice, on=today, outcome="Rien n’a changé.", by=academy())
    agreement.refresh_from_db()
    assert (agreement.terminated_on, agreement.ends_on) == (today, today)
    assert not Agreement.objects.in_force_on(today + DAY).exists()
    assert "résiliée de plein droit" in Entry.objects.about(agreement)[0].summary


def test_once_cured_it_cannot_be_terminated_and_nothing_is_done_twice(agreement):
    notice = sent(agreement, 20)
    today = timezone.localdate()
    actions.close_notice(notice=notice, state=NoticeState.CURED, on=today, outcome="Câblé.", by=None)
    for again in (
        lambda: actions.terminate(notice=notice, on=today, outcome="x", by=None),
        lambda: actions.send_notice(notice=notice, on=today, tracking="", by=None),
        lambda: actions.close_notice(notice=notice, state=NoticeState.WITHDRAWN, on=today, outcome="x", by=None),
    ):
        with pytest.raises(ValidationError, match="régularisée"):
            again()


def test_days_out_of_order_or_ahead_are_refused(agreement):
    notice = prepared(agreement)
    today = timezone.localdate()
    with pytest.raises(ValidationError, match="à venir"):
        actions.send_notice(notice=notice, on=today + DAY, tracking="", by=None)
    with pytest.raises(ValidationError, match="l’envoi le suit"):
        actions.send_notice(notice=notice, on=today - 31 * DAY, tracking="", by=None)
    actions.send_notice(notice=notice, on=today, tracking="", by=None)
    with pytest.raises(ValidationError, match="la réception la suit"):
        actions.receive_notice(notice=notice, on=today - DAY, by=None)


def test_the_recipient_answers_once_and_both_words_stay(agreement):
    notice = sent(agreement, 3)
    actions.reply_notice(notice=notice, reply="Les travaux commencent.", by=city())
    with pytest.raises(ValidationError, match="ne se remplace pas"):
        actions.reply_notice(notice=notice, reply="Autre chose.", by=city())
    kept = Notice.objects.get(pk=notice.pk)
    assert (kept.grounds, kept.reply) == ("Rien n’avance.", "Les travaux commencent.")


@pytest.mark.parametrize(
    ("sender", "recipient", "clauses", "said"),
    [
        ("ville", "ville", ["3.1"], "elle-même"),
        ("rectorat", "ecole", ["3.1"], "pas une partie signataire"),
        ("rectorat", "ville", ["3.2"], "ne doit aucune de ces clauses"),
        ("rectorat", "ville", ["9.9"], "ne doit aucune de ces clauses"),
    ],
)
def test_what_cannot_be_held_against_a_party_is_refused(agreement, sender, recipient, clauses, said):
    sides = {"sender": party(agreement, sender), "recipient": party(agreement, recipient)}
    with pytest.raises(ValidationError, match=said):
        actions.prepare_notice(agreement=agreement, **sides, clauses=clauses, grounds="x", by=None)


def test_the_sender_acts_the_recipient_answers_and_the_page_says_the_clock(agreement, client):
    notice = sent(agreement, 5)
    page = notice.get_absolute_url()
    client.force_login(UserFactory.create(person=city()))
    shown = client.get(page).content.decode()
    assert "Il reste</dt><dd>10 jours" in shown
    assert "Les travaux" not in shown
    assert client.get(f"{page}regularisation/").status_code == 403
    assert client.post(f"{page}reponse/", {"reply": "Les travaux commencent."}).status_code == 302
    client.force_login(UserFactory.create(person=academy()))
    assert "Les travaux commencent." in client.get(page).content.decode()
    assert client.get(f"{page}reponse/").status_code == 403
    today = timezone.localdate().isoformat()
    assert client.post(f"{page}resiliation/", {"on": today, "outcome": "x"}).status_code == 200
    assert client.post(f"{page}regularisation/", {"on": today, "outcome": "Câblé."}).status_code == 302
    assert Notice.objects.get().state == NoticeState.CURED


def test_a_notice_prepared_on_the_screen_is_addressed_to_the_other_party(agreement, client):
    client.force_login(UserFactory.create(person=academy()))
    page = f"{agreement.get_absolute_url()}mises-en-demeure/nouvelle/"
    words = {"sender": party(agreement, "rectorat").pk, "recipient": party(agreement, "ville").pk}
    assert client.post(page, {**words, "clauses": ["3.1"], "grounds": "Rien."}).status_code == 302
    assert Notice.objects.get().clauses == ["3.1"]
    forged = {"sender": words["recipient"], "recipient": words["sender"], "clauses": ["3.1"], "grounds": "x"}
    assert client.post(page, forged).status_code == 200
    assert Notice.objects.count() == 1
