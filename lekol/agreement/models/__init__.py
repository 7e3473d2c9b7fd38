"""The nouns of the agreement: its text, its commitments, its figures, what the debtors declare."""

from lekol.agreement.models.acts import Act, ActFile
from lekol.agreement.models.declarations import Answer, Declaration
from lekol.agreement.models.drafts import Draft, DraftItem
from lekol.agreement.models.figures import AgreementFigure, Figure, MeasurePass, SchoolFigure
from lekol.agreement.models.life import Amendment, Consent, Notice, TermAlert
from lekol.agreement.models.text import Agreement, Article, Commitment, Objective, Party, Stake

__all__ = [
    "Act",
    "ActFile",
    "Agreement",
    "AgreementFigure",
    "Amendment",
    "Answer",
    "Article",
    "Commitment",
    "Consent",
    "Declaration",
    "Draft",
    "DraftItem",
    "Figure",
    "MeasurePass",
    "Notice",
    "Objective",
    "Party",
    "SchoolFigure",
    "Stake",
    "TermAlert",
]
