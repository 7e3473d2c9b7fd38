"""A committee from its seats to its minutes: what is refused, what is kept, what is sent."""

import datetime as dt
import threading

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, connections
from django.urls import reverse
from icalendar import Calendar

from lekol.directory.actions import close_post
from lekol.directory.choices import Role
from lekol.governance import actions
from lekol.governance.models import Appointment, Decision, DraftVersion, Meeting, Voice
from lekol.governance.queries.accords import standing_of
from lekol.governance.queries.agenda import proposals
from lekol.governance.queries.reminding import letters
from lekol.governance.queries.seats import sittings
from lekol.governance.rules import agreeing
from lekol.governance.tasks import remind, send_invitations
from lekol.identity.models import User
from tests.days import today
from tests.directory.factories import reader
from tests.governance.factories import at, committee, governed, held, people, planned, seated

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def seats(agreement, on=None):
    return {row.seat.key: row for row in sittings(agreement, [committee(agreement)], on or today())["copil"]}


def client_for(client, person):
    client.force_login(User.objects.create_user(person.email or f"{person.ref}@x.example.org", person))
    return client


# Seats


def test_a_vacant_seat_only_one_post_can_mean_is_filled_and_falls_vacant_with_the_post():
    agreement = governed()
    found = seated(agreement)
    assert seats(agreement)["ville-maire"].acting == found[Role.MAYOR]
    close_post(post=found[Role.MAYOR].posts.get(), on=today())
    assert seats(agreement)["ville-maire"].acting is None


def test_a_seat_two_posts_could_mean_stays_vacant():
    agreement = governed()
    found = people()
    reader(Role.CITY_IT_HEAD, found[Role.MAYOR].posts.get().commune)
    actions.fill_from_directory(agreement=agreement, committee=committee(agreement), on=today())
    assert seats(agreement)["ville-directeur-du-service-informatique"].acting is None


def test_a_delegation_gives_the_seat_from_its_first_day_to_its_last_included():
    agreement = governed()
    found = seated(agreement)
    row, first, last = seats(agreement)["ville-maire"], today(), today() + 3 * DAY
    actions.delegate(
        appointment=row.appointment, seat=row.seat, person=found[Role.PROJECT_LEAD], since=first, until=last
    )
    acting = [seats(agreement, first + n * DAY)["ville-maire"].acting for n in (-1, 0, 3, 4)]
    assert acting == [found[Role.MAYOR], found[Role.PROJECT_LEAD], found[Role.PROJECT_LEAD], found[Role.MAYOR]]


def test_nobody_represents_a_member_the_text_gives_no_representative():
    agreement = governed()
    found = seated(agreement)
    row = seats(agreement)["ville-directeur-du-service-informatique"]
    with pytest.raises(ValidationError, match="ne prévoit pas de représentant"):
        actions.delegate(
            appointment=row.appointment, seat=row.seat, person=found[Role.MAYOR], since=today(), until=today()
        )


def test_a_new_holder_takes_the_place_of_the_one_before_from_that_day():
    agreement = governed()
    found = seated(agreement)
    other = reader(Role.MAYOR, found[Role.MAYOR].posts.get().commune).person
    row = seats(agreement)["ville-maire"]
    actions.appoint(
        agreement=agreement, committee=committee(agreement), seat=row.seat, post=other.posts.get(), since=today()
    )
    assert seats(agreement, today() - DAY)["ville-maire"].acting == found[Role.MAYOR]
    assert seats(agreement)["ville-maire"].acting == other


def test_the_other_party_cannot_be_given_a_seat():
    agreement = governed()
    found = seated(agreement)
    seat = committee(agreement).seat("ville-maire")
    with pytest.raises(ValidationError, match="n’est pas tenu pour Ville"):
        actions.appoint(
            agreement=agreement, committee=committee(agreement), seat=seat, since=today(),
            post=found[Role.DIGITAL_DELEGATE].posts.get(),
        )  # fmt: skip


def test_members_of_the_technical_committee_are_named_by_a_decision_of_the_steering_committee():
    agreement = governed()
    found = seated(agreement)
    cotech = committee(agreement, "cotech")
    words = {
        "agreement": agreement, "committee": cotech, "seat": cotech.seat("ville-representant-de-la-commune"),
        "post": found[Role.PROJECT_LEAD].posts.get(), "since": today(),
    }  # fmt: skip
    with pytest.raises(ValidationError, match="se pourvoit par une décision"):
        actions.appoint(**words)
    decision = actions.decide(meeting=held(agreement), title="Membres", text="Sont désignés…")
    assert actions.appoint(**words, decision=decision).decision == decision


