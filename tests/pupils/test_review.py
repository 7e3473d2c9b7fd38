"""Pairs that wait for a person: side by side, one or two people, taken back."""

import datetime as dt
from dataclasses import replace

import pytest
from django.core.exceptions import ValidationError
from django.db.models.expressions import RawSQL
from django.urls import reverse
from django.utils import timezone

from lekol.directory.choices import Role
from lekol.journal.models import Entry as JournalEntry
from lekol.pact.measures import announced
from lekol.pact.scopes import Level, Scope
from lekol.pupils import actions, queries
from lekol.pupils.choices import Standing, Verdict
from lekol.pupils.models import Comparison, Entry, Opinion, Pair
from lekol.pupils.rules.deciding import is_hard, masked_ine, masked_phone, settled
from lekol.pupils.rules.outcome import EntryFound, Found, PairFound
from lekol.pupils.rules.telling import told
from tests.directory.factories import SchoolFactory, reader
from tests.pupils.conftest import reading

pytestmark = pytest.mark.django_db
CELLS = [
    {"titre": "Nom", "champ": "name", "etat": "TÉVANÉ VITRIN", "ville": "TEVANE", "memes": False},
    {"titre": "Naissance", "champ": "born", "etat": "14/03/2019", "ville": "14/03/2019", "memes": True},
]


def found(school, *, review=True, hard=False, state="E1", city="V1"):
    """A comparison of one pupil in each base."""
    standing = Standing.REVIEW if review else Standing.LINKED
    pair = PairFound(state, city, 0.7 if review else 0.99, review, hard, school.pk, CELLS, [])
    entries = [EntryFound(side, name, school.pk, "CE1", standing) for side, name in (("etat", state), ("ville", city))]
    return Found(1, 1, [], [pair], entries)


def compared(school, **how):
    actions.record(commune=school.commune, found=found(school, **how))
    return Pair.objects.get()


@pytest.fixture
def head(school):
    return reader(Role.SCHOOL_HEAD, school)


def standings():
    return list(Entry.objects.order_by("side").values_list("standing", flat=True))


def test_a_pair_is_shown_side_by_side_and_its_reading_is_journaled_once_a_day(client, school, clerk):
    pair = compared(school)
    reading(client, clerk)
    for _ in range(2):
        page = client.get(reverse("pupils:review"))
    assert page.context["pair"] == pair
    assert "TÉVANÉ <mark>VITRIN</mark>" in page.content.decode()
    read = JournalEntry.objects.about(pair).filter(verb="pupils.read")
    assert read.count() == 1
    assert "Vérifier si deux fiches sont celles d’un même élève" in read.get().summary
    assert "TÉVANÉ" not in read.get().summary


def test_a_pair_of_sealed_bases_says_so_and_gives_references(client, school, clerk):
    pair = compared(school, state="123456789AB")
    Pair.objects.update(cells=[], reasons=[{"mots": "Nom : identique", "poids": "+5,0", "sens": "pour"}])
    reading(client, clerk)
    page = client.get(pair.get_absolute_url()).content.decode()
    assert "Les deux bases sont scellées" in page
    assert "État •••••••9AB, Ville V1." in page


def test_one_answer_links_an_ordinary_pair(client, school, clerk):
    pair = compared(school)
    client.force_login(clerk)
    client.post(reverse("pupils:decide", args=[pair.pk]), {"same": "oui"})
    pair.refresh_from_db()
    assert pair.verdict == Verdict.SAME
    assert standings() == [Standing.LINKED, Standing.LINKED]


def test_a_hard_pair_waits_for_a_second_person_who_agrees(school, head, clerk):
    pair = compared(school, hard=True)
    assert actions.decide(pair=pair, same=True, by=clerk.person).verdict == Verdict.REVIEW
    assert actions.decide(pair=pair, same=True, by=clerk.person).verdict == Verdict.REVIEW
    assert actions.decide(pair=pair, same=True, by=head.person).verdict == Verdict.SAME


