"""Words of the report: days written as data, parties by their key, what lacks in a school."""

import datetime as dt
from decimal import Decimal
from typing import Any

from django import template

from lekol.governance.queries.report import school_share
from lekol.governance.rules.indicators import REACHED, SHORT, WELL, WITHOUT
from lekol.kit.exports import plain
from lekol.kit.templatetags.kit import number

register = template.Library()


@register.filter
def day(text: str | None) -> dt.date | None:
    """« 2026-08-09 » as a date; nothing for nothing."""
    return dt.date.fromisoformat(text[:10]) if text else None


@register.filter
def party(key: str, found: dict[str, Any]) -> str:
    """The short name of a signing party of the report, else its key."""
    return next((row["court"] for row in found["convention"]["parties"] if row["cle"] == key), key)


@register.filter
def whole_share(school: dict[str, Any]) -> str:
    """« 5 / 9 »: promises where nothing lacks in the school, out of those it is due."""
    whole, total = school_share(school)
    return f"{whole} / {total}"


@register.filter
def lacking(school: dict[str, Any]) -> str:
    """« 3.1 : 2 · 3.4 : 1 »: what lacks, clause by clause; empty when nothing does."""
    return " · ".join(f"{clause} : {due - met}" for clause, (due, met) in school["chiffres"].items() if met < due)


@register.filter
def paragraphs(text: str) -> list[str]:
    """The lines of a text that say something, without what XML forbids."""
    lines = (plain(line) for line in text.splitlines())
    return [str(line) for line in lines if line]


@register.filter
def euros(amounts: dict[str, str], found: dict[str, Any]) -> str:
    """« Ville 1 200 €, Rectorat 300 € »; « — » for nothing."""
    rows = ((party(key, found), Decimal(amount)) for key, amount in amounts.items())
    return ", ".join(f"{name} {number(amount)}\u00a0€" for name, amount in rows if amount) or "—"


POSITIONS = {REACHED: "Cible atteinte", WELL: "Proche de la cible", SHORT: "Loin de la cible", WITHOUT: "Sans cible"}


@register.filter
def position_word(standing: str) -> str:
    """Where an indicator stands, in words."""
    return POSITIONS.get(standing, standing)


@register.inclusion_tag("governance/horloge.html")
def horloge(state: str) -> dict[str, str]:
    """Where a duty stands (`rules.clock`): colour, shape and word."""
    return {"state": state}


@register.filter
def pieces(group: dict[str, Any]) -> list[tuple[int, str, str]]:
    """The states of a bearer as pieces of a bar."""
    return [(row["nombre"], row["ton"], row["mot"]) for row in group["etats"]]
