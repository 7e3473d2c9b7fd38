"""The schools of a perimeter, the page of one school, and what changes it."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from lekol.directory import access, actions
from lekol.directory.choices import Role
from lekol.directory.forms import CloseSchoolForm, CodeForm, ReplaceForm, SchoolFilters, SchoolForm
from lekol.directory.models import District, School, SchoolCode
from lekol.directory.models.territory import SchoolQuerySet
from lekol.directory.queries import school_rows, staff_of
from lekol.kit.asking import Question, ask
from lekol.kit.http import PersonRequest
from lekol.kit.lists import Column, Listing, respond
from lekol.kit.panels import panels_for
from lekol.pact.names import plain

COLUMNS = (
    Column("École", lambda row: row.name, lambda row: row.get_absolute_url(), lead=True, sort="sort_key"),
    Column("Code UAI", lambda row: row.uai, sort="uai"),
    Column("Type", lambda row: row.get_kind_display().removeprefix("école "), sort="kind"),
    Column("Classes", lambda row: row.classes, numeric=True),
    Column("Élèves", lambda row: row.pupils, numeric=True),
    Column("Circonscription", lambda row: row.district.name if row.district else ""),
    Column("Éducation prioritaire", lambda row: row.priority_education, sort="priority_education"),
    Column("Direction", lambda row: row.head or ""),
)


@require_safe
def schools(request: PersonRequest) -> HttpResponseBase:
    """The schools of the perimeter, filtered, as a list or a file."""
    seen = access.visible_to(request.person, access.asked_scope(request))
    districts = District.objects.filter(pk__in=seen.values("district"))
    form = SchoolFilters(districts, request.GET or None)
    words = form.cleaned_data if form.is_valid() else {}
    listing = Listing(
        "Écoles",
        "Les écoles de votre périmètre, avec leurs effectifs de l’année et leur direction.",
        school_rows(_filtered(seen, words), timezone.localdate()),
        ("sort_key", "id"),
        COLUMNS,
        "ecoles",
        "Aucune école ne répond à ces critères dans votre périmètre.",
        "école,écoles",
    )
    return respond(request, listing, form=form, actions=[("Voir sur la carte", "/carte/", "carte")])


def _filtered(seen: SchoolQuerySet, words: dict[str, Any]) -> SchoolQuerySet:
    today = timezone.localdate()
    state = words.get("etat", "")
    rows = (
        seen if state == "toutes" else seen.filter(closed_on__lte=today) if state == "fermees" else seen.open_on(today)
    )
    if words.get("q"):
        rows = rows.filter(Q(sort_key__contains=plain(words["q"])) | Q(uai__startswith=words["q"].strip().upper()))
    if words.get("type"):
        rows = rows.filter(kind=words["type"])
    if words.get("rep"):
        rows = rows.filter(priority_education="" if words["rep"] == "hors" else words["rep"])
    return rows.filter(district=words["circonscription"]) if words.get("circonscription") else rows


@require_safe
def school(request: PersonRequest, uai: str) -> HttpResponseBase:
    """The page of a school; a former code leads to the present one."""
    seen = access.visible_to(request.person).select_related("commune__academy", "district", "eligibility")
    found = seen.filter(uai=uai).first()
    if found is None:
        return _former(request, uai)
    today = timezone.localdate()
    staff = staff_of(found, today)
    panels = panels_for("school", request.person, found)
    context = {
        "school": found,
        "open": found.closed_on is None or found.closed_on > today,
        "heads": [post for post in staff if post.role == Role.SCHOOL_HEAD],
        "mentors": [post for post in staff if post.role == Role.DIGITAL_MENTOR],
        "people": [post for post in staff if post.school_id == found.pk],
        "headcounts": list(found.headcounts.all()[:6]),
        "classes": list(found.class_groups.filter(school_year=found.commune.academy.school_year(today))),
        "main": [panel for panel in panels if not panel.aside],
        "aside": [panel for panel in panels if panel.aside],
        "codes": list(found.codes.all()),
        "replaces": list(found.replaces.select_related("former")),
        "replaced_by": list(found.replaced_by.select_related("successor")),
        "may_edit": access.may_edit_school(request.person, found),
        "may_recode": access.may_recode_school(request.person, found),
    }
    return render(request, "directory/school.html", context)


def _former(request: PersonRequest, uai: str) -> HttpResponseBase:
    """A code of the past: moved for good; an unknown or unseen one: nothing here."""
    code = (
        SchoolCode.objects.filter(uai=uai, school__in=access.visible_to(request.person)).select_related("school").last()
    )
    if code is None:
        raise Http404
    return redirect(code.school, permanent=True)


def editable(request: PersonRequest, uai: str) -> School:
    """A school the reader may change: 404 unseen, 403 seen."""
    rows = access.visible_to(request.person).select_related("commune__academy", "district")
    found: School = get_object_or_404(rows, uai=uai)
    if not access.may_edit_school(request.person, found):
        raise PermissionDenied
    return found


@require_http_methods(["GET", "HEAD", "POST"])
def edit_school(request: PersonRequest, uai: str) -> HttpResponseBase:
    """Change the card of a school."""
    found = editable(request, uai)
    back = found.get_absolute_url()
    question = Question(f"Modifier {found.name}", f"Code UAI {found.uai}.", "Enregistrer", back, "Fiche enregistrée.")
    form = SchoolForm(request.POST or None, instance=found)
    form.fields["district"].queryset = found.commune.academy.districts.all()  # type: ignore[attr-defined]
    # The form writes its words on the instance it checks: the verb starts from the row as it stands.
    return ask(
        request,
        question,
        form,
        lambda **data: actions.edit_school(school=School.objects.get(pk=found.pk), by=request.person, **data),
    )


def recodable(request: PersonRequest, uai: str) -> School:
    """A school whose code the reader may change."""
    found: School = get_object_or_404(access.visible_to(request.person).select_related("commune__academy"), uai=uai)
    if not access.may_recode_school(request.person, found):
        raise PermissionDenied
    return found


@require_http_methods(["GET", "HEAD", "POST"])
def change_code(request: PersonRequest, uai: str) -> HttpResponseBase:
    """Give a school another UAI from a day on."""
    found = recodable(request, uai)
    text = "L’ancien code continuera de mener à l’école."
    question = Question(
        f"Changer le code de {found.name}", text, "Changer le code", "/ecoles/", "Nouveau code enregistré."
    )
    form = CodeForm(request.POST or None, initial={"since": timezone.localdate()})
    return ask(request, question, form, lambda **data: actions.change_code(school=found, by=request.person, **data))


@require_http_methods(["GET", "HEAD", "POST"])
def close_school(request: PersonRequest, uai: str) -> HttpResponseBase:
    """The school receives no more pupils from a day on."""
    found = recodable(request, uai)
    back = found.get_absolute_url()
    text = "Sa page et son histoire restent lisibles. Rien ne lui est plus dû à compter de ce jour."
    question = Question(
        f"Fermer {found.name}", text, "Fermer l’école", back, "Fermeture enregistrée.", danger=True, above=found.name,
        other=("Une autre école la remplace", reverse("directory:replace_school", args=[uai])),
    )  # fmt: skip
    form = CloseSchoolForm(request.POST or None, initial={"on": timezone.localdate()})
    return ask(request, question, form, lambda **data: actions.close_school(school=found, by=request.person, **data))


@require_http_methods(["GET", "HEAD", "POST"])
def replace_school(request: PersonRequest, uai: str) -> HttpResponseBase:
    """Another school takes over this one, which closes."""
    found = recodable(request, uai)
    others = (
        access.visible_to(request.person)
        .filter(commune=found.commune)
        .exclude(pk=found.pk)
        .open_on(timezone.localdate())
    )
    text = "Fusion ou regroupement : l’école ferme, sa page reste lisible et mène à celle qui la remplace."
    question = Question(
        f"Remplacer {found.name}", text, "Remplacer", found.get_absolute_url(), "Remplacement enregistré.", danger=True
    )
    form = ReplaceForm(others, request.POST or None, initial={"on": timezone.localdate()})
    return ask(request, question, form, lambda **data: actions.replace_school(former=found, by=request.person, **data))
