"""What is typed about committees, meetings, decisions and reports."""

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone

from lekol.agreement.models import Agreement
from lekol.directory.models import Person, Post
from lekol.governance.choices import Reply
from lekol.governance.models import AgendaItem, Decision
from lekol.kit.forms import DateField, Form

FAR = dt.timedelta(days=3 * 366)


class PlanForm(Form):
    """When and where a committee meets."""

    on = DateField(label="Jour")
    at = forms.TimeField(label="Heure", widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    minutes = forms.IntegerField(label="Durée prévue (minutes)", min_value=15, max_value=720, initial=120)
    place = forms.CharField(label="Lieu", max_length=200)

    def clean(self) -> dict[str, Any]:
        """One moment, by the clock of the territory."""
        words = super().clean() or {}
        on, at = words.pop("on", None), words.pop("at", None)
        if on and at:
            if abs(on - timezone.localdate()) > FAR:
                raise ValidationError({"on": "Cette date est trop éloignée : vérifiez l’année."})
            words["starts_at"] = timezone.make_aware(dt.datetime.combine(on, at))
        return words


class NewMeetingForm(PlanForm):
    """The same, and whether it is out of the usual rhythm."""

    extraordinary = forms.BooleanField(label="Réunion extraordinaire", required=False)
    reason = forms.CharField(
        label="Motif", max_length=300, required=False, help_text="Obligatoire pour une réunion extraordinaire."
    )


class ReasonForm(Form):
    """Why something is given up."""

    reason = forms.CharField(label="Motif", max_length=300)


class AppointForm(Form):
    """Who takes a seat."""

    post = forms.ModelChoiceField(Post.objects.none(), label="Titulaire", help_text="Un poste de l’annuaire.")
    since = DateField(label="À compter du")
    until = DateField(label="Jusqu’au (inclus)", required=False)
    decision = forms.ModelChoiceField(
        Decision.objects.none(), label="Décision qui désigne", required=False,
        help_text="Demandée quand un autre comité désigne les membres de celui-ci.",
    )  # fmt: skip

    def __init__(self, posts: QuerySet[Post], decisions: QuerySet[Decision], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["post"]
        field.queryset, field.label_from_instance = posts, lambda post: f"{post.person}, {post}"
        choice: Any = self.fields["decision"]
        choice.queryset = decisions
        if not decisions.query.is_empty() and not decisions.exists():
            choice.help_text = "Aucune décision n’est encore prise par le comité qui désigne."


class FillForm(Form):
    """From which day the seats are filled, and by which decision."""

    on = DateField(label="À compter du")
    decision = forms.ModelChoiceField(Decision.objects.none(), label="Décision qui désigne", required=False)

    def __init__(self, decisions: QuerySet[Decision], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["decision"]
        field.queryset = decisions


class LastDayForm(Form):
    """The last day a seat is held."""

    last = DateField(label="Dernier jour (inclus)")


class DelegateForm(Form):
    """Who represents the holder, and when."""

    person = forms.ModelChoiceField(Person.objects.none(), label="Représentant")
    since = DateField(label="Du")
    until = DateField(label="Au (inclus)")

    def __init__(self, people: QuerySet[Person], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["person"]
        field.queryset = people


class InviteForm(Form):
    """Someone who holds no seat."""

    person = forms.ModelChoiceField(Person.objects.none(), label="Personne invitée")
    function = forms.CharField(label="À quel titre", max_length=200)

    def __init__(self, people: QuerySet[Person], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["person"]
        field.queryset = people


class ReplyForm(Form):
    """Coming or not."""

    reply = forms.ChoiceField(
        label="Votre réponse", choices=[(Reply.YES, "Je serai présent"), (Reply.NO, "Je ne viendrai pas")],
        widget=forms.RadioSelect,
    )  # fmt: skip


class ItemForm(Form):
    """A point of the agenda."""

    title = forms.CharField(label="Point", max_length=200)
    text = forms.CharField(label="Présentation", max_length=2000, required=False, widget=forms.Textarea)
    clause = forms.ChoiceField(label="Clause", required=False)

    def __init__(self, agreement: Agreement, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["clause"]
        field.choices = clauses_of(agreement)


def clauses_of(agreement: Agreement) -> list[tuple[str, str]]:
    """The clauses of an agreement as a choice."""
    rows = agreement.commitments.order_by("rank").values_list("clause", "title")
    return [("", "—"), *((clause, f"{clause} {title}") for clause, title in rows)]


class DraftForm(Form):
    """A shared text: the version it was opened at travels with it."""

    text = forms.CharField(label="Texte", max_length=20_000, required=False, widget=forms.Textarea(attrs={"rows": 14}))
    base = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class FileForm(Form):
    """A document."""

    file = forms.FileField(label="Document", help_text="PDF, document bureautique ou image, 20 Mo au plus.")


class DecisionForm(Form):
    """What the committee decided."""

    title = forms.CharField(label="Objet", max_length=200)
    text = forms.CharField(label="Décision", max_length=4000, widget=forms.Textarea)
    item = forms.ModelChoiceField(AgendaItem.objects.none(), label="Sous quel point", required=False)
    clause = forms.ChoiceField(label="Clause", required=False)
    objective = forms.ChoiceField(label="Objectif partagé (article 2)", required=False)

    def __init__(self, meeting: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        clause, objective = fields["clause"], fields["objective"]
        fields["item"].queryset = meeting.items.order_by("rank", "id")
        clause.choices = clauses_of(meeting.agreement)
        rows = meeting.agreement.objectives.values_list("key", "wording")
        objective.choices = [("", "—"), *((key, words[:90]) for key, words in rows)]


class ActionForm(Form):
    """Who does what before when."""

    title = forms.CharField(label="Action", max_length=300)
    party = forms.ChoiceField(label="Partie qui la porte")
    owner = forms.ModelChoiceField(Person.objects.none(), label="Responsable")
    due_on = DateField(label="Échéance")

    def __init__(self, agreement: Agreement, people: QuerySet[Person], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        party: Any = self.fields["party"]
        party.choices = [(row.key, row.short_name) for row in agreement.parties.all() if row.signing]
        owner: Any = self.fields["owner"]
        owner.queryset = people


class FollowForm(Form):
    """Where an action stands."""

    ENDS = (("", "en cours"), ("faite", "elle est faite"), ("abandonnee", "elle est abandonnée"))
    text = forms.CharField(label="Où elle en est", max_length=2000, widget=forms.Textarea)
    end = forms.ChoiceField(label="État", choices=ENDS, required=False, widget=forms.RadioSelect)
    due_on = DateField(label="Nouvelle échéance", required=False)


class VoiceForm(Form):
    """Agree, or say what must change."""

    agrees = forms.TypedChoiceField(
        label="Au nom de votre administration",
        choices=[("oui", "J’approuve ce texte"), ("non", "Je n’approuve pas ce texte")],
        coerce=lambda word: word == "oui", widget=forms.RadioSelect,
    )  # fmt: skip
    reason = forms.CharField(
        label="Motif", max_length=2000, required=False, widget=forms.Textarea,
        help_text="Obligatoire si vous n’approuvez pas : dites ce qui doit changer.",
    )  # fmt: skip
