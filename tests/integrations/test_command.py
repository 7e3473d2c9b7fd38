"""`lekol equipment inventory` on recorded files, as an operator runs it."""

import io
import json
import zlib
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from lekol.equipment.models import Asset, Machine
from tests.directory.factories import CommuneFactory, SchoolFactory
from tests.integrations import samples

pytestmark = pytest.mark.django_db
SAMPLES = Path(__file__).parents[3] / "shared" / "data" / "inventory"
needs_samples = pytest.mark.skipif(not SAMPLES.is_dir(), reason="recorded inventories are not beside the sources")


def run(*words):
    out = io.StringIO()
    call_command("equipment_inventory", *map(str, words), "--json", stdout=out)
    return json.loads(out.getvalue())


@pytest.fixture
def files(tmp_path):
    names = []
    for n in (1, 2):
        path = tmp_path / f"pc-{n}.json"
        path.write_bytes(samples.body(n))
        names.append(path)
    (tmp_path / "pc-3.xml").write_bytes(zlib.compress(samples.xml(3)))
    (tmp_path / "notes.txt").write_text("bonjour")
    return [*names, tmp_path / "pc-3.xml", tmp_path / "notes.txt"]


def test_unknown_devices_wait_and_a_second_run_changes_nothing(files):
    CommuneFactory.create()
    first = run(*files)
    assert first["counts"] == {"created": 0, "updated": 0, "unchanged": 0, "quarantined": 3, "refused": 1}
    assert first["refused"][0]["file"].endswith("notes.txt")
    assert first["quarantined"][0]["device"] == "PC-0001"
    assert run(*files)["counts"] == {"created": 0, "updated": 0, "unchanged": 3, "quarantined": 0, "refused": 1}


def test_a_school_given_enters_unknown_devices_even_those_that_were_waiting(files):
    school = SchoolFactory.create()
    run(files[0])
    report = run(*files, "--school", school.uai)
    assert report["counts"] == {"created": 3, "updated": 0, "unchanged": 0, "quarantined": 0, "refused": 1}
    assert Asset.objects.filter(school=school).count() == 3
    assert run(*files, "--school", school.uai)["counts"]["unchanged"] == 3


def test_a_folder_is_read_in_the_order_of_its_names_and_people_read_the_report(files):
    CommuneFactory.create()
    out = io.StringIO()
    call_command("equipment_inventory", str(files[0].parent), stdout=out)
    told = out.getvalue()
    assert "     3 en quarantaine, à décider" in told
    assert "notes.txt refusé : Ce n’est ni du JSON" in told


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["absent.json"], "Rien n’est lu"),
        (["--school", "9740000X", "x.json"], "Aucune école"),
        (["--commune", "00000", "x.json"], "Aucune commune"),
    ],
)
def test_what_cannot_be_done_is_said_and_ends_with_one(words, sentence):
    with pytest.raises(CommandError, match=sentence):
        call_command("equipment_inventory", *words, stdout=io.StringIO())


def test_without_any_commune_a_device_still_waits(files):
    assert run(files[0])["counts"]["quarantined"] == 1


@needs_samples
def test_every_recorded_file_is_received_or_refused_and_a_second_run_changes_nothing():
    paths = sorted(path for path in SAMPLES.iterdir() if path.is_file())
    first = run(*paths)
    assert sum(first["counts"].values()) >= len(paths)
    assert {Path(row["file"]).name for row in first["refused"]} == {
        "dep_device_response.json", "inventory.schema.json", "mdm_status_report.json", "tests_data_15.xml"
    }  # fmt: skip
    again = run(*paths)["counts"]
    assert (again["created"], again["updated"], again["quarantined"]) == (0, 0, 0)
    assert again["unchanged"] == len(paths) - 4


@needs_samples
def test_recorded_parts_bring_the_computer_up_to_date():
    school = SchoolFactory.create()
    names = ["", "_partial_batteries", "_partial_volumes", "_partial_softs", "_partial_cpu"]
    report = run(*(SAMPLES / f"examples_computer_1{name}.json" for name in names), "--school", school.uai)
    assert report["counts"] == {"created": 1, "updated": 3, "unchanged": 1, "quarantined": 0, "refused": 0}
    machine = Machine.objects.get()
    assert machine.battery_percent == 70
    assert machine.software.count() == 6
    assert machine.asset.kind == "portable"
