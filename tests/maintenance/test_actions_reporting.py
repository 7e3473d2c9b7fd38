"""Reporting: routed by right, once, with what the estate already knows."""

import datetime as dt
import io
import uuid

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from PIL import Image

from lekol.equipment.choices import Origin
from lekol.journal.models import Entry
from lekol.maintenance import actions
from lekol.maintenance.actions.pictures import redrawn
from lekol.maintenance.choices import Channel, Desk, Nature, Status
from lekol.maintenance.models import Ticket
from tests.directory.factories import PersonFactory, SchoolFactory
from tests.equipment.factories import placed
from tests.maintenance.factories import reported

pytestmark = pytest.mark.django_db


def test_a_device_under_warranty_goes_to_its_supplier_and_the_reason_is_kept():
    school = SchoolFactory.create()
    asset = placed(school, warranty_until=timezone.localdate())
    ticket = reported(school, Nature.DEVICE, asset=asset)
    assert (ticket.desk, ticket.clause, ticket.reason) == (
        "fournisseur",
        "4.1",
        "Sous garantie : le fournisseur répare.",
    )
    assert ticket.due_at > ticket.opened_at
    assert [(leg.desk, leg.ended_at) for leg in ticket.legs.all()] == [("fournisseur", None)]
    assert Entry.objects.about(ticket).get().verb == "ticket.reported"


def test_nobody_is_bound_by_a_gift_and_no_clock_runs():
    school = SchoolFactory.create()
    ticket = reported(school, Nature.DEVICE, asset=placed(school, origin=Origin.GIFT))
    assert (ticket.desk, ticket.due_at, ticket.legs.count()) == (Desk.SCHOOL, None, 0)


def test_the_same_sending_makes_one_ticket_however_often_it_comes():
    school, key = SchoolFactory.create(), uuid.uuid4()
    made = {reported(school, key=key).pk for _ in range(3)}
    assert len(made) == 1
    assert Ticket.objects.count() == 1


def test_a_report_kept_on_a_telephone_counts_from_when_it_was_written_unless_its_clock_is_wrong():
    school, now = SchoolFactory.create(), timezone.now()
    assert reported(school, at=now - dt.timedelta(hours=5)).opened_at == now - dt.timedelta(hours=5)
    assert reported(school, at=now + dt.timedelta(hours=5)).opened_at < now + dt.timedelta(minutes=1)
    assert reported(school, at=now - dt.timedelta(days=400)).opened_at >= now


def test_sending_against_the_rule_needs_a_reason_and_is_counted():
    school = SchoolFactory.create()
    with pytest.raises(ValidationError, match="demande une raison"):
        reported(school, desk=Desk.STATE)
    ticket = reported(school, desk=Desk.STATE, desk_reason="Vu avec le Rectorat")
    assert (ticket.desk, ticket.routed_desk, ticket.override_reason) == ("rectorat", "ville", "Vu avec le Rectorat")
    assert Ticket.objects.count() == 1


def test_already_reported_makes_a_follower_not_a_ticket():
    ticket, person = reported(SchoolFactory.create()), PersonFactory.create()
    for _ in range(2):
        actions.follow(ticket=ticket, by=person)
    assert [row.person for row in ticket.followers.all()] == [person]


def test_a_report_is_withdrawn_only_before_anybody_took_it():
    ticket, agent = reported(SchoolFactory.create()), PersonFactory.create()
    actions.take(ticket=ticket, by=agent)
    ticket.refresh_from_db()
    with pytest.raises(ValidationError, match="déjà prise en charge"):
        actions.withdraw(ticket=ticket, by=agent)
    other = reported(ticket.school)
    actions.withdraw(ticket=other, by=agent)
    assert (other.status, other.ending, other.legs.get().ended_at is None) == (Status.CLOSED, "retiree", False)


def picture(size=(3000, 2000), form="JPEG"):
    image, out = Image.new("RGB", size, "navy"), io.BytesIO()
    exif = Image.Exif()
    exif[0x010F] = "TelephoneDeMarie"
    image.save(out, form, exif=exif)
    return out.getvalue()


def test_a_photo_is_drawn_again_smaller_and_says_nothing_of_its_telephone():
    ticket = reported(SchoolFactory.create(), photo=redrawn(picture()))
    kept = ticket.lines.get().attachments.get()
    content = kept.file.read()
    assert b"TelephoneDeMarie" not in content
    with Image.open(io.BytesIO(content)) as image:
        assert (image.format, max(image.size), dict(image.getexif())) == ("JPEG", 1600, {})


@pytest.mark.parametrize(
    "content",
    [b"", b"<script>alert(1)</script>", b"\x89PNG\r\n\x1a\n" + b"0" * 50, b"PK\x03\x04" + b"0" * 200, picture()[:900]],
)
def test_what_is_no_picture_is_refused(content):
    with pytest.raises(ValidationError):
        redrawn(content)


def test_a_picture_bomb_is_refused_before_it_is_drawn():
    out = io.BytesIO()
    Image.new("1", (12_000, 12_000)).save(out, "PNG")
    assert len(out.getvalue()) < 100_000
    with pytest.raises(ValidationError, match=r"trop grande|lisible"):
        redrawn(out.getvalue())


def test_a_photo_of_two_hundred_megabytes_is_refused_unread():
    class Huge:
        size = 200 * 1024 * 1024

        def read(self):
            raise AssertionError("lue")

    with pytest.raises(ValidationError, match="12 Mo"):
        actions.read_photo(Huge())


def test_a_call_taken_by_an_agent_keeps_who_called():
    agent = PersonFactory.create()
    ticket = reported(SchoolFactory.create(), by=agent, name="Mme Payet", channel=Channel.PHONE)
    assert (ticket.reporter_name, ticket.reporter, ticket.channel) == ("Mme Payet", agent, "telephone")
