"""An import undone: the base is again what it was before, whatever the import did to each device."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from lekol.directory.models import Room, School
from lekol.equipment.actions import lock
from lekol.equipment.choices import Kind
from lekol.equipment.models import (
    Asset,
    CounterReading,
    DeviceModel,
    FieldSource,
    Installation,
    Placement,
    Purchase,
    SlotFilling,
    Transition,
)
from lekol.journal.models import Entry
from lekol.kit import runs
from lekol.kit.imports import Fault
from lekol.kit.models import ImportRun, RunState
from lekol.kit.runs import NotNow, bring, undo
from tests.directory.factories import CommuneFactory, SchoolFactory
from tests.equipment.factories import BOUGHT, AssetFactory, filled, placed, running, slot
from tests.equipment.test_imports import BADAMIERS, TAMARINS, counts, imported, saved, taken
from tests.maintenance.factories import reported

pytestmark = pytest.mark.django_db

HEAD = "N° inventaire;N° série;Type;Marque;Modèle;Code UAI;Salle;Système;Bon de commande;Prix;Remarque\n"


@pytest.fixture(autouse=True)
def schools():
    commune = CommuneFactory.create()
    for uai, name in ((BADAMIERS, "Les Badamiers"), (TAMARINS, "Les Tamarins")):
        SchoolFactory.create(uai=uai, name=name, commune=commune)


def school(uai: str) -> School:
    return School.objects.select_related("commune").get(uai=uai)


def brought(tmp_path: Path, text: str) -> ImportRun:
    path = saved(tmp_path, HEAD + text)
    run = bring(kind="equipment.devices", path=path, name=path.name)
    assert run.state == RunState.APPLIED
    return run


def base() -> list[list[Any]]:
    """Everything an import may write, but the keys of rows that may be written anew."""
    fields = [field.attname for field in Asset._meta.concrete_fields]
    return [
        list(Asset.objects.order_by("pk").values_list(*fields)),
        list(Placement.objects.order_by("asset", "valid").values_list("asset", "school", "room", "valid")),
        list(Installation.objects.order_by("asset", "valid").values_list("asset", "system__name", "valid")),
        list(SlotFilling.objects.order_by("asset", "valid").values_list("slot", "asset", "valid")),
        list(FieldSource.objects.order_by("asset", "field").values_list("asset", "field", "source", "locked")),
        list(DeviceModel.objects.order_by("pk").values_list("pk", "make", "name")),
        list(Room.objects.order_by("pk").values_list("pk", "school", "name")),
        list(Purchase.objects.order_by("pk").values_list("pk", "order_number")),
    ]


def known_estate() -> None:
    """A device to change whole, one that leaves a required place, one that changes room, one without a number, and
    one whose fields someone signed.
    """
    here = school(BADAMIERS)
    whole = placed(here, inventory_number="V1", serial="SN1", note="avant", cost="10.50")
    running(whole, "Windows 10 22H2", None)
    leaving = placed(here, inventory_number="V2", serial="SN2")
    filled(slot(here), leaving)
    placed(here, inventory_number="V3", serial="SN3")
    placed(here, inventory_number="S-SN4", serial="SN4")
    signed = placed(here, inventory_number="V5", serial="SN5")
    lock(asset=signed, field="model", locked=True, by=None)


CHANGES = (
    f"V1;SN1B;PC;HP;Pro 600;{TAMARINS};12;Windows 11 24H2;BC-1;20,75;après\n"
    f"V2;SN2;PC;HP;;{TAMARINS};;;;;\n"
    f"V3;SN3;PC;HP;;{BADAMIERS};Salle 3;;;;\n"
    f"V4;SN4;PC;HP;;{BADAMIERS};;;;;\n"
    f"V5;SN5;PC;HP;;{BADAMIERS};;;BC-1;;signé\n"
    f"V6;SN6;Tablette;Samsung;Tab A8;{TAMARINS};12;Android 14;BC-2;;neuf\n"
)


@pytest.mark.parametrize("chunk", [2_000, 1])
def test_an_undo_gives_the_base_of_before_whatever_the_import_changed(tmp_path, monkeypatch, chunk):
    monkeypatch.setattr(runs, "CHUNK", chunk)
    known_estate()
    before = base()
    run = brought(tmp_path, CHANGES)
    assert run.counts == {"creee": 1, "modifiee": 5}
    written = base()
    assert [one != other for one, other in zip(before, written, strict=True)] == [True] * len(before)
    undo(run=run)
    assert base() == before


def test_an_undo_is_journaled_device_by_device_in_the_words_of_what_it_became(tmp_path):
    known_estate()
    run = brought(tmp_path, CHANGES)
    undo(run=run)
    entries = Entry.objects.filter(verb="asset.import_undone").order_by("id")
    assert list(entries.values_list("thing_name", "summary")) == [
        ("Samsung Tab A8, V6", "Retiré : son import est annulé."),
        ("HP Modèle fixe, V5", "Rendu comme avant l’import, qui est annulé."),
        ("HP Modèle fixe, S-SN4", "Rendu comme avant l’import, qui est annulé."),
        ("HP Modèle fixe, V3", "Rendu comme avant l’import, qui est annulé."),
        ("HP Modèle fixe, V2", "Rendu comme avant l’import, qui est annulé."),
        ("HP Modèle fixe, V1", "Rendu comme avant l’import, qui est annulé."),
    ]
    assert set(entries.values_list("thing_type", flat=True)) == {"equipment.asset"}


def test_a_device_that_stood_nowhere_stands_nowhere_again(tmp_path):
    asset = AssetFactory.create(commune=school(BADAMIERS).commune, inventory_number="V1", serial="SN1")
    run = brought(tmp_path, f"V1;SN1;PC;HP;;{BADAMIERS};12;;;;\n")
    asset.refresh_from_db()
    assert asset.school == school(BADAMIERS)
    undo(run=run)
    asset.refresh_from_db()
    assert (asset.school, asset.room) == (None, None)
    assert not Placement.objects.exists()


def test_a_place_that_began_the_day_of_the_import_is_written_anew(tmp_path):
    today = timezone.localdate()
    asset = placed(school(BADAMIERS), since=today, inventory_number="V1", serial="SN1")
    run = brought(tmp_path, f"V1;SN1;PC;HP;;{TAMARINS};;;;;\n")
    undo(run=run)
    asset.refresh_from_db()
    assert asset.school == school(BADAMIERS)
    assert Placement.objects.get().valid == DateRange(today, None)


def test_what_an_earlier_file_told_of_other_fields_stays_signed(tmp_path):
    brought(tmp_path, f"V1;SN1;PC;HP;Pro 400;{BADAMIERS};;;;;\n")
    run = brought(tmp_path, f"V1;SN2;PC;HP;Pro 400;{BADAMIERS};;;;;\n")
    undo(run=run)
    assert list(FieldSource.objects.values_list("field", "source")) == [("model", "import")]


def test_a_required_place_filled_since_by_another_is_left_to_it(tmp_path):
    here = school(BADAMIERS)
    gone, wanted = placed(here, inventory_number="V1", serial="SN1"), slot(here)
    filled(wanted, gone)
    run = brought(tmp_path, f"V1;SN1;PC;HP;;{TAMARINS};;;;;\n")
    other = placed(here, inventory_number="V2", serial="SN2")
    filled(wanted, other, since=timezone.localdate())
    undo(run=run)
    assert list(SlotFilling.objects.filter(valid__endswith=None).values_list("asset", flat=True)) == [other.pk]


def test_a_new_device_used_since_leaves_by_the_rules_of_each_use(tmp_path):
    run = brought(
        tmp_path,
        f"V1;SN1;Mallette;HP;Valise;{BADAMIERS};;;;;\nV2;SN2;PC;HP;Pro 400;{BADAMIERS};;;;;\n",
    )
    trolley, moved = Asset.objects.order_by("inventory_number")
    inside = placed(school(BADAMIERS), Kind.TABLET, inventory_number="T1")
    Placement.objects.filter(asset=inside).update(container=trolley)
    filled(slot(school(BADAMIERS)), moved)
    undo(run=run)
    assert Asset.objects.get() == inside
    assert Placement.objects.get().container is None
    assert not SlotFilling.objects.exists()


def repaired(asset: Asset) -> None:
    Transition.objects.create(asset=asset, before="en_service", after="en_reparation", on=BOUGHT)


def counted(asset: Asset) -> None:
    CounterReading.objects.create(asset=asset, on=BOUGHT, mono=120)


def broken(asset: Asset) -> None:
    reported(asset.school, asset=asset)


@pytest.mark.parametrize("use", [repaired, counted, broken])
def test_what_people_kept_of_a_new_device_is_never_erased_by_an_undo(tmp_path, use):
    run = brought(tmp_path, "".join(f"V{n};SN{n};PC;HP;Pro 400;{BADAMIERS};;;;;\n" for n in (1, 2, 3)))
    use(Asset.objects.get(inventory_number="V2"))
    with pytest.raises(Fault, match=r"pannes ou changements d’état\) : V2\. Réformez"):
        undo(run=run)
    run.refresh_from_db()
    assert (run.state, Asset.objects.count()) == (RunState.APPLIED, 3)


def test_one_device_changed_since_forbids_the_whole_undo_and_is_named(tmp_path, monkeypatch):
    monkeypatch.setattr(runs, "CHUNK", 1)
    run = brought(tmp_path, "".join(f"V{n};SN{n};PC;HP;Pro 400;{BADAMIERS};;;;;\n" for n in (1, 2, 3)))
    Asset.objects.filter(inventory_number="V1").update(serial="AUTRE")
    before = base()
    with pytest.raises(NotNow, match="« V1 HP Pro 400 » a été modifié depuis"):
        undo(run=run)
    run.refresh_from_db()
    assert (run.state, base()) == (RunState.APPLIED, before)
    assert not Entry.objects.filter(verb="asset.import_undone").exists()


@pytest.mark.parametrize("gone", [{"school": None}, {"status": "en_reserve"}, {"acquired_on": dt.date(2020, 1, 1)}])
def test_a_device_that_left_its_school_its_state_or_its_date_forbids_the_undo(tmp_path, gone):
    head = HEAD.replace("Remarque", "Acheté le")
    path = saved(tmp_path, f"{head}V1;SN1;PC;HP;Pro 400;{BADAMIERS};;;;;02/03/2021\n")
    run = bring(kind="equipment.devices", path=path, name=path.name)
    Asset.objects.update(**gone)
    with pytest.raises(NotNow, match="a été modifié depuis"):
        undo(run=run)


@pytest.mark.parametrize("count", [1, 3])
def test_an_undo_costs_the_same_whatever_its_length(tmp_path, count, django_assert_num_queries):
    for n in range(count):
        placed(school(BADAMIERS), inventory_number=f"K{n}", serial=f"S{n}")
    known = "".join(f"K{n};T{n};PC;HP;Pro 600;{TAMARINS};12;Windows 11 24H2;BC-1;;\n" for n in range(count))
    new = "".join(f"V{n};N{n};PC;HP;Pro 600;{TAMARINS};12;;;;\n" for n in range(count))
    run = brought(tmp_path, known + new)
    assert run.counts == {"creee": count, "modifiee": count}
    with django_assert_num_queries(50):
        undo(run=run)


@pytest.mark.parametrize("state", ["En service", "En réserve", "Reçu", "Réformé", "Commandé", "Introuvable", ""])
def test_a_device_brought_in_is_taken_back_whatever_its_state(tmp_path, state):
    head = "N° inventaire;N° série;Type;Marque;Modèle;École;Salle;État\n"
    path = saved(tmp_path, f"{head}VSD-1;SN1;PC;HP;Pro 400;Les Badamiers;CE1;{state}\n")
    run = imported(path)
    assert counts(taken(path)) == {"inchangee": 1}
    undo(run=run)
    assert not Asset.objects.exists()
