"""Checking a room with a real Chromium that loses its network."""

import uuid

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from lekol.directory.models import Person, Room
from lekol.equipment.actions.audit import record_audit
from lekol.equipment.choices import IN_SCHOOL
from lekol.equipment.models import Asset, Audit, Placement
from lekol.equipment.models.audit import AuditLine

pytestmark = pytest.mark.django_db(transaction=True)


def room_with_devices() -> Room:
    return Room.objects.get(pk=Asset.objects.filter(status__in=IN_SCHOOL).exclude(room=None)[0].room_id)


def kept(page: Page, count: int) -> bool:
    """Does the browser come to keep so many stores of pages?"""
    for _ in range(50):
        if page.evaluate("caches.keys().then((names) => names.length)") == count:
            return True
        page.wait_for_timeout(100)
    return False


def test_a_check_made_without_network_is_kept_and_sent_once_when_it_comes_back(window, live_server):
    room, before = room_with_devices(), Audit.objects.count()
    address = live_server.url + reverse("equipment:check_room", args=[room.school.uai, room.pk])
    context = window("dsi_ville", 390)
    page = context.new_page()
    page.goto(address)
    page.evaluate("navigator.serviceWorker.ready.then(() => undefined)")
    page.reload()  # now through the service worker, which keeps the page
    context.set_offline(True)
    page.reload()
    first = page.locator("[name=missing]").first
    first.check()
    page.get_by_label("Lire une étiquette").fill("INCONNU-1")
    page.get_by_label("Lire une étiquette").press("Enter")
    expect(page.get_by_role("status")).to_contain_text("n’est pas attendu ici")
    page.get_by_role("button", name="Terminer la vérification").click()
    expect(page.get_by_role("status")).to_contain_text("gardée sur ce téléphone")
    assert Audit.objects.count() == before
    context.set_offline(False)  # the page sends by itself
    expect(page.get_by_role("link", name="voir ce qui reste à régler")).to_be_visible()
    audit = Audit.objects.latest("pk")
    assert Audit.objects.count() == before + 1
    assert set(AuditLine.objects.filter(audit=audit).exclude(finding="present").values_list("finding", flat=True)) == {
        "absent", "inconnu"
    }  # fmt: skip
    page.reload()
    page.wait_for_timeout(500)
    assert Audit.objects.count() == before + 1


def test_signing_out_takes_the_kept_pages_away(window, live_server):
    room = room_with_devices()
    page = window("dsi_ville", 390).new_page()
    page.goto(live_server.url + reverse("equipment:check_room", args=[room.school.uai, room.pk]))
    page.evaluate("navigator.serviceWorker.ready.then(() => undefined)")
    page.reload()
    assert kept(page, 1)
    page.goto(live_server.url + reverse("account_logout"))
    assert kept(page, 0)


def trolley_with_devices() -> Asset:
    return Placement.objects.exclude(container=None).filter(valid__endswith=None)[0].container


def test_a_trolley_checked_without_network_is_sent_later_and_a_check_of_the_meantime_is_shown(window, live_server):
    trolley = trolley_with_devices()
    before = Audit.objects.filter(trolley=trolley).count()
    context = window("dsi_ville", 390)
    page = context.new_page()
    page.goto(live_server.url + reverse("equipment:check_trolley", args=[trolley.inventory_number]))
    page.evaluate("navigator.serviceWorker.ready.then(() => undefined)")
    page.reload()
    context.set_offline(True)
    page.reload()
    gone = page.locator("[name=missing]").first
    number = gone.get_attribute("value")
    gone.check()
    page.get_by_role("button", name="Terminer la vérification").click()
    expect(page.get_by_role("status")).to_contain_text("gardée sur ce téléphone")
    # Meanwhile someone else checks the same trolley, and sees everything.
    shown = [place.asset.inventory_number for place in trolley.contents.filter(valid__endswith=None)]
    other = record_audit(
        key=uuid.uuid4(), place=trolley, taken_at=timezone.now(), by=Person.objects.order_by("pk")[0], shown=shown,
        missing=[], extra=[],
    )  # fmt: skip
    context.set_offline(False)
    page.get_by_role("link", name="voir ce qui reste à régler").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(trolley.inventory_number)
    assert Audit.objects.filter(trolley=trolley).count() == before + 2
    expect(page.get_by_role("status").filter(has_text="Une autre vérification")).to_contain_text(other.actor_name)
    expect(page.get_by_role("list").filter(has_text=number).first).to_be_visible()


def test_the_list_carries_its_rooms_and_a_room_kept_once_serves_for_two_checks(window, live_server):
    room, before = room_with_devices(), Audit.objects.count()
    address = reverse("equipment:check_room", args=[room.school.uai, room.pk])
    context = window("dsi_ville", 390)
    page = context.new_page()
    page.goto(live_server.url + reverse("equipment:checks", args=[room.school.uai]))
    expect(page.get_by_role("status")).to_contain_text("sont gardées sur ce téléphone", timeout=30_000)
    context.set_offline(True)
    for _ in range(2):
        page.goto(live_server.url + reverse("equipment:checks", args=[room.school.uai]))
        page.locator(f"a[href='{address}']").click()
        page.get_by_role("button", name="Terminer la vérification").click()
        expect(page.get_by_role("status")).to_contain_text("gardée sur ce téléphone")
    context.set_offline(False)
    expect(page.get_by_role("link", name="voir ce qui reste à régler")).to_have_count(2)
    assert Audit.objects.count() == before + 2
