"""Doubtful pairs reviewed without a mouse, by the City’s clerk and the académie’s office, each in their own browser."""

import csv

import pytest

from lekol.directory.choices import Role
from lekol.directory.models import Commune
from lekol.pupils import actions, queries
from lekol.pupils.choices import Verdict
from lekol.pupils.models import Discrepancy, Pair
from tests.browser.test_every_page import look
from tests.pupils.conftest import rows_of
from tools.bench.children import write

pytestmark = [pytest.mark.browser, pytest.mark.slow]
TWINS = [("Lou", "Zoé", "2017-02-10"), ("Maël", "Ryan", "2016-03-11"), ("Inaya", "Kiara", "2015-04-12")]
"""Three pairs of twins whom the City entered as one child: files alone cannot say which of them it is."""


def saved(path, rows):
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys(), delimiter=";")
        writer.writeheader()
        writer.writerows(rows)
    return path


@pytest.fixture
def files(tmp_path):
    """Two bases of three hundred children, three of whom are in doubt."""
    write(tmp_path, 300, "realiste", seed=3)
    state, city = (rows_of(tmp_path / f"{name}.csv.gz") for name in ("state", "city"))
    empty = dict.fromkeys(state[0], "")
    for rank, (one, two, born) in enumerate(TWINS):
        home = {
            "nom": "TÉVANÉ", "date_naissance": born, "sexe": "F", "tel1": f"069200000{rank}", "resp1_nom": "VITRIN",
            "uai": state[0]["uai"], "niveau": "CE1",
        }  # fmt: skip
        state += [empty | home | {"id": f"A9{rank}{twin}", "prenom": name} for twin, name in enumerate((one, two))]
        city.append(empty | home | {"id": f"B9{rank}", "prenom": f"{one} {two}"})
    return saved(tmp_path / "etat.csv", state), saved(tmp_path / "ville.csv", city)


def compared(files):
    """Compare, and give the doubts in the order in which they come."""
    commune = Commune.objects.get(insee="97411")
    actions.record(commune=commune, found=queries.compare_files(commune, *files))
    return list(Pair.objects.to_review().order_by("pk"))


def reach(tab, words):
    """Tab as far as what bears these words, then Enter."""
    for _ in range(80):
        tab.keyboard.press("Tab")
        if tab.evaluate("(document.activeElement.innerText || document.activeElement.name || '').trim()").startswith(
            words
        ):
            return
    raise AssertionError(f"« {words} » n’est pas atteint au clavier")


def opened(window, live_server, role):
    """From the page of the databases to the first pair, its reason chosen, without a mouse."""
    tab = window(role).new_page()
    tab.goto(f"{live_server.url}/bases-eleves/")
    reach(tab, "Vérifier")
    press(tab, "Enter")
    reach(tab, "Vérifier si")
    press(tab, "Enter")
    return tab


def press(tab, key):
    with tab.expect_navigation():
        tab.keyboard.press(key)


def shown(tab):
    """The number of the pair that is open."""
    return int(tab.locator(".tete p").first.inner_text().split()[1].rstrip(",."))


def verdicts(pairs):
    return [str(pair.verdict) for pair in Pair.objects.filter(pk__in=[pair.pk for pair in pairs]).order_by("pk")]


def test_two_people_review_by_keys_alone_and_a_rejected_pair_never_comes_back(window, live_server, files):
    hard, ordinary, last = pairs = compared(files)
    Pair.objects.filter(pk=ordinary.pk).update(hard=False)
    assert [hard.hard, last.hard] == [True, True]

    city = opened(window, live_server, Role.EDUCATION_HEAD)
    assert shown(city) == hard.pk
    press(city, "o")
    assert (shown(city), verdicts(pairs)) == (ordinary.pk, ["a_verifier"] * 3)
    press(city, "a")
    assert (shown(city), hard.opinions.count()) == (hard.pk, 0)
    press(city, "o")
    press(city, "n")
    assert (shown(city), verdicts(pairs)) == (last.pk, ["a_verifier", "differents", "a_verifier"])
    press(city, "p")
    assert shown(city) == last.pk
    press(city, "n")
    assert "Rien à vérifier" in city.locator("h1").inner_text()

    state = opened(window, live_server, Role.ACADEMY_IT_HEAD)
    assert shown(state) == hard.pk
    assert "Une autre personne a déjà répondu" in state.locator("main").inner_text()
    press(state, "o")
    press(state, "o")
    assert verdicts(pairs) == ["meme", "differents", "a_verifier"], "deux avis contraires laissent la paire ouverte"
    press(state, "a")
    assert (shown(state), last.opinions.count()) == (last.pk, 1)
    press(state, "n")
    assert verdicts(pairs) == ["meme", "differents", "differents"]
    press(state, "a")
    assert (shown(state), verdicts(pairs)) == (last.pk, ["meme", "differents", "a_verifier"])
    press(state, "n")
    city.reload()
    city.goto(f"{live_server.url}/bases-eleves/a-verifier/")
    press(city, "n")

    assert compared(files) == []
    assert verdicts(pairs) == ["meme", "differents", "differents"]
    assert not Pair.objects.filter(verdict=Verdict.ENGINE, state_reference=ordinary.state_reference).exists()
    city.goto(f"{live_server.url}/bases-eleves/a-verifier/")
    assert "Rien à vérifier" in city.locator("h1").inner_text()


def test_keys_held_down_answer_once_and_may_be_turned_off(window, live_server, files):
    first, second, _ = pairs = compared(files)
    tab = opened(window, live_server, Role.EDUCATION_HEAD)
    tab.keyboard.down("p")
    tab.wait_for_url(f"**?apres={first.pk}")
    for _ in range(3):
        tab.keyboard.down("p")
    assert shown(tab) == second.pk
    tab.keyboard.up("p")
    reach(tab, "Raccourcis clavier")
    tab.keyboard.press("Space")
    tab.keyboard.press("o")
    tab.reload()
    tab.keyboard.press("o")
    tab.wait_for_timeout(300)
    assert (shown(tab), verdicts(pairs)) == (second.pk, ["a_verifier"] * 3)
    assert not tab.locator(".decision kbd").first.is_visible()


@pytest.mark.parametrize("width", [390, 1440])
def test_pages_that_show_children_are_accessible_in_light_and_dark(window, live_server, files, width):
    doubt, *_ = compared(files)
    gap = Discrepancy.objects.open().exclude(identity={}).order_by("pk")[0]
    tab, faults = window(Role.EDUCATION_HEAD, width).new_page(), []
    tab.emulate_media(reduced_motion="reduce")
    for path, reason in ((doubt.get_absolute_url(), "Vérifier si"), (gap.get_absolute_url(), "Traiter une correction")):
        faults += look(tab, live_server.url, path)
        tab.get_by_role("button", name=reason).click()
        assert tab.locator("table.paire").count() == 1
        faults += look(tab, live_server.url, path)
    assert faults == []
