"""The product’s settings on the tests’ own PostgreSQL, harsher where it can be: a missing variable of a
template fails, and quicker where it does not matter: passwords and static files.
"""

import os
import tempfile
from pathlib import Path

# One private server for a whole run: pytest’s workers inherit these from their controller.
HOME = Path(os.environ.setdefault("LEKOL_TEST_HOME", f"{tempfile.gettempdir()}/lekol-tests-{os.getpid()}-run"))
OWN_SERVER = os.environ.setdefault("LEKOL_TEST_SERVER", "non" if os.environ.get("DATABASE_URL") else "oui") == "oui"
os.environ["LEKOL_HOME"] = str(HOME)
os.environ["LEKOL_DEMO"] = "oui"
os.environ["LEKOL_JOURNAL"] = "ERROR"

from lekol.project.settings import *  # noqa: E402, F403
from lekol.project.settings import DATABASES, STORAGES, TEMPLATES, loaders  # noqa: E402


class Undefined(str):
    """What a template variable without a value becomes: a failure that names it."""

    __slots__ = ()

    def __contains__(self, part: object) -> bool:
        return part == "%s"

    def __mod__(self, missing: object) -> str:
        raise AssertionError(f"Undefined template variable: {missing}")


TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = Undefined("undefined: %s")
MODEL = "modele"
if OWN_SERVER:
    DATABASES["default"]["TEST"] = {"TEMPLATE": MODEL}  # migrated once (tests/base.py), copied by each worker
# Tests read pages as they are typed; tests/kit/test_typography.py tries the loader that binds French spaces.
TEMPLATES[0]["OPTIONS"]["loaders"] = loaders("django.template.loaders.app_directories.Loader")
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = True
