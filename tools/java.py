"""Find Java for the proofs on Spark; install Debian’s when it is missing and this account may."""

import os
import shutil
import subprocess
import sys

REQUEST = "Java est introuvable : les preuves sur Spark seront passées. Installez le paquet « default-jre-headless »."


def main() -> None:
    if os.environ.get("JAVA_HOME") or shutil.which("java"):
        return
    if not shutil.which("apt-get") or os.geteuid() != 0:
        print(REQUEST)
        return
    print("Installation de Java, pour les preuves sur Spark…", flush=True)
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for words in (["update"], ["install", "-y", "--no-install-recommends", "default-jre-headless"]):
        done = subprocess.run(["apt-get", "-qq", *words], env=env, capture_output=True, text=True, check=False)
    if done.returncode:
        print(f"{REQUEST}\n{done.stderr.strip()[-400:]}", file=sys.stderr)


if __name__ == "__main__":
    main()
