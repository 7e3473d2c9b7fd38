"""Pure rules of the automatic inventory: what is believed, who is known again, who wins over a field, health."""

import datetime as dt
from itertools import product

import pytest

from lekol.equipment.rules import health, identity, software
from lekol.equipment.rules.inventory import Identity, Inventory, Nature, Software, System
from lekol.equipment.rules.matching import SIGNS, Face, Verdict, compare, decide
from lekol.equipment.rules.provenance import FIELDS, Outcome, settle
from lekol.equipment.rules.systems import calendar, recognise

JUNK = (
    "To be filled by O.E.M.", "To Be Filled By O.E.M", "Default string", "System Serial Number", "Not Specified",
    "None",
    "123456789", "0123456789", "INVALID", "0000000000", "00000000-0000", "........", "xxxxxxxxxx", "N/A", "Unknown",
    "VMware-56 4d 1a 2b 3c 4d", "Not Applicable", "OEM", "ABC", "Chassis Serial Number", "No Asset Tag", "1111111111",
    "Parallels-AB CD", "empty", "INVALID SERIAL", "SERNUM0123", "Virtual", "Base Board Serial Number", "", "   ",
)  # fmt: skip


@pytest.mark.parametrize("serial", JUNK)
def test_a_serial_that_makers_leave_unfilled_is_nobody_s(serial):
    assert identity.serial_of(serial) == ""


@pytest.mark.parametrize(
    "serial", ["640HP72", "CZC0479792", "SSI1912014B", "C02T0HL0GGC0", "PF-2AB1C", "486280", "0A1B2C"]
)
def test_a_true_serial_is_kept_in_its_compact_form(serial):
    assert identity.serial_of(f" {serial} ") == serial.replace("-", "").lower()


@pytest.mark.parametrize(
    "uuid",
    [
        "03000200-0400-0500-0006-000700080009",
        "00000000-0000-0000-0000-000000000000",
        "FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF",
        "Not Settable",
        "",
        "1234",
    ],
)
def test_a_shared_uuid_is_nobody_s(uuid):
    assert identity.uuid_of(uuid) == ""


@pytest.mark.parametrize(
    ("mac", "own"),
    [
        ("54:bf:64:00:01:02", True),
        ("00:e0:4c:68:01:db", False),
        ("02:42:ac:11:00:02", False),
        ("00:50:56:c0:00:08", False),
        ("00:00:00:00:00:00", False),
        ("ff:ff:ff:ff:ff:ff", False),
        ("00:50:b6:12:34:56", False),
    ],
)
def test_a_dock_a_tunnel_or_a_virtual_card_lends_its_address(mac, own):
    assert identity.is_own_mac(identity.mac_of(mac)) is own


def test_makers_and_models_have_one_name():
    assert {identity.maker_of(word) for word in ("Dell Inc.", "DELL", "Dell Computer Corporation")} == {"Dell"}
    assert {identity.maker_of(word) for word in ("Hewlett-Packard", "HP", "HP Inc.")} == {"HP"}
    assert identity.maker_of("To be filled by O.E.M.") == ""
    assert identity.model_of("HP", "HP EliteBook 2540p") == "EliteBook 2540p"
    assert identity.model_of("HP", "System Product Name") == "System Product Name"


ME = Face("", serial="sn1", uuid="uuid1", agent="ag1", device="pc-1", macs=frozenset({"a1"}), name="PC-1", kind="fixe")


def known(key="m1", **fields):
    said = {
        "serial": "sn1",
        "uuid": "uuid1",
        "agent": "ag1",
        "device": "pc-1",
        "macs": frozenset({"a1"}),
        "name": "PC-1",
    }
    return Face(key, label=f"VSD-{key}", kind="fixe", **{**said, **fields})


CASES = {
    "the same device": ([{}], Verdict.KNOWN),
    "reinstalled: new agent, new name": ([{"agent": "ag2", "device": "pc-2", "name": "PC-2"}], Verdict.KNOWN),
    "cloned disk: the agent of another": ([{"serial": "sn2", "uuid": "uuid2", "macs": frozenset({"b"})}], Verdict.NEW),
    "cloned disk on boards without serial": (
        [{"serial": "", "uuid": "", "macs": frozenset({"b"})}],
        Verdict.DOUBT,
    ),
    "board changed under warranty": ([{"uuid": "uuid2", "macs": frozenset({"b"})}], Verdict.KNOWN),
    "only the serial, from the register": (
        [{"uuid": "", "agent": "", "device": "", "macs": frozenset(), "name": ""}],
        Verdict.KNOWN,
    ),
    "only a network card in common": (
        [{"serial": "", "uuid": "", "agent": "", "device": "", "macs": frozenset({"a1", "a2"}), "name": ""}],
        Verdict.DOUBT,
    ),
    "the serial of one, the board of one that has no serial": (
        [{"uuid": "", "agent": ""}, {"serial": "", "agent": "", "device": ""}],
        Verdict.DOUBT,
    ),
    "a serial borne by two": (
        [{"uuid": "u", "agent": "", "device": "", "macs": frozenset(), "name": ""} for _ in range(2)],
        Verdict.NEW,
    ),
    "the uuid of one, the serial of another": (
        [
            {"uuid": "", "agent": "", "device": "", "macs": frozenset(), "name": ""},
            {"serial": "", "agent": "", "device": "", "macs": frozenset(), "name": ""},
        ],
        Verdict.DOUBT,
    ),
    "a copier that bears the serial": (
        [{"uuid": "", "agent": "", "device": "", "macs": frozenset(), "name": "", "kind": "copieur"}],
        Verdict.DOUBT,
    ),
    "one that left the estate": ([{"retired": True}], Verdict.DOUBT),
}


