"""What the night does: devices say again where they stand, and ends that come near are told by mail."""

import datetime as dt
from collections.abc import Iterable

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.db.models import Q
from django.template.loader import render_to_string

from lekol.directory.choices import Role
from lekol.directory.models import Post
from lekol.equipment.models import Asset, Contract, Placement
from lekol.equipment.rules.endings import told_today


@transaction.atomic
def settle_places(on: dt.date) -> int:
    """Placements that begin or end today change the school their device repeats; how many did."""
    rows = Placement.objects.filter(Q(valid__startswith=on) | Q(valid__endswith=on)).values("asset")
    return Placement.settle(Asset.objects.filter(pk__in=rows), on)


def tell_endings(on: dt.date) -> int:
    """One mail for each head of the City’s IT service who has a contract to look at today; how many were sent."""
    sent = 0
    by_commune: dict[int, list[Contract]] = {}
    for contract in Contract.objects.select_related("supplier", "commune").order_by("valid", "pk"):
        if told_today(contract.last_day, contract.notice_days, on):
            by_commune.setdefault(contract.commune_id, []).append(contract)
    for commune, contracts in by_commune.items():
        sent += _tell(contracts, _addresses(commune, on))
    return sent


def _addresses(commune: int, on: dt.date) -> list[str]:
    posts = Post.objects.on(on).filter(role__in=(Role.CITY_IT_HEAD, Role.PROJECT_LEAD), commune=commune)
    found = posts.exclude(person__email="").order_by("person_id").values_list("person__email", flat=True)
    return list(dict.fromkeys(found))


def _tell(contracts: list[Contract], addresses: Iterable[str]) -> int:
    count = len(contracts)
    subject = f"Parc : {count} {'contrats finissent' if count > 1 else 'contrat finit'} bientôt"
    text = render_to_string("equipment/endings.txt", {"contracts": contracts, "url": settings.PUBLIC_URL})
    told = list(addresses)
    for address in told:
        send_mail(subject, text, None, [address])
    return len(told)
