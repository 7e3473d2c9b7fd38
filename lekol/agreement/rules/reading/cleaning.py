"""A text as it comes: stamps, page numbers and running heads go, line breaks inside a paragraph are kept for later."""

import re
from collections import Counter
from collections.abc import Iterator

from lekol.agreement.rules.reading.folding import fold

TORN = "\f"  # where the foot of a page was: the sentence may go on after it
LONGEST = 1_600_000  # signs: five hundred pages
_SIGNS = str.maketrans({"\ufeff": "", "\u00ad": "", "\u200b": "", "\u200e": "", "\u2060": "", "ﬁ": "fi", "ﬂ": "fl",
                        "ﬀ": "ff", "ﬃ": "ffi", "ﬄ": "ffl", "\u00a0": " ", "\u202f": " ", "\u2009": " ", "\t": "    ",
                        "\x0c": "\n", "\x0b": "\n", "\x85": "\n", "\u2028": "\n", "\u2029": "\n"})  # fmt: skip
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_BESIDE = re.compile(r"\s*\S.*?\S\s{4,}\S")
_DATE = r"\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}(?: a \d{1,2}[:h]\d{2})?"
_PAGE = re.compile(r"\s*-?\s*(?:page|p\.|feuillet)?\s*\d{1,3}\s*(?:(?:/|sur|de)\s*\d{1,3})?\s*-?\s*")
STAMP = re.compile(
    rf"(?:envoye|recu|transmis)\s+en\s+(?:sous-)?prefecture\s+le\s*:?\s*{_DATE}"
    rf"|(?:affiche|publie|mis en ligne|notifie)\s+le\s*:?\s*{_DATE}"
    rf"|id\s*:\s*\d{{3}}-\d{{9}}-\d{{8}}-[\w-]+"
    rf"|accuse de reception (?:en|de la|de) (?:sous-)?prefecture"
    rf"|\b\d{{3}}-\d{{9}}-\d{{8}}-[\w]+-[a-z]{{2}}\b"
    rf"|date de (?:tele)?transmission\s*:?\s*{_DATE}"
    rf"|date de reception(?: en)? (?:sous-)?prefecture\s*:?\s*{_DATE}"
)
_KEPT = re.compile(
    r"article|s'engage|\bassure|\bet\b$|d'(?:une|autre) part|^vu |^annexe|[:;,]$|^\W*$|^[-•*\u2713]"
    r"|^(?:\S+\s+){4,}\w{3,}\.$"  # a sentence, whole, that several articles say again
)


def clean(text: str) -> list[str]:
    """Its lines, without what the printer, the prefecture and the scanner added."""
    text = _CONTROL.sub("", text[:LONGEST].replace("\r\n", "\n").replace("\r", "\n").translate(_SIGNS))
    text = re.sub(r"(?<=\S)\*\*(?=\S)", "\n", text).replace("**", "")
    text = re.sub(r"\b([LDNSJCMldnsjcm]|[Qq]u)(['’]) +(?=[^\W\d])", r"\1\2", text)
    text = re.sub(
        r"(?m)^([ ]*)((?:[A-ZÀ-Ý] ){4,}[A-ZÀ-Ý])[ ]*$", lambda found: found[1] + found[2].replace(" ", ""), text
    )
    lines = [kept for line in text.split("\n") if (kept := _unstamped(line)) is not None]
    lines = list(columns(lines))
    heads = running_heads(lines)
    return [TORN if _furniture(line, heads) else line.rstrip() for line in lines]


def columns(lines: list[str]) -> Iterator[str]:
    """Parties set side by side, « représentée par » on both sides: the left column, then the right one."""
    run: list[str] = []
    for line in [*lines, ""]:
        if _BESIDE.match(line):
            run.append(line)
            continue
        if len(run) > 1 and len(re.findall(r"represent", fold(" ".join(run)))) > 1:
            halves = [re.split(r"\s{4,}", row.strip(), maxsplit=1) for row in run]
            yield from (*(left for left, _ in halves), "", *(right for _, right in halves), "")
        else:
            yield from run
        run = []
        yield line


def _unstamped(line: str) -> str | None:
    """The line without its stamps; None when it held nothing else, so that the sentence around closes up."""
    folded = fold(line)
    if not STAMP.search(folded):
        return line
    kept, at = "", 0
    for stamp in STAMP.finditer(folded):
        kept += line[at : stamp.start()].rstrip() + " "
        at = stamp.end()
    kept += line[at:].strip()
    return kept.rstrip() if re.search(r"\w{2}", kept) else None


def running_heads(lines: list[str]) -> set[str]:
    """Lines of the same words found three times or more, page numbers aside: heads and feet of pages."""
    counted = Counter(bare for line in lines if 6 <= len(bare := _bare(line)) <= 110)
    return {line for line, times in counted.items() if times >= 3 and not _KEPT.search(line)}


def _bare(line: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"\d+", "#", fold(line))).strip()


def _furniture(line: str, heads: set[str]) -> bool:
    folded = fold(line)
    return _bare(line) in heads or (_PAGE.fullmatch(folded) is not None and bool(line.strip()))
