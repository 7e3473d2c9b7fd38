"""A school keeps its own id for life: its name, its code, its state change around it, each change journaled."""

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from lekol.directory.models import Person, School, SchoolCode, SchoolReplacement
from lekol.journal.actions import write

DERIVED = ["sort_key"]


@transaction.atomic
def add_school(*, by: Person | None = None, **fields: Any) -> School:
    """A new school and its code, valid from its opening when it is known."""
    school = School(**fields)
    school.full_clean(exclude=DERIVED)
    school.save()
    SchoolCode.objects.create(school=school, uai=school.uai, valid=DateRange(school.opened_on, None))
    write(verb="school.added", thing=school, by=by, summary=f"École inscrite à l’annuaire sous le code {school.uai}.")
    return school


@transaction.atomic
def edit_school(*, school: School, by: Person | None = None, **fields: Any) -> dict[str, list[Any]]:
    """Change the card of a school (not its code); answers what changed, by French name of the field."""
    changes: dict[str, list[Any]] = {}
    for name, value in fields.items():
        before = getattr(school, name)
        if before != value:
            label = str(School._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
            changes[label] = [_said(before), _said(value)]
            setattr(school, name, value)
    if changes:
        school.full_clean(exclude=DERIVED)
        school.save()
        write(verb="school.edited", thing=school, by=by, summary="Fiche de l’école modifiée.", changes=changes)
    return changes


def _said(value: Any) -> Any:
    return value if isinstance(value, (int, float, dt.date)) or value is None else str(value)


@transaction.atomic
def change_code(*, school: School, uai: str, since: dt.date, by: Person | None = None) -> SchoolCode:
    """The school bears another UAI from a day on; the former one keeps leading to it."""
    current = school.codes.filter(valid__contains=since).first()
    if current is not None and current.uai == uai:
        raise ValidationError("L’école porte déjà ce code à cette date.")
    if school.codes.filter(valid__startswith__gte=since).exists():
        raise ValidationError("L’école a déjà changé de code à cette date ou après : choisissez un jour plus récent.")
    if current is not None:
        current.valid = DateRange(current.valid.lower, since)
        current.save(update_fields=["valid"])
    code = SchoolCode(school=school, uai=uai, valid=DateRange(since, None))
    code.full_clean()
    code.save()
    former, school.uai = school.uai, uai
    school.full_clean()
    school.save(update_fields=["uai"])
    write(
        verb="school.recoded",
        thing=school,
        by=by,
        summary=f"Nouveau code UAI : {uai}.",
        changes={"code UAI": [former, uai]},
    )
    return code


@transaction.atomic
def close_school(*, school: School, on: dt.date, by: Person | None = None) -> School:
    """The school receives no more pupils from a day on; everything about it stays readable."""
    if school.closed_on is not None:
        raise ValidationError(f"Cette école est déjà fermée depuis le {school.closed_on:%d/%m/%Y}.")
    school.closed_on = on
    school.full_clean()
    school.save(update_fields=["closed_on"])
    write(verb="school.closed", thing=school, by=by, summary=f"École fermée à compter du {on:%d/%m/%Y}.")
    return school


@transaction.atomic
def replace_school(
    *, former: School, successor: School, on: dt.date, reason: str = "", by: Person | None = None
) -> SchoolReplacement:
    """A school takes over another, which closes that day (merger, split)."""
    link = SchoolReplacement(former=former, successor=successor, on=on, reason=reason.strip())
    link.full_clean()
    link.save()
    if former.closed_on is None:
        close_school(school=former, on=on, by=by)
    write(
        verb="school.replaced",
        thing=successor,
        by=by,
        summary=f"Remplace {former} ({former.uai}) à compter du {on:%d/%m/%Y}.",
    )
    return link
