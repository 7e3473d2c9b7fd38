"""What is typed about the agreement."""

from lekol.agreement.forms.drafts import EnactForm, MergeForm, SendForm
from lekol.agreement.forms.kinds import form_for
from lekol.agreement.forms.words import (
    ActFileForm,
    AnswerForm,
    CorrectedActForm,
    DeclarationForm,
    NewActForm,
    PackForm,
    ReceiptForm,
    SignatureForm,
)

__all__ = [
    "ActFileForm", "AnswerForm", "CorrectedActForm", "DeclarationForm", "EnactForm", "MergeForm", "NewActForm",
    "PackForm", "ReceiptForm", "SendForm", "SignatureForm", "form_for",
]  # fmt: skip
