"""A pack: the text of an agreement as data (TOML). Schema: docs/convention/pack.md.

`read` gives frozen words or raises PackErrors with *every* fault, each naming its line.
"""

import datetime as dt
import difflib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from stdnum.fr import siren

from lekol.agreement.rules.lines import Lines
from lekol.pact.clauses import Clause
from lekol.pact.scopes import Scope

LARGEST = 1_000_000  # bytes: the longest agreement seen takes a tenth of it
LEVELS = frozenset(
    {
        "commune", "epci", "departement", "region", "etat", "rectorat", "dsden", "circonscription",
        "etablissement", "association", "entreprise",
    }
)  # fmt: skip
TONES, NATURES, STARTS = frozenset({"ville", "rectorat", "autre"}), frozenset({"moyens", "resultat"}), frozenset({"signature"})

Required = True
Optional = False
SCHEMA: dict[str, dict[str, tuple[type | tuple[type, ...], bool]]] = {
    "agreement": {
        "slug": (str, Required), "title": (str, Required), "short_title": (str, Required), "scope": (str, Required),
        "demonstration": (bool, Optional), "predecessor": (str, Optional), "signed_on": (dt.date, Optional),
    },
    "term": {"years": (int, Required), "from": (str, Required)},
    "notice": {"days": (int, Required), "from": (str, Required), "form": (str, Required), "wording": (str, Optional)},
    "amendments": {"number": (int, Required), "on": (dt.date, Required), "title": (str, Required)},
    "parties": {
        "key": (str, Required), "name": (str, Required), "short_name": (str, Required), "level": (str, Required),
        "letter": (str, Required), "tone": (str, Optional), "code": (str, Optional), "siren": (str, Optional),
        "signatory": (str, Optional), "signing": (bool, Optional),
    },
    "objectives": {"key": (str, Required), "wording": (str, Required)},
    "articles": {"number": (str, Required), "title": (str, Required), "wording": (str, Optional)},
    "commitments": {
        "clause": (str, Required), "title": (str, Required), "wording": (str, Required), "source": (str, Optional),
        "debtors": (list, Required), "with": (list, Optional), "beneficiaries": (list, Optional),
        "condition": (str, Optional), "owner": (str, Optional), "nature": (str, Optional), "measures": (list, Optional),
        "declared": (bool, Optional), "target": ((int, float), Optional), "target_unit": (str, Optional),
        "target_on": (dt.date, Optional), "objectives": (list, Optional),
    },
    "committees": {
        "key": (str, Required), "name": (str, Required), "frequency": (str, Required), "chairs": (list, Optional),
        "members": (list, Optional), "missions": (list, Optional),
    },
    "base_equipment": {"slots": (list, Required), "clause": (str, Optional)},
    "trolley": {"composition": (list, Required), "trolleys": (int, Optional), "tablets": (int, Optional), "schools": (int, Optional)},
    "routing": {
        "natures": (list, Required), "origins": (list, Optional), "warranty": (bool, Optional), "expert": (bool, Optional),
        "desk": (str, Required), "clause": (str, Required), "reason": (str, Required),
    },
}  # fmt: skip
MANY = frozenset({"amendments", "parties", "objectives", "articles", "commitments", "committees", "routing"})
NEEDED = ("agreement", "term", "parties", "articles", "commitments")
_KINDS = {str: "un texte entre guillemets", int: "un nombre entier", bool: "true ou false", dt.date: "une date, comme 2025-02-03", list: "une liste entre crochets"}


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing to correct: where, and what to do. `line` is 0 when the file as a whole is meant."""

    line: int
    sentence: str

    def __str__(self) -> str:
        return f"ligne {self.line} : {self.sentence}" if self.line else self.sentence


class PackErrors(Exception):
    """Every fault of a pack, in the order of the file."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = sorted(faults, key=lambda fault: fault.line)
        super().__init__("\n".join(map(str, self.faults)))


