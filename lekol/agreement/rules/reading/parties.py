"""Who signs: « Entre … d'une part, et … d'autre part », with the words the rest of the text will use for each."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from lekol.agreement.rules.reading.blocks import ANNEX, ARTICLE, TITLE, Block
from lekol.agreement.rules.reading.families import FAMILIES, Family, family
from lekol.agreement.rules.reading.folding import fold, slug
from lekol.agreement.rules.reading.found import PartyFound, Passage

_HEADS = (
    "ville|commune|academie|rectorat|departement|region|etat|college|lycee|ecole|metropole|communaute|association|societe|"
    "dsden|direction|inspection|syndicat|collectivite|circonscription|conseil|ministere"
)
_CLOSES = re.compile(
    r"(?:il (?:a ete|est)|ont) (?:pre)?(?:alablement )?(?:expose|convenu|arrete|decide)|convien(?:ne)?nt (?:et arretent )?(?:de )?ce qui suit|convien(?:ne)?nt\W*$|^(?:convention|charte|protocole) (?!est|conclue|entre)|ci-apres (?:denommees?|designees?) (?:ensemble |conjointement )|^preambule|^vus? |^considerant|^(?:ceci |cela )?etant (?:prealablement )?(?:expose|rappele|precise)|^expose|^rappel|^il est (?:expose|rappele)|^sommaire"
)
_OPENS = re.compile(
    r"(?:^|\b(?:conclue|etablie|passee|signee|intervient|est convenu|convention)\s+)entre\b(?:\s+les? soussignee?s?)?\s*:?|^(?:les soussignes|entre les soussignes|parties)\b"
)
_SPLIT = re.compile(
    r"\bd'une (?:premiere )?part\b|\bd'autre part\b|\bde (?:premiere|seconde|deuxieme|troisieme) part\b"
)
_REPRESENTED = re.compile(
    r"\brepresentee?s?\s+(?:aux presentes\s+|legalement\s+|valablement\s+)?par\s+|\bayant pour representante?\s+(?:legale?\s+)?"
)
_NICKNAME = re.compile(
    r"(?:(?:ci-apres|ci apres|dans ce qui suit|ci-dessous)\W{0,3}|\()?"
    r"(?:denommee?s?|designee?s?|appelee?s?|nommee?s?|intitulee?s?|ci-apres)\s*"
    r"(?:ci-apres|ci-dessous|par les termes?|sous le terme|sous les termes|par|dans la presente convention|sous le nom(?: de)?)?\s*:?\s*"
    r"(?:(?:la |le |les |l')?\"\s*([^\"]{2,60}?)\s*\"|((?:la|le|l'|les)\s?[\w'-]+(?: [\w'-]+){0,2}))"
)
_QUOTED = re.compile(r"\(\s*(?:ci-apres\W+)?\"\s*([^\"]{2,50}?)\s*\"\s*\)")
_TITLES = r"(?:monsieur|madame|mademoiselle|m\.|mme\.?|mlle|mr\.?)"
_PERSON = re.compile(rf"\b{_TITLES}\s+(?:le|la|l')?\s*")
_PLACEHOLDER = re.compile(r"[.…_]{3,}|\[[^\]]*\]|\([^)]*completer[^)]*\)|x{3,}", re.IGNORECASE)


def find(blocks: Sequence[Block]) -> tuple[tuple[PartyFound, ...], int, int]:
    """The parties in order; the rank of the block that opens them; that of the first block after them."""
    opened = _opening(blocks)
    if opened is None:
        return (), -1, 0
    last = _closing(blocks, opened)
    found: list[PartyFound] = []
    for words, start in _segments(blocks[opened:last]):
        party = _party(words, start, [known.key for known in found])
        if party is not None and not _again(party, found):
            found.append(party)
    return tuple(found), opened, last


def _again(party: PartyFound, found: list[PartyFound]) -> bool:
    """A party named twice, in the title and below, is one party; the place where it signs tells more."""
    same = next((rank for rank, one in enumerate(found) if fold(one.name) == fold(party.name)), None)
    if same is None:
        return False
    if party.signatory_function or party.signatory_name:
        found[same] = replace(party, key=re.sub(r"-\d+$", "", party.key))
    return True


def _opening(blocks: Sequence[Block]) -> int | None:
    """The block that says « entre »: the first that is followed by someone « représenté par », else the first."""
    ranks = [rank for rank, block in enumerate(blocks) if block.kind != ARTICLE and _OPENS.search(fold(block.words))
             and not fold(block.words).startswith(("vu ", "considerant"))]  # fmt: skip

    def signed(rank: int) -> bool:
        near = fold(" ".join(block.words for block in blocks[rank : _closing(blocks, rank)]))
        return any(sign.search(near) for sign in (_REPRESENTED, _SPLIT, _ACTING))

    found = [rank for rank in ranks if signed(rank)]
    alone = [rank for rank in found if re.match(r"\W*entre\b|\W*(?:les|entre les) soussigne", fold(blocks[rank].words))]
    return _nearest(alone or found, blocks) if found else _unannounced(blocks)


def _nearest(ranks: Sequence[int], blocks: Sequence[Block]) -> int:
    """Of several « entre », one of them in the title, the last before someone is « représenté par »."""
    signs = (_REPRESENTED, _SPLIT, _ACTING)
    first = next(
        (rank for rank in range(ranks[0], len(blocks)) if any(sign.search(fold(blocks[rank].words)) for sign in signs)),
        ranks[0],
    )
    return max((rank for rank in ranks if rank <= first), default=ranks[0])


def _unannounced(blocks: Sequence[Block]) -> int | None:
    """Without « entre »: the first paragraph of someone « représenté par » whose name comes first."""
    for rank, block in enumerate(blocks):
        if block.kind == ARTICLE:
            return None
        if _REPRESENTED.search(fold(block.words)) and _begins(fold(block.words)):
            return rank
    return None


def _closing(blocks: Sequence[Block], opened: int) -> int:
    if _CLOSES.search(fold(blocks[opened].words)) and _REPRESENTED.search(fold(blocks[opened].words)):
        return opened + 1  # parties and « conviennent de ce qui suit » in one sentence
    for rank in range(opened, min(len(blocks), opened + 40)):
        words = fold(blocks[rank].words)
        closed = _CLOSES.search(words)
        if rank > opened and closed and any(sign.search(words[: closed.start()]) for sign in (_REPRESENTED, _ACTING)):
            return rank + 1  # « M. Bel, président…, ont convenu ce qui suit » in one breath
        if rank > opened and (blocks[rank].kind in {ARTICLE, ANNEX, TITLE} or _CLOSES.search(words)):
            return rank
    return min(len(blocks), opened + 12)


def _segments(blocks: Sequence[Block]) -> list[tuple[str, int]]:
    """One party each: cut at « d'une part », at « et » alone, at a paragraph that names a new party."""
    pieces: list[tuple[str, int]] = []
    for block in blocks:
        for words, start in _cut(block):
            bare = fold(words).strip(" ,;:.-")
            if not bare or bare in {"et", "entre", "entre les soussignes", "ci-apres"}:
                pieces.append(("", start))
            elif pieces and pieces[-1][0] and not _begins(bare) and not _beside(pieces[-1][0], bare):
                pieces[-1] = (f"{pieces[-1][0]} {words}", pieces[-1][1])
            else:
                pieces.append((words, start))
    return [(words, start) for words, start in pieces if words]


