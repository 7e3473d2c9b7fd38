"""Announced machines: those to decide of, what each says, whence each field of the register comes, keys of agents."""

from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lekol.directory.access import asked_scope
from lekol.directory.access import visible_to as schools_visible_to
from lekol.directory.models import Commune, Room
from lekol.equipment import access, actions
from lekol.equipment.choices import Kind, Standing
from lekol.equipment.forms.inventory import EnterForm, KeyForm, LinkForm
from lekol.equipment.models import AgentKey, Asset, Machine
from lekol.equipment.queries.card import holds, places_of
from lekol.equipment.queries.inventory import machine_of, sources_of
from lekol.equipment.rules.health import LOW_SPACE, SEEN_WITHIN, WORN_BATTERY
from lekol.equipment.rules.inventory import SECTIONS
from lekol.equipment.rules.provenance import FIELDS
from lekol.equipment.rules.software import PROTECTION_WORDS, Protection
from lekol.equipment.views.devices import asset_or_404
from lekol.equipment.views.missing import PARC
from lekol.kit.asking import Question, ask
from lekol.kit.http import PersonRequest
from lekol.kit.lists import Column, Listing, respond
from lekol.kit.panels import Panel, panel
from lekol.kit.templatetags.kit import said

verb = require_http_methods(["GET", "HEAD", "POST"])
SOFTWARE_SHOWN = 500

WAITING = (
    Column("Machine", lambda row: str(row), lambda row: row.get_absolute_url(), lead=True),
    Column("Type", lambda row: Kind(row.kind).label if row.kind in Kind.values else row.nature),
    Column("Modèle", lambda row: f"{row.make} {row.model}".strip()),
    Column("Série", lambda row: row.said_serial),
    Column("École annoncée", lambda row: row.school.name if row.school else ""),
    Column("Pourquoi", lambda row: row.reason),
    Column("Vue le", lambda row: row.last_seen_at),
)


@require_safe
def quarantine(request: PersonRequest) -> HttpResponseBase:
    """Machines that agents announce and that nobody has decided of."""
    rows = access.machines_visible_to(request.person, asked_scope(request))
    listing = Listing(
        "Machines à décider",
        "Les agents les annoncent, le parc ne les connaît pas : rattachez-les, inscrivez-les ou ignorez-les.",
        rows.filter(standing=Standing.QUARANTINE).select_related("school", "commune"),
        ("-id",),
        WAITING,
        "machines-a-decider",
        "Aucune machine n’attend de décision dans votre périmètre.",
        "machine,machines",
    )
    return respond(request, listing, trail=[*PARC, ("Santé du parc", reverse("equipment:health"))])


def _machine_or_404(request: PersonRequest, pk: int) -> Machine:
    seen = access.machines_visible_to(request.person)
    related = ("school__commune__academy", "school__district", "commune__academy", "asset__model", "release")
    return get_object_or_404(seen.select_related(*related), pk=pk)


def _decided(request: PersonRequest, pk: int) -> Machine:
    """A machine the reader may decide of."""
    found = _machine_or_404(request, pk)
    if not access.may_decide(request.person, found):
        raise PermissionDenied
    return found


@require_safe
def machine(request: PersonRequest, pk: int) -> HttpResponse:
    """What is announced of one machine, whom it looks like, and what may be decided."""
    found = _machine_or_404(request, pk)
    software = found.software.select_related("title").order_by("title__name", "title__version", "pk")
    may_decide = access.may_decide(request.person, found)
    context = {
        "machine": found,
        "parts": _parts(found),
        "software": software[:SOFTWARE_SHOWN],
        "software_count": found.software.count(),
        "condition": found.conditions.filter(valid__contains=timezone.localdate()).first(),
        "candidates": _candidates(request, found),
        "may_decide": may_decide,
        "waiting": found.standing == Standing.QUARANTINE,
        "kind": Kind(found.kind).label if found.kind in Kind.values else "",
    }
    return render(request, "equipment/machine.html", context)