@dataclass(frozen=True, slots=True)
class PartyText:
    key: str
    name: str
    short_name: str
    level: str
    letter: str
    tone: str = "autre"
    code: str = ""
    siren: str = ""
    signatory: str = ""
    signing: bool = True


@dataclass(frozen=True, slots=True)
class CommitmentText:
    clause: str
    title: str
    wording: str
    debtors: tuple[str, ...]
    source: str = ""
    collaborators: tuple[str, ...] = ()
    beneficiaries: tuple[str, ...] = ()
    condition: str = ""
    owner: str = ""
    nature: str = "resultat"
    measures: tuple[str, ...] = ()
    target: float | None = None
    target_unit: str = ""
    target_on: dt.date | None = None
    objectives: tuple[str, ...] = ()

    @property
    def article(self) -> str:
        return Clause.parse(self.clause).article

    @property
    def indicator(self) -> str:
        """The name under which its figures are kept."""
        return "+".join(self.measures)


@dataclass(frozen=True, slots=True)
class Pack:
    """A whole agreement. `data` keeps what later chapters read: committees, equipment, routing, notice."""

    slug: str
    title: str
    short_title: str
    scope: Scope
    years: int
    parties: tuple[PartyText, ...]
    objectives: tuple[tuple[str, str], ...]
    articles: tuple[tuple[str, str, str], ...]
    commitments: tuple[CommitmentText, ...]
    demonstration: bool = False
    predecessor: str = ""
    signed_on: dt.date | None = None
    data: Mapping[str, Any] = field(default_factory=dict)


def decode(content: bytes) -> str:
    """The text of an uploaded pack, or PackErrors when it is too long or not UTF-8."""
    if len(content) > LARGEST:
        raise PackErrors([Fault(0, f"Le fichier dépasse {LARGEST // 1000} ko : ce n’est pas un paquet de convention.")])
    try:
        return content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        raise PackErrors([Fault(0, "Le fichier n’est pas un texte en UTF-8. Enregistrez-le dans cet encodage.")]) from None


def read(text: str) -> Pack:
    """Read and check a pack; raise PackErrors with every fault."""
    try:
        raw = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as fault:
        raise PackErrors([_syntax(fault)]) from None
    lines = Lines(text)
    faults = _shape(raw, lines)
    if not faults:
        faults = _meaning(raw, lines)
    if faults:
        raise PackErrors(faults)
    return _pack(raw)


def _syntax(fault: Exception) -> Fault:
    message = str(fault)
    line = message.rpartition("line ")[2].split(",")[0].rstrip(")")
    return Fault(
        int(line) if line.isdigit() else 0,
        "la syntaxe TOML n’est pas respectée ici ; vérifiez les guillemets, les crochets et le signe =.",
    )


def _rows(raw: Mapping[str, Any], section: str) -> list[dict[str, Any]]:
    found = raw.get(section, [])
    return found if section in MANY else [found] if section in raw else []


def _shape(raw: Mapping[str, Any], lines: Lines) -> list[Fault]:
    """Sections and keys: known, present, of the right kind."""
    faults = [Fault(0, f"la section [{name}] manque.") for name in NEEDED if not raw.get(name)]
    for section, value in raw.items():
        if section not in SCHEMA:
            faults.append(Fault(lines.of(section), f"section inconnue « {section} »{_near(section, SCHEMA)}."))
        elif not isinstance(value, list if section in MANY else dict) or not all(
            isinstance(row, dict) for row in (value if section in MANY else [value])
        ):
            brackets = f"[[{section}]]" if section in MANY else f"[{section}]"
            faults.append(Fault(lines.of(section), f"la section « {section} » s’écrit {brackets}."))
        else:
            for rank, row in enumerate(_rows(raw, section)):
                faults += _keys(section, row, rank, lines)
    return faults


