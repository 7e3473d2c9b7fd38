"""Committees: who sits, « ou son représentant », how often they must meet, what they do."""

import re
from collections.abc import Iterable, Sequence

from lekol.agreement.rules.reading.binding import Words
from lekol.agreement.rules.reading.blocks import ARTICLE, ITEM, SECTION, Block
from lekol.agreement.rules.reading.folding import NUMBER, fold, number
from lekol.agreement.rules.reading.found import CommitteeFound, MemberFound, Passage
from lekol.agreement.rules.reading.sentences import sentences

_NAME = re.compile(r"\b(comite (?:(?:local|mixte|departemental|academique|territorial|paritaire) )?(?:de |d'|du )?(?:pilotage|suivi|technique|coordination|gestion|evaluation|liaison|direction|concertation|numerique|partenarial|consultatif|usagers)"
                   r"(?: (?:technique|et (?:de |d')(?:suivi|evaluation|pilotage)|restreint|partenarial|local))?|comite (?:d'|de |des )(?!entreprise|direction)[a-z]{5,}|comite (?!syndical|social|regional|departemental)[a-z]{4,}(?:ique|if|el|al|aire|aux)|comites? (?:techniques?|paritaires?|mixtes?|strategiques?|operationnels?|partenariaux?|restreints?)"
                   r"|commission (?:mixte|de suivi|paritaire|de coordination|technique|consultative|locale|partenariale|d'evaluation)(?: de suivi| technique| paritaire)?|instance de (?:suivi|pilotage|concertation|coordination)|groupe (?:technique|de (?:suivi|pilotage|travail|coordination))|copil|cotech|reunion annuelle)\b")  # fmt: skip
_TIMES = re.compile(
    rf"(?:au (?:moins|minimum)\s+)?(?P<count>{NUMBER})\s+(?:fois|reunions?|seances?)\s*(?:au (?:moins|minimum)\s*)?(?:par|l'|chaque|dans l'|au cours de (?:l'|chaque )|a l')\s*(?P<per>annee scolaire|annee civile|annee|an\b|trimestre|semestre|mois)"
)
_EACH = re.compile(
    r"(?:chaque|tous les|par|une fois l')\s*(?P<per>annee scolaire|annee|ans?\b|trimestres?|semestres?|mois)\b"
)
_WORD = re.compile(
    r"\b(?P<word>annuellement|trimestriellement|semestriellement|mensuellement|(?:reunion|bilan) annuel\w*)\b"
)
_PER_YEAR = {
    "trimestre": 4,
    "semestre": 2,
    "mois": 12,
    "trimestriellement": 4,
    "semestriellement": 2,
    "mensuellement": 12,
}
_SUBSTITUTE = re.compile(
    r"\s*,?\s*(?:ou (?:de |par )?(?:son|sa|leurs?|ses|un|une|toute personne)\s+(?:representante?s?|suppleante?s?|delegu\w+)?[^,;.]*|ou representes?|ou leurs? representants?)\s*"
)
_COMPOSED = re.compile(
    r"(?P<direct>\b(?:reunissant|associant|comprenant|regroupant|rassemblant|associe|(?<!se )reunit|rassemble|regroupe|comprend)\s+(?=(?:le |la |l'|les |un |une |des |deux |trois |quatre |cinq )))"
    r"|(?:compos\w+|reunissant|associant|comprenant|regroupant|rassemblant|comprend(?:ra)?|constitu\w+|(?<!se )reunit|(?<!se )reunira|rassemble\w*|siegent|est forme|sont membres|membres?)\b[^:.;]{0,120}?(?::|\bde\b|\bdu\b|\bdes\b|\bd')"
)
_CHAIRS = re.compile(
    r"(?:co-?preside\w*|preside\w*|presidence\w* (?:est )?(?:assuree|exercee|confiee))\s*(?:conjointement\s*)?(?:par|a)\s+"
)
_MISSION = re.compile(
    r"charge\w* (?:de|d'|:)|missions?|a pour (?:mission|role|objet)|definit|prepare|examine|valide|veille|etablit|assure|suit|evalue|propose|regle|fixe"
)


