"""Read models of the pupil databases: what two files say, the counts behind the measures, the monthly report."""

from lekol.pupils.queries.comparing import Progress, compare, compare_files
from lekol.pupils.queries.counting import ages_by_school, by_school, executed, matched, unsettled
from lekol.pupils.queries.reading import NAMES, Files, Head, head, is_known, reference_for
from lekol.pupils.queries.recognising import Recognised
from lekol.pupils.queries.reviewing import last_answers, progress

__all__ = [
    "NAMES", "Files", "Head", "Progress", "Recognised", "ages_by_school", "by_school", "compare", "compare_files",
    "executed", "head", "is_known", "last_answers", "matched", "progress", "reference_for", "unsettled",
]  # fmt: skip
