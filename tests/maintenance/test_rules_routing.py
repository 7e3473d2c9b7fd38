"""Who acts on a fault: the whole product of facts through the packs that ship."""

import datetime as dt

import pytest
from django.utils import timezone

from lekol.agreement.queries import of_pack
from lekol.equipment.queries.card import Card
from lekol.maintenance.queries import decision_for
from lekol.maintenance.rules.routing import Facts, decide
from lekol.pact.delays import DAYS, IMPACTS
from lekol.pact.routing import Breakdown, deciding_row, every_breakdown, questions, word_of
from tests.directory.factories import SchoolFactory
from tests.equipment.factories import placed

DAY = dt.date(2026, 11, 24)
POLICIES = [of_pack(slug, DAY) for slug in ("saint-denis-2017", "saint-denis-2025")]


@pytest.mark.parametrize("policy", POLICIES, ids=lambda policy: policy.slug)
def test_every_case_has_one_desk_and_one_clause_and_no_row_is_dead(policy):
    decided = {deciding_row(policy.rows, fault) for fault in every_breakdown()}
    assert decided == set(range(len(policy.rows)))
    assert all(row.desk and row.clause and row.reason.endswith(".") for row in policy.rows)


@pytest.mark.parametrize("policy", POLICIES, ids=lambda policy: policy.slug)
def test_every_case_has_a_delay_unless_nobody_is_bound(policy):
    for fault in every_breakdown():
        for impact in IMPACTS:
            made = decide(policy, Facts(fault.nature, fault.origin, fault.owner, impact=impact), DAY)
            assert (made.delay is None) is (made.desk == "ecole")
            assert made.delay is None or (made.delay.respond_hours > 0 and made.delay.days in DAYS)


def test_a_warranty_counts_to_its_last_day():
    facts = Facts("appareil", warranty_until=DAY)
    assert decide(POLICIES[1], facts, DAY).desk == "fournisseur"
    assert decide(POLICIES[1], facts, DAY + dt.timedelta(days=1)).desk == "ville"


def test_nobody_is_bound_by_a_gift_and_the_school_is_told_what_it_can_do():
    made = decide(POLICIES[1], Facts("appareil", "don"), DAY)
    assert (made.desk, made.clause, made.bound) == ("ecole", "4.3", False)
    said = " ".join(made.row.steps)
    assert all(word in said for word in ("conseil", "devis", "dossier de don"))


def test_a_donated_switch_is_decided_and_asked_to_the_committee():
    made = decide(POLICIES[1], Facts("commutateur", "don"), DAY)
    assert (made.desk, made.clause, made.row.against) == ("ville", "4.2", "4.3")
    assert made.row in questions(POLICIES[1].rows)


def test_a_gift_the_city_accepted_follows_the_letter_of_the_text():
    made = decide(POLICIES[1], Facts("appareil", "don", "ville"), DAY)
    assert (made.desk, made.row.against) == ("ecole", "4.1")


def test_a_contract_holds_to_its_last_day():
    facts = Facts("appareil", contract_until=DAY)
    assert decide(POLICIES[1], facts, DAY).desk == "fournisseur"
    assert decide(POLICIES[1], facts, DAY + dt.timedelta(days=1)).desk == "ville"


def test_the_convention_of_the_day_decides():
    assert of_pack("", dt.date(2018, 1, 1)).slug == "saint-denis-2017"
    assert of_pack("", DAY).slug == "saint-denis-2025"


def test_whose_a_thing_is_follows_its_acquisition_when_nothing_is_said():
    assert Breakdown("appareil", "don").held_by == "ecole"
    assert Breakdown("appareil", "don", owner="ville").held_by == "ville"


@pytest.mark.parametrize(
    ("kind", "text", "word"),
    [
        ("natures", "Câble", "cable"),
        ("natures", "SWITCH", "commutateur"),
        ("origins", "fonds propres", "fonds_propres"),
        ("owners", "Mairie", "ville"),
    ],
)
def test_words_are_understood_whatever_their_accents(kind, text, word):
    assert word_of(kind, text) == word


def test_an_unknown_word_is_refused_with_the_right_ones():
    with pytest.raises(ValueError, match="Choix : ville, etat, fonds_propres, don"):
        word_of("origins", "lune")


@pytest.mark.django_db
@pytest.mark.parametrize("origin", ["ville", "etat", "fonds_propres", "don"])
@pytest.mark.parametrize("warranty", [True, False])
def test_the_page_of_a_device_names_who_a_fault_of_it_would_be_sent_to(origin, warranty):
    school = SchoolFactory.create()
    until = timezone.localdate() + dt.timedelta(days=1 if warranty else -1)
    asset = placed(school, origin=origin, warranty_until=until)
    sent = decision_for(school, "appareil", "poste", asset=asset)
    said = Card(asset, timezone.localdate()).rule
    assert (said.who, str(said.clause), said.bound) == (sent.desk_name, sent.clause, sent.bound)
