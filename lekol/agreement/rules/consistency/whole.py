"""Second look at a pack: what only makes sense together. It reads what has the right shape and ignores the rest."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from lekol.agreement.rules.kinds import near
from lekol.agreement.rules.lines import Path
from lekol.agreement.rules.shape import Report, Row
from lekol.pact.clauses import Clause
from lekol.pact.routing import Route, deciding_row, every_breakdown

LONGEST_INDICATOR = 200
KEYED = ("groups", "horizons", "options", "amounts", "programmes", "documents", "opens", "blanks", "instances")


def check(pack: Row, report: Report) -> None:
    """Report everything that does not hold together."""
    for look in (_once, _agreement, _parties, _commitments, _committees, _clauses_cited, _routing, _delays):
        look(pack, report)


def rows_of(pack: Row, section: str) -> Iterator[tuple[int, Row]]:
    yield from enumerate(pack.get(section, []))


def _values(pack: Row, section: str, key: str) -> list[Any]:
    return [row[key] for _, row in rows_of(pack, section) if key in row]


def groups_of(pack: Row) -> dict[str, tuple[str, ...]]:
    """The parties of each group, in their order."""
    keys = [row["key"] for row in pack.get("groups", []) if "key" in row]
    members = [(row.get("group"), row["key"]) for row in pack.get("parties", []) if "key" in row]
    return {key: tuple(party for group, party in members if group == key) for key in keys}


def members(names: Iterable[str], groups: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Parties, each group replaced by its members, none twice."""
    return tuple(dict.fromkeys(party for name in names for party in groups.get(name, (name,))))


def clause_of(text: str) -> str:
    """The canonical form: « 3.014 » and « 3.14 » are one clause."""
    return str(Clause.parse(text))


def _same(value: Any) -> Any:
    return value


def _once(pack: Row, report: Report) -> None:
    named: dict[tuple[str, str], Callable[[Any], Any]] = {
        ("parties", "key"): _same,
        ("aims", "key"): _same,
        ("objectives", "key"): _same,
        ("articles", "number"): _same,
        ("annexes", "number"): _same,
        ("commitments", "clause"): clause_of,
        ("committees", "key"): _same,
        ("amendments", "number"): _same,
        **{(name, "key"): _same for name in KEYED},
    }
    for (section, key), form in named.items():
        first: dict[Any, int] = {}
        for rank, row in rows_of(pack, section):
            if key in row and first.setdefault(form(row[key]), rank) != rank:
                line = report.lines.of(section, first[form(row[key])], key)
                report.add(f"« {row[key]} » est déjà pris ligne {line}. Donnez-en un autre.", section, rank, key)


def _agreement(pack: Row, report: Report) -> None:
    head = pack.get("agreement", {})
    for key in ("predecessor", "parent"):
        if key in head and head[key] == head.get("slug"):
            report.add("une convention ne se cite pas elle-même. Donnez l’identifiant de l’autre.", "agreement", key)
    signed = head.get("signed_on")
    for rank, row in rows_of(pack, "amendments"):
        if signed is None and "signed_on" not in report.raw.get("agreement", {}):
            report.add("un avenant suppose une convention signée. Ajoutez « signed_on ».", "amendments", rank, "on")
        elif signed and "on" in row and row["on"] < signed:
            report.add(f"l’avenant précède la signature du {signed:%d/%m/%Y}.", "amendments", rank, "on")


def _parties(pack: Row, report: Report) -> None:
    signing = [(rank, row) for rank, row in rows_of(pack, "parties") if row.get("signing", True)]
    if "parties" in pack and len(signing) < 2:
        report.add("une convention lie au moins deux parties signataires.", "parties")
    letters: dict[str, str] = {}
    for rank, row in signing:
        if "letter" not in row and "letter" not in report.raw["parties"][rank]:
            report.add("une partie signataire a besoin de « letter », montrée à l’écran.", "parties", rank, "letter")
        elif "letter" in row and letters.setdefault(row["letter"], row.get("key", "")) != row.get("key", ""):
            report.add(f"la lettre « {row['letter']} » est déjà celle d’une autre partie.", "parties", rank, "letter")


def _commitments(pack: Row, report: Report) -> None:
    articles = {str(number) for number in _values(pack, "articles", "number")}
    parties, objectives, groups = keys_of(pack, "parties"), keys_of(pack, "objectives"), keys_of(pack, "groups")
    for rank, row in rows_of(pack, "commitments"):
        _article(row, rank, articles, report)
        _basis(row, rank, report)
        _target(pack, row, rank, report)
        if row.get("debtors") == []:
            report.add("la liste est vide : nommez au moins une partie qui doit.", "commitments", rank, "debtors")
        if row.get("joint") and len(members(row.get("debtors", "deux"), groups_of(pack))) < 2:
            report.add("« joint = true » demande au moins deux débiteurs.", "commitments", rank, "joint")
        known(row.get("debtors", []), parties | groups, "parties", report, ("commitments", rank, "debtors"))
        for key in ("with", "beneficiaries"):
            known(row.get(key, []), parties, "parties", report, ("commitments", rank, key))
        known(row.get("objectives", []), objectives, "objectives", report, ("commitments", rank, "objectives"))


def _article(row: Row, rank: int, articles: set[str], report: Report) -> None:
    if "clause" not in row:
        return
    article = Clause.parse(row["clause"]).article
    if row.get("article", article) != article:
        report.add(
            f"la clause {row['clause']} relève de l’article {article}, pas de l’article {row['article']}.",
            "commitments", rank, "article",
        )  # fmt: skip
    if article not in articles:
        report.add(f"aucun [[articles]] ne décrit l’article {article}. Ajoutez-le.", "commitments", rank, "clause")


