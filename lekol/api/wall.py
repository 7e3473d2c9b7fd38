"""The API itself: its operations, its document, and one French form for every error."""

import json
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from lekol.api import agreements, devices, measures, schools, tickets
from lekol.api.caller import TooMany

DESCRIPTION = (
    "Ce que Lékol sait des écoles, de leurs matériels, de leurs pannes, des conventions et de leurs engagements, pour "
    "les logiciels. Tout se lit ; seules les pannes s’écrivent, avec un jeton qui le permet. "
    "Chaque demande présente un jeton, créé par une personne sur la page « Mes jetons » : elle ne voit rien de plus "
    "que cette personne. Les pages d’une liste se suivent par leur marque `next`, donnée dans `after`."
)
api = NinjaAPI(title="API de Lékol", version="1", description=DESCRIPTION, docs_url=None, urls_namespace="api")
for part in (schools, devices, tickets, agreements, measures):
    api.add_router("", part.router)

_INVALID = {
    "string_pattern_mismatch": "Cette valeur n’a pas la forme attendue.",
    "int_parsing": "On attend un nombre entier.",
    "greater_than_equal": "Ce nombre est trop petit.",
    "less_than_equal": "Ce nombre est trop grand.",
    "missing": "Cette valeur manque.",
    "string_too_long": "Ce texte est trop long.",
    "enum": "Cette valeur n’est pas de la liste.",
    "uuid_parsing": "On attend une clé UUID.",
}


def said(request: HttpRequest, status: int, sentence: str) -> HttpResponse:
    """An error in its one form."""
    return api.create_response(request, {"detail": sentence}, status=status)


@api.exception_handler(AuthenticationError)
def unknown_caller(request: HttpRequest, fault: Exception) -> HttpResponse:
    response = said(
        request, HTTPStatus.UNAUTHORIZED, "Présentez un jeton en service dans l’en-tête « Authorization: Bearer »."
    )
    response["WWW-Authenticate"] = 'Bearer realm="Lekol"'
    return response


@api.exception_handler(TooMany)
def too_many(request: HttpRequest, fault: TooMany) -> HttpResponse:
    response = said(
        request,
        HTTPStatus.TOO_MANY_REQUESTS,
        f"Trop de demandes en une minute. Recommencez dans {fault.wait} secondes.",
    )
    response["Retry-After"] = str(fault.wait)
    return response


@api.exception_handler(HttpError)
def refused(request: HttpRequest, fault: HttpError) -> HttpResponse:
    return said(request, fault.status_code, str(fault))


@api.exception_handler(ValidationError)
def invalid(request: HttpRequest, fault: ValidationError) -> HttpResponse:
    """Each part refused, with its place; the value sent is not repeated."""
    parts = [
        {
            "type": row["type"],
            "loc": list(row["loc"]),
            "msg": _INVALID.get(row["type"], "Cette valeur n’est pas acceptée."),
        }
        for row in fault.errors
    ]
    return api.create_response(request, {"detail": parts}, status=HTTPStatus.UNPROCESSABLE_ENTITY)


def nowhere(request: HttpRequest, rest: str = "") -> JsonResponse:
    """An address of the API that does not exist."""
    status = 400 if "%00" in request.META.get("QUERY_STRING", "") else 404
    return JsonResponse(
        {"detail": "Cette adresse n’existe pas dans l’API. Voyez sa description : /api/."}, status=status
    )


def document() -> dict[str, Any]:
    """The OpenAPI document, as machines get it."""
    whole: dict[str, Any] = json.loads(json.dumps(api.get_openapi_schema()))
    return whole
