"""The console verbs: figures for machines and for people, refusals in French."""

import datetime as dt
import io
import json
from pathlib import Path

import pytest
from django.core.management import call_command

from lekol.agreement.management.commands.convention_load import Command as Load
from lekol.agreement.management.commands.convention_sign import Command as Sign
from lekol.agreement.management.commands.convention_status import Command as Status
from lekol.agreement.management.commands.measures_take import Command as Take
from lekol.agreement.management.commands.measures_take import days
from lekol.agreement.models import Agreement, MeasurePass
from lekol.agreement.rules.pack import read
from tests.agreement.factories import announced, clause, commitment, declare, declared, full, load, pack, take
from tests.agreement.packs import SHIPPED, shipped
from tests.days import today
from tests.directory.factories import CommuneFactory, SchoolFactory

pytestmark = pytest.mark.django_db


def said(name: str, *words: str) -> str:
    out = io.StringIO()
    call_command(name, *words, stdout=out)
    return out.getvalue()


def refused(command, name: str, *words: str, capsys) -> str:
    """What is written on the error output; the code is 1 and nothing else is said."""
    with pytest.raises(SystemExit) as end:
        command().run_from_argv(["lekol", name, *words])
    assert end.value.code == 1
    told = capsys.readouterr()
    assert told.out == ""
    return told.err.strip()


def test_status_in_json_holds_every_promise_with_its_debtors_and_its_figure(figures):
    agreement = load(commitment("3.1", more="target = { ratio = 0.5 }"), declared("3.2", '"ville", "rectorat"'))
    school = SchoolFactory.create()
    take(figures, 0, portes={school.pk: (10, 6)})
    declare(clause(agreement, "3.2"), due=4, met=3)
    told = json.loads(said("convention_status", "--json"))
    rows = told.pop("commitments")
    assert told == {
        "convention": "essai",
        "title": "Convention de essai",
        "demonstration": False,
        "scope": "commune:97411",
        "on": today().isoformat(),
        "measured_on": today().isoformat(),
        "term": {"signed_on": "2025-02-03", "starts_on": "2025-02-03", "ends_on": "2029-02-02"},
    }
    assert rows[0] == {
        "clause": "3.1",
        "title": "Promesse 3.1",
        "debtors": ["ville"],
        "due": 10,
        "met": 6,
        "ratio": 0.6,
        "unit": "portes",
        "target": 0.5,
        "target_unit": "",
        "target_on": None,
        "state": "tenu",
        "reason": "La cible est atteinte.",
        "measures": ["essai.portes"],
        "declared": False,
        "contested": False,
        "valid_until": None,
        "trend": "pas de série",
    }
    assert (rows[1]["debtors"], rows[1]["due"], rows[1]["met"]) == (["ville", "rectorat"], 4, 3)
    assert (rows[1]["state"], rows[1]["declared"]) == ("declare", True)
    assert rows[1]["valid_until"] == (today() + dt.timedelta(days=100)).isoformat()


@pytest.mark.parametrize("name", SHIPPED)
def test_status_prints_every_clause_of_the_shipped_conventions(name):
    CommuneFactory.create()
    for each in SHIPPED:
        said("convention_load", str(Path(__file__).parents[2] / "lekol/agreement/texts" / each))
    text = read(shipped(name))
    rows = json.loads(said("convention_status", "--slug", text.slug, "--json"))["commitments"]
    assert [(row["clause"], row["debtors"]) for row in rows] == [
        (row.clause, list(row.debtors)) for row in text.commitments
    ]


def test_a_promise_without_figure_has_none_rather_than_zero():
    load(commitment("3.1"))
    row = json.loads(said("convention_status", "--json"))["commitments"][0]
    assert (row["due"], row["met"], row["ratio"], row["state"]) == (None, None, None, "sans_mesure")


def test_status_for_people_has_a_line_per_promise_and_the_count_of_each_state(figures):
    load(commitment("3.1"), declared("3.2"))
    school = SchoolFactory.create()
    take(figures, 0, portes={school.pk: (1200, 1200)})
    lines = said("convention_status").splitlines()
    assert lines[0] == "essai, du 3 février 2025 au 2 février 2029"
    assert "1\u202f200 / 1\u202f200" in lines[3]
    assert lines[3].endswith("Tenu")
    assert lines[-1] == "2 engagements : 1 tenu, 1 sans mesure."


