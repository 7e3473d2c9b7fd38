"""Seats as the pack describes them, and what their words mean in the directory."""

import pytest

from lekol.directory.rules import OFFICES
from lekol.governance.rules import seats
from lekol.pact.names import plain
from tests.convention.text import PACK


def committee(**row):
    return seats.committees_of({"committees": [{"key": "c", "name": "Comité", **row}]})[0]


def test_the_text_of_saint_denis_has_one_seat_a_function_and_two_chairs():
    copil = seats.committee_of(PACK.data, "copil")
    assert (len(copil.seats), [seat.function for seat in copil.chairs]) == (14, ["Maire de Saint-Denis", "IA-DAASEN"])
    assert len({seat.key for seat in copil.seats}) == 14


def test_a_function_that_counts_several_seats_has_a_key_for_each():
    found = committee(members=[{"party": "ville", "function": "Élu", "count": 3}])
    assert [seat.key for seat in found.seats] == ["ville-elu", "ville-elu-2", "ville-elu-3"]


def test_two_hundred_seats_keep_apart():
    found = committee(
        members=[{"party": "ville", "function": "Élu", "count": 99}] * 2 + [{"party": "r", "function": "É"}]
    )
    assert len({seat.key for seat in found.seats}) == len(found.seats) == 199


def test_without_chairs_every_seat_approves():
    found = committee(members=[{"party": "ville", "function": "A"}, {"party": "rectorat", "function": "B"}])
    assert found.chair_parties == ("ville", "rectorat")


@pytest.mark.parametrize(
    ("function", "city", "role"),
    [
        ("Maire de Saint-Denis", True, "maire"),
        ("Élu délégué à l’informatique", True, "elu_informatique"),
        ("Élu délégué au Projet Éducatif Global", True, "elu_education"),
        ("Directeur du Projet Éducatif Global", True, "direction_peg"),
        ("Directeur du service informatique", True, "dsi_ville"),
        ("Directeur des services informatiques", False, "dsi_academie"),
        ("IA-DAASEN", False, "ia_daasen"),
        ("IEN TICE", False, "ien_tice"),
        ("IEN de la circonscription de Sainte-Marie", False, "ien"),
        ("Délégué académique au numérique", False, "dan"),
        ("Conseiller numérique pour le premier degré", False, "conseiller_numerique"),
        ("Président de l’association des parents", True, ""),
    ],
)
def test_the_words_of_a_seat_mean_a_function_of_the_directory_or_nothing(function, city, role):
    assert seats.role_of(function, city) == role


def test_every_role_the_table_gives_exists_and_no_row_is_dead():
    given = {role for _, role in seats.ROLES} - {"dsi", "dpo"} | set(seats.BY_SIDE.values())
    assert given <= set(OFFICES)
    for words, role in seats.ROLES:
        assert next(r for wanted, r in seats.ROLES if set(plain(" ".join(words)).split()).issuperset(wanted)) == role


def test_the_longest_place_named_is_the_one_meant():
    places = ["Saint-Denis", "Saint-Denis 2", "Sainte-Marie"]
    assert seats.place_named("IEN de la circonscription de Saint-Denis 2", places) == "Saint-Denis 2"
    assert seats.place_named("IEN de la circonscription de Saint-Denis 21", places) == "Saint-Denis"
    assert seats.place_named("IEN", places) == ""


@pytest.mark.parametrize(("quorum", "present", "reached"), [(0, 0, None), (3, 2, False), (3, 3, True), (3, 4, True)])
def test_a_quorum_is_judged_only_where_the_text_asks_for_one(quorum, present, reached):
    assert seats.quorum_reached(committee(quorum=quorum), present) is reached