# Convocation


def test_everyone_who_sits_receives_the_agenda_and_a_calendar_entry_once():
    agreement = governed()
    seated(agreement)
    meeting = planned(agreement, today() + 20 * DAY)
    actions.convene(meeting=meeting)
    for _ in range(2):  # a job that runs again reaches nobody twice
        send_invitations(meeting_id=meeting.pk, sequence=meeting.sequence)
    assert len(mail.outbox) == 4
    assert "1. Situation" in mail.outbox[0].body
    name, content, kind = mail.outbox[0].attachments[0]
    event = Calendar.from_ical(content).walk("VEVENT")[0]
    assert (name, kind) == ("seance.ics", "text/calendar; method=REQUEST; charset=utf-8")
    assert event.decoded("dtstart") == meeting.starts_at
    assert event.decoded("dtend") - event.decoded("dtstart") == dt.timedelta(minutes=90)
    assert len(event["attendee"]) == 4


def test_a_moved_or_cancelled_meeting_keeps_its_identifier_and_a_newer_sequence():
    agreement = governed()
    seated(agreement)
    meeting = planned(agreement, today() + 20 * DAY)
    actions.convene(meeting=meeting)
    send_invitations(meeting_id=meeting.pk, sequence=meeting.sequence)
    actions.move(meeting=meeting, place="Rectorat")
    send_invitations(meeting_id=meeting.pk, sequence=meeting.sequence)
    actions.cancel(meeting=meeting, reason="Report")
    send_invitations(meeting_id=meeting.pk, sequence=meeting.sequence)
    events = [Calendar.from_ical(sent.attachments[0][1]).walk("VEVENT")[0] for sent in mail.outbox[::4]]
    assert len({str(event["uid"]) for event in events}) == 1
    assert [int(event["sequence"]) for event in events] == [1, 2, 3]
    assert [str(event["status"]) for event in events] == ["CONFIRMED", "CONFIRMED", "CANCELLED"]


def test_a_convocation_overtaken_by_a_newer_one_is_not_sent():
    agreement = governed()
    seated(agreement)
    meeting = planned(agreement, today() + 20 * DAY)
    actions.convene(meeting=meeting)
    old = meeting.sequence
    actions.move(meeting=meeting, place="Rectorat")
    send_invitations(meeting_id=meeting.pk, sequence=old)
    assert mail.outbox == []


def test_nothing_is_convened_without_agenda_or_without_anybody():
    agreement = governed()
    meeting = actions.plan(
        agreement=agreement, committee=committee(agreement), starts_at=at(today()), minutes=60, place="M"
    )
    with pytest.raises(ValidationError, match="ordre du jour est vide"):
        actions.convene(meeting=meeting)
    actions.add_item(meeting=meeting, title="Situation")
    with pytest.raises(ValidationError, match="pourvoyez les sièges"):
        actions.convene(meeting=meeting)


def test_an_extraordinary_meeting_says_why_and_only_where_the_text_allows_it():
    agreement = governed()
    with pytest.raises(ValidationError, match="Dites pourquoi"):
        planned(agreement, extraordinary=True)
    with pytest.raises(ValidationError, match="ne prévoit pas"):
        planned(agreement, key="cotech", extraordinary=True, reason="Urgence")


# Sitting


def test_a_meeting_short_of_its_quorum_is_not_held():
    agreement = governed(quorum="quorum = 3")
    seated(agreement)
    meeting = planned(agreement)
    rows = actions.call_roll(meeting)
    actions.note_presences(meeting=meeting, presences={row.pk: "present" for row in rows[:2]})
    with pytest.raises(ValidationError, match="2 présents, 3 requis"):
        actions.hold(meeting=meeting)
    actions.note_presences(meeting=meeting, presences={row.pk: "present" for row in rows[:3]})
    assert actions.hold(meeting=meeting).state == "tenue"


def test_a_guest_does_not_make_the_quorum():
    agreement = governed(quorum="quorum = 1")
    found = seated(agreement)
    meeting = planned(agreement)
    actions.call_roll(meeting)
    guest = actions.invite(meeting=meeting, person=found[Role.PROJECT_LEAD], function="expert")
    actions.note_presences(meeting=meeting, presences={guest.pk: "present"})
    with pytest.raises(ValidationError, match="qui était présent"):
        actions.hold(meeting=meeting)


def test_a_meeting_is_not_held_before_its_day():
    agreement = governed()
    seated(agreement)
    with pytest.raises(ValidationError, match="n’a pas encore eu lieu"):
        held(agreement, today() + DAY)


