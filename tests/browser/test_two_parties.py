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
