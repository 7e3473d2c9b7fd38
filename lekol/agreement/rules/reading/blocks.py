"""From lines to blocks: headings, paragraphs, items. The cleaned text is built here, and every offset refers to it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from lekol.agreement.rules.reading.cleaning import TORN
from lekol.agreement.rules.reading.folding import arabic, fold

ARTICLE, SECTION, ANNEX, TITLE, PARAGRAPH, ITEM = "article", "section", "annexe", "titre", "paragraphe", "item"

_ORDINAL = r"premier|premiere|unique|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|1\s?er|1ier|1re|ler|ier|[ivx]{1,5}\b|\d{1,2}(?:\s*[.-]\s*\d{1,2})*"
_ARTICLE = re.compile(rf"[\s*#_]*(?:article|art\.)\s*(?:n\s?[°o]\s*)?({_ORDINAL})(?![\w/])\s*([:.)\-\s]*)(.*)")
_ANNEX = re.compile(r"[\s*#_]*annexes?\b\s*(?:n\s?[°o]\s*)?(\d{1,2}|[ivx]{1,4}|[a-z])?(?!\w)\s*([:.)\-\s]*)(.*)")
_PART = re.compile(
    r"[\s*#_]*(?:titre|chapitre|section|partie)\s+(premier|[ivx]{1,5}|\d{1,2})\b\s*[:.\-)]*\s*(.{0,100})"
)
_SECTION = re.compile(r"[\s*#_]*(\d{1,2}|[ivx]{1,5})\s*[.-]\s*(\d{1,2})(?:[.-]\d{1,2})*(?!\d|/|\s*%)\s*[.):\-]*\s+(.*)")
_NUMBERED = re.compile(r"\s*([ivx]{1,5}|\d{1,2})\s*(?:[.)/\-]+\s+)+(.*)")
_ABOUT = re.compile(
    r"(?:de la|de l'|du|des|de|et|a|susvise|precedent|ci-|supra|,|;|ou|l\.|r\.|dudit|est|sont|ne)\b|[,;]"
)
_BULLET = re.compile(
    r"(\s*)((?:[-\u2010-\u2015\u2212\u2022\u25aa\u25cf\u25cb\u25e6\u25a0\u25a1\u27a2\u25ba\u25b6\u2192\u2713\u2714\u00b7\u2756\u25c6\u2666*>\uf0b7\uf0a7\uf0d8]+|[o§+])\s+|[-\u2010-\u2015\u2212\u2022\u25aa\u25cf\u2713\uf0b7](?=[^\W\d]))"
)
_ENUMERATED = re.compile(r"(\s*)(\(?(?:\d{1,2}\s?[°.)\]]|[a-z]\s?[.)]|[ivx]{1,4}\s?[.)])(?:\s*-)?\s+)")
_ROW = re.compile(r"\|| ; [^;]+ ; \S[^;]*$")  # a row of a table stands alone
TAIL, LONGEST_BLOCK = 300, 30_000  # signs: what decides of a joint, and more than any paragraph holds
_CUT = re.compile(r"\b(?:le|la|les|de|des|du|d'|l'|a|au|aux|et|ou|par|pour|dans|sur|un|une|ses|son|sa|leurs?)$")
_SIGNATORY = re.compile(r"\brepresentee?s? par\b|\b(?:m\.|mme|monsieur|madame) [a-z]")
_ENDS = ".!?;:"


@dataclass(slots=True)
class Block:
    """One heading, paragraph or item; `number` and `title` for headings, `level` (indent) and `marker` for items."""

    kind: str
    words: str
    level: int = 0
    marker: str = ""
    number: str = ""
    title: str = ""
    start: int = 0
    gap: bool = False
    longest: int = 0

    @property
    def end(self) -> int:
        return self.start + len(self.words)


def blocks_of(lines: list[str]) -> list[Block]:
    """The blocks, still without offsets; lines broken by a printer or a scanner are joined again."""
    width = _width(lines)
    heads = [_heading(line, numbered=False) for line in lines]
    named = sum(1 for head in heads if head is not None and head.kind == ARTICLE) > 1
    found: list[Block] = []
    gap = True
    torn = False
    for line in lines:
        if not line.strip():
            gap, torn = True, torn or line == TORN
            continue
        before = found[-1] if found else None
        opened = _heading(line, numbered=not named and _may_number(before)) or _item(line)
        if opened is None and before is not None and _continues(before, line, gap and not torn, gap, width):
            _join(before, line)
        elif opened is None and before is not None and _names(before, line, gap):
            before.title = before.title or line.strip()
            before.words += f" {line.strip()}"
        else:
            found.append(opened or Block(PARAGRAPH, line.strip(), len(line) - len(line.lstrip())))
            found[-1].gap, found[-1].longest = gap, len(line)
        gap = torn = False
    return [block for whole in found for block in _split_heading(whole)]


def laid_out(found: Iterable[Block]) -> tuple[str, list[Block]]:
    """The cleaned text and its blocks with their offsets: a line each, a blank one where the text breathes."""
    text, kept = "", []
    parts: list[str] = []
    at = 0
    for block in found:
        lead = "\n" if block.gap and parts else ""
        shown = f"{block.marker} " if block.kind == ITEM and block.marker else ""
        block.start = at + len(lead) + len(shown)
        parts.append(f"{lead}{shown}{block.words}\n")
        at += len(parts[-1])
        kept.append(block)
    text = "".join(parts)
    return text, kept


def _width(lines: list[str]) -> int:
    """How long a full line is: nine lines in ten are no longer."""
    sizes = sorted(len(line) for line in lines if line.strip())
    return min(110, max(50, sizes[int(len(sizes) * 0.9)])) if sizes else 80


def _may_number(before: Block | None) -> bool:
    words = before.words.rstrip() if before is not None else ""
    return not words.endswith((":", ",", ";")) or "ce qui suit" in fold(words[-20:])


def _heading(line: str, *, numbered: bool) -> Block | None:
    folded = fold(line)
    for kind, pattern in ((ARTICLE, _ARTICLE), (ANNEX, _ANNEX)):
        found = pattern.match(folded)
        if found and _is_heading(found, line, kind):
            title = line[found.start(3) :].strip(" *_#")
            return Block(kind, line.strip(" *_#"), number=arabic(found[1] or "") or (found[1] or ""), title=title)
    if (found := _PART.fullmatch(folded)) and line.lstrip(" *#_")[:1].isupper():
        return Block(TITLE, line.strip(), number=arabic(found[1]), title=line[found.start(2) :].strip(" *_"))
    if found := _SECTION.match(folded):
        return Block(
            SECTION,
            line.strip(),
            number=f"{arabic(found[1])}.{int(found[2])}",
            title=line[found.start(3) :].strip(" *_"),
        )
    if numbered and (found := _NUMBERED.match(folded)) and _titled(line[found.start(2) :]):
        return Block(ARTICLE, line.strip(), number=arabic(found[1]), title=line[found.start(2) :].strip(" *_"))
    return None


def _is_heading(found: re.Match[str], line: str, kind: str) -> bool:
    rest = found[3]
    if line.lstrip(" *#_")[:1] not in "Aa" or (not line.lstrip(" *#_")[:1].isupper()):
        return False
    if kind == ANNEX:
        return len(line) < 120 and not rest.rstrip().endswith((".", ";", ",")) and not _ABOUT.match(rest)
    return bool(found[2].strip()) or not rest or (not _ABOUT.match(rest) and line[found.start(3) :][:1].isupper())


def _titled(words: str) -> bool:
    words = words.strip(" *_")
    return 3 <= len(words) <= 90 and words[:1].isupper() and words[-1] not in ".;,:" and not words[0].isdigit()


def _item(line: str) -> Block | None:
    found = _BULLET.match(line) or _ENUMERATED.match(fold(line))
    if found is None or not line[found.end() :].strip() or re.match(r"\s*(?:MM?\.\s|[LRD]\.\s?\d)", line):
        return None  # « M. Paul Robert », « L. 212-4 » are no items
    marker = line[found.start(2) : found.end()].strip()
    return Block(ITEM, line[found.end() :].strip(), level=len(found[1]), marker=marker)


def _continues(before: Block, line: str, apart: bool, gap: bool, width: int) -> bool:
    """The line carries on the block before it: broken by the margin, by a page, or by a scanner."""
    words = before.words[-TAIL:].rstrip()
    if _ROW.search(line) or _ROW.search(words) or len(before.words) > LONGEST_BLOCK:
        return False
    if (
        not gap
        and re.match(r"\s*(?:La|Le|Les|L['’])\s?[\w«]", line)
        and _SIGNATORY.search(fold(words))
        and not _CUT.search(fold(words))
    ):
        return False  # another party, on its own line
    if re.match(r"\s*E[tT]\s+(?:la|le|l['’])", line):
        return False  # « Et le rectorat…, représenté par… »
    lower = line.lstrip()[:1].islower()
    if before.kind in {ARTICLE, ANNEX, TITLE}:
        return not gap and lower and bool(before.title)
    if gap:
        cut = _CUT.search(fold(words))
        return lower and len(words) > 25 and words[-1] not in _ENDS + "," and (not apart or bool(cut))
    if words[-1] in ":;" or re.search(r"\b(?:s'engagent?|s'oblige(?:nt)?) (?:a|de)$", fold(words)):
        return False
    if lower:
        return words[-1] not in ".!?" or before.longest >= 0.8 * width
    full = before.longest >= 0.7 * width
    return full and (words[-1] not in ".!?" or before.kind == PARAGRAPH)


def _names(before: Block, line: str, gap: bool) -> bool:
    """The title of an article stands under its number, or goes on in capitals."""
    words = line.strip()
    if before.kind not in {ARTICLE, ANNEX} or len(words) > 110 or words[-1] in ".;:,":
        return False
    if not before.title:
        return words[:1].isupper() and not re.match(
            r"(?:la|le|les|l'|il|elle)\s.*\b(?:s'|est|sont|assure)", fold(words)
        )
    return not gap and before.title.isupper() and words.isupper()


def _join(before: Block, line: str) -> None:
    words, more = before.words.rstrip(), line.strip()
    tail = words[-TAIL:]
    before.longest = len(line)
    if re.search(r"[^\W\d]-$", tail) and more[:1].islower() and not _compound(tail):
        before.words = words[:-1] + more
    else:
        before.words = words + ("" if words.endswith(("'", "’", "-")) else " ") + more
    if before.kind in {ARTICLE, SECTION, ANNEX}:
        before.title = f"{before.title} {more}"


def _compound(words: str) -> bool:
    """« ci- », « vidéo- »: the hyphen belongs to the word."""
    return (
        re.search(
            r"\b(?:ci|sous|non|mi|demi|co|vice|extra|inter|celui|celle|ceux|celles|peut|la|etat|ville|ecole)-$",
            fold(words),
        )
        is not None
    )


def _split_heading(block: Block) -> list[Block]:
    """« 3.2 La Ville assure… »: the number is a heading, the sentence a paragraph of its own."""
    title = block.title.strip()
    if block.kind not in {ARTICLE, SECTION} or not is_sentence(title):
        return [block]
    at = block.words.rfind(title)
    head = Block(block.kind, block.words[:at].strip() or block.number, number=block.number, gap=block.gap)
    return [head, Block(PARAGRAPH, title)]


def is_sentence(title: str) -> bool:
    """Too long or too finished for a title."""
    folded = fold(title)
    if (
        re.search(r"\b(?:s'engage|assure|prend|fournit|met|est charge|sont|devra|doit)\w*\b", folded)
        and len(title) > 30
    ):
        return True
    if (
        title.endswith(".")
        and len(folded.split()) >= 5
        and re.match(r"(?:la|le|les|elles?|ils?|chaque|chacune?|en cas)\s|l'", folded)
    ):
        return True
    return len(title) > 130 or (title.endswith((".", ";", ":")) and len(title) > 60)
