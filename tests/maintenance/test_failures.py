"""How often devices failed, as the estate reads it without knowing incidents."""

import datetime as dt

import pytest
from django.utils import timezone

from lekol.equipment.models import Asset
from lekol.maintenance import actions
from lekol.maintenance.choices import Channel
from lekol.maintenance.models import Ticket
from lekol.pact.failures import failures
from tests.directory.factories import PersonFactory, SchoolFactory
from tests.equipment.factories import placed
from tests.maintenance.factories import reported

pytestmark = pytest.mark.django_db


def test_a_device_failed_as_often_as_it_was_truly_broken_in_the_period(django_assert_num_queries):
    school, today = SchoolFactory.create(), timezone.localdate()
    weak, sound = placed(school), placed(school)
    reported(school, "appareil", asset=weak)
    old = reported(school, "appareil", asset=weak)
    Ticket.objects.filter(pk=old.pk).update(opened_at=timezone.now() - dt.timedelta(days=40))
    actions.withdraw(ticket=reported(school, "appareil", asset=weak), by=PersonFactory.create())
    reported(school, "appareil", asset=sound, channel=Channel.PLANNED)
    with django_assert_num_queries(1):
        assert failures({weak.pk, sound.pk}, today - dt.timedelta(days=30), today) == {weak.pk: 1}
    with django_assert_num_queries(1):
        every = Asset.objects.filter(school=school).values("pk")
        assert failures(every, today - dt.timedelta(days=60), today) == {weak.pk: 2}
