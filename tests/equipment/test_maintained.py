"""Who maintains a device is decided in one place: the measure, the list and the page of a device say the same."""

import datetime as dt
from itertools import product

import pytest
from django.utils import timezone

from lekol.equipment import measures
from lekol.equipment.choices import Duty, Holder, Kind, Origin
from lekol.equipment.models import Asset, Responsibility
from lekol.equipment.queries import Card
from lekol.equipment.queries.listing import is_maintained
from lekol.pact.scopes import Level, Scope
from tests.directory.factories import SchoolFactory
from tests.equipment.factories import placed

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("kind", [Kind.DESKTOP, Kind.SWITCH])
def test_the_measure_the_list_and_the_page_agree_on_every_device(kind):
    school, today = SchoolFactory.create(), timezone.localdate()
    made = {}
    for origin, warranty, accepted, named in product(Origin.values, (False, True), (False, True), (False, True)):
        asset = placed(
            school, kind=kind, origin=origin,
            warranty_until=today + dt.timedelta(days=9 if warranty else -9),
            accepted_on=today - dt.timedelta(days=9) if accepted else None,
        )  # fmt: skip
        if named:
            words = {"duty": Duty.MAINTAINER, "holder": Holder.OTHER, "name": "Un atelier"}
            Responsibility.objects.create(asset=asset, valid=(today, None), **words)
        made[asset.pk] = origin, warranty, accepted, named
    listed = set(Asset.objects.filter(is_maintained(today)).values_list("pk", flat=True))
    shown = {asset.pk for asset in Asset.objects.with_place() if Card(asset, today).is_maintained}
    assert {made[pk] for pk in listed ^ shown} == set()
    assert (len(listed) < len(made)) is (kind == Kind.DESKTOP)  # the network is the City’s, whoever bought it
    scope = Scope(Level.SCHOOL, school.uai)
    assert list(measures.maintained(scope, today)) == [(school.pk, len(made), len(listed))]
