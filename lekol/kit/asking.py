"""One form, one verb, one page: what the rules refuse is said on the form and nothing is written."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render


@dataclass(frozen=True, slots=True)
class Question:
    """The words of the page: title, what it is about, the button, where to go back, what was done.

    `above` names the thing in the path of the page; `other` is one more thing to do from there: its words
    and its address.
    """

    title: str
    text: str
    action: str
    back: str
    done: str = ""
    danger: bool = False
    above: str = ""
    other: tuple[str, str] | None = None


def ask(
    request: HttpRequest,
    question: Question,
    form: forms.BaseForm,
    act: Callable[..., Any],
    template: str = "kit/demander.html",
) -> HttpResponseBase:
    """Show the form, or run the verb with its cleaned words and go back — or where the verb itself answers."""
    if request.method == "POST" and form.is_valid():
        try:
            answer = act(**form.cleaned_data)
        except ValidationError as fault:
            _tell(form, fault)
        else:
            if question.done:
                messages.success(request, question.done)
            return answer if isinstance(answer, HttpResponseBase) else redirect(question.back)
    return render(request, template, {"question": question, "form": form})


def _tell(form: forms.BaseForm, fault: ValidationError) -> None:
    """Put each message on its field when the form has it, above the form otherwise."""
    named = fault.error_dict if hasattr(fault, "error_dict") else {"": fault.error_list}
    for field, faults in named.items():
        form.add_error(field if field in form.fields else None, ValidationError(faults))
