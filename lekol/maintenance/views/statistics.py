"""The faults of a period in figures, each with its list and its file."""

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from lekol.directory.access import asked_scope
from lekol.directory.access import visible_to as schools_visible_to
from lekol.kit import charts
from lekol.kit.exports import export
from lekol.kit.http import PersonRequest
from lekol.maintenance import access
from lekol.maintenance.forms import PeriodForm
from lekol.maintenance.forms.handling import SCORES
from lekol.maintenance.queries import statistics
from lekol.maintenance.queries.statistics import Model, Row

SHOWN = 15
HEADS = ("Pannes", "Encore ouvertes", "Résolues", "Dans le délai", "Jours pour résoudre", "Rouvertes", "Hors règle")
TONES = {4: "ok", 3: "va", 2: "risque", 1: "non"}
TABLES: dict[str, tuple[str, str, str, Callable[..., list[Row]]]] = {
    "mois": ("Mois", "Par mois", "", statistics.by_month),
    "ecoles": ("École", "Par école", "ecole", statistics.by_school),
    "natures": ("Ce qui est en panne", "Par nature", "nature", statistics.by_nature),
    "parties": ("Qui agit", "Par partie", "partie", statistics.by_desk),
}


@require_safe
def statistics_page(request: PersonRequest) -> HttpResponseBase:
    """The page, or one of its tables as a file (`?table=ecoles&format=csv`)."""
    form = PeriodForm(request.GET or None)
    words = form.cleaned_data if form.is_valid() else {}
    months, last = int(words.get("periode") or 12), timezone.localdate()
    first = last - dt.timedelta(days=round(months * 30.4375) - 1)
    seen = access.visible_to(request.person, asked_scope(request))
    rows = statistics.period(seen, first, last)
    for asked, field in (("nature", "nature"), ("partie", "desk")):
        rows = rows.filter(**{field: words[asked]}) if words.get(asked) else rows
    schools = schools_visible_to(request.person, asked_scope(request))
    table = request.GET.get("table", "")
    if table == "modeles":
        return _models_file(request, statistics.by_model(rows, schools, first, last))
    if table in TABLES:
        return _file(request, table, TABLES[table][3](rows))
    return _page(request, form, rows, statistics.by_model(rows, schools, first, last), first)


def _page(request: PersonRequest, form: PeriodForm, rows: Any, models: Sequence[Model], first: dt.date) -> HttpResponse:
    found = {key: table[3](rows) for key, table in TABLES.items()}
    kept = {name: value for name, value in form.data.items() if name in ("nature", "partie") and value}
    lists = {**kept, "etat": "toutes", "depuis": first.isoformat()}
    months, count = found["mois"], sum(row.count for row in found["mois"])
    solved, in_time = sum(row.solved for row in months), sum(row.in_time for row in months)
    context = {
        "form": form,
        "first": first,
        "count": count,
        "share": in_time / solved if solved else None,
        "overridden": sum(row.overridden for row in months),
        "reopened": sum(row.reopened for row in months),
        "chart": charts.columns(
            [(row.name, row.in_time, row.count - row.in_time) for row in months], "Pannes par mois"
        ),
        "tables": [
            (
                key,
                head,
                title,
                [(row, _drill(lists, param, row.key)) for row in _shown(key, found[key])],
                len(found[key]),
            )
            for key, (head, title, param, _) in TABLES.items()
        ],
        "models": [(row, _drill(lists, "modele", row.key)) for row in models[:SHOWN]],
        "worst": next((row for row in models if row.is_sure and row.rate), None),
        "judged": _judged(rows),
        "asked": urlencode({name: value for name, value in request.GET.items() if name in form.fields}),
    }
    return render(request, "maintenance/statistics.html", context)


def _shown(key: str, rows: list[Row]) -> list[Row]:
    """Every month, the last one first: the table is the twin of the chart; else the first lines."""
    return rows[::-1] if key == "mois" else rows[:SHOWN]


def _drill(words: dict[str, str], param: str, key: str) -> str:
    """The very tickets a line counts; nothing for a month."""
    return f"{reverse('maintenance:tickets')}?{urlencode({**words, param: key})}" if param else ""


def _judged(rows: Any) -> list[tuple[str, Any, list[tuple[str, int]]]]:
    """Each question, its bar, and the same figures in words."""
    found, words = statistics.judged(rows), dict(SCORES)
    asked = (("speed", "Était-ce assez rapide ?"), ("result", "Est-ce que tout marche bien ?"))
    return [
        (label, charts.stacked([(found[key].get(n, 0), TONES[n], words[n]) for n in TONES], label),
         [(words[n], found[key].get(n, 0)) for n in TONES])
        for key, label in asked if found[key]
    ]  # fmt: skip


def _file(request: PersonRequest, table: str, rows: Sequence[Row]) -> HttpResponseBase:
    lines = (
        (row.name, row.count, row.open, row.solved, row.in_time, row.days, row.reopened, row.overridden) for row in rows
    )
    return export(request.GET.get("format", ""), f"pannes-par-{table}", (TABLES[table][0], *HEADS), lines)


def _models_file(request: PersonRequest, rows: Sequence[Model]) -> HttpResponseBase:
    heads = ("Modèle", "Pannes", "Matériels aujourd’hui", "Pannes par 100 matériels et par an")
    lines = ((row.name, row.failures, row.devices, row.rate) for row in rows)
    return export(request.GET.get("format", ""), "pannes-par-modele", heads, lines)
