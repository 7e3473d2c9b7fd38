"""Put uv, from its hashed lock, into `.tools/`: all that Python alone must install."""

import shutil
import subprocess
import sys
import venv
from pathlib import Path

TOOLS = Path(".tools")


def main() -> None:
    if sys.version_info < (3, 11):  # noqa: UP036 — this file runs before anything has been checked
        found = sys.version.split()[0]
        sys.exit(
            f"Lékol demande Python 3.11 ou plus récent ; celui-ci est la version {found}.\n"
            "Donnez-en un autre : make demo PYTHON=python3.12"
        )
    make_environment()
    subprocess.run(
        [TOOLS / "bin/python", "-m", "pip", "install", "--quiet", "--require-hashes", "-r", "requirements/tools.txt"],
        check=True,
    )
    (TOOLS / "bin/uv").touch()  # newer than its lock, for make


def make_environment() -> None:
    """A virtual environment with pip; Debian keeps that part in a package of its own."""
    try:
        venv.create(TOOLS, with_pip=True, clear=True)
    except subprocess.CalledProcessError:
        shutil.rmtree(TOOLS, ignore_errors=True)
        sys.exit(
            "Python ne sait pas créer d’environnement ici, car il lui manque « venv ».\n"
            f"Installez-le, puis recommencez : apt-get install python{sys.version_info[0]}.{sys.version_info[1]}-venv"
        )


if __name__ == "__main__":
    main()
