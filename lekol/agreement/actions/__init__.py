"""The verbs of the agreement; nothing else writes its rows."""

from lekol.agreement.actions.acts import attach, content_of, correct_act, record_act, take_receipt
from lekol.agreement.actions.declaring import answer, declare
from lekol.agreement.actions.loading import load, sign
from lekol.agreement.actions.passes import MeasureFailed, Passed, take_pass

__all__ = [
    "MeasureFailed", "Passed", "answer", "attach", "content_of", "correct_act", "declare", "load", "record_act", "sign",
    "take_pass", "take_receipt",
]  # fmt: skip
