"""A short cyclone’s morning on the real server: workers die, no report is lost, none is written twice."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.slow
def test_no_report_is_lost_nor_written_twice_while_workers_are_killed(tmp_path):
    words = {"TICKETS": "2000", "SCHOOLS": "500", "ONLY": "cyclone", "REPORTS": "300", "SECONDS": "20"}
    env = {**os.environ, **words, "LEKOL_HOME": str(tmp_path), "DJANGO_SETTINGS_MODULE": "lekol.project.settings"}
    command = [sys.executable, "-W", "ignore", "-m", "tools.bench.incidents"]
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, done.stderr[-2000:]
    found = re.search(r"envoyées (\d+), perdues (\d+), en double (\d+), travailleurs tués (\d+)", done.stdout)
    assert found is not None, done.stdout
    assert [int(number) for number in found.groups()] == [300, 0, 0, 2]
