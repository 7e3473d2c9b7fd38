"""Our PostgreSQL backend reads what Django’s reads."""

import datetime as dt

import pytest
from django.db import DataError, connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

pytestmark = pytest.mark.django_db


def asked(sql, *words):
    with connection.cursor() as cursor:
        cursor.execute(sql, words)
        return cursor.fetchone()[0]


@settings(deadline=None, max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.datetimes(timezones=st.sampled_from([dt.UTC, dt.timezone(dt.timedelta(hours=4))])))
def test_every_moment_comes_back_as_it_was_written_in_the_zone_django_expects(moment):
    if moment.astimezone(dt.UTC).year in range(1, 10_000):
        found = asked("SELECT %s::timestamptz", moment)
        assert (found, found.tzinfo) == (moment, connection.timezone)


def test_the_cursors_that_prepare_read_moments_alike():
    with connection.prepared_cursor() as cursor:
        cursor.execute("SELECT now(), clock_timestamp() AT TIME ZONE 'UTC', NULL::timestamptz")
        now, naive, nothing = cursor.fetchone()
    assert (now.tzinfo, naive.tzinfo, nothing) == (connection.timezone, None, None)


def test_what_python_cannot_hold_is_refused():
    with pytest.raises(DataError):
        asked("SELECT 'infinity'::timestamptz")