_ACTING = re.compile(r"\bagissant (?:au nom|en qualite|pour le compte|sur delegation|en vertu)")
_OFFICE = r"(?:maire|presidente?|rect(?:eur|rice)|direct(?:eur|rice)|inspect(?:eur|rice)|principale?|proviseure?|prefete?|vice-presidente?|adjointe?)"
_PERSON_FIRST = re.compile(
    rf"(?:monsieur|madame|m\.|mme\.?)\s+(?:(?P<who>(?!l[ae]\s|l')[^,]{{3,60}}?)\s*,\s*)?(?:le |la |l')?(?P<office>(?:premiere? )?{_OFFICE}\b[^,]*)"
)


def _person_first(bare: str) -> re.Match[str] | None:
    """« Mme Vidal, maire de Saint-Paulien, agissant au nom de la commune », « Monsieur le Président du syndicat »."""
    return _PERSON_FIRST.match(bare)


def _cut(block: Block) -> list[tuple[str, int]]:
    folded, cuts = fold(block.words), [0]
    opening = _OPENS.search(folded)
    if opening:
        cuts.append(opening.end())
    cuts += [at for found in _SPLIT.finditer(folded) for at in (found.start(), found.end())]
    between = re.compile(r"[,;.]\s+et\s+(?=(?:la |le |l'|les |madame|monsieur|m\.|mme)|[a-z' -]{3,40}, represent)")
    cuts += [found.start() for found in between.finditer(folded) if _REPRESENTED.search(folded[: found.start()])]
    if _person_first(folded[opening.end() if opening else 0 :].strip(" :,;")):
        beside = re.compile(
            rf"[,;]\s+(?:et\s+)?(?=(?:monsieur|madame|m\.|mme\.?)\s+[^,;]{{3,60}},\s*(?:le |la |l')?{_OFFICE}\b)"
        )
        cuts += [found.start() for found in beside.finditer(folded)]
    after = re.compile(
        rf"[,;]\s+(?=(?:la |le |l'|les )(?:{_HEADS})\b[^,;]{{0,90}},?\s+(?:represent|sise?\b|ayant son siege|dont le siege))"
    )
    cuts += [found.start() for found in after.finditer(folded) if _REPRESENTED.search(folded[: found.start()])]
    if opening:
        inner = re.compile(
            r"\s+et\s+(?=(?:la |le |l')(?:ville|commune|academie|rectorat|departement|region|etat|college|ecole|metropole|communaute|association|societe|dsden|direction))"
        )
        cuts += [
            found.start()
            for found in inner.finditer(folded, opening.end())
            if not _REPRESENTED.search(folded[opening.end() : found.start()])
        ]
    bounds = [*sorted(set(cuts)), len(folded)]
    parts = [(block.words[a:b], block.start + a) for a, b in pairwise(bounds)]
    return [(re.sub(r"^[\s,;.:]*(?:[Ee]t|ET)?\s+", "", f" {words}").strip(" ,;\n"), start) for words, start in parts
            if not (opening and start < block.start + opening.end())]  # fmt: skip


