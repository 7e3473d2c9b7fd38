"""Persons, their posts, and who may open or end them."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Prefetch
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from lekol.directory import access, actions
from lekol.directory.choices import Role
from lekol.directory.forms import CloseForm, PersonFilters, PersonForm, PostForm
from lekol.directory.models import Academy, Commune, District, Person, Post, School
from lekol.directory.queries import place_of
from lekol.directory.rules import OFFICES
from lekol.kit.asking import Question, ask
from lekol.kit.http import PersonRequest
from lekol.kit.lists import Column, Listing, respond
from lekol.pact.names import plain
from lekol.pact.scopes import Level, Scope

verb = require_http_methods(["GET", "HEAD", "POST"])
COLUMNS = (
    Column("Nom", str, lambda row: row.get_absolute_url(), lead=True, sort="sort_key"),
    Column("Fonction", lambda row: " ; ".join(str(post) for post in row.today)),
    Column("Courriel", lambda row: row.email),
    Column("Téléphone", lambda row: row.phone),
)


@require_safe
def people(request: PersonRequest) -> HttpResponseBase:
    """Who works with the reader’s schools today."""
    form = PersonFilters(request.GET or None)
    words = form.cleaned_data if form.is_valid() else {}
    today = timezone.localdate()
    rows = access.people_visible_to(request.person)
    if words.get("q"):
        rows = rows.filter(sort_key__contains=plain(words["q"]))
    if words.get("fonction"):
        rows = rows.filter(pk__in=Post.objects.on(today).filter(role=words["fonction"]).values("person"))
    current = Post.objects.on(today).select_related("academy", "district", "commune", "school")
    listing = Listing(
        "Personnes",
        "Celles et ceux qui exercent une fonction auprès de vos écoles.",
        rows.prefetch_related(Prefetch("posts", current, to_attr="today")),
        ("sort_key", "id"),
        COLUMNS,
        "personnes",
        "Personne ne répond à ces critères dans votre périmètre.",
        "personne,personnes",
    )
    links = [("Inscrire une personne", "/personnes/nouvelle/", "plus")] if access.roles_managed(request.person) else []
    return respond(request, listing, form=form, actions=links)


@require_safe
def person(request: PersonRequest, ref: str) -> HttpResponse:
    """Someone’s card: posts held today and before, contacts, what was changed."""
    found = seen(request, ref)
    today = timezone.localdate()
    rows = found.posts.select_related("academy", "district", "commune", "school__commune__academy").order_by(
        "-valid", "pk"
    )
    posts = [
        (post, _is_held(post, today), access.may_manage_post(request.person, post.role, post.place)) for post in rows
    ]
    manages = access.may_manage_person(request.person, found)
    return render(request, "directory/person.html", {"person": found, "posts": posts, "manages": manages})


def _is_held(post: Post, day: Any) -> bool:
    lower, upper = post.valid.lower, post.valid.upper
    return (lower is None or lower <= day) and (upper is None or day < upper)


def seen(request: PersonRequest, ref: str) -> Person:
    """A person the reader sees, or whom they may give a first post to."""
    rows = access.people_visible_to(request.person)
    if access.roles_managed(request.person):
        rows = rows | Person.objects.filter(posts=None)
    return get_object_or_404(rows.distinct(), ref=ref)


@verb
def add_person(request: PersonRequest) -> HttpResponseBase:
    """Inscribe someone, then open a post for them."""
    if not access.roles_managed(request.person):
        raise PermissionDenied
    form = PersonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = actions.add_person(by=request.person, **form.cleaned_data)
        return redirect("directory:open_post", ref=made.ref)
    text = "Sans poste, une personne ne peut rien voir : vous lui en ouvrirez un à l’étape suivante."
    question = Question("Inscrire une personne", text, "Inscrire", "/personnes/", "")
    return render(request, "kit/demander.html", {"question": question, "form": form})


@verb
def edit_person(request: PersonRequest, ref: str) -> HttpResponseBase:
    """Correct someone’s names and contacts."""
    found = seen(request, ref)
    if not access.may_manage_person(request.person, found):
        raise PermissionDenied
    question = Question(
        f"Corriger la fiche de {found}", "", "Enregistrer", found.get_absolute_url(), "Fiche enregistrée."
    )
    form = PersonForm(request.POST or None, instance=found)
    return ask(
        request,
        question,
        form,
        lambda **data: actions.edit_person(person=Person.objects.get(pk=found.pk), by=request.person, **data),
    )


@verb
def open_post(request: PersonRequest, ref: str) -> HttpResponseBase:
    """Open a post: a function of the reader’s side, a place of their territory."""
    found = seen(request, ref)
    roles = access.roles_managed(request.person)
    if not roles:
        raise PermissionDenied
    question = Question(f"Ouvrir un poste à {found}", "", "Ouvrir le poste", found.get_absolute_url(), "Poste ouvert.")
    choices = [(role.value, f"{role.label[:1].upper()}{role.label[1:]}") for role in roles]
    form = PostForm(choices, _places(request, roles), request.POST or None, initial={"since": timezone.localdate()})

    def act(role: str, place: str, since: Any, until: Any) -> Post:
        where = place_of(Scope.parse(place))
        if where is None or OFFICES[role].level is not Scope.parse(place).level:
            raise ValidationError(
                {"place": "Cette fonction s’exerce ailleurs : choisissez le lieu qui lui correspond."}
            )
        if found == request.person:
            raise ValidationError("On ne s’ouvre pas un poste à soi-même : demandez-le à un autre administrateur.")
        if not access.may_manage_post(request.person, role, where):
            raise ValidationError({"place": "Ce lieu n’est pas dans le territoire que vous administrez."})
        return actions.open_post(person=found, role=role, place=where, since=since, until=until, by=request.person)

    return ask(request, question, form, act)


def _places(request: PersonRequest, roles: list[Role]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Places the reader manages, grouped by level, only for the levels the offered functions need."""
    levels = {OFFICES[role].level for role in roles}
    managed = access.posts_granting(request.person, access.MANAGE_POSTS)
    schools = (
        access.visible_to(request.person).select_related("commune__academy", "district").order_by("sort_key", "pk")
    )
    rows: dict[Level, list[Academy] | list[Commune] | list[District] | list[School]] = {
        Level.ACADEMY: list(Academy.objects.filter(communes__schools__in=schools).distinct()),
        Level.COMMUNE: list(Commune.objects.filter(schools__in=schools).select_related("academy").distinct()),
        Level.DISTRICT: list(District.objects.filter(schools__in=schools).select_related("academy").distinct()),
        Level.SCHOOL: list(schools),
    }
    names = {
        Level.ACADEMY: "Académies",
        Level.COMMUNE: "Communes",
        Level.DISTRICT: "Circonscriptions",
        Level.SCHOOL: "Écoles",
    }
    return [
        (
            names[level],
            [
                (f"{level}:{_code(place)}", str(place))
                for place in rows[level]
                if any(access.covers(p, place) for p in managed)
            ],
        )
        for level in names
        if level in levels
    ]


def _code(place: Academy | Commune | District | School) -> str:
    if isinstance(place, School):
        return place.uai
    return place.insee if isinstance(place, Commune) else place.code


@verb
def close_post(request: PersonRequest, ref: str, pk: int) -> HttpResponseBase:
    """End a post from a day on; it stays in the person’s history."""
    found = seen(request, ref)
    post = get_object_or_404(
        found.posts.select_related("person", "academy", "district", "commune", "school__commune__academy"), pk=pk
    )
    if not access.may_manage_post(request.person, post.role, post.place):
        raise PermissionDenied
    text = f"{found} : {post}. Le poste restera dans son historique."
    question = Question("Clore un poste", text, "Clore le poste", found.get_absolute_url(), "Poste clos.", danger=True)
    form = CloseForm(request.POST or None, initial={"on": timezone.localdate()})
    return ask(request, question, form, lambda on: actions.close_post(post=post, on=on, by=request.person))
