"""Addresses of the API. Below /api/v1/ everything answers JSON, even an address that does not exist."""

from django.urls import URLPattern, URLResolver, path

from lekol.api.reference import reference
from lekol.api.wall import api, nowhere

urlpatterns: list[URLPattern | URLResolver] = [
    path("api/", reference, name="reference"),
    path("api/v1/", api.urls),
    path("api/v1/<path:rest>", nowhere, name="api_nowhere"),
]
