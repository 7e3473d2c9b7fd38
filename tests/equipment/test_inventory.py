"""Receiving inventories: known again, entered, kept waiting; never stolen, never twice, never erased by a part."""

import datetime as dt
import json

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from lekol.equipment import actions
from lekol.equipment.actions import Arrival, Effect, Unidentified, receive
from lekol.equipment.choices import Channel, Kind, Source, Standing
from lekol.equipment.models import Asset, InstalledSoftware, Machine, Section, SoftwareTitle
from lekol.equipment.rules.software import mark
from lekol.integrations.inventory_agents.translate import read
from lekol.journal.models import Entry
from tests.directory.factories import CommuneFactory, SchoolFactory
from tests.equipment.factories import placed, running
from tests.integrations import samples

pytestmark = pytest.mark.django_db


@pytest.fixture
def school():
    return SchoolFactory.create()


def said(n=1, **words):
    return read(samples.body(n, **words))[0]


def arriving(school, **words):
    return Arrival(commune=school.commune, **words)


def bring(school, n=1, now=None, create=False, agent="", **words):
    arrival = Arrival(school.commune, school if create else None, create=create, agent=agent)
    return receive(inventory=said(n, **words), arrival=arrival, now=now)


def test_an_unknown_device_waits_for_a_person(school):
    outcome = bring(school)
    assert outcome.effect is Effect.QUARANTINED
    assert outcome.machine.standing == Standing.QUARANTINE
    assert Asset.objects.count() == 0
    assert Entry.objects.filter(verb="machine.quarantined").count() == 1


def test_an_unknown_device_is_entered_in_the_school_when_one_is_given(school):
    outcome = bring(school, create=True)
    asset = outcome.machine.asset
    assert outcome.effect is Effect.CREATED
    assert (asset.serial, str(asset.model), asset.kind) == ("SCH0000001", "Dell Latitude 3520", Kind.LAPTOP)
    assert asset.placements.get().school == school
    assert asset.acquired_on is None
    assert str(asset.installations.get().system) == "Windows 11 24H2"
    assert set(asset.field_sources.values_list("field", "source")) == {
        ("serial", "agent"), ("model", "agent"), ("system", "agent"), ("network", "agent")
    }  # fmt: skip


def test_the_same_message_again_changes_nothing_but_the_hour(school):
    bring(school)
    before = Machine.objects.get()
    later = timezone.now() + dt.timedelta(days=1)
    outcome = bring(school, now=later)
    assert outcome.effect is Effect.UNCHANGED
    after = Machine.objects.get()
    assert after.last_seen_at == later
    assert after.changed_at == before.changed_at


def test_a_device_of_the_register_is_known_by_its_serial_and_followed_from_then_on(school):
    asset = placed(school, kind=Kind.LAPTOP, serial="sch 0000001")
    outcome = bring(school)
    assert outcome.effect is Effect.UPDATED
    assert Machine.objects.get().asset == asset
    assert bring(school).effect is Effect.UNCHANGED
    assert Asset.objects.count() == 1


def test_a_part_never_erases_what_it_leaves_out(school):
    bring(school, count=5)
    kept = set(Section.objects.values_list("name", flat=True))
    outcome = bring(
        school, partial=True, batteries=[{"capacity": 50000, "real_capacity": 20000}], softwares=None, antivirus=None,
        networks=None, drives=None, monitors=None, printers=None, operatingsystem=None, memories=None, cpus=None,
        storages=None,
    )  # fmt: skip
    assert outcome.moved == ("Batterie : changé.",)
    assert set(Section.objects.values_list("name", flat=True)) == kept
    assert InstalledSoftware.objects.count() == 5
    machine = Machine.objects.get()
    assert (machine.battery_percent, machine.free_percent) == (40, 50)
    assert machine.conditions.get().protection == "protege"
    assert machine.macs


def test_software_comes_and_goes_as_rows_of_one_dictionary(school):
    bring(school, 1, count=4)
    bring(school, 2, count=4)
    assert SoftwareTitle.objects.count() == 4
    assert InstalledSoftware.objects.count() == 8
    bring(school, 1, softwares=[samples.software(0), samples.software(9)])
    machine = Machine.objects.get(serial="sch0000001")
    assert set(machine.software.values_list("title__name", flat=True)) == {
        "LibreOffice 25.8.1.1", "Logiciel pédagogique 009"
    }  # fmt: skip
    assert InstalledSoftware.objects.exclude(machine=machine).count() == 4


def test_an_antivirus_that_stops_opens_a_new_condition_from_that_day(school):
    first = timezone.now() - dt.timedelta(days=10)
    bring(school, now=first)
    outcome = bring(school, antivirus=[{"name": "Windows Defender", "enabled": False}])
    assert "Antivirus : actif et à jour → installé mais arrêté." in outcome.moved
    rows = Machine.objects.get().conditions.order_by("valid")
    assert [row.protection for row in rows] == ["protege", "arrete"]
    assert rows[0].valid.upper == rows[1].valid.lower == timezone.localdate()
    assert rows[1].office == rows[0].office == "LibreOffice 25.8.1.1"


