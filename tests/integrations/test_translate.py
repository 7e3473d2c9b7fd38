"""Foreign messages become one structure; nothing that arrives makes the reader fail."""

import contextlib
import datetime as dt
import json
from dataclasses import asdict
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lekol.equipment.rules.inventory import Nature
from lekol.integrations.inventory_agents.translate import Refused, read
from tests.integrations import samples

SAMPLES = Path(__file__).parents[3] / "shared" / "data" / "inventory"
needs_samples = pytest.mark.skipif(not SAMPLES.is_dir(), reason="recorded inventories are not beside the sources")


def one(message):
    found = read(message if isinstance(message, bytes) else json.dumps(message).encode())
    assert len(found) == 1
    return found[0]


def changed(**parts):
    return one(samples.native(**parts))


def test_the_json_and_the_xml_of_one_computer_say_the_same():
    json_said, xml_said = one(samples.body()), one(samples.xml())
    assert xml_said.digests() == json_said.digests()


def test_a_computer_is_read_whole():
    said = one(samples.body())
    assert (said.nature, said.kind, said.make, said.model) == (Nature.COMPUTER, "portable", "Dell", "Latitude 3520")
    assert said.identity.serial == "SCH0000001"
    assert said.identity.macs == ("54:bf:64:00:00:01",)
    assert said.system.full_name == "Microsoft Windows 11 Professionnel Éducation"
    assert said.sections["antivirus"] == [
        {"name": "Windows Defender", "version": "4.18", "enabled": True, "up_to_date": True}
    ]
    assert said.sections["batteries"] == [{"name": "DELL", "capacity": 50000, "real_capacity": 40000}]
    assert [row.name for row in said.software] == [
        "LibreOffice 25.8.1.1", "Logiciel pédagogique 002", "Security Update for Windows (KB5031234)"
    ]  # fmt: skip
    assert said.warnings == ()


def test_people_keys_and_programs_running_are_nowhere_in_what_is_kept():
    kept = json.dumps([asdict(one(message)) for message in (samples.body(), samples.xml())], default=str)
    for secret in ("camille", "Hoarau", "AAAAA-BBBBB", "secret.txt", "S-1-5-21", "ECOLE"):
        assert secret not in kept


def test_a_section_left_out_is_not_an_empty_one():
    said = one(samples.native(softwares=None, antivirus=None, drives=[]))
    assert said.software is None
    assert "antivirus" not in said.sections
    assert said.sections["volumes"] == []


@pytest.mark.parametrize("date", ["2024-02-31", "31/31/2024", "hier", "2999-01-01", "1970-01-01", "2024-13-01"])
def test_an_impossible_date_is_left_out_and_said(date):
    said = changed(softwares=[{"name": "Gcompris", "version": "1", "install_date": date}])
    assert said.software[0].installed_on == ""
    assert "impossible" in said.warnings[0]


@pytest.mark.parametrize(
    ("date", "read_as"),
    [
        ("2024-02-29", "2024-02-29"),
        ("25/12/2024", "2024-12-25"),
        ("12/25/2024", "2024-12-25"),
        ("20241225", "2024-12-25"),
    ],
)
def test_dates_are_read_as_agents_write_them(date, read_as):
    said = changed(softwares=[{"name": "Gcompris", "version": "1", "install_date": date}])
    assert said.software[0].installed_on == read_as


@pytest.mark.parametrize("mac", ["b53d:dc:44:af:e9", "d5:c9:gh:81:cf:80", "xx", "00:11:22:33:44"])
def test_a_bad_address_is_left_out_and_said(mac):
    said = changed(networks=[{"mac": mac, "description": "eth0"}])
    assert said.identity.macs == ()
    assert "illisible" in said.warnings[0]


@pytest.mark.parametrize("size", [-1, 10**30, 1e400, "beaucoup", float("nan")])
def test_an_absurd_size_is_left_out_and_said(size):
    said = changed(drives=[{"letter": "C:", "total": size, "free": 10}])
    assert "total_mb" not in said.sections["volumes"][0]
    assert said.warnings


def test_more_free_space_than_space_is_said():
    said = changed(drives=[{"letter": "C:", "total": 100, "free": 200}])
    assert said.sections["volumes"] == [{"name": "C:", "total_mb": 100}]


