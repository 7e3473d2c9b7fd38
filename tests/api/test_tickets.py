"""Faults for machines: reported once by their key, seen as their person sees them, talked about."""

import uuid

import pytest

from lekol.api.schemas import TicketOut, Tickets, TicketWhole
from lekol.directory.choices import Role
from lekol.identity.choices import Reach
from lekol.journal.models import Entry
from lekol.maintenance import actions
from lekol.maintenance.choices import Side, Status
from lekol.maintenance.models import Line, Ticket
from tests.access.world import FOREIGNER, NEIGHBOUR
from tests.equipment.factories import placed
from tests.maintenance.factories import reported

pytestmark = pytest.mark.django_db
ADDRESS = "/api/v1/pannes"


def told(where, **words):
    return {
        "key": str(uuid.uuid4()), "school": where.uai, "nature": "commutateur", "summary": "Réseau coupé", **words,
    }  # fmt: skip


def send(client, body, address=ADDRESS):
    return client.post(address, body, content_type="application/json")


def test_a_fault_is_reported_routed_and_journaled_in_the_name_of_the_person(world, machine):
    asset = placed(world.alpha, inventory_number="VSD-1")
    answer = send(machine(Role.SCHOOL_HEAD), told(world.alpha, nature="appareil", device=asset.inventory_number))
    ticket = Ticket.objects.get()
    made = answer.json()
    assert answer.status_code == 201
    assert (made["number"], made["desk"], made["clause"], made["device"]) == (ticket.ref, "ville", "4.1", "VSD-1")
    assert (ticket.channel, ticket.reporter.pk, ticket.legs.count(), ticket.lines.count()) == (
        "logiciel", world.users[Role.SCHOOL_HEAD].person_id, 1, 1,
    )  # fmt: skip
    assert Entry.objects.about(ticket).get().verb == "ticket.reported"