def test_an_antivirus_that_a_whole_inventory_no_longer_names_is_gone(school):
    bring(school, now=timezone.now() - dt.timedelta(days=3))
    bring(school, antivirus=None)
    assert Machine.objects.get().conditions.get(valid__contains=timezone.localdate()).protection == "absent"


def test_clones_of_one_disk_stay_two_devices(school):
    bring(school, 1, agent=samples.AGENT_ID)
    twin = samples.native(2)
    twin["deviceid"] = samples.native(1)["deviceid"]
    outcome = receive(inventory=read(json.dumps(twin).encode())[0], arrival=arriving(school, agent=samples.AGENT_ID))
    assert outcome.effect is Effect.QUARANTINED
    assert Machine.objects.count() == 2
    assert bring(school, 1, agent=samples.AGENT_ID).effect is Effect.UNCHANGED
    assert Machine.objects.count() == 2


@pytest.mark.parametrize("serial", ["To be filled by O.E.M.", "123456789", "0000000", "INVALID", "VMware-56 4d 00"])
def test_devices_with_the_same_junk_serial_are_not_confused(school, serial):
    bios = {"smanufacturer": "OEM", "smodel": "Mini PC", "ssn": serial}
    for n in (1, 2, 3):
        bring(school, n, bios=bios)
    assert Machine.objects.count() == 3
    assert set(Machine.objects.values_list("serial", flat=True)) == {""}


def test_a_dock_that_goes_from_post_to_post_makes_none_known(school):
    dock = [{"description": "Dock", "mac": "00:e0:4c:68:01:db", "status": "up"}]
    void = {"smanufacturer": "OEM", "smodel": "Mini PC", "ssn": "Default string"}
    bring(school, 1, networks=dock, bios=void)
    bring(school, 2, networks=dock, bios=void)
    assert Machine.objects.count() == 2


def content_hardware(n):
    return samples.content(n)["hardware"]


def test_the_serial_of_one_and_the_board_of_another_is_a_conflict_shown_to_a_person(school):
    registered = placed(school, kind=Kind.LAPTOP, serial="SCH0000009")
    bring(school, 1)  # a device with the board 1 and the serial 1
    outcome = bring(
        school, 1, hardware=content_hardware(1), networks=None,
        bios={"ssn": "SCH0000009", "smanufacturer": "Dell", "smodel": "Latitude 3520"},
    )  # fmt: skip
    registered.refresh_from_db()
    assert outcome.effect is Effect.QUARANTINED
    assert {row["key"][0] for row in outcome.machine.candidates} == {"a", "m"}
    assert "deux matériels" in outcome.reason
    assert not Machine.objects.filter(asset=registered).exists()


def test_a_device_that_left_the_estate_is_not_brought_back_in_silence(school):
    asset = placed(school, kind=Kind.LAPTOP, serial="SCH0000001")
    actions.retire(asset=asset, on=timezone.localdate())
    outcome = bring(school)
    assert outcome.effect is Effect.QUARANTINED
    assert "sorti du parc" in outcome.reason


def test_another_commune_s_device_is_neither_seen_nor_touched(school):
    there = SchoolFactory.create(commune=CommuneFactory.create(insee="97415", name="Saint-Paul"))
    asset = placed(there, kind=Kind.LAPTOP, serial="SCH0000001")
    outcome = bring(school)
    assert outcome.effect is Effect.QUARANTINED
    assert outcome.machine.candidates == []
    assert not Machine.objects.filter(asset=asset).exists()


def test_a_device_without_any_identifier_is_refused_with_what_to_do(school):
    void = samples.native(1, bios={"ssn": "None"}, hardware={"uuid": "0"}, networks=[])
    void["deviceid"] = "foo"
    with pytest.raises(Unidentified, match="Renseignez le numéro de série"):
        receive(inventory=read(json.dumps(void).encode())[0], arrival=arriving(school))


def test_a_serial_typed_by_hand_is_kept_and_the_difference_shown(school):
    asset = placed(school, kind=Kind.LAPTOP, serial="SCH0000001")
    bring(school)
    Asset.objects.filter(pk=asset.pk).update(serial="CORRIGE1", serial_key="corrige1")
    outcome = bring(school, count=7)
    asset.refresh_from_db()
    row = asset.field_sources.get(field="serial")
    assert asset.serial == "CORRIGE1"
    assert (row.source, row.offered) == (Source.HAND, "SCH0000001")
    assert any("l’agent dit « SCH0000001 »" in line for line in outcome.moved)


def test_a_locked_system_is_not_overwritten_and_an_unlocked_one_follows_the_agent(school):
    asset = placed(school, kind=Kind.LAPTOP, serial="SCH0000001")
    running(asset, "PrimTux 8", None)
    actions.lock(asset=asset, field="system", locked=True, by=None)
    bring(school)
    row = asset.field_sources.get(field="system")
    assert str(asset.installations.get(valid__contains=timezone.localdate()).system) == "PrimTux 8"
    assert row.offered == "Windows 11 24H2"
    actions.lock(asset=asset, field="system", locked=False, by=None)
    bring(school, count=9)
    assert str(asset.installations.get(valid__contains=timezone.localdate()).system) == "Windows 11 24H2"
    assert asset.field_sources.get(field="system").offered == ""


