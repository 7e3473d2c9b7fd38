"""What is said when a page cannot be shown: what happened, and what to do."""

import logging
import secrets

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from lekol.desks.context import Frame

log = logging.getLogger("lekol.pages")


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: the address leads nowhere, or to something the reader does not see; both are said alike."""
    return _say(
        request,
        404,
        "Cette page n’existe pas, ou n’est pas dans votre périmètre",
        "Vérifiez l’adresse, ou cherchez une école, une personne, un matériel ou un engagement depuis le bandeau.",
    )


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: the reader sees the thing and may not do this to it."""
    return _say(
        request,
        403,
        "Vos fonctions ne permettent pas cette action",
        "La page « Mes droits » dit ce que vous pouvez faire, par quel poste et jusqu’à quand.",
    )


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: the request cannot be read; 413 when it is too heavy."""
    if isinstance(exception, RequestDataTooBig):
        return _say(request, 413, "L’envoi est trop lourd", f"{exception}")
    return _say(
        request,
        400,
        "La demande n’a pas pu être lue",
        "Revenez à la page précédente et recommencez. Un envoi trop volumineux est refusé.",
    )


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 of a form sent from an old page, or from another site."""
    return _say(
        request,
        403,
        "Le formulaire n’est plus valable",
        "La page est restée ouverte trop longtemps, ou votre navigateur refuse les témoins. Rechargez-la, recommencez.",
    )


def too_many(request: HttpRequest) -> HttpResponse:
    """429: sign-in or reset asked too often from one place."""
    return _say(
        request,
        429,
        "Trop de demandes en peu de temps",
        "Attendez quelques minutes, puis recommencez. C’est une protection contre les essais de mots de passe.",
    )


def unreadable(request: HttpRequest) -> HttpResponse:
    """400 of words the base refused (a NUL, a number out of range): said without reading any table."""
    log.warning("demande illisible sur %s", request.path, exc_info=True)
    text = "Un mot de l’adresse ou du formulaire ne peut pas être lu. Revenez en arrière et écrivez-le autrement."
    return _say_alone(request, 400, "La demande n’a pas pu être lue", text)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: the number lets whoever runs the service find the trace. No table is read: the base may be down."""
    number = secrets.token_hex(4)
    log.error("incident %s sur %s", number, request.path)
    text = f"Rien n’a été enregistré à moitié. Recommencez, puis donnez le numéro {number} à qui exploite le service."
    return _say_alone(request, 500, "Lékol a rencontré une erreur inattendue", text)


def _say(request: HttpRequest, status: int, title: str, text: str) -> HttpResponse:
    return render(request, "kit/erreur.html", {"title": title, "text": text}, status=status)


def _say_alone(request: HttpRequest, status: int, title: str, text: str) -> HttpResponse:
    """The same page without its reader, so that nothing is asked of the base."""
    frame = Frame(request)
    frame.person = frame.scope = None
    page = render_to_string("kit/erreur.html", {"title": title, "text": text, "frame": frame, "aide": "accueil"})
    return HttpResponse(page, status=status)
