"""The minutes of a meeting as one content: what is shown, printed, digested and approved is the same."""

from typing import Any

from django.utils import timezone

from lekol.governance.choices import Presence
from lekol.governance.models import Decision, Meeting
from lekol.governance.rules.seats import committee_of, quorum_reached


def content_of(meeting: Meeting) -> dict[str, Any]:
    """Everything the minutes say, in plain values; four queries, whatever the number of points."""
    committee = committee_of(meeting.agreement.data, meeting.committee)
    rows = list(meeting.attendances.select_related("person").order_by("rank", "id"))
    present = sum(row.counted and row.presence == Presence.PRESENT for row in rows)
    decisions = list(meeting.decisions.order_by("year", "rank"))
    items = list(meeting.items.select_related("notes").order_by("rank", "id"))
    return {
        "reunion": meeting.ref,
        "titre": str(meeting),
        "convention": meeting.agreement.title,
        "debut": timezone.localtime(meeting.starts_at).isoformat(timespec="minutes"),
        "duree": meeting.minutes,
        "lieu": meeting.place,
        "motif": meeting.reason,
        "quorum": committee.quorum if committee else 0,
        "quorum_atteint": quorum_reached(committee, present) if committee else None,
        "presents": present,
        "presences": [
            {
                "personne": str(row.person) if row.person else "",
                "fonction": row.function,
                "partie": row.party,
                "representant": row.delegate,
                "presence": row.presence,
            }
            for row in rows
        ],
        "points": [_item(item, decisions) for item in items],
        "autres_decisions": [_decision(row) for row in decisions if row.item_id is None],
    }


def _item(item: Any, decisions: list[Decision]) -> dict[str, Any]:
    return {
        "titre": item.title,
        "presentation": item.text,
        "clause": item.clause,
        "texte": item.notes.text,
        "decisions": [_decision(row) for row in decisions if row.item_id == item.pk],
    }


def _decision(row: Decision) -> dict[str, Any]:
    return {"numero": row.number, "objet": row.title, "texte": row.text, "clause": row.clause}
