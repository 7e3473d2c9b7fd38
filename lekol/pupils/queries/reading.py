"""The files of a comparison as two bases: columns as a person settled them, guardians joined, references that last.

A reference outlives a file: it is the number the software gives, else one drawn from the national number, else from
the identity; never the rank of a line, which moves, nor the national number itself, which stays with the State.
"""

import base64
import codecs
import re
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from django.utils.crypto import salted_hmac

from lekol.directory.choices import Side
from lekol.directory.models import Commune
from lekol.kit.imports import Column as Known
from lekol.kit.imports.encodings import mended, spoilt
from lekol.kit.imports.proposals import SURE, propose
from lekol.pupils.linking import guardians
from lekol.pupils.linking.columns import Column
from lekol.pupils.linking.files import SEALED, Base, head_of, read
from lekol.pupils.linking.joining import guarded, schooled
from lekol.pupils.linking.opening import Unreadable, begins_as_xml, is_xml, start_of
from lekol.pupils.linking.parting import parted
from lekol.pupils.models import Entry, Objection
from lekol.pupils.queries.secrets import secret_of
from lekol.pupils.rules import days, headers, names, places

NAMES = {Side.STATE: "État", Side.CITY: "Ville"}
LABELS: Mapping[str, str] = {
    "id": "Référence de l’élève", "ine": "Identifiant national (INE)", "name": "Nom de famille",
    "usage": "Nom d’usage", "first": "Prénom", "second": "Deuxième prénom", "third": "Troisième prénom",
    "sex": "Sexe", "born": "Date de naissance", "birthplace": "Lieu de naissance", "address": "Adresse",
    "postcode": "Code postal", "town": "Commune", "g1_name": "Nom du responsable 1",
    "g1_first": "Prénom du responsable 1", "g1_phone": "Téléphone du responsable 1",
    "g2_name": "Nom du responsable 2", "g2_first": "Prénom du responsable 2",
    "g2_phone": "Téléphone du responsable 2", "school": "École (code UAI ou nom)", "grade": "Niveau",
    "class": "Classe", "family": "Numéro de famille",
}  # fmt: skip
"""What linkage can use, and the only columns ever read of a file."""
MARKS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "status": ("Situation (inscrit, radié, hors commune…)", (
        "statut", "situation", "etat", "etateleve", "statutinscription", "etatinscription", "situationeleve")),
    "since": ("Date d’inscription ou d’entrée", (
        "dateinscription", "datedinscription", "inscritle", "dateadmission", "datedadmission", "admisle", "dateentree",
        "entelevedateentreestructrattach", "entelevedateentreeclasses")),
    "until": ("Date de radiation ou de sortie", (
        "dateradiation", "datederadiation", "radiele", "datesortie", "datedesortie", "datedepart",
        "entelevedatesortiestructrattach")),
}  # fmt: skip
"""What tells whether a child is expected there at all; linkage never reads it, nothing of it is kept."""
KNOWN = (
    *(Known(field, LABELS[field], aliases) for field, aliases in headers.ALIASES.items()),
    *(Known(field, label, aliases) for field, (label, aliases) in MARKS.items()),
)
_OTHERS = re.compile(r"class|famil|foyer|ecole|etab|resp|parent|groupe|enseign|dossier")
"""« Identifiant classe » of ONDE is no reference of a pupil, however alike the words."""
LETTERS = 12
LONGEST, CELL = 76, 200
"""Signs of a reference, room left for the rank of a double; signs of another cell."""


@dataclass(frozen=True, slots=True)
class Files:
    """Where the files of a comparison are; the two last ones are the State’s, when it gives them."""

    state: Path
    city: Path
    guardians: Path | None = None
    schools: Path | None = None
    mappings: Mapping[str, Mapping[str, str]] | None = None


@dataclass(frozen=True, slots=True)
class Head:
    """What a file looks like before it is compared: its headers, which is which, how sure, what is wrong."""

    headers: list[str]
    mapping: dict[str, str]
    why: dict[str, str]
    fault: str = ""
    sealed: bool = False

    @property
    def left_out(self) -> list[str]:
        """Headers that linkage has no use for: never read."""
        return [header for header in self.headers if header not in self.mapping.values()]


