"""The nouns of governance: who sits, meetings, decisions and actions, accords of both parties, yearly reports."""

from lekol.governance.models.accords import Accord, Draft, DraftVersion, Voice
from lekol.governance.models.committees import Appointment, Delegation
from lekol.governance.models.decisions import Action, Decision, Step
from lekol.governance.models.indicators import Indicator, IndicatorPoint
from lekol.governance.models.meetings import AgendaItem, Attendance, Meeting, MeetingFile, Reminder
from lekol.governance.models.programmes import (
    Operation,
    OperationBudget,
    OperationStep,
    OperationVersion,
    Opinion,
    Programme,
    ProgrammeRevision,
)
from lekol.governance.models.reviews import Freezing, FrozenRow, Preparation, Review, Section

__all__ = [
    "Accord", "Action", "AgendaItem", "Appointment", "Attendance", "Decision", "Delegation", "Draft",
    "DraftVersion", "Freezing", "FrozenRow", "Indicator", "IndicatorPoint", "Meeting", "MeetingFile", "Operation",
    "OperationBudget", "OperationStep", "OperationVersion", "Opinion", "Preparation", "Programme",
    "ProgrammeRevision", "Reminder", "Review", "Section", "Step", "Voice",
]  # fmt: skip
