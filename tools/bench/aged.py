"""The same two bases some weeks before: one record in a hundred was written otherwise, has left or had not arrived.

python -m tools.bench.aged SET TARGET [SHARE]
"""

import gzip
import sys
from collections.abc import Iterator
from pathlib import Path

from tools.bench.children import HEADERS, PROFILES, Draw, family, misdated, mistyped, typed

_LEFT, _ARRIVED = 0.15, 0.15  # of the records that change


def aged(folder: Path, target: Path, share: float = 0.01, seed: int = 5) -> None:
    """Write in `target` what the bases of `folder` were, before `share` of their records changed."""
    target.mkdir(parents=True, exist_ok=True)
    draw = Draw(seed, 400)
    for name in ("state", "city"):
        with (
            gzip.open(folder / f"{name}.csv.gz", "rt", encoding="utf-8", newline="") as now,
            gzip.open(target / f"{name}.csv.gz", "wt", encoding="utf-8", newline="", compresslevel=3) as before,
        ):
            headers = next(now)
            before.write(headers)
            before.writelines(_lines(now, headers.rstrip("\r\n").split(";"), draw, share, name == "city"))


def _lines(now: Iterator[str], headers: list[str], draw: Draw, share: float, city: bool) -> Iterator[str]:
    for rank, line in enumerate(now):
        if not draw.happens(share):
            yield line
            continue
        fate = draw.dice.random()
        if fate > _ARRIVED:
            cells = line.rstrip("\r\n").split(";")
            row = dict(zip(headers, cells, strict=True))
            other = _stranger(draw, city, rank) if fate < _ARRIVED + _LEFT else _written(draw, row)
            yield ";".join((row | other)[header] for header in headers) + "\r\n"


def _stranger(draw: Draw, city: bool, rank: int) -> dict[str, str]:
    """A child who has left since; one who was not there yet takes its line in the file of today."""
    row = typed(draw, family(draw, PROFILES["realiste"])[0], PROFILES["realiste"], city)
    return {**{header: row.get(header, "") for header in HEADERS}, "id": f"{'B' if city else 'A'}X{rank}", "ine": ""}


def _written(draw: Draw, row: dict[str, str]) -> dict[str, str]:
    """The record before it was corrected, or before the household moved."""
    choice = draw.dice.randrange(6)
    if choice == 0:
        return {"nom": mistyped(draw, row["nom"])}
    if choice == 1:
        return {"prenom": mistyped(draw, row["prenom"])}
    if choice == 2 and row["date_naissance"]:
        return {"date_naissance": misdated(draw, row["date_naissance"])}
    if choice == 3:
        return {"tel1": draw.phone()}
    return {"adresse": draw.address(), "uai": f"0350{draw.dice.randint(100, 500):03d}A"}


if __name__ == "__main__":
    aged(Path(sys.argv[1]), Path(sys.argv[2]), *map(float, sys.argv[3:4]))
