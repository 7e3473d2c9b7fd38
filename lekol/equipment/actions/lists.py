"""Lists kept and columns chosen: the reader’s own wishes; nothing of the estate changes, the journal stays quiet."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from lekol.directory.models import Person
from lekol.equipment.models import ChosenColumns, SavedList

MOST = 30
"""Lists a person keeps."""


@transaction.atomic
def save_list(
    *, person: Person, name: str, words: Mapping[str, Any], columns: Sequence[str], shared: bool
) -> SavedList:
    """Keep filters and columns under a name; the same name again replaces them."""
    row = SavedList.objects.filter(author=person, name=name.strip()).first() or SavedList(author=person)
    if row.pk is None and SavedList.objects.filter(author=person).count() >= MOST:
        raise ValidationError(f"Vous gardez déjà {MOST} listes : oubliez-en une d’abord.")
    row.name, row.words, row.columns = name.strip(), dict(words), list(columns)
    row.commune = row.academy = None
    if shared:
        _share(row, person)
    row.full_clean()
    row.save()
    return row


def _share(row: SavedList, person: Person) -> None:
    """With the colleagues of the first commune or académie whose agent the author is."""
    posts = list(person.posts.on(timezone.localdate()).select_related("commune", "academy").order_by("pk"))
    wide = next((post for post in posts if post.commune_id or post.academy_id), None)
    if wide is None:
        raise ValidationError({"shared": "On partage une liste depuis un poste de la Ville ou de l’académie."})
    row.commune, row.academy = wide.commune, wide.academy


@transaction.atomic
def forget_list(*, saved: SavedList) -> None:
    """Forget a list."""
    saved.delete()


@transaction.atomic
def choose_columns(*, person: Person, columns: Sequence[str]) -> ChosenColumns:
    """Remember the columns a person wants."""
    row, _ = ChosenColumns.objects.update_or_create(person=person, defaults={"columns": list(columns)[:40]})
    return row
