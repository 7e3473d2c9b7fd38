"""A date in words is written in one place: elsewhere « 1 juin » would come back."""

import re

from tests.house.floors import PACKAGE

DAY = re.compile(r"""date:["'][^"']*\bj\b|date_format\(""")


def test_no_page_and_no_sentence_writes_a_day_in_its_own_way():
    files = [path for kind in ("*.html", "*.py") for path in PACKAGE.rglob(kind)]
    own = {str(path.relative_to(PACKAGE)) for path in files if DAY.search(path.read_text(encoding="utf-8"))}
    assert own == set()
