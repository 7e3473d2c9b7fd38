"""Who maintains a device is decided in one place: the measure, the list, the page of a device and its faults agree."""

import datetime as dt
from itertools import product

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from lekol.directory.models import School
from lekol.equipment import measures
from lekol.equipment.choices import ContractKind, Duty, Holder, Kind, Origin
from lekol.equipment.models import Asset, Contract, Coverage, Responsibility, Supplier
from lekol.equipment.queries import Card
from lekol.equipment.queries.listing import is_maintained
from lekol.maintenance import queries as faults
from lekol.maintenance.choices import Impact
from lekol.pact.scopes import Level, Scope
from tests.agreement.factories import load
from tests.directory.factories import CommuneFactory, SchoolFactory
from tests.equipment.factories import placed

pytestmark = pytest.mark.django_db
GIFTS_ARE_KEPT_UP = """
[[routing]]
natures = ["appareil"]
origins = ["ville"]
warranty = true
contract = false
desk = "ecole"
clause = "3.1"
reason = "Sous garantie sans contrat : à l’école de la faire jouer."

[[routing]]
desk = "ville"
clause = "3.1"
reason = "La Ville répare tout, dons compris."
"""


def every_device(school: School, kind: str, today: dt.date) -> dict[int, tuple[object, ...]]:
    """One device of each case: origin, warranty, accepted by the City, under a contract, maintainer named."""
    yes = (False, True)
    supplier = Supplier.objects.create(commune=school.commune, name="Atelier")
    contract = Contract.objects.create(
        commune=school.commune, kind=ContractKind.UPKEEP, supplier=supplier, reference="M-1",
        valid=DateRange(today - dt.timedelta(days=9), today + dt.timedelta(days=9)),
    )  # fmt: skip
    made = {}
    for case in product(Origin.values, yes, yes, yes, yes):
        origin, warranty, accepted, covered, named = case
        asset = placed(
            school, kind=kind, origin=origin,
            warranty_until=today + dt.timedelta(days=9 if warranty else -9),
            accepted_on=today - dt.timedelta(days=9) if accepted else None,
        )  # fmt: skip
        if covered:
            Coverage.objects.create(contract=contract, asset=asset)
        if named:
            words = {"duty": Duty.MAINTAINER, "holder": Holder.OTHER, "name": "Un atelier"}
            Responsibility.objects.create(asset=asset, valid=(today, None), **words)
        made[asset.pk] = case
    return made


@pytest.mark.parametrize("own_table", [False, True])
@pytest.mark.parametrize("kind", [Kind.DESKTOP, Kind.SWITCH, Kind.ROUTER])
def test_the_measure_the_list_and_the_page_agree_on_every_device(kind, own_table):
    school, today = SchoolFactory.create(), timezone.localdate()
    if own_table:
        load(more="signed_on = 2025-02-03", rest=GIFTS_ARE_KEPT_UP)
    made = every_device(school, kind, today)
    listed = set(Asset.objects.filter(is_maintained(today)).values_list("pk", flat=True))
    shown = {asset.pk for asset in Asset.objects.with_place() if Card(asset, today).is_maintained}
    assert {made[pk] for pk in listed ^ shown} == set()
    # As shipped, the network is the City’s, whoever bought it.
    assert (len(listed) < len(made)) is (kind == Kind.DESKTOP)
    scope = Scope(Level.SCHOOL, school.uai)
    assert list(measures.maintained(scope, today)) == [(school.pk, len(made), len(listed))]


@pytest.mark.parametrize("kind", [Kind.DESKTOP, Kind.SWITCH, Kind.ROUTER])
def test_the_page_of_a_device_names_whom_its_fault_would_go_to(kind):
    school, today = SchoolFactory.create(), timezone.localdate()
    every_device(school, kind, today)
    assets = [asset for asset in Asset.objects.with_place() if not Card(asset, today).named]
    things = [(faults.nature_of(asset), asset) for asset in assets]
    routed = faults.decisions_for(school, things)
    assert {row.row.reason for row in routed} <= {row.reason for row in faults.policy_of(school, today).rows}
    assert [row.bound for row in routed] == [Card(asset, today).rule.bound for asset in assets]
    assert [row.desk_name for row in routed] == [Card(asset, today).rule.who for asset in assets]
    alone = faults.decision_for(school, *things[0][:1], Impact.POST, asset=things[0][1])
    assert alone == routed[0]


def test_a_fault_goes_to_whoever_was_named_to_maintain_the_device():
    school, today = SchoolFactory.create(), timezone.localdate()
    named = {
        Holder.CITY: ("ville", True), Holder.STATE: ("rectorat", True), Holder.SUPPLIER: ("fournisseur", True),
        Holder.ASSOCIATION: ("ecole", False),  # no desk of the table: the table decides
    }  # fmt: skip
    gifts = {holder: placed(school, origin=Origin.GIFT) for holder in named}
    for holder, asset in gifts.items():
        words = {"duty": Duty.MAINTAINER, "holder": holder, "name": "Océan" if holder == Holder.SUPPLIER else ""}
        Responsibility.objects.create(asset=asset, valid=(today, None), **words)
    routed = faults.decisions_for(school, [(faults.nature_of(asset), asset) for asset in gifts.values()])
    assert [(row.desk, row.bound) for row in routed] == list(named.values())
    city, _, sold, table = routed
    assert (city.reason, city.row.steps) == ("Mainteneur nommé : Ville. Sans cela : Écoles.", ())
    assert (sold.reason.startswith("Mainteneur nommé : Océan."), sold.delay is not None, bool(table.row.steps)) == (
        True,
        True,
        True,
    )
    assert faults.decision_for(school, "appareil", Impact.POST, asset=gifts[Holder.CITY]) == city
    assert Card(Asset.objects.with_place().get(pk=gifts[Holder.SUPPLIER].pk), today).who == "Océan"


def test_a_commune_that_signed_its_own_table_changes_nothing_for_its_neighbours():
    today, here = timezone.localdate(), SchoolFactory.create()
    load(more="signed_on = 2025-02-03", rest=GIFTS_ARE_KEPT_UP)
    there = SchoolFactory.create(commune=CommuneFactory.create(insee="97422", name="Le Tampon"))
    gifts = [placed(school, origin=Origin.GIFT) for school in (here, there)]
    stored = placed(here, origin=Origin.GIFT)
    stored.placements.all().delete()
    Asset.objects.filter(pk=stored.pk).update(school=None)
    listed = set(Asset.objects.filter(is_maintained(today)).values_list("pk", flat=True))
    assert listed == {gifts[0].pk, stored.pk}
    assert {asset.pk for asset in Asset.objects.with_place() if Card(asset, today).is_maintained} == listed


def test_how_many_queries_does_not_depend_on_the_tables_of_communes(django_assert_num_queries):
    load(rest=GIFTS_ARE_KEPT_UP)
    SchoolFactory.create()
    today = timezone.localdate()
    is_maintained(today)
    with django_assert_num_queries(1):  # has any agreement changed since?
        is_maintained(today)