def _keys(section: str, row: Mapping[str, Any], rank: int, lines: Lines) -> list[Fault]:
    known, faults = SCHEMA[section], []
    for key in row.keys() - known.keys():
        faults.append(Fault(lines.of(section, rank, key), f"clé inconnue « {key} »{_near(key, known)}."))
    for key, (kind, needed) in known.items():
        if key not in row:
            if needed:
                faults.append(Fault(lines.of(section, rank), f"il manque « {key} » dans « {section} »."))
        elif not _fits(row[key], kind):
            first = kind[0] if isinstance(kind, tuple) else kind
            faults.append(Fault(lines.of(section, rank, key), f"« {key} » attend {_KINDS[first]}."))
    return faults


def _fits(value: Any, kind: type | tuple[type, ...]) -> bool:
    if isinstance(value, bool) or isinstance(value, dt.datetime):
        return kind is bool and isinstance(value, bool)
    if isinstance(value, str):
        return kind is str and bool(value.strip())
    return isinstance(value, kind)


def _near(word: str, known: Mapping[str, Any]) -> str:
    close = difflib.get_close_matches(word, known, n=1)
    return f" ; vouliez-vous dire « {close[0]} »" if close else ""


def _meaning(raw: Mapping[str, Any], lines: Lines) -> list[Fault]:
    """What only makes sense together: parties named, clauses under their article, dates, numbers."""
    faults = _agreement(raw, lines)
    parties = [row["key"] for row in raw["parties"]]
    faults += _once("parties", "key", raw, lines) + _once("articles", "number", raw, lines)
    faults += _once("commitments", "clause", raw, lines) + _once("objectives", "key", raw, lines)
    for rank, row in enumerate(raw["parties"]):
        faults += _party(row, rank, lines)
    articles = {row["number"] for row in raw["articles"]}
    objectives = {row["key"] for row in raw.get("objectives", [])}
    for rank, row in enumerate(raw["commitments"]):
        faults += _commitment(row, rank, lines, parties, articles, objectives)
    for rank, row in enumerate(raw.get("routing", [])):
        faults += _clause("routing", row["clause"], rank, lines)
    return faults


def _agreement(raw: Mapping[str, Any], lines: Lines) -> list[Fault]:
    faults = []
    head, term = raw["agreement"], raw["term"]
    if not all(part.isalnum() for part in head["slug"].split("-")) or head["slug"].lower() != head["slug"]:
        faults.append(Fault(lines.of("agreement", 0, "slug"), "« slug » s’écrit en minuscules, comme saint-denis-2017."))
    try:
        Scope.parse(head["scope"])
    except ValueError as fault:
        faults.append(Fault(lines.of("agreement", 0, "scope"), str(fault)))
    if not 1 <= term["years"] <= 30:
        faults.append(Fault(lines.of("term", 0, "years"), "« years » attend un nombre d’années de 1 à 30."))
    if term["from"] not in STARTS:
        faults.append(Fault(lines.of("term", 0, "from"), "« from » dit d’où court la durée : « signature »."))
    return faults


def _once(section: str, key: str, raw: Mapping[str, Any], lines: Lines) -> list[Fault]:
    seen: set[str] = set()
    faults = []
    for rank, row in enumerate(raw.get(section, [])):
        if row[key] in seen:
            faults.append(Fault(lines.of(section, rank, key), f"« {row[key]} » est déjà pris dans « {section} »."))
        seen.add(row[key])
    return faults


def _party(row: Mapping[str, Any], rank: int, lines: Lines) -> list[Fault]:
    faults = []
    if row["level"] not in LEVELS:
        faults.append(Fault(lines.of("parties", rank, "level"), f"niveau inconnu « {row['level']} » : {', '.join(sorted(LEVELS))}."))
    if row.get("tone", "autre") not in TONES:
        faults.append(Fault(lines.of("parties", rank, "tone"), f"« tone » attend {', '.join(sorted(TONES))}."))
    if "siren" in row and not siren.is_valid(row["siren"]):
        faults.append(Fault(lines.of("parties", rank, "siren"), f"« {row['siren']} » n’est pas un numéro SIREN."))
    if len(row["letter"]) > 2:
        faults.append(Fault(lines.of("parties", rank, "letter"), "« letter » attend une ou deux lettres."))
    return faults