def find(blocks: Sequence[Block], words: Words) -> tuple[CommitteeFound, ...]:
    """Each committee once, gathered from every sentence about it."""
    drafts: dict[str, _Draft] = {}
    current: _Draft | None = None
    listing = ""
    party = ""
    for block in blocks:
        for sentence, start in sentences(block.words, block.start):
            folded = fold(sentence)
            named = _named(sentence, folded, block)
            if block.kind == ARTICLE and named is None:
                current, listing, party = None, "", ""
            if named is not None and (block.kind in {ARTICLE, SECTION} or not listing or block.kind != ITEM):
                current = drafts.setdefault(_same(named), _Draft(named, Passage(start, start + len(sentence))))
                listing, party = "", ""
            if current is None:
                continue
            if block.kind != ITEM or not listing:
                current.told(sentence, folded, words)
            listing, party = _listing(folded, block, listing, party, words)
            if block.kind == ITEM and listing == "membres":
                current.members += _members(sentence, words, party, alone=True)
                current.passage = Passage(current.passage.start, start + len(sentence))
            elif block.kind == ITEM and listing == "missions":
                current.missions.append(sentence.rstrip(" ;,"))
    return tuple(draft.done() for draft in drafts.values() if draft.worth)


def _same(name: str) -> str:
    folded = fold(name)
    return {"copil": "comite de pilotage", "cotech": "comite technique"}.get(
        folded, re.sub(r"^comites ", "comite ", folded).rstrip("s")
    )


def _named(sentence: str, folded: str, block: Block) -> str | None:
    """The committee a sentence is about: as a subject, or instituted, or the title of the article."""
    if folded.startswith(("vu ", "considerant")):
        return None
    found = _NAME.search(folded)
    if found is None:
        return None
    head = folded[: found.start()]
    opens = found.start() <= 25 or re.search(r"\b(?:un|une|par un|par une|le|la|en)\s+$", head) is not None
    if block.kind not in {ARTICLE, SECTION} and (
        not opens or re.search(r"\b(?:du|au|des|de la|les travaux)\s*$", head)
    ):
        return None
    name = sentence[found.start() : found.end()]
    return name[:1].upper() + name[1:].lower() if not name.isupper() or len(name) > 7 else name


def _listing(folded: str, block: Block, listing: str, party: str, words: Words) -> tuple[str, str]:
    """What the items to come are: members, missions, nothing; and the party they sit for."""
    if block.kind == ITEM and not folded.rstrip().endswith(":"):
        return listing, party
    short = len(folded) < 70
    if (
        listing == "membres"
        and short
        and (named := words.mentioned(folded))
        and not re.search(r"\b(?:se reunit|preside)", folded)
    ):
        return listing, named[0]
    if folded.rstrip().endswith(":") or re.search(r"(?:designes|denommes|suivants?|ci-dessous|ci-apres)\W*$", folded):
        if re.search(r"compos|compren|membres?|constitu|siege|reunit|reunissant|associ|regroup|rassembl", folded):
            return "membres", ""
        if _MISSION.search(folded):
            return "missions", ""
    return (
        ("", "")
        if block.kind != ITEM and listing != "membres"
        else (listing if short and not folded.endswith(".") else "", party)
    )


