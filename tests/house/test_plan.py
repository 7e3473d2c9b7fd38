"""House rules that read the tree: names, sizes, keys, migrations. A rule kept only in a wiki is not kept."""

import ast
import re
import statistics
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models

from tests.house.floors import PACKAGE, ROOT, allowed_files, app_of, field_apps, floors, modules

FORBIDDEN_NAMES = {"utils", "helpers", "services", "managers", "common", "core", "misc", "signals"}
FORBIDDEN_WORDS = {
    "get_model(": "name the model by an import: a string climbs the floors unseen",
    "import_string(": "import it: a string climbs the floors unseen",
    "GenericForeignKey(": "a typed key, or a reference kept as a value",
    "@receiver": "a verb calls what it causes; there are no signals",
    "objects.raw(": "a queryset, or a cursor with named parameters",
    "|safe": "escape; SVG and Markdown are marked where they are made",
}
LIMIT = 400


def relative(path: Path) -> str:
    return str(path.relative_to(ROOT))


def functions() -> list[tuple[str, int]]:
    found = []
    for path in modules():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                found.append((f"{relative(path)}:{node.name}", (node.end_lineno or node.lineno) - node.lineno + 1))
    return found


def test_no_module_is_a_drawer_for_odd_socks():
    assert [relative(path) for path in modules() if {path.stem, path.parent.name} & FORBIDDEN_NAMES] == []


def test_an_app_has_only_the_file_names_of_the_plan():
    free = {"kit", "pact", "project", "desks", "api", "integrations"}
    apps_of_the_house = [
        path for path in PACKAGE.iterdir() if path.is_dir() and path.name not in free | {"__pycache__"}
    ]
    kept = allowed_files() | {"__init__", "templates", "static", "__pycache__"}
    strangers = [relative(child) for app in apps_of_the_house for child in app.iterdir() if child.stem not in kept]
    assert strangers == []


def test_a_module_past_four_hundred_lines_is_given_rooms():
    assert [relative(path) for path in modules() if len(path.read_text(encoding="utf-8").splitlines()) > LIMIT] == []


def test_functions_are_short():
    sizes = sorted(size for _, size in functions())
    assert statistics.median(sizes) <= 8
    assert sizes[int(len(sizes) * 0.9)] <= 30


@pytest.mark.parametrize(("word", "instead"), FORBIDDEN_WORDS.items())
def test_no_back_door_is_used(word, instead):
    sources = [*modules(), *PACKAGE.rglob("*.html")]
    assert [relative(path) for path in sources if word in path.read_text(encoding="utf-8")] == [], instead


def test_keys_between_tables_go_down_the_floors_as_imports_do():
    plan = floors()
    climbing = [
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        if model.__module__.startswith("lekol.")
        for field in model._meta.get_fields()
        if isinstance(field, (models.ForeignKey, models.ManyToManyField))
        and field.related_model.__module__.startswith("lekol.")
        and plan[field.related_model._meta.app_label] > plan[model._meta.app_label]
    ]
    assert climbing == []


def test_erasing_a_row_never_erases_rows_of_another_app():
    cascading = [
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        if model.__module__.startswith("lekol.")
        for field in model._meta.get_fields()
        if isinstance(field, models.ForeignKey)
        and field.remote_field.on_delete is models.CASCADE
        and field.related_model._meta.app_label != model._meta.app_label
    ]
    assert cascading == []


def test_every_table_has_an_order():
    ours = [model for model in apps.get_models() if model.__module__.startswith("lekol.")]
    assert [model._meta.label for model in ours if not model._meta.ordering] == []


def test_migrations_are_named_and_import_nothing_of_the_apps():
    found = list(PACKAGE.glob("*/migrations/0*.py"))
    assert [relative(path) for path in found if re.search(r"_auto_|_initial", path.stem)] == []
    assert [
        relative(path) for path in found if re.search(r"^(from|import) lekol", path.read_text(), re.MULTILINE)
    ] == []


def test_the_hinge_names_every_field_app_that_is_built():
    built = {path.name for path in PACKAGE.iterdir() if path.is_dir()}
    hinge = (ROOT / ".importlinter").read_text(encoding="utf-8").split("[importlinter:contract:hinge]")[1].split("[")[0]
    assert [app for app in sorted(field_apps() & built) if f"lekol.{app}" not in hinge] == []


def test_every_rule_module_is_held_pure():
    pure = (ROOT / ".importlinter").read_text(encoding="utf-8").split("[importlinter:contract:pure]")[1].split("\n[")[0]
    with_rules = {app_of(path) for path in PACKAGE.glob("*/rules*")}
    assert [app for app in sorted(with_rules - {"desks", "kit", "project"}) if f"lekol.{app}.rules" not in pure] == []


def test_a_form_of_words_of_the_interface_never_shouts():
    spoken = re.compile(r">[^<>{}]*[a-zéèà]\s?![^<>=]*<")
    assert [relative(path) for path in PACKAGE.rglob("*.html") if spoken.search(path.read_text(encoding="utf-8"))] == []


def test_no_page_writes_the_number_of_a_row_as_a_quantity():
    # Thousands are set apart on screen: « 5 630 » is no longer the row a form or a link means.
    bare = re.compile(r"\{\{\s*[\w.]+\.(pk|id)\s*\}\}")
    assert [relative(path) for path in PACKAGE.rglob("*.html") if bare.search(path.read_text(encoding="utf-8"))] == []
