"""What the convention requires of a school becomes places to fill, in the words of the text (clause 3.14)."""

import datetime as dt
from importlib import resources

import pytest
from django.core.exceptions import ValidationError
from django.db.backends.postgresql.psycopg_any import DateRange
from django.urls import reverse
from django.utils import timezone

from lekol.agreement.actions import load
from lekol.directory.choices import Role, RoomUse
from lekol.directory.models import Building, Floor, Room
from lekol.equipment import actions
from lekol.equipment.choices import Kind, SlotKind
from lekol.equipment.models import Slot
from lekol.equipment.rules.standard import fits, places
from lekol.kit.charts import gauge
from lekol.network.choices import Technology
from lekol.network.models import Link
from lekol.pact.measures import announced
from lekol.pact.scopes import Level, Scope
from lekol.pact.standards import Requirement, in_force
from tests.directory.factories import CommuneFactory, SchoolFactory, reader
from tests.equipment.factories import placed

pytestmark = pytest.mark.django_db
FIVE = ["copieur", "internet", "poste_direction", "poste_secretariat", "telephone"]


@pytest.fixture
def text():
    """The convention of 2025, as it is shipped."""
    texts = resources.files("lekol.agreement") / "texts"
    for name in ("saint_denis_2017.toml", "saint_denis_2025.toml"):
        made, _ = load(text=(texts / name).read_text(encoding="utf-8"))
    return made


def today() -> dt.date:
    return timezone.localdate()


def kinds(school):
    return sorted(Slot.objects.filter(school=school).values_list("kind", flat=True))


def test_two_posts_required_are_two_places():
    asked = places((Requirement("poste_secretariat", "2 postes", exclusive=True, count=2),), "3.14")
    assert [(row.kind, row.rank, row.exclusive, row.clause) for row in asked] == [
        ("poste_secretariat", 1, True, "3.14"),
        ("poste_secretariat", 2, True, "3.14"),
    ]


@pytest.mark.parametrize(
    ("place", "kind", "may"),
    [("poste_direction", "fixe", True), ("poste_direction", "telephone", False), ("telephone", "telephone", True),
     ("copieur", "imprimante", False), ("internet", "routeur", False), ("inconnu_de_lekol", "enceinte", True)],
)  # fmt: skip
def test_a_place_takes_what_the_text_means(place, kind, may):
    assert fits(place, kind) is may


def test_each_school_gets_the_places_its_convention_requires_once(text):
    school = SchoolFactory.create()
    elsewhere = SchoolFactory.create(commune=CommuneFactory.create(insee="97415", name="Saint-Paul"))
    assert actions.require(commune=school.commune, on=today()) == 1
    assert kinds(school) == FIVE
    assert kinds(elsewhere) == []
    post = Slot.objects.get(school=school, kind=SlotKind.HEAD_POST)
    assert post.exclusive
    assert (post.clause, post.wording) == ("3.14", "1 poste informatique dédié à l’usage exclusif de la direction")
    assert actions.require(commune=school.commune, on=today()) == 0


def test_the_night_gives_a_new_school_its_places_and_a_commune_without_text_none(text):
    SchoolFactory.create(commune=CommuneFactory.create(insee="97415", name="Saint-Paul"))
    new = SchoolFactory.create()
    assert actions.require_everywhere(today()) == 1
    assert kinds(new) == FIVE


def test_a_place_the_text_no_longer_requires_is_closed_and_frees_its_device(text):
    school = SchoolFactory.create()
    asset = placed(school)
    old = Slot.objects.create(school=school, kind="fax", wording="1 fax", required=DateRange(dt.date(2020, 1, 1), None))
    actions.fill(slot=old, asset=asset, on=dt.date(2025, 1, 6))
    actions.plan_trolleys(school=school, count=2, on=today())
    actions.require(commune=school.commune, on=today())
    old.refresh_from_db()
    assert old.required.upper == today()
    assert not asset.fillings.filter(valid__contains=today()).exists()
    assert Slot.objects.filter(school=school, kind=SlotKind.TROLLEY, required__contains=today()).count() == 2


def test_the_access_to_the_internet_is_known_by_the_network(text):
    school = SchoolFactory.create()
    actions.require(commune=school.commune, on=today())

    def figure():
        rows = announced()["equipment.direction_slots"].read(Scope(Level.SCHOOL, school.uai), today())
        return [(row.due, row.met) for row in rows]

    assert figure() == [(5, 0)]
    Link.objects.create(
        school=school,
        technology=Technology.FTTH,
        downstream_mbps=300,
        upstream_mbps=300,
        valid=DateRange(dt.date(2025, 1, 1), None),
    )
    assert figure() == [(5, 1)]


