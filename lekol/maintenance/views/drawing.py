"""The list of tickets, drawn in Python: fifty rows of eight cells through a template cost four times that."""

import datetime as dt
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from typing import Any

from django.utils import timezone
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from lekol.kit.addresses import address
from lekol.kit.filtering import filter_field
from lekol.maintenance.choices import OPEN, RUNNING, Desk, Status
from lekol.maintenance.forms import Filters

DESKS, STATES = dict(Desk.choices), dict(Status.choices)
FIELDS = (
    "id", "ref", "summary", "school__uai", "school__name", "desk", "status", "opened_at", "due_at",
    "assignee__first_name", "assignee__last_name",
)  # fmt: skip
"""What a row shows, in the order `table` reads it."""
HIDDEN = tuple(name for name, field in Filters.base_fields.items() if field.widget.is_hidden)


def filters(asked: Mapping[str, str]) -> SafeString:
    """The filters as the address sets them; each choice is drawn once for its value."""
    shown = "".join(_shown(name, asked.get(name, "")) for name in Filters.base_fields if name not in HIDDEN)
    kept = "".join(
        f'<input type="hidden" name="{name}" value="{escape(asked[name])}">' for name in HIDDEN if asked.get(name)
    )
    return mark_safe(shown + kept)  # noqa: S308 — drawn by the form, or escaped


def _shown(name: str, value: str) -> str:
    known = value in dict(getattr(Filters.base_fields[name], "choices", ()))
    return _kept(name, value) if known or not value else _field(name, value)


def _field(name: str, value: str) -> str:
    return filter_field(Filters({name: value})[name])


_kept = lru_cache(maxsize=128)(_field)


def table(columns: Iterable[str], rows: Iterable[tuple[Any, ...]]) -> SafeString:
    """The head and the body of the table, rows as FIELDS says. Every word of a ticket is escaped here."""
    names, now = tuple(columns), timezone.now()
    tickets, schools = _before("maintenance:ticket"), _before("directory:school")
    cells = _cells(names[1:])
    body = "".join(_row(cells, now, tickets, schools, *row) for row in rows)
    drawn = f'{_head(names)}<tbody role="rowgroup">{body}</tbody>'
    return mark_safe(drawn)  # noqa: S308 — every word of it is escaped or ours


@cache
def _head(names: tuple[str, ...]) -> str:
    heads = "".join(f'<th role="columnheader" scope="col">{escape(name)}</th>' for name in names)
    return f'<thead role="rowgroup"><tr role="row">{heads}</tr></thead>'


@cache
def _cells(names: tuple[str, ...]) -> list[tuple[str, str]]:
    """Each cell but the first, up to its word; and the whole of it when there is no word."""
    starts = [f'<td role="cell" data-l="{escape(name)}"' for name in names]
    return [(f"{start}>", f'{start} class="rien">—</td>') for start in starts]


def _before(name: str) -> str:
    """The address of a thing, up to its own word."""
    return address(name, "X").removesuffix("X/")


def is_late(status: str, due_at: dt.datetime | None, now: dt.datetime) -> bool:
    """Past its delay while its clock runs."""
    return due_at is not None and due_at < now and status in RUNNING


def _row(
    cells: list[tuple[str, str]], now: dt.datetime, tickets: str, schools: str,
    key: int, ref: str, summary: str, uai: str, school: str, desk: str, status: str, opened_at: dt.datetime,
    due_at: dt.datetime | None, first_name: str | None, last_name: str | None,
) -> str:  # fmt: skip
    shown = (
        escape(summary),
        f'<a href="{schools}{escape(uai)}/">{escape(school)}</a>',
        str(DESKS[desk]),
        "en retard" if is_late(status, due_at, now) else str(STATES[status]),
        _moment(opened_at),
        _moment(due_at) if due_at and status in OPEN else "",
        escape(f"{first_name} {last_name}") if last_name else "",
    )
    drawn = "".join(
        f"{start}{value}</td>" if value else empty for (start, empty), value in zip(cells, shown, strict=True)
    )
    return f'<tr role="row"><th role="rowheader" scope="row"><a href="{tickets}{ref}/">{ref}</a></th>{drawn}</tr>'


def _moment(at: dt.datetime) -> str:
    return f"{timezone.localtime(at):%d/%m/%Y %H:%M}"
