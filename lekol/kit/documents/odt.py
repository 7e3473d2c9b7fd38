"""The text of an OpenDocument text: headings, paragraphs, lists and tables in order."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

from odfdo import Document

from lekol.kit.documents import parts


def text(content: bytes) -> str:
    """Paragraphs one a line with a blank one between, items behind a dash, deeper ones further in."""
    parts.check(content)
    return "\n".join(_lines(Document(BytesIO(content)).body, 0))


def _lines(element: Any, depth: int) -> Iterator[str]:
    for child in element.children:
        if child.tag in {"text:p", "text:h"}:
            if words := child.inner_text.strip() or child.text_recursive.strip():
                yield ""
                yield words
        elif child.tag in {"text:list", "text:ordered-list", "text:unordered-list"}:
            yield from _items(child, depth)
        elif child.tag == "table:table":
            yield from _rows(child)
        elif child.tag in {
            "text:section",
            "office:text",
            "text:index-body",
            "text:table-of-content",
            "draw:frame",
            "draw:text-box",
        }:
            yield from _lines(child, depth)


def _items(element: Any, depth: int) -> Iterator[str]:
    for item in element.children:
        first = True
        for child in item.children:
            if child.tag in {"text:list", "text:ordered-list", "text:unordered-list"}:
                yield from _items(child, depth + 1)
            elif words := child.text_recursive.strip():
                yield f"{'  ' * depth}- {words}" if first else f"{'  ' * depth}  {words}"
                first = False


def _rows(table: Any) -> Iterator[str]:
    for row in table.get_elements("descendant::table:table-row"):
        cells = [" ".join(cell.text_recursive.split()) for cell in row.get_elements("table:table-cell")]
        if words := " ; ".join(cell for cell in cells if cell):
            yield ""
            yield words
