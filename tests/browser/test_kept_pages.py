"""One keeper of pages for telephones without network: what it keeps opens, and goes with its reader."""

import pytest
from django.urls import reverse
from django.utils import timezone

from lekol.directory.choices import Role
from lekol.equipment.models import Placement
from lekol.maintenance.models import Ticket
from tests.browser.conftest import account_in
from tests.browser.test_round_offline import carried

pytestmark = [pytest.mark.browser, pytest.mark.slow]
KEPT = """async () => {
  const keys = await Promise.all((await caches.keys()).map(async name => (await caches.open(name)).keys()));
  return keys.flat().map(asked => new URL(asked.url).pathname);
}"""
SCOPES = "navigator.serviceWorker.getRegistrations().then(found => found.map(one => new URL(one.scope).pathname))"


def test_a_label_opens_without_network_by_the_only_keeper_and_signing_out_leaves_nothing(window, live_server):
    today = timezone.localdate()
    place = Placement.objects.filter(valid__contains=today, school__posts__role=Role.SCHOOL_HEAD).order_by("pk")[0]
    page = f"/signaler/{place.asset.inventory_number}/"
    context = window(Role.SCHOOL_HEAD, 390, school=place.school)
    tab = context.new_page()
    tab.goto(live_server.url + page)
    carried(tab, page)
    assert tab.evaluate(SCOPES) == ["/"]
    context.set_offline(True)
    tab.reload()
    assert tab.get_by_text("Que se passe-t-il ?").first.is_visible()
    context.set_offline(False)
    tab.goto(live_server.url + reverse("desks:account"))
    tab.get_by_role("button", name="Se déconnecter").first.click()
    tab.wait_for_url("**/connexion/**")
    for _ in range(40):
        if not (left := tab.evaluate(KEPT)):
            break
        tab.wait_for_timeout(250)
    assert left == []


def test_what_one_person_kept_on_a_shared_telephone_waits_for_them(window, live_server):
    today = timezone.localdate()
    place = Placement.objects.filter(valid__contains=today, school__posts__role=Role.SCHOOL_HEAD).order_by("pk")[0]
    page = f"{live_server.url}/signaler/{place.asset.inventory_number}/"
    context = window(Role.SCHOOL_HEAD, 390, school=place.school)
    head = account_in(Role.SCHOOL_HEAD, place.school).person
    tab = context.new_page()
    tab.goto(page)
    tab.locator("fieldset label.tuile").last.click()
    context.set_offline(True)
    tab.wait_for_function("!navigator.onLine")
    tab.get_by_role("button", name="Envoyer").click()
    tab.get_by_text("Un envoi attend le retour du réseau").wait_for()
    head_cookies = context.cookies()
    context.clear_cookies()  # back online, this page would send it at once
    tab.close()
    context.set_offline(False)

    def sent_when_signed_in_as(cookies):
        context.clear_cookies()
        context.add_cookies(cookies)
        tab = context.new_page()
        tab.goto(page)
        tab.wait_for_timeout(2_000)
        left = tab.evaluate("JSON.parse(localStorage.getItem('lk-signalements')).length")
        tab.close()
        return left, Ticket.objects.filter(asset=place.asset, channel="etiquette", reporter=head).count()

    before = Ticket.objects.filter(asset=place.asset, channel="etiquette", reporter=head).count()
    assert sent_when_signed_in_as(window(Role.TECHNICIAN).cookies()) == (1, before)
    assert sent_when_signed_in_as(head_cookies) == (0, before + 1)
