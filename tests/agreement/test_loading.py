"""From a pack to rows: nothing lost, nothing twice, nothing half written."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from lekol.agreement import actions
from lekol.agreement.choices import Part
from lekol.agreement.models import Agreement, Commitment, Declaration, Stake
from lekol.agreement.queries import beside
from lekol.agreement.rules.pack import PackErrors, read
from lekol.journal.models import Entry
from tests.agreement.factories import FOUR_YEARS, clause, commitment, declare, declared, load, pack
from tests.agreement.packs import SHIPPED, shipped
from tests.directory.factories import CommuneFactory, SchoolFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", SHIPPED)
def test_every_clause_of_a_shipped_pack_becomes_a_commitment_with_its_debtors(name):
    CommuneFactory.create()
    for shipped_name in SHIPPED:  # the successor needs its predecessor
        actions.load(text=shipped(shipped_name))
    text = read(shipped(name))
    agreement = Agreement.objects.get(slug=text.slug)
    rows = agreement.commitments.order_by("rank")
    assert [row.clause for row in rows] == [row.clause for row in text.commitments]
    assert [row.wording for row in rows] == [row.wording for row in text.commitments]
    for row in text.commitments:
        debtors = Stake.objects.filter(commitment__agreement=agreement, commitment__clause=row.clause, part=Part.DEBTOR)
        assert set(debtors.values_list("party__key", flat=True)) == set(row.debtors), row.clause


def test_the_same_pack_again_writes_nothing(django_assert_num_queries):
    agreement = load()
    entries = Entry.objects.count()
    with django_assert_num_queries(3):  # the savepoint, one look, the release
        assert actions.load(text=pack()) == (agreement, False)
    assert Entry.objects.count() == entries


def test_a_changed_pack_keeps_each_clause_and_what_was_declared_on_it():
    agreement = load(commitment("3.1"), declared("3.2"))
    kept = clause(agreement, "3.2")
    declaration = declare(kept)
    again, written = actions.load(text=pack(declared("3.2", '"ville", "rectorat"'), commitment("3.3")))
    assert (again, written) == (agreement, True)
    assert clause(agreement, "3.2").pk == kept.pk
    assert list(kept.declarations.all()) == [declaration]
    assert [row.clause for row in agreement.commitments.order_by("rank")] == ["3.2", "3.3"]
    assert kept.stakes.count() == 2


def test_a_clause_that_holds_declarations_cannot_vanish_and_nothing_is_written():
    agreement = load(commitment("3.1"), declared("3.2"))
    declare(clause(agreement, "3.2"))
    with pytest.raises(ValidationError, match=r"retire des clauses qui portent des déclarations : 3\.2"):
        actions.load(text=pack(commitment("3.1"), commitment("3.9")))
    assert [row.clause for row in agreement.commitments.order_by("rank")] == ["3.1", "3.2"]
    assert Agreement.objects.get().digest == agreement.digest


def test_a_party_that_declared_cannot_change_its_key():
    agreement = load(declared("3.2"))
    declare(clause(agreement, "3.2"))
    renamed = pack(declared("3.2", '"academie"')).replace('key = "rectorat"', 'key = "academie"')
    with pytest.raises(ValidationError, match="retire des parties qui ont déclaré ou répondu : Rectorat"):
        actions.load(text=renamed)
    assert Declaration.objects.count() == 1


def test_a_faulty_pack_and_a_missing_predecessor_write_nothing():
    with pytest.raises(PackErrors):
        actions.load(text=pack() + "\n[[commitments]]\n")
    with pytest.raises(ValidationError, match="« avant » n’est pas chargée"):
        actions.load(text=pack(more='predecessor = "avant"'))
    assert not Agreement.objects.exists()


def test_a_load_is_written_in_the_journal():
    agreement = load()
    assert [entry.summary for entry in Entry.objects.about(agreement)] == ["Convention chargée : 1 engagement."]


def test_the_term_is_unknown_until_the_signature_date_is_entered():
    agreement = load(more="")
    assert (agreement.starts_on, agreement.ends_on) == (None, None)
    assert agreement.in_words == "durée inconnue : la date de signature n’est pas saisie"
    signed = actions.sign(agreement=agreement, on=dt.date(2025, 2, 3))
    assert (signed.starts_on, signed.ends_on) == (dt.date(2025, 2, 3), dt.date(2029, 2, 2))
    assert signed.in_words == "du 3 février 2025 au 2 février 2029"
    assert Entry.objects.about(signed)[0].summary.startswith("Signature du 3 février 2025")


def test_a_signature_is_entered_once_and_never_ahead():
    agreement = load(more="")
    with pytest.raises(ValidationError, match="ne peut pas être à venir"):
        actions.sign(agreement=agreement, on=timezone.localdate() + dt.timedelta(days=1))
    actions.sign(agreement=agreement, on=dt.date(2025, 2, 3))
    with pytest.raises(ValidationError, match="déjà saisie : 3 février 2025"):
        actions.sign(agreement=agreement, on=dt.date(2025, 2, 4))


def test_a_text_that_ends_on_a_day_cannot_be_signed_after_it():
    agreement = load(more="", term="rule = 'dates'\nfrom = 'signature'\nuntil = 2024-08-31")
    with pytest.raises(ValidationError, match="s’achève le 31 août 2024"):
        actions.sign(agreement=agreement, on=dt.date(2025, 2, 3))


def test_targets_due_at_the_end_of_the_term_get_their_date_with_the_signature_and_keep_it():
    rows = (commitment("3.1", more="target = { ratio = 1, on = 'terme' }"),)
    agreement = load(*rows, more="")
    assert clause(agreement, "3.1").target_on is None
    actions.sign(agreement=agreement, on=dt.date(2025, 2, 3))
    assert clause(agreement, "3.1").target_on == dt.date(2029, 2, 2)
    actions.load(text=pack(*rows, more="", term="years = 5\nfrom = 'signature'"))
    assert clause(agreement, "3.1").target_on == dt.date(2030, 2, 2)
    assert Agreement.objects.get().signed_on == dt.date(2025, 2, 3)


def test_an_agreement_is_in_force_from_its_first_day_to_its_last_and_without_end_for_ever():
    agreement = load()
    endless = load(slug="sans-fin", term="rule = 'indeterminee'\nfrom = 'signature'")
    found = {day: set(Agreement.objects.in_force_on(day)) for day in (dt.date(2025, 2, 2), dt.date(2029, 2, 2))}
    assert found == {dt.date(2025, 2, 2): set(), dt.date(2029, 2, 2): {agreement, endless}}
    assert set(Agreement.objects.in_force_on(dt.date(2029, 2, 3))) == {endless}


def test_two_agreements_of_one_territory_at_once_are_told():
    first, second = load(), load(slug="autre", more="signed_on = 2026-01-01")
    after = load(slug="apres", more="", term=FOUR_YEARS)
    assert beside(first) == [second]
    assert beside(after) == []


def test_kinds_of_schools_and_the_annex_are_kept():
    school = SchoolFactory.create()
    agreement = load(
        commitment("3.1", more='school_kinds = ["elementaire"]'),
        more=f'{"signed_on = 2025-02-03"}\nschools = ["{school.uai}"]',
    )
    assert Commitment.objects.get().school_kinds == ["elementaire"]
    assert agreement.school_codes == [school.uai]
