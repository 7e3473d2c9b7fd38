"""Persons and their posts. A post is ended, never erased: who could do what, and when, stays known."""

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from lekol.directory.models import Academy, Commune, District, Person, Post, School
from lekol.directory.rules import OFFICES, PLACE_FIELDS
from lekol.journal.actions import write


@transaction.atomic
def add_person(
    *, first_name: str, last_name: str, email: str = "", phone: str = "", by: Person | None = None
) -> Person:
    """A new person of the directory; without a post, they can do nothing yet."""
    person = Person(
        first_name=first_name.strip(), last_name=last_name.strip(), email=email.strip(), phone=phone.strip()
    )
    person.full_clean(exclude=["ref", "sort_key"])
    person.save()
    write(verb="person.added", thing=person, by=by, summary="Personne inscrite à l’annuaire.")
    return person


@transaction.atomic
def edit_person(*, person: Person, by: Person | None = None, **fields: Any) -> Person:
    """Correct a person’s names and contacts; the journal keeps what they were."""
    changes = {}
    for name, value in fields.items():
        if getattr(person, name) != value:
            label = str(Person._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
            changes[label] = [getattr(person, name), value]
            setattr(person, name, value)
    if changes:
        person.full_clean()
        person.save()
        write(verb="person.edited", thing=person, by=by, summary="Fiche corrigée.", changes=changes)
    return person


@transaction.atomic
def open_post(
    *,
    person: Person,
    role: str,
    place: Academy | District | Commune | School,
    since: dt.date,
    until: dt.date | None = None,
    by: Person | None = None,
) -> Post:
    """A person takes a function somewhere from a day (included) to another (excluded)."""
    if until is not None and until <= since:
        raise ValidationError("Le dernier jour du poste doit venir après le premier.")
    post = Post(person=person, role=role, valid=DateRange(since, until), **{PLACE_FIELDS[OFFICES[role].level]: place})
    post.full_clean()
    post.save()
    person.__dict__.pop("_posts_by_day", None)
    write(verb="post.opened", thing=person, by=by, summary=f"Poste ouvert : {post}, à compter du {since:%d/%m/%Y}.")
    return post


@transaction.atomic
def close_post(*, post: Post, on: dt.date, by: Person | None = None) -> Post:
    """A post ends: its holder no longer acts in its name from that day."""
    start, end = post.valid.lower, post.valid.upper
    if start is not None and on <= start:
        raise ValidationError(f"Le poste commence le {start:%d/%m/%Y} : sa fin doit venir après.")
    if end is not None and on > end:
        raise ValidationError(f"Le poste s’achève déjà le {end:%d/%m/%Y}.")
    post.valid = DateRange(start, on)
    post.save(update_fields=["valid"])
    post.person.__dict__.pop("_posts_by_day", None)
    write(verb="post.closed", thing=post.person, by=by, summary=f"Poste clos : {post}, à compter du {on:%d/%m/%Y}.")
    return post
