"""What serves Lékol is imported by each of its processes before any application is loaded."""

import subprocess
import sys


def test_the_server_is_imported_before_applications_are_loaded():
    done = subprocess.run([sys.executable, "-c", "import lekol.project.running"], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