def test_the_same_key_sent_twice_is_one_ticket(world, machine):
    client, body = machine(Role.SCHOOL_HEAD), told(world.alpha)
    answers = [send(client, body) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [201, 200, 200]
    assert len({answer.json()["number"] for answer in answers}) == Ticket.objects.count() == 1


def test_a_key_of_another_school_tells_nothing_of_its_ticket(world, machine):
    body = told(world.beta)
    assert send(machine(NEIGHBOUR), body).status_code == 201
    assert send(machine(Role.SCHOOL_HEAD), {**body, "school": world.alpha.uai}).status_code == 404


@pytest.mark.parametrize(
    ("words", "status"),
    [
        ({"school": "9749999Z"}, 404), ({"device": "PERDU-1"}, 404), ({"room": "Grenier"}, 404),
        ({"nature": "fusée"}, 422), ({"summary": "  "}, 422), ({"summary": "a\x00b"}, 422),
        ({"summary": "a" * 201}, 422), ({"key": "1"}, 422), ({"at": "hier"}, 422),
    ],
)  # fmt: skip
def test_what_cannot_be_a_fault_is_refused_and_writes_nothing(world, machine, words, status):
    answer = send(machine(Role.SCHOOL_HEAD), told(world.alpha, **words))
    assert (answer.status_code, Ticket.objects.count()) == (status, 0)


def test_each_reach_opens_its_own_half(world, machine):
    reads, writes = (machine(Role.SCHOOL_HEAD, [reach]) for reach in (Reach.TICKETS, Reach.REPORTS))
    assert (send(reads, told(world.alpha)).status_code, reads.get(ADDRESS).status_code) == (403, 200)
    assert (send(writes, told(world.alpha)).status_code, writes.get(ADDRESS).status_code) == (201, 403)


def test_a_token_reads_the_tickets_its_person_sees_and_no_other(world, machine):
    ticket = reported(world.alpha)
    readers = (Role.SCHOOL_HEAD, Role.TECHNICIAN, NEIGHBOUR, FOREIGNER)
    found = [len(machine(who).get(ADDRESS).json()["items"]) for who in readers]
    assert found == [1, 1, 0, 0]
    one = f"{ADDRESS}/{ticket.ref}"
    assert machine(NEIGHBOUR).get(one).status_code == 404
    assert send(machine(NEIGHBOUR), {"text": "Bonjour"}, f"{one}/messages").status_code == 404
    kept = machine(Role.CITY_IT_HEAD, perimeter=f"ecole:{world.beta.uai}")
    assert (kept.get(ADDRESS).json()["items"], send(kept, told(world.alpha)).status_code) == ([], 404)


def test_the_private_side_of_a_party_is_not_told_to_another(world, machine):
    ticket = reported(world.alpha)
    technician = world.users[Role.TECHNICIAN].person
    actions.say(ticket=ticket, by=technician, text="À nous", side=Side.CITY)
    texts = [
        [line["text"] for line in machine(who).get(f"{ADDRESS}/{ticket.ref}").json()["lines"]]
        for who in (Role.TECHNICIAN, Role.SCHOOL_HEAD)
    ]
    assert [("À nous" in lines) for lines in texts] == [True, False]


def test_a_message_of_the_school_starts_the_clock_again_and_its_key_counts_once(world, machine):
    ticket = reported(world.alpha)
    actions.ask_school(ticket=ticket, by=world.users[Role.TECHNICIAN].person, text="Quelle salle ?")
    client, body = machine(Role.SCHOOL_HEAD), {"text": "La CP A", "key": str(uuid.uuid4())}
    answers = [send(client, body, f"{ADDRESS}/{ticket.ref}/messages") for _ in range(2)]
    ticket.refresh_from_db()
    assert [answer.status_code for answer in answers] == [201, 200]
    assert (ticket.status, Line.objects.filter(text="La CP A").count()) == (Status.TAKEN, 1)


@pytest.mark.parametrize("count", [1, 3])
def test_a_page_of_tickets_costs_the_same_queries_whatever_its_length(world, machine, django_assert_num_queries, count):
    for _ in range(count):
        reported(world.alpha)
    client = machine(Role.CITY_IT_HEAD)
    client.get(ADDRESS)
    with django_assert_num_queries(4):
        assert len(client.get(ADDRESS, {"etat": "ouvertes", "nature": "commutateur"}).json()["items"]) == count


def test_a_report_costs_seven_queries_the_token_and_the_posts_among_them(world, machine, django_assert_num_queries):
    client = machine(Role.SCHOOL_HEAD)
    send(client, told(world.alpha))
    with django_assert_num_queries(7):
        assert send(client, told(world.alpha)).status_code == 201


def test_what_is_written_by_hand_is_what_the_schema_describes(world, machine):
    asset = placed(world.alpha, inventory_number="VSD-1")
    client = machine(Role.SCHOOL_HEAD)
    made = send(client, told(world.alpha, nature="appareil", device=asset.inventory_number)).json()
    whole, listed = client.get(f"{ADDRESS}/{made['number']}").json(), client.get(ADDRESS).json()
    assert list(made) == list(TicketOut.model_fields)
    assert {name: whole[name] for name in made} == made
    assert TicketWhole.model_validate(whole).model_dump(mode="json") == whole
    assert Tickets.model_validate(listed).model_dump(mode="json") == listed == {"items": [made], "next": None}


@pytest.mark.parametrize("count", [1, 3])
def test_one_ticket_costs_five_queries_whatever_was_said(world, machine, django_assert_num_queries, count):
    ticket, client = reported(world.alpha), machine(Role.SCHOOL_HEAD)
    for _ in range(count):
        actions.say(ticket=ticket, by=world.users[Role.SCHOOL_HEAD].person, text="Toujours rien")
    client.get(f"{ADDRESS}/{ticket.ref}")
    with django_assert_num_queries(5):
        assert len(client.get(f"{ADDRESS}/{ticket.ref}").json()["lines"]) == 1 + count
