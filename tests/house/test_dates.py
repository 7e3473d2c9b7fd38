"""A date in words is written in one place: elsewhere « 1 juin » would come back."""

import ast
import re
from pathlib import Path

from tests.house.floors import PACKAGE

TESTS = Path(__file__).parents[1]
DAY = re.compile(r"""date:["'][^"']*\bj\b|date_format\(""")


def test_no_page_and_no_sentence_writes_a_day_in_its_own_way():
    files = [path for kind in ("*.html", "*.py") for path in PACKAGE.rglob(kind)]
    own = {str(path.relative_to(PACKAGE)) for path in files if DAY.search(path.read_text(encoding="utf-8"))}
    assert own == set()


MOMENTS = {"localdate", "localtime", "now", "today", "utcnow"}


def kept_from_import(tree: ast.AST) -> list[int]:
    """Lines outside the body of any function that ask what time it is; a default and a decorator are outside."""
    found: list[int] = []
    waiting = list(ast.iter_child_nodes(tree))
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Call) and getattr(node.func, "attr", getattr(node.func, "id", "")) in MOMENTS:
            found.append(node.lineno)
        if isinstance(node, ast.FunctionDef):
            waiting += [*node.decorator_list, *node.args.defaults, *filter(None, node.args.kw_defaults)]
        elif not isinstance(node, ast.Lambda):
            waiting += ast.iter_child_nodes(node)
    return found


def test_no_test_keeps_the_day_of_its_import():
    """Past midnight it would be the day before: `tests.days.today` is asked when the test runs."""
    files = sorted(TESTS.rglob("*.py"))
    own = {
        str(path.relative_to(TESTS)): lines
        for path in files
        if (lines := kept_from_import(ast.parse(path.read_text(encoding="utf-8"))))
    }
    assert own == {}
