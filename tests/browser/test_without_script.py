"""The main walks without JavaScript, then with the keyboard."""

import pytest

from lekol.directory.choices import Role
from lekol.identity.models import User

pytestmark = [pytest.mark.browser]


def test_one_click_signs_a_demonstration_person_in_and_a_clause_opens_without_script(browser, live_server, territory):
    context = browser.new_context(java_script_enabled=False)
    tab = context.new_page()
    tab.goto(live_server.url)
    head = User.objects.filter(person__posts__role=Role.SCHOOL_HEAD).order_by("pk").first().person
    tab.get_by_role("button", name=str(head)).click()
    tab.get_by_role("link", name="Convention", exact=True).first.click()
    tab.get_by_role("link", name="Équipement de base de chaque direction").first.click()
    assert "1 poste" in tab.content() or "poste pour la direction" in tab.content()
    context.close()


def test_the_keyboard_reaches_the_content_first(window, live_server):
    tab = window(Role.SCHOOL_HEAD).new_page()
    tab.goto(f"{live_server.url}/convention/")
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.textContent") == "Aller au contenu"
    tab.keyboard.press("Enter")
    assert tab.evaluate("document.activeElement.id") == "contenu"


def test_the_slash_key_goes_to_the_search(window, live_server):
    tab = window(Role.PROJECT_LEAD).new_page()
    tab.goto(f"{live_server.url}/ecoles/")
    tab.keyboard.press("/")
    tab.keyboard.type("tamarins")
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/recherche/?q=tamarins")
    assert "Les Tamarins" in tab.content()


def test_the_theme_chosen_stays_on_the_next_page(window, live_server):
    tab = window(Role.PROJECT_LEAD).new_page()
    tab.goto(f"{live_server.url}/ecoles/")
    tab.get_by_role("button", name="Thème clair ou sombre").click()
    tab.goto(f"{live_server.url}/convention/")
    assert tab.evaluate("document.documentElement.dataset.theme") == "sombre"