class _Draft:
    """A committee being gathered."""

    def __init__(self, name: str, passage: Passage) -> None:
        self.name, self.passage = name, passage
        self.chairs: list[MemberFound] = []
        self.members: list[MemberFound] = []
        self.missions: list[str] = []
        self.minimum, self.per, self.extraordinary = 0, "", False

    @property
    def worth(self) -> bool:
        return bool(self.members or self.chairs or self.minimum or self.missions)

    def told(self, sentence: str, folded: str, words: Words) -> None:
        """What a sentence says of it: chairs, members in line, frequency, missions."""
        if not self.chairs and (found := _CHAIRS.search(folded)):
            self.chairs = _members(re.split(r"[;.]", sentence[found.end() :])[0], words, "", alone=True)
        named = re.search(r"membres?\b[^.;]{0,20}\b(?:est|sont|seront) (?:designe|nomme|choisi)", folded)
        if not self.members and not named and (found := _COMPOSED.search(folded)) and not folded.rstrip().endswith(":"):
            tail = sentence[found.end() - (0 if found["direct"] or folded[found.end() - 1] == ":" else 3) :]
            members = _members(
                re.split(
                    r",?\s+(?:se reuni|est reuni|est preside|est co-?preside|qui se|est charge|a pour|assure|veille)",
                    fold(tail),
                )[0]
                and tail[
                    : len(
                        re.split(
                            r",?\s+(?:se reuni|est reuni|est preside|est co-?preside|qui se|est charge|a pour|assure|veille)",
                            fold(tail),
                        )[0]
                    )
                ],
                words,
                "",
            )
            self.members = members if len(members) > 1 or found["direct"] else []
        if not self.minimum and re.search(r"reuni|seance|fois|annuel", folded):
            self.minimum, self.per = frequency(folded)
        self.extraordinary |= (
            re.search(
                r"extraordinaire|en tant que de besoin|autant que (?:de besoin|necessaire)|a la demande|chaque fois que",
                folded,
            )
            is not None
        )
        if (
            re.match(r"(?:il|elle|le comite|la commission|le copil)\b", folded)
            and _MISSION.search(folded[:120])
            and not folded.rstrip().endswith(":")
        ):
            self.missions.append(sentence.rstrip(" ;,"))

    def done(self) -> CommitteeFound:
        return CommitteeFound(self.name, self.passage, tuple(self.chairs), tuple(self.members), tuple(self.missions),
                              self.minimum, self.per, self.extraordinary, 0.9 if self.minimum or self.members else 0.7)  # fmt: skip


def frequency(folded: str) -> tuple[int, str]:
    """« au moins deux fois par an » → (2, "annee"); (0, "") when no rhythm is said."""
    if found := _TIMES.search(folded):
        per = re.sub(r"^ans?$", "annee", found["per"].strip())
        times = number(found["count"])
        if per in _PER_YEAR:
            return times * _PER_YEAR[per], "annee"
        return times, "annee_scolaire" if "scolaire" in per else "annee"
    if found := _WORD.search(folded):
        return _PER_YEAR.get(found["word"], 1), "annee"
    if found := re.search(rf"tous les ({NUMBER}) mois", folded):
        return max(1, 12 // max(1, number(found[1]))), "annee"
    if (found := _EACH.search(folded)) and re.search(r"\breuni", folded):
        per = found["per"].rstrip("s") if found["per"] != "mois" else "mois"
        return _PER_YEAR.get(per, 1), "annee_scolaire" if "scolaire" in per else "annee"
    return 0, ""


def _members(words_said: str, words: Words, party: str, *, alone: bool = False) -> list[MemberFound]:
    """Functions named in a line, with their party and their substitute; `alone` for an item, one seat as a rule."""
    found = []
    for piece in _seats(words_said) if alone else _pieces(words_said):
        folded = fold(piece)
        substitute = _SUBSTITUTE.search(folded)
        function = (piece[: substitute.start()] if substitute else piece).strip(' ,;.-"«»')
        function = re.sub(r"^(?:et |de |d['’]|du |des |par )+", "", function, flags=re.IGNORECASE).strip()
        if len(function) < 3 or re.match(r"(?:ou|et|la|le)$|qui (?:le|la|en|assure|preside)\b", fold(function)):
            continue
        named = words.mentioned(folded)
        found.append(MemberFound(function, party or (named[0] if len(named) == 1 else ""), substitute is not None))
    return found


_SEAT = r"(?=(?:le|la|les|un|une|deux|trois|quatre)\s|l['’])"


def _seats(said: str) -> list[str]:
    """« le maire, l’adjoint et un élu »: cut only before an article, « ou son représentant » kept with its seat."""
    return re.split(rf",\s*(?:et\s+)?{_SEAT}|\s+et\s+{_SEAT}", said)[:30]


def _pieces(said: str) -> Iterable[str]:
    if ";" in said:
        return said.split(";")
    rough = re.split(
        r",\s*(?:et\s+)?(?!ou )|\s+et\s+(?=(?:du|de la|de l['’]|des?|d['’]|le|la|l['’]|les|par|un|une|deux|trois|quatre)\b)",
        said,
    )
    pieces: list[str] = []
    for part in rough:
        if pieces and re.match(r"\s*ou\b", fold(part)):
            pieces[-1] += f", {part}"
        else:
            pieces.append(part)
    return pieces if len(pieces) <= 30 else pieces[:30]
