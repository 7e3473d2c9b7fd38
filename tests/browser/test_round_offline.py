"""A technician in a school without network: the round opens, what is ticked is kept, and leaves when back."""

import pytest
from django.utils import timezone

from lekol.directory.choices import Role
from lekol.maintenance.models import Stop

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def carried(tab, address):
    """Waits until the browser keeps a page."""
    for _ in range(120):
        if tab.evaluate(f"caches.match('{address}').then(found => !!found)"):
            return
        tab.wait_for_timeout(500)
    raise AssertionError(f"{address} n’est pas gardée.")


def test_a_round_is_read_and_finished_without_network_then_sent_once(window, live_server):
    stop = Stop.objects.filter(day=timezone.localdate(), done_at=None).order_by("rank")[0]
    ticket = stop.school.tickets.filter(status__in=("nouveau", "pris"), desk="ville").order_by("due_at", "pk")[0]
    context = window(Role.TECHNICIAN, 390, "dark")
    tab = context.new_page()
    tab.goto(f"{live_server.url}/depannage/tournee/")
    carried(tab, f"/depannage/pannes/{ticket.ref}/")
    context.set_offline(True)
    tab.reload()
    tab.locator(f"label[for=p-{ticket.ref}]").click()
    step = tab.locator("li.etape", has=tab.locator(f"#p-{ticket.ref}"))
    step.get_by_role("button", name="Visite terminée").click()
    tab.get_by_text("Un envoi attend le retour du réseau").wait_for()
    stop.refresh_from_db()
    assert stop.done_at is None
    context.set_offline(False)
    tab.locator("li.etape-faite", has_text=stop.school.name).wait_for(timeout=60_000)
    ticket.refresh_from_db()
    assert ticket.status == "resolu"
    assert tab.evaluate("localStorage.getItem('lk-signalements')") == "[]"
