"""The only way to write in the journal. Called by every verb, in the verb's own transaction."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from lekol.journal.models import Entry
from lekol.journal.ports import Actor


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
    return Entry.objects.create(
        verb=verb,
        actor_ref=by.ref if by else "",
        actor_name=str(by)[:160] if by else "Lékol",
        thing_type=thing._meta.label_lower,
        thing_ref=str(thing.pk),
        thing_name=str(thing)[:200],
        summary=summary[:400],
        clause=clause,
        changes=json.loads(json.dumps(changes or {}, cls=DjangoJSONEncoder)),
    )
