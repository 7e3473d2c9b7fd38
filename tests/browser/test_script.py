"""What the little script adds: keys, density, theme; and lists that do without it."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from lekol.directory.choices import Role

pytestmark = [pytest.mark.browser]
PRESSED = "document.querySelector('[data-densite-bascule]').getAttribute('aria-pressed')"


@pytest.fixture
def catalogue(browser, live_server, transactional_db):
    context = browser.new_context()
    tab = context.new_page()
    tab.goto(f"{live_server.url}/kit/")
    yield tab
    context.close()


def test_a_key_of_punctuation_breaks_nothing(catalogue):
    faults = []
    catalogue.on("pageerror", lambda fault: faults.append(str(fault)))
    for key in ('"', "\\", "]", "'", "Escape", "F2"):
        catalogue.keyboard.press(key)
    assert faults == []


def test_a_letter_presses_the_button_that_names_it(catalogue):
    catalogue.evaluate(
        "document.querySelector('.btn-danger').setAttribute('data-touche', 'O');"
        "document.querySelector('.btn-danger').addEventListener('click', e => e.target.dataset.vu = 'oui')"
    )
    catalogue.keyboard.press("Control+o")
    assert catalogue.evaluate("document.querySelector('.btn-danger').dataset.vu") is None
    catalogue.keyboard.press("o")
    assert catalogue.evaluate("document.querySelector('.btn-danger').dataset.vu") == "oui"


def test_the_density_button_says_its_state_after_a_reload_too(catalogue):
    assert catalogue.evaluate(PRESSED) == "false"
    catalogue.get_by_role("button", name="Lignes serrées").click()
    assert catalogue.evaluate(PRESSED) == "true"
    catalogue.reload()
    assert catalogue.evaluate("document.documentElement.dataset.densite") == "serre"
    assert catalogue.evaluate(PRESSED) == "true"
    catalogue.get_by_role("button", name="Lignes serrées").click()
    catalogue.reload()
    assert catalogue.evaluate(PRESSED) == "false"


@pytest.mark.parametrize("width", [1440, 390, 320])
def test_a_list_is_put_in_order_and_filtered_without_script(browser, window, live_server, width):
    cookies = window(Role.PROJECT_LEAD).cookies(live_server.url)
    context = browser.new_context(java_script_enabled=False, viewport={"width": width, "height": 900})
    context.add_cookies(cookies)
    tab = context.new_page()
    tab.goto(f"{live_server.url}/ecoles/")
    tab.get_by_role("link", name="Code UAI").click()
    tab.get_by_label("Type").select_option("maternelle")
    tab.get_by_role("button", name="Filtrer").click()
    assert "tri=code-uai" in tab.url
    assert "type=maternelle" in tab.url
    codes = [cell.split("\n")[-1] for cell in tab.locator("tbody td[data-l='Code UAI']").all_inner_texts()]
    assert codes == sorted(codes)
    assert len(codes) > 3
    context.close()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390, 320])
def test_the_catalogue_is_accessible_and_never_scrolls_sideways(browser, live_server, transactional_db, width, theme):
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=theme)
    tab = context.new_page()
    tab.goto(f"{live_server.url}/kit/")
    assert [fault["id"] for fault in Axe().run(tab).response["violations"]] == []
    assert tab.evaluate("document.documentElement.scrollWidth") <= width
    context.close()
