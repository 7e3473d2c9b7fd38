"""The policy of article 4 as the agreements write it, announced to whoever applies it (docs/decisions/0014)."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources
from typing import Any, cast

from django.db import connection

from lekol.agreement.models import Agreement
from lekol.agreement.queries.territory import current
from lekol.agreement.rules.consistency import route_of
from lekol.agreement.rules.pack import Pack, read
from lekol.directory.queries import schools_in
from lekol.kit.database.base import DatabaseWrapper
from lekol.pact.delays import HOUSE, Protocol, protocol_of
from lekol.pact.keeping import Kept
from lekol.pact.policies import BASE, SHIPPED, Policy, own_policies, policies
from lekol.pact.presumptions import Rulebook, presumptions, rulebook_of
from lekol.pact.scopes import Level, Scope

FIRST = dt.date.min


_kept: Kept[tuple[str, dt.date], Policy | None] = Kept(most=2_000)
_kept_whole: Kept[dt.date, Mapping[str, Policy]] = Kept(most=64)


@policies(BASE)
def of_commune(insee: str, on: dt.date) -> Policy | None:
    """The table of the convention in force in a commune that day, else of its last one.

    Kept in the process while no agreement is written: one small query, two more when something changed.
    """
    return _kept.get((insee, on), _stamp(), lambda: _read(insee, on))


@own_policies
def of_every_commune(on: dt.date) -> Mapping[str, Policy]:
    """The same for every commune that has a table of its own, by INSEE code."""
    stamp = _stamp()
    loaded, *_ = stamp
    return _kept_whole.get(on, stamp, lambda: _read_every(on)) if loaded else {}


def _read_every(on: dt.date) -> Mapping[str, Policy]:
    """Communes that the same agreements touch are answered alike: one of them is asked for all."""
    touching: dict[str, tuple[int, ...]] = defaultdict(tuple)
    for agreement in Agreement.objects.only("scope_level", "scope_code").order_by("pk"):
        for (insee,) in schools_in(agreement.scope).order_by().values_list("commune__insee").distinct():
            touching[insee] += (agreement.pk,)
    alike: dict[tuple[int, ...], list[str]] = defaultdict(list)
    for insee, agreements in touching.items():
        alike[agreements].append(insee)
    asked = [(communes, _read(communes[0], on)) for communes in alike.values()]
    return {insee: policy for communes, policy in asked if policy for insee in communes}


def _stamp() -> tuple[Any, ...]:
    """Moves whenever an agreement is loaded, signed, amended, ended or taken away: each saves its row."""
    with cast(DatabaseWrapper, connection).prepared_cursor() as cursor:
        cursor.execute("SELECT count(*), max(loaded_at), max(id) FROM agreement_agreement")
        return tuple(cursor.fetchone())


def _read(insee: str, on: dt.date) -> Policy | None:
    found = current(Agreement.objects.prefetch_related("parties"), Scope(Level.COMMUNE, insee), on)
    written = [row for row in found if row.data.get("routing")]
    return _policy(written[0]) if written else None


def _policy(found: Agreement) -> Policy:
    names = {party.key: party.short_name for party in found.parties.all()}
    rows = tuple(route_of(row) for row in found.data["routing"])
    return Policy(found.slug, found.short_title, rows, _protocol(found.data), names)


@presumptions
def pupil_bases(insee: str, on: dt.date) -> Rulebook | None:
    """Which pupil base the convention of a commune presumes right, field by field (3.12)."""
    found = [
        row for row in current(Agreement.objects.all(), Scope(Level.COMMUNE, insee), on) if row.data.get("pupil_bases")
    ]
    return rulebook_of(found[0].short_title, found[0].data["pupil_bases"]) if found else None


@policies(SHIPPED)
def of_pack(slug: str, on: dt.date) -> Policy | None:
    """The table of a pack that comes with Lékol: the one named, else the last whose term had begun that day."""
    known = _shipped()
    if slug:
        return next((policy for policy, _ in known if policy.slug == slug), None)
    begun = [policy for policy, since in known if since <= on]
    return begun[-1] if begun else known[0][0]


@cache
def _shipped() -> Sequence[tuple[Policy, dt.date]]:
    """Every shipped pack that routes, oldest first, with its first day; one never signed comes before all."""
    folder = resources.files("lekol.agreement") / "texts"
    packs = [read(file.read_text(encoding="utf-8")) for file in folder.iterdir() if file.name.endswith(".toml")]
    dated = [(_of_pack(pack), _since(pack)) for pack in packs if pack.routing]
    return sorted(dated, key=lambda pair: (pair[1], pair[0].slug))


def _of_pack(pack: Pack) -> Policy:
    names = {party.key: party.short_name for party in pack.parties}
    return Policy(pack.slug, pack.short_title, pack.routing, _protocol(pack.data), names)


def _since(pack: Pack) -> dt.date:
    term = pack.term_when(pack.signed_on)
    return term.starts_on if term else FIRST


def _protocol(data: Mapping[str, Any]) -> Protocol:
    written = {**data.get("protocol", {}), "delays": data.get("delays", [])}
    return protocol_of(written) if written["delays"] else HOUSE
