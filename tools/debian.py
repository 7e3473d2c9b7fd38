"""Find the programs a proof needs; install Debian’s packages when they are missing and this account may.

`python tools/debian.py chromium dovecot`: whatever cannot be had is said, and the tests that need it are skipped.
"""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass

PLACES = os.pathsep.join((os.environ.get("PATH", ""), "/usr/sbin", "/sbin"))


@dataclass(frozen=True)
class Need:
    """What is looked for: the names of the program, the package that brings it, the tests it serves."""

    names: tuple[str, ...]
    package: str
    serves: str
    setting: str = ""

    def path(self) -> str | None:
        """Where the program is, by its own setting first."""
        found = (shutil.which(name, path=PLACES) for name in self.names)
        return os.environ.get(self.setting) or next(filter(None, found), None)


NEEDS = {
    "chromium": Need(("chromium", "chromium-browser", "google-chrome"), "chromium", "de navigateur", "LEKOL_CHROMIUM"),
    "java": Need(("java",), "default-jre-headless", "sur Spark", "JAVA_HOME"),
    "dovecot": Need(("dovecot",), "dovecot-imapd", "du courrier reçu"),
    "agent": Need(("glpi-agent", "fusioninventory-agent"), "fusioninventory-agent", "d’un agent d’inventaire réel"),
}


def install(packages: list[str]) -> str:
    """Install the packages; what went wrong, if anything did."""
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for words in (["update"], ["install", "-y", "--no-install-recommends", *packages]):
        done = subprocess.run(["apt-get", "-qq", *words], env=env, capture_output=True, text=True, check=False)
    return done.stderr.strip()[-400:] if done.returncode else ""


def main(names: list[str]) -> None:
    missing = [NEEDS[name] for name in names if NEEDS[name].path() is None]
    if not missing:
        return
    fault = "ce compte ne peut pas installer de paquet."
    if shutil.which("apt-get") and os.geteuid() == 0:
        print(f"Installation de {', '.join(need.package for need in missing)} pour les tests…", flush=True)
        fault = install([need.package for need in missing])
    for need in missing:
        if need.path() is None:
            print(f"Les tests {need.serves} seront passés : installez le paquet « {need.package} ».", file=sys.stderr)
    if fault:
        print(fault, file=sys.stderr)


if __name__ == "__main__":
    main(sys.argv[1:])
