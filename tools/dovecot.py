"""Find Dovecot for the slow tests of incoming mail; install Debian’s when it is missing and this account may."""

import os
import shutil
import subprocess
import sys

REQUEST = "Dovecot est introuvable : les tests du courrier reçu seront passés. Installez le paquet « dovecot-imapd »."
PLACES = os.pathsep.join((os.environ.get("PATH", ""), "/usr/sbin", "/sbin"))


def path() -> str | None:
    """Where the server is."""
    return shutil.which("dovecot", path=PLACES)


def main() -> None:
    if path():
        return
    if not shutil.which("apt-get") or os.geteuid() != 0:
        print(REQUEST)
        return
    print("Installation de Dovecot, pour les tests du courrier reçu…", flush=True)
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for words in (["update"], ["install", "-y", "--no-install-recommends", "dovecot-imapd"]):
        done = subprocess.run(["apt-get", "-qq", *words], env=env, capture_output=True, text=True, check=False)
    if done.returncode:
        print(f"{REQUEST}\n{done.stderr.strip()[-400:]}", file=sys.stderr)


if __name__ == "__main__":
    main()
