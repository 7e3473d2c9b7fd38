"""Find Chromium for the browser tests; install Debian’s when it is missing and this account may."""

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome")
REQUEST = "Chromium est introuvable : les tests de navigateur seront passés. Installez le paquet « chromium »."


def main() -> None:
    if os.environ.get("LEKOL_CHROMIUM") or any(map(shutil.which, NAMES)):
        return
    if not shutil.which("apt-get") or os.geteuid() != 0:
        print(REQUEST)
        return
    print("Installation de Chromium, pour les tests de navigateur…", flush=True)
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for words in (["update"], ["install", "-y", "--no-install-recommends", "chromium"]):
        done = subprocess.run(["apt-get", "-qq", *words], env=env, capture_output=True, text=True, check=False)
    if done.returncode:
        print(f"{REQUEST}\n{done.stderr.strip()[-400:]}", file=sys.stderr)


if __name__ == "__main__":
    main()