def test_decisions_are_numbered_by_committee_and_year_and_never_again():
    agreement = governed()
    seated(agreement)
    meeting, before = held(agreement), held(agreement, today() - 400 * DAY)
    numbers = [actions.decide(meeting=row, title="D", text="T").number for row in (meeting, before, meeting)]
    assert numbers == [f"COPIL {meeting.on.year}-1", f"COPIL {before.on.year}-1", f"COPIL {meeting.on.year}-2"]


def test_a_decision_cites_a_clause_the_agreement_has():
    agreement = governed()
    seated(agreement)
    meeting = held(agreement)
    with pytest.raises(ValidationError, match="pas de clause"):
        actions.decide(meeting=meeting, title="D", text="T", clause="9.9")
    assert actions.decide(meeting=meeting, title="D", text="T", clause="3.1").agreement == agreement


# Minutes


def test_two_who_write_from_the_same_version_lose_nothing():
    agreement = governed()
    found = seated(agreement)
    item = held(agreement).items.get()
    actions.write_notes(item=item, base=0, text="Ouverture.\nClôture.", by=None)
    one = actions.write_notes(item=item, base=1, text="Ouverture.\nLa Ville dit.\nClôture.", by=found[Role.MAYOR])
    two = actions.write_notes(
        item=item, base=1, text="Ouverture.\nLe Rectorat dit.\nClôture.", by=found[Role.ACADEMIC_DIRECTOR]
    )
    item.notes.refresh_from_db()
    assert item.notes.text == "Ouverture.\nLa Ville dit.\nLe Rectorat dit.\nClôture."
    assert (one.met, two.met, item.notes.version) == (False, True, 3)
    assert [row.sent for row in DraftVersion.objects.order_by("number")][1:] == [
        "Ouverture.\nLa Ville dit.\nClôture.", "Ouverture.\nLe Rectorat dit.\nClôture.",
    ]  # fmt: skip


@pytest.mark.django_db(transaction=True)
def test_two_co_chairs_writing_at_the_same_moment_lose_nothing():
    agreement = governed()
    seated(agreement)
    item = held(agreement).items.get()
    start = threading.Barrier(2)

    def write(text):
        try:
            start.wait()
            actions.write_notes(item=item, base=0, text=text, by=None)
        finally:
            connections.close_all()

    writers = [threading.Thread(target=write, args=[text]) for text in ("La Ville.", "Le Rectorat.")]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    item.notes.refresh_from_db()
    assert sorted(item.notes.text.split("\n")) == ["La Ville.", "Le Rectorat."]


def submitted(agreement):
    found = seated(agreement)
    meeting = held(agreement)
    accord = actions.submit(meeting=meeting)
    parties = {party.key: party for party in agreement.parties.all()}
    return meeting, accord, parties, found


def test_minutes_are_approved_when_both_co_chairs_agree_and_change_no_more():
    agreement = governed()
    meeting, accord, parties, found = submitted(agreement)
    actions.speak(accord=accord, party=parties["ville"], by=found[Role.MAYOR], agrees=True)
    assert standing_of(accord).state == agreeing.AWAITED
    actions.speak(accord=accord, party=parties["rectorat"], by=found[Role.ACADEMIC_DIRECTOR], agrees=True)
    assert standing_of(accord).sentence == "Approuvé par Ville et Rectorat."
    for change in (
        lambda: actions.write_notes(item=meeting.items.get(), base=0, text="x", by=None),
        lambda: actions.decide(meeting=meeting, title="D", text="T"),
    ):
        with pytest.raises(ValidationError, match="ne change plus"):
            change()


def test_a_disagreement_says_why_and_stays_when_the_party_agrees_afterwards():
    agreement = governed()
    _, accord, parties, found = submitted(agreement)
    with pytest.raises(ValidationError, match="motive"):
        actions.speak(accord=accord, party=parties["ville"], by=found[Role.MAYOR], agrees=False)
    actions.speak(accord=accord, party=parties["ville"], by=found[Role.MAYOR], agrees=False, reason="Chiffre faux.")
    assert standing_of(accord).state == agreeing.REFUSED
    actions.speak(accord=accord, party=parties["ville"], by=found[Role.MAYOR], agrees=True)
    assert [(voice.agrees, voice.reason) for voice in standing_of(accord).voices] == [
        (False, "Chiffre faux."), (True, ""),
    ]  # fmt: skip


@pytest.mark.parametrize("change", ["UPDATE governance_voice SET agrees = true", "DELETE FROM governance_voice"])
def test_the_database_refuses_to_change_what_a_party_said(change):
    agreement = governed()
    _, accord, parties, found = submitted(agreement)
    actions.speak(accord=accord, party=parties["ville"], by=found[Role.MAYOR], agrees=False, reason="Non.")
    with pytest.raises(IntegrityError, match="ne se modifie pas"), connection.cursor() as cursor:
        cursor.execute(change)


