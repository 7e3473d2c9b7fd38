"""A comparison asked on screen: its files laid, its columns settled, its job queued, its files erased."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from lekol.directory.models import Commune, Person, School
from lekol.directory.models.people import new_ref
from lekol.journal.actions import write
from lekol.pupils.actions.standing import CLAUSE
from lekol.pupils.models import Comparing, Comparison, Software
from lekol.pupils.queries.secrets import secret_of


@transaction.atomic
def ask_comparison(
    *, commune: Commune, by: Person, files: Mapping[str, Any], school: School | None = None, anew: bool = False
) -> Comparing:
    """Lay the files of a comparison, under names that say nothing, until they are read. `files` by field: those of a
    form, which are moved, never copied. `anew` when they replace what is followed, recognised or not.

    ValidationError when the site’s secret has changed: references would no longer be the same.
    """
    secret_of(commune)  # refused before any file is laid, when what is decided could not be found again
    made = Comparing(ref=new_ref(), commune=commune, school=school, asked_by=by, anew=anew)
    for name, file in files.items():
        if file:
            getattr(made, name).save(f"{made.ref}-{name}", file, save=False)
    made.save()
    where = f" de {school}" if school else ""
    summary = f"Fichiers confiés pour comparaison{where}."
    write(verb="pupils.comparison_asked", thing=made, by=by, clause=CLAUSE, summary=summary)
    return made


@transaction.atomic
def add_city(*, asked: Comparing, file: Any, by: Person) -> Comparing:
    """The City’s base joins the extraction that a school has laid; its day starts anew. Once only."""
    found = Comparing.objects.select_for_update(of=("self",)).get(pk=asked.pk)
    if not found.waits:
        raise ValidationError("Cette extraction n’attend plus la base de la Ville.")
    found.city_file.save(f"{found.ref}-city_file", file, save=False)
    found.asked_at = timezone.now()
    found.save(update_fields=["city_file", "asked_at"])
    write(verb="pupils.comparison_asked", thing=found, by=by, clause=CLAUSE, summary="Base de la Ville ajoutée.")
    return found


def drop_city(*, asked: Comparing) -> None:
    """The City’s file cannot be read: it is erased, the extraction of the school waits for another."""
    asked.city_file.delete(save=False)
    asked.save(update_fields=["city_file"])


@transaction.atomic
def keep_mappings(
    *, asked: Comparing, mappings: Mapping[str, Mapping[str, str]], names: Mapping[str, str], by: Person
) -> None:
    """Settle which column is which, and keep it under the name of the software when one is given."""
    asked.mappings = {side: dict(mapping) for side, mapping in mappings.items()}
    asked.save(update_fields=["mappings"])
    for side, name in names.items():
        if name.strip():
            Software.objects.update_or_create(
                commune=asked.commune, side=side, name=name.strip()[:60], defaults={"mapping": dict(mappings[side])}
            )


def queue(*, asked: Comparing) -> bool:
    """Mark a request as given to the queue; False when it already was."""
    return bool(Comparing.objects.filter(pk=asked.pk, sent=False).update(sent=True))


def tell(asked: Comparing, percent: int, step: str) -> None:
    """How far it has gone, for the page that watches."""
    Comparing.objects.filter(pk=asked.pk).update(percent=percent, step=step[:80])


def finish(*, asked: Comparing, made: Comparison) -> None:
    """The comparison is recorded; its files are erased."""
    asked.comparison, asked.percent, asked.step = made, 100, "Terminée"
    asked.save(update_fields=["comparison", "percent", "step"])
    erase_files(asked)


def fail(*, asked: Comparing, sentences: Sequence[str], strange: bool = False) -> None:
    """Nothing could be compared, or nothing may be recorded of `strange` bases; the page says why, and the files are
    erased all the same."""
    asked.faults, asked.strange = [sentence[:400] for sentence in sentences][:20], strange
    asked.save(update_fields=["faults", "strange"])
    erase_files(asked)


def abandon(*, asked: Comparing) -> None:
    """The person gives up before anything is compared."""
    erase_files(asked)
    asked.delete()


def erase_files(asked: Comparing) -> None:
    """Erase what is left of its files."""
    for file in asked.files:
        file.delete(save=False)
    names = ("state_file", "city_file", "guardians_file", "schools_file")
    Comparing.objects.filter(pk=asked.pk).update(**dict.fromkeys(names, ""))
