"""Django’s settings, all drawn from `env`. One file, no variant per environment."""

import sys
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from csp.constants import NONE, SELF

from lekol.project import env
from lekol.project.postgres import running_url

try:
    ENV = env.read()
except env.WrongSettings as fault:
    sys.exit(str(fault))

DEMO: bool = ENV["LEKOL_DEMO"]
VERSION = "0.1.0"
HOME = ENV["LEKOL_HOME"]
PUBLIC_URL: str = ENV["LEKOL_URL"] or f"http://127.0.0.1:{ENV['PORT']}"

# The demonstration holds nothing real: a known key keeps its sessions from one start to the next.
SECRET_KEY = ENV["LEKOL_SECRET"] or "demonstration-" * 4
SECRET_KEY_FALLBACKS: list[str] = [ENV["LEKOL_ANCIEN_SECRET"]] if ENV["LEKOL_ANCIEN_SECRET"] else []
DEBUG = False
API_RATE: int = ENV["LEKOL_API_DEBIT"]  # requests a minute, for one token
AGENTS_RATE: int = ENV["LEKOL_AGENTS_DEBIT"]  # messages a minute, for one key of inventory agents
ALLOWED_HOSTS = ENV["LEKOL_ADRESSES"]
ROOT_URLCONF = "lekol.project.urls"
WSGI_APPLICATION = "lekol.project.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "lekol.kit",
    "lekol.journal",
    "lekol.directory",
    "lekol.identity",
    "lekol.equipment",
    "lekol.network",
    "lekol.pupils",
    "lekol.maintenance",
    "lekol.agreement",
    "lekol.privacy",
    "lekol.governance",
    "lekol.integrations",
    "lekol.desks",
    "lekol.api",
    "lekol.project",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.usersessions",
    "procrastinate.contrib.django",
    "django_htmx",
    "template_partials",
    "csp",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "lekol.desks.middleware.ReaderMiddleware",
]


def loaders(templates: str) -> list[Any]:
    """Partials above a cache, above where templates are read: the form `template_partials` expects."""
    return [("template_partials.loader.Loader", [("django.template.loaders.cached.Loader", [templates])])]


TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "loaders": loaders("lekol.kit.typography.Loader"),
            "builtins": ["lekol.kit.templatetags.quick"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "lekol.desks.context.frame",
            ],
        },
    }
]
FORM_RENDERER = "lekol.kit.forms.Renderer"


def database(url: str) -> dict[str, Any]:
    """Django’s settings for a PostgreSQL address; a socket folder comes as `?host=/folder`."""
    parts = urlsplit(url)
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "lekol.kit.database",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }


EMBEDDED: bool = not ENV["DATABASE_URL"]
DATABASES = {"default": database(ENV["DATABASE_URL"] or running_url(HOME))}
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "kit_cache"},
}

AUTH_USER_MODEL = "identity.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/comptes/connexion/"
ACCOUNT_ADAPTER = "lekol.identity.views.ClosedAdapter"
ACCOUNT_FORMS = {
    "login": "lekol.identity.forms.SignIn",
    "reset_password": "lekol.identity.forms.ForgottenPassword",
    "reset_password_from_key": "lekol.identity.forms.NewPassword",
    "change_password": "lekol.identity.forms.ChangedPassword",
    "set_password": "lekol.identity.forms.FirstPassword",
    "reauthenticate": "lekol.identity.forms.SamePerson",
}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_SUBJECT_PREFIX = "Lékol : "
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_RATE_LIMITS = {"login": "30/m/ip", "login_failed": "10/m/ip,5/300s/key", "reset_password": "20/m/ip,5/m/key"}
USERSESSIONS_TRACK_ACTIVITY = False  # a page read must not write: a session is recorded when it opens
SESSION_ENGINE = "lekol.kit.sessions"
SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_COOKIE_NAME = "lekol"
SESSION_COOKIE_SAMESITE = "Lax"

LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", "français")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = ENV["LEKOL_FUSEAU"]
USE_THOUSAND_SEPARATOR = True

STATIC_URL = "/statique/"
STATIC_ROOT = HOME / "statique"
MEDIA_ROOT = HOME / "fichiers"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_HANDLERS = [
    "lekol.project.uploads.Bounded",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "lekol.project.uploads.OnDisk",
]
ARRIVALS = HOME / "envois"  # where files are while they come: on the disk of those already kept

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
        "base-uri": [SELF],
    }
}
SECURE_HTTPS = PUBLIC_URL.startswith("https://")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_HTTPS
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if SECURE_HTTPS else 0
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
CSRF_FAILURE_VIEW = "lekol.desks.views.csrf_failure"
if ENV["LEKOL_PROXY"]:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    ALLAUTH_TRUSTED_PROXY_COUNT = 1

MAILBOX_URL: str = ENV["LEKOL_BOITE_URL"]
MAILBOX_TRUSTED: str = ENV["LEKOL_BOITE_CONFIANCE"]
DEFAULT_FROM_EMAIL = SERVER_EMAIL = ENV["LEKOL_EXPEDITEUR"]
if mail := ENV["LEKOL_COURRIEL_URL"]:
    _server = urlsplit(mail)
    EMAIL_HOST, EMAIL_PORT = _server.hostname, _server.port or 25
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = unquote(_server.username or ""), unquote(_server.password or "")
    EMAIL_USE_TLS, EMAIL_USE_SSL = _server.scheme == "smtp+tls", _server.scheme == "smtps"
    EMAIL_TIMEOUT = 20
else:
    EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "plain"},
        # What a console command did not expect goes here, not to the screen of whoever typed it.
        "incidents": {"class": "lekol.project.incidents.Handler", "folder": HOME, "formatter": "plain"},
    },
    "root": {"handlers": ["console"], "level": ENV["LEKOL_JOURNAL"]},
    "loggers": {
        "django.request": {"level": "ERROR"},
        "procrastinate": {"level": "WARNING"},
        "lekol.commands": {"handlers": ["incidents"], "propagate": False},
    },
}
SILENCED_SYSTEM_CHECKS: list[str] = []
