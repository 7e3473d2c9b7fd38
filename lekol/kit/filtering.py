"""One filter of a list under its label, drawn once for each value it takes: a form field costs ten times more."""

from functools import lru_cache
from itertools import groupby
from typing import Any

from django.forms import BoundField, ChoiceField, Widget
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe


def filter_field(field: BoundField) -> SafeString:
    """One filter under its label; a list of choices is drawn once for each value it takes."""
    value = field.value()
    if isinstance(field.field, ChoiceField):
        inside: str = _select(field.html_name, field.auto_id, str(value or ""), _flat(field.field.choices))
    else:
        widget: Any = field.field.widget
        attrs = field.build_widget_attrs({**widget.attrs, "id": field.auto_id}, widget)
        kind: Any = type(widget)
        inside = _input(kind, field.html_name, str(value or ""), tuple(attrs.items()))
    return format_html('<div class="filtre"><label for="{}">{}</label>{}</div>', field.auto_id, field.label, inside)


Options = tuple[tuple[str, str, str], ...]


def _flat(choices: Any) -> Options:
    """(group, value, words) of each choice, groups being empty or named."""
    found: list[tuple[str, str, str]] = []
    for value, words in choices:
        if isinstance(words, (list, tuple)):
            found += [(str(value), str(key), str(label)) for key, label in words]
        else:
            found.append(("", str(value), str(words)))
    return tuple(found)


@lru_cache(maxsize=512)
def _input(kind: type[Widget], name: str, value: str, attrs: tuple[tuple[str, Any], ...]) -> str:
    return kind(dict(attrs)).render(name, value)


@lru_cache(maxsize=512)
def _select(name: str, key: str, chosen: str, options: Options) -> SafeString:
    drawn: list[str] = []
    for group, rows in groupby(options, key=lambda row: row[0]):
        inside = "".join(
            f'<option value="{escape(value)}"{" selected" if value == chosen else ""}>{escape(words)}</option>'
            for _, value, words in rows
        )
        drawn.append(f'<optgroup label="{escape(group)}">{inside}</optgroup>' if group else inside)
    whole = "".join(drawn)
    return format_html('<select name="{}" id="{}" class="saisie">{}</select>', name, key, mark_safe(whole))  # noqa: S308