def test_a_text_that_changes_is_put_to_the_parties_again():
    agreement = governed()
    meeting, accord, parties, found = submitted(agreement)
    actions.speak(accord=accord, party=parties["ville"], by=found[Role.MAYOR], agrees=True)
    actions.write_notes(item=meeting.items.get(), base=0, text="Ajout.", by=None)
    with pytest.raises(ValidationError, match="a changé depuis"):
        actions.speak(accord=accord, party=parties["rectorat"], by=found[Role.ACADEMIC_DIRECTOR], agrees=True)
    again = actions.submit(meeting=Meeting.objects.get(pk=meeting.pk))
    assert (standing_of(again).state, Voice.objects.filter(accord=accord).count()) == (agreeing.AWAITED, 1)


# Agenda, actions, reminders


def test_an_action_overdue_is_proposed_at_the_next_meeting_and_once():
    agreement = governed()
    found = seated(agreement)
    decision = actions.decide(meeting=held(agreement, today() - 40 * DAY), title="D", text="T", clause="3.1")
    due = today() - DAY
    action = actions.entrust(decision=decision, task=actions.Task("Câbler", found[Role.CITY_IT_HEAD], "ville", due))
    found_points = proposals(agreement, committee(agreement), today())
    assert [row.clause for row in found_points if row.key == f"action:{action.ref}"] == ["3.1"]
    meeting = planned(agreement, today() + DAY)
    first = actions.add_proposals(meeting=meeting, proposals=found_points)
    assert len(first) == len(found_points)
    assert actions.add_proposals(meeting=meeting, proposals=found_points) == []
    actions.follow(action=action, text="Fait.", done=True)
    assert f"action:{action.ref}" not in [row.key for row in proposals(agreement, committee(agreement), today())]


def test_an_action_closed_is_followed_no_more():
    agreement = governed()
    found = seated(agreement)
    decision = actions.decide(meeting=held(agreement), title="D", text="T")
    action = actions.entrust(decision=decision, task=actions.Task("A", found[Role.MAYOR], "ville", today()))
    actions.follow(action=action, text="Abandonnée.", dropped=True)
    with pytest.raises(ValidationError, match="déjà abandonnée"):
        actions.follow(action=action, text="Encore.")


@pytest.mark.parametrize(
    ("left", "sent"), [(15, 0), (14, 1), (13, 0), (3, 1), (0, 1), (-1, 0), (-7, 1), (-14, 1), (-371, 0)]
)
def test_an_owner_is_reminded_on_its_days_only(left, sent):
    agreement = governed()
    found = seated(agreement)
    meeting = held(agreement, today() - 30 * DAY)
    decision = actions.decide(meeting=meeting, title="D", text="T")
    action = actions.entrust(
        decision=decision, task=actions.Task("A", found[Role.CITY_IT_HEAD], "ville", today() + 20 * DAY)
    )
    action.due_on = today() + left * DAY
    action.save()
    assert sum(letter.key.startswith("action:") for letter in letters(today())) == sent


def test_a_duty_not_planned_is_recalled_to_both_co_chairs_on_its_days_and_once():
    agreement = governed()
    found = seated(agreement)
    last = dt.date(2026, 8, 9)
    days = {left: [row.to for row in letters(last - left * DAY)] for left in (121, 120, 119, 60, 15)}
    chairs = sorted([found[Role.MAYOR].email, found[Role.ACADEMIC_DIRECTOR].email])
    assert {left: sorted(sent) for left, sent in days.items()} == {
        121: [],
        120: chairs,
        119: [],
        60: chairs,
        15: chairs,
    }
    planned(agreement, last)
    assert list(letters(last - 60 * DAY)) == []


def test_the_same_reminder_never_leaves_twice():
    agreement = governed()
    seated(agreement)
    meeting = planned(agreement, today() + 7 * DAY)
    actions.convene(meeting=meeting)
    for _ in range(2):
        remind(timestamp=0)
    assert len([sent for sent in mail.outbox if sent.subject.startswith("Rappel")]) == 4


# Pages


def test_a_co_chair_approves_from_the_page_of_the_meeting(client):
    agreement = governed()
    meeting, accord, _, found = submitted(agreement)
    client_for(client, found[Role.MAYOR])
    page = client.get(meeting.get_absolute_url()).content.decode()
    assert "Votre accord est attendu" in page
    client.post(reverse("governance:speak", args=[accord.pk]), {"agrees": "oui"})
    assert standing_of(accord).positions[0].voice.agrees