def test_what_the_agent_says_is_taken_by_a_person(school):
    asset = placed(school, kind=Kind.LAPTOP, serial="SCH0000001")
    bring(school)
    assert asset.field_sources.get(field="model").offered == "Dell Latitude 3520"
    actions.accept(asset=asset, field="model", by=None)
    asset.refresh_from_db()
    assert str(asset.model) == "Dell Latitude 3520"
    assert asset.field_sources.get(field="model").source == Source.AGENT
    with pytest.raises(ValidationError, match="ne dit plus rien"):
        actions.accept(asset=asset, field="model", by=None)


def test_a_person_links_enters_ignores_and_changes_their_mind(school):
    machine = bring(school).machine
    asset = placed(school, kind=Kind.LAPTOP)
    actions.link(machine=machine, asset=asset, by=None)
    machine.refresh_from_db()
    assert (machine.asset, machine.standing) == (asset, Standing.LINKED)
    asset.refresh_from_db()
    assert asset.serial == "SCH0000001"  # it was empty: the agent fills it
    other = bring(school, 2).machine
    with pytest.raises(ValidationError, match="déjà suivi"):
        actions.link(machine=other, asset=asset, by=None)
    actions.ignore(machine=other, by=None)
    assert bring(school, 2).reason.startswith("Ignoré")
    actions.reconsider(machine=other, by=None)
    made = actions.enter(machine=other, school=school, inventory_number="VSD-9", by=None)
    assert (made.inventory_number, made.serial) == ("VSD-9", "SCH0000002")
    with pytest.raises(ValidationError, match="déjà rattachée"):
        actions.enter(machine=other, school=school, by=None)
    with pytest.raises(ValidationError, match="détachez-la"):
        actions.ignore(machine=other, by=None)


def test_the_tag_of_an_agent_proposes_its_school(school):
    assert bring(school, tag=school.uai).machine.school == school
    assert bring(school, 2, tag="9999999Z").machine.school is None


def test_the_counters_of_a_copier_are_read_once_a_day(school):
    copier = placed(school, kind=Kind.COPIER, serial="PHC0001")
    message = {
        "deviceid": "X-2025-09-01-08-00-00", "itemtype": "Printer",
        "content": {
            "network_device": {"serial": "PHC0001", "model": "iR-ADV C3325", "manufacturer": "Canon"},
            "pagecounters": {"total": 1802, "color": 300, "scanned": 12},
        },
    }  # fmt: skip
    for _ in range(2):
        receive(inventory=read(json.dumps(message).encode())[0], arrival=arriving(school))
    reading = copier.counters.get()
    assert (reading.mono, reading.colour, reading.scans, reading.source) == (1502, 300, 12, Source.AGENT)


def test_a_file_already_read_teaches_nothing_even_after_others(school):
    def brought(digest, **words):
        return receive(
            inventory=said(1, **words), arrival=arriving(school, channel=Channel.FILE, digest=digest, file="a.json")
        )

    assert brought("one").effect is Effect.QUARANTINED
    assert brought("two", count=9).effect is Effect.UPDATED
    assert brought("one").effect is Effect.UNCHANGED
    assert brought("two", count=9).effect is Effect.UNCHANGED
    assert InstalledSoftware.objects.count() == 9


def test_a_device_known_only_by_the_name_its_agent_gave_is_known_again(school):
    words = {"bios": None, "hardware": {"name": "conteneur"}, "networks": None}
    assert bring(school, **words).effect is Effect.QUARANTINED
    assert bring(school, **words).effect is Effect.UNCHANGED
    assert Machine.objects.count() == 1


def test_a_new_device_costs_eleven_questions_whatever_its_software(school, django_assert_num_queries):
    bring(school, n=90, softwares=[samples.software(rank) for rank in range(60)])
    for n, count in ((1, 3), (2, 60)):
        softwares = [samples.software(rank) for rank in range(count)]
        with django_assert_num_queries(11):
            bring(school, n=n, softwares=softwares)


def test_what_is_met_is_written_whole_with_its_entry(school):
    machine = Machine.objects.get(pk=bring(school, n=3).machine.pk)
    assert (machine.commune, machine.name, machine.said_serial) == (school.commune, "PC-0003", "SCH0000003")
    assert machine.macs
    assert machine.digests["software"]
    assert machine.conditions.get().valid.lower == timezone.localdate()
    entry = Entry.objects.get(verb="machine.quarantined")
    assert (entry.thing_ref, entry.thing_name) == (str(machine.pk), "PC-0003")


@pytest.mark.parametrize("words", [("Écran d’accueil", "1.0", "Éditeur"), ("Paint", "", ""), ("a", "b\x1fc", "d")])
def test_the_base_and_the_house_give_a_title_the_same_mark(words):
    title = SoftwareTitle.objects.create(name=words[0], version=words[1], publisher=words[2])
    title.refresh_from_db()
    assert title.mark == mark(*words)