def test_two_people_who_disagree_leave_the_pair_open(school, head, clerk):
    pair = compared(school, hard=True)
    actions.decide(pair=pair, same=True, by=clerk.person)
    assert actions.decide(pair=pair, same=False, by=head.person).verdict == Verdict.REVIEW


@pytest.mark.parametrize(
    ("opinions", "hard", "answer"),
    [
        ([], False, None),
        ([True], False, True),
        ([False], False, False),
        ([True], True, None),
        ([True, True], True, True),
        ([False, False], True, False),
        ([True, False], True, None),
        ([True, False], False, None),
    ],
)
def test_opinions_settle_a_pair(opinions, hard, answer):
    assert settled(opinions, hard) is answer


def test_a_decision_is_taken_back(client, school, clerk):
    pair = actions.decide(pair=compared(school), same=True, by=clerk.person)
    client.force_login(clerk)
    client.post(reverse("pupils:undo", args=[pair.pk]))
    pair.refresh_from_db()
    assert (pair.verdict, pair.decided_at, pair.opinions.count()) == (Verdict.REVIEW, None, 0)
    assert standings() == [Standing.REVIEW, Standing.REVIEW]


def test_an_opinion_on_a_hard_pair_is_taken_back_before_the_second_person_answers(client, school, head, clerk):
    pair = actions.decide(pair=compared(school, hard=True), same=True, by=clerk.person)
    reading(client, clerk)
    last = client.get(reverse("pupils:review")).context["last"]
    assert [(row.pair, row.settled, row.key) for row in last] == [(pair, False, True)]
    with pytest.raises(ValidationError, match="Vous n’avez pas répondu"):
        actions.undo(pair=pair, by=head.person)
    client.post(reverse("pupils:undo", args=[pair.pk]))
    assert not pair.opinions.exists()
    assert actions.decide(pair=pair, same=False, by=head.person).verdict == Verdict.REVIEW
    assert JournalEntry.objects.about(pair).filter(verb="pupils.undone").get().summary.endswith("avis repris.")


def test_one_key_takes_back_ones_own_answer_and_nobody_elses(client, school, head, clerk):
    pairs = [
        Pair.objects.create(
            commune=school.commune, school=school, state_reference=f"E{rank}", city_reference=f"V{rank}",
            probability=0.5, verdict="a_verifier", cells=CELLS,
        )
        for rank in range(3)
    ]  # fmt: skip
    actions.decide(pair=pairs[0], same=True, by=clerk.person)
    actions.decide(pair=pairs[1], same=False, by=head.person)
    reading(client, clerk)
    page = client.get(reverse("pupils:review"))
    assert [(row.pair, row.mine, row.key) for row in page.context["last"]] == [
        (pairs[1], False, False), (pairs[0], True, True),
    ]  # fmt: skip
    assert page.content.decode().count('data-touche="A"') == 1
    assert "par une autre personne" in page.content.decode()


@pytest.mark.parametrize(("seconds", "minutes"), [([], None), ([0, 20, 50], None), ([0, 20, 50, 4000, 4030], 2)])
def test_progress_says_what_waits_and_the_minutes_that_remain(school, clerk, seconds, minutes):
    for rank in range(len(seconds) + 3):
        pair = Pair.objects.create(
            commune=school.commune, school=school, state_reference=f"E{rank}", city_reference=f"V{rank}",
            probability=0.5, verdict="a_verifier", cells=CELLS,
        )  # fmt: skip
        if rank < len(seconds):
            actions.decide(pair=pair, same=True, by=clerk.person)
    noon = timezone.localtime().replace(hour=6, minute=0, second=0, microsecond=0)
    for rank, row in enumerate(Opinion.objects.order_by("pk")):
        Opinion.objects.filter(pk=row.pk).update(at=noon + dt.timedelta(seconds=seconds[rank]))
    found = queries.progress(Pair.objects.all(), clerk.person)
    assert (found.waiting, found.linked, found.today, found.minutes) == (3, len(seconds), len(seconds), minutes)


