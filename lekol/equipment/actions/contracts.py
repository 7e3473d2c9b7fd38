"""Warranties and contracts: signed, corrected, and the devices they cover."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Q

from lekol.directory.models import Commune, Person
from lekol.equipment.choices import WARRANTIES
from lekol.equipment.models import Asset, Contract, Coverage
from lekol.journal.actions import write

ONE_DAY = dt.timedelta(days=1)


@transaction.atomic
def sign_contract(
    *,
    commune: Commune,
    since: dt.date,
    until: dt.date,
    words: Mapping[str, Any],
    contract: Contract | None = None,
    by: Person | None = None,
) -> Contract:
    """Enter a contract, or correct it, from its first to its last day; its devices’ warranty follows."""
    if until < since:
        raise ValidationError({"until": "Un contrat ne peut pas finir avant d’avoir commencé."})
    row = contract or Contract(commune=commune)
    changes = _changes(row, words, since, until) if contract else {}
    for name, value in words.items():
        setattr(row, name, value)
    row.valid = DateRange(since, until + ONE_DAY)
    row.full_clean()
    row.save()
    _lengthen(row, Asset.objects.filter(coverages__contract=row))
    summary = "Contrat corrigé." if contract else f"Contrat inscrit : {row}."
    write(verb="contract.signed", thing=row, by=by, clause="4.1", summary=summary, changes=changes)
    return row


def _changes(row: Contract, words: Mapping[str, Any], since: dt.date, until: dt.date) -> dict[str, list[Any]]:
    found = {
        str(Contract._meta.get_field(name).verbose_name): [_plain(getattr(row, name)), _plain(value)]  # type: ignore[union-attr]
        for name, value in words.items()
        if getattr(row, name) != value
    }
    if (row.valid.lower, row.last_day) != (since, until):
        found["période"] = [f"du {row.valid.lower} au {row.last_day}", f"du {since} au {until}"]
    return found


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, (str, int, bool)) else str(value)


@transaction.atomic
def cover(*, contract: Contract, assets: Iterable[Asset], by: Person | None = None) -> int:
    """Put devices of the same commune under a contract; how many were not yet."""
    known = set(contract.coverages.values_list("asset_id", flat=True))
    wanted = [asset for asset in assets if asset.pk not in known]
    if any(asset.commune_id != contract.commune_id for asset in wanted):
        raise ValidationError("Un de ces matériels n’est pas de la commune de ce contrat.")
    Coverage.objects.bulk_create(Coverage(contract=contract, asset=asset) for asset in wanted)
    _lengthen(contract, Asset.objects.filter(pk__in=[asset.pk for asset in wanted]))
    for asset in wanted:
        summary = f"Sous {contract}, jusqu’au {contract.last_day:%d/%m/%Y}."
        write(verb="asset.covered", thing=asset, by=by, clause="4.1", summary=summary)
    return len(wanted)


def _lengthen(contract: Contract, assets: Any) -> None:
    """The warranty of a device lasts as long as the longest that covers it (article 4, first promise)."""
    if contract.kind in WARRANTIES:
        last = contract.last_day
        assets.filter(Q(warranty_until=None) | Q(warranty_until__lt=last)).update(warranty_until=last)


@transaction.atomic
def uncover(*, coverage: Coverage, by: Person | None = None) -> None:
    """Take a device out of a contract; its warranty goes back to the longest that still covers it, if any."""
    asset, contract = coverage.asset, coverage.contract
    coverage.delete()
    if contract.kind in WARRANTIES and asset.warranty_until == contract.last_day:
        rows = Contract.objects.filter(coverages__asset=asset, kind__in=WARRANTIES)
        asset.warranty_until = max((row.last_day for row in rows), default=None)
        asset.save(update_fields=["warranty_until"])
    write(verb="asset.uncovered", thing=asset, by=by, clause="4.1", summary=f"N’est plus sous {contract}.")