def test_status_of_a_school_reads_that_school_alone(figures):
    load(commitment("3.1"))
    first, second = SchoolFactory.create_batch(2)
    take(figures, 0, portes={first.pk: (10, 6), second.pk: (10, 1)})
    told = json.loads(said("convention_status", "--scope", f"ecole:{second.uai}", "--json"))
    assert told["scope"] == f"ecole:{second.uai}"
    assert told["commitments"][0]["met"] == 1


def test_status_refuses_what_it_cannot_answer(capsys):
    assert refused(Status, "convention_status", capsys=capsys).startswith("Aucune convention n’est chargée.")
    load()
    load(slug="autre", more="signed_on = 2026-01-01")
    assert "Dites laquelle avec --slug." in refused(Status, "convention_status", "--json", capsys=capsys)
    asked = ("convention_status", "--slug", "essai")
    for words, says in {
        ("--slug", "absente"): "Aucune convention ne s’appelle « absente ». Conventions chargées : autre, essai.",
        (*asked[1:], "--scope", "97411"): "« 97411 » ne désigne aucun périmètre. Écrivez par exemple commune:97411.",
        (
            *asked[1:],
            "--scope",
            "commune:99999",
        ): "« commune:99999 » : aucun lieu de l’annuaire ne porte ce code. Vérifiez-le.",
        (*asked[1:], "--on", "demain"): "« demain » n’est pas une date. Écrivez-la comme 2026-11-24.",
    }.items():
        assert refused(Status, "convention_status", *words, capsys=capsys) == says
    elsewhere = SchoolFactory.create(commune=CommuneFactory.create(insee="97415", name="Saint-Paul"))
    told = refused(Status, *asked, "--scope", f"ecole:{elsewhere.uai}", capsys=capsys)
    assert "ne contient aucune école de « essai »" in told


def test_load_says_what_it_did_and_refuses_with_every_fault(tmp_path, capsys):
    CommuneFactory.create()
    file = tmp_path / "essai.toml"
    file.write_text(pack(), encoding="utf-8")
    assert said("convention_load", str(file)).splitlines() == [
        "« essai » : chargée, 1 engagement.",
        "Certains chiffres n’ont pas encore été relevés. Relevez-les : lekol measures take.",
    ]
    with announced(portes=full([SchoolFactory.create()])) as figures:
        take(figures)
    assert said("convention_load", str(file)) == "« essai » : déjà chargée, rien à écrire.\n"
    assert "n’existe pas" in refused(Load, "convention_load", str(tmp_path / "absent.toml"), capsys=capsys)
    file.write_text(pack().replace('debtors = ["ville"]', 'debtors = ["vile"]'), encoding="utf-8")
    assert "« vile »" in refused(Load, "convention_load", str(file), capsys=capsys)
    assert Agreement.objects.get().commitments.count() == 1


def test_sign_says_the_term_and_what_runs_beside(capsys):
    load(slug="autre")
    load(more="")
    assert said("convention_sign", "essai", "2025-06-01").splitlines() == [
        "« essai » court du 1er juin 2025 au 31 mai 2029.",
        "Sur le même territoire, « autre » court du 3 février 2025 au 2 février 2029.",
    ]
    assert "déjà saisie" in refused(Sign, "convention_sign", "essai", "2025-06-01", capsys=capsys)


def test_take_looks_at_one_day_or_at_every_month_since_another():
    assert said("measures_take").startswith(f"{today():%d/%m/%Y} : ")
    MeasurePass.objects.all().delete()
    lines = said(
        "measures_take", "--from", (today() - dt.timedelta(days=365)).isoformat(), "--every", "month"
    ).splitlines()
    assert len(lines) == MeasurePass.objects.count() == 12
    assert lines[-1].startswith(f"{today():%d/%m/%Y} : ")


def test_take_refuses_a_day_before_the_last_one(capsys):
    said("measures_take")
    yesterday = (today() - dt.timedelta(days=1)).isoformat()
    assert "ne peut plus être relevé" in refused(Take, "measures_take", "--on", yesterday, capsys=capsys)


def test_days_are_a_step_apart_and_end_on_the_last():
    assert days(dt.date(2026, 11, 20), dt.date(2026, 11, 24), 2) == [
        dt.date(2026, 11, 20),
        dt.date(2026, 11, 22),
        dt.date(2026, 11, 24),
    ]
