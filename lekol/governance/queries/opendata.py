"""Indicators as open data: a data package (Frictionless) of CSV tables, each with its Table Schema.

Nothing in it is about one person; groups of schools come under the privacy floors of `rules.groups`.
"""

import datetime as dt
import io
import json
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from lekol.agreement.models import Agreement
from lekol.governance.choices import GroupBy
from lekol.governance.models import IndicatorPoint
from lekol.governance.queries.indicators import figures_of, grouped, retained_on
from lekol.governance.rules.groups import LEAST_PUPILS, LEAST_SCHOOLS
from lekol.kit.exports import csv_lines
from lekol.pact.dates import long_date

THEN = (1980, 1, 1, 0, 0, 0)  # an archive without a clock: the same data are the same bytes
Field = tuple[str, str, str, dict[str, Any]]
MUST: dict[str, Any] = {"required": True}

TABLES: dict[str, tuple[str, tuple[Field, ...]]] = {
    "indicateurs": ("Les indicateurs que le comité de pilotage a retenus", (
        ("indicateur", "string", "Référence de l’indicateur", {"required": True, "unique": True}),
        ("nom", "string", "Nom", MUST),
        ("question", "string", "Ce qu’il évalue", {}),
        ("clause", "string", "Clause évaluée", {}),
        ("partie", "string", "Partie responsable ; vide : les deux", {}),
        ("calcul", "string", "Comment les mesures se combinent", {
            "required": True, "enum": ["part", "somme", "manque", "rapport"],
        }),
        ("mesures", "string", "Mesures, séparées par des espaces", MUST),
        ("rapportees_a", "string", "Mesures par lesquelles on divise", {}),
        ("types", "string", "Types d’école ; vide : tous", {}),
        ("ecoles", "string", "Éducation prioritaire ; vide : toutes", {}),
        ("unite", "string", "Unité", {}),
        ("sens", "string", "Sens attendu", {"required": True, "enum": ["hausse", "baisse"]}),
        ("cible", "number", "Cible, en % pour une part", {}),
        ("cible_le", "date", "Échéance de la cible", {}),
        ("frequence", "string", "Quand le chiffre se fige", {
            "required": True, "enum": ["mois", "trimestre", "annee"],
        }),
        ("retenu_le", "date", "Jour de la décision", MUST),
        ("decision", "string", "Numéro de la décision", MUST),
    )),
    "series": ("Les chiffres figés, période par période", (
        ("indicateur", "string", "Référence de l’indicateur", MUST),
        ("au", "date", "Dernier jour de la période", MUST),
        ("compte", "integer", "Ce qui est compté", MUST),
        ("sur", "integer", "Sur combien ; vide pour une somme", {}),
    )),
    "groupes": (
        f"Les écoles par groupes, jamais moins de {LEAST_SCHOOLS} écoles ni de {LEAST_PUPILS} élèves", (
            ("indicateur", "string", "Référence de l’indicateur", MUST),
            ("par", "string", "Comment les écoles sont groupées", MUST),
            ("groupe", "string", "Groupe", MUST),
            ("ecoles", "integer", "Écoles du groupe", {"required": True, "minimum": LEAST_SCHOOLS}),
            ("compte", "integer", "Ce qui est compté", MUST),
            ("sur", "integer", "Sur combien ; vide pour une somme", {}),
        ),
    ),
}  # fmt: skip
KEYS: dict[str, str | list[str]] = {
    "indicateurs": "indicateur", "series": ["indicateur", "au"], "groupes": ["indicateur", "par", "groupe"],
}  # fmt: skip


def table_schema(name: str) -> dict[str, Any]:
    """The Table Schema of one table."""
    fields = [
        {"name": field, "type": kind, "title": title, **_decimal(kind), **({"constraints": must} if must else {})}
        for field, kind, title, must in TABLES[name][1]
    ]
    schema: dict[str, Any] = {"fields": fields, "missingValues": [""], "primaryKey": KEYS[name]}
    if name != "indicateurs":
        link = {"fields": "indicateur", "reference": {"resource": "indicateurs", "fields": "indicateur"}}
        schema["foreignKeys"] = [link]
    return schema


def _decimal(kind: str) -> dict[str, str]:
    return {"decimalChar": ","} if kind == "number" else {}


def datapackage(agreement: Agreement, on: dt.date) -> dict[str, Any]:
    """The descriptor: what the tables are, their schemas, their dialect, the licence of public data in France."""
    return {
        "profile": "tabular-data-package",
        "name": f"indicateurs-{agreement.slug}",
        "title": f"Indicateurs : {agreement.short_title}",
        "description": f"Figés par période ; groupes d’écoles au {long_date(on)}.",
        "licenses": [
            {
                "name": "etalab-2.0",
                "title": "Licence Ouverte 2.0",
                "path": "https://www.etalab.gouv.fr/licence-ouverte-open-licence/",
            }
        ],
        "resources": [
            {
                "profile": "tabular-data-resource",
                "name": name,
                "title": title,
                "path": f"{name}.csv",
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "dialect": {"delimiter": ";"},
                "schema": table_schema(name),
            }
            for name, (title, _) in TABLES.items()
        ],
    }


def tables(agreement: Agreement, on: dt.date) -> dict[str, list[list[Any]]]:
    """The rows of each table, in the order of its fields."""
    rows = retained_on(agreement, on)
    known = IndicatorPoint.objects.filter(indicator__in=rows).order_by("indicator__ref", "on")
    return {
        "indicateurs": sorted(_indicator(row) for row in rows),
        "series": [
            [ref, day, numerator, denominator]
            for ref, day, numerator, denominator in known.values_list(
                "indicator__ref", "on", "numerator", "denominator"
            )
        ],
        "groupes": list(_groups(rows, on)),
    }


def _indicator(row: Any) -> list[Any]:
    return [
        row.ref, row.title, row.question, row.clause, row.party, row.formula, " ".join(row.measures),
        " ".join(row.base), " ".join(row.school_kinds), row.priority, row.unit, row.direction, row.target,
        row.target_on, row.frequency, row.since, row.decision.number,
    ]  # fmt: skip


def _groups(rows: Iterable[Any], on: dt.date) -> Iterator[list[Any]]:
    for row in sorted(rows, key=lambda row: row.ref):
        schools = figures_of(row, on)
        for by in GroupBy.values:
            for group, _ in grouped(row, by, schools).shown:
                yield [row.ref, by, group.label, group.schools, group.value.numerator, group.value.denominator]


def package(agreement: Agreement, on: dt.date) -> bytes:
    """Everything in one archive: `datapackage.json` and its tables."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        words = json.dumps(datapackage(agreement, on), ensure_ascii=False, indent=2)
        _add(archive, "datapackage.json", f"{words}\n")
        for name, rows in tables(agreement, on).items():
            _add(archive, f"{name}.csv", as_csv(name, rows))
    return held.getvalue()


def as_csv(name: str, rows: Iterable[Sequence[Any]]) -> str:
    """One table, as its schema and its dialect say; without the mark that spreadsheets want and parsers do not."""
    return "".join(csv_lines([field for field, *_ in TABLES[name][1]], rows)).removeprefix("\ufeff")


def _add(archive: zipfile.ZipFile, name: str, content: str) -> None:
    entry = zipfile.ZipInfo(name, THEN)
    entry.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(entry, content)
