"""Pure decisions of the pages: what opens without signing in, which home each function gets."""

from collections.abc import Iterable
from dataclasses import dataclass

from lekol.pact.scopes import Level

OPEN = frozenset(
    {
        "health",
        "account_login",
        "account_logout",
        "account_inactive",
        "account_reset_password",
        "account_reset_password_done",
        "account_reset_password_from_key",
        "account_reset_password_from_key_done",
        "identity:demonstration",
        "equipment:device",
        "equipment:check_room",
        "equipment:check_trolley",
        "equipment:offline",
        "desks:feed",
        "desks:guide",
        "desks:guide_index",
        "desks:accessibility",
        "desks:kit",
        "desks:privacy",
        "maintenance:report_scanned",
        "maintenance:report_signed",
        "maintenance:scanned",
        "maintenance:supplier",
        "maintenance:status",
        "api_nowhere",
        "reference",
    }
)
"""URL names anyone may open, signed in or not. Everything else asks who is there."""

WITHOUT_POST = frozenset(
    {
        "account_change_password",
        "account_set_password",
        "usersessions_list",
        "desks:account",
        "desks:my_rights",
        "identity:tokens",
    }
)
"""URL names that stay open to a person who holds no post today: their own account, and why they see nothing."""

HOMES: dict[str, str] = {
    "directeur": "school",
    "enseignant": "school",
    "ien": "district",
    "erun": "district",
    "dsi_ville": "services",
    "projet_ville": "services",
    "technicien": "services",
    "direction_peg": "services",
    "dsi_academie": "services",
    "conseiller_numerique": "services",
    "expert_filtrage": "services",
    "dpo_ville": "services",
    "dpo_academie": "services",
    "maire": "committee",
    "elu_education": "committee",
    "elu_informatique": "committee",
    "recteur": "committee",
    "ia_daasen": "committee",
    "dan": "committee",
    "ien_tice": "committee",
}
"""The home each function opens on: my school, my circonscription, the service’s work, the committee’s table."""

_WIDEST_FIRST = ("committee", "services", "district", "school")


def home_of(roles: Iterable[str], level: Level) -> str:
    """The home to show: one school’s, one circonscription’s, else that of the function with the widest view."""
    if level is Level.SCHOOL:
        return "school"
    if level is Level.DISTRICT:
        return "district"
    homes = {HOMES[role] for role in roles}
    return next(home for home in _WIDEST_FIRST if home in homes)


def is_open(name: str) -> bool:
    """May anyone open the page of that URL name?"""
    # The API and the agents prove themselves by a token or a key, never by a session.
    return name in OPEN or name.startswith(("api:", "agents:"))


@dataclass(frozen=True, slots=True)
class Entry:
    """One link of the rail: where it leads, which other pages light it, for whom it makes sense."""

    name: str
    label: str
    icon: str
    within: tuple[str, ...] = ()
    at_school: bool = True
    elsewhere: bool = True
    own_school: bool = False
    but: tuple[str, ...] = ()

    def suits(self, school: bool) -> bool:
        """Is it offered when the perimeter is one school, or wider?"""
        return self.at_school if school else self.elsewhere

    def lit_by(self, name: str) -> bool:
        """Does the page of that URL name belong under this link?"""
        return name == self.name or (name.startswith(self.within) and not name.startswith(self.but))


_OF_SCHOOL = tuple(
    f"directory:{verb}"
    for verb in ("school", "edit_school", "change_code", "replace_school", "close_school", "headcount")
)
_OF_ROOM = tuple(f"directory:{verb}_room" for verb in ("add", "edit", "remove"))
_OF_PERSON = tuple(f"directory:{verb}" for verb in ("people", "person", "add_person", "edit_person", "open_post"))
_OF_PLAN = tuple(
    f"equipment:{name}"
    for name in ("renewal", "scenarios", "add_scenario", "edit_scenario", "remove_scenario", "edit_prices")
)
IMPORTS = Entry("desks:imports", "Imports", "telecharger", ("desks:import",), at_school=False)
RAIL = (
    Entry("desks:home", "Accueil", "accueil"),
    Entry("agreement:board", "Convention", "convention", ("agreement:",)),
    Entry("governance:index", "Gouvernance", "balance", ("governance:",), at_school=False),
    Entry("directory:school", "Mon école", "ecole", elsewhere=False, own_school=True),
    Entry("directory:schools", "Écoles", "ecole", (*_OF_SCHOOL, *_OF_ROOM), at_school=False),
    Entry("directory:map", "Carte", "carte", at_school=False),
    Entry("directory:people", "Personnes", "gens", (*_OF_PERSON, "directory:close_post", "desks:rights")),
    Entry("equipment:devices", "Parc", "parc", ("equipment:",), but=_OF_PLAN),
    Entry("network:rooms", "Réseau", "reseau", ("network:",)),
    Entry("pupils:index", "Bases élèves", "personne", ("pupils:",)),
    Entry("maintenance:tickets", "Pannes", "outil", ("maintenance:",)),
    Entry("equipment:renewal", "Renouvellement", "repeter", _OF_PLAN, at_school=False),
    IMPORTS,
    Entry("desks:deadlines", "Échéances", "agenda"),
    Entry("desks:journal", "Journal", "horloge"),
)
TABS = tuple(
    entry for entry in RAIL if entry.label in {"Accueil", "Convention", "Mon école", "Écoles", "Parc", "Pannes"}
)