def test_what_both_bases_say_is_told_as_one_says_it():
    cells = [
        {"titre": "Naissance", "champ": "born", "etat": "14/03/2019"}, {"titre": "Sexe", "champ": "sex", "etat": "F"},
        {"titre": "École", "champ": "school", "etat": "Les Badamiers"},
        {"titre": "Nom", "champ": "name", "etat": "VITRY"},
        {"titre": "Responsable", "champ": "g1_name", "etat": "VITRY"},
        {"titre": "Prénom du responsable", "champ": "g1_first", "etat": "Emma"},
    ]  # fmt: skip
    assert told(cells) == [
        ("", "Née le 14 mars 2019"), ("", "Fille"), ("", "École Les Badamiers"), ("Nom", "VITRY"),
        ("Responsable", "VITRY Emma"),
    ]  # fmt: skip
    assert told([{"titre": "Naissance", "champ": "born", "etat": "00/00/2019"}]) == [("Naissance", "00/00/2019")]


def test_a_pair_of_two_children_never_comes_back(school, clerk):
    pair = actions.decide(pair=compared(school), same=False, by=clerk.person)
    actions.record(commune=school.commune, found=found(school))
    assert [(row.pk, row.verdict) for row in Pair.objects.all()] == [(pair.pk, Verdict.APART)]
    assert standings() == [Standing.ALONE, Standing.ALONE]


def test_a_doubt_found_again_keeps_its_number_and_its_opinions_and_says_what_the_files_now_say(school, clerk):
    pair = compared(school, hard=True)
    actions.decide(pair=pair, same=True, by=clerk.person)
    cells = [CELLS[0] | {"ville": "TEVANÉ"}, CELLS[1]]
    again = found(school, hard=True)
    actions.record(commune=school.commune, found=replace(again, pairs=[replace(again.pairs[0], cells=cells)]))
    kept = Pair.objects.get()
    assert (kept.pk, kept.cells, kept.opinions.count()) == (pair.pk, cells, 1)


def test_a_doubt_no_longer_found_leaves_the_queue_whatever_was_answered(school, clerk):
    actions.decide(pair=compared(school, hard=True), same=True, by=clerk.person)
    actions.record(commune=school.commune, found=found(school, state="E2", city="V2", hard=True))
    assert list(Pair.objects.values_list("state_reference", flat=True)) == ["E2"]


def test_a_doubt_that_becomes_a_link_may_still_be_denied_by_who_had_answered(school, clerk):
    actions.decide(pair=compared(school, hard=True), same=True, by=clerk.person)
    actions.record(commune=school.commune, found=found(school, review=False))
    assert actions.part(pair=Pair.objects.get(), by=clerk.person).verdict == Verdict.APART


def test_links_of_unchanged_bases_are_not_written_again(school):
    pair = compared(school, review=False)
    where = Pair.objects.annotate(ctid=RawSQL("ctid::text", ())).values_list("pk", "ctid")  # where the row lies on disk
    before = list(where)
    assert compared(school, review=False).pk == pair.pk
    assert list(where.all()) == before


def test_a_decided_pair_is_not_decided_again(school, clerk):
    pair = actions.decide(pair=compared(school), same=True, by=clerk.person)
    with pytest.raises(ValidationError, match="Annulez d’abord"):
        actions.decide(pair=pair, same=False, by=clerk.person)


def test_an_entry_is_linked_to_one_only(school, clerk):
    actions.decide(pair=compared(school), same=True, by=clerk.person)
    other = Pair.objects.create(
        commune=school.commune,
        school=school,
        state_reference="E1",
        city_reference="V2",
        probability=0.5,
        verdict="a_verifier",
        cells=CELLS,
    )
    with pytest.raises(ValidationError, match="déjà accordée à une autre"):
        actions.decide(pair=other, same=True, by=clerk.person)


def test_a_head_sees_the_pairs_of_the_school_and_no_other(client, school, head):
    compared(school)
    elsewhere = Pair.objects.create(
        commune=school.commune,
        school=SchoolFactory.create(),
        state_reference="E9",
        city_reference="V9",
        probability=0.5,
        verdict="a_verifier",
        cells=CELLS,
    )
    reading(client, head)
    assert client.get(reverse("pupils:pair", args=[elsewhere.pk])).status_code == 404
    assert client.get(reverse("pupils:review")).context["progress"].waiting == 1


