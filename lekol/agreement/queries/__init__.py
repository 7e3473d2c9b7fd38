"""Read models of the agreement: the board of its commitments, their figures over time, one clause."""

from lekol.agreement.queries.board import Board, Line, board
from lekol.agreement.queries.clause import WORST_FIRST, SchoolLine, school_figures, school_lines
from lekol.agreement.queries.contents import Contents, span_words
from lekol.agreement.queries.figures import Ask, Extent, History, histories, untaken
from lekol.agreement.queries.life import Consolidated, Difference, breach_file, consolidated, differences
from lekol.agreement.queries.policy import of_commune, of_pack
from lekol.agreement.queries.standard import standard_of_commune
from lekol.agreement.queries.territory import beside, current, touching

__all__ = [
    "WORST_FIRST", "Ask", "Board", "Consolidated", "Contents", "Difference", "Extent", "History", "Line", "SchoolLine",
    "beside", "board", "breach_file", "consolidated", "current", "differences", "histories", "of_commune", "of_pack",
    "school_figures", "school_lines", "span_words", "standard_of_commune", "touching", "untaken",
]  # fmt: skip
