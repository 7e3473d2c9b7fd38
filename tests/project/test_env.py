"""Settings: a wrong one stops the start, and every wrong one is named at once."""

import subprocess
import sys
from pathlib import Path

import pytest

from lekol.project.env import WrongSettings, read

GOOD = {
    "LEKOL_SECRET": "s" * 40,
    "DATABASE_URL": "postgresql://lekol@serveur/lekol",
    "LEKOL_URL": "https://lekol.example",
    "LEKOL_HOME": "donnees",
}


def test_production_starts_with_a_secret_a_base_and_an_address():
    values = read(GOOD)
    assert values["LEKOL_DEMO"] is False
    assert values["LEKOL_HOME"].is_absolute()


@pytest.mark.parametrize("name", ["LEKOL_SECRET", "DATABASE_URL", "LEKOL_URL"])
def test_production_refuses_to_start_without_what_it_needs(name):
    with pytest.raises(WrongSettings, match=f"- {name} manque"):
        read({key: value for key, value in GOOD.items() if key != name})


WRONG = [
    ("LEKOL_SECRET", "court", "trop courte"),
    ("DATABASE_URL", "mysql://x/y", "attend une adresse PostgreSQL"),
    ("LEKOL_URL", "lekol.example", "attend l’adresse publique"),
    ("LEKOL_URL", "https://lekol.example/chemin", "attend l’adresse publique"),
    ("LEKOL_ADRESSES", "http://a", "attend des noms de serveur"),
    ("LEKOL_FUSEAU", "Mars/Olympe", "attend un fuseau horaire"),
    ("LEKOL_COURRIEL_URL", "http://x", "attend une adresse de messagerie"),
    ("LEKOL_JOURNAL", "bavard", "attend DEBUG"),
    ("LEKOL_PROXY", "peut-être", "attend « oui » ou « non »"),
    ("LEKOL_TRAVAILLEURS", "0", "attend un nombre entier de 1"),
    ("PORT", "99999", "attend un nombre entier de 1 à 65535"),
    ("PORT", "quatre-vingts", "attend un nombre entier"),
]


@pytest.mark.parametrize(("name", "value", "said"), WRONG)
def test_a_wrong_setting_is_named_with_what_it_expects(name, value, said):
    with pytest.raises(WrongSettings) as fault:
        read({**GOOD, name: value})
    assert [line for line in fault.value.faults if name in line and said in line]


def test_every_wrong_setting_is_said_at_once():
    with pytest.raises(WrongSettings) as fault:
        read({**GOOD, "PORT": "x", "LEKOL_FUSEAU": "x", "LEKOL_JOURNAL": "x"})
    assert len(fault.value.faults) == 3


def lekol(environ, *words, **settings):
    program = Path(sys.executable).parent / "lekol"
    return subprocess.run(
        [program, *words], env={**environ, **settings}, capture_output=True, text=True, timeout=60, check=False
    )


def test_the_console_says_wrong_settings_without_a_traceback(environ, tmp_path):
    done = lekol(environ, "--help", LEKOL_HOME=str(tmp_path), PORT="abc")
    assert done.returncode != 0
    assert "- PORT attend" in done.stderr
    assert "Traceback" not in done.stderr + done.stdout


def test_the_help_is_in_french_and_lists_every_command(environ, tmp_path):
    done = lekol(environ, "--help", LEKOL_DEMO="oui", LEKOL_HOME=str(tmp_path))
    assert done.returncode == 0
    assert "convention status" in done.stdout
    assert "usage :" in done.stdout


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["convention", "vote"], 2, "lekol convention check"),
        (["convention", "check"], 2, "il manque : FICHIER"),
        (["convention", "check", "absent.toml"], 1, "n’existe pas"),
        (["directory", "imports"], 2, "lekol directory import"),
        (["convention", "status", "--on", "demain"], 1, "n’est pas une date"),
    ],
)
def test_bad_words_get_a_french_sentence_and_a_code(environ, tmp_path, words, code, said):
    base = "postgresql://x@/x?host=/nulle-part"
    done = lekol(environ, *words, LEKOL_DEMO="oui", LEKOL_HOME=str(tmp_path), DATABASE_URL=base, LEKOL_JOURNAL="ERROR")
    assert (done.returncode, said in done.stderr + done.stdout) == (code, True), done.stderr
    assert "Traceback" not in done.stderr


def test_an_unreachable_base_is_said_plainly(environ, tmp_path):
    base = "postgresql://x@/x?host=/nulle-part"
    done = lekol(
        environ,
        "measures",
        "take",
        LEKOL_DEMO="oui",
        LEKOL_HOME=str(tmp_path),
        DATABASE_URL=base,
        LEKOL_JOURNAL="ERROR",
    )
    assert done.returncode == 1
    assert "La base de données ne répond pas" in done.stderr
    assert "Traceback" not in done.stderr
