"""What holds together in the life of an agreement: its durations, who joins or leaves, its avenants, its instances."""

import datetime as dt
import re
from typing import Any

from lekol.agreement.rules.acts import ActFacts, order_faults
from lekol.agreement.rules.consistency.citations import found
from lekol.agreement.rules.consistency.whole import clause_of, groups_of, keys_of, rows_of
from lekol.agreement.rules.lines import Path
from lekol.agreement.rules.shape import Report, Row
from lekol.pact.clauses import Clause

TERM_KEYS = {
    "annees": ("years", "from"),
    "mois": ("months", "from"),
    "dates": ("from", "until"),
    "annees_scolaires": ("school_years",),
    "evenement": ("from", "event"),
    "indeterminee": ("from",),
}
TERM_EXTRAS = {"evenement": {"event_on", "latest"}, "annees": {"last_day"}, "mois": {"last_day"},
               "dates": {"inclusive"}}  # fmt: skip
RENEWAL = ("renewal_years", "renewal_months", "renewal_times", "renewal_notice_months", "denounced_on")
EFFECTS = (
    ("term", "takes_effect"), ("horizons", "takes_effect"), ("membership", "joins"), ("membership", "leaves"),
    ("amounts", "due"), ("opens", "takes_effect"), ("disputes", "delay"),
)  # fmt: skip
ORDER = (
    ("parties", "joined_on", "left_on"), ("parties", "asked_to_join_on", "left_on"),
    ("commitments", "since", "until"), ("amounts", "from", "until"), ("programmes", "called_on", "ends_on"),
    ("instances", "signed_on", "left_on"), ("amendments", "effective_on", "ends_on"),
)  # fmt: skip
FILLED = {"date": "date", "montant": "amount", "nombre": "number", "texte": "text"}


def check(pack: Row, report: Report) -> None:
    """Report what does not hold."""
    if "term" in pack:
        _duration(pack, pack["term"], ("term",), report)
        _renewal(pack["term"], report)
    for rank, row in rows_of(pack, "horizons"):
        _duration(pack, row, ("horizons", rank), report)
    for look in (_notice, _effects, _order, _membership, _groups, _successors, _amendments, _template, _filled, _acts):
        look(pack, report)


def _duration(pack: Row, term: Row, path: Path, report: Report) -> None:
    given = _raw(report, path)
    rule = term.get("rule", "annees")
    needed = TERM_KEYS[rule]
    for key in needed:
        if key not in term and key not in given and not (key == "from" and "takes_effect" in given):
            report.add(f"la règle « {rule} » demande la clé « {key} ».", *path, key)
    extras = set().union(*TERM_KEYS.values(), *TERM_EXTRAS.values()) - set(needed) - TERM_EXTRAS.get(rule, set())
    for key in sorted(extras & term.keys()):
        report.add(
            f"la clé « {key} » ne sert pas avec la règle « {rule} ». Retirez-la, ou changez de règle.", *path, key
        )
    if {"from", "takes_effect"} <= given.keys():
        report.add("« from » et « takes_effect » s’excluent : gardez un seul point de départ.", *path, "takes_effect")
    _last_after_first(pack, term, path, report)


def _raw(report: Report, path: Path) -> Any:
    here: Any = report.raw
    for step in path:
        here = here[step]
    return here


def _last_after_first(pack: Row, term: Row, path: Path, report: Report) -> None:
    signed = pack.get("agreement", {}).get("signed_on")
    starts = signed if term.get("from") in (None, "signature") else term["from"]
    for key in ("until", "event_on", "latest"):
        if isinstance(starts, dt.date) and key in term and term[key] < starts:
            report.add(f"le dernier jour précède le premier, le {starts:%d/%m/%Y}.", *path, key)


