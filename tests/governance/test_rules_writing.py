"""Writing together loses nothing; a chain shows the line that was touched; an accord follows the last voices."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lekol.governance.rules import agreeing, chain
from lekol.governance.rules.agreeing import Heard
from lekol.governance.rules.chain import Link
from lekol.governance.rules.merging import merge

BASE = "Un.\nDeux.\nTrois."


@pytest.mark.parametrize(
    ("theirs", "mine", "text", "met"),
    [
        (BASE, "Un.\nDeux bis.\nTrois.", "Un.\nDeux bis.\nTrois.", False),
        ("Un.\nDeux.\nTrois.\nQuatre.", "Zéro.\nUn.\nDeux.\nTrois.", "Zéro.\nUn.\nDeux.\nTrois.\nQuatre.", False),
        ("Un bis.\nDeux.\nTrois.", "Un.\nDeux.\nTrois bis.", "Un bis.\nDeux.\nTrois bis.", False),
        ("Un.\nDeux ville.\nTrois.", "Un.\nDeux rectorat.\nTrois.", "Un.\nDeux ville.\nDeux rectorat.\nTrois.", True),
        ("Un.\nTrois.", "Un.\nDeux bis.\nTrois.", "Un.\nDeux bis.\nTrois.", True),
        ("Un.\nTrois.", "Un.\nTrois.", "Un.\nTrois.", False),
        (BASE, BASE, BASE, False),
    ],
)
def test_two_writers_from_one_text(theirs, mine, text, met):
    found = merge(BASE, theirs, mine)
    assert (found.text, found.met) == (text, met)


def test_two_first_texts_follow_each_other():
    found = merge("", "La Ville dit ceci.", "Le Rectorat dit cela.")
    assert (found.text, found.met) == ("La Ville dit ceci.\nLe Rectorat dit cela.", True)


LINES = st.lists(st.sampled_from("abcdef"), max_size=6)


@given(LINES, LINES, LINES)
def test_whatever_both_write_every_new_paragraph_is_in_the_result(base, theirs, mine):
    texts = ["\n".join(lines) for lines in (base, theirs, mine)]
    kept = merge(*texts).text.split("\n")
    for written in (theirs, mine):
        assert {line for line in written if line not in base} <= set(kept)


@given(LINES, LINES)
def test_alone_a_writer_gets_exactly_what_was_written(base, mine):
    before, after = "\n".join(base), "\n".join(mine)
    assert merge(before, before, after).text == after
    assert merge(before, after, before).text == after


VOICES = [None, True, False]


@pytest.mark.parametrize(("ville", "rectorat"), list(product(VOICES, VOICES)))
def test_both_must_agree_and_one_disagreement_is_enough(ville, rectorat):
    voices = [Heard(party, said) for party, said in (("v", ville), ("r", rectorat)) if said is not None]
    expected = (
        agreeing.AGREED if ville and rectorat else agreeing.REFUSED if False in (ville, rectorat) else agreeing.AWAITED
    )
    assert agreeing.state(["v", "r"], voices) == expected


def test_the_last_voice_of_a_party_is_its_present_one():
    voices = [Heard("v", False), Heard("r", True), Heard("v", True)]
    assert agreeing.state(["v", "r"], voices) == agreeing.AGREED
    assert agreeing.awaited(["v", "r"], voices[:2]) == ["v"]


def test_nobody_asked_agrees_to_nothing_and_strangers_do_not_count():
    assert agreeing.state([], []) == agreeing.AWAITED
    assert agreeing.state(["v"], [Heard("x", False), Heard("v", True)]) == agreeing.AGREED


def links(count=5):
    previous, found = chain.START, []
    for position in range(1, count + 1):
        payload = chain.canonical({"n": position})
        made = chain.digest(previous, position, "ABC", "ecole", "", payload)
        found.append(Link(position, "ABC", "ecole", "", payload, previous, made))
        previous = made
    return found


def test_a_whole_chain_holds():
    assert chain.first_break(links()) is None
    assert chain.first_break([]) is None


@pytest.mark.parametrize("rank", range(5))
@pytest.mark.parametrize(
    "change", [{"payload": "{}"}, {"clause": "3.1"}, {"kind": "action"}, {"review": "XYZ"}, {"digest": "0" * 64}]
)
def test_a_line_touched_anywhere_breaks_there(rank, change):
    found = links()
    found[rank] = found[rank]._replace(**change)
    assert chain.first_break(found).position == rank + 1


@pytest.mark.parametrize("rank", range(4))
def test_a_line_taken_away_breaks_there(rank):
    found = links()
    del found[rank]
    assert chain.first_break(found).position == rank + 1


def test_a_line_touched_and_signed_again_breaks_at_the_next_one():
    found = links()
    touched = found[1]._replace(payload="{}")
    again = chain.digest(touched.previous, 2, "ABC", "ecole", "", "{}")
    found[1] = touched._replace(digest=again)
    assert chain.first_break(found).position == 3


def test_fields_that_run_into_each_other_give_another_digest():
    assert chain.digest("", 1, "ab", "c", "", "") != chain.digest("", 1, "a", "bc", "", "")
