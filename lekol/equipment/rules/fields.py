"""Custom fields: the schema a commune declares, and what a value must be to enter it."""

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

LONGEST = 200
MOST = 40
"""Fields a type of device may have."""

Schema = Mapping[str, Any]
YES, NO = frozenset({"oui", "vrai", "true", "1", "x"}), frozenset({"non", "faux", "false", "0"})


def key_of(label: str) -> str:
    """« Numéro de marché » is kept under `numero_de_marche`."""
    bare = unicodedata.normalize("NFKD", label).encode("ascii", "ignore").decode().lower()
    key = re.sub(r"[^a-z0-9]+", "_", bare).strip("_")[:40].rstrip("_")
    return key if key[:1].isalpha() else f"champ_{key}"[:40].rstrip("_")


def value_of(field: Schema, given: Any) -> str | float | int | bool | None:
    """The value as it is kept, None for nothing; ValueError with the sentence that says what is expected."""
    text = str(given).strip() if given is not None else ""
    if not text:
        return None
    if len(text) > LONGEST:
        raise ValueError(f"« {field['label']} » tient en {LONGEST} signes.")
    return {"nombre": _number, "date": _date, "oui_non": _yes_no, "choix": _choice}.get(field["type"], _text)(
        field, text
    )


def checked(schema: Iterable[Schema], given: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
    """The values kept by key, and a sentence for each field that is wrong or lacks. Unknown keys are faults."""
    kept: dict[str, Any] = {}
    faults: dict[str, str] = {}
    fields = {field["key"]: field for field in schema}
    for key in given.keys() - fields.keys():
        faults[key] = "Ce champ n’est pas déclaré pour ce type de matériel."
    for key, field in fields.items():
        try:
            value = value_of(field, given.get(key))
        except ValueError as fault:
            faults[key] = str(fault)
            continue
        if value is not None:
            kept[key] = value
        elif field["required"]:
            faults[key] = f"« {field['label']} » est obligatoire."
    return kept, faults


def _text(field: Schema, text: str) -> str:
    return text


def _number(field: Schema, text: str) -> int | float:
    try:
        number = Decimal(text.replace("\u202f", "").replace("\u00a0", "").replace(" ", "").replace(",", "."))
    except InvalidOperation:
        raise ValueError(f"« {field['label']} » est un nombre.") from None
    if not number.is_finite() or abs(number) >= 10**12:
        raise ValueError(f"« {field['label']} » est un nombre raisonnable.")
    return int(number) if number == number.to_integral_value() else float(number)


def _date(field: Schema, text: str) -> str:
    for form in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            return dt.datetime.strptime(text, form).date().isoformat()  # noqa: DTZ007 — a day, no clock
        except ValueError:
            continue
    raise ValueError(f"« {field['label']} » est une date, comme 31/12/2026.")


def _yes_no(field: Schema, text: str) -> bool:
    if text.casefold() in YES | NO:
        return text.casefold() in YES
    raise ValueError(f"« {field['label']} » se répond par oui ou non.")


def _choice(field: Schema, text: str) -> str:
    same = {str(option).casefold(): str(option) for option in field["options"]}
    if text.casefold() in same:
        return same[text.casefold()]
    raise ValueError(f"« {field['label']} » se choisit parmi : {', '.join(field['options'])}.")
