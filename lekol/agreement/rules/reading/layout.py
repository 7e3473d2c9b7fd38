"""How blocks answer one another: what opens a list, what belongs to it, what a short line puts on a party."""

import re

from lekol.agreement.rules.reading.binding import (
    Bond,
    Words,
    bond_of,
    is_objective,
)
from lekol.agreement.rules.reading.blocks import ITEM, PARAGRAPH, Block
from lekol.agreement.rules.reading.folding import fold
from lekol.agreement.rules.reading.found import CommitmentFound, Passage
from lekol.agreement.rules.reading.place import (
    DETAIL,
    OWES,
    SCOPE,
    Lead,
    Place,
)


class Layout:
    """What a block is, given what stands before it: a heading, a lead of its own, an item of the list, a detail."""

    def __init__(self, words: Words, *, numbered: bool = True) -> None:
        self.words, self.place, self.numbered = words, Place(), numbered
        self.lead: Lead | None = None
        self.parent: Block | None = None
        self.parent_scope = ""
        self.found: list[CommitmentFound] = []
        self.objectives: list[Passage] = []

    def _charged(self, title: str) -> tuple[str, ...]:
        """The parties a heading puts its article on: « Engagements de la commune »."""
        folded = fold(title).strip(" :.-")
        named = self.words.mentioned(folded)
        if not named or not OWES.search(folded):
            return ()
        return named

    def _as_heading(self, block: Block, after: Block | None) -> bool:
        """A short line without a verb, such as « ✓ Accès et connexion Internet : » or « La commune »."""
        words = block.words.strip()
        bare = fold(words).strip(" :.-*_")
        if (
            len(words) > 90
            or words.endswith((";", ",", "."))
            or not words[:1].isupper()
            or after is None
            or bond_of(words, self.words)
            or is_objective(words)
        ):
            return False
        if re.search(r"\b(?:est|sont|a|ont|peut|suivants?|suivantes?|il s'agit)\b", bare):
            return False
        if block.kind == ITEM and SCOPE.match(bare) and not self._goes_on(block, after) and self.lead is None:
            return True
        if block.kind == ITEM and not (
            block.marker in "\u2713\u2714\u27a2\u25ba" or words.endswith(":") or self._charged(words)
        ):
            return False
        if (
            block.kind == ITEM
            and self.lead is not None
            and not self._charged(words)
            and block.marker == self.lead.marker
        ):
            return False
        if (
            self.lead is not None
            and self.lead.opened
            and self.lead.bond
            and block.kind == ITEM
            and not self._charged(words)
            and words.endswith(":")
            and block.marker not in "\u2713\u2714\u27a2\u25ba"
        ):
            return False
        if block.kind == ITEM and len(words) < 60 and self._charged(words):
            return True
        if words.endswith(":"):
            return block.marker in "\u2713\u2714\u27a2\u25ba" or (
                block.kind == PARAGRAPH and (self.lead is None or not self.lead.bond or bool(self._charged(words)))
            )
        return (
            block.kind == PARAGRAPH
            and (words.isupper() or len(words) < 70)
            and (self.lead is None or not self.lead.opened or bool(self._charged(words)) or words.isupper())
        )

    def _goes_on(self, block: Block, after: Block) -> bool:
        """The next block is an item of the same list."""
        return after.kind == ITEM and after.marker[-1:] == block.marker[-1:]

    def _own_lead(self, block: Block) -> bool:
        """An item that is itself a sentence about a party: « - La Ville s’engage à : »."""
        bond = bond_of(block.words, self.words)
        starts = re.match(r"(?:la|le|l'|les|chaque|chacune?|elle|il)\b", fold(block.words)) is not None
        return bond is not None and bond.named and starts and bond.verb < 90 and block.words.rstrip().endswith(":")

    def _unbulleted(self, block: Block) -> bool:
        """A paragraph that goes on with a list written without bullets."""
        lead = self.lead
        if lead is None or lead.bond is None or block.words.rstrip().endswith(":"):
            return False
        first = fold(block.words)
        if bond_of(block.words, self.words) and re.match(r"(?:la |le |l'|les |elle |il )", first):
            return False
        return (
            block.words[:1].islower()
            or bool(DETAIL.match(first))
            or block.words.rstrip().endswith((";", ","))
            or (lead.marker == "" and lead.passage.end > block.start - 4 and len(block.words) < 300)
        )

    def _is_scope(self, block: Block) -> bool:
        folded = fold(block.words).strip(" :")
        return bool(SCOPE.match(folded)) or (
            len(folded.split()) <= 6 and not DETAIL.match(folded) and not re.match(r"(?:l[ae']|les|un|une)\b", folded)
        )

    def _child(self, block: Block) -> bool:
        """It stands under the item above: further in, or with another mark."""
        parent = self.parent
        if parent is None:
            return False
        return block.level > parent.level or block.marker[:1] != parent.marker[:1] or (block.kind == PARAGRAPH)

    def _explicit(self, first: str) -> Bond | None:
        """« pour la Ville, fournir… »: the item says whose it is."""
        found = re.match(r"(?:pour |cote )?(?:la |le |l')?[^,:]{2,40}[,:]", fold(first))
        if found is None:
            return None
        named = self.words.mentioned(found[0])
        exact = named and any(found[0].strip(" ,:") in {f"{lead}{alias}" for alias in self.words.parties[named[0]].aliases
                              for lead in ("pour la ", "pour le ", "pour l'", "la ", "le ", "l'", "")} for _ in (0,))  # fmt: skip
        return Bond(named, 0.9, "l’item nomme qui doit.") if exact else None