def head(path: Path, saved: Mapping[str, str] | None = None) -> Head:
    """How the columns of a file are understood: as saved for its software, else proposed."""
    try:
        found, rows = head_of(path)
    except Unreadable as fault:
        return Head([], {}, {}, f"{fault}")
    if said := _no_pupil(found, rows):
        return Head(found, {}, {}, said)
    if guardians.is_of_guardians(found):
        return Head(found, {}, {}, "c’est le fichier des responsables. Donnez ici celui des élèves.")
    if all(header.startswith(SEALED) for header in found):
        own = {header.removeprefix(SEALED): header for header in found}
        return Head(found, own, dict.fromkeys(own, "base scellée"), sealed=True)
    known = {headers.normal(header): header for header in found}
    if saved:
        kept = {field: known[headers.normal(name)] for field, name in saved.items() if headers.normal(name) in known}
        return Head(found, kept, dict.fromkeys(kept, "enregistré"))
    return _proposed(found, rows)


def _no_pupil(found: list[str], rows: list[list[str]]) -> str:
    """What is wrong with a table in which no pupil can be."""
    if not found:
        return "le fichier est vide."
    if len([header for header in found if header]) == 1 and not found[0].startswith(SEALED):
        return (
            "une seule colonne y est lue. Il faut au moins un nom et une date, séparés par des points-virgules, des "
            "virgules ou des tabulations."
        )
    return "" if rows else "le fichier n’a que les titres de ses colonnes, aucun élève."


def _proposed(found: list[str], rows: list[list[str]]) -> Head:
    """The words of the desk first, then the engine’s own eye on words and cells."""
    sample = [dict(zip(found, row, strict=False)) for row in rows]
    named = propose(found, KNOWN, sample)
    if (own := named.get("id")) and own.confidence < SURE and _OTHERS.search(headers.normal(own.header)):
        del named["id"]
    mapping = {field: row.header for field, row in named.items()}
    why = {field: row.why for field, row in named.items()}
    cells = [[row[rank] if rank < len(row) else "" for row in rows] for rank in range(len(found))]
    ranks = headers.recognise(found)
    ranks |= headers.by_cells(cells, ranks)
    for field, rank in ranks.items():
        if field not in mapping and found[rank] not in mapping.values():
            mapping[field], why[field] = found[rank], "cellules ressemblantes"
    return Head(found, mapping, why)


def bases(commune: Commune, files: Files) -> tuple[Base, Base]:
    """Both bases, their sentences said, objections left out; Base.count is then what is compared."""
    mappings, secret = files.mappings or {}, secret_of(commune)
    state = _read(files.state, Side.STATE, mappings.get(Side.STATE))
    city = _read(files.city, Side.CITY, mappings.get(Side.CITY))
    if files.schools:
        uais, told = schooled(files.schools)
        _schooled(state, uais)
        state.said += told
    if files.guardians:
        _guarded(state, files)
    uais = _uais(commune)
    for base, side in ((state, Side.STATE), (city, Side.CITY)):
        _bounded(base)
        _schooled(base, uais)
        _referenced(base, side, secret)
        _set_aside(commune, base, side)
    state.said += parted(state, city)
    return state, city


def references(files: Files, secret: str) -> list[str]:
    """The references of every row of both files, drawn with a secret: the State’s, then the City’s."""
    found = []
    for path, side in ((files.state, Side.STATE), (files.city, Side.CITY)):
        base = _read(path, side, (files.mappings or {}).get(side))
        _bounded(base)
        _referenced(base, side, secret)
        found += base.ids
    return found


def _read(path: Path, side: Side, mapping: Mapping[str, str] | None) -> Base:
    said = _mended(path)
    sealed = start_of(path).removeprefix(b"\xef\xbb\xbf").startswith(SEALED.encode())
    base = read(path, NAMES[side], None if sealed else mapping or None)
    base.said[:0] = [f"{base.title} : {sentence}" for sentence in said]
    return base


def _mended(path: Path) -> list[str]:
    """Give back its accents to a text that was saved twice in UTF-8, and say so; line by line, whatever its size."""
    with path.open("rb") as file:
        start = file.read(1 << 14)
    try:
        text = codecs.getincrementaldecoder("utf-8-sig")().decode(start)
    except UnicodeDecodeError:  # an archive, or another encoding
        return []
    if begins_as_xml(start) or not spoilt(text):
        return []
    with (
        tempfile.NamedTemporaryFile("w", encoding="utf-8", newline="", dir=path.parent, delete=False) as made,
        path.open(encoding="utf-8-sig", errors="replace", newline="") as lines,
    ):
        made.writelines(mended(lines))
    Path(made.name).replace(path)
    return ["le fichier avait été enregistré deux fois en UTF-8 ; ses accents sont rétablis."]


