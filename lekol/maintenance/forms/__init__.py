"""What is typed about incidents."""

from lekol.maintenance.forms.habits import (
    ArticleForm,
    ChecklistForm,
    ClosureForm,
    MacroForm,
    PlanForm,
    PlayForm,
    ProposeForm,
)
from lekol.maintenance.forms.handling import (
    ArticleField,
    AttachForm,
    ConfirmForm,
    ListForm,
    PutOffForm,
    ReasonForm,
    SayForm,
    SolveForm,
    TextForm,
    TransferForm,
    WorkForm,
)
from lekol.maintenance.forms.narrowing import FactsForm, Filters, PeriodForm
from lekol.maintenance.forms.reporting import AgentForm, CodeForm, ScanForm, SendForm, WhatForm
from lekol.maintenance.forms.suppliers import HandOffForm, QuoteForm, SupplierForm

__all__ = [
    "AgentForm",
    "ArticleField",
    "ArticleForm",
    "AttachForm",
    "ChecklistForm",
    "ClosureForm",
    "CodeForm",
    "ConfirmForm",
    "FactsForm",
    "Filters",
    "HandOffForm",
    "ListForm",
    "MacroForm",
    "PeriodForm",
    "PlanForm",
    "PlayForm",
    "ProposeForm",
    "PutOffForm",
    "QuoteForm",
    "ReasonForm",
    "SayForm",
    "ScanForm",
    "SendForm",
    "SolveForm",
    "SupplierForm",
    "TextForm",
    "TransferForm",
    "WhatForm",
    "WorkForm",
]
