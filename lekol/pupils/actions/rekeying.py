"""References drawn with a former secret are drawn anew with the site’s present one; decisions follow them."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q

from lekol.directory.choices import Side
from lekol.directory.models import Commune
from lekol.journal.actions import write
from lekol.pupils.actions.standing import CLAUSE
from lekol.pupils.models import Discrepancy, Entry, Objection, Pair, ReferenceMark
from lekol.pupils.queries.secrets import DRAWN, Stake, at_stake, mark_of, secret_of

Renamed = Mapping[str, str]
_COLUMNS: tuple[tuple[type[models.Model], tuple[str, ...]], ...] = (
    (Entry, ("reference",)),
    (Objection, ("reference",)),
    (Pair, ("state_reference", "city_reference")),
    (Discrepancy, ("state_reference", "city_reference", "twin_reference")),
)
"""Where references are kept; one of the State’s base starts with E, one of the City’s with V."""


def keep_mark(commune: Commune) -> None:
    """The first references of a commune are kept with the mark of their secret."""
    ReferenceMark.objects.get_or_create(commune=commune, defaults={"mark": mark_of(secret_of(commune))})


@transaction.atomic
def rekey(*, commune: Commune, renamed: Renamed) -> Stake:
    """Give entries, links, disagreements and objections their new references; answers what is in neither file, and
    stays under the former secret: the mark then does not change, unless nothing is left."""
    for model, columns in _COLUMNS:
        _renamed(model, columns, commune, renamed)
    left = _left(commune, renamed)
    if not left:
        _settle(commune, "Références tirées de nouveau : le secret du site a changé, les décisions restent.")
    else:
        transaction.set_rollback(True)
    return left


@transaction.atomic
def forget(*, commune: Commune) -> Stake:
    """Give up what rests on a secret nobody knows any more; answers what was lost. References of a software stay."""
    lost = at_stake(commune)
    for model, columns in _COLUMNS:
        drawn = Q(*((f"{column}__regex", DRAWN) for column in columns), _connector=Q.OR)
        model._default_manager.filter(drawn, commune=commune).delete()
    _settle(commune, f"Ancien secret abandonné. Perdus : {lost}.")
    return lost


def _settle(commune: Commune, summary: str) -> None:
    ReferenceMark.objects.update_or_create(commune=commune, defaults={"mark": mark_of(settings.SECRET_KEY)})
    write(verb="pupils.rekeyed", thing=commune, by=None, clause=CLAUSE, summary=summary)


def _renamed(model: type[models.Model], columns: tuple[str, ...], commune: Commune, renamed: Renamed) -> None:
    known = Q(*((f"{column}__in", list(renamed)) for column in columns), _connector=Q.OR)
    rows: list[Any] = list(model._default_manager.filter(known, commune=commune))
    for row in rows:
        for column in columns:
            setattr(row, column, renamed.get(getattr(row, column), getattr(row, column)))
    model._default_manager.bulk_update(rows, columns, batch_size=1_000)


def _left(commune: Commune, renamed: Renamed) -> Stake:
    """What still bears a reference that was not drawn anew."""
    new = set(renamed.values())
    pairs = Pair.objects.filter(commune=commune).decided()
    gaps = Discrepancy.objects.open().filter(commune=commune)
    return Stake(
        _old(pairs.values_list("state_reference", "city_reference"), new),
        _old(Objection.objects.filter(commune=commune, reference__regex=DRAWN).values_list("reference"), new),
        _old(gaps.values_list("state_reference", "city_reference"), new),
    )


def _old(rows: Any, new: set[str]) -> int:
    """Rows one of whose references is drawn, and not among the new ones."""
    signs = tuple(f"{side[0].upper()}-" for side in Side.values)
    return sum(any(cell.startswith(signs) and cell not in new for cell in row) for row in rows)
