"""From what was read to a pack: items one corrects on screen, the pack they make, its faults item by item."""

from lekol.agreement.rules.drafting.items import Item, items_of
from lekol.agreement.rules.drafting.numbers import clause_for
from lekol.agreement.rules.drafting.pages import Chunk, TextPage, chunks, text_pages
from lekol.agreement.rules.drafting.writing import Faulty, faults_of, toml_of

__all__ = [
    "Chunk",
    "Faulty",
    "Item",
    "TextPage",
    "chunks",
    "clause_for",
    "faults_of",
    "items_of",
    "text_pages",
    "toml_of",
]
