"""The estate as a list: filters that read as a sentence, columns chosen, exactly what is shown as a file."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_http_methods, require_safe

from lekol.directory.access import asked_scope, posts_of
from lekol.directory.access import visible_to as schools_visible_to
from lekol.directory.models import School
from lekol.directory.queries import name_of
from lekol.equipment import access, actions
from lekol.equipment.forms import SureForm
from lekol.equipment.forms.lists import ColumnsForm, Filters, SaveForm
from lekol.equipment.models import AssetQuerySet, ChosenColumns, Contract, CustomField
from lekol.equipment.queries import listing
from lekol.kit.asking import Question, ask
from lekol.kit.compiled import compiled, prepared
from lekol.kit.exports import export
from lekol.kit.filtering import filter_field
from lekol.kit.http import PersonRequest
from lekol.kit.lists import Head
from lekol.kit.pages import Page, page_of
from lekol.pact.scopes import Level, Scope

verb = require_http_methods(["GET", "HEAD", "POST"])
ORDER = ("sort_key", "id")
PLACES = {
    Level.SCHOOL: "de l’école", Level.COMMUNE: "de la commune de", Level.DISTRICT: "de la circonscription de",
    Level.ACADEMY: "de l’académie de",
}  # fmt: skip
NEVER_KEPT = ("apres", "avant", "format", "compter", "page")


@dataclass
class EstateList:
    """One list as its address asks for it, for one reader. Read lazily: an export asks for no page."""

    request: PersonRequest

    @cached_property
    def today(self) -> dt.date:
        return timezone.localdate()

    @cached_property
    def scope(self) -> Scope:
        return asked_scope(self.request)

    @cached_property
    def fields(self) -> list[CustomField]:
        """The fields the reader’s communes added."""
        communes = [post.commune_id for post in posts_of(self.request.person) if post.commune_id]
        if not communes:
            return []
        return list(CustomField.objects.filter(commune__in=communes, retired=False).order_by("rank", "pk"))

    @cached_property
    def form(self) -> Filters:
        return Filters(self.fields, self.request.GET)

    @cached_property
    def narrowed(self) -> bool:
        """Does the address hold a filter? Without one, the form that would read it is not even built."""
        names = (*Filters.base_fields, *(f"c_{field.key}" for field in self.fields))
        return any(self.request.GET.get(name) for name in names)

    @property
    def blank(self) -> SafeString:
        """The filters, none being set: drawn once for the fields of a commune."""
        own = tuple((field.key, field.label, str(field.type), tuple(field.options or ())) for field in self.fields)
        return _blank(own)

    @cached_property
    def columns(self) -> list[listing.ListColumn]:
        """Those of the address, else those the reader chose, else those of the house."""
        asked = self.request.GET.get("colonnes", "")
        chosen = asked.split(",") if asked else chosen_by(self.request.person)
        return listing.columns_for(chosen, self.fields)

    @cached_property
    def asked(self) -> listing.Asked:
        rows = access.listed_to(self.request.person, self.scope)
        words, custom = (self.form.words, self.form.custom) if self.narrowed else ({}, [])
        return listing.ask(rows, self._schools, words, custom, self.today, self.place, self._contracts)

    def _contracts(self) -> QuerySet[Contract]:
        return access.contracts_visible_to(self.request.person)

    def _schools(self) -> QuerySet[School]:
        return schools_visible_to(self.request.person, self.scope)

    @property
    def rows(self) -> AssetQuerySet:
        return self.asked.rows

    @cached_property
    def place(self) -> str:
        """The perimeter, as the sentence says it."""
        if self.scope.level is Level.COUNTRY:
            return ""
        own = (str(post.place) for post in posts_of(self.request.person) if post.scope == self.scope)
        return f"{PLACES[self.scope.level]} {next(own, '') or name_of(self.scope)}"

    @cached_property
    def counted(self) -> int:
        """How many rows, no more than MANY and one: counting a million takes longer than showing fifty."""
        if self.request.GET.get("compter") == "1":
            return self.rows.order_by().count()
        page = self.__dict__.get("page")
        if page is not None and not page.before and not page.after:
            return len(page)  # the only page says it all
        return self.rows.order_by()[: listing.MANY + 1].count()

    @property
    def is_long(self) -> bool:
        return self.counted > listing.MANY

    @cached_property
    def sort(self) -> tuple[str, listing.ListColumn | None]:
        """The order asked, when the list is short enough to be sorted: « -acquis » and its column."""
        asked = self.request.GET.get("tri", "")
        column = listing.BY_KEY.get(asked.removeprefix("-"))
        return ("", None) if column is None or column.sort is None or self.is_long else (asked, column)

    def ordered(self) -> tuple[QuerySet[Any], Sequence[str]]:
        """The rows with their columns, and the order of their pages."""
        asked, column = self.sort
        if column is None:
            rows = listing.with_columns(self.rows, self.columns, self.today)
            return rows, ("-sort_key", "-id") if self.request.GET.get("tri") == "-materiel" else ORDER
        sense = "-" if asked.startswith("-") else ""
        sorted_rows = self.rows.annotate(tri=listing.expression(column))
        return listing.with_columns(sorted_rows, self.columns, self.today, "tri"), (f"{sense}tri", "sort_key", "id")

    @cached_property
    def page(self) -> Page[Any]:
        rows, order = self.ordered()
        return page_of(rows, self.request.GET, order, read=list if self.narrowed or self.sort[1] else prepared)

    def shown(self) -> list[tuple[Any, list[Any]]]:
        """The rows of the page, each with what its columns show."""
        read = listing.readers(self.columns)
        return [(row, [value(row) for value in read]) for row in self.page.rows]

    def whole(self) -> Iterator[list[Any]]:
        """Every row, for a file."""
        rows, order = self.ordered()
        read = listing.readers(self.columns)
        for row in rows.order_by(*order).iterator(chunk_size=2000):
            yield [value(row) for value in read]

    def heads(self) -> list[Head]:
        """The heads; a column may be sorted while the list is short, the number always."""
        asked = self.request.GET.get("tri", "")
        return [self._head(column, asked) for column in self.columns]

    def _head(self, column: listing.ListColumn, asked: str) -> Head:
        by_number = column.key == "materiel"
        if not by_number and (column.sort is None or self.is_long):
            return Head(column.head, column.numeric, column.key)
        sense = {column.key: "ascending", f"-{column.key}": "descending"}.get(asked, "")
        sense = "ascending" if by_number and not asked else sense
        turn = f"-{column.key}" if sense == "ascending" else column.key
        return Head(column.head, column.numeric, column.key, turn, sense)


def chosen_by(person: Any) -> list[str]:
    """The columns a person chose, or none."""
    row = _chosen.first(person.pk)
    return row.columns if row else list(listing.DEFAULT)


@compiled(int)
def _chosen(person: int) -> QuerySet[ChosenColumns]:
    return ChosenColumns.objects.filter(person=person).order_by()[:1]


@lru_cache(maxsize=256)
def _blank(own: tuple[tuple[str, str, str, tuple[str, ...]], ...]) -> SafeString:
    fields = [CustomField(key=key, label=label, type=kind, options=list(options)) for key, label, kind, options in own]
    return mark_safe("".join(filter_field(field) for field in Filters(fields).visible_fields()))  # noqa: S308


@require_safe
def devices(request: PersonRequest) -> HttpResponseBase:
    """The devices of the reader’s perimeter; the whole list as a file when `?format=` asks for it."""
    found = EstateList(request)
    if fmt := request.GET.get("format"):
        return export(fmt, "parc", [column.head for column in found.columns], found.whole())
    page = found.page
    person = request.person
    context = {
        "list": found,
        "page": page,
        "rows": found.shown(),
        "heads": found.heads(),
        "narrowed": found.narrowed,
        "kept": request.GET.urlencode(),
        "may_edit": bool(access.communes_where(person, access.KEEP)),
        "may_contract": bool(access.communes_where(person, access.CONTRACT)),
        "saved": access.saved_lists(person),
        "many": listing.MANY,
        "most": actions.MOST,
    }
    return render(request, "equipment/devices.html", context)


@verb
def choose_columns(request: PersonRequest) -> HttpResponseBase:
    """Choose the columns; they are remembered, until one chooses again."""
    found = EstateList(request)
    options = [(column.key, column.head) for column in listing.COLUMNS if column.key != "materiel"]
    options += [(f"c_{field.key}", field.label) for field in found.fields]
    chosen = [column.key for column in found.columns]
    form = ColumnsForm(request.POST or None, initial={"columns": chosen})
    form.fields["columns"].choices = options  # type: ignore[attr-defined]
    back = _back(request.GET, "colonnes")
    question = Question(
        "Choisir les colonnes", "Le numéro d’inventaire reste toujours. Les fichiers exportés ont les mêmes colonnes.",
        "Enregistrer", back, "Colonnes enregistrées.", above="Parc",
    )  # fmt: skip
    return ask(request, question, form, lambda columns: actions.choose_columns(person=request.person, columns=columns))


def _back(words: QueryDict, *without: str) -> str:
    kept = words.copy()
    for name in (*NEVER_KEPT, *without):
        kept.pop(name, None)
    return f"{reverse('equipment:devices')}?{kept.urlencode()}" if kept else reverse("equipment:devices")


@verb
def save_list(request: PersonRequest) -> HttpResponseBase:
    """Keep the present filters and columns under a name."""
    found = EstateList(request)
    form = SaveForm(request.POST or None, initial={"name": found.asked.sentence[:80]})
    back = _back(request.GET)
    question = Question("Garder cette liste", f"{found.asked.sentence}.", "Garder", back, "Liste gardée.", above="Parc")

    def save(name: str, shared: bool) -> None:
        words = {key: value for key, value in request.GET.items() if key not in (*NEVER_KEPT, "colonnes")}
        columns = [column.key for column in found.columns]
        actions.save_list(person=request.person, name=name, words=words, columns=columns, shared=shared)

    return ask(request, question, form, save)


@require_safe
def open_list(request: PersonRequest, ref: str) -> HttpResponseRedirect:
    """Open a list kept: its filters and its columns, on the devices the reader sees."""
    row = get_object_or_404(access.saved_lists_visible_to(request.person), ref=ref)
    words = QueryDict(mutable=True)
    words.update({key: str(value) for key, value in row.words.items()})
    if row.columns:
        words["colonnes"] = ",".join(row.columns)
    return redirect(f"{reverse('equipment:devices')}?{words.urlencode()}")


@verb
def forget_list(request: PersonRequest, ref: str) -> HttpResponseBase:
    """Forget a list of one’s own."""
    row = get_object_or_404(access.saved_lists_visible_to(request.person), ref=ref, author=request.person)
    back = reverse("equipment:devices")
    question = Question(f"Oublier « {row} »", "Les matériels ne changent pas.", "Oublier", back, "Liste oubliée.",
                        above="Parc")  # fmt: skip
    form = SureForm(request.POST if request.method == "POST" else None)
    return ask(request, question, form, lambda sure: actions.forget_list(saved=row))


@require_safe
def census(request: PersonRequest) -> HttpResponse:
    """How many devices of each type: on the network, under warranty, by whom maintained; each figure opens its rows."""
    scope = asked_scope(request)
    rows = listing.census(access.listed_to(request.person, scope), timezone.localdate())
    place = EstateList(request).place
    totals = {name: sum(row[name] for row in rows) for name in ("total", "networked", "covered", "maintained", "old")}
    return render(request, "equipment/census.html", {"rows": rows, "place": place, "totals": totals})