def _renewal(term: Row, report: Report) -> None:
    told = [key for key in RENEWAL if key in term]
    renewal = term.get("renewal", "aucune")
    if told and renewal == "aucune":
        report.add("cette clé suppose une reconduction : dites « renewal ».", "term", told[0])
    if renewal == "aucune" or not told:
        return
    if not {"renewal_years", "renewal_months"} & term.keys():
        report.add("dites la durée d’une reconduction : « renewal_years » ou « renewal_months ».", "term", told[0])
    if "denounced_on" in term and renewal != "tacite":
        report.add("on ne s’oppose qu’à une reconduction tacite.", "term", "denounced_on")
    if term.get("rule") in ("indeterminee", "evenement"):
        report.add(f"la règle « {term['rule']} » ne se reconduit pas.", "term", "renewal")


def _notice(pack: Row, report: Report) -> None:
    notice = report.raw.get("notice", {}) if "notice" in pack else {}
    if notice and ("days" in notice) == ("months" in notice):
        report.add("dites le délai : « days », ou bien « months ».", "notice", "days")
    if "counted" in notice and "months" in notice:
        report.add("« counted » dit comment se comptent des jours, pas des mois. Retirez-le.", "notice", "counted")


def _effects(pack: Row, report: Report) -> None:
    for steps in EFFECTS:
        for path, effect in found(pack, steps):
            if "counted" in effect and "days" not in effect:
                report.add("« counted » dit comment se comptent des jours : ajoutez « days ».", *path, "counted")


def _order(pack: Row, report: Report) -> None:
    for section, first, last in ORDER:
        for rank, row in rows_of(pack, section):
            if {first, last} <= row.keys() and row[last] < row[first]:
                report.add(f"le dernier jour précède le premier, le {row[first]:%d/%m/%Y}.", section, rank, last)


def _membership(pack: Row, report: Report) -> None:
    rules = pack.get("membership", {})
    for rank, row in rows_of(pack, "parties"):
        for asked, fixed, rule in (
            ("asked_to_join_on", "joined_on", "joins"),
            ("asked_to_leave_on", "left_on", "leaves"),
        ):
            if asked in row and rule not in rules and fixed not in row:
                sentence = f"l’effet de cette demande se calcule par « {rule} » de [membership], qui manque."
                report.add(sentence, "parties", rank, asked)
        if row.get("signing") is False and {"asked_to_join_on", "asked_to_leave_on"} & row.keys():
            report.add("un acteur qui ne signe pas n’adhère ni ne se retire.", "parties", rank, "signing")


def _groups(pack: Row, report: Report) -> None:
    taken = keys_of(pack, "parties")
    for rank, row in rows_of(pack, "groups"):
        if row.get("key") in taken:
            report.add(f"« {row['key']} » est déjà la clé d’une partie. Donnez-en une autre.", "groups", rank, "key")
        elif "key" in row and not groups_of(pack)[row["key"]]:
            report.add("aucune partie n’est de ce groupe : ajoutez « group » à celles qui en sont.", "groups", rank)


def _successors(pack: Row, report: Report) -> None:
    for rank, row in rows_of(pack, "commitments"):
        days = []
        for place, words in enumerate(row.get("successors", [])):
            path = ("commitments", rank, "successors", place)
            if ("from" in words) == ("after" in words):
                report.add("dites depuis quand : « from », ou bien « after ».", *path)
            if words.get("debtors") == []:
                report.add("la liste est vide : nommez au moins une partie qui doit.", *path, "debtors")
            days += [words["from"]] if "from" in words else []
        if days != sorted(set(days)):
            report.add("ces débiteurs se succèdent : mettez les dates en ordre.", "commitments", rank, "successors")


def _amendments(pack: Row, report: Report) -> None:
    promised = {clause_of(row["clause"]) for _, row in rows_of(pack, "commitments") if "clause" in row}
    articles = {str(row["number"]) for _, row in rows_of(pack, "articles") if "number" in row}
    for rank, row in rows_of(pack, "amendments"):
        for place, change in enumerate(row.get("changes", [])):
            for sentence in change_faults(change, promised, articles):
                report.add(sentence, "amendments", rank, "changes", place)
            if change.get("does") == "ajoute" and "clause" in change:
                promised.add(clause_of(change["clause"]))
            if change.get("does") == "ajoute" and "article" in change:
                articles.add(str(change["article"]))


