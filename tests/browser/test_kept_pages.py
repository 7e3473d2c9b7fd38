"""One keeper of pages for telephones without network: what it keeps opens, and goes with its reader."""

import pytest
from django.urls import reverse
from django.utils import timezone

from lekol.directory.choices import Role
from lekol.equipment.models import Placement
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