def test_a_member_who_does_not_chair_cannot_approve(client):
    agreement = governed()
    _, accord, _, found = submitted(agreement)
    response = client_for(client, found[Role.CITY_IT_HEAD]).post(
        reverse("governance:speak", args=[accord.pk]), {"agrees": "oui"}
    )
    assert response.status_code == 403


def test_whoever_represents_a_co_chair_approves_in_its_place(client):
    agreement = governed()
    _, accord, _, found = submitted(agreement)
    row = seats(agreement)["ville-maire"]
    actions.delegate(
        appointment=row.appointment, seat=row.seat, person=found[Role.PROJECT_LEAD], since=today(), until=today()
    )
    url = reverse("governance:speak", args=[accord.pk])
    assert client_for(client, found[Role.PROJECT_LEAD]).post(url, {"agrees": "oui"}).status_code == 302
    assert client_for(client, found[Role.MAYOR]).post(url, {"agrees": "oui"}).status_code == 403


def test_the_second_writer_is_told_that_both_texts_are_kept(client):
    agreement = governed()
    found = seated(agreement)
    meeting = held(agreement)
    item = meeting.items.get()
    url = reverse("governance:notes", args=[meeting.ref, item.pk])
    client_for(client, found[Role.PROJECT_LEAD]).post(url, {"text": "Un.", "base": 0})
    page = client.post(url, {"text": "Deux.", "base": 0}, follow=True).content.decode()
    assert "les deux textes sont gardés" in page
    assert "Un.<br>Deux." in page


def test_the_minutes_are_printed_twice_alike(client):
    agreement = governed()
    meeting, *_, found = submitted(agreement)
    url = reverse("governance:minutes_file", args=[meeting.ref])
    client_for(client, found[Role.MAYOR])
    assert client.get(url).content == client.get(url).content
    assert client.get(url).content.startswith(b"%PDF-")


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_of_a_committee_costs_the_same_whatever_its_past(client, count, django_assert_num_queries):
    agreement = governed()
    found = seated(agreement)
    for years in range(count):
        held(agreement, today() - years * 366 * DAY)
    client_for(client, found[Role.CITY_IT_HEAD])
    url = reverse("governance:committee", args=[agreement.slug, "copil"])
    client.get(url)
    with django_assert_num_queries(14):
        client.get(url)


@pytest.mark.parametrize("count", [1, 3])
def test_the_lists_cost_the_same_whatever_their_length(client, count, django_assert_num_queries):
    agreement = governed()
    found = seated(agreement)
    meeting = held(agreement)
    for rank in range(count):
        decision = actions.decide(meeting=meeting, title=f"D{rank}", text="T")
        actions.entrust(decision=decision, task=actions.Task("A", found[Role.MAYOR], "ville", today()))
    client_for(client, found[Role.CITY_IT_HEAD])
    for name, queries in (("decisions", 9), ("tasks", 6)):
        with django_assert_num_queries(queries):
            client.get(reverse(f"governance:{name}"))


def test_two_hundred_seats_over_ten_years_are_read_in_a_few_queries(django_assert_max_num_queries):
    agreement = governed()
    found = people()
    agreement.data["committees"][0]["members"] = [{"party": "ville", "function": "Élu", "count": 99}] * 2
    agreement.save()
    steering = committee(agreement)
    post, rows = found[Role.MAYOR].posts.get(), []
    for seat in steering.seats:
        for year in range(10):
            first = dt.date(2018 + year, 1, 1)
            rows.append(
                Appointment(
                    agreement=agreement,
                    committee="copil",
                    seat=seat.key,
                    post=post,
                    valid=(first, first.replace(month=12)),
                )
            )
    Appointment.objects.bulk_create(rows)
    with django_assert_max_num_queries(4):
        sat = sittings(agreement, [steering], dt.date(2026, 5, 1))["copil"]
    assert (len(sat), sum(row.acting is not None for row in sat)) == (200, 200)


def test_decisions_are_read_by_objective(client):
    agreement = governed()
    found = seated(agreement)
    agreement.objectives.create(key="ent", wording="Un espace numérique.", rank=1)
    meeting = held(agreement)
    actions.decide(meeting=meeting, title="Pour cet objectif", text="T", objective="ent")
    actions.decide(meeting=meeting, title="Sans objectif", text="T")
    page = client_for(client, found[Role.MAYOR]).get(reverse("governance:decisions"), {"objectif": "ent"})
    assert ("Pour cet objectif" in page.content.decode(), "Sans objectif" in page.content.decode()) == (True, False)
    assert Decision.objects.count() == 2
