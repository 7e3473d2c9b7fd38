"""A file written at once, as the console does: the same base as simulated then confirmed, each line read once."""

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from lekol.directory.models import Room, School, SchoolCode
from lekol.equipment.models import Asset, DeviceModel, FieldSource, Placement, Purchase
from lekol.journal.models import Entry
from lekol.kit import runs
from lekol.kit.commands import Refused
from lekol.kit.imports import announced
from lekol.kit.imports.importer import Territory
from lekol.kit.models import ImportRun, RunState
from lekol.kit.runs import NotNow, bring, confirm, simulate, undo
from tests.directory.factories import CommuneFactory, SchoolFactory
from tests.equipment.test_imports import BADAMIERS, HEAD, MESSY, TAMARINS, counts, line, saved

pytestmark = pytest.mark.django_db

UNKNOWN = line("VSD-9", "SN9", school="Les Inconnus")
Taking = Callable[[Path], ImportRun]


@pytest.fixture(autouse=True)
def schools():
    commune = CommuneFactory.create()
    for uai, name in ((BADAMIERS, "Les Badamiers"), (TAMARINS, "Les Tamarins")):
        SchoolFactory.create(uai=uai, name=name, commune=commune)


def at_once(path: Path, **words: Any) -> ImportRun:
    return bring(kind="equipment.devices", path=path, name=path.name, territory=Territory(), **words)


def in_two_steps(path: Path) -> ImportRun:
    return confirm(run=simulate(kind="equipment.devices", path=path, name=path.name))


def told() -> list[list[Any]]:
    """Everything an import writes, keys aside."""
    return [
        list(Asset.objects.order_by("inventory_number").values_list(
            "inventory_number", "serial", "model__name", "kind", "school__uai", "room__name", "acquired_on", "cost",
            "status", "origin", "sort_key", "serial_key", "search", "purchase__order_number", "extra",
        )),
        list(Placement.objects.order_by("asset__inventory_number").values_list("school__uai", "room__name", "valid")),
        list(FieldSource.objects.order_by("asset__inventory_number", "field").values_list("field", "source", "locked")),
        list(Entry.objects.order_by("thing_name", "verb").values_list("verb", "thing_name", "summary", "clause")),
        [[run.counts, run.state, run.remarks, run.mapping] for run in ImportRun.objects.all()],
    ]  # fmt: skip


def emptied(take: Taking, path: Path) -> list[list[Any]]:
    """What a file gives, the base then as before, its models apart."""
    run = take(path)
    found = told()
    undo(run=run)
    ImportRun.objects.all().delete()
    assert not Asset.objects.exists()
    assert not Room.objects.exists()
    return found


@pytest.mark.parametrize("chunk", [2_000, 1])
def test_a_file_written_at_once_is_a_file_simulated_then_confirmed(tmp_path, monkeypatch, chunk):
    path = saved(tmp_path, MESSY)
    slow = emptied(in_two_steps, path)
    before = Entry.objects.count()
    monkeypatch.setattr(runs, "CHUNK", chunk)
    fast = emptied(at_once, path)
    assert Entry.objects.count() == before * 2
    assert fast[:3] == slow[:3]
    assert fast[4] == slow[4]
    assert not DeviceModel.objects.exists()


def test_a_known_device_is_changed_and_given_back(tmp_path):
    at_once(saved(tmp_path, HEAD + line(room="12")))
    run = at_once(saved(tmp_path, HEAD + line(serial="SN2", model="Pro 600", school="Les Tamarins", room="14")))
    assert counts(run) == {"modifiee": 1}
    asset = Asset.objects.select_related("school", "room", "model").get()
    assert (asset.serial, asset.model.name, asset.school.name, asset.room.name) == (
        "SN2",
        "Pro 600",
        "Les Tamarins",
        "14",
    )
    undo(run=run)
    asset.refresh_from_db()
    assert (asset.serial, asset.school.name, asset.room.name) == ("SN1", "Les Badamiers", "12")


def test_two_chunks_share_the_room_the_model_and_the_order_that_the_first_made(tmp_path, monkeypatch):
    monkeypatch.setattr(runs, "CHUNK", 1)
    head = HEAD.strip() + ";Bon de commande\n"
    rows = [line(f"VSD-{rank}", f"SN{rank}", room="12").strip() + ";BC-7\n" for rank in (1, 2, 3)]
    assert counts(at_once(saved(tmp_path, head + "".join(rows)))) == {"creee": 3}
    assert (Room.objects.count(), DeviceModel.objects.count(), Purchase.objects.count()) == (1, 1, 1)


@pytest.mark.parametrize("chunk", [2_000, 1])
def test_one_refused_line_writes_nothing_and_leaves_a_simulation(tmp_path, monkeypatch, chunk):
    monkeypatch.setattr(runs, "CHUNK", chunk)
    run = at_once(saved(tmp_path, HEAD + line() + UNKNOWN))
    assert (run.state, counts(run)) == (RunState.SIMULATED, {"creee": 1, "refusee": 1})
    assert run.lines.count() == 2
    assert not Asset.objects.exists()
    assert not DeviceModel.objects.exists()
    assert not Entry.objects.exists()
    run = confirm(run=run, only_good=True)
    assert (run.state, Asset.objects.count()) == (RunState.APPLIED, 1)