def _bounded(base: Base) -> None:
    """Cells as the base of Lékol can keep them: no zero sign, no reference longer than its column. The marks of a
    sealed base are long, and never kept.
    """
    for name, column in list(base.columns.items()):
        if base.sealed and name != "id":
            continue
        longest = LONGEST if name == "id" else CELL
        if any("\x00" in word or len(word) > longest for word in column.words):
            words = [word.replace("\x00", "")[:longest] for word in column.words]
            base.columns[name] = Column(column.codes, words)


def _schooled(base: Base, uais: Mapping[str, str]) -> None:
    """The AAF names a school by a key of its own, a software by its name: its UAI instead."""
    if not base.sealed and (column := base.columns.get("school")):
        words = [uais.get(word) or uais.get(places.school(word), word) for word in column.words]
        base.columns["school"] = Column(column.codes, words)


def _uais(commune: Commune) -> dict[str, str]:
    """Name of a school as it is compared → its UAI; a name borne by two schools says neither."""
    found: dict[str, list[str]] = {}
    for school in commune.schools.all():
        for name in {places.school(school.name), places.school(school.full_name)} - {""}:
            found.setdefault(name, []).append(school.uai)
    return {name: uais[0] for name, uais in found.items() if len(uais) == 1}


def _guarded(base: Base, files: Files) -> None:
    if files.guardians is None:
        return
    _mended(files.guardians)
    links = guardians.named_by_pupils(files.state) if is_xml(files.state) else {}
    base.said += guarded(base, files.guardians, links)


def _referenced(base: Base, side: Side, secret: str) -> None:
    """References that the next extraction will bear too."""
    if base.sealed or not base.count or not _volatile(base):
        return
    ines, identities = base.texts("ine"), [base.texts(name) for name in ("name", "first", "born", "birthplace")]
    made = []
    for row, cells in enumerate(zip(*identities, strict=True)):
        number = places.ine(ines[row])
        name, first, born, place = cells
        known = number or "|".join((names.upper(name), names.upper(first), str(days.read(born)), names.upper(place)))
        made.append(drawn(side, known, secret))
    base.columns["id"] = Column.of(_told_apart(made), base.count)
    base.said[:] = [sentence for sentence in base.said if "numéro de ligne en tient lieu" not in sentence]


def _volatile(base: Base) -> bool:
    """Ranks of lines, and national numbers, are no references."""
    first = [word for word in base.columns["id"].words if word][:50]
    return all(word.startswith("ligne ") for word in first) or all(places.ine(word) for word in first)


def drawn(side: str, known: str, secret: str) -> str:
    """A reference drawn from a national number or an identity, that nobody reads back without the secret."""
    digest = salted_hmac("lekol.pupils.reference", f"{side}|{known}", secret=secret, algorithm="sha256").digest()
    return f"{side[0].upper()}-{base64.b32encode(digest)[:LETTERS].decode()}"


def reference_for(commune: Commune, side: str, typed: str) -> str:
    """The reference of an entry from what a person types: a national number is turned into its own."""
    number = places.ine(typed)
    return drawn(side, number, secret_of(commune)) if number else typed.strip()


def is_known(commune: Commune, side: str, reference: str) -> bool:
    """Did an entry bear that reference when the bases were last compared?"""
    return Entry.objects.filter(commune=commune, side=side, reference=reference).exists()


def _told_apart(made: list[str]) -> list[str]:
    """Two lines of one number or identity are two entries: the second bears a rank."""
    seen: dict[str, int] = {}
    for rank, reference in enumerate(made):
        seen[reference] = seen.get(reference, 0) + 1
        if seen[reference] > 1:
            made[rank] = f"{reference}/{seen[reference]}"
    return made


def marks_of(base: Base) -> dict[str, list[str]]:
    """The cells of a base that linkage never reads, taken out of it."""
    found = {name: base.texts(name) for name in MARKS if name in base.columns}
    for name in found:
        del base.columns[name]
    return found


def kept_rows(base: Base, rows: npt.NDArray[np.int64]) -> None:
    """Leave these rows in a base, and no other."""
    for name, column in base.columns.items():
        base.columns[name] = Column(column.codes[rows], column.words)
    base.count = len(rows)


def _set_aside(commune: Commune, base: Base, side: Side) -> None:
    """Entries whose family’s objection was upheld are not read."""
    kept_out = set(
        Objection.objects.filter(commune=commune, side=side, upheld=True).values_list("reference", flat=True)
    )
    rows = [row for row, reference in enumerate(base.ids) if reference not in kept_out] if kept_out else []
    if not kept_out or len(rows) == base.count:
        return
    aside = base.count - len(rows)
    kept_rows(base, np.array(rows, np.int64))
    base.said.append(f"{base.title} : {aside} fiches écartées, la famille s’étant opposée à la comparaison.")
