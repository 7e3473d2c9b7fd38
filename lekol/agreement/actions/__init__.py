"""The verbs of the agreement; nothing else writes its rows."""

from lekol.agreement.actions.declaring import answer, declare
from lekol.agreement.actions.loading import load, sign
from lekol.agreement.actions.passes import MeasureFailed, Passed, take_pass

__all__ = ["MeasureFailed", "Passed", "answer", "declare", "load", "sign", "take_pass"]