def _beside(before: str, bare: str) -> bool:
    """Parties written person first, one after the other."""
    return _person_first(bare) is not None and _person_first(fold(before)) is not None


def _begins(bare: str) -> bool:
    """A segment that opens with the name of a party, not with « représentée par » or a street."""
    opened = re.match(r"(?:d'une part|d'autre part)?\W*(?:la|le|l'|les|un|une)?\s*(.{3,60})", bare)
    if opened is None or re.match(
        r"(?:represent|ci-apres|domicili|sise?\b|dont|agissant|ayant|dument|immatricul|inscrit|designe|denomme|autoris|en vertu|habilit|par delib|hotel d|adresse|place\b|rue\b|avenue\b|boulevard\b|bp\b|cs\b|tel\b|\d|au capital|n°|siret|siren|m\.|mme|madame|monsieur|et\b)",
        bare,
    ):
        return False
    return family(opened[1].split(",")[0]) is not None


def _party(words: str, start: int, taken: Sequence[str]) -> PartyFound | None:
    folded = fold(words)
    label = _label(words, folded) or ""
    first = _person_first(folded)
    name = _behind(words, folded, first) if first else _name(words, folded)
    kind = (family(label) if first and label else None) or family(name) or family(words[:200])
    if kind is None or len(name) < 2:
        return None
    function, person = _signatory(words, folded)
    if first:
        function, person = _office(words, first)
    if (
        kind.level == "rectorat"
        and re.search(r"circonscription|inspect\w+ de l'education", fold(function))
        and "academie" not in fold(name)
    ):
        kind = next(one for one in FAMILIES if one.level == "circonscription")
    elif (
        kind.level == "rectorat"
        and re.search(r"dasen|directeur academique|directrice academique|inspecteur d'academie", fold(function))
        and "academie" not in fold(name)
    ):
        kind = next(one for one in FAMILIES if one.level == "dsden")
    if kind.level == "etat" and (called := family(label)) is not None and called.level in {"dsden", "rectorat"}:
        kind = called  # « L’État, … ci-après « la DSDEN » »
    if re.search(r"\b(?:recteur|rectrice)\b", fold(function)):
        kind = next(one for one in FAMILIES if one.level == "rectorat") if kind.level in {"etat", "rectorat"} else kind
    key = _key(kind, label, name)
    while key in taken:
        key = f"{key}-{len(taken) + 1}"
    return PartyFound(
        key=key, name=name, short_name=label or _short(kind, name), level=kind.level,
        passage=Passage(start, start + len(words)), aliases=_aliases(kind, label, name), feminine=_feminine(label or name, kind),
        signatory_function=function, signatory_name=person, confidence=0.95 if label or function else 0.7,
    )  # fmt: skip


