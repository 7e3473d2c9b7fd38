"""Bring `.venv/` to a hashed lock (`demo` or `dev`), then install Lékol itself in it, editable."""

import os
import subprocess
import sys
from pathlib import Path

UV = Path(".tools/bin/uv")
PYTHON = Path(".venv/bin/python")


def main(profile: str) -> None:
    env = environment()
    if not runs(PYTHON):
        subprocess.run([UV, "venv", "--quiet", "--clear", "--python", sys.executable, ".venv"], env=env, check=True)
    lock = f"requirements/{profile}.txt"
    into = ["--quiet", "--python", PYTHON]
    subprocess.run([UV, "pip", "sync", *into, "--require-hashes", lock], env=env, check=True)
    subprocess.run([UV, "pip", "install", *into, "--no-deps", "--offline", "--editable", "."], env=env, check=True)


def runs(python: Path) -> bool:
    """False for an environment whose Python has been moved or removed since."""
    try:
        return subprocess.run([python, "-c", ""], check=False).returncode == 0
    except OSError:
        return False


def environment() -> dict[str, str]:
    """uv does not read pip’s settings: a city’s own mirror, named there, serves here too."""
    env = dict(os.environ)
    if not any(env.get(name) for name in ("UV_DEFAULT_INDEX", "UV_INDEX_URL", "UV_CONFIG_FILE")):
        found = subprocess.run(
            [".tools/bin/python", "-m", "pip", "config", "get", "global.index-url"],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        mirror = env.get("PIP_INDEX_URL") or found.stdout.strip()
        if mirror:
            env["UV_DEFAULT_INDEX"] = mirror
    return env


if __name__ == "__main__":
    try:
        main(sys.argv[1])
    except subprocess.CalledProcessError as fault:
        sys.exit(f"L’installation a échoué (« {Path(fault.cmd[0]).name} {fault.cmd[1]} »). Lisez le message ci-dessus, "
                 "vérifiez le réseau ou le miroir, puis recommencez.")  # fmt: skip