def test_cells_are_erased_after_thirty_days_and_the_decision_stays(school, clerk):
    pair = actions.decide(pair=compared(school), same=True, by=clerk.person)
    Comparison.objects.update(at=timezone.now() - dt.timedelta(days=31))
    assert actions.purge(on=timezone.localdate()) == 0
    Pair.objects.update(decided_at=timezone.now() - dt.timedelta(days=31))
    assert actions.purge(on=timezone.localdate()) == 1
    pair.refresh_from_db()
    assert (pair.cells, pair.reasons, pair.verdict) == ([], [], Verdict.SAME)


def test_a_doubt_whose_cells_are_erased_leaves_the_queue_and_cannot_be_decided(client, school, clerk):
    pair = compared(school)
    Comparison.objects.update(at=timezone.now() - dt.timedelta(days=31))
    actions.purge(on=timezone.localdate())
    reading(client, clerk)
    assert client.get(reverse("pupils:index")).context["waiting"] == 0
    assert "1 paire a perdu ses fiches" in client.get(reverse("pupils:review")).content.decode()
    shown = client.get(pair.get_absolute_url()).content.decode()
    assert "Elle n’est plus à décider" in shown
    assert reverse("pupils:decide", args=[pair.pk]) not in shown
    with pytest.raises(ValidationError):
        actions.decide(pair=pair, same=True, by=clerk.person)


def test_a_comparison_of_more_than_a_month_ago_is_said_to_tell_nothing_of_today(client, school, clerk):
    compared(school)
    client.force_login(clerk)
    words = "Cette comparaison a plus de trente jours"
    assert words not in client.get(reverse("pupils:index")).content.decode()
    Comparison.objects.update(at=timezone.now() - dt.timedelta(days=32))
    assert words in client.get(reverse("pupils:index")).content.decode()


def test_the_measure_counts_pupils_found_on_both_sides_and_its_list_holds_the_others(client, school, clerk):
    compared(school, review=False)
    made = Comparison.objects.get()
    Entry.objects.create(
        commune=school.commune, comparison=made, side="etat", reference="123456789AB", school=school, standing="seul"
    )
    scope = Scope(Level.COMMUNE, school.commune.insee)
    counts = announced()["pupils.matched"].read(scope, timezone.localdate())
    assert [tuple(row)[1:] if isinstance(row, tuple) else (row.due, row.met) for row in counts] == [(2, 1)]
    client.force_login(clerk)
    page = client.get(reverse("pupils:not_found"))
    assert page.context["count"] == 1
    assert "•••••••9AB" in page.content.decode()
    assert "123456789AB" not in page.content.decode()


def test_numbers_are_masked_enough_to_be_compared_and_no_more():
    assert masked_phone(692123417) == "0692 •• •• 17"
    assert masked_ine("123456789AB") == "•••••••9AB"
    assert (masked_phone(0), masked_ine("")) == ("", "")


def test_twins_and_unlikely_pairs_are_hard():
    assert is_hard(0.8, "jumeaux")
    assert is_hard(0.2, "inconnus l’un de l’autre")
    assert not is_hard(0.8, "frère ou sœur")


@pytest.mark.parametrize(("count", "queries"), [(1, 9), (3, 9)])
def test_the_list_costs_the_same_whatever_its_length(
    client, school, clerk, count, queries, django_assert_max_num_queries
):
    made = Comparison.objects.create(commune=school.commune)
    Entry.objects.bulk_create(
        Entry(
            commune=school.commune, comparison=made, side="etat", reference=f"E{rank}", school=school, standing="seul"
        )
        for rank in range(count)
    )
    client.force_login(clerk)
    client.get(reverse("pupils:not_found"))
    with django_assert_max_num_queries(queries):
        client.get(reverse("pupils:not_found"))


def test_the_page_of_reasons_opened_by_its_address_leads_back(client, clerk):
    client.force_login(clerk)
    assert client.get(reverse("pupils:reason")).url == reverse("pupils:index")