def _behind(words: str, folded: str, first: re.Match[str]) -> str:
    """The body a person signs for: « au nom de la commune », « maire de Saint-Paulien », « Président du syndicat »."""
    for pattern in (
        r"(?:au nom(?: et pour le compte)?|pour le compte|en qualite de representante? legale?) (?:de |d[ue]s? )?((?:la |l'|le )?[^,;\"]{3,90})",
        rf"{_OFFICE} (?:de |d[ue]s? |d')((?:la |l'|les |le )?[^,;]{{3,110}})",
    ):
        if re.match(r"(?:inspect|rect|direct\w+ academique|prefet)", first["office"]) and _OFFICE in pattern:
            continue  # « inspecteur d’académie » is the title of a State officer, whole
        if (found := re.search(pattern, folded)) and (family(found[1]) or "maire" in first["office"]):
            said = words[found.start(1) : found.end(1)].strip(' ,;:.-\n"«»')
            return said if family(said) else f"Commune de {said}"
    return words[first.start("office") : first.end("office")].strip(" ,;")


def _office(words: str, first: re.Match[str]) -> tuple[str, str]:
    who = words[first.start("who") : first.end("who")].strip() if first["who"] else ""
    return cut_function(words[first.start("office") : first.end("office")]), who


def cut_function(said: str) -> str:
    """« maire de Saint-Paulien » is « maire »; the long title of an academic officer stays whole."""
    found = re.match(r"((?:premiere? )?(?:maire|presidente?|vice-presidente?|adjointe?)\b)", fold(said))
    return said[: found.end()] if found else said.strip(" ,;")


def _name(words: str, folded: str) -> str:
    """What stands before the comma, « représentée par », the address or the nickname."""
    ends = [len(words)]
    if several := re.match(
        r"les (?:communes|villes|ecoles|colleges) (?:de |d')[^;:.()]{3,200}?(?=,? represent)", folded
    ):
        return words[: several.end()].strip(" ,")
    for pattern in (
        r",",
        r"\brepresent",
        r"\(",
        r"\bci-apres",
        r"\bsise?\b",
        r"\bdont le siege",
        r"\bdomicili",
        r"\bet (?:de )?designe",
        r"\s-\s",
        r"\bagissant",
        r"\bayant son",
        r"\bdenomme",
        r";",
        r"\bau capital",
        r"\s+\d{1,4}(?: ?bis| ?ter)?,? (?:rue|avenue|place|boulevard|chemin|route|allee|cours|quai|impasse)\b",
        r"\badresse\b",
        r"\s*:?\s*[._…]{3,}",
    ):
        if found := re.search(pattern, folded[3:]):
            ends.append(found.start() + 3)
    name = words[: min(ends)].strip(' ,;:.-\n"«»')
    name = re.sub(r"\s+(?:de|du|des|d['’])$", "", name)
    return re.sub(r"^(?:d['’]une part|d['’]autre part|et)\W+", "", name, flags=re.IGNORECASE)


def _label(words: str, folded: str) -> str:
    """« ci-après dénommée « la Ville » » → « Ville »."""
    plain = folded.replace("(e)", "   ").replace("(s)", "   ").replace("(es)", "    ")
    for pattern in (_NICKNAME, _QUOTED):
        for found in pattern.finditer(plain):
            group = 1 if found[1] else 2
            if group > (found.lastindex or 0) or not found[group]:
                continue
            label = words[found.start(group) : found.end(group)].strip(' "«»,;.')
            label = re.sub(r"^(?:(?:les|la|le)\b|l['’])\s*", "", label, flags=re.IGNORECASE)
            if 2 <= len(label) <= 40 and not re.match(r"(?:d'une|d'autre|partie|convention|ensemble)", fold(label)):
                return label
    return ""


def _short(kind: Family, name: str) -> str:
    folded = fold(name)
    word = next((one for one in kind.words if re.search(rf"\b{re.escape(one)}\b", folded)), kind.key)
    at = folded.find(word)
    shown = name[at : at + len(word)] if at >= 0 else word
    return shown[:1].upper() + shown[1:].lower()