@pytest.mark.parametrize("case", CASES)
def test_who_is_known_again(case):
    rows, verdict = CASES[case]
    faces = [Face(**{**{"key": f"m{rank}"}, **_fields(row)}) for rank, row in enumerate(rows)]
    decision = decide(ME, faces)
    assert decision.verdict is verdict, decision
    assert decision.reason
    assert bool(decision.key) is (verdict is Verdict.KNOWN)


def _fields(row):
    whole = known(**{name: value for name, value in row.items() if name not in ("kind", "retired")})
    names = ("label", "serial", "uuid", "agent", "device", "macs", "name", "kind", "retired")
    return {name: row.get(name, getattr(whole, name)) for name in names}


def test_nobody_to_compare_with_is_new():
    assert decide(ME, []).verdict is Verdict.NEW


def test_each_point_is_explained_in_words_and_adds_up():
    match = compare(ME, known())
    assert match.score == 60 + 50 + 30 + 25 + 50 + 5
    assert match.reasons[0] == "même numéro de série (+60)"
    assert "mêmes adresses réseau (+50)" in match.reasons


@pytest.mark.parametrize("sign", [sign.field for sign in SIGNS if sign.field != "fallback"])
def test_an_identifier_shared_by_two_says_nothing_and_is_told(sign):
    match = compare(ME, known(), frozenset({f"{sign}:{getattr(ME, sign)}"}))
    assert any("partagé par plusieurs" in reason for reason in match.reasons)
    assert match.score == compare(ME, known()).score - next(row.same for row in SIGNS if row.field == sign)


@pytest.mark.parametrize("absent", list(product([True, False], repeat=5)))
def test_what_is_not_known_neither_helps_nor_harms(absent):
    names = ("serial", "uuid", "agent", "device", "macs")
    void = {name: frozenset() if name == "macs" else "" for name, gone in zip(names, absent, strict=True) if gone}
    assert compare(ME, known(**void)).score >= 5
    assert compare(ME, known(**void)).score <= compare(ME, known()).score


EVERY_FIELD = list(product(FIELDS, ["", "A"], ["", "A", "B"], ["agent", "import", "main", ""], [True, False]))


@pytest.mark.parametrize(("field", "current", "offered", "source", "locked"), EVERY_FIELD)
def test_every_field_has_one_outcome_and_a_lock_always_holds(field, current, offered, source, locked):
    outcome = settle(field, current, offered, source, locked)
    if not offered:
        assert outcome is Outcome.KEEP
    elif offered == current:
        assert outcome is Outcome.CONFIRM
    elif locked or (current and source != "agent" and not FIELDS[field].follows_agent):
        assert outcome is Outcome.DIFFER
    else:
        assert outcome is Outcome.WRITE


@pytest.mark.parametrize(
    ("rows", "state"),
    [
        ([{"enabled": True, "up_to_date": True}], "protege"),
        ([{"enabled": True, "up_to_date": False}], "perime"),
        ([{"enabled": False, "up_to_date": True}], "arrete"),
        ([{"enabled": True}], "incertain"),
        ([{}], "incertain"),
        ([{"enabled": False}, {"enabled": True, "up_to_date": True}], "protege"),
        ([], "absent"),
        (None, "inconnu"),
    ],
)
def test_protection_is_that_of_the_best_antivirus(rows, state):
    assert software.protection(rows, None) == state


def test_an_antivirus_seen_only_among_software_is_not_called_protection():
    assert software.protection(None, [Software("ClamAV", "1.4")]) == "incertain"
    assert software.protection([], [Software("Firefox")]) == "absent"


