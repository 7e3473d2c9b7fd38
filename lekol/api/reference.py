"""`/api/`: the OpenAPI document as a page people read."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lekol.api.wall import document


@dataclass(frozen=True, slots=True)
class Part:
    """A parameter, or a field of an answer."""

    name: str
    kind: str
    needed: bool
    says: str
    form: str = ""


@dataclass(frozen=True, slots=True)
class Operation:
    """One thing that may be asked."""

    anchor: str
    title: str
    verb: str
    path: str
    says: str
    group: str
    parameters: tuple[Part, ...]
    fields: tuple[Part, ...]
    statuses: tuple[tuple[str, str], ...]


STATUSES = {
    "200": "le résultat", "201": "créé", "400": "le corps envoyé n’est pas du JSON",
    "401": "jeton absent, expiré ou révoqué",
    "403": "le jeton n’ouvre pas cette partie",
    "404": "rien de tel dans votre périmètre", "422": "une valeur n’a pas la forme attendue", "429": "trop de demandes",
}  # fmt: skip


@require_safe
def reference(request: HttpRequest) -> HttpResponse:
    """Each operation, its parameters, its answer, an example to copy."""
    whole = document()
    context = {"info": whole["info"], "operations": list(operations(whole)), "base": f"{settings.PUBLIC_URL}",
               "rate": settings.API_RATE}  # fmt: skip
    return render(request, "api/reference.html", context)


def operations(whole: Mapping[str, Any]) -> Iterator[Operation]:
    """The operations of a document, in its order."""
    for path, methods in whole["paths"].items():
        for verb, row in methods.items():
            yield Operation(
                row["operationId"].rsplit("_", 1)[-1], row["summary"], verb.upper(), path, row.get("description", ""),
                row["tags"][0],
                (*(_parameter(one) for one in row.get("parameters", ())), *_told(row, whole)),
                tuple(_fields(row["responses"]["200"], whole)),
                tuple((str(code), STATUSES[str(code)]) for code in sorted(row["responses"], key=str)),
            )  # fmt: skip


def _parameter(row: Mapping[str, Any]) -> Part:
    form = row["schema"]
    choices = [one for one in form.get("anyOf", [form]) if one.get("type") != "null"]
    return Part(
        row["name"],
        _kind(choices[0]),
        row.get("required", False),
        row.get("description") or form.get("description", ""),
    )


def _told(row: Mapping[str, Any], whole: Mapping[str, Any]) -> Iterator[Part]:
    """The fields of what is sent, those that must be there said so."""
    if "requestBody" not in row:
        return
    form = row["requestBody"]["content"]["application/json"]["schema"]
    name = form["$ref"].rsplit("/", 1)[-1]
    needed = whole["components"]["schemas"][name].get("required", ())
    for field, found in _properties(form, whole).items():
        yield Part(field, _kind(found), field in needed, found.get("description", ""))


def _fields(response: Mapping[str, Any], whole: Mapping[str, Any]) -> Iterator[Part]:
    """The fields of an answer, those of the rows of a list under their own name."""
    for name, form in _properties(response["content"]["application/json"]["schema"], whole).items():
        yield Part(name, _kind(form), True, form.get("description", ""))
        inner = form.get("items", {})
        for below, found in _properties(inner, whole).items():
            yield Part(f"{name}.{below}", _kind(found), True, found.get("description", ""))


def _properties(form: Mapping[str, Any], whole: Mapping[str, Any]) -> Mapping[str, Any]:
    name = form.get("$ref", "").rsplit("/", 1)[-1]
    found: Mapping[str, Any] = whole["components"]["schemas"][name]["properties"] if name else {}
    return found


_KINDS = {
    "string": "texte",
    "integer": "nombre entier",
    "number": "nombre",
    "boolean": "vrai ou faux",
    "array": "liste",
}

_FORMATS = {"date": "date", "date-time": "date et heure", "uuid": "UUID"}


def _kind(form: Mapping[str, Any]) -> str:
    """« date », « texte ou rien »."""
    choices = form.get("anyOf", [form])
    kinds = [
        _FORMATS.get(one.get("format", "")) or _KINDS.get(one.get("type", ""), "objet")
        for one in choices
        if one.get("type") != "null"
    ]
    return kinds[0] + (" ou rien" if len(kinds) < len(choices) else "")
