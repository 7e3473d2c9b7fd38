"""What is known around a fault before it is sent, and how tickets are found."""

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db.models import QuerySet
from django.utils import timezone

from lekol.directory.models import Room, School
from lekol.equipment.choices import Duty, Holder
from lekol.equipment.models import Asset, Responsibility
from lekol.equipment.queries import Card, calling
from lekol.equipment.rules import estate
from lekol.kit.compiled import prepared
from lekol.maintenance.choices import Desk, Impact, Nature
from lekol.maintenance.models import Ticket, TicketQuerySet
from lekol.maintenance.rules.routing import Decision, Facts, decide, passed_on
from lekol.pact.names import plain
from lekol.pact.policies import Policy, in_force

DESK_OF = {
    Holder.CITY: Desk.CITY, Holder.STATE: Desk.STATE, Holder.SUPPLIER: Desk.SUPPLIER, Holder.SCHOOL: Desk.SCHOOL,
}  # fmt: skip
"""The desk of whoever may be named to maintain a device; others have none, and the table decides."""
RECENT = dt.timedelta(days=30)
ALIKE = 5


def policy_of(school: School, on: dt.date) -> Policy:
    """The policy of the school’s commune that day."""
    found = in_force(school.commune.insee, on)
    if found is None:
        raise LookupError("Aucune convention ne dit qui répare quoi.")
    return found


def nature_of(asset: Asset | None) -> str:
    """A switch, an access point or a router is network; any other device is a device, and a room has its network."""
    return str(Nature.OUTLET) if asset is None else estate.nature_of(asset.kind)


def facts_of(
    nature: str, impact: str, *, expert: bool, asset: Asset | None, on: dt.date, contract: bool = False
) -> Facts:
    """What the table reads of a fault: the estate knows the origin, the warranty and the owner of a device."""
    if asset is None:
        return Facts(nature, impact=impact, expert=expert)
    return Facts(
        nature, asset.origin, estate.owner_of(asset.accepted_by(on)), warranty_until=asset.warranty_until,
        impact=impact, expert=expert, contract=contract,
    )  # fmt: skip


def under_contract(policy: Policy, assets: Iterable[Asset | None], on: dt.date) -> set[int]:
    """Which of these devices a supplier’s contract covers that day; not asked of a policy that no contract moves."""
    if all(row.contract is None for row in policy.rows):
        return set()
    known = [asset.pk for asset in assets if asset is not None]
    return set(calling(on).filter(asset__in=known).values_list("asset", flat=True)) if known else set()


def decision_for(
    school: School, nature: str, impact: str, *, expert: bool = False, asset: Asset | None = None
) -> Decision:
    """Who would act today on a fault, said before it is sent."""
    today = timezone.localdate()
    policy = policy_of(school, today)
    return decide_on(policy, nature, impact, expert=expert, asset=asset, on=today)


def decide_on(policy: Policy, nature: str, impact: str, *, expert: bool, asset: Asset | None, on: dt.date) -> Decision:
    """Who acts on a fault that day under a policy."""
    contract = bool(under_contract(policy, [asset], on))
    facts = facts_of(nature, impact, expert=expert, asset=asset, on=on, contract=contract)
    return _decided(policy, facts, asset, named_for([asset], on), on)


def named_for(assets: Iterable[Asset | None], on: dt.date) -> dict[int, Responsibility]:
    """Whoever was named to maintain these devices that day, by device: those the table has a desk for."""
    known = [asset.pk for asset in assets if asset is not None]
    if not known:
        return {}
    rows = Responsibility.objects.filter(
        asset__in=known, duty=Duty.MAINTAINER, valid__contains=on, holder__in=list(DESK_OF)
    )
    return {row.asset_id: row for row in rows.select_related("supplier", "person")}


def _decided(
    policy: Policy, facts: Facts, asset: Asset | None, named: Mapping[int, Responsibility], on: dt.date
) -> Decision:
    made = decide(policy, facts, on)
    duty = named.get(asset.pk) if asset is not None else None
    return passed_on(made, policy, facts, DESK_OF[Holder(duty.holder)], duty.who) if duty else made


