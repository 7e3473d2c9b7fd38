"""What must be said of two bases before their links are trusted, in French."""

import filecmp
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt

from lekol.pact.plurals import plural
from lekol.pupils.linking.files import Base
from lekol.pupils.linking.spelling import dates, shapely

_LITTLE, _SCARCE = 100, 0.75
_WORDS = {"name": "le nom", "first": "le prénom", "born": "la date de naissance"}


def said(state: Base, city: Base, files: tuple[Path, Path]) -> list[str]:
    """Every sentence, the gravest first."""
    return [*_same_file(*files), *state.said, *_of(state), *city.said, *_of(city), *_both(state, city)]


def _same_file(one: Path, two: Path) -> Iterator[str]:
    if filecmp.cmp(one, two, shallow=False):
        yield "Les deux fichiers sont identiques : chaque élève s’y retrouve lui-même. Vérifiez les fichiers donnés."


def _of(base: Base) -> Iterator[str]:
    """What weakens one base."""
    if not base.count or base.sealed:
        return
    if base.count < _LITTLE:
        pupils = plural(base.count, "élève seulement", "élèves seulement")
        yield f"{base.title} : {pupils} ; les poids d’usage comptent plus que vos bases."
    for field, words in _WORDS.items():
        column = base.columns.get(field)
        if column is None:
            yield f"{base.title} : {words} manque ; le rapprochement s’en passe."
        elif column.filled < _SCARCE:
            yield f"{base.title} : {words} est vide pour {100 - 100 * column.filled:.0f} % des élèves."
    yield from _nobody(base)
    yield from _wrong_days(base)
    yield from _twice(base)


def _nobody(base: Base) -> Iterator[str]:
    """Rows that name no child."""
    known = [base.columns[field].codes != 0 for field in ("name", "usage", "first", "born") if field in base.columns]
    if known and (count := base.count - int(np.logical_or.reduce([*known, _numbered(base)]).sum())):
        rows = plural(count, "ligne n’a", "lignes n’ont")
        yield f"{base.title} : {rows} ni nom, ni prénom, ni date de naissance ; ce peut être un total, ou un titre."


def _wrong_days(base: Base) -> Iterator[str]:
    if (column := base.columns.get("born")) is None:
        return
    words = list(column.words)
    wrong = dates(words) == 0
    wrong[0] = False
    if count := int(wrong[column.codes].sum()):
        sample = words[int(wrong.argmax())][:20]
        days = plural(count, "date de naissance ne se lit pas", "dates de naissance ne se lisent pas")
        yield f"{base.title} : {days}, comme « {sample} » ; tenues pour inconnues."


def _twice(base: Base) -> Iterator[str]:
    """References or national numbers borne by two rows."""
    for field, one, many in (
        ("id", "identifiant figure", "identifiants figurent"),
        ("ine", "INE figure", "INE figurent"),
    ):
        if (column := base.columns.get(field)) is None:
            continue
        double = int(np.count_nonzero(np.bincount(column.codes, minlength=1)[1:] > 1))
        if double:
            yield f"{base.title} : {plural(double, one, many)} sur plusieurs lignes, qui sont comparées une à une."
    column = base.columns.get("ine")
    cells = list(column.words) if column else [""]
    shapeless = int((~shapely(cells)).sum()) - cells.count("")
    if shapeless:
        forms = plural(shapeless, "INE n’a pas la forme attendue, ignoré", "INE n’ont pas la forme attendue, ignorés")
        yield f"{base.title} : {forms}."


def _both(state: Base, city: Base) -> Iterator[str]:
    if state.sealed != city.sealed:
        yield "L’une des bases est scellée et l’autre non : scellez les deux avec le même secret (lekol pupils encode)."
    elif not (state.count and city.count):
        yield "Aucun rapprochement n’est possible : l’une des deux bases est vide."
    elif _numbered(city).mean() > _MANY and _numbered(state).mean() < _FEW:
        yield (
            "La base de la Ville porte des INE et celle de l’État n’en porte pas : les deux fichiers sont peut-être "
            "échangés."
        )
    elif max(state.count, city.count) > 5 * min(state.count, city.count):
        yield f"Les bases sont très inégales : {state.count} élèves d’un côté, {city.count} de l’autre."


_MANY, _FEW = 0.5, 0.05  # share of the pupils who bear an INE


def _numbered(base: Base) -> npt.NDArray[np.bool_]:
    """Which rows bear a national number."""
    column = base.columns.get("ine")
    return np.zeros(base.count, bool) if column is None else shapely(list(column.words))[column.codes]
