"""`lekol pupils link ÉTAT VILLE` : the links between two pupil bases, without any database."""

import ctypes
import gc
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone

from lekol.kit.commands import Command as BaseCommand
from lekol.kit.commands import Refused, writing
from lekol.pact.dates import long_date
from lekol.pact.plurals import plural
from lekol.pupils.linking.again.leaving import leave
from lekol.pupils.linking.again.since import linked_since
from lekol.pupils.linking.again.trace import Asked
from lekol.pupils.linking.candidates import Engine, InProcess
from lekol.pupils.linking.files import Base, read
from lekol.pupils.linking.guardians import named_by_pupils
from lekol.pupils.linking.joining import guarded
from lekol.pupils.linking.linkage import Links, link
from lekol.pupils.linking.opening import is_xml
from lekol.pupils.linking.parting import parted
from lekol.pupils.linking.warnings import said
from lekol.pupils.linking.written import alone, headers, lines

TITLES = ("État", "Ville")
Couple = tuple[int, int]


class Command(BaseCommand):
    help = "Rapproche deux bases élèves, de l’État et de la Ville (CSV, XLSX, ODS, XML de l’AAF), sans base de données."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("state", metavar="ÉTAT", type=Path, help="base de l’État : extraction d’ONDE ou de l’AAF")
        parser.add_argument("city", metavar="VILLE", type=Path, help="base de la Ville : export de son logiciel")
        parser.add_argument("--out", type=Path, default=Path("links.csv"), help="où écrire (links.csv)")
        parser.add_argument("--explain", action="store_true", help="ajoute à chaque ligne ce qui l’explique")
        parser.add_argument(
            "--state-dir",
            metavar="DOSSIER",
            type=Path,
            help="mémoire : la fois suivante, seules les lignes changées sont comparées",
        )
        parser.add_argument(
            "--guardians", metavar="RESPONSABLES", type=Path, help="responsables, de l’État (ONDE, AAF)"
        )
        parser.add_argument("--engine", choices=["duckdb", "spark"], default="duckdb", help="moteur de calcul")

    def handle(self, *args: Any, **options: Any) -> None:
        _keep_memory()
        files, folder = (options["state"], options["city"]), options["state_dir"]
        for path, title in zip(files, TITLES, strict=True):
            if not path.is_file():
                raise Refused(
                    f"« {path} » n’existe pas ou n’est pas un fichier. Donnez le fichier de la base ({title})."
                )
        if folder is not None:
            self._remembering(folder)
        with _no_cycles():
            if folder is None or options["guardians"] or not self._again(folder, files, options):
                self._whole(folder, files, options)

    def _again(self, folder: Path, files: tuple[Path, Path], options: Mapping[str, Any]) -> bool:
        """Link again what has changed since the last whole linkage; False when there is none to start from."""
        found = linked_since(folder, files, explain=options["explain"])
        if found is None:
            return False
        trace, again = found
        with writing(options["out"]) as file:
            file.write(headers(explain=options["explain"]))
            file.flush()
            file.buffer.writelines(trace.lines(again.kept))
            file.writelines(lines(again.links, explain=options["explain"]))
        asked = trace.facts.asked
        if asked.said:
            self.stderr.write(f"Dit des deux bases au rapprochement entier du {asked.on} :")
        for sentence in asked.said:
            self.stderr.write(sentence)
        self._summed((again.counts, (again.linked, again.review), again.alone), options["out"])
        since = plural(again.changed, "ligne changée", "lignes changées")
        self.stdout.write(f"{since} depuis le rapprochement entier du {asked.on} ; le reste en est repris.")
        return True

    def _whole(self, folder: Path | None, files: tuple[Path, Path], options: Mapping[str, Any]) -> None:
        state, city = (self._base(path, title) for path, title in zip(files, TITLES, strict=True))
        self._guarded(state, files[0], options["guardians"])
        state.said += parted(state, city)
        sentences = said(state, city, files)
        for sentence in sentences:
            self.stderr.write(sentence)
        engine = engine_named(options["engine"])
        links = link(state, city, engine) if _linkable(state, city) else None
        with writing(options["out"]) as file:
            file.write(headers(explain=options["explain"]))
            file.writelines(lines(links, explain=options["explain"]) if links else ())
        found = (int(links.linked.sum()), int(links.review.sum())) if links else (0, 0)
        rest = alone(links) if links else (state.count, city.count)
        self._summed(((state.count, city.count), found, rest), options["out"])
        if folder is not None and links is not None:
            asked = Asked(long_date(timezone.localdate()), options["explain"], sentences, list(rest))
            self._kept(folder, files, None if options["guardians"] else links, asked)

    def _kept(self, folder: Path, files: tuple[Path, Path], links: Links | None, asked: Asked) -> None:
        """Keep what the next time needs, and say whether it could be; no links when other files made them too."""
        try:
            kept = links is not None and leave(folder, files, links, asked)
        except OSError as fault:
            raise _no_memory(folder, fault) from None
        if kept:
            self.stdout.write(f"Gardé dans {folder} : la prochaine fois, seules les lignes changées seront comparées.")
        else:
            self.stdout.write(
                f"Rien n’est gardé dans {folder} : il y faut deux tableaux en texte, sans guillemets, dont chaque "
                "ligne porte un identifiant, le nom et le prénom chacun dans sa colonne, et pas de fichier de "
                "responsables à part."
            )

    def _remembering(self, folder: Path) -> None:
        """The folder, made now rather than once everything is compared."""
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as fault:
            raise _no_memory(folder, fault) from None

    def _guarded(self, state: Base, pupils: Path, path: Path | None) -> None:
        if path is None:
            return
        if not path.is_file():
            raise Refused(f"« {path} » n’existe pas ou n’est pas un fichier. Donnez le fichier des responsables.")
        state.said += guarded(state, path, named_by_pupils(pupils) if is_xml(pupils) else None)

    def _base(self, path: Path, title: str) -> Base:
        try:
            return read(path, title)
        except OSError as fault:
            raise Refused(f"« {path} » ne peut pas être lu : {fault.strerror or fault}.") from None

    def _summed(self, counts: tuple[Couple, Couple, Couple], out: Path) -> None:
        """(pupils of each base, linked and to look at, alone in each base)."""
        (state, city), (linked, review), (one, two) = counts
        self.stdout.write(
            f"État {plural(state, 'élève', 'élèves')}, Ville {city} : {plural(linked, 'rapproché', 'rapprochés')}, "
            f"{review} à vérifier, {plural(one, 'seul', 'seuls')} dans la base de l’État, "
            f"{plural(two, 'seul', 'seuls')} dans celle de la Ville.\n"
            f"Résultat : {out}"
        )


def _no_memory(folder: Path, fault: OSError) -> Refused:
    return Refused(f"« {folder} » ne peut pas servir de mémoire : {fault.strerror or fault}.")


def _keep_memory() -> None:
    """Large arrays come and go: with millions of pupils, giving the memory of each back to the machine costs a tenth of
    the time. Nothing is done where the C library is not GNU’s."""
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:
        for option in (_MMAP_THRESHOLD, _TRIM_THRESHOLD):
            mallopt(option, 2**31 - 1)


@contextmanager
def _no_cycles() -> Iterator[None]:
    """Nothing here refers to itself: looking for what does, each time many things are made, costs a thirtieth."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


_TRIM_THRESHOLD, _MMAP_THRESHOLD = -1, -3  # of malloc.h


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
