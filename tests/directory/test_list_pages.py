"""A list on screen: its filters have names, its heads put it in order, its pages and files keep both."""

import csv
import io

import pytest
from django.urls import reverse
from lxml import html

from lekol.directory.choices import Role, SchoolKind
from tests.directory.factories import SchoolFactory, reader

pytestmark = pytest.mark.django_db
SCHOOLS = "/ecoles/"


@pytest.fixture
def lead(client):
    """Three schools and their project lead, signed in."""
    rows = [("Badamiers", "0011", "primaire"), ("Filaos", "0012", "maternelle"), ("Tamarins", "0010", "maternelle")]
    for name, digits, kind in rows:
        school = SchoolFactory.create(name=name, kind=SchoolKind(kind), uai=f"974{digits}A")
    client.force_login(reader(Role.PROJECT_LEAD, school.commune))
    return client


def page(client, address=SCHOOLS):
    return html.fromstring(client.get(address).content.decode())


def first_cells(tree):
    return [row.findtext("th/a") for row in tree.findall(".//tbody/tr")]


def heads(tree):
    return {
        head.text_content(): (head.get("aria-sort"), next(iter(head.xpath("a/@href")), None))
        for head in tree.findall(".//thead//th")
    }


def test_every_filter_has_a_label_one_can_see(lead):
    form = page(lead).find_class("filtres")[0]
    labels = {label.get("for"): label for label in form.iter("label")}
    fields = form.xpath(".//input[not(@type='hidden')] | .//select")
    assert [labels[field.get("id")].text_content() for field in fields] == [
        "Nom ou code UAI", "Type", "Éducation prioritaire", "Circonscription", "État"
    ]  # fmt: skip
    assert [label.get("class") for label in labels.values()] == [None] * 5


def test_a_list_says_the_order_it_is_in_and_its_heads_lead_to_the_others(lead):
    assert heads(page(lead)) == {
        "École": ("ascending", "?tri=-ecole"),
        "Code UAI": (None, "?tri=code-uai"),
        "Type": (None, "?tri=type"),
        "Classes": (None, None),
        "Élèves": (None, None),
        "Circonscription": (None, None),
        "Éducation prioritaire": (None, "?tri=education-prioritaire"),
        "Direction": (None, None),
    }


@pytest.mark.parametrize(
    ("asked", "names", "head", "sense", "turned"),
    [
        ("-ecole", ["Tamarins", "Filaos", "Badamiers"], "École", "descending", "?tri=ecole"),
        ("code-uai", ["Tamarins", "Badamiers", "Filaos"], "Code UAI", "ascending", "?tri=-code-uai"),
        ("type", ["Filaos", "Tamarins", "Badamiers"], "Type", "ascending", "?tri=-type"),
        ("circonscription", ["Badamiers", "Filaos", "Tamarins"], "École", "ascending", "?tri=-ecole"),
    ],
)
def test_a_head_puts_the_list_in_its_order(lead, asked, names, head, sense, turned):
    tree = page(lead, f"{SCHOOLS}?tri={asked}")
    assert first_cells(tree) == names
    assert heads(tree)[head] == (sense, turned)
    assert [found for found, _ in heads(tree).values() if found] == [sense]


def test_the_order_is_kept_by_the_filters_the_pages_and_the_files(lead, monkeypatch):
    monkeypatch.setattr("lekol.kit.pages.page_of.__defaults__", (2, list))
    tree = page(lead, f"{SCHOOLS}?tri=-code-uai")
    assert tree.xpath("//form[contains(@class,'filtres')]//input[@name='tri']/@value") == ["-code-uai"]
    assert first_cells(tree) == ["Filaos", "Badamiers"]
    [after] = tree.xpath("//a[@rel='next']/@href")
    second = page(lead, SCHOOLS + after)
    assert first_cells(second) == ["Tamarins"]
    [before] = second.xpath("//a[@rel='prev']/@href")
    assert first_cells(page(lead, SCHOOLS + before)) == ["Filaos", "Badamiers"]
    [address] = tree.xpath("//a[text()='CSV']/@href")
    lines = b"".join(lead.get(SCHOOLS + address).streaming_content).decode()
    assert [row[0] for row in csv.reader(io.StringIO(lines), delimiter=";")][1:] == ["Filaos", "Badamiers", "Tamarins"]


def test_a_page_asked_by_a_link_that_no_longer_serves_is_the_first_and_says_so(lead):
    tree = page(lead, f"{SCHOOLS}?apres=WyJmaWxhb3MiLDJd")
    assert first_cells(tree) == ["Badamiers", "Filaos", "Tamarins"]
    [note] = tree.find_class("note")
    assert (
        note.text_content().strip() == "Ce lien vers une page de la liste n’est plus valable : voici la première page."
    )
    assert page(lead).find_class("note") == []


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("order", ["-ecole", "code-uai", "type", "education-prioritaire"])
def test_an_order_costs_no_query_more_whatever_the_length(client, django_assert_num_queries, count, order):
    for _ in range(count):
        school = SchoolFactory.create()
    client.force_login(reader(Role.PROJECT_LEAD, school.commune))
    client.get(SCHOOLS)
    with django_assert_num_queries(7):
        client.get(SCHOOLS, {"tri": order})


@pytest.mark.parametrize(
    ("name", "sorted_heads"),
    [
        ("directory:people", ["Nom"]),
        ("equipment:devices", ["Matériel", "Type", "Modèle", "Série", "École", "État", "Garantie"]),
        ("equipment:not_networked", ["Matériel", "École"]),
        ("equipment:direction_gaps", ["École"]),
        ("network:rooms", ["Salle", "École"]),
        ("network:offline", ["École"]),
    ],
)
def test_each_list_may_be_put_in_these_orders(lead, name, sorted_heads):
    response = lead.get(reverse(name))
    assert [head.words for head in response.context["heads"] if head.turn] == sorted_heads
    for head in response.context["heads"]:
        for turn in (head.key, f"-{head.key}"):
            assert lead.get(reverse(name), {"tri": turn}).status_code == 200
