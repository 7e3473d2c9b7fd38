"""Mail both ways: a ticket, a reply, a refusal; each message once; what is shared is sent to those who follow."""

import datetime as dt
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from lekol.directory.choices import Role
from lekol.maintenance import actions
from lekol.maintenance.choices import MailOutcome, Side, Status
from lekol.maintenance.models import Line, Mail, Ticket
from lekol.maintenance.ports import Incoming, Joined
from tests.directory.factories import SchoolFactory, post, reader
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


def refused(head, **words):
    """A message whose sender the server could not prove, with a file."""
    return received(head, verified=False, files=(Joined("mot.txt", b"mot"),), **words)


def test_a_refused_message_keeps_its_words_and_its_files_until_someone_decides(school, head):
    row = refused(head)
    assert (row.waits, row.text, row.person, row.files.get().name) == (True, "L’écran est noir.", None, "mot.txt")


def test_a_refused_message_opens_a_ticket_with_its_files_and_says_who_sorted_it(school, head):
    row, agent = refused(head), post(Role.CITY_IT_HEAD, school.commune).person
    ticket = actions.open_mail(mail=row, school=school, nature="appareil", by=agent)
    row.refresh_from_db()
    assert (row.outcome, row.ticket, row.text, row.files.count(), row.decided_by) == ("panne", ticket, "", 0, agent)
    assert ticket.lines.get().attachments.get().name == "mot.txt"
    with pytest.raises(ValidationError):
        actions.drop_mail(mail=row, by=agent)


def test_a_refused_message_joins_a_ticket_under_the_address_it_came_from(school, head):
    row, ticket = refused(head), reported(school)
    actions.attach_mail(mail=row, ticket=ticket, by=post(Role.CITY_IT_HEAD, school.commune).person)
    line = ticket.lines.last()
    assert (line.by, "adresse non prouvée" in line.author, line.attachments.count()) == (None, True, 1)


def test_a_refused_message_nobody_decided_of_loses_its_words_at_its_term(school, head):
    row = refused(head)
    assert actions.forget_mails(on=timezone.localdate()) == 0
    Mail.objects.update(at=timezone.now() - dt.timedelta(days=61))
    assert actions.forget_mails(on=timezone.localdate()) == 1
    row.refresh_from_db()
    assert (row.outcome, row.text, row.files.count()) == (MailOutcome.IGNORED, "", 0)


def test_the_page_of_a_refused_message_shows_its_words_as_words(client, school, head):
    row = refused(head, text="<script>alert(1)</script>")
    adviser = reader(Role.DIGITAL_ADVISER, school.commune.academy)
    client.force_login(adviser)
    page = client.get(reverse("maintenance:mail", args=[row.pk])).content.decode()
    assert ("&lt;script&gt;" in page, "prouvé" in page) == (True, True)
    assert client.get(reverse("maintenance:mails")).context["count"] == 1
    client.post(reverse("maintenance:open_mail", args=[row.pk]), {"school": school.uai, "nature": "appareil"})
    assert Ticket.objects.get().summary == "Écran noir"


@pytest.mark.django_db(transaction=True)
def test_a_message_two_processes_take_at_once_is_one_ticket(school, head):
    message = Incoming("<9@x>", head.email, "", "Plus de réseau", "Rien ne marche.", (), True)
    gate = threading.Barrier(4)

    def take(_):
        gate.wait()
        try:
            return actions.receive(message).ticket_id
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        found = set(pool.map(take, range(4)))
    assert found == {Ticket.objects.get().pk}
    assert Mail.objects.count() == 1
