"""Keys checked while Python works, and Python that sweeps seldom meanwhile."""

import gc
from collections.abc import Callable

import pytest
from django.db import IntegrityError, connection, transaction

from lekol.kit.checks import Checks
from lekol.kit.copying import copy_in, remove
from lekol.kit.models import ImportLine, ImportRun
from lekol.kit.sweeping import swept_seldom


def orphan() -> None:
    """A line of a run that does not exist: refused when keys are checked, not before."""
    names = ("run", "number", "key", "title", "outcome", "values", "before", "after", "reasons", "remarks", "cells")
    copy_in(ImportLine, names, [(987_654, 1, "", "", "creee", "{}", "{}", "{}", "[]", "[]", "{}")])


def at_once(checks: Checks) -> None:
    checks.settle()


def beside(checks: Checks) -> None:
    with checks.meanwhile():
        pass


@transaction.atomic
def written(making: Callable[[Checks], None]) -> None:
    checks = Checks()
    orphan()
    checks.owe()
    making(checks)


@pytest.mark.django_db
@pytest.mark.parametrize("making", [at_once, beside])
def test_a_key_to_nothing_is_refused_when_checks_are_made(making):
    with pytest.raises(IntegrityError):
        written(making)
    assert not ImportLine.objects.exists()


@pytest.mark.django_db
def test_what_the_block_asks_waits_for_the_checks_and_is_answered():
    checks = Checks()
    run = ImportRun.objects.create(kind="equipment.devices", name="a.csv")
    with checks.meanwhile():
        pass
    checks.owe()
    with checks.meanwhile():
        assert ImportRun.objects.get() == run
    orphan()
    checks.settle()  # nothing was said to be owed: nothing is asked
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM kit_importline")
        assert cursor.fetchone() == (1,)
    ImportLine.objects.all().delete()


@pytest.mark.django_db
def test_rows_are_removed_by_one_of_their_keys_and_the_others_stay():
    kept, gone = (ImportRun.objects.create(kind="equipment.devices", name=name) for name in "ab")
    lines = [ImportLine.objects.create(run=run, number=1, outcome="creee") for run in (kept, gone)]
    remove(ImportLine, "run", [gone.pk])
    assert list(ImportLine.objects.all()) == lines[:1]
    remove(ImportLine, "pk", [lines[0].pk])
    assert not ImportLine.objects.exists()


def failing(usual: tuple[int, int, int]) -> None:
    with swept_seldom():
        assert gc.get_threshold()[0] > usual[0]
        assert gc.get_freeze_count() > 0
        raise ValueError("halte")


def test_sweeping_is_as_it_was_after_the_work_even_when_it_fails():
    usual, aside = gc.get_threshold(), gc.get_freeze_count()
    with pytest.raises(ValueError, match="halte"):
        failing(usual)
    assert (gc.get_threshold(), gc.get_freeze_count()) == (usual, aside)


def test_the_last_of_two_works_sets_back_what_the_first_had_set():
    usual, aside = gc.get_threshold(), gc.get_freeze_count()
    first, second = swept_seldom(), swept_seldom()
    first.__enter__()
    second.__enter__()
    first.__exit__(None, None, None)
    assert gc.get_threshold() != usual
    second.__exit__(None, None, None)
    assert (gc.get_threshold(), gc.get_freeze_count()) == (usual, aside)


def test_what_a_server_set_aside_stays_so():
    gc.freeze()
    try:
        with swept_seldom():
            pass
        assert gc.get_freeze_count() > 0
    finally:
        gc.unfreeze()
