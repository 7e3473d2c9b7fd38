"""How long, from when, how it ends: term, notice, amendment, signature, receipt. What is not said stays empty."""

import re
from collections.abc import Iterable, Iterator, Sequence

from lekol.agreement.rules.reading.blocks import ARTICLE, Block
from lekol.agreement.rules.reading.folding import NUMBER, fold, number
from lekol.agreement.rules.reading.found import NoticeFound, Passage, TermFound, WordsFound
from lekol.agreement.rules.reading.sentences import sentences

MONTHS = (
    "janvier",
    "fevrier",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "aout",
    "septembre",
    "octobre",
    "novembre",
    "decembre",
)
DAY = rf"(?:1er|\d{{1,2}})\s+(?:{'|'.join(MONTHS)})\s+\d{{4}}|\d{{1,2}}[/.-]\d{{1,2}}[/.-]\d{{4}}"
_LENGTH = re.compile(
    rf"(?:duree|periode|court(?:ra)? sur|conclue sur)(?:\s*:)?\s+(?:initiale |maximale |totale |determinee |ferme |de validite |minimale )*(?:est\s+)?(?:fixee |etablie |arretee |prevue )?(?:a |de |d')?\s*(?P<count>{NUMBER})\s*(?:\(\s*[\w-]+\s*\)\s*)?(?P<unit>ans?\b|annees? scolaires?|annees? civiles?|annees?|mois|exercices?)|(?:conclue|etablie|consentie|signee|passee|valable|vaut|souscrite|prevue|faite)\s+(?:pour\s+)?(?P<count2>{NUMBER})\s*(?:\(\s*[\w-]+\s*\)\s*)?(?P<unit2>ans?\b|annees? scolaires?|annees?|mois)"
)
_ABOUT = re.compile(r"convention|accord|protocole|contrat|partenariat|avenant|elle\b|duree")
_YEARS = re.compile(r"annees? scolaires?\s*:?\s*((?:\d{4}\s*[-/]\s*\d{4}(?:\s*(?:,|et|a)\s*)?)+)")
_UNTIL = re.compile(
    rf"(?:(?:s'acheve(?:ra)?|prend(?:ra)? fin|expire(?:ra)?|cesse(?:ra)?)[^.;]{{0,60}}? le|jusqu'au|arrive(?:ra)? a son terme le|prend(?:ra)? fin le|expire(?:ra)? le|s'acheve(?:ra)? le|arrive(?:ra)? a (?:echeance|son terme|terme) le|se termine(?:ra)? le|\bdu\s+(?:{DAY})\s+au)\s+({DAY})(?!\s*(?:portant|relati))"
)
_EVENT = re.compile(
    r"(?:jusqu'a|(?:prend(?:ra)? fin|s'acheve(?:ra)?|expire(?:ra)?|cesse(?:ra)?(?: de plein droit| ses effets| de produire (?:ses )?effets?)?) (?:a(?= )|avec|lors d)|pour la duree d[ue]s?|liee? a la duree d[ue])\s*((?:la |l'|les |le |e )?(?!\d)[a-z'][^.;]{6,140})"
)
_FROM = re.compile(
    rf"(?:a compter|a partir|a dater|prend(?:ra)? effet|prise d'effet\s*:|entre(?:ra)? en (?:vigueur|application)|prend(?:ra)? cours|effective|court|applicable|debute(?:ra)?)\s*(?:,[^,]*,\s*)?(?:a compter d[ue]|a partir d[ue]|d[ue]|des|le|au|a|de)?\s*(?P<what>{DAY}|[^.;,]{{3,110}})"
)
_STARTS = (("signature", r"signature|signee|signataires"), ("notification", r"notification|notifiee"), ("transmission", r"transmission|prefecture|controle de legalite|caractere executoire|executoire"),
           ("publication", r"publication|affichage"), ("rentree", r"rentree"), ("demande", r"demande"))  # fmt: skip
_OPEN = re.compile(r"duree (?:indeterminee|illimitee)|sans limitation de duree|sans limite de duree|duree non limitee")
_TACIT = re.compile(
    r"tacite(?:ment)? recon\w+|recon\w+ tacite\w*|tacitement (?:renouvel\w+|recon\w+)|renouvel\w+ (?:par )?tacite\w*|par tacite|se renouvelle d'annee en annee"
)
_NEVER = re.compile(
    r"(?:n'est|ne sera|ne peut etre|non|ni)\s+(?:pas\s+)?(?:renouvelable|reconductible|renouvele|recondui)|n'est pas (?:renouvelable|reconductible)"
)
_NO_TACIT = re.compile(r"(?:sans|pas|ni|exclu\w*|ne (?:pourra|peut|saurait)|aucune?|non)[^.;]{0,50}tacite")
_EXPRESS = re.compile(
    r"(?:renouvel\w+|recondui\w+|prolong\w+|prorog\w+|reconduction)[^.;]{0,110}\b(?:express\w*|avenant|accord|ecrit\w*|decision|commun)|express\w*[^.;]{0,30}(?:renouvel\w+|recondu\w+)|renouvelable|reconductible"
)
_DELAY = re.compile(rf"(?P<count>{NUMBER})\s*(?:\(\s*[\w-]+\s*\)\s*)?(?P<unit>jours?|mois|semaines?|ans?|annees?)\b")
_NOTICE = re.compile(
    r"mise en demeure|preavis|lettre recommandee|recommandee? avec|courrier recommande|denonc|resili|\blrar\b|a l'avance|en prevenant"
)
_RECEIPT = re.compile(r"\b\d{3}-\d{9}-\d{8}-[\w]+-[a-z]{2}\b")
_SIGNED = re.compile(rf"^\W*(?:(?:fait|signe|etabli)[^.;]{{0,60}}?\b|(?:a )?[a-z' -]{{2,40}}, )le\s+(?P<day>{DAY})")


