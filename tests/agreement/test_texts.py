"""The packs that ship: every promise of the text of 2017, word for word, and its demonstration successor."""

import datetime as dt
import re
import unicodedata
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from lekol.agreement import actions
from lekol.agreement.models import Agreement, Commitment, Party, Stake
from lekol.agreement.rules.pack import read
from lekol.equipment.choices import Kind, Origin, SlotKind
from lekol.pact.measures import known
from lekol.pact.routing import ORIGINS
from tests.agreement.packs import SHIPPED, shipped

SHARED = Path(__file__).parents[2].parent / "shared"
SEED, MISSION = SHARED / "seed" / "convention-saint-denis-2017.txt", SHARED / "MISSION.md"
TEXT, SUCCESSOR = (read(shipped(name)) for name in SHIPPED)
BOTH = pytest.mark.parametrize("pack", [TEXT, SUCCESSOR], ids=SHIPPED)

# The lines of the mission, and the clause under which each one stands. R, D: report and resolution.
LETTERS = {
    "R": "R",
    "D": "D",
    "A": "2",
    "I": "3",
    "M": "4",
    "E": "5",
    "S": "6",
    "T": "7",
    "G": "8",
    "X": "9",
    "L": "10",
}
SIDES = {"V": ("ville",), "R": ("rectorat",), "VR": ("ville", "rectorat")}
# Promises the mission folds into another line; they come after, so that numbers do not move.
FOLDED = ["3.16", "3.17", "4.6", "8.4", "8.5", "8.6", "8.7", "8.8", "9.4"]


def plain(text: str) -> str:
    """Words only: no list dashes, no line breaks, one kind of apostrophe and of dash."""
    text = re.sub(r"^\s*[-✓]\s*", "", unicodedata.normalize("NFKC", text), flags=re.MULTILINE)
    return re.sub(r"\s+", " ", text.replace("’", "'").replace("–", "-").replace("*", "")).strip().casefold()


def mission_lines() -> dict[str, str]:
    """Clause → who, read from the mission."""
    rows = re.findall(
        r"^\| ([A-Z])(\d+) \|.*?\| (VR|V|R)(?: \(with V\))? \|", MISSION.read_text(encoding="utf-8"), re.MULTILINE
    )
    return {f"{LETTERS[letter]}.{rank}": who for letter, rank, who in rows}


@pytest.mark.skipif(not MISSION.exists(), reason="la mission n’est pas à côté du dépôt")
def test_every_line_of_the_mission_is_a_commitment_owed_by_whom_it_says():
    owed = {row.clause: row.debtors for row in TEXT.commitments if row.clause not in FOLDED}
    assert owed == {clause: SIDES[who] for clause, who in mission_lines().items()}
    assert len(owed) == 48


@pytest.mark.skipif(not SEED.exists(), reason="le texte de 2017 n’est pas à côté du dépôt")
@pytest.mark.parametrize("row", TEXT.commitments, ids=lambda row: row.clause)
def test_the_source_of_a_promise_is_the_text_word_for_word(row):
    seed = plain(SEED.read_text(encoding="utf-8"))
    assert row.source
    assert [piece for piece in row.source.split("[…]") if plain(piece) not in seed] == []


def test_the_published_text_is_unsigned_so_its_term_is_unknown():
    assert (TEXT.signed_on, TEXT.term_when(TEXT.signed_on), TEXT.demonstration) == (None, None, False)


def test_the_successor_is_a_demonstration_in_force_today():
    term = SUCCESSOR.term_when(SUCCESSOR.signed_on)
    assert SUCCESSOR.demonstration
    assert SUCCESSOR.predecessor == TEXT.slug
    assert (term.starts_on, term.ends_on) == (dt.date(2025, 2, 3), dt.date(2029, 2, 2))
    assert term.contains(dt.date(2026, 11, 24))
    assert [(row.number, row.on) for row in SUCCESSOR.amendments] == [(1, dt.date(2026, 3, 12))]


def test_the_successor_is_marked_where_it_is_read():
    assert "(démonstration)" in SUCCESSOR.title
    assert "(démonstration)" in SUCCESSOR.short_title
    assert [
        party.signatory_name for party in SUCCESSOR.parties if party.signing and "inventé" not in party.signatory_name
    ] == []


def test_the_successor_makes_the_same_promises():
    def promised(pack):
        return [
            (row.clause, row.title, row.wording, row.debtors, row.measures, row.condition) for row in pack.commitments
        ]

    assert promised(SUCCESSOR) == promised(TEXT)


@BOTH
def test_promises_follow_the_order_of_the_text(pack):
    places = [row.number for row in pack.articles]
    ranks = [(places.index(row.article), int(row.clause.split(".")[1])) for row in pack.commitments]
    assert ranks == sorted(ranks)


@BOTH
def test_every_measure_a_text_asks_for_is_announced(pack):
    assert {key for row in pack.commitments for key in row.measures} - known().keys() == set()


@BOTH
def test_a_measured_promise_has_a_target(pack):
    assert [row.clause for row in pack.commitments if row.measures and row.target_ratio is None] == []


def test_the_text_of_2017_gives_no_date_to_its_targets():
    assert [row.clause for row in TEXT.commitments if row.target_on or row.target_at_term] == []


@BOTH
def test_every_objective_is_served(pack):
    served = Counter(key for row in pack.commitments for key in row.objectives)
    assert [row.key for row in pack.objectives if not served[row.key]] == []


@BOTH
def test_the_words_of_the_pack_are_those_of_the_estate(pack):
    kinds, slots = {kind.value for kind in Kind}, {slot.value for slot in SlotKind}
    assert {row["kind"] for row in pack.data["trolley"]["composition"]} <= kinds
    assert {row["kind"] for row in pack.data["base_equipment"]["slots"]} <= slots
    assert set(ORIGINS) == {origin.value for origin in Origin}


@pytest.mark.django_db
@pytest.mark.parametrize("name", SHIPPED)
def test_a_shipped_pack_becomes_rows_and_the_same_again_writes_nothing(name):
    for each in SHIPPED[: SHIPPED.index(name) + 1]:
        agreement, written = actions.load(text=shipped(each))
        assert written
    assert actions.load(text=shipped(name)) == (agreement, False)
    assert agreement.commitments.count() == len(read(shipped(name)).commitments)
    assert Party.objects.filter(agreement=agreement, signing=True).count() == 2
    assert (
        Stake.objects.filter(commitment__agreement=agreement, commitment__clause="3.12", part="debiteur").count() == 2
    )


@pytest.mark.django_db
def test_a_target_due_at_the_end_takes_its_date_when_the_agreement_is_signed():
    for name in SHIPPED:
        actions.load(text=shipped(name))
    trained = Commitment.objects.get(agreement__slug=SUCCESSOR.slug, clause="7.1")
    assert (trained.target_ratio, trained.target_on) == (Decimal("0.75"), dt.date(2029, 2, 2))
    assert Agreement.objects.get(slug=TEXT.slug).ends_on is None