def decisions_for(school: School, things: Sequence[tuple[str, Asset | None]]) -> list[Decision]:
    """Who would act today on each thing of a trolley; the policy is read once."""
    today = timezone.localdate()
    policy = policy_of(school, today)
    covered = under_contract(policy, [asset for _, asset in things], today)
    facts = [
        facts_of(
            nature, Impact.POST, expert=False, asset=asset, on=today, contract=asset is not None and asset.pk in covered
        )
        for nature, asset in things
    ]
    named = named_for([asset for _, asset in things], today)
    return [_decided(policy, one, asset, named, today) for one, (_, asset) in zip(facts, things, strict=True)]


def supplier_of(asset: Asset) -> dict[str, str]:
    """Whom to hand a device to: the supplier of the contract to call under, else the one it was bought from."""
    call = Card(asset, timezone.localdate()).call
    supplier = call.supplier if call else asset.purchase.supplier if asset.purchase else None
    if supplier is None:
        return {}
    return {"supplier": str(supplier), "email": (call.email if call else "") or supplier.email}


def asset_at(school: School, number: str) -> Asset | None:
    """The device of that number that stands in the school today."""
    rows = Asset.objects.filter(
        inventory_number=number, placements__school=school, placements__valid__contains=timezone.localdate()
    )
    return rows.select_related("model").order_by("pk").first()


def alike(school: School, nature: str, *, asset: Asset | None = None, room: Room | None = None) -> QuerySet[Ticket]:
    """Open tickets of the last month that may be the same fault: same device, else same nature in the same place."""
    rows = Ticket.objects.open().filter(school=school, opened_at__gte=timezone.now() - RECENT)
    if asset is not None:
        rows = rows.filter(asset=asset)
    elif nature == Nature.DEVICE:
        rows = rows.filter(asset=None, nature=nature, room=room)
    else:
        rows = rows.filter(nature=nature) if room is None else rows.filter(nature=nature, room=room)
    return rows.order_by("-opened_at", "-id")[:ALIKE]


def searched(rows: TicketQuerySet, text: str) -> TicketQuerySet:
    """Tickets whose number or sentence holds every word, each of them perhaps only begun."""
    words = re.findall(r"[a-z0-9]+", plain(text))[:8]
    if not words:
        return rows
    asked = SearchQuery(" & ".join(f"{word}:*" for word in words), search_type="raw", config="simple")
    return rows.annotate(found=SearchVector("words", config="simple")).filter(found=asked)


NARROWED = {
    "partie": "desk", "nature": "nature", "ecole": "school__uai", "modele": "asset__model", "depuis": "opened_at__gte",
}  # fmt: skip
"""A word of the filters → what it compares."""


def narrowed(rows: TicketQuerySet, words: Mapping[str, Any]) -> TicketQuerySet:
    """The filters of the list: open ones unless another state is asked."""
    match words.get("etat", ""):
        case "" | "ouvertes":
            rows = rows.open()
        case "retard":
            rows = rows.late()
        case "toutes":
            pass
        case state:
            rows = rows.filter(status=state)
    for asked, field in NARROWED.items():
        if words.get(asked):
            rows = rows.filter(**{field: words[asked]})
    return searched(rows, words["q"]) if words.get("q") else rows


def reading(words: Mapping[str, Any]) -> Callable[[QuerySet[Any]], list[Any]]:
    """How a page of the list is asked: planned once for each kind of territory when nothing but it narrows the list."""
    plain_state = words.get("etat", "") in ("", "ouvertes", "toutes")
    narrower = any(value for name, value in words.items() if name != "etat")
    return prepared if plain_state and not narrower else list


NAMED = dt.timedelta(days=5 * 365)
"""How long the words and the names of a closed ticket are kept."""
FORGOTTEN = "(effacé à son terme)"


def named_too_long(on: dt.date) -> QuerySet[Ticket]:
    """Tickets closed so long ago that their words and their names go."""
    return Ticket.objects.filter(closed_at__date__lt=on - NAMED).exclude(detail=FORGOTTEN)


def outages(ticket: Ticket) -> TicketQuerySet:
    """What a ticket may hang on: open faults that stop its whole school, none of them hanging on another."""
    rows = Ticket.objects.open().filter(school=ticket.school_id, impact=Impact.SCHOOL, parent=None)
    return rows.exclude(pk=ticket.pk).order_by("-opened_at", "-id")[:ALIKE]
