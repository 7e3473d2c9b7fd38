"""Mail both ways: a ticket, a reply, a refusal; each message once; what is shared is sent to those who follow."""

import pytest
from django.core import mail

from lekol.directory.choices import Role
from lekol.maintenance import actions
from lekol.maintenance.choices import MailOutcome, Side, Status
from lekol.maintenance.models import Line, Mail, Ticket
from lekol.maintenance.ports import Incoming, Joined
from tests.directory.factories import SchoolFactory, post
from tests.equipment.factories import placed
from tests.maintenance.factories import reported
from tests.maintenance.test_actions_reporting import picture

pytestmark = pytest.mark.django_db


@pytest.fixture
def school():
    return SchoolFactory.create()


@pytest.fixture
def head(school):
    return post(Role.SCHOOL_HEAD, school).person


def received(person, subject="Écran noir", text="L’écran est noir.", number=1, **words):
    words = {"verified": True, **words}
    return actions.receive(Incoming(f"<{number}@x>", getattr(person, "email", person), "", subject, text, **words))


def test_a_message_of_the_school_becomes_a_ticket_on_the_device_it_names(school, head):
    asset = placed(school)
    row = received(head, text=f"Le poste {asset.inventory_number} ne démarre pas.", files=(Joined("p.jpg", picture()),))
    ticket = row.ticket
    assert (row.outcome, ticket.school, ticket.asset, ticket.channel) == ("panne", school, asset, "courriel")
    assert ticket.lines.get().attachments.get().picture is True


def test_the_same_message_received_twice_is_one_ticket(school, head):
    assert received(head) == received(head)
    assert (Ticket.objects.count(), Mail.objects.count()) == (1, 1)


def test_a_reply_joins_the_timeline_and_starts_the_clock_again(school, head):
    ticket = reported(school)
    actions.ask_school(ticket=ticket, by=post(Role.TECHNICIAN, school.commune).person, text="Quelle salle ?")
    row = received(head, f"Re: [Panne {ticket.ref}] Réseau coupé", "La CP A\n> Quelle salle ?")
    ticket.refresh_from_db()
    assert (row.outcome, ticket.status, ticket.lines.last().text) == ("reponse", Status.TAKEN, "La CP A")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ({"verified": False}, "prouvé"),
        ({"person": "inconnu@x.example"}, "aucune personne"),
    ],
)
def test_a_stranger_or_a_spoofed_sender_writes_nothing_and_the_refusal_is_kept(school, head, words, said):
    ticket = reported(school)
    person = words.pop("person", head)
    row = received(person, f"Re: [Panne {ticket.ref}]", **words)
    assert (row.outcome, said in row.reason) == (MailOutcome.REFUSED, True)
    assert (Ticket.objects.count(), ticket.lines.count()) == (1, 1)


def test_the_number_of_a_ticket_of_another_school_opens_nothing_there(school, head):
    foreign = reported(SchoolFactory.create())
    row = received(head, f"Re: [Panne {foreign.ref}]")
    assert (row.outcome, foreign.lines.count()) == ("panne", 1)
    assert row.ticket.school == school


def test_an_agent_without_a_school_reports_on_the_page(school):
    row = received(post(Role.CITY_IT_HEAD, school.commune).person)
    assert (row.outcome, "depuis la page" in row.reason) == (MailOutcome.REFUSED, True)


def test_what_is_shared_is_sent_once_to_the_reporter_and_not_to_its_author(school, head):
    ticket, agent = reported(school, by=head), post(Role.TECHNICIAN, school.commune).person
    actions.say(ticket=ticket, by=agent, text="Nous passons mardi")
    actions.say(ticket=ticket, by=agent, text="Stock vide", side=Side.CITY)
    actions.say(ticket=ticket, by=head, text="Merci")
    assert [actions.deliver(), actions.deliver()] == [1, 0]
    sent = mail.outbox[0]
    assert (sent.to, "Nous passons mardi" in sent.body) == ([head.email], True)
    heads = sent.extra_headers
    assert (heads["Auto-Submitted"], ticket.ref in heads["Message-ID"], ticket.ref in heads["References"]) == (
        "auto-generated", True, True,
    )  # fmt: skip
    assert Line.objects.filter(mailed_at=None).count() == 0


def test_a_reply_to_our_own_message_is_threaded_without_its_subject(school, head):
    ticket = reported(school, by=head)
    actions.say(ticket=ticket, by=post(Role.TECHNICIAN, school.commune).person, text="Quand ?")
    actions.deliver()
    refs = (mail.outbox[0].extra_headers["Message-ID"],)
    assert received(head, "Re: tout autre chose", "Demain", refs=refs).ticket == ticket