def change_faults(change: Row, promised: set[str], articles: set[str]) -> list[str]:
    """What is wrong with one change, in French; the same for a pack and for an avenant being negotiated."""
    does, new = change.get("does"), change.keys() - {"does", "clause", "article"}
    if ("clause" in change) == ("article" in change):
        return ["un changement touche une clause, ou bien un article : donnez l’un des deux."]
    if "article" in change:
        return _article_faults(change, does, articles)
    clause = clause_of(change["clause"])
    if does == "ajoute":
        return _added_faults(change, clause, promised, articles)
    faults = [] if clause in promised else [f"la clause {clause} n’est pas celle d’un engagement."]
    if does == "remplace" and not new:
        faults.append("dites ce qui remplace l’ancien texte : « wording », « target »…")
    if does == "abroge" and new:
        faults.append("une clause abrogée n’a pas de nouveau texte. Retirez-le.")
    return faults


ARTICLE = re.compile(r"[A-Z]|[1-9][0-9]?")


def _article_faults(change: Row, does: str | None, articles: set[str]) -> list[str]:
    """An article whose text is replaced, one that is added whole, or one that goes with every promise in it."""
    number, known = str(change["article"]), str(change["article"]) in articles
    if does == "ajoute":
        faults = [f"l’article {number} existe déjà : prenez un numéro à la suite."] if known else []
        faults += [] if ARTICLE.fullmatch(number) else [f"« {number} » n’est pas un numéro d’article : 1 à 99."]
        lacking = [key for key in ("title", "wording") if not change.get(key)]
        return faults + [f"un article ajouté a besoin de « {key} »." for key in lacking]
    faults = [] if known else [f"aucun [[articles]] ne décrit l’article {number}."]
    if does == "abroge":
        new = change.keys() - {"does", "article"}
        return faults + (["un article abrogé n’a pas de nouveau texte. Retirez-le."] if new else [])
    return faults + ([] if "wording" in change else ["donnez le nouveau texte de l’article : « wording »."])


def _added_faults(change: Row, clause: str, promised: set[str], articles: set[str]) -> list[str]:
    article = Clause.parse(clause).article
    faults = [f"la clause {clause} existe déjà : prenez un numéro à la suite."] if clause in promised else []
    faults += [] if article in articles else [f"aucun [[articles]] ne décrit l’article {article}. Ajoutez-le."]
    lacking = [key for key in ("title", "wording", "debtors") if not change.get(key)]
    return faults + [f"une clause ajoutée a besoin de « {key} »." for key in lacking]


def _template(pack: Row, report: Report) -> None:
    head = pack.get("agreement", {})
    template = head.get("template", False)
    if template and "signed_on" in head:
        report.add("un modèle ne se signe pas : la date va dans ses exemplaires.", "agreement", "signed_on")
    for section in ("blanks", "instances"):
        if section in pack and not template:
            report.add("seul un modèle en a : ajoutez « template = true » à [agreement].", section)


def _filled(pack: Row, report: Report) -> None:
    kinds = {row["key"]: row.get("kind") for _, row in rows_of(pack, "blanks") if "key" in row}
    for rank, row in rows_of(pack, "instances"):
        for place, words in enumerate(row.get("filled", [])):
            kind = kinds.get(words.get("blank", ""))
            if kind is not None and words.keys() - {"blank"} != {FILLED[kind]}:
                sentence = f"ce champ attend « {FILLED[kind]} », et rien d’autre."
                report.add(sentence, "instances", rank, "filled", place)


def _acts(pack: Row, report: Report) -> None:
    days = ("decided_on", "signed_on", "transmitted_on", "received_on", "published_on", "notified_on")
    for rank, row in rows_of(pack, "acts"):
        facts = ActFacts(row.get("nature", ""), **{day: row[day] for day in days if day in row})
        for sentence in order_faults(facts):
            report.add(sentence[0].lower() + sentence[1:], "acts", rank)