def _basis(row: Row, rank: int, report: Report) -> None:
    given = report.raw["commitments"][rank]
    measures, declared = row.get("measures"), row.get("declared", False)
    if measures and declared:
        report.add("« measures » et « declared = true » s’excluent : gardez-en un.", "commitments", rank, "declared")
    elif not measures and not declared and not _being_told(row, given):
        report.add("dites ce qui le compte : « measures », ou « declared = true ».", "commitments", rank, "declared")
    if measures and len("+".join(measures)) > LONGEST_INDICATOR:
        report.add(f"la liste des mesures dépasse {LONGEST_INDICATOR} signes.", "commitments", rank, "measures")


def _being_told(row: Row, given: Row) -> bool:
    """The basis is written, but wrongly: it has its own fault already."""
    return any(key in given and key not in row for key in ("measures", "declared"))


def _target(pack: Row, row: Row, rank: int, report: Report) -> None:
    target, signed = row.get("target"), pack.get("agreement", {}).get("signed_on")
    if target is None:
        return
    path = ("commitments", rank, "target")
    given = report.raw["commitments"][rank]["target"]
    if not {"ratio", "number"} & given.keys():
        report.add("une cible demande « ratio » ou « number ».", *path)
    if ("number" in given) != ("unit" in given):
        report.add("« number » et « unit » vont ensemble.", *path)
    due = target.get("on")
    if {"on", "horizon"} <= target.keys():
        report.add("« on » et « horizon » s’excluent : gardez une seule échéance.", *path, "horizon")
    if signed and due not in (None, "terme") and due < signed:
        report.add(f"l’échéance précède la signature du {signed:%d/%m/%Y}.", *path, "on")


def keys_of(pack: Row, section: str) -> dict[str, None]:
    """The keys others may cite, in order."""
    return dict.fromkeys(_values(pack, section, "key"))


def known(names: Iterable[str], known: dict[str, None], section: str, report: Report, path: Path) -> None:
    """Every name is that of a row of the section."""
    for name in names:
        if name not in known:
            listed = ", ".join(list(known)[:20]) or "aucune"
            report.add(f"« {name} » n’est décrit par aucun [[{section}]] ({listed}).{near(name, known)}", *path)


def _committees(pack: Row, report: Report) -> None:
    parties, committees = keys_of(pack, "parties"), keys_of(pack, "committees")
    for rank, row in rows_of(pack, "committees"):
        if ("minimum" in row) != ("per" in row):
            report.add("« minimum » et « per » vont ensemble : combien, et par quelle période.", "committees", rank)
        if "named_by" in row:
            known([row["named_by"]], committees, "committees", report, ("committees", rank, "named_by"))
        for list_name in ("chairs", "members"):
            for seat, words in enumerate(row.get(list_name, [])):
                if "party" in words:
                    known([words["party"]], parties, "parties", report, ("committees", rank, list_name, seat, "party"))


def _clauses_cited(pack: Row, report: Report) -> None:
    """Committees, kits, routing cite clauses that exist."""
    known = {clause_of(text) for text in _values(pack, "commitments", "clause")}
    citing: list[tuple[Row, Path]] = [
        (pack.get(name, {}), (name,))
        for name in ("term", "notice", "amendment", "base_equipment", "trolley", "pupil_bases")
    ]
    citing += [(row, (name, rank)) for name in ("committees", "routing", "delays") for rank, row in rows_of(pack, name)]
    for row, path in citing:
        for key in ("clause", "against"):
            if key in row and clause_of(row[key]) not in known:
                report.add(f"la clause {row[key]} n’est pas celle d’un engagement.", *path, key)


def _routing(pack: Row, report: Report) -> None:
    rows = [row for _, row in rows_of(pack, "routing")]
    parties = keys_of(pack, "parties")
    for rank, row in enumerate(rows):
        if "desk" in row:
            known([row["desk"]], parties, "parties", report, ("routing", rank, "desk"))
    if not rows or any(fault.place.startswith("routing") for fault in report.faults):
        return
    table = [route_of(row) for row in rows]
    decided = {deciding_row(table, fault): fault for fault in every_breakdown()}
    if None in decided:
        report.add(f"aucune ligne ne prend en charge ce cas : {_told(decided[None])}. Ajoutez une ligne.", "routing")
    for rank in set(range(len(table))) - decided.keys():
        report.add("cette ligne ne décide jamais : une ligne plus haut prend tous ses cas.", "routing", rank)


def _delays(pack: Row, report: Report) -> None:
    """The desks a delay names are parties, and the last row takes everything."""
    parties = keys_of(pack, "parties")
    rows = list(rows_of(pack, "delays"))
    for rank, row in rows:
        if "desks" in row:
            known(row["desks"], parties, "parties", report, ("delays", rank, "desks"))
    if rows and any(rows[-1][1].get(key) for key in ("natures", "impacts", "desks")):
        report.add("la dernière ligne doit convenir à tout : ôtez-en natures, impacts et desks.", "delays")


def _told(fault: Any) -> str:
    warranty = "sous garantie" if fault.warranty else "hors garantie"
    contract = ", sous contrat" if fault.contract else ""
    expert = "expert" if fault.expert else "non expert"
    return f"nature {fault.nature}, origine {fault.origin}, {warranty}, {expert}{contract}, à {fault.held_by}"


def route_of(row: Row) -> Route:
    """A row of the pack as a row of the table."""
    facts: Row = {key: tuple(row.get(key, ())) for key in ("natures", "origins", "owners", "steps")}
    facts |= {key: row.get(key) for key in ("warranty", "expert", "contract")}
    facts |= {key: row.get(key, "").strip() for key in ("against", "question")}
    return Route(row["desk"], clause_of(row["clause"]), row["reason"].strip(), **facts)