def _parts(found: Machine) -> list[dict[str, Any]]:
    """The sections in the order of the dictionary, each row as its values."""
    kept = {row.name: row for row in found.sections.all()}
    return [
        {"label": label, "at": kept[name].changed_at, "rows": [_words(row) for row in kept[name].rows[:60]]}
        for name, label in SECTIONS.items()
        if name in kept and kept[name].rows
    ]


WORDS = {
    "name": "nom", "maker": "marque", "model": "modèle", "serial": "série", "size_mb": "taille", "total_mb": "taille",
    "free_mb": "libre", "capacity_mb": "taille", "memory_mb": "mémoire", "swap_mb": "échange", "enabled": "actif",
    "up_to_date": "à jour", "version": "version", "mac": "adresse", "status": "état", "speed": "débit", "type": "type",
    "chassis": "châssis", "bios_version": "BIOS", "bios_date": "BIOS du", "full_name": "système",
    "encrypted": "chiffré",
    "capacity": "capacité", "real_capacity": "capacité restante", "cores": "cœurs", "mhz": "fréquence (MHz)",
    "address": "adresse IP", "firmware": "micrologiciel", "location": "lieu dit", "mount": "point", "driver": "pilote",
    "filesystem": "format", "port": "port", "number": "port", "kernel": "noyau", "arch": "architecture",
    "installed_on": "installé le", "base_on": "base du", "expires_on": "fin le", "health": "santé", "board": "carte",
    "board_serial": "série de la carte", "asset_tag": "étiquette", "secure_boot": "démarrage sûr", "system": "système",
    "firewall": "pare-feu", "chemistry": "chimie", "made_on": "fabriquée le", "virtual": "virtuel", "base": "base",
}  # fmt: skip


def _words(row: dict[str, Any]) -> list[tuple[str, str]]:
    """A row as pairs of French words; nothing for what says nothing."""
    told = ((name, value) for name, value in row.items() if value != "")
    return [(WORDS.get(name, name.replace("_", " ")), _said(name, value)) for name, value in told]


def _said(name: str, value: Any) -> str:
    if isinstance(value, bool):
        return "oui" if value else "non"
    if name.endswith("_mb"):
        return f"{value / 1024:.1f} Go".replace(".", ",") if value >= 1024 else f"{value} Mo"
    if name == "virtual":
        return "non" if str(value).lower() == "physical" else str(value)
    return said(value)


def _candidates(request: PersonRequest, found: Machine) -> list[dict[str, Any]]:
    """Known devices it looks like, those the reader sees: each with its points, its reasons, and the device."""
    rows = [row for row in found.candidates if isinstance(row, dict)]
    assets = {f"a{row.pk}": row for row in _seen_assets(request, rows)}
    machines = {f"m{row.pk}": row for row in _seen_machines(request, rows)}
    return [
        {**row, "asset": assets.get(row["key"]), "machine": machines.get(row["key"])}
        for row in rows
        if row["key"] in assets or row["key"] in machines
    ]


def _keys(rows: list[dict[str, Any]], letter: str) -> list[int]:
    return [int(row["key"][1:]) for row in rows if row["key"][0] == letter and row["key"][1:].isdecimal()]


def _seen_assets(request: PersonRequest, rows: list[dict[str, Any]]) -> list[Asset]:
    return list(access.visible_to(request.person).filter(pk__in=_keys(rows, "a")).select_related("model", "school"))


def _seen_machines(request: PersonRequest, rows: list[dict[str, Any]]) -> list[Machine]:
    seen = access.machines_visible_to(request.person).filter(pk__in=_keys(rows, "m"))
    return list(seen.select_related("asset__model"))


