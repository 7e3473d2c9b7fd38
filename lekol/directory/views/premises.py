"""Rooms, classes and head-counts of a school."""

from typing import Any

from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from lekol.directory import actions
from lekol.directory.forms import ClassForm, HeadcountForm, RoomEditForm, RoomForm
from lekol.directory.views.schools import editable
from lekol.kit.asking import Question, ask
from lekol.kit.forms import Form
from lekol.kit.http import PersonRequest
from lekol.pact.calendars import label

verb = require_http_methods(["GET", "HEAD", "POST"])


@verb
def add_room(request: PersonRequest, uai: str) -> HttpResponseBase:
    """A new room."""
    school = editable(request, uai)
    question = Question("Ajouter une salle", school.full_name, "Ajouter", school.get_absolute_url(), "Salle ajoutée.")
    return ask(
        request,
        question,
        RoomForm(request.POST if request.method == "POST" else None),
        lambda **data: actions.add_room(school=school, by=request.person, **data),
    )


@verb
def edit_room(request: PersonRequest, uai: str, pk: int) -> HttpResponseBase:
    """Rename a room or change its use."""
    school = editable(request, uai)
    room = get_object_or_404(school.rooms, pk=pk)
    question = Question(
        f"Modifier la salle {room}", school.full_name, "Enregistrer", school.get_absolute_url(), "Salle enregistrée.",
        other=("Retirer la salle", reverse("directory:remove_room", args=[uai, pk])),
    )  # fmt: skip
    form = RoomEditForm(request.POST or None, initial={"name": room.name, "use": room.use})
    return ask(request, question, form, lambda **data: actions.edit_room(room=room, by=request.person, **data))


@verb
def remove_room(request: PersonRequest, uai: str, pk: int) -> HttpResponseBase:
    """Remove a room, after a confirmation."""
    school = editable(request, uai)
    room = get_object_or_404(school.rooms, pk=pk)
    text = "La salle disparaîtra de l’école. Les matériels qui s’y trouvent restent dans l’école, sans salle."
    question = Question(
        f"Retirer la salle {room}", text, "Retirer la salle", school.get_absolute_url(), "Salle retirée.", danger=True
    )
    return ask(
        request,
        question,
        Form(request.POST if request.method == "POST" else None),
        lambda: actions.remove_room(room=room, by=request.person),
    )


@verb
def headcount(request: PersonRequest, uai: str) -> HttpResponseBase:
    """Pupils and classes of a school year."""
    school = editable(request, uai)
    year = school.commune.academy.school_year(timezone.localdate())
    question = Question(
        "Saisir un effectif", school.full_name, "Enregistrer", school.get_absolute_url(), "Effectif enregistré."
    )
    form = HeadcountForm(request.POST or None, initial={"school_year": year})
    return ask(request, question, form, lambda **data: actions.set_headcount(school=school, by=request.person, **data))


@verb
def add_class(request: PersonRequest, uai: str) -> HttpResponseBase:
    """A new class of the present school year."""
    school = editable(request, uai)
    year = school.commune.academy.school_year(timezone.localdate())
    title = f"Ajouter une classe en {label(year)}"
    question = Question(
        title, school.full_name, "Ajouter", school.get_absolute_url(), "Classe ajoutée.", above=school.name
    )
    form = ClassForm(school.rooms.all(), request.POST or None)
    return ask(
        request,
        question,
        form,
        lambda **data: actions.keep_class(school=school, school_year=year, by=request.person, **data),
    )


@verb
def edit_class(request: PersonRequest, uai: str, pk: int) -> HttpResponseBase:
    """Correct a class: its name, levels, pupils, room."""
    school = editable(request, uai)
    group = get_object_or_404(school.class_groups, pk=pk)
    title, done = f"Modifier la classe {group}", "Classe enregistrée."
    other = ("Retirer la classe", reverse("directory:remove_class", args=[uai, pk]))
    back = school.get_absolute_url()
    question = Question(title, school.full_name, "Enregistrer", back, done, above=school.name, other=other)
    initial = {"name": group.name, "levels": group.levels, "pupils": group.pupils, "room": group.room_id}
    form = ClassForm(school.rooms.all(), request.POST or None, initial=initial)

    def act(**data: Any) -> object:
        return actions.keep_class(school=school, school_year=group.school_year, group=group, by=request.person, **data)

    return ask(request, question, form, act)


@verb
def remove_class(request: PersonRequest, uai: str, pk: int) -> HttpResponseBase:
    """Remove a class entered by mistake."""
    school = editable(request, uai)
    group = get_object_or_404(school.class_groups, pk=pk)
    text = "Pour une classe saisie par erreur. Une classe qui ferme en cours d’année garde sa place dans l’histoire."
    question = Question(
        f"Retirer la classe {group}", text, "Retirer la classe", school.get_absolute_url(), "Classe retirée.",
        danger=True, above=school.name,
    )  # fmt: skip
    form = Form(request.POST if request.method == "POST" else None)
    return ask(request, question, form, lambda: actions.remove_class(group=group, by=request.person))
