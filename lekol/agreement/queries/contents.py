"""What a text holds beside its promises, ready to be read: durations, amounts, annexes, options, instances."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from lekol.agreement.models import Agreement
from lekol.agreement.rules import money
from lekol.agreement.rules.acts import ActFacts, in_force_on, missing
from lekol.agreement.rules.instances import Instance, instances_of
from lekol.agreement.rules.pack import Pack, read
from lekol.agreement.rules.term import CALENDARS, Span, effect_from, oppose_by, rule_from, term_of
from lekol.pact.dates import long_date

ROLES = {
    "financeur": "finance",
    "coordonnateur": "coordonne",
    "maitre_d_ouvrage": "maître d’ouvrage",
    "employeur": "employeur",
    "hebergeur": "héberge",
    "fournisseur": "fournit",
    "beneficiaire": "bénéficie",
    "responsable_de_traitement": "responsable du traitement des données",
    "sous_traitant": "sous-traitant pour les données",
    "controleur": "contrôle",
}
DAYS = ("decided_on", "signed_on", "transmitted_on", "received_on", "published_on", "notified_on")
STEPS = {
    "decided_on": "décidé",
    "signed_on": "signé",
    "transmitted_on": "transmis",
    "received_on": "reçu en préfecture",
    "published_on": "publié",
    "notified_on": "notifié",
}


def day_of(value: str | None) -> dt.date | None:
    """A day as the base keeps it."""
    return dt.date.fromisoformat(value) if value else None


def span_words(since: dt.date | None, until: dt.date | None) -> str:
    """« du … au … », « depuis le … », « jusqu’au … », or nothing when both are open."""
    if since and until:
        return f"du {long_date(since)} au {long_date(until)}"
    if since:
        return f"depuis le {long_date(since)}"
    return f"jusqu’au {long_date(until)}" if until else ""


@dataclass(frozen=True)
class Contents:
    """An agreement’s text, section by section. Each row is a dictionary of words a template prints."""

    agreement: Agreement

    @cached_property
    def pack(self) -> Pack:
        """Read again only where days must be computed."""
        return read(self.agreement.text)

    @cached_property
    def names(self) -> dict[str, str]:
        """Party, actor or group → the name the text gives it."""
        groups = {row["key"]: row["name"] for row in self._rows("groups")}
        return {**groups, **{party.key: party.short_name for party in self.agreement.parties.all()}}

    def _rows(self, section: str) -> list[dict[str, Any]]:
        return list(self.agreement.data.get(section, []))

    def _named(self, keys: Iterable[str]) -> str:
        return ", ".join(self.names.get(key, key) for key in keys)

    @cached_property
    def parties(self) -> list[dict[str, Any]]:
        """Every party and actor, with its body, its group, its roles and the days it is one."""
        told = {row["key"]: row for row in self._rows("parties")}
        return [
            {
                "party": party,
                "entity": told.get(party.key, {}).get("entity", ""),
                "body": told.get(party.key, {}).get("body", ""),
                "legal": _legal(told.get(party.key, {})),
                "group": self.names.get(party.group, ""),
                "roles": ", ".join(ROLES.get(role, role) for role in party.roles),
                "span": span_words(party.since, party.until),
            }
            for party in self.agreement.parties.all()
        ]

    @property
    def signing(self) -> list[dict[str, Any]]:
        return [row for row in self.parties if row["party"].signing]

    @property
    def actors(self) -> list[dict[str, Any]]:
        """Those the text cites without their signing."""
        return [row for row in self.parties if not row["party"].signing]

    @cached_property
    def horizons(self) -> list[dict[str, str]]:
        """Durations other than the term."""
        if not self._rows("horizons"):
            return []
        spans = self.pack.horizons_when(self.agreement.signed_on)
        return [
            {"title": row["title"], "span": _known(spans[row["key"]]), "event": row.get("event", "")}
            for row in self._rows("horizons")
        ]

    @cached_property
    def renewal(self) -> str:
        """« reconduite tacitement par période de 12 mois, … », or nothing."""
        rule = rule_from(self.agreement.data["term"])
        if rule.renewal == "aucune":
            return ""
        kind = "tacitement" if rule.renewal == "tacite" else "expressément"
        months = 12 * rule.renewal_years + rule.renewal_months
        long = f" par périodes de {months} mois" if months else ""
        most = f", {rule.renewal_times} fois au plus" if rule.renewal_times else ""
        return f"Reconduite {kind}{long}{most}."

    def oppose_by(self, on: dt.date) -> dt.date | None:
        """The last day to oppose the next tacit renewal."""
        rule = rule_from(self.agreement.data["term"])
        if self.agreement.starts_on is None or rule.denounced_on or not rule.renewed_for:
            return None
        first = replace(self.pack.term, renewal="aucune")
        end = term_of(first, self.agreement.signed_on, CALENDARS[self.pack.calendar], self.pack.events)
        return oppose_by(rule, end.ends_on, on) if end and end.ends_on else None

    @cached_property
    def membership(self) -> list[str]:
        """How one joins or leaves alone, in sentences."""
        rules = self.agreement.data.get("membership", {})
        joins, leaves = effect_from(rules.get("joins")), effect_from(rules.get("leaves"))
        told = [f"Une adhésion prend effet {joins}." if joins else ""]
        told.append(f"Un retrait prend effet {leaves}." if leaves else "")
        least = rules.get("minimum")
        told.append(f"La convention s’arrête s’il reste moins de {least} parties signataires." if least else "")
        return [sentence for sentence in told if sentence]

    @cached_property
    def amounts(self) -> list[dict[str, Any]]:
        """Who pays how much to whom."""
        return [self._amount(row) for row in self._rows("amounts")]

    def _amount(self, row: dict[str, Any]) -> dict[str, Any]:
        due = effect_from(row.get("due"))
        programmes = {one["key"]: one["name"] for one in self._rows("programmes")}
        return {
            **row,
            "payer": self.names.get(row["payer"], row["payer"]),
            "payee": self.names.get(row["payee"], row["payee"]),
            "words": money.said(row),
            "indexed": money.indexed(row["index"]) if "index" in row else "",
            "span": span_words(day_of(row.get("from")), day_of(row.get("until"))),
            "due": f"payé {due}" if due else "",
            "programme": programmes.get(row.get("programme", ""), ""),
        }

    def amounts_of(self, clause: str) -> list[dict[str, Any]]:
        """The amounts one clause tells."""
        return [row for row in self.amounts if row.get("clause") == clause]

    @cached_property
    def programmes(self) -> list[dict[str, Any]]:
        return [
            {**row, "funder": self.names.get(row["funder"], row["funder"]), "called_on": day_of(row.get("called_on")),
             "ends_on": day_of(row.get("ends_on"))}
            for row in self._rows("programmes")
        ]  # fmt: skip

    @cached_property
    def annexes(self) -> list[dict[str, Any]]:
        """Each annex with its owner, its place and its lines."""
        return [
            {**row, "owner": self.names.get(row.get("owner", ""), ""), "on": day_of(row.get("on")),
             "lines": [self._item(item) for item in row.get("items", [])]}
            for row in self._rows("annexes")
        ]  # fmt: skip

    def _item(self, row: dict[str, Any]) -> dict[str, Any]:
        share = money.percent(row["share"]) if "share" in row else ""
        value = money.figure(row["value"], row.get("currency", "EUR")) if "value" in row else ""
        span = span_words(day_of(row.get("from")), day_of(row.get("until")))
        owner = self.names.get(row.get("owner", ""), "")
        return {**row, "more": [word for word in (owner, row.get("place", ""), share, value, span) if word]}

    @cached_property
    def documents(self) -> list[dict[str, Any]]:
        return [
            {**row, "author": self.names.get(row.get("author", ""), ""), "on": day_of(row.get("on"))}
            for row in self._rows("documents")
        ]

    @cached_property
    def acts(self) -> list[dict[str, Any]]:
        """Each act with its days apart, and what it lacks to be in force."""
        return [self._act(row) for row in self._rows("acts")]

    def _act(self, row: dict[str, Any]) -> dict[str, Any]:
        known = {step: day_of(row[step]) for step in DAYS if step in row}
        state = {party.key: party.level in {"etat", "rectorat", "dsden"} for party in self.agreement.parties.all()}
        facts = ActFacts(row["nature"], local=not state.get(row["party"], False), **known)
        return {
            **row,
            "party": self.names.get(row["party"], row["party"]),
            "days": [(STEPS[step], day) for step, day in known.items()],
            "in_force_on": in_force_on(facts),
            "lacking": [need.says for need in missing(facts)],
        }

    @cached_property
    def options(self) -> list[dict[str, Any]]:
        kept = {key for row in self._rows("instances") for key in row.get("options", ())}
        return [
            {**row, "since": day_of(row.get("since")), "kept": bool(row.get("chosen")), "somewhere": row["key"] in kept}
            for row in self._rows("options")
        ]

    @cached_property
    def data_roles(self) -> list[dict[str, Any]]:
        return [
            {
                **row,
                "controllers": self._named(row["controllers"]),
                "processors": self._named(row.get("processors", ())),
            }
            for row in self._rows("data_roles")
        ]

    @cached_property
    def opens(self) -> list[dict[str, Any]]:
        """Services the agreement opens, with the day when it is known."""
        rows = self._rows("opens")
        events = {**self.pack.events, "signature": self.agreement.signed_on} if rows else {}
        found = []
        for row in rows:
            effect = effect_from(row.get("takes_effect"))
            day = events.get(effect.event) if effect else None
            opened = effect.first_day(day, CALENDARS[self.pack.calendar]) if effect and day else None
            provider = self.names.get(row.get("provider", ""), "")
            found.append({**row, "provider": provider, "opens_on": opened, "effect": str(effect) if effect else ""})
        return found

    @cached_property
    def disputes(self) -> dict[str, Any]:
        row = self.agreement.data.get("disputes", {})
        return {**row, "delay": str(effect_from(row.get("delay")) or "")} if row else {}

    @cached_property
    def instances(self) -> list[Instance]:
        return instances_of(self.pack) if self._rows("instances") else []


def _legal(row: dict[str, Any]) -> str:
    return ", ".join(filter(None, (row.get("legal_form"), row.get("registration"))))


def _known(span: Span) -> str:
    return span_words(*span) or "pas encore connu"