def test_a_phone_does_not_take_the_place_of_a_post(text):
    school = SchoolFactory.create()
    actions.require(commune=school.commune, on=today())
    post = Slot.objects.get(school=school, kind=SlotKind.HEAD_POST)
    with pytest.raises(ValidationError, match="ne peut pas pourvoir"):
        actions.fill(slot=post, asset=placed(school, kind=Kind.PHONE), on=today())


def test_planned_trolleys_never_go_below_those_delivered():
    school = SchoolFactory.create()
    assert actions.plan_trolleys(school=school, count=3, on=today()) == 3
    second = Slot.objects.get(school=school, rank=2)
    actions.fill(slot=second, asset=placed(school, kind=Kind.TROLLEY), on=today())
    with pytest.raises(ValidationError, match="déjà livrées"):
        actions.plan_trolleys(school=school, count=1, on=today())
    assert actions.plan_trolleys(school=school, count=2, on=today()) == 1


def test_a_city_agent_applies_the_text_sees_what_lacks_and_fills_it(client, text):
    school = SchoolFactory.create()
    post, phone = placed(school), placed(school, kind=Kind.PHONE)
    client.force_login(reader(Role.TECHNICIAN, school.commune))
    address = reverse("equipment:base")
    assert client.get(address).context["new"] == 1
    assert "Convention" in client.get(reverse("equipment:require")).content.decode()
    client.post(reverse("equipment:require"), {"sure": "oui"})
    (row,) = client.get(address).context["rows"]
    assert [one.slot.kind for one in row.lacking] == [
        "poste_direction", "poste_secretariat", "telephone", "copieur", "internet"
    ]  # fmt: skip
    fill = f"{reverse('equipment:fill', args=[school.uai, 'poste_direction', 1])}?de=parc"
    assert list(client.get(fill).context["form"].fields["asset"].queryset) == [post]
    answer = client.post(fill, {"asset": post.pk, "on": f"{today():%Y-%m-%d}"})
    assert answer.url == address
    (row,) = client.get(address).context["rows"]
    assert [one.asset for one in row.filled] == [post]
    assert phone.fillings.count() == 0
    client.post(reverse("equipment:vacate", args=[school.uai, "poste_direction", 1]), {"on": f"{today():%Y-%m-%d}"})
    assert client.get(address, {"manque": "oui"}).context["count"] == 1


def test_the_bar_of_an_equipment_is_as_long_as_its_share(client, text):
    schools = SchoolFactory.create_batch(3)
    actions.require_everywhere(today())
    place = Slot.objects.get(school=schools[0], kind=SlotKind.PHONE)
    actions.fill(slot=place, asset=placed(schools[0], kind=Kind.PHONE), on=today())
    client.force_login(reader(Role.TECHNICIAN, schools[0].commune))
    page = client.get(reverse("equipment:base")).content.decode()
    _, _, phones = page.partition("Téléphone</h2>")
    assert str(gauge(1 / 3)) in phones.partition("</li>")[0]


def test_a_post_for_one_s_sole_use_in_a_shared_room_is_said(client, text):
    school = SchoolFactory.create()
    floor = Floor.objects.create(building=Building.objects.create(school=school, name="A"), level=0)
    room = Room.objects.create(school=school, floor=floor, name="Info", use=RoomUse.COMPUTER_ROOM)
    actions.require(commune=school.commune, on=today())
    asset = placed(school)
    actions.move(asset=asset, school=school, room=room, on=today())
    actions.fill(slot=Slot.objects.get(school=school, kind=SlotKind.HEAD_POST), asset=asset, on=today())
    client.force_login(reader(Role.TECHNICIAN, school.commune))
    assert "usage exclusif, mais dans une salle partagée" in client.get(reverse("equipment:base")).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_table_costs_the_same_whatever_the_number_of_schools(client, text, count, django_assert_num_queries):
    for school in SchoolFactory.create_batch(count):
        actions.plan_trolleys(school=school, count=2, on=today())
        placed(school)
    actions.require_everywhere(today())
    client.force_login(reader(Role.TECHNICIAN, school.commune))
    client.get(reverse("equipment:base"))
    with django_assert_num_queries(12):
        client.get(reverse("equipment:base"))


def test_no_text_no_standard():
    assert in_force("97415", today()) is None
