"""Every address of the house. An app names its own; here are only the probe and the account pages."""

from allauth.account import views as account
from allauth.usersessions import views as sessions
from django.urls import URLPattern, URLResolver, include, path, re_path

from lekol.project.health import health

ACCOUNTS: list[URLPattern] = [
    path("connexion/", account.login, name="account_login"),
    path("deconnexion/", account.logout, name="account_logout"),
    path("ferme/", account.account_inactive, name="account_inactive"),
    path("confirmer/", account.reauthenticate, name="account_reauthenticate"),
    path("mot-de-passe/", account.password_change, name="account_change_password"),
    path("mot-de-passe/choisir/", account.password_set, name="account_set_password"),
    path("mot-de-passe/oublie/", account.password_reset, name="account_reset_password"),
    path("mot-de-passe/envoye/", account.password_reset_done, name="account_reset_password_done"),
    path("mot-de-passe/change/", account.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    re_path(
        r"^mot-de-passe/cle/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("sessions/", sessions.list_usersessions, name="usersessions_list"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("sante/", health, name="health"),
    # First: machines ask the most often, and its addresses begin like no other.
    path("", include("lekol.api.urls")),
    path("", include("lekol.integrations.inventory_agents.urls")),
    path("comptes/", include(ACCOUNTS)),
    path("", include("lekol.identity.urls")),
    path("", include("lekol.directory.urls")),
    path("", include("lekol.equipment.urls")),
    path("", include("lekol.network.urls")),
    path("", include("lekol.pupils.urls")),
    path("", include("lekol.maintenance.urls")),
    path("", include("lekol.agreement.urls")),
    path("", include("lekol.privacy.urls")),
    path("", include("lekol.governance.urls")),
    path("", include("lekol.desks.urls")),
]

handler400 = "lekol.desks.views.bad_request"
handler403 = "lekol.desks.views.forbidden"
handler404 = "lekol.desks.views.not_found"
handler429 = "lekol.desks.views.too_many"
handler500 = "lekol.desks.views.server_error"
