"""`lekol pupils link ÉTAT VILLE` : the links between two pupil bases, without any database."""

import csv
import gzip
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any, TextIO

from django.core.management.base import CommandParser

from lekol.kit.commands import Command as BaseCommand
from lekol.kit.commands import Refused
from lekol.pupils.linking.candidates import Engine, InProcess
from lekol.pupils.linking.explaining import explained
from lekol.pupils.linking.files import Base, read
from lekol.pupils.linking.linkage import Links, link
from lekol.pupils.linking.warnings import said

COLUMNS = ("id_state", "id_city", "probability", "outcome")


class Command(BaseCommand):
    help = "Rapproche deux bases élèves, de l’État et de la Ville (CSV, XLSX, ODS, XML de l’AAF), sans base de données."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("state", metavar="ÉTAT", type=Path, help="base de l’État : extraction d’ONDE ou de l’AAF")
        parser.add_argument("city", metavar="VILLE", type=Path, help="base de la Ville : export de son logiciel")
        parser.add_argument("--out", type=Path, default=Path("links.csv"), help="où écrire (links.csv)")
        parser.add_argument("--explain", action="store_true", help="ajoute à chaque ligne ce qui l’explique")
        parser.add_argument("--engine", choices=["duckdb", "spark"], default="duckdb", help="moteur de calcul")

    def handle(self, *args: Any, **options: Any) -> None:
        files = options["state"], options["city"]
        state, city = (self._base(path, title) for path, title in zip(files, ("État", "Ville"), strict=True))
        for sentence in said(state, city, files):
            self.stderr.write(sentence)
        links = link(state, city, engine_named(options["engine"])) if _linkable(state, city) else None
        rows = list(lines(state, city, links, options["explain"])) if links else []
        self._written(options["out"], rows, options["explain"])
        self._summed(links, state, city, options["out"])

    def _base(self, path: Path, title: str) -> Base:
        if not path.is_file():
            raise Refused(f"« {path} » n’existe pas ou n’est pas un fichier. Donnez le fichier de la base ({title}).")
        try:
            return read(path, title)
        except OSError as fault:
            raise Refused(f"« {path} » ne peut pas être lu : {fault.strerror or fault}.") from None

    def _written(self, path: Path, rows: list[tuple[str, ...]], explain: bool) -> None:
        try:
            with _opened(path) as file:
                writer = csv.writer(file, delimiter=";", lineterminator="\n")
                writer.writerow((*COLUMNS, "explanation") if explain else COLUMNS)
                writer.writerows(rows)
        except OSError as fault:
            raise Refused(f"« {path} » ne peut pas être écrit : {fault.strerror or fault}.") from None

    def _summed(self, links: Links | None, state: Base, city: Base, out: Path) -> None:
        linked = int(links.linked.sum()) if links else 0
        review = int(links.review.sum()) if links else 0
        self.stdout.write(
            f"État {state.count} élèves, Ville {city.count} : {linked} rapprochés, {review} à vérifier, "
            f"{state.count - linked} seuls dans la base de l’État, "
            f"{city.count - linked} seuls dans celle de la Ville.\n"
            f"Résultat : {out}"
        )


def _linkable(state: Base, city: Base) -> bool:
    return bool(state.count and city.count) and state.sealed == city.sealed


def engine_named(name: str) -> Engine:
    """The engine asked for; Spark’s is read only then, its library being an extra."""
    if name == "duckdb":
        return InProcess()
    try:
        return import_module("lekol.pupils.linking.cluster").Cluster()  # type: ignore[no-any-return]
    except ModuleNotFoundError:
        raise Refused("Le moteur Spark n’est pas installé : « pip install lekol[spark] », et Java.") from None


def _opened(path: Path) -> TextIO:
    if path.suffix == ".gz":
        return gzip.open(path, "wt", encoding="utf-8", newline="")
    return path.open("w", encoding="utf-8", newline="")


def lines(state: Base, city: Base, links: Links, explain: bool) -> Iterator[tuple[str, ...]]:
    """The rows to write: links and doubtful pairs."""
    left, right = state.ids, city.ids
    reasons = map(str, explained(links)) if explain else None
    for one, two, probability, linked, review in zip(
        links.left.tolist(), links.right.tolist(), links.probability.tolist(), links.linked.tolist(),
        links.review.tolist(), strict=True,
    ):  # fmt: skip
        reason = (next(reasons),) if reasons else ()
        if linked or review:
            yield (left[one], right[two], f"{probability:.6f}", "linked" if linked else "review", *reason)
