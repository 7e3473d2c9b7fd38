"""Which agreements a territory has, and which one to open for it."""

import datetime as dt

from django.db.models import Func, Q, TextField, Value
from django.db.models.functions import Concat

from lekol.agreement.models import Agreement
from lekol.agreement.models.text import AgreementQuerySet
from lekol.directory.models.territory import SchoolQuerySet
from lekol.directory.queries import schools_in
from lekol.pact.scopes import Level, Scope

PATHS = {
    Level.ACADEMY: "commune__academy__code",
    Level.COMMUNE: "commune__insee",
    Level.DISTRICT: "district__code",
    Level.SCHOOL: "uai",
}


def touching(schools: SchoolQuerySet) -> AgreementQuerySet:
    """Agreements whose territory holds one of these schools; the schools are gone through once for all levels."""
    text = TextField()
    places = [Concat(Value(f"{level}:"), path, output_field=text) for level, path in PATHS.items()]
    around = Func(*places, template="unnest(ARRAY[%(expressions)s])", output_field=text)
    own = Concat("scope_level", Value(":"), "scope_code", output_field=text)
    held = Q(scope_level=Level.COUNTRY) | Q(place__in=schools.order_by().values(place=around))
    return Agreement.objects.alias(place=own).filter(held)


def current(visible: AgreementQuerySet, scope: Scope, on: dt.date) -> list[Agreement]:
    """What a perimeter opens on: every agreement in force there, else the last signed, else the last loaded."""
    found = visible.filter(pk__in=touching(schools_in(scope)).values("pk")).order_by("-starts_on", "slug")
    in_force = list(found.in_force_on(on))
    return in_force or list((found.exclude(signed_on=None) or found.order_by("-loaded_at"))[:1])


def beside(agreement: Agreement) -> list[Agreement]:
    """Other agreements of the same territory whose term meets this one’s."""
    if agreement.starts_on is None:
        return []
    others = Agreement.objects.filter(scope_level=agreement.scope_level, scope_code=agreement.scope_code)
    met = [row for row in others.exclude(pk=agreement.pk).exclude(signed_on=None) if _meets(row, agreement)]
    return sorted(met, key=lambda row: row.slug)


def _meets(one: Agreement, other: Agreement) -> bool:
    if one.starts_on is None or other.starts_on is None:
        return False
    before = one.ends_on is not None and one.ends_on < other.starts_on
    after = other.ends_on is not None and other.ends_on < one.starts_on
    return not before and not after
