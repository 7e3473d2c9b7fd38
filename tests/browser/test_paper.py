"""On paper: white and black whatever the theme, and nothing that needs its background to be read."""

import pytest

from lekol.directory.choices import Role
from tests.browser.test_every_page import addresses

pytestmark = [pytest.mark.browser]
WHITE, INK = "rgb(255, 255, 255)", "rgb(27, 36, 34)"
LEAST = 4.5

FAINT = """least => {
  const light = colour => {
    const [r, g, b, a = 1] = colour.match(/[\\d.]+/g).map(Number);
    const [x, y, z] = [r, g, b].map(part => 255 - (255 - part) * a).map(part => part / 255)
      .map(part => part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
    return 0.2126 * x + 0.7152 * y + 0.0722 * z;
  };
  const said = element => [...element.childNodes].some(node => node.nodeType === 3 && node.textContent.trim());
  return [...document.body.querySelectorAll('*')]
    .filter(element => element instanceof HTMLElement && said(element) && element.checkVisibility())
    .filter(element => 1.05 / (light(getComputedStyle(element).color) + 0.05) < least)
    .map(element => element.outerHTML.slice(0, 90));
}"""

PAPER = """() => {
  const page = getComputedStyle(document.body), root = getComputedStyle(document.documentElement);
  return [page.backgroundColor, page.color, root.colorScheme];
}"""


def on_paper(tab, address):
    """What is wrong with a page once printed from a dark screen."""
    tab.emulate_media(media="screen", color_scheme="dark")
    tab.goto(address)
    tab.emulate_media(media="print", color_scheme="dark")
    paper = tab.evaluate(PAPER)
    faults = [] if paper == [WHITE, INK, "normal"] else [f"{address} : {paper}"]
    return faults + [f"{address} : {piece}" for piece in tab.evaluate(FAINT, LEAST)]


@pytest.mark.slow
@pytest.mark.parametrize("chosen", ["", "sombre"])
def test_every_page_prints_black_on_white_from_a_dark_screen(window, live_server, chosen):
    faults = []
    for role, paths in addresses().items():
        context = window(role, 1440, "dark")
        context.add_init_script(f"localStorage.setItem('lk-theme', '{chosen}')")
        tab = context.new_page()
        for path in paths:
            faults += on_paper(tab, live_server.url + path)
        context.close()
    assert faults == []


@pytest.mark.parametrize("chosen", ["", "sombre"])
def test_the_components_print_black_on_white_from_a_dark_screen(browser, live_server, transactional_db, chosen):
    context = browser.new_context(color_scheme="dark")
    context.add_init_script(f"localStorage.setItem('lk-theme', '{chosen}')")
    assert on_paper(context.new_page(), f"{live_server.url}/kit/") == []
    context.close()


SHAPES = """() => [...document.querySelectorAll('.porteur i')].slice(0, 4).map(letter => {
  const own = getComputedStyle(letter), inner = getComputedStyle(letter, '::before');
  const drawn = inner.content === 'none' ? own : inner;
  return [drawn.borderRadius, drawn.transform !== 'none', parseFloat(drawn.borderTopWidth) > 0];
})"""


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("media", ["screen", "print"])
def test_who_owes_is_told_by_a_shape_of_its_own(browser, live_server, transactional_db, theme, media):
    context = browser.new_context(color_scheme=theme)
    tab = context.new_page()
    tab.goto(f"{live_server.url}/kit/")
    tab.emulate_media(media=media, color_scheme=theme)
    shapes = tab.evaluate(SHAPES)
    assert len({(radius, turned) for radius, turned, _ in shapes}) == 4
    assert [outlined for _, _, outlined in shapes] == [media == "print"] * 4
    context.close()


STATES = """() => [...document.querySelectorAll('.etat')].map(state => [
  !!state.querySelector('svg'), state.textContent.trim().length > 0,
  parseFloat(getComputedStyle(state).borderTopWidth) > 0,
])"""


def test_a_state_keeps_its_pictogram_its_word_and_its_outline_on_paper(browser, live_server, transactional_db):
    context = browser.new_context(color_scheme="dark")
    tab = context.new_page()
    tab.goto(f"{live_server.url}/kit/")
    tab.emulate_media(media="print")
    assert tab.evaluate(STATES) == [[True, True, True]] * 6
    context.close()


def test_the_board_prints_black_on_white_from_a_dark_screen(window, live_server):
    tab = window(Role.PROJECT_LEAD, 1440, "dark").new_page()
    assert on_paper(tab, f"{live_server.url}/convention/") == []
