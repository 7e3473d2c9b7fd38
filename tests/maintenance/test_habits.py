"""Saved answers, checklists, mentions, parts and time, several tickets at once."""

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from lekol.directory.choices import Role
from lekol.equipment.actions import move_stock
from lekol.equipment.models import StockItem
from lekol.maintenance import actions
from lekol.maintenance.choices import MacroAct, Side, Status
from lekol.maintenance.models import Checklist, Effort, Macro, Mention
from lekol.maintenance.rules.mentions import called, named
from tests.directory.factories import PersonFactory, SchoolFactory, post, reader
from tests.equipment.factories import placed
from tests.maintenance.factories import reported

TEAM = {"a": ("Nadine", "Grondin"), "b": ("Marie-Ève", "Payet"), "c": ("Noé", "Payet")}


def test_a_name_calls_one_person_or_says_it_does_not():
    assert named("Vu avec @grondin et @n.payet, écrire à a@b.re") == ["grondin", "n.payet"]
    assert called(["grondin", "n.payet"], TEAM) == (["a", "c"], [])
    assert called(["payet", "riviere"], TEAM) == ([], ["payet", "riviere"])


@given(st.text(max_size=40))
def test_whatever_is_typed_names_are_compared_the_same_way(text):
    for word in named(f"@{text}"):
        assert called([word], {1: ("", word)}) == ([1], [])


@pytest.fixture
def school(db):
    return SchoolFactory.create()


@pytest.fixture
def technician(client, school):
    user = reader(Role.TECHNICIAN, school.commune)
    client.force_login(user)
    return user.person


@pytest.mark.parametrize(
    ("act", "status"),
    [(MacroAct.SAY, Status.NEW), (MacroAct.TAKE, Status.TAKEN), (MacroAct.ASK, Status.WAITING),
     (MacroAct.SOLVE, Status.SOLVED)],
)  # fmt: skip
def test_a_saved_answer_writes_changes_the_state_and_counts_the_time(client, technician, school, act, status):
    ticket = reported(school)
    macro = Macro.objects.create(commune=school.commune, name="Vu", act=act, text="Chargeur échangé.", minutes=15)
    page = reverse("maintenance:play", args=[ticket.ref])
    assert "Vu" in client.get(page).content.decode()
    client.post(f"{page}?geste={macro.pk}", {"text": "Chargeur échangé hier."})
    ticket.refresh_from_db()
    macro.refresh_from_db()
    assert (ticket.status, macro.used, ticket.efforts.get().minutes) == (status, 1, 15)
    assert ticket.lines.filter(text="Chargeur échangé hier.").exists()


def test_the_answers_of_another_desk_are_not_offered(client, technician, school):
    ticket = reported(school)
    other = Macro.objects.create(academy=school.commune.academy, name="Académie", text="Non")
    page = reverse("maintenance:play", args=[ticket.ref])
    assert "Académie" not in client.get(f"{page}?geste={other.pk}").content.decode()


def test_taking_a_ticket_brings_the_checklist_of_its_nature_once(client, technician, school):
    ticket = reported(school)
    Checklist.objects.create(commune=school.commune, name="Réseau", nature="commutateur", lines=["Câbles", "Voyants"])
    Checklist.objects.create(commune=school.commune, name="Autre", nature="liaison", lines=["Box"])
    for _ in range(2):
        actions.take(ticket=ticket, by=technician)
    first, second = ticket.checks.all()
    assert [first.text, second.text] == ["Câbles", "Voyants"]
    client.post(reverse("maintenance:tick", args=[ticket.ref]), {"point": [second.pk]})
    assert [row.done_by for row in ticket.checks.all()] == [None, technician]
    client.post(reverse("maintenance:tick", args=[ticket.ref]), {"point": [first.pk]})
    assert [row.done_at is not None for row in ticket.checks.all()] == [True, False]


def test_naming_a_colleague_in_a_private_message_tells_them_and_nobody_else(client, technician, school):
    ticket = reported(school)
    mate = post(Role.CITY_IT_HEAD, school.commune, PersonFactory.create(first_name="Zoé", last_name="Hoareau")).person
    post(Role.FILTER_EXPERT, school.commune.academy, PersonFactory.create(last_name="Técher"))
    page = reverse("maintenance:say", args=[ticket.ref])
    client.post(page, {"text": "@z.hoareau, as-tu une pièce ?", "side": Side.CITY})
    assert [row.person for row in Mention.objects.all()] == [mate]
    answer = client.post(page, {"text": "@techer ?", "side": Side.CITY})
    assert "ne lisent ce message sous ce nom : @techer" in answer.content.decode()
    assert (actions.deliver_mentions(), actions.deliver_mentions()) == (1, 0)
    assert mail.outbox[0].to == [mate.email]
    assert "pièce" not in mail.outbox[0].body


def test_a_part_leaves_the_store_is_written_on_the_ticket_and_a_low_store_is_said(client, technician, school):
    ticket = reported(school, "appareil", asset=placed(school))
    lamp = StockItem.objects.create(commune=school.commune, name="Lampe", threshold=2)
    move_stock(item=lamp, change=3)
    page = reverse("maintenance:solve", args=[ticket.ref])
    client.post(page, {"solution": "Lampe changée", "minutes": "20", "item": lamp.pk, "quantity": "2"})
    lamp.refresh_from_db()
    assert (lamp.quantity, Effort.objects.get().parts) == (1, "2 × Lampe")
    assert lamp.movements.all()[0].asset == ticket.asset
    line = ticket.lines.get(text__contains="à commander")
    assert line.side == Side.CITY
    with pytest.raises(ValidationError):
        actions.log_work(ticket=ticket, by=technician, item=lamp, quantity=5)
    assert Effort.objects.count() == 1


def test_several_tickets_are_solved_only_after_being_read_again(client, technician, school):
    mine = [reported(school), reported(school, "appareil")]
    hers = reported(school, "messagerie")
    page, refs = reverse("maintenance:bulk"), [row.ref for row in (*mine, hers)]
    assert hers.ref not in client.get(page).content.decode()
    seen = client.post(page, {"panne": refs})
    assert "2 pannes seront résolues" in seen.content.decode()
    assert "Elle est chez : Rectorat" in seen.content.decode()
    assert {row.status for row in type(hers).objects.all()} == {Status.NEW}
    client.post(page, {"panne": refs, "text": "Coupure finie."})
    assert [type(hers).objects.get(pk=row.pk).status for row in (*mine, hers)] == ["resolu", "resolu", "nouveau"]