def _key(kind: Family, label: str, name: str) -> str:
    if kind.level == "rectorat":
        return "rectorat"
    if kind.level == "dsden" and re.search(r"academie|rectorat", fold(label)) and "inspect" not in fold(label):
        return "rectorat"
    return slug(label or _short(kind, name))


def _aliases(kind: Family, label: str, name: str) -> tuple[str, ...]:
    proper = re.sub(r"^(?:(?:les|la|le)\b|l['’])\s*", "", name, flags=re.IGNORECASE)
    return tuple(dict.fromkeys(filter(None, (fold(label), fold(proper), *kind.words))))


def _feminine(label: str, kind: Family) -> bool:
    if found := re.match(r"(?:(la)|(le))\s", fold(label)):
        return found[1] is not None
    return kind.feminine


def _signatory(words: str, folded: str) -> tuple[str, str]:
    """(function, name) after « représentée par »; blanks to fill stay empty."""
    found = _REPRESENTED.search(folded)
    if found is None:
        return "", ""
    tail = re.split(
        r"\bci-apres|\bd'une part|\bd'autre part|\bautorise|\bagissant|\bdument|\bhabilit|\bdesign|\bdenomm|\ben vertu|\(",
        folded[found.end() :],
    )[0]
    said = _PLACEHOLDER.sub(" ", words[found.end() : found.end() + len(tail)]).strip(" ,;.\n")
    parts = [part.strip(" ,;.") for part in said.split(",") if part.strip(" ,;.")]
    parts = [piece for part in parts for piece in _apart(part)]
    person = next((part for part in parts if _is_person(part)), "")
    function = next((part for part in parts if part != person and re.search(_FUNCTIONS, fold(part))), "")
    if (
        not function
        and person
        and (inside := re.search(rf"(?:son|sa|le|la)\s+({_FUNCTIONS})[\w' -]*?(?=\s+{_TITLES})", fold(person)))
    ):
        function = person[inside.start(1) : inside.end()]
        person = person[inside.end() :].strip(" ,")
    elif not function and person and (inside := re.search(rf"\b({_FUNCTIONS})\b", fold(person))):
        function = person[inside.start() :]
        person = "" if re.match(rf"{_TITLES}\s+(?:le|la|l')", fold(person)) else person[: inside.start()]
    name = re.sub(rf"^{_TITLES}\s*", "", person, flags=re.IGNORECASE).strip(" ,")
    return _clean_function(function), "" if re.match(r"(?:le|la|l['’])\b", fold(name)) else name


_FUNCTIONS = (r"maire|president|recteur|rectrice|inspect|direct|principal|proviseur|chef|prefet|ministre|gerant|delegue|"
              r"administrat|adjoint|vice-president|secretaire|responsable|dasen|haut-commissaire|vice-recteur")  # fmt: skip


def _apart(part: str) -> list[str]:
    """« son président M. Samuel Hazard », « son maire Erwan Le Goff »: the function, then the name."""
    found = re.match(rf"(?:(?:son|sa|le|la|leur)\s+)?(?:{_FUNCTIONS})[\w-]*(?:\s+en exercice)?\s+", fold(part))
    if found is None or not re.match(
        r"(?:M\.|Mme|Monsieur|Madame)\s|[A-ZÀ-Ý][\w'’-]+(?:\s+(?:[Ll]e|[Ll]a|[Dd]e|[Dd]u))?\s+[A-ZÀ-Ý][\w'’-]+$",
        part[found.end() :],
    ):
        return [part]
    return [part[: found.end()].strip(), part[found.end() :].strip()]


def _is_person(part: str) -> bool:
    folded = fold(part)
    if re.match(_TITLES, folded):
        return True
    return re.fullmatch(
        r"[A-ZÀ-Ý][\w'’-]+(?:\s+(?:de|d['’]|du|le|la))?(?:\s+[A-ZÀ-Ý][\w'’-]+){1,3}", part
    ) is not None and not re.search(_FUNCTIONS, folded)


def _clean_function(function: str) -> str:
    return re.sub(
        rf"^(?:{_TITLES}\s+)?(?:(?:leurs|leur|son|sa|les|le|la)\b|l['’])\s*",
        "",
        function.strip(" ,"),
        flags=re.IGNORECASE,
    ).strip()
