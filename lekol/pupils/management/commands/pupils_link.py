"""`lekol pupils link ÉTAT VILLE` : the links between two pupil bases, without any database."""

import csv
import ctypes
import itertools
from collections.abc import Iterator, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
from django.core.management.base import CommandParser

from lekol.kit.commands import Command as BaseCommand
from lekol.kit.commands import Refused, writing
from lekol.pupils.linking.candidates import Engine, InProcess
from lekol.pupils.linking.distinct import numbered, once
from lekol.pupils.linking.explaining import explained
from lekol.pupils.linking.files import Base, read
from lekol.pupils.linking.joining import guarded
from lekol.pupils.linking.linkage import Links, link
from lekol.pupils.linking.memory import Memory
from lekol.pupils.linking.plain import Cells, Codes
from lekol.pupils.linking.plain import lines as written
from lekol.pupils.linking.warnings import said

COLUMNS = ("id_state", "id_city", "probability", "outcome")
OUTCOMES = ("linked", "review")
MARK = ";"


class Command(BaseCommand):
    help = "Rapproche deux bases élèves, de l’État et de la Ville (CSV, XLSX, ODS, XML de l’AAF), sans base de données."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("state", metavar="ÉTAT", type=Path, help="base de l’État : extraction d’ONDE ou de l’AAF")
        parser.add_argument("city", metavar="VILLE", type=Path, help="base de la Ville : export de son logiciel")
        parser.add_argument("--out", type=Path, default=Path("links.csv"), help="où écrire (links.csv)")
        parser.add_argument("--explain", action="store_true", help="ajoute à chaque ligne ce qui l’explique")
        parser.add_argument(
            "--state-dir", metavar="DOSSIER", type=Path, help="mémoire : seules les fiches changées sont comparées"
        )
        parser.add_argument(
            "--guardians", metavar="RESPONSABLES", type=Path, help="responsables, de l’État (ONDE, AAF)"
        )
        parser.add_argument("--engine", choices=["duckdb", "spark"], default="duckdb", help="moteur de calcul")

    def handle(self, *args: Any, **options: Any) -> None:
        _keep_memory()
        files = options["state"], options["city"]
        state, city = (self._base(path, title) for path, title in zip(files, ("État", "Ville"), strict=True))
        self._guarded(state, options["guardians"])
        for sentence in said(state, city, files):
            self.stderr.write(sentence)
        memory = self._memory(options["state_dir"])
        engine = engine_named(options["engine"])
        links = link(state, city, engine, memory=memory) if _linkable(state, city) else None
        self._written(options["out"], state, city, links, options["explain"])
        self._summed(links, state, city, options["out"])
        if memory and links:
            self.stdout.write(f"{memory.compared} paires comparées, {memory.remembered} déjà connues.")

    def _memory(self, folder: Path | None) -> Memory | None:
        try:
            return Memory(folder) if folder else None
        except OSError as fault:
            raise Refused(f"« {folder} » ne peut pas servir de mémoire : {fault.strerror or fault}.") from None

    def _guarded(self, state: Base, path: Path | None) -> None:
        if path is None:
            return
        if not path.is_file():
            raise Refused(f"« {path} » n’existe pas ou n’est pas un fichier. Donnez le fichier des responsables.")
        state.said += guarded(state, path)

    def _base(self, path: Path, title: str) -> Base:
        if not path.is_file():
            raise Refused(f"« {path} » n’existe pas ou n’est pas un fichier. Donnez le fichier de la base ({title}).")
        try:
            return read(path, title)
        except OSError as fault:
            raise Refused(f"« {path} » ne peut pas être lu : {fault.strerror or fault}.") from None

    def _written(self, path: Path, state: Base, city: Base, links: Links | None, explain: bool) -> None:
        with writing(path) as file:
            writer = csv.writer(file, delimiter=MARK, lineterminator="\n")
            writer.writerow((*COLUMNS, "explanation") if explain else COLUMNS)
            if links is None:
                return
            cells = [] if explain else [column for column in plain(state, city, links) if column is not None]
            if len(cells) == len(COLUMNS):
                file.writelines(written(cells, MARK))
            else:
                writer.writerows(lines(state, city, links, explain))

    def _summed(self, links: Links | None, state: Base, city: Base, out: Path) -> None:
        linked = int(links.linked.sum()) if links else 0
        review = int(links.review.sum()) if links else 0
        one, two = alone(links) if links else (state.count, city.count)
        self.stdout.write(
            f"État {state.count} élèves, Ville {city.count} : {linked} rapprochés, {review} à vérifier, "
            f"{_alone(one)} dans la base de l’État, {_alone(two)} dans celle de la Ville.\n"
            f"Résultat : {out}"
        )


def _keep_memory() -> None:
    """Large arrays come and go: with millions of pupils, giving the memory of each back to the machine costs a tenth of
    the time. Nothing is done where the C library is not GNU’s."""
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:
        for option in (_MMAP_THRESHOLD, _TRIM_THRESHOLD):
            mallopt(option, 2**31 - 1)


_TRIM_THRESHOLD, _MMAP_THRESHOLD = -1, -3  # of malloc.h


def _linkable(state: Base, city: Base) -> bool:
    return bool(state.count and city.count) and state.sealed == city.sealed


def _alone(count: int) -> str:
    return f"{count} {'seul' if count < 2 else 'seuls'}"


def alone(links: Links) -> tuple[int, int]:
    """Children whom the State’s base only knows, the City’s only: neither linked nor doubtful, and not lines of one
    child entered twice."""
    said = links.said
    sides = zip(links.persons, (links.left[said], links.right[said]), strict=True)
    one, two = (len(once(person)) - len(once(person[rows])) for person, rows in sides)
    return one, two


def engine_named(name: str) -> Engine:
    """The engine asked for; Spark’s is read only then, its library being an extra."""
    if name == "duckdb":
        return InProcess()
    try:
        return import_module("lekol.pupils.linking.cluster").Cluster()  # type: ignore[no-any-return]
    except ModuleNotFoundError:
        raise Refused("Le moteur Spark n’est pas installé : « pip install lekol[spark] », et Java.") from None


def lines(state: Base, city: Base, links: Links, explain: bool) -> Iterator[tuple[str, ...]]:
    """The rows to write: links and doubtful pairs."""
    said = np.flatnonzero(links.said)
    cells = [[words[code] for code in codes.tolist()] for words, codes in _columns(state, city, links, said)]
    if not explain:
        return zip(*cells, strict=True)
    reasons = itertools.compress(map(str, explained(links)), links.said.tolist())
    return zip(*cells, reasons, strict=True)


def plain(state: Base, city: Base, links: Links) -> list[Cells | None]:
    """The same as columns of cells, None for one that must be quoted."""
    said = np.flatnonzero(links.said)
    return [Cells.of(words, codes, MARK) for words, codes in _columns(state, city, links, said)]


def _columns(state: Base, city: Base, links: Links, said: Codes) -> Iterator[tuple[Sequence[str], Codes]]:
    """The distinct cells of each of COLUMNS, and which one each row holds."""
    for base, rows in ((state, links.left), (city, links.right)):
        column = base.columns["id"]
        yield column.words, column.codes[rows[said]]
    millionths, _, which = numbered(np.rint(links.probability[said] * 1e6))
    yield [f"{value / 1e6:.6f}" for value in millionths.tolist()], which
    yield OUTCOMES, np.where(links.linked[said], 0, 1)
