"""The list of the estate: its filters as SQL, its columns as words, its order. An index serves each of them."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from operator import attrgetter
from typing import Any

from django.db.models import Count, DateField, Exists, F, Func, IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Coalesce, Greatest, StrIndex, Upper
from django.utils import timezone

from lekol.directory.models import School
from lekol.equipment.choices import COMPUTERS, IN_SCHOOL, Kind, Origin, Status
from lekol.equipment.models import (
    AssetQuerySet,
    Condition,
    Contract,
    Coverage,
    CustomField,
    DeviceModel,
    Installation,
)
from lekol.equipment.queries.estate import answered
from lekol.equipment.queries.health import office_kept
from lekol.equipment.rules import keys, sentence
from lekol.kit.addresses import address
from lekol.kit.compiled import compiled
from lekol.pact import uai
from lekol.pact.names import plain

MANY = 2_000
"""Rows counted and sorted at once; a longer list says « plus de » and keeps the order of its numbers."""

SCHOOLS = 200
"""Schools a name may stand for."""

FIRST_DAY = dt.date(1900, 1, 1)
_KINDS = dict(Kind.choices)
_STATES = dict(Status.choices)
_ORIGINS = dict(Origin.choices)


@dataclass(frozen=True, slots=True)
class ListColumn:
    """A column: what it reads of a device, and how it says it. `sort` is never empty in the base."""

    key: str
    head: str
    fields: tuple[str, ...]
    show: Callable[..., Any]
    sort: Any = None
    numeric: bool = False
    link: Callable[[Any], str] | None = None


def _school(row: Any) -> str:
    return address("directory:school", row.school__uai) if row.school__uai else ""


def _same(value: Any) -> Any:
    return value


def _words(*parts: Any) -> str:
    return " ".join(str(part) for part in parts if part)


def system_name(on: dt.date) -> Subquery:
    """The system a device runs that day."""
    running = Installation.objects.filter(asset=OuterRef("pk"), valid__contains=on)
    return Subquery(running.values("system__name")[:1])


def _conditions(on: dt.date) -> QuerySet[Condition]:
    """What the machine of a device said of itself that day."""
    return Condition.objects.filter(machine__asset=OuterRef("pk"), valid__contains=on)


def suite_name(on: dt.date) -> Subquery:
    """The office suite seen on a device that day."""
    return Subquery(_conditions(on).values("office")[:1])


def _day(moment: dt.datetime | None) -> dt.date | None:
    return timezone.localdate(moment) if moment else None


COLUMNS = (
    ListColumn("materiel", "Matériel", ("inventory_number",), _same),
    ListColumn("nom", "Nom", ("name",), _same, "name"),
    ListColumn("type", "Type", ("kind",), lambda kind: _KINDS.get(kind, kind), "kind"),
    ListColumn("modele", "Modèle", ("model__make", "model__name"), _words, "model__make"),
    ListColumn("serie", "Série", ("serial",), _same, "serial_key"),
    ListColumn("etat", "État", ("status",), lambda status: _STATES.get(status, status), "status"),
    ListColumn("depuis", "Depuis le", ("status_since",), _same, Coalesce("status_since", FIRST_DAY)),
    ListColumn("ecole", "École", ("school__name",), _same, Coalesce("school__sort_key", Value("")), link=_school),
    ListColumn("salle", "Salle", ("room__name",), _same),
    ListColumn("reserve", "Lieu de réserve", ("store",), _same, "store"),
    ListColumn("origine", "Origine", ("origin",), lambda origin: _ORIGINS.get(origin, origin), "origin"),
    ListColumn("acquis", "Acquis le", ("acquired_on",), _same, Coalesce("acquired_on", FIRST_DAY)),
    ListColumn("garantie", "Garantie", ("warranty_until",), _same, Coalesce("warranty_until", FIRST_DAY)),
    ListColumn("reseau", "En réseau depuis", ("networked_on",), _same, Coalesce("networked_on", FIRST_DAY)),
    ListColumn("systeme", "Système", ("system_name",), _same),
    ListColumn("suite", "Suite bureautique", ("suite_name",), _same),
    ListColumn("inventaire", "Dernier inventaire", ("machine__last_seen_at",), _day),
    ListColumn("cout", "Coût (€ TTC)", ("cost",), _same, Coalesce("cost", Value(Decimal(0))), numeric=True),
    ListColumn("immobilisation", "Immobilisation", ("ledger_number",), _same, "ledger_number"),
    ListColumn("marche", "Marché", ("purchase__market",), _same),
    ListColumn("commande", "Commande", ("purchase__order_number",), _same),
    ListColumn("financement", "Financement", ("purchase__programme",), _same),
    ListColumn("subvention", "Subvention (%)", ("purchase__subsidy_share",), _same, numeric=True),
    ListColumn("reemploi", "Réemploi", ("reused",), _same, "reused"),
    ListColumn("commune", "Commune", ("commune__name",), _same),
    ListColumn("remarque", "Remarque", ("note",), _same),
)
DEFAULT = ("materiel", "type", "modele", "serie", "ecole", "salle", "etat", "garantie")
BY_KEY = {column.key: column for column in COLUMNS}


def columns_for(asked: Iterable[str], fields: Iterable[CustomField]) -> list[ListColumn]:
    """The columns of these keys, the number always first; unknown keys are left out."""
    own = {f"c_{field.key}": _custom(field) for field in fields}
    wanted = dict.fromkeys(("materiel", *asked))
    found = [BY_KEY.get(key) or own.get(key) for key in wanted]
    kept = [column for column in found if column is not None]
    return kept if len(kept) > 1 else [BY_KEY[key] for key in DEFAULT]


def _custom(field: CustomField) -> ListColumn:
    def show(extra: Mapping[str, Any]) -> Any:
        value = extra.get(field.key)
        return dt.date.fromisoformat(value) if field.type == "date" and value else value

    return ListColumn(f"c_{field.key}", field.label, ("extra",), show, numeric=field.type == "nombre")


def with_columns(rows: AssetQuerySet, columns: Iterable[ListColumn], on: dt.date, *others: str) -> QuerySet[Any]:
    """The rows with what these columns read and nothing more, as named tuples: fifty model objects cost more than
    their query. Beside the columns: the key, the number, what orders them and what links them, and `others`.
    """
    fields = [field for column in columns for field in column.fields]
    if "system_name" in fields:
        rows = rows.annotate(system_name=system_name(on))
    if "suite_name" in fields:
        rows = rows.annotate(suite_name=suite_name(on))
    links = ["school__uai"] if any(column.link for column in columns) else []
    return rows.values_list(
        *dict.fromkeys(("id", "sort_key", "inventory_number", *links, *fields, *others)), named=True
    )


@dataclass(frozen=True, slots=True)
class Asked:
    """A list asked for: its rows, and the sentence that says which."""

    rows: AssetQuerySet
    sentence: str


def ask(
    rows: AssetQuerySet,
    seen: Callable[[], QuerySet[School]],
    words: Mapping[str, Any],
    custom: Iterable[tuple[str, str, Any]],
    on: dt.date,
    place: str,
    contracts: Callable[[], QuerySet[Contract]] = Contract.objects.none,
) -> Asked:
    """Narrow the rows by the words of the filters; say it. `place` names the perimeter, « de l’école X ».

    `contracts` are those the reader sees: another is asked for without being named.
    """
    where, others = place, {}
    if asked := words.get("ecole"):
        rows, where = _in_schools(rows, seen(), asked)
    if model := words.get("modele"):
        known = DeviceModel.objects.filter(pk=model).first()
        others["modele"] = f"du modèle {known}" if known else "d’un modèle inconnu"
        rows = rows.filter(model=model)
    if contract := words.get("contrat"):
        coverage = Coverage.objects.filter(asset=OuterRef("pk"), contract=contract)
        named = contracts().filter(pk=contract).first()
        others["contrat"] = f"sous {named}" if named else "sous ce contrat"
        rows = rows.filter(Exists(coverage))
    for key, label, value in custom:
        rows = rows.filter(extra__contains={key: value})
        said_value = {True: "oui", False: "non"}.get(value, value)
        others[key] = f"où « {label} » est « {said_value} »"
    said = {name: str(value) for name, value in words.items()}
    return Asked(narrowed(rows, words, on), sentence.sentence(said, where, others))


def _in_schools(rows: AssetQuerySet, seen: QuerySet[School], asked: str) -> tuple[AssetQuerySet, str]:
    """By the name or the code of a school among those seen."""
    code = asked.strip().upper()
    found = list(seen.filter(uai=code)) if not uai.fault(code) else []  # a code is whole, and its index finds it
    if not found:
        by_name = Q(sort_key__contains=plain(asked)) if plain(asked) else Q(pk__in=[])
        found = list(seen.filter(by_name).order_by("sort_key", "pk")[:SCHOOLS])
    where = f"de l’école {found[0].name}" if len(found) == 1 else f"des écoles « {asked} »"
    return rows.filter(school__in=[school.pk for school in found]), where


def narrowed(rows: AssetQuerySet, words: Mapping[str, Any], on: dt.date) -> AssetQuerySet:
    """The filters that need nothing but their word."""
    state = words.get("etat", "")
    if state != "tous":
        rows = rows.filter(status=state) if state else rows.filter(status__in=IN_SCHOOL)
    if kinds := sentence.kinds_of(words.get("type", "")):
        rows = rows.filter(kind__in=kinds)
    if origin := words.get("origine"):
        rows = rows.filter(origin=origin)
    for name, condition in _CONDITIONS.items():
        if word := words.get(name):
            rows = rows.filter(condition(str(word), on))
    return searched(rows, words["q"]) if words.get("q") else rows


def searched(rows: AssetQuerySet, text: str) -> AssetQuerySet:
    """Each word is in the number, the serial, the name, or names the model; short ones begin one of them."""
    for word in keys.asked(text):
        if len(word) < 3:
            rows = rows.filter(search__contains=f" {word}")
            continue
        models = [model for (model,) in _named(word)]
        inside = Q(search__contains=word)
        rows = rows.filter(inside | Q(model__in=models) if models else inside)
    return rows if keys.asked(text) else rows.none()


@compiled(str)
def _named(word: str) -> QuerySet[DeviceModel, tuple[int]]:
    """The models whose make or name holds a word, whatever its capitals."""
    at = [StrIndex(Upper(field), Upper(Value(word))) for field in ("make", "name")]
    return DeviceModel.objects.alias(at=Greatest(*at)).filter(at__gt=0).order_by("pk").values_list("pk")[:100]


def _warranty(word: str, on: dt.date) -> Q:
    match word:
        case "sous":
            return Q(warranty_until__gte=on)
        case "hors":
            return Q(warranty_until__lt=on)
        case "inconnue":
            return Q(warranty_until=None)
        case _:
            return Q(warranty_until__range=(on, on + dt.timedelta(days=int(word))))


def _network(word: str, on: dt.date) -> Q:
    return Q(networked_on__lte=on) if word == "oui" else Q(networked_on=None) | Q(networked_on__gt=on)


def _system(word: str, on: dt.date) -> Q:
    running = Installation.objects.filter(asset=OuterRef("pk"), valid__contains=on)
    match word:
        case "a_jour":
            return Q(Exists(running.filter(system__supported_until__gte=on)))
        case "perime":
            return Q(Exists(running.filter(system__supported_until__lt=on)))
        case _:
            return ~Q(Exists(running))


def _office(word: str, on: dt.date) -> Q:
    """Among computers, as the figures count them: « non suivie » is over, or followed by nobody known."""
    seen = _conditions(on).exclude(office="")
    match word:
        case "suivie":
            found = Q(Exists(seen.filter(office_kept(on))))
        case "non_suivie":
            found = Q(Exists(seen.exclude(office_kept(on))))
        case _:
            found = ~Q(Exists(seen))
    return Q(kind__in=COMPUTERS) & found


def is_maintained(on: dt.date) -> Q:
    """Under article 4 someone answers for the device: the very rule of the measure and of its page."""
    return answered(on)


def _upkeep(word: str, on: dt.date) -> Q:
    return is_maintained(on) if word == "avec" else ~is_maintained(on)


def _age(word: str, on: dt.date) -> Q:
    years = int(word)
    limit = on.replace(year=on.year - years, day=min(on.day, 28) if on.month == 2 else on.day)
    return Q(acquired_on__lt=limit)


_CONDITIONS: dict[str, Callable[[str, dt.date], Q]] = {
    "garantie": _warranty, "reseau": _network, "systeme": _system, "bureautique": _office,
    "mainteneur": _upkeep, "age": _age,
}  # fmt: skip


def expression(column: ListColumn) -> Any:
    """What a column is sorted by."""
    return F(column.sort) if isinstance(column.sort, str) else column.sort


def census(rows: AssetQuerySet, on: dt.date) -> list[dict[str, Any]]:
    """By type, devices in service and what is true of them: one query."""
    end = Func(
        Cast("model__years_kept", IntegerField()),
        function="make_interval",
        template="(equipment_asset.acquired_on + %(function)s(years => %(expressions)s))::date",
        output_field=DateField(),
    )
    counted = (
        rows.filter(status__in=IN_SCHOOL)
        .annotate(kept=is_maintained(on), renew_on=end)
        .order_by("kind")
        .values("kind")
        .annotate(
            total=Count("pk"),
            networked=Count("pk", filter=Q(networked_on__lte=on)),
            covered=Count("pk", filter=Q(warranty_until__gte=on)),
            maintained=Count("pk", filter=Q(kept=True)),
            old=Count("pk", filter=Q(renew_on__lte=on)),
        )
    )
    return [
        row
        | {
            "label": _KINDS.get(row["kind"], row["kind"]),
            "unnetworked": row["total"] - row["networked"],
            "unmaintained": row["total"] - row["maintained"],
        }
        for row in counted
    ]


def readers(columns: Iterable[ListColumn]) -> list[Callable[[Any], Any]]:
    """For each column, what it shows of a row of `with_columns`."""
    return [_reader(column) for column in columns]


def _reader(column: ListColumn) -> Callable[[Any], Any]:
    read = attrgetter(*column.fields)
    if column.show is _same:
        return read
    show = column.show
    return (lambda row: show(*read(row))) if len(column.fields) > 1 else (lambda row: show(read(row)))
