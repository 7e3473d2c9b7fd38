"""The generated territories of the benchmark are whole, and what a reader opens does not cost more in a larger one."""

import pytest
from django.db import connection
from django.db.models import Sum
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from lekol.agreement import actions
from lekol.agreement.models import Agreement, Figure
from lekol.directory.models import Commune, Headcount, School
from lekol.equipment.models import Asset
from lekol.pact.measures import announced
from lekol.pact.scopes import FRANCE
from tools.bench import figures, pages, territory

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

UNDECLARED = "accueil d’un co-président"  # opens on a neighbour’s convention: nothing declared, no answers to read


def silent(words: str) -> None:
    """Progress is for the one who waits."""


def orphans() -> dict[str, int]:
    """Foreign keys that name no row, by constraint; the load does not have the base check them one by one."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT conname, conrelid::regclass::text, source.attname, confrelid::regclass::text, target.attname
            FROM pg_constraint
            JOIN pg_attribute AS source ON source.attrelid = conrelid AND source.attnum = conkey[1]
            JOIN pg_attribute AS target ON target.attrelid = confrelid AND target.attnum = confkey[1]
            WHERE contype = 'f'
            """
        )
        found = {}
        for name, table, column, other, key in cursor.fetchall():
            cursor.execute(
                f"SELECT count(*) FROM {table} AS a LEFT JOIN {other} AS b ON b.{key} = a.{column} "
                f"WHERE a.{column} IS NOT NULL AND b.{key} IS NULL"
            )
            found[name] = cursor.fetchone()[0]
    return {name: count for name, count in found.items() if count}


def counts() -> dict[str, int]:
    """SQL queries of each timed page, opened a second time."""
    found = {}
    for page in pages.pages():
        client = pages.signed_in(page.role)
        client.get(page.address)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(page.address).status_code == 200
        found[page.name] = len(queries)
    return found


def test_a_territory_ten_times_larger_is_whole_and_costs_no_page_a_query_more():
    territory.build("commune", timezone.localdate(), silent)
    assert (School.objects.count(), Commune.objects.count()) == (60, 1)
    alone = counts()

    territory.surround("reunion", timezone.localdate(), silent)
    actions.take_pass(on=timezone.localdate())
    added = sum(size for _, _, size in figures.REUNION)
    assert (School.objects.count(), Commune.objects.count()) == (60 + added, 1 + len(figures.REUNION))
    assert orphans() == {}
    assert Agreement.objects.filter(pk__gte=territory.FIRST).count() == figures.AGREEMENTS["reunion"]
    year = Headcount.objects.latest("school_year").school_year
    pupils = Headcount.objects.filter(school_year=year, school__gte=territory.FIRST).aggregate(Sum("pupils"))
    assert abs(pupils["pupils__sum"] / added - figures.PUPILS / figures.SCHOOLS) < 1
    devices = Asset.objects.filter(pk__gte=territory.FIRST).count()
    assert abs(devices / pupils["pupils__sum"] - figures.DEVICES / figures.PUPILS) < 0.02
    for key, found in announced().items():
        rows = list(found.read(FRANCE, timezone.localdate()))
        told = Figure.objects.filter(indicator=key, level=FRANCE.level).order_by("since").last()
        said = (told.due, told.met) if told else (0, 0)  # what was never due anywhere leaves no row
        assert said == (sum(row.due for row in rows), sum(row.met for row in rows)), key
    assert counts() == {**alone, UNDECLARED: alone[UNDECLARED] - 1}
