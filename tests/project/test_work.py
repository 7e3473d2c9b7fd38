"""The job queue: the daily pass runs in a real worker, a killed worker’s job comes back."""

import datetime as dt
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from lekol.agreement.models import MeasurePass
from lekol.agreement.tasks import daily_pass

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def work(environ, tmp_path):
    base = settings.DATABASES["default"]
    words = {**environ, "LEKOL_DEMO": "oui", "LEKOL_HOME": str(tmp_path), "LEKOL_JOURNAL": "ERROR"}
    words["DATABASE_URL"] = f"postgresql://{base['USER']}@/{base['NAME']}?host={base['HOST']}"
    lekol = Path(sys.executable).parent / "lekol"
    return subprocess.run([lekol, "work", "--once"], env=words, capture_output=True, text=True, timeout=60, check=False)


def test_the_daily_pass_is_taken_by_a_worker(environ, tmp_path):
    daily_pass.defer(timestamp=0)
    done = work(environ, tmp_path)
    assert done.returncode == 0, done.stderr
    assert MeasurePass.objects.get().on >= dt.date(2026, 1, 1)


def test_the_job_of_a_killed_worker_goes_back_to_the_queue(environ, tmp_path):
    job = daily_pass.defer(timestamp=0)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '1 hour') RETURNING id"
        )
        [worker] = cursor.fetchone()
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing', worker_id = %s WHERE id = %s", [worker, job])
    from lekol.project.tasks import rescue  # noqa: PLC0415 — the queue’s own app must be ready

    rescue.defer(timestamp=0)
    work(environ, tmp_path)
    with connection.cursor() as cursor:
        cursor.execute("SELECT status FROM procrastinate_jobs WHERE id = %s", [job])
        assert cursor.fetchone()[0] in {"todo", "succeeded"}
