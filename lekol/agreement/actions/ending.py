"""The end of an agreement: alerts to both parties, then the agreement that follows, with what is chosen of this one."""

import datetime as dt
import tomllib
from collections.abc import Iterable
from typing import Any
from urllib.parse import urljoin

import tomli_w
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import send_mail
from django.db import transaction
from django.urls import reverse

from lekol.agreement.access import people_to_tell
from lekol.agreement.actions.loading import load
from lekol.agreement.models import Agreement, TermAlert
from lekol.agreement.queries import consolidated
from lekol.agreement.rules.consistency import clause_of
from lekol.agreement.rules.life import alert_to_give
from lekol.agreement.rules.pack import PackErrors
from lekol.agreement.rules.schema import PACK, Table
from lekol.directory.models import Person
from lekol.journal.actions import write
from lekol.pact.dates import long_date

LEFT = ("amendments", "acts", "blanks", "instances")
"""Sections that are the former agreement’s own."""
WRITTEN = ("agreement", "term", "commitments")
"""Sections written anew."""
WHOLE = ("routing", "protocol", "delays")
"""Tables that decide together: carried over whole, or not at all."""


def give_alerts(on: dt.date) -> list[TermAlert]:
    """Tell both parties of each end that comes near; an alert is given once, whatever the runs of a day."""
    ending = Agreement.objects.in_force_on(on).filter(ends_on__isnull=False, template=False).order_by("pk")
    return [alert for row in ending if (alert := _give(row, on))]


@transaction.atomic
def _give(agreement: Agreement, on: dt.date) -> TermAlert | None:
    if agreement.ends_on is None:
        return None
    given = agreement.alerts.select_for_update().filter(ends_on=agreement.ends_on)
    due = alert_to_give(agreement.ends_on, agreement.starts_on, on, [row.months for row in given])
    if due is None:
        return None
    people = people_to_tell(agreement)
    alert, made = TermAlert.objects.get_or_create(
        agreement=agreement, ends_on=agreement.ends_on, months=due.months,
        defaults={"given_on": on, "told": len(people)},
    )  # fmt: skip
    if not made:
        return None
    last = long_date(agreement.ends_on)
    summary = f"Terme le {last}, dans moins de {due.months} mois : {len(people)} personnes prévenues."
    write(verb="agreement.ending", thing=agreement, summary=summary)
    transaction.on_commit(lambda: _send(agreement, due.months, people))
    return alert


def _send(agreement: Agreement, months: int, people: list[Person]) -> None:
    subject = f"« {agreement.short_title} » arrive à son terme dans moins de {months} mois"
    page = urljoin(settings.PUBLIC_URL, reverse("agreement:renewal", args=[agreement.slug]))
    text = (
        f"La convention s’achève le {long_date(agreement.ends_on) if agreement.ends_on else ''}.\n\n"
        f"Le dossier de renouvellement est prêt à lire et à compléter : {page}\n"
    )
    for person in people:
        send_mail(subject, text, None, [person.email])


@transaction.atomic
def succeed(
    *, agreement: Agreement, slug: str, title: str, short_title: str, years: int, clauses: Iterable[str], on: dt.date,
    by: Person | None,
) -> Agreement:  # fmt: skip
    """Load the agreement that follows, unsigned, with the chosen promises as they stand consolidated on a day.

    Raises ValidationError when the slug is taken, nothing is chosen, or what is chosen does not hold together.
    """
    if Agreement.objects.filter(slug=slug).exists():
        raise ValidationError({"slug": "Cet identifiant est déjà celui d’une convention."})
    chosen = set(clauses)
    if not chosen:
        raise ValidationError({"clauses": "Choisissez au moins un engagement à reprendre."})
    raw = tomllib.loads(agreement.text)
    head = {key: value for key, value in raw["agreement"].items() if key not in {"signed_on", "predecessor"}}
    raw["agreement"] = {**head, "slug": slug, "title": title, "short_title": short_title, "predecessor": agreement.slug}
    raw["term"] = {"rule": "annees", "years": years, "from": "signature", **_clause(raw["term"], chosen)}
    raw["commitments"] = _promises(raw, agreement, chosen, on)
    text = tomli_w.dumps(_kept(raw, chosen), multiline_strings=True)
    try:
        made, _ = load(text=text, by=by)
    except PackErrors as faults:
        raise ValidationError([fault.sentence for fault in faults.faults]) from None
    write(verb="agreement.succeeded", thing=agreement, by=by, summary=f"« {short_title} » prépare la suite.")
    return made


def _clause(row: dict[str, Any], chosen: set[str]) -> dict[str, Any]:
    return {"clause": row["clause"]} if "clause" in row and clause_of(row["clause"]) in chosen else {}


def _promises(raw: dict[str, Any], agreement: Agreement, chosen: set[str], on: dt.date) -> list[dict[str, Any]]:
    """The chosen promises, in the words and with the debtors of the day; those avenants added come after."""
    before = {clause_of(row["clause"]): row for row in raw["commitments"]}
    found = []
    for line in consolidated(agreement, on).promises:
        if line.clause in chosen:
            row = {**before.get(line.clause, {"clause": line.clause, "declared": True}), **line.words}
            row["debtors"] = list(line.debtors)
            row.pop("successors", None)
            found.append({key: value for key, value in row.items() if value not in (None, "", [])})
    return found


def _kept(raw: dict[str, Any], chosen: set[str]) -> dict[str, Any]:
    """Without what belongs to the former agreement alone, and without what cites a promise that was not chosen."""
    found: dict[str, Any] = {}
    for name, value in raw.items():
        key = PACK.key(name)
        if name in WRITTEN:
            found[name] = value
        elif name not in LEFT and key is not None and isinstance(key.kind, Table):
            kept = _pruned(value, key.kind, chosen)
            if kept not in (None, [], {}) and not (name in WHOLE and kept != value):
                found[name] = kept
    return found


def _pruned(value: Any, table: Table, chosen: set[str]) -> Any:
    """A section without the clauses that were not chosen; a row that needs its clause goes with it."""
    if isinstance(value, list):
        return [row for row in (_pruned(row, table, chosen) for row in value) if row is not None]
    clause, inner = table.key("clause"), dict(value)
    if clause and isinstance(inner.get("clause"), str) and clause_of(inner["clause"]) not in chosen:
        if clause.needed:
            return None
        del inner["clause"]
    for key in table.keys:
        if isinstance(key.kind, Table) and key.name in inner:
            inner[key.name] = _pruned(inner[key.name], key.kind, chosen)
            if inner[key.name] in (None, [], {}):
                del inner[key.name]
    return inner
