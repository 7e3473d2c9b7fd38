"""The only way to write in the journal. Called by every verb, in the verb's own transaction."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone

from lekol.journal.models import Entry
from lekol.journal.ports import Actor
from lekol.kit.copying import copy_in


def write(
    *,
    verb: str,
    thing: models.Model,
    summary: str,
    by: Actor | None = None,
    clause: str = "",
    changes: Mapping[str, Sequence[Any]] | None = None,
) -> Entry:
    """Record one act. `by` is None for the machine; `changes` maps a field's French name to [before, after]."""
    made = drafted(verb=verb, thing=thing, summary=summary, by=by, clause=clause, changes=changes)
    made.save(force_insert=True)
    return made


def drafted(
    *,
    verb: str,
    thing: models.Model,
    summary: str,
    by: Actor | None = None,
    clause: str = "",
    changes: Mapping[str, Sequence[Any]] | None = None,
) -> Entry:
    """The entry of an act, for a verb that writes it in one statement with its rows; never kept for later."""
    return Entry(
        verb=verb,
        actor_ref=by.ref if by else "",
        actor_name=str(by)[:160] if by else "Lékol",
        thing_type=thing._meta.label_lower,
        thing_ref=str(thing.pk),
        thing_name=str(thing)[:200],
        summary=summary[:400],
        clause=clause,
        changes=_plain(changes or {}),
    )


@dataclass(frozen=True, slots=True)
class Act:
    """One act among many of the same moment, on a thing already written."""

    verb: str
    thing_ref: str
    thing_name: str
    summary: str
    clause: str = ""
    changes: Mapping[str, Sequence[Any]] = field(default_factory=dict)


def write_many(*, model: type[models.Model], acts: Iterable[Act], by: Actor | None = None) -> None:
    """Record the acts of one set-based verb, on rows of one table, at the speed of that verb."""
    ref, name = (by.ref, str(by)[:160]) if by else ("", "Lékol")
    at, kind = timezone.now(), model._meta.label_lower
    copy_in(
        Entry,
        ("at", "verb", "actor_ref", "actor_name", "thing_type", "thing_ref", "thing_name", "summary", "clause",
         "changes"),
        (
            (at, act.verb, ref, name, kind, act.thing_ref, act.thing_name[:200], act.summary[:400], act.clause,
             json.dumps(act.changes, cls=DjangoJSONEncoder) if act.changes else "{}")
            for act in acts
        ),
    )  # fmt: skip


def _plain(changes: Mapping[str, Sequence[Any]]) -> dict[str, Any]:
    return dict(json.loads(json.dumps(changes, cls=DjangoJSONEncoder))) if changes else {}
