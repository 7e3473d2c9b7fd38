"""The text of a Word document: paragraphs and tables in order, automatic numbers written out."""

import re
from collections import defaultdict
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import docx
from docx.oxml.ns import qn
from docx.table import Table
from docx.text.paragraph import Paragraph

from lekol.kit.documents import parts

_ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


def text(content: bytes) -> str:
    """Paragraphs one a line, a blank line after a heading or a spaced paragraph, items behind their mark."""
    parts.check(content)
    document = docx.Document(BytesIO(content))
    numbers = Numbers(document)
    return "\n".join(
        line for block in document.element.body.iterchildren() for line in _lines(block, document, numbers)
    )


def _lines(block: Any, document: Any, numbers: "Numbers") -> Iterator[str]:
    if block.tag == qn("w:p"):
        yield from _paragraph(Paragraph(block, document), numbers)
    elif block.tag == qn("w:tbl"):
        yield from _table(Table(block, document), document, numbers)
    elif block.tag == qn("w:sdt"):
        for inner in block.iter(qn("w:p")):
            yield from _paragraph(Paragraph(inner, document), numbers)


def _paragraph(paragraph: Paragraph, numbers: "Numbers") -> Iterator[str]:
    words = paragraph.text.strip()
    if words:
        yield ""
        yield f"{numbers.mark(paragraph)}{words}"


def _table(table: Table, document: Any, numbers: "Numbers") -> Iterator[str]:
    """A row of one cell is text; longer rows are put on a line, cells apart."""
    for row in table._tbl.tr_lst:
        cells = [" ".join(line for block in cell.iterchildren() for line in _lines(block, document, numbers) if line)
                 for cell in row.iterchildren(qn("w:tc"))]  # fmt: skip
        words = " ; ".join(cell for cell in cells if cell)
        if words:
            yield ""
            yield words


class Numbers:
    """The automatic numbers of a document: « Article 3 », « 2.1 », « a) », bullets."""

    def __init__(self, document: Any) -> None:
        self._counters: dict[tuple[str, int], int] = defaultdict(int)
        self._levels: dict[str, dict[int, tuple[str, str, int]]] = {}
        part = next(
            (one.target_part for one in document.part.rels.values() if one.reltype.endswith("/numbering")), None
        )
        if part is not None:
            self._read(part.element)

    def _read(self, root: Any) -> None:
        abstract = {one.get(qn("w:abstractNumId")): one for one in root.iter(qn("w:abstractNum"))}
        for number in root.iter(qn("w:num")):
            named = number.find(qn("w:abstractNumId"))
            found = abstract.get(named.get(qn("w:val"))) if named is not None else None
            if found is not None:
                self._levels[number.get(qn("w:numId"))] = {
                    int(level.get(qn("w:ilvl"))): _level(level) for level in found.iter(qn("w:lvl"))
                }

    def mark(self, paragraph: Paragraph) -> str:
        """What Word writes before the paragraph, or nothing."""
        asked = _asked(paragraph)
        if asked is None or asked[0] not in self._levels or asked[1] not in self._levels[asked[0]]:
            return ""
        number, level = asked
        form, shape, start = self._levels[number][level]
        if form == "bullet":
            return f"{'  ' * level}- "
        self._counters[number, level] = self._counters.get((number, level), start - 1) + 1
        for deeper in range(level + 1, 9):
            self._counters.pop((number, deeper), None)
        said = re.sub(r"%(\d)", lambda found: self._shown(number, int(found[1]) - 1), shape)
        return f"{'  ' * level if not shape.lower().startswith('art') else ''}{said} "

    def _shown(self, number: str, level: int) -> str:
        form, _, start = self._levels[number].get(level, ("decimal", "", 1))
        return _figure(self._counters.get((number, level), start), form)


def _asked(paragraph: Paragraph) -> tuple[str, int] | None:
    """(list, level) asked by the paragraph, else by its style."""
    holders = [paragraph._p.pPr, *(style.element.pPr for style in _styles(paragraph))]
    for holder in holders:
        asked = holder.numPr if holder is not None else None
        if asked is not None and asked.numId is not None:
            return str(asked.numId.val), int(asked.ilvl.val) if asked.ilvl is not None else 0
    return None


def _styles(paragraph: Paragraph) -> Iterator[Any]:
    style = paragraph.style
    for _ in range(10):
        if style is None:
            return
        yield style
        style = style.base_style


def _level(level: Any) -> tuple[str, str, int]:
    def said(name: str, default: str) -> str:
        found = level.find(qn(name))
        return str(found.get(qn("w:val"))) if found is not None else default

    return said("w:numFmt", "decimal"), said("w:lvlText", "%1."), int(said("w:start", "1"))


def _figure(rank: int, form: str) -> str:
    if form in {"lowerLetter", "upperLetter"}:
        letter = chr(ord("a") + (rank - 1) % 26)
        return letter.upper() if form.startswith("upper") else letter
    if form in {"lowerRoman", "upperRoman"}:
        words, left = "", rank
        for value, sign in _ROMAN:
            words, left = words + sign * (left // value), left % value
        return words.upper() if form.startswith("upper") else words
    return str(rank)