def day(words: str) -> str:
    """« 1er janvier 2019 », « 01/01/2019 » → « 2019-01-01 »; "" when it is no date."""
    words = fold(words)
    if found := re.search(rf"(1er|\d{{1,2}})\s+({'|'.join(MONTHS)})\s+(\d{{4}})", words):
        return _iso(int(found[3]), MONTHS.index(found[2]) + 1, 1 if found[1] == "1er" else int(found[1]))
    if found := re.search(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", words):
        return _iso(int(found[3]), int(found[2]), int(found[1]))
    return ""


def _iso(year: int, month: int, rank: int) -> str:
    return f"{year:04d}-{month:02d}-{rank:02d}" if 1 <= month <= 12 and 1 <= rank <= 31 and 1900 <= year <= 2200 else ""


def _said(blocks: Sequence[Block]) -> Iterator[tuple[str, str, Passage, str]]:
    """(sentence, folded, passage, title of its article), the articles about life first."""
    title, rows = "", []
    for block in blocks:
        if block.kind == ARTICLE:
            title = fold(block.title)
        for words, start in sentences(block.words, block.start):
            rows.append((words, fold(words), Passage(start, start + len(words)), title))
    return iter(
        sorted(rows, key=lambda row: re.search(r"duree|effet|vigueur|resili|denonc|terme|validite", row[3]) is None)
    )


def term(blocks: Sequence[Block]) -> TermFound | None:
    """The term, by the first sentence that gives one; its start and its renewal may stand in the sentences around."""
    rows = list(_said(blocks))
    found = next((one for row in rows if (one := _term_in(*row))), None)
    if found is None:
        return None
    near = [row for row in rows if abs(row[2].start - found.passage.start) < 1500]
    starts = found.starts or next(
        (
            said
            for row in near
            if re.search(r"convention|elle\b|effet|vigueur|contrat|accord", row[1]) and (said := _start(row[1]))
        ),
        "",
    )
    renewal = next((said for row in near if (said := _renewal(row[1]))), "")
    return TermFound(
        found.rule,
        found.passage,
        found.years,
        found.months,
        found.school_years,
        starts,
        found.until,
        found.event,
        renewal,
        found.confidence,
    )


def _term_in(words: str, folded: str, passage: Passage, title: str) -> TermFound | None:
    here = re.search(r"duree|effet|vigueur|terme|validite", title) is not None
    if not (
        here
        or (
            _ABOUT.search(folded)
            and re.search(
                r"duree|conclue|consentie|valable|faite pour|\bvaut\b|validite|etablie pour|pour l'annee scolaire|court sur|s'applique du|terme|prend fin|expire|jusqu'|au titre de l'annee",
                folded,
            )
        )
    ):
        return None
    if re.search(
        r"garantie|amortissement|preavis|mise en demeure|conservation|conservee|delai de|mandat|stage|formation|reconduction|reconduite|renouvelable pour|prolongation|archiv",
        folded,
    ) and not re.search(
        r"convention[^.;]{0,60}(?:conclue|etablie|consentie|prend effet|signee|valable)|conclue", folded
    ):
        return None
    starts = _start(folded)
    if _OPEN.search(folded):
        return TermFound("indeterminee", passage, starts=starts)
    if years := _YEARS.search(folded):
        labels = tuple(f"{a}-{b}" for a, b in re.findall(r"(\d{4})\s*[-/]\s*(\d{4})", years[1]))
        return TermFound("annees_scolaires", passage, school_years=labels, starts=starts)
    if until := _UNTIL.search(folded):
        length = _LENGTH.search(folded)
        return TermFound(
            "dates",
            passage,
            years=_count(length, "an") if length else 0,
            starts=starts or _between(folded),
            until=day(until[1]),
        )
    if length := _LENGTH.search(folded):
        unit = length["unit"] or length["unit2"]
        if unit.startswith("mois"):
            return TermFound("mois", passage, months=_count(length, ""), starts=starts)
        rule = "annees_scolaires" if "scolaire" in unit else "annees"
        return TermFound(rule, passage, years=_count(length, ""), starts=starts)
    if here and (event := _EVENT.search(folded)):
        at = event.start(1)
        return TermFound(
            "evenement", passage, starts=starts, event=words[at : at + len(event[1])].strip(), confidence=0.7
        )
    return None


def _between(folded: str) -> str:
    found = re.search(rf"\bdu\s+({DAY})\s+(?:au|jusqu'au)\b", folded)
    return day(found[1]) if found else ""


def _count(found: re.Match[str], unit: str) -> int:
    said = found["count"] or found["count2"] or ""
    return number(said)


def _start(folded: str) -> str:
    """« signature », « notification », a date…: what the term runs from."""
    for found in _FROM.finditer(folded):
        what = found["what"]
        if (dated := re.match(DAY, what)) and (said := day(dated[0])):
            return said
        if kind := next((kind for kind, pattern in _STARTS if re.search(rf"\b(?:{pattern})", what)), ""):
            return kind
    return ""


def _renewal(folded: str) -> str:
    if not re.search(r"convention|elle|duree|renouvel|recondu|accord|contrat", folded):
        return ""
    if _TACIT.search(folded):
        return (
            "aucune"
            if _NO_TACIT.search(folded) and not re.search(r"renouvelable par tacite|reconduite? tacitement", folded)
            else "tacite"
        )
    if _NEVER.search(folded):
        return "aucune"
    return "expresse" if _EXPRESS.search(folded) else ""


def notices(blocks: Sequence[Block]) -> list[NoticeFound]:
    """Formal notices and periods of notice, the formal notice first."""
    found = [one for row in _said(blocks) if (one := _notice_in(*row))]
    return sorted(found, key=lambda one: (one.kind != "mise_en_demeure", not (one.days or one.months)))


def _notice_in(words: str, folded: str, passage: Passage, title: str) -> NoticeFound | None:
    if not _NOTICE.search(folded) or not re.search(
        r"resili|denonc|mise en demeure|preavis|retir|sortir|mettre fin|met fin|mis fin|renonc", folded
    ):
        return None
    delays = [
        one
        for one in _DELAY.finditer(folded)
        if re.search(
            r"preavis|delai|apres|avant|expiration|dans les|sous|suivant|infructueu|sans effet|restee?|a l'avance",
            folded[max(0, one.start() - 60) : one.end() + 25],
        )
    ]
    if not delays:
        return None
    delay = delays[0]
    count, unit = number(delay["count"]), delay["unit"]
    days = count * 7 if unit.startswith("semaine") else count if unit.startswith("jour") else 0
    kind = "mise_en_demeure" if "mise en demeure" in folded or "mise en demeure" in fold(words) else "preavis"
    months = count if unit == "mois" else count * 12 if unit.startswith("an") else 0
    return NoticeFound(kind, passage, days, months, _counted(folded), _form(words, folded), _effect(folded))


def _counted(folded: str) -> str:
    """What the delay runs from: the sending or the receipt."""
    if re.search(
        r"(?:suivant|apres|a compter|a partir|des|a dater)[^.;]{0,60}\b(?:envoi|expedition|date d'envoi|cachet)", folded
    ):
        return "envoi"
    if re.search(
        r"(?:suivant|apres|a compter|a partir|des|a dater|sa|la)[^.;]{0,60}\b(?:reception|notification)\b(?!\s+a ete)",
        re.sub(r"(?:accuse|avis) de reception", "", folded),
    ):
        return "reception"
    return (
        "echeance" if re.search(r"avant (?:la |l'|son |sa |le )?(?:date|echeance|terme|expiration|fin)", folded) else ""
    )


_REGISTERED = re.compile(
    r"(?:lettre|courrier|pli)s? recommandee?s?(?:\s*(?:avec|a)\s*(?:demande d')?(?:accuse|avis) de reception)?|\blrar\b"
)
_PLAIN = re.compile(r"par (?:simple )?(?:lettre|courrier|ecrit)(?: simple)?")


def _form(words: str, folded: str) -> str:
    found = _REGISTERED.search(folded) or _PLAIN.search(folded)
    return words[found.start() : found.end()] if found else ""


def _effect(folded: str) -> str:
    if "de plein droit" in folded:
        return "résiliation de plein droit"
    return (
        "résiliation"
        if "resili" in folded
        else "dénonciation"
        if "denonc" in folded
        else "retrait"
        if "retir" in folded
        else ""
    )


def amendment(blocks: Sequence[Block]) -> WordsFound | None:
    """How the agreement is changed."""
    for words, folded, passage, _title in _said(blocks):
        if (
            "avenant" in folded
            and re.search(r"modifi|evol|revis|ajout|changement|complet", folded)
            and not folded.startswith("vu ")
        ):
            return WordsFound(words, passage)
    return None


def signed(blocks: Iterable[Block]) -> str:
    """The day of signature when the text bears it, as an ISO date."""
    for block in blocks:
        if (found := _SIGNED.search(fold(block.words))) and (said := day(found["day"])):
            return said
    return ""


def receipt(text: str) -> str:
    """The prefecture’s receipt identifier printed on the act."""
    found = _RECEIPT.search(fold(text))
    return text[found.start() : found.end()] if found else ""
