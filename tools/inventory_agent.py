"""Find a real inventory agent for the slow tests; install Debian’s when it is missing and this account may."""

import os
import shutil
import subprocess
import sys

NAMES = ("glpi-agent", "fusioninventory-agent")
REQUEST = (
    "Aucun agent d’inventaire n’est installé : les tests qui en pilotent un seront passés. "
    "Installez le paquet « fusioninventory-agent »."
)


def main() -> None:
    if any(map(shutil.which, NAMES)):
        return
    if not shutil.which("apt-get") or os.geteuid() != 0:
        print(REQUEST)
        return
    print("Installation d’un agent d’inventaire, pour les tests qui le pilotent…", flush=True)
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for words in (["update"], ["install", "-y", "--no-install-recommends", "fusioninventory-agent"]):
        done = subprocess.run(["apt-get", "-qq", *words], env=env, capture_output=True, text=True, check=False)
    if done.returncode:
        print(f"{REQUEST}\n{done.stderr.strip()[-400:]}", file=sys.stderr)


if __name__ == "__main__":
    main()
