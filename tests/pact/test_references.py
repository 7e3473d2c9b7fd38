from lekol.pact.references import ALPHABET, CONSONANTS, drawn


def test_a_reference_is_read_aloud_without_doubt_and_says_nothing_of_the_next():
    found = {drawn() for _ in range(200)}
    assert len(found) == 200
    assert all(len(ref) == 8 and set(ref) <= set(ALPHABET) for ref in found)
    assert not set(ALPHABET) & set("01IO")


def test_a_reference_printed_on_an_act_spells_no_word():
    assert not set(CONSONANTS) & set("AEIOUY")
    assert len(drawn(6, CONSONANTS)) == 6