def test_the_good_lines_alone_are_written_when_asked_for(tmp_path):
    run = at_once(saved(tmp_path, HEAD + line() + UNKNOWN), only_good=True)
    assert (run.state, counts(run), Asset.objects.count()) == (RunState.APPLIED, {"creee": 1, "refusee": 1}, 1)


def test_the_console_says_why_nothing_was_written(tmp_path, capsys):
    path = saved(tmp_path, HEAD + line() + UNKNOWN)
    with pytest.raises(Refused, match=r"Rien n’est écrit. 1 ligne est refusée .* --only-good"):
        call_command("equipment_import", str(path), "--json")
    assert json.loads(capsys.readouterr().out)["state"] == RunState.SIMULATED
    assert not Asset.objects.exists()


def test_a_file_that_changes_nothing_stays_a_simulation(tmp_path):
    path = saved(tmp_path, HEAD + line())
    at_once(path)
    assert (at_once(path).state, Asset.objects.count()) == (RunState.SIMULATED, 1)


def simulated(path: Path) -> ImportRun:
    return simulate(kind="equipment.devices", path=path, name=path.name)


def shown_otherwise(run: ImportRun) -> None:
    """What the desk showed of a new device, made another: only a comparison can see it."""
    run.lines.update(after={"number": "VSD-1", "status": "en_reserve"})


def moved_school() -> None:
    School.objects.filter(uai=BADAMIERS).update(name="Les Badamiers")


def new_code() -> None:
    before = DateRange(dt.date(2000, 1, 1), dt.date(2010, 1, 1))
    SchoolCode.objects.create(school=School.objects.get(uai=TAMARINS), uai="9740999Z", valid=before)


def new_model() -> None:
    DeviceModel.objects.create(make="HP", name="Autre", kind="fixe")


def test_a_new_device_checked_on_the_same_footing_is_not_compared_again(tmp_path):
    run = simulated(saved(tmp_path, HEAD + line()))
    shown_otherwise(run)
    confirm(run=run)
    assert Asset.objects.get().status == "en_service"


@pytest.mark.parametrize("moving", [moved_school, new_code, new_model])
def test_a_footing_that_moved_has_every_line_compared_again(tmp_path, moving):
    run = simulated(saved(tmp_path, HEAD + line()))
    shown_otherwise(run)
    moving()
    with pytest.raises(NotNow, match="La base a changé depuis la simulation"):
        confirm(run=run)
    assert not Asset.objects.exists()


def test_another_territory_or_another_day_has_every_line_compared_again(tmp_path, monkeypatch):
    run = simulated(saved(tmp_path, HEAD + line()))
    shown_otherwise(run)
    with pytest.raises(NotNow, match="La base a changé"):
        confirm(run=run, territory=Territory(only="97411"))
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    monkeypatch.setattr(timezone, "localdate", lambda: tomorrow)
    with pytest.raises(NotNow, match="La base a changé"):
        confirm(run=run)


def test_a_device_entered_meanwhile_is_seen_though_the_footing_stands(tmp_path):
    simulated(saved(tmp_path, HEAD + line()))
    commune = School.objects.get(uai=BADAMIERS).commune
    Asset.objects.create(
        commune=commune, inventory_number="VSD-1", model=DeviceModel.objects.create(make="HP", name="X", kind="fixe")
    )
    ImportRun.objects.update(footing=announced()["equipment.devices"].footing(Territory()))
    with pytest.raises(NotNow, match="La base a changé"):
        confirm(run=ImportRun.objects.get())


def test_a_known_device_is_always_compared_again(tmp_path):
    at_once(saved(tmp_path, HEAD + line()))
    run = simulated(saved(tmp_path, HEAD + line(serial="SN2")))
    run.lines.update(after={"serial": "SN3"})
    with pytest.raises(NotNow, match="La base a changé"):
        confirm(run=run)


@pytest.mark.parametrize("count", [1, 3])
def test_changed_devices_cost_the_same_whatever_their_number(tmp_path, count, django_assert_num_queries):
    head = HEAD.strip() + ";Bon de commande;Système\n"
    first = "".join(line(f"V{n}", f"S{n}", room="12").strip() + ";BC-7;Windows 10 22H2\n" for n in range(count))
    then = "".join(
        line(f"V{n}", f"T{n}", model="Pro 600", school="Les Tamarins", room="14").strip() + ";BC-7;Windows 11 24H2\n"
        for n in range(count)
    )
    at_once(saved(tmp_path, head + first))
    path = saved(tmp_path, head + then, name="apres.csv")
    with django_assert_num_queries(42):
        run = at_once(path)
    assert counts(run) == {"modifiee": count}
