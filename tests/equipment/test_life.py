"""The life of a device: the table by enumeration, the verbs on real rows."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from lekol.directory.choices import Role
from lekol.equipment import actions
from lekol.equipment.choices import OUT, Kind, SlotKind, Status
from lekol.equipment.models import Asset
from lekol.equipment.rules import life
from lekol.journal.models import Entry
from tests.days import today
from tests.directory.factories import CommuneFactory, SchoolFactory, reader
from tests.equipment.factories import AssetFactory, filled, placed, running, slot

THEFT = {"plainte": "PV 4471", "plainte_le": "2026-01-05"}


def test_every_state_is_known_and_none_is_a_dead_end_but_the_last_ones():
    states = set(Status.values)
    assert {state for step in life.TABLE for state in step.before} | {step.after for step in life.TABLE} == states
    assert {state for state in states if not life.steps(state)} == {"donne", "detruit"}


def test_two_rows_never_answer_for_the_same_step():
    pairs = [(before, step.after) for step in life.TABLE for before in step.before]
    assert len(pairs) == len(set(pairs))


def test_every_state_leads_out_of_the_estate_in_some_steps():
    def reach(state: str, seen: frozenset[str] = frozenset()) -> bool:
        if state in OUT:
            return True
        return any(reach(step.after, seen | {state}) for step in life.steps(state) if step.after not in seen)

    assert all(reach(state) for state in Status.values)


def test_only_what_leaves_for_good_asks_for_a_day_and_a_proof_of_erasure():
    asking = {step.after for step in life.TABLE if life.ERASURE in step.proofs}
    assert asking == {"donne", "detruit"}
    assert {step.after for step in life.TABLE if step.days == 1} == asking


@pytest.mark.parametrize("step", life.TABLE, ids=lambda step: step.verb)
def test_each_required_proof_is_asked_by_name(step):
    given = {proof.key: "2026-01-05" for proof in step.proofs if proof.required}
    words = {"memories": True, "reason": "Parce que", "on": today(), "today": today()}
    life.check(step, given=given, **words)
    for key in given:
        with pytest.raises(life.Refused) as refused:
            life.check(step, given={**given, key: " "}, **words)
        assert refused.value.key == key


def test_each_proof_has_one_label():
    rows = {proof for step in life.TABLE for proof in step.proofs}
    assert {proof.key: proof for proof in rows} == dict(life.PROOFS)


@pytest.mark.django_db
def test_a_theft_is_told_with_its_complaint_and_a_device_gone_has_nobody_to_maintain_it(client):
    school = SchoolFactory.create()
    asset = placed(school, kind=Kind.LAPTOP)
    actions.advance(asset=asset, after="vole", on=today(), proofs=THEFT)
    client.force_login(reader(Role.TECHNICIAN, school.commune))
    page = client.get(asset.get_absolute_url()).content.decode()
    assert "Numéro du dépôt de plainte : PV 4471<br>Plainte déposée le : 05/01/2026" in plainly(page)
    assert "plainte déposée le : vide → 05/01/2026" in plainly(page)  # in the journal
    again = client.get(reverse("equipment:step", args=[asset.inventory_number, "reforme"])).content.decode()
    assert "Il quitte sa salle" not in again
    actions.advance(asset=asset, after="reforme", on=today(), proofs={"decision": "Note 12"})
    page = client.get(asset.get_absolute_url()).content.decode()
    assert "Personne : ce matériel est sorti du parc" in plainly(page)
    gone = client.get(reverse("equipment:step", args=[asset.inventory_number, "donne"])).content.decode()
    assert "jusqu’au lendemain" in gone


def plainly(page: str) -> str:
    return page.replace("\u00a0", " ")


@pytest.mark.django_db
def test_a_stolen_device_leaves_its_place_and_is_locked_until_it_is_found():
    school = SchoolFactory.create()
    asset = placed(school, kind=Kind.LAPTOP)
    actions.advance(asset=asset, after="vole", on=today(), proofs=THEFT)
    asset.refresh_from_db()
    assert (asset.status, asset.school, asset.placements.filter(valid__contains=today()).count()) == ("vole", None, 0)
    with pytest.raises(ValidationError, match="déclaré volé"):
        actions.edit(asset=asset, words={"name": "autre"})
    with pytest.raises(ValidationError, match="déclaré volé"):
        actions.move(asset=asset, school=school, room=None, on=today())
    actions.advance(asset=asset, after="en_reserve", on=today(), reason="Rendu par la police", store="Atelier")
    asset.refresh_from_db()
    assert (asset.status, asset.store) == ("en_reserve", "Atelier")


@pytest.mark.django_db
def test_a_theft_without_its_complaint_is_refused_and_nothing_is_written():
    asset = placed(SchoolFactory.create())
    with pytest.raises(ValidationError) as refused:
        actions.advance(asset=asset, after="vole", on=today())
    assert set(refused.value.message_dict) == {"plainte"}
    assert (Asset.objects.get().status, Entry.objects.count()) == ("en_service", 0)


@pytest.mark.django_db
def test_scrapping_asks_for_erasure_of_what_keeps_data_and_for_the_waste_slip_of_all():
    laptop, screen = (AssetFactory.create(status="reforme", model__kind=kind) for kind in (Kind.LAPTOP, Kind.SCREEN))
    with pytest.raises(ValidationError) as refused:
        actions.advance(asset=laptop, after="detruit", on=today(), proofs={"dechets": "BSD 1"})
    assert set(refused.value.message_dict) == {"effacement"}
    actions.advance(asset=screen, after="detruit", on=today(), proofs={"dechets": "BSD 1"})
    assert Asset.objects.get(pk=screen.pk).retired_on == today()


@pytest.mark.django_db
def test_taking_back_a_step_gives_back_the_place_the_slot_and_the_system():
    school = SchoolFactory.create()
    asset = placed(school)
    running(asset, "Windows 11", None)
    filled(slot(school, SlotKind.HEAD_POST), asset)
    step = actions.advance(asset=asset, after="reforme", on=today(), reason="Erreur")
    assert asset.fillings.filter(valid__contains=today()).count() == 0
    actions.undo(step=step)
    asset.refresh_from_db()
    now = [
        rows.filter(valid__contains=today()).count() for rows in (asset.placements, asset.fillings, asset.installations)
    ]
    assert (asset.status, asset.retired_on, asset.school, now) == ("en_service", None, school, [1, 1, 1])
    assert asset.placements.get().valid.upper is None


@pytest.mark.django_db
def test_only_the_last_step_is_taken_back_and_not_after_its_days():
    asset = placed(SchoolFactory.create())
    first = actions.advance(asset=asset, after="en_reserve", on=today())
    actions.advance(asset=asset, after="reforme", on=today(), reason="Hors d’âge")
    with pytest.raises(ValidationError, match="dernier"):
        actions.undo(step=first)
    old = placed(SchoolFactory.create())
    step = actions.advance(asset=old, after="en_reserve", on=today() - dt.timedelta(days=31))
    with pytest.raises(ValidationError, match="trop ancien"):
        actions.undo(step=step)


@pytest.mark.django_db
def test_a_stored_device_enters_service_in_a_school_of_its_commune_only():
    asset = AssetFactory.create(status=Status.STORED)
    here = SchoolFactory.create(commune=asset.commune)
    there = SchoolFactory.create(commune=CommuneFactory.create(insee="97415", name="Saint-Paul"))
    with pytest.raises(ValidationError, match="appartient à la commune"):
        actions.advance(asset=asset, after="en_service", on=today(), school=there)
    with pytest.raises(ValidationError, match="Choisissez l’école"):
        actions.advance(asset=asset, after="en_service", on=today())
    actions.advance(asset=asset, after="en_service", on=today(), school=here)
    assert Asset.objects.get(pk=asset.pk).school == here


@pytest.mark.django_db
def test_a_step_of_the_day_before_the_last_one_is_refused():
    asset = placed(SchoolFactory.create())
    actions.advance(asset=asset, after="en_reserve", on=today())
    with pytest.raises(ValidationError, match="depuis le"):
        actions.advance(asset=asset, after="reforme", on=today() - dt.timedelta(days=1), reason="Hors d’âge")
