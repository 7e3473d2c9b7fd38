"""`lekol maintenance route`, as a console calls it, without any base."""

import json
import subprocess
import sys

import pytest


def run(environ, *words):
    return subprocess.run(
        [sys.executable, "-m", "lekol.project.cli", "maintenance", "route", *words],
        env={**environ, "LEKOL_HOME": "/nowhere/at/all"}, capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_a_case_answers_its_desk_its_clause_and_its_reason(environ):
    words = ["--nature", "appareil", "--origin", "ville", "--warranty", "2027-03-14", "--on", "2026-11-24", "--json"]
    answer = json.loads(run(environ, *words).stdout)
    assert (answer["desk"], answer["clause"]) == ("fournisseur", "4.1")
    assert answer["reason"] == "Sous garantie : le fournisseur répare."
    assert answer["facts"]["warranty"] is True


def test_an_expired_warranty_sends_to_the_city(environ):
    words = ["--nature", "appareil", "--warranty", "2026-11-23", "--on", "2026-11-24", "--json"]
    assert json.loads(run(environ, *words).stdout)["desk"] == "ville"


def test_without_a_case_the_whole_table_and_the_questions_are_printed(environ):
    outcome = run(environ)
    assert outcome.returncode == 0
    assert outcome.stdout.count("clause") >= 20
    assert "À trancher par le comité technique (6)" in outcome.stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--nature", "grille-pain"], "Choix : appareil, prise, cable"),
        (["--nature", "cable", "--on", "2026-02-30"], "n’est pas une date"),
        (["--nature", "appareil", "--warranty", "hier"], "n’est pas une date"),
        (["--nature", "appareil", "--expert", "peut-être"], "Choix : oui, non"),
    ],
)
def test_bad_words_are_refused_with_the_right_ones(environ, words, said):
    outcome = run(environ, *words)
    assert outcome.returncode == 2
    assert said in outcome.stderr
    assert "Traceback" not in outcome.stderr


def test_a_fact_without_its_nature_is_refused(environ):
    outcome = run(environ, "--origin", "don")
    assert (outcome.returncode, outcome.stdout) == (1, "")
    assert "--nature" in outcome.stderr
