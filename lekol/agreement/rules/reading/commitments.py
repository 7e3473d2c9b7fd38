"""Every promise, block after block: what a lead sentence announces, what a sentence says, what a heading puts on a party."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from lekol.agreement.rules.reading.binding import (
    Bond,
    Words,
    bond_of,
    is_objective,
    people_bound,
)
from lekol.agreement.rules.reading.blocks import ANNEX, ARTICLE, ITEM, PARAGRAPH, SECTION, TITLE, Block
from lekol.agreement.rules.reading.folding import fold
from lekol.agreement.rules.reading.found import CommitmentFound, Passage
from lekol.agreement.rules.reading.layout import Layout
from lekol.agreement.rules.reading.place import (
    ABOUT_COMMITTEE,
    ACTION,
    COMMITTEE,
    HANGING,
    PRONOUN,
    RIGHT,
    WHOLE,
    Lead,
    Place,
    inline_items,
)
from lekol.agreement.rules.reading.qualities import condition_of, kinds_of, nature_of
from lekol.agreement.rules.reading.sentences import sentences
from lekol.agreement.rules.reading.tables import cells_of, owners, shape


def find(blocks: Sequence[Block], words: Words) -> tuple[list[CommitmentFound], list[Passage]]:
    """The commitments in the order of the text, and the passages of the objectives met on the way."""
    walk = Walk(words, numbered=any(block.kind == ARTICLE for block in blocks))
    for rank, block in enumerate(blocks):
        walk.step(block, blocks[rank + 1] if rank + 1 < len(blocks) else None)
    return walk.found, walk.objectives


class Walk(Layout):
    """The state of the reading from one block to the next."""

    def step(self, block: Block, after: Block | None) -> None:
        if self._follows_lead(block):
            self.lead = None
        if cells := cells_of(block.words):
            self._row(block, cells)
        elif block.kind in {ARTICLE, SECTION, TITLE, ANNEX}:
            self._heading(block)
        elif self._as_heading(block, after):
            self._sub_heading(block)
        elif (block.kind == ITEM and not self._own_lead(block)) or (
            self.lead is not None and self.lead.opened and self._unbulleted(block)
        ):
            self._item(block)
        else:
            self._paragraph(block)

    def _follows_lead(self, block: Block) -> bool:
        """« 2° » after « 1° La Ville réalise les travaux suivants : » and its own list: that list is over."""
        lead = self.lead
        return (
            lead is not None
            and lead.level >= 0
            and block.kind == ITEM
            and block.level <= lead.level
            and shape(block.marker) == shape(lead.marker)
            and lead.marker != block.marker
        )

    def _row(self, block: Block, cells: list[str]) -> None:
        """A row of a table: what is to be done and who does it, or the detail of the sentence above."""
        named = owners(cells, self.words)
        if named:
            words = block.words
            self._add(
                words,
                Passage(block.start, block.end),
                Bond(named, 0.7, "une ligne de tableau qui nomme qui fait."),
                None,
            )
        elif self.lead is not None and self.lead.bond is not None and not self.lead.settled:
            self._add(self.lead.words, self.lead.passage, self.lead.bond, None)
            self.lead.bond = None

    def _heading(self, block: Block) -> None:
        self.lead, self.parent, self.parent_scope = None, None, ""
        if block.kind == SECTION and (not self.place.article or not self.numbered):
            self.place.article = block.number.split(".")[0]
        if block.kind == SECTION and block.number.split(".")[0] == self.place.article:
            self.place = replace(self.place, section=block.number, title=block.title or self.place.title, subject=(),
                                 heading=self._charged(block.title) or (self.place.heading if not block.title else ()))  # fmt: skip
        elif block.kind == TITLE:
            article = self.place.article if self.numbered else block.number
            self.place = Place(article, "", block.title, self._charged(block.title))
        else:
            number = block.number if block.kind == ARTICLE else f"annexe {block.number}".strip()
            self.place = Place(
                number.split(".")[0], number if "." in number else "", block.title, self._charged(block.title)
            )

    def _sub_heading(self, block: Block) -> None:
        charged = self._charged(block.words)
        self.place = replace(
            self.place,
            heading=charged or ((), self.place.heading)[len(self.place.heading) == 1 and not charged],
            subject=(),
        )
        self.lead = self.parent = None
        self.parent_scope = ""
        if block.words.rstrip().endswith(":") and charged:
            bond = Bond(charged, 0.8, "sous un titre qui nomme qui doit.")
            self.lead = Lead(block.words, Passage(block.start, block.end), bond, block.level)

    def _paragraph(self, block: Block) -> None:
        self.parent, self.parent_scope = None, ""
        if self.lead is not None and block.kind == PARAGRAPH:
            self.lead = None
        pieces = list(sentences(block.words, block.start))
        for rank, (sentence, start) in enumerate(pieces):
            last = rank == len(pieces) - 1
            if last and (sentence.rstrip().endswith(":") or HANGING.search(fold(sentence))):
                self._open(sentence, start, block)
            elif inline := inline_items(sentence):
                self._open(sentence[: inline[0][1]], start, block)
                self._inline_items(inline, start)
            else:
                self._sentence(sentence, start)

    def _open(self, sentence: str, start: int, block: Block) -> None:
        """A lead sentence: whom it binds, or what else it announces."""
        passage = Passage(start, start + len(sentence))
        bond = bond_of(sentence, self.words, self._before())
        folded = fold(sentence)
        if bond is None and re.search(r"\bil s'agi(?:t|ra)\b", folded) and (named := self.words.mentioned(folded)):
            bond = Bond(named, 0.9, "« il s’agit », pour les parties nommées.")
        if bond is None and not is_objective(sentence) and not RIGHT.search(folded):
            bond = self._bare_lead(folded)
        if bond is not None and (
            RIGHT.search(folded[: max(bond.verb, 1)])
            or (COMMITTEE.search(folded) and not re.search(r"s'engage", folded))
        ):
            bond = None
        if bond:
            self.place.subject = bond.debtors
        if bond and WHOLE.search(folded) and "s'engage" not in folded:
            self._add(sentence, passage, bond, None)
            self.lead = Lead(sentence, passage, None, -1)
            return
        self.lead = Lead(
            sentence,
            passage,
            bond,
            block.level if block.kind == ITEM else -1,
            block.marker,
            objective=is_objective(sentence),
        )

    def _bare_lead(self, folded: str) -> Bond | None:
        """« La Ville : », « Pour le Rectorat : », « À ce titre, elle : », « À ce titre : » under a heading."""
        named = self.words.mentioned(folded)
        if (
            named
            and len(folded) < 70
            and not re.search(r"\b(?:est|sont|a|ont)\b", folded)
            and not self.place.about_committee
        ):
            return Bond(named, 0.8, "les items suivent le nom de la partie.")
        if (
            re.search(r"\b(?:elles?|ils?)\s*(?:s'engage\w*|doi\w+|devr\w+|assure\w*)?[^:]{0,60}:\s*$", folded)
            and self.place.subject
        ):
            return Bond(self.place.subject, 0.75, "le pronom renvoie à la partie nommée juste avant.")
        if len(self.place.heading) >= 1 and not self.place.about_life and len(folded) < 200:
            return Bond(self.place.heading, 0.7, "sous un titre qui nomme qui doit.")
        return None

    def _inline_items(self, items: list[tuple[str, int]], start: int) -> None:
        lead, self.parent = self.lead, None
        if lead is None or lead.bond is None:
            return
        for words, at in items:
            offset = len(words) - len(
                words.lstrip(" -•*0123456789.)°abcdefgh(" if re.match(r"\s*(?:[-•*]|\(?\w[.)°])", words) else " ")
            )
            self._add(
                words.strip(" ;.,"),
                Passage(start + at + (len(words) - len(words.lstrip())), start + at + len(words.rstrip())),
                lead.bond,
                lead,
            )
            del offset

    def _sentence(self, sentence: str, start: int) -> None:
        """A sentence that stands alone."""
        folded = fold(sentence)
        self._meet(folded)
        committee = ABOUT_COMMITTEE.match(folded) and not re.search(r"s'engage|s'oblige", folded)
        bond = (
            None
            if committee or (self.place.other and PRONOUN.match(folded))
            else bond_of(sentence, self.words, self._before(folded))
        )
        self.place.last = self.words.named_last(folded)
        strong = re.search(r"s'engage|s'oblige|s'interdi|conviennent d", folded) is not None
        if bond and (not bond.named) and (self.place.about_committee or self.place.about_life):
            bond = None
        if bond and self.place.about_life and not strong and not self._concrete(bond, folded):
            bond = None
        if (
            bond
            and self.place.about_committee
            and not strong
            and "secretariat" not in folded
            and (COMMITTEE.search(folded) or "preside" in folded)
        ):
            bond = None
        if bond and not strong and re.search(r"\bla (?:presente )?convention\b", folded[:40]):
            bond = None
        if bond is None:
            bond = self._under_heading(folded)
        if bond is None:
            named = self.words.mentioned(folded[:80])
            starts = re.match(r"(?:la|le|l'|les)\s", folded)
            if not re.match(r"(?:elle|il|ils|elles|celle-ci|celui-ci)\b", folded):
                opens = self.words.name.match(folded)
                self.place.subject = named[:1] if opens and not starts else named if opens else ()
            return
        self.place.subject = bond.debtors
        self._add(sentence, Passage(start, start + len(sentence)), bond, None)

    def _meet(self, folded: str) -> None:
        """A sentence about a committee: the pronouns after it stand for the committee."""
        if ABOUT_COMMITTEE.match(folded):
            self.place.other, self.place.subject = True, ()
        elif not PRONOUN.match(folded):
            self.place.other = False

    def _before(self, folded: str = "") -> tuple[str, ...]:
        """Whom a pronoun stands for: the last subject, else the only party the heading names.

        « Celle-ci » stands for the party named last.
        """
        if self.place.last and re.match(r"(?:celle-ci|celui-ci|cette derniere|ce dernier)\b", folded):
            return self.place.last
        return self.place.subject or (self.place.heading if len(self.place.heading) == 1 else ())

    def _concrete(self, bond: Bond, folded: str) -> bool:
        """In an article about the life of the agreement: what one party does then, not what it may do to it."""
        about = (
            r"resili|denonc|notifi|modifi|renouvel|recondui|avenant|prolong|mise en demeure|preavis|propos|objet|defini"
        )
        near = folded[max(0, bond.verb - 5) : bond.verb + 60]
        return len(bond.debtors) == 1 and bond.confidence >= 0.85 and not re.search(about, near)

    def _under_heading(self, folded: str) -> Bond | None:
        """An infinitive or a duty without subject, under a heading that names one party."""
        if len(self.place.heading) != 1 or self.place.about_life or self.place.about_committee:
            return None
        if re.match(r"(?:a |d'|de )?[a-z]{3,}(?:er|ir|re|oir)\b", folded) and not re.match(
            r"(?:par|pour|outre|notre|entre|autre|premier|dernier|janvier|fevrier|cahier|atelier|contre)\b", folded
        ):
            return Bond(self.place.heading, 0.7, "sous un titre qui nomme qui doit.")
        if people_bound(folded):
            return Bond(self.place.heading, 0.65, "les personnels de la partie que nomme le titre.")
        return None

    def _item(self, block: Block) -> None:
        """An item of a list: a promise, a detail of the item above, an objective, or nothing."""
        self._settle(block)
        lead = self.lead
        pieces = list(sentences(block.words, block.start))
        first, start = pieces[0]
        if self.parent is not None and self._child(block):
            self._child_item(block, first, start)
            return
        self.parent, self.parent_scope = None, ""
        own = bond_of(first, self.words) if re.match(r"(?:la|le|l'|les|chaque|elle|il)\s?", fold(first)) else None
        if own is not None and own.verb > 110:
            own = None
        if lead is not None and lead.objective:
            self.objectives.append(Passage(start, start + len(first)))
            return
        if lead is not None and lead.bond is not None:
            self._listed(block, first, start, lead, lead.bond, own)
        elif lead is None and own is not None and own.named and not self.place.about_committee:
            self._sentence(first, start)
        elif lead is None and (bond := self._under_heading(fold(first)) or self._noun_under_heading(block)):
            self._add(first, Passage(start, start + len(first)), bond, None)
            self.parent = block if block.words.rstrip().endswith(":") else None
        elif (
            lead is not None
            and own is not None
            and own.named
            and own.confidence > 0.8
            and not COMMITTEE.search(fold(lead.words))
            and not lead.objective
        ):
            self._sentence(first, start)
        for sentence, at in pieces[1:]:
            self._trailing(sentence, at)

    def _settle(self, block: Block) -> None:
        """« La Ville dote chaque école d’un équipement de base : un poste… »: the lead is the promise, items its details."""
        lead = self.lead
        if lead is None or lead.bond is None or lead.settled:
            return
        lead.settled = True
        folded, said = fold(block.words), fold(lead.words)
        tail = re.sub(r"^\S+\s*", "", said[lead.bond.verb :]).strip(" :")
        whole = len(tail.split()) >= 3 and re.search(r"\b(?:une?|la|le|les|l'|des?|d'une?|chaque|aux?|du)\b", tail)
        announced = r"s'engage|s'oblige|suivant|ci-apres|ci-dessous|il s'agit|est charge|sont charge"
        noun = re.match(r"(?:une?|deux|trois|\d|des|le|la|les|l')\b", folded) is not None and not ACTION.match(folded)
        if whole and noun and not re.search(announced, said):
            self._add(lead.words, lead.passage, lead.bond, None)
            lead.bond = None

    def _noun_under_heading(self, block: Block) -> Bond | None:
        if (
            len(self.place.heading) == 1
            and not self.place.about_life
            and not self.place.about_committee
            and len(block.words) > 12
        ):
            return Bond(self.place.heading, 0.65, "item d’une liste sous un titre qui nomme qui doit.")
        return None

    def _listed(self, block: Block, first: str, start: int, lead: Lead, owed: Bond, own: Bond | None) -> None:
        """An item under a lead that binds: a promise, or what the details below it are about."""
        if block.words.rstrip().endswith(":"):
            self.parent = block
            if self._is_scope(block):
                self.parent_scope = first.rstrip(" :")
                named = self.words.mentioned(fold(first))
                if len(named) == 1 and len(owed.debtors) > 1:
                    self.lead = replace(lead, bond=replace(owed, debtors=named))
                return
        said = self._explicit(first) or (own if own is not None and own.named and own.confidence >= 0.85 else None)
        bond = replace(owed, debtors=said.debtors) if said else owed
        self._add(first, Passage(start, start + len(first)), bond, lead)
        if block.words.rstrip().endswith("."):
            lead.opened = False

    def _child_item(self, block: Block, first: str, start: int) -> None:
        if not self.parent_scope or self.lead is None or self.lead.bond is None:
            if self.found and self.parent is not None:
                self.found[-1] = replace(self.found[-1], passage=Passage(self.found[-1].passage.start, block.end))
            return
        self._add(first, Passage(start, start + len(first)), self.lead.bond, self.lead, self.parent_scope)

    def _trailing(self, sentence: str, at: int) -> None:
        """A sentence after the first of an item: a promise of its own only when it names who owes it."""
        bond = bond_of(sentence, self.words, self.place.subject)
        if (
            bond is not None
            and bond.named
            and not re.match(r"aussi|ainsi|en effet", fold(sentence))
            and bond.confidence >= 0.75
        ):
            self._add(sentence, Passage(at, at + len(sentence)), bond, None)

    def _add(self, wording: str, passage: Passage, bond: Bond, lead: Lead | None, scope: str = "") -> None:
        words = re.sub(r"\s+", " ", wording).strip(" ;,").rstrip(":").strip()
        if len(words) < 6 or not bond.debtors:
            return
        said = lead.words if lead else ""
        self.found.append(CommitmentFound(
            article=self.place.article, section=self.place.section, debtors=bond.debtors, wording=words, passage=passage,
            confidence=round(bond.confidence, 2), why=bond.why[:1].upper() + bond.why[1:], lead=said.strip(),
            lead_passage=lead.passage if lead else None, condition=condition_of(words, scope) or scope or condition_of(said),
            nature=nature_of(f"{said} {words}"), kinds=kinds_of(words, scope),
        ))  # fmt: skip


def iterate(found: Sequence[CommitmentFound]) -> Iterator[CommitmentFound]:
    """In the order of the text, each once."""
    seen: set[tuple[int, int]] = set()
    for one in sorted(found, key=lambda row: row.passage.start):
        if (one.passage.start, one.passage.end) not in seen:
            seen.add((one.passage.start, one.passage.end))
            yield one
