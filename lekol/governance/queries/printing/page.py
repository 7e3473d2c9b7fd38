"""The report as a page by itself: one file, no script, nothing from outside."""

from pathlib import Path
from typing import Any

from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import mark_safe

STYLE = Path(__file__).parents[2] / "texts" / "bilan.css"


def as_html(found: dict[str, Any]) -> bytes:
    """UTF-8. The style sheet is ours and constant, hence its mark."""
    sheet = mark_safe(STYLE.read_text(encoding="utf-8"))  # noqa: S308 — a file of the house
    style = format_html("<style>{}</style>", sheet)
    return render_to_string("governance/bilan_seul.html", {"found": found, "style": style}).encode()