@verb
def link(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Say which device of the register the machine is."""
    found = _decided(request, pk)
    form = LinkForm(request.POST or None)

    def act(inventory_number: str) -> HttpResponse:
        numbered = access.visible_to(request.person).filter(inventory_number=inventory_number.strip())
        asset = numbered.filter(commune=found.commune).first() if found.commune_id else numbered.first()
        if asset is None:
            raise ValidationError({"inventory_number": "Aucun matériel que vous voyez ne porte ce numéro."})
        actions.link(machine=found, asset=asset, by=request.person)
        return redirect(asset)

    words = (f"Rattacher {found}", "La machine suivra ce matériel du parc.", "Rattacher", found.get_absolute_url())
    return ask(request, Question(*words, "Machine rattachée.", above=str(found)), form, act)


@verb
def enter(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Enter the machine in the register, as a new device of a school."""
    found = _decided(request, pk)
    schools = schools_visible_to(request.person)
    schools = schools.filter(commune=found.commune) if found.commune_id else schools
    rooms = Room.objects.filter(school__in=schools.values("pk"))
    initial = {"school": found.school_id, "kind": found.kind}
    form = EnterForm(schools, rooms, request.POST or None, initial=initial)

    def act(**words: Any) -> HttpResponse:
        if not access.may_keep(request.person, words["school"]):
            raise PermissionDenied
        return redirect(actions.enter(machine=found, by=request.person, **words))

    text = f"{found.make} {found.model}, série {found.said_serial or 'inconnue'}."
    words = (f"Inscrire {found}", text, "Inscrire", found.get_absolute_url())
    return ask(request, Question(*words, "Matériel inscrit.", above=str(found)), form, act)


@require_POST
def ignore(request: PersonRequest, pk: int) -> HttpResponse:
    """It is none of ours."""
    found = _decided(request, pk)
    return _done(request, found, actions.ignore, "Machine ignorée : elle n’est plus à décider.")


@require_POST
def reconsider(request: PersonRequest, pk: int) -> HttpResponse:
    """Back to be decided."""
    found = _decided(request, pk)
    return _done(request, found, actions.reconsider, "Machine remise à décider.")


def _done(request: PersonRequest, found: Machine, act: Any, sentence: str) -> HttpResponse:
    try:
        act(machine=found, by=request.person)
    except ValidationError as fault:
        messages.error(request, " ".join(fault.messages))
        return redirect(found)
    messages.success(request, sentence)
    return redirect("equipment:quarantine")


def _kept_asset(request: PersonRequest, number: str, field: str) -> Asset:
    """A device whose fields the reader keeps."""
    asset = asset_or_404(request, number)
    if field not in FIELDS:
        raise Http404
    here = asset.placements.filter(valid__contains=timezone.localdate()).select_related("school__commune").first()
    if here is None or not access.may_keep(request.person, here.school):
        raise PermissionDenied
    return asset


@require_POST
def lock(request: PersonRequest, number: str, field: str) -> HttpResponse:
    """Lock a field against agents, or unlock it."""
    asset = _kept_asset(request, number, field)
    locked = request.POST.get("verrou") != "non"
    actions.lock(asset=asset, field=field, locked=locked, by=request.person)
    done = "verrouillé : aucun agent ne l’écrira" if locked else "déverrouillé"
    messages.success(request, f"{FIELDS[field].label} {done}.")
    return redirect(asset)


@require_POST
def accept(request: PersonRequest, number: str, field: str) -> HttpResponse:
    """Take what the agent says of a field."""
    asset = _kept_asset(request, number, field)
    try:
        actions.accept(asset=asset, field=field, by=request.person)
    except ValidationError as fault:
        messages.error(request, " ".join(fault.messages))
    else:
        messages.success(request, f"{FIELDS[field].label} : la valeur de l’agent est reprise.")
    return redirect(asset)


@panel("asset", order=10)
def health_of_asset(person: Any, asset: Any) -> Panel | None:
    """The chips of a device: what its last inventory says of its health."""
    found = machine_of(asset)
    if found is None:
        return None
    today = timezone.localdate()
    condition = found.conditions.filter(valid__contains=today).first()
    days = (today - timezone.localdate(found.last_seen_at)).days
    context = {"machine": found, "chips": list(_chips(found, condition, days, today)), "days": days}
    return Panel("equipment/panel_health.html", context)


def _chips(found: Machine, condition: Any, days: int, today: Any) -> Any:
    """(tone, words) of each chip, worst tones first to read."""
    yield ("ok" if days < SEEN_WITHIN else "non", f"vu il y a {days} j" if days else "vu aujourd’hui")
    if found.release is not None:
        until = found.release.supported_until
        tone = "nul" if until is None else "ok" if until >= today else "non"
        end = f", suivi jusqu’au {until:%d/%m/%Y}" if until and until >= today else ", plus suivi" if until else ""
        yield (tone, f"{found.release}{end}")
    if condition is not None:
        state = Protection(condition.protection)
        tone = {Protection.ON: "ok", Protection.UNSURE: "risque", Protection.UNKNOWN: "nul"}.get(state, "non")
        yield (tone, f"antivirus {PROTECTION_WORDS[state]}")
        yield ("ok", condition.office) if condition.office else ("risque", "sans suite bureautique")
    if found.free_percent is not None:
        yield ("ok" if found.free_percent >= LOW_SPACE else "non", f"{found.free_percent} % de disque libre")
    if found.failing_disk:
        yield ("non", "panne de disque annoncée")
    if found.battery_percent is not None:
        yield ("ok" if found.battery_percent >= WORN_BATTERY else "risque", f"batterie à {found.battery_percent} %")


@panel("asset", order=20)
def sources_of_asset(person: Any, asset: Any) -> Panel | None:
    """Who wrote each field an agent may tell, with its lock and what the agent says otherwise."""
    rows = {row.field: row for row in sources_of(asset)}
    if not rows and machine_of(asset) is None:
        return None
    today = timezone.localdate()
    here = next((place for place in places_of(asset) if holds(place, today)), None)
    may_keep = here is not None and access.may_keep(person, here.school)
    lines = [{"field": field, "label": rule.label, "row": rows.get(field)} for field, rule in FIELDS.items()]
    return Panel("equipment/panel_sources.html", {"asset": asset, "lines": lines, "may_keep": may_keep})


@require_safe
def keys(request: PersonRequest) -> HttpResponse:
    """The keys of agents: who speaks with each, and when it last did."""
    if not access.may_hand_keys(request.person):
        raise PermissionDenied
    rows = access.keys_visible_to(request.person).select_related("commune", "school")
    context = {"living": rows.alive(), "dead": rows.exclude(revoked_at=None)[:20], "address": _address()}  # type: ignore[attr-defined]
    return render(request, "equipment/keys.html", context)


def _address() -> str:
    return urljoin(settings.PUBLIC_URL, "/agents/")


@verb
def create_key(request: PersonRequest) -> HttpResponseBase:
    """Make a key; its secret is shown once, on the page that answers."""
    if not access.may_hand_keys(request.person):
        raise PermissionDenied
    schools = schools_visible_to(request.person)
    communes = Commune.objects.filter(pk__in=schools.values("commune"))
    initial = {"commune": communes.first()}
    form = KeyForm(communes, schools, request.POST or None, initial=initial)

    def act(commune: Commune, **words: Any) -> HttpResponse:
        if not access.may_hand_keys(request.person, commune):
            raise PermissionDenied
        key, secret = actions.create_key(commune=commune, by=request.person, **words)
        return render(request, "equipment/key_made.html", {"key": key, "secret": secret, "address": _address()})

    text = "Les agents qui la présentent peuvent annoncer des machines, et ne lisent rien."
    question = Question("Créer une clé d’agent", text, "Créer la clé", reverse("equipment:keys"), above="Clés d’agent")
    return ask(request, question, form, act)


@require_POST
def revoke_key(request: PersonRequest, pk: int) -> HttpResponse:
    """The key opens nothing any more."""
    key: AgentKey = get_object_or_404(access.keys_visible_to(request.person), pk=pk)
    actions.revoke_key(key=key, by=request.person)
    messages.success(request, f"La clé « {key.name} » n’ouvre plus rien.")
    return redirect("equipment:keys")