def _commitment(
    row: Mapping[str, Any], rank: int, lines: Lines, parties: list[str], articles: set[str], objectives: set[str]
) -> list[Fault]:
    def fault(key: str, sentence: str) -> Fault:
        return Fault(lines.of("commitments", rank, key), sentence)

    faults = _clause("commitments", row["clause"], rank, lines)
    if not faults and (article := Clause.parse(row["clause"]).article) not in articles:
        faults.append(fault("clause", f"la clause {row['clause']} relève de l’article {article}, qui n’est pas décrit."))
    if not row["debtors"]:
        faults.append(fault("debtors", f"la clause {row['clause']} n’engage personne : nommez au moins une partie."))
    for key in ("debtors", "with", "beneficiaries"):
        faults += [fault(key, f"partie inconnue « {name} » ; parties décrites : {', '.join(parties)}.") for name in row.get(key, []) if name not in parties]
    faults += [fault("objectives", f"objectif inconnu « {name} ».") for name in row.get("objectives", []) if name not in objectives]
    if bool(row.get("measures")) == row.get("declared", False):
        faults.append(fault("clause", f"la clause {row['clause']} attend ou bien « measures », ou bien « declared = true »."))
    faults += [fault("measures", f"« {name} » n’a pas la forme d’une mesure, comme network.links_sized.") for name in row.get("measures", []) if not _is_measure(name)]
    if row.get("nature", "resultat") not in NATURES:
        faults.append(fault("nature", "« nature » attend moyens ou resultat."))
    target = row.get("target")
    if target is not None and not 0 < target <= 10_000_000:
        faults.append(fault("target", "« target » attend une part entre 0 et 1, ou un nombre entier positif."))
    if "target_on" in row and target is None:
        faults.append(fault("target_on", "une échéance demande une cible : ajoutez « target »."))
    return faults


def _is_measure(name: Any) -> bool:
    return isinstance(name, str) and name.count(".") == 1 and all(p.replace("_", "").isalnum() for p in name.split("."))


def _clause(section: str, text: str, rank: int, lines: Lines) -> list[Fault]:
    try:
        Clause.parse(text)
    except ValueError as fault:
        return [Fault(lines.of(section, rank, "clause"), str(fault))]
    return []


def _pack(raw: Mapping[str, Any]) -> Pack:
    head = raw["agreement"]
    return Pack(
        slug=head["slug"],
        title=head["title"],
        short_title=head["short_title"],
        scope=Scope.parse(head["scope"]),
        years=raw["term"]["years"],
        parties=tuple(PartyText(**row) for row in raw["parties"]),
        objectives=tuple((row["key"], row["wording"]) for row in raw.get("objectives", [])),
        articles=tuple((row["number"], row["title"], row.get("wording", "").strip()) for row in raw["articles"]),
        commitments=tuple(_text(row) for row in raw["commitments"]),
        demonstration=head.get("demonstration", False),
        predecessor=head.get("predecessor", ""),
        signed_on=head.get("signed_on"),
        data={
            key: raw[key]
            for key in ("term", "notice", "amendments", "committees", "base_equipment", "trolley", "routing")
            if key in raw
        },
    )


def _text(row: Mapping[str, Any]) -> CommitmentText:
    plain = {k: v for k, v in row.items() if k not in {"with", "declared"}}
    lists = {k: tuple(v) for k, v in plain.items() if isinstance(v, list)}
    words = {k: v.strip() for k, v in plain.items() if isinstance(v, str)}
    return CommitmentText(**{**plain, **lists, **words, "collaborators": tuple(row.get("with", ()))})