def test_too_many_rows_are_cut_and_said():
    said = changed(memories=[{"capacity": 1}] * 600)
    assert len(said.sections["memories"]) == 512
    assert "600 lignes" in said.warnings[0]


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "vide"),
        (b"   \n", "vide"),
        (b"bonjour", "nature du fichier est inconnue"),
        (b"{", "illisible"),
        (b'{"content": 3}', "pas un inventaire"),
        (b'{"content": {}}', "vide"),
        (b'{"action": "contact", "content": {"a": 1}}', "pas un inventaire"),
        (b"[1, 2]", "pas un inventaire"),
        (b"[]", "pas un inventaire"),
        (b'{"devices": [], "cursor": "x"}', "achats"),
        (b"[" * 100_000, "profond"),
        (b"<REQUEST><CONTENT>", "illisible"),
        (b"<html><body>404</body></html>", "ne vient pas d’un agent"),
        (b"<REQUEST><QUERY>PROLOG</QUERY><CONTENT/></REQUEST>", "pas un inventaire"),
        (b'<!DOCTYPE x [<!ENTITY a "aaa">]><REQUEST><CONTENT>&a;</CONTENT></REQUEST>', "entit"),
        (b'<?xml version="1.0"?><!DOCTYPE plist><plist version="1.0"><dict></dict></plist>', "UDID"),
        (b"bplist00garbage", "plist"),
    ],
)
def test_what_is_not_an_inventory_is_refused_with_its_reason(body, reason):
    with pytest.raises(Refused, match=reason):
        read(body)


def test_no_entity_reaches_a_file_of_the_machine():
    body = b'<!DOCTYPE r [<!ENTITY f SYSTEM "file:///etc/passwd">]>' + samples.xml().split(b"?>", 1)[1]
    with pytest.raises(Refused, match="entités"):
        read(body.replace(b"PC-0001<", b"&f;<"))


def test_a_message_cut_short_is_not_taken_for_a_whole_one():
    for whole in (samples.xml(), samples.body()):
        with pytest.raises(Refused, match="coupé"):
            read(whole[: len(whole) // 2])


def test_bytes_that_are_no_text_do_not_stop_the_reading():
    assert one(samples.xml().replace(b"Latitude", b"Lat\xe9\xfftude")).model
    assert one(samples.body().replace(b"Latitude", b"Lat\xe9\xfftude")).model
    assert one(samples.body().replace(b"Latitude", b"\\u0000\\ud800")).model == "3520"


SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12)
ANYTHING = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=8,
)
PARTS = sorted({*samples.content(), "network_device", "network_ports", "firmwares", "pagecounters", "cartridges"})


@settings(max_examples=150, deadline=None)
@given(
    st.dictionaries(st.sampled_from(PARTS), ANYTHING, max_size=6),
    st.sampled_from(["Computer", "Printer", "Phone", "", None, 3]),
)
def test_any_value_anywhere_is_read_or_refused_never_a_failure(parts, itemtype):
    message = {"deviceid": "x", "itemtype": itemtype, "content": {**samples.content(), **parts}}
    with contextlib.suppress(Refused):
        for found in read(json.dumps(message).encode()):
            found.digests()


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=200), st.integers(min_value=0, max_value=3000))
def test_a_message_cut_or_spoilt_anywhere_is_read_or_refused(noise, at):
    for whole in (samples.body(), samples.xml()):
        with contextlib.suppress(Refused):
            read(whole[:at] + noise + whole[at + len(noise) :])


REFUSED = {"dep_device_response.json", "inventory.schema.json", "tests_data_15.xml"}


@needs_samples
@pytest.mark.parametrize("path", sorted(SAMPLES.iterdir()) if SAMPLES.is_dir() else [], ids=lambda path: path.name)
def test_each_recorded_file_is_understood_or_refused(path):
    if path.name in REFUSED:
        with pytest.raises(Refused):
            read(path.read_bytes())
        return
    for found in read(path.read_bytes()):
        assert found.digests()
        assert found.nature is not Nature.UNKNOWN


@needs_samples
def test_recorded_inventories_are_read_as_they_say():
    def of(name):
        return one((SAMPLES / name).read_bytes())

    laptop = of("examples_computer_1.json")
    assert (laptop.kind, laptop.make, laptop.model) == ("portable", "Dell", "XPS 13 9350")
    assert laptop.system.version == "31 (Workstation Edition)"
    assert len(laptop.sections["volumes"]) == 6
    assert of("examples_computer_1_partial_cpu.json").partial
    assert len(of("examples_computer_3.json").software) == 3005  # 28 of the 3 033 are said twice
    assert of("examples_printer_1.json").sections["counters"] == [{"rectoverso": 831, "total": 1802}]
    assert of("examples_phone_1.json").nature is Nature.PHONE
    assert of("examples_networkequipment_5.json").make == "D-Link"
    windows = of("tests_data_2.xml")
    assert windows.sections["antivirus"][0]["name"] == "Windows Defender"
    assert windows.system.installed_on == dt.date(2015, 4, 17)
    assert of("mdm_device_information.plist").identity.serial == "Z3C2FCE2C0"
    assert of("mdm_installed_application_list.plist").software[0].name == "Mail"
    assert of("chromeos_directory_device.json").system.full_name == "ChromeOS 42.0.2311.153"
