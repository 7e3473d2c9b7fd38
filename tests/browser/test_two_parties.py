"""The City and the Rectorat, each in their own browser, around one ticket."""

import pytest
from django.db.models import Q

from lekol.directory.choices import Role
from lekol.maintenance.choices import RUNNING, Answer, Desk
from lekol.maintenance.models import Ticket

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def send(tab, address, **words):
    """Open the page of a verb, fill its form, press its button."""
    tab.goto(address)
    for name, value in words.items():
        field = tab.locator(f"[name={name}]").first
        if field.evaluate("one => one.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)
    tab.locator("main form button.btn-1, main form button[type=submit]").first.click()
    tab.wait_for_load_state()


def test_a_ticket_passes_from_the_city_to_the_rectorat_and_each_keeps_its_private_side(window, live_server):
    waiting = Q(transfers__answer=Answer.WAITING)
    ticket = Ticket.objects.filter(desk=Desk.CITY, status__in=RUNNING, parent=None).exclude(waiting).order_by("pk")[0]
    page = live_server.url + ticket.get_absolute_url()
    city, state = window(Role.TECHNICIAN).new_page(), window(Role.DIGITAL_ADVISER, 390).new_page()

    send(city, f"{page}transfert/", target="rectorat", reason="Le filtre bloque tout.")
    send(city, f"{page}message/", text="Entre nous : le commutateur est neuf.", side="ville")
    state.goto(page)
    read = state.locator("main").inner_text()
    assert ("Le filtre bloque tout." in read, "Entre nous" in read) == (True, False)

    send(state, f"{page}transfert/{ticket.transfers.get(answer=Answer.WAITING).pk}/accepter/")
    city.goto(page)
    read = city.locator("main").inner_text()
    assert ("Rectorat accepte et s’en charge." in read, "Entre nous" in read) == (True, True)

    send(state, f"{page}message/", text="Règle du filtre corrigée.", side="")
    city.reload()
    assert "Règle du filtre corrigée." in city.locator("main").inner_text()
    ticket.refresh_from_db()
    assert (ticket.desk, ticket.legs.count()) == (Desk.STATE, 2)


def test_a_general_outage_solved_once_is_confirmed_by_each_school_that_hangs_on_it(window, live_server):
    told = Q(status__in=RUNNING, desk=Desk.CITY, parent=None, children=None)
    rows = Ticket.objects.filter(told).exclude(transfers__answer=Answer.WAITING).order_by("school", "pk")
    wide, *hanging = list({row.school_id: row for row in rows}.values())[:3]
    city = window(Role.TECHNICIAN).new_page()
    for ticket in hanging:
        send(city, f"{live_server.url}{ticket.get_absolute_url()}rattacher/", parent=wide.ref)
    city.goto(live_server.url + wide.get_absolute_url())
    named = city.get_by_role("region", name="Pannes rattachées").inner_text()
    assert [ticket.ref in named for ticket in hanging] == [True, True]

    send(city, f"{live_server.url}{wide.get_absolute_url()}resolue/", solution="La fibre est rétablie.")
    for ticket in (wide, *hanging):
        head = window(Role.SCHOOL_HEAD, 390, school=ticket.school).new_page()
        head.goto(live_server.url + ticket.get_absolute_url())
        read = head.locator("main").inner_text()
        assert ("La fibre est rétablie." in read, "Confirmer que tout marche" in read) == (True, True)
        head.get_by_role("link", name="Tout marche").click()
        head.get_by_role("button", name="Confirmer").click()
        head.wait_for_load_state()
        ticket.refresh_from_db()
        assert (ticket.status, ticket.ending) == ("clos", "confirmee")
