"""Read models of the agreement: the board of its commitments, their figures over time, one clause."""

from lekol.agreement.queries.board import Board, Line, board, in_force
from lekol.agreement.queries.clause import SchoolLine, school_lines
from lekol.agreement.queries.figures import History, effective_scope, histories

__all__ = ["Board", "History", "Line", "SchoolLine", "board", "effective_scope", "histories", "in_force", "school_lines"]