@pytest.mark.parametrize(
    ("name", "office"),
    [
        ("LibreOffice 25.8.1.1", "LibreOffice"),
        ("libreoffice-writer", "LibreOffice"),
        ("LibreOffice 25.8 Help Pack", ""),
        ("Microsoft Office Professionnel Plus 2019 - fr-fr", "Microsoft Office 2019"),
        ("Microsoft Office Word Viewer 2003", ""),
        ("Microsoft 365 Apps for enterprise - fr-fr", "Microsoft 365"),
        ("ONLYOFFICE Desktop Editors 8.2", "OnlyOffice"),
        ("WPS Office", "WPS Office"),
        ("Firefox", ""),
        ("Apache OpenOffice 4.1.15", "OpenOffice"),
    ],
)
def test_an_office_suite_is_known_by_its_name(name, office):
    assert software.office([Software(name)]) == office
    assert software.office(None) is None


TODAY = dt.date(2026, 11, 28)


def test_the_last_update_is_that_of_the_system_not_of_a_game():
    rows = [
        Software("GCompris", installed_on="2026-11-20"),
        Software("Security Update for Windows (KB5031234)", installed_on="2026-10-14"),
        Software("Mise à jour de sécurité KB5031235", installed_on="2099-01-01"),
    ]
    assert software.updated_on(rows, TODAY) == dt.date(2026, 10, 14)
    assert software.updated_on(rows[:1], TODAY) == dt.date(2026, 11, 20)
    assert software.updated_on([], TODAY) is None


def test_disk_space_and_battery_come_from_the_right_rows():
    volumes = [
        {"name": "C:", "total_mb": 100, "free_mb": 8, "system": True},
        {"name": "D:", "total_mb": 100, "free_mb": 1},
    ]
    said = Inventory(
        Nature.COMPUTER,
        Identity(),
        sections={
            "volumes": volumes,
            "batteries": [{"capacity": 100, "real_capacity": 55}],
            "disks": [{"health": "Pred Fail"}],
        },
    )
    found = health.health_of(said, None, TODAY)
    assert (found.free_percent, found.battery_percent, found.failing_disk) == (8, 55, True)
    assert found.condition() == {}
    assert health.health_of(Inventory(Nature.COMPUTER, Identity()), None, TODAY).columns() == {}


SYSTEMS = {
    ("Windows", "", "Microsoft Windows 8.1 Professionnel", "6.3.9600"): ("Windows 8.1", dt.date(2023, 1, 10)),
    ("Windows", "23H2", "Microsoft Windows 11 Professionnel", "10.0.22631"): (
        "Windows 11 23H2 Famille et Pro",
        dt.date(2025, 11, 11),
    ),
    ("Windows", "24H2", "Microsoft Windows 11 Éducation", "10.0.26100"): ("Windows 11 24H2", dt.date(2027, 10, 12)),
    ("Windows", "", "Microsoft Windows 10 Entreprise LTSC", "10.0.19044"): (
        "Windows 10 21H2 LTSC",
        dt.date(2027, 1, 12),
    ),
    ("Windows", "22H2", "Microsoft Windows 10 Professionnel", ""): ("Windows 10 22H2", dt.date(2025, 10, 14)),
    ("Windows", "", "Microsoft Windows 7 Professionnel", "6.1.7601"): ("Windows 7", dt.date(2020, 1, 14)),
    ("Fedora", "25", "Fedora release 25 (Twenty Five)", ""): ("Fedora 25", dt.date(2017, 12, 12)),
    ("Debian", "12", "Debian GNU/Linux 12 (bookworm)", ""): ("Debian 12", dt.date(2028, 6, 30)),
    ("Ubuntu", "24.04", "Ubuntu 24.04.1 LTS", ""): ("Ubuntu 24.04 LTS", dt.date(2029, 5, 31)),
    ("PrimTux", "8", "PrimTux8 Debian 12", ""): ("PrimTux 8", dt.date(2028, 6, 30)),
    ("MacOSX", "10.6.8 (10K549)", "Mac OS X", ""): ("macOS 10.6", dt.date(2014, 2, 25)),
    ("Snow Cone Android 12.0", "31", "Snow Cone Android 12.0 api 31", ""): ("Android 12", dt.date(2025, 3, 31)),
    ("ChromeOS", "42.0.2311.153", "ChromeOS 42.0.2311.153", ""): ("ChromeOS, version ancienne", dt.date(2025, 4, 1)),
    ("Haiku", "R1", "", ""): ("Haiku R1", None),
}


@pytest.mark.parametrize("said", SYSTEMS, ids=lambda said: said[2] or said[0])
def test_a_system_is_known_with_the_end_of_its_updates(said):
    name, version, full, kernel = said
    found = recognise(System(name, version, full, kernel))
    assert (found.name, found.until) == SYSTEMS[said]


def test_the_calendar_is_dated_sourced_and_coherent():
    rows = calendar()
    assert rows["dated"] >= TODAY
    assert rows["source"]
    assert len({row["name"] for row in rows["release"]}) == len(rows["release"])
    assert all(row["home"] <= row["school"] <= row.get("long", row["school"]) for row in rows["windows"])


def test_words_without_a_system_have_no_release():
    assert recognise(System()) is None
