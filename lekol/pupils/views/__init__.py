"""The pupil databases on screen: compare, review, correct, report; each page says what it keeps."""

from lekol.pupils.views.bases import columns, compare, comparing, index, not_found
from lekol.pupils.views.corrections import (
    accept,
    ask,
    ask_all,
    ask_listed,
    done,
    part,
    refuse,
    reopen,
)
from lekol.pupils.views.discrepancies import discrepancies, discrepancy, not_executed, old_discrepancies, reveal_gap
from lekol.pupils.views.objections import add_objection, objections, settle_objection
from lekol.pupils.views.one_school import add_city, compare_school
from lekol.pupils.views.pairs import decide, pair, reveal, review, undo
from lekol.pupils.views.reading import reason
from lekol.pupils.views.readings import readings
from lekol.pupils.views.reports import ages, corrections_file, report
from lekol.pupils.views.schooling import schooling

__all__ = [
    "accept", "add_city", "add_objection", "ages", "ask", "ask_all", "ask_listed", "columns", "compare",
    "compare_school", "comparing", "corrections_file", "decide", "discrepancies", "discrepancy", "done", "index",
    "not_executed", "not_found", "objections", "old_discrepancies", "pair", "part", "readings", "reason", "refuse",
    "reopen", "report", "reveal", "reveal_gap", "review", "schooling", "settle_objection", "undo",
]  # fmt: skip