GUIDE: dict[str, str] = {
    "desks:home": "accueil",
    "desks:scope": "perimetre",
    "desks:my_rights": "droits",
    "desks:rights": "droits",
    "desks:account": "connexion",
    "desks:search": "recherche",
    "desks:journal": "journal",
    "desks:deadlines": "echeances",
    "account_": "connexion",
    "usersessions_": "connexion",
    "identity:token": "jetons",
    "identity:create_token": "jetons",
    "reference": "jetons",
    "identity:": "connexion",
    "desks:import": "imports",
    "governance:review": "bilan",
    "governance:prepare": "bilan",
    "governance:freezing": "bilan",
    "governance:submit_review": "bilan",
    "governance:submit_freeze": "bilan",
    "governance:indicator": "indicateurs",
    "governance:add_indicator": "indicateurs",
    "governance:edit_indicator": "indicateurs",
    "governance:retain_indicator": "indicateurs",
    "governance:give_up_indicator": "indicateurs",
    "governance:programme": "programme",
    "governance:operation": "programme",
    "governance:add_operation": "programme",
    "governance:edit_operation": "programme",
    "governance:advance_operation": "programme",
    "governance:reopen_programme": "programme",
    "governance:consult": "programme",
    "governance:opine": "programme",
    "governance:decision": "decisions",
    "governance:task": "decisions",
    "governance:action": "decisions",
    "governance:entrust": "decisions",
    "governance:follow": "decisions",
    "governance:": "comites",
    "agreement:act": "actes",
    "agreement:add_act": "actes",
    "agreement:edit_act": "actes",
    "agreement:give_receipt": "actes",
    "agreement:draft": "relecture",
    "agreement:send_draft": "relecture",
    "agreement:read_draft": "relecture",
    "agreement:add_draft_item": "relecture",
    "agreement:settle_draft_item": "relecture",
    "agreement:merge_draft_item": "relecture",
    "agreement:enact_draft": "relecture",
    "agreement:shelve_draft": "relecture",
    "agreement:clause": "clause",
    "agreement:declar": "declaration",
    "agreement:life": "vie",
    "agreement:consolidated": "vie",
    "agreement:renewal": "vie",
    "agreement:succeed": "vie",
    "agreement:propose": "vie",
    "agreement:amendment": "vie",
    "agreement:redraft": "vie",
    "agreement:add_change": "vie",
    "agreement:remove_change": "vie",
    "agreement:answer_amendment": "vie",
    "agreement:sign_amendment": "vie",
    "agreement:drop_amendment": "vie",
    "agreement:prepare_notice": "vie",
    "agreement:notice": "vie",
    "agreement:": "convention",
    "directory:schools": "ecoles",
    "directory:school": "ecole",
    "directory:pe": "personnes",
    "directory:map": "carte",
    "directory:": "ecoles",
    "equipment:renewal": "renouvellement",
    "equipment:scenarios": "renouvellement",
    "equipment:remove_scenario": "renouvellement",
    "equipment:add_scenario": "renouvellement",
    "equipment:labels": "etiquettes",
    "equipment:check": "verifier",
    "equipment:audit": "verifier",
    "equipment:settle": "verifier",
    "equipment:machine": "inventaire",
    "equipment:quarantine": "inventaire",
    "equipment:link": "inventaire",
    "equipment:enter": "inventaire",
    "equipment:keys": "inventaire",
    "equipment:create_key": "inventaire",
    "equipment:revoke_key": "inventaire",
    "equipment:health": "sante-du-parc",
    "equipment:un": "sante-du-parc",
    "equipment:without_office": "sante-du-parc",
    "equipment:office_ended": "sante-du-parc",
    "equipment:late_updates": "sante-du-parc",
    "equipment:disks": "sante-du-parc",
    "equipment:batteries": "sante-du-parc",
    "equipment:": "parc",
    "network:": "reseau",
    "pupils:": "bases-eleves",
    "privacy:": "donnees-personnelles",
    "maintenance:rules": "qui-repare",
    "maintenance:queue": "tournee",
    "maintenance:round": "tournee",
    **dict.fromkeys(("maintenance:plan", "maintenance:habits", "maintenance:bulk", "maintenance:add_plan"), "tournee"),
    "maintenance:calendar": "delais",
    "maintenance:close_days": "delais",
    "maintenance:lift_closure": "delais",
    "maintenance:report": "signaler",
    "maintenance:scanned": "signaler",
    "maintenance:school_code": "signaler",
    "maintenance:labels": "signaler",
    "maintenance:answer": "signaler",
    "maintenance:": "pannes",
}
"""URL name, or the beginning of one, → the section of the guide that explains the page; the first that fits."""


def guide_of(name: str) -> str:
    """The guide section of a page."""
    return next((slug for start, slug in GUIDE.items() if name.startswith(start)), "accueil")
