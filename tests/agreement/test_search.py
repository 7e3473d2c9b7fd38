"""Global search of commitments: compared without accents, in the base, within what the reader sees."""

import pytest
from django.db.models import Value

from lekol.agreement.models import Commitment
from lekol.agreement.search import Plain, commitments
from lekol.kit.search import LIMIT, Found
from lekol.pact.names import plain
from tests.agreement.factories import city, commitment, load
from tests.directory.factories import CommuneFactory, SchoolFactory

pytestmark = pytest.mark.django_db
TEXTS = ("Écoles équipées", "CŒUR de réseau", "  l’œil, n°3 ", "ﬁbre à 1 Gbit/s", "Ægir ÆGIR", "ΩÎle", "", "a—b_c%")


def found(person, words: str) -> list[Found]:
    return list(commitments(person, words))


@pytest.fixture
def reader():
    SchoolFactory.create(commune=CommuneFactory.create())
    return city()


@pytest.mark.parametrize("text", TEXTS)
def test_the_base_and_the_house_agree_on_the_plain_form_of_a_text(text: str):
    load(commitment())
    assert Commitment.objects.annotate(told=Plain(Value(text))).get().told.strip() == plain(text)


def test_every_word_counts_whatever_its_accents_and_order(reader):
    row = load(commitment("3.1"), commitment("3.2")).commitments.get(clause="3.2")
    row.title = "Réseau très haut débit"
    row.save()
    only = [Found("3.2 Réseau très haut débit", "essai", row.get_absolute_url())]
    assert [found(reader, words) for words in ("debit reseau", "DÉBIT", "3.2")] == [only, only, only]


def test_what_no_commitment_says_finds_none(reader):
    load(commitment())
    assert [found(reader, words) for words in ("tamarins", "promesse tamarins", "%", "—")] == [[], [], [], []]


def test_a_search_is_two_queries_and_a_page_of_results_at_most(reader, django_assert_num_queries):
    load(*(commitment(f"3.{rank}") for rank in range(1, LIMIT + 3)))
    list(commitments(reader, "tamarins"))
    with django_assert_num_queries(2):
        assert [row.title for row in found(reader, "promesse")] == [
            f"3.{rank} Promesse 3.{rank}" for rank in range(1, LIMIT + 1)
        ]
