"""The columns a file was last read by: those saved for its software, else those a person settled at a comparison."""

from collections.abc import Mapping
from pathlib import Path

from lekol.directory.choices import Side
from lekol.directory.models import Commune
from lekol.pupils.linking.files import head_of
from lekol.pupils.linking.opening import Unreadable
from lekol.pupils.models import Comparing, Software
from lekol.pupils.rules.headers import normal

Columns = Mapping[str, str]
DRAWING = ("id", "ine", "name", "first", "born", "birthplace")
"""The columns that references are drawn from."""


class Several(LookupError):
    """More than one saved software reads this file, and not alike: their names."""


def columns_for(commune: Commune, side: Side, path: Path, software: str = "") -> Columns | None:
    """Field → header, as saved for the software named, else for the only one whose headers are all in the file, else
    as settled at the last comparison; None when nothing was ever said of such a file.

    Raises Software.DoesNotExist when none bears that name, Several when two would read the file differently.
    """
    saved = Software.objects.filter(commune=commune, side=side)
    if software:
        return dict(saved.get(name=software).mapping)
    there = _headers(path)
    fitting = {row.name: row.mapping for row in saved if _within(row.mapping, there)}
    if len({tuple(mapping.get(name) for name in DRAWING) for mapping in fitting.values()}) > 1:
        raise Several(", ".join(f"« {name} »" for name in sorted(fitting)))
    return next(iter(fitting.values()), None) or _settled(commune, side, there)


def _headers(path: Path) -> set[str]:
    try:
        return {normal(header) for header in head_of(path)[0]}
    except Unreadable:
        return set()


def _within(mapping: Columns, there: set[str]) -> bool:
    return bool(mapping) and all(normal(header) in there for header in mapping.values())


def _settled(commune: Commune, side: Side, there: set[str]) -> Columns | None:
    """As a person settled them at the last comparison of such a file."""
    rows = Comparing.objects.filter(commune=commune, comparison__isnull=False).order_by("-asked_at", "-pk")
    told = (mappings.get(str(side), {}) for mappings in rows.values_list("mappings", flat=True)[:20])
    return next((mapping for mapping in told if _within(mapping, there)), None)
