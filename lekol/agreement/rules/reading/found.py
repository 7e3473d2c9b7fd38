"""What is found in a text. Every item holds its passage in the cleaned text, a confidence from 0 to 1, and why."""

from dataclasses import dataclass
from typing import NamedTuple


class Passage(NamedTuple):
    """Offsets into the cleaned text, end excluded."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class PartyFound:
    """A party, or an actor the text binds without its signing. `key` is what commitments cite."""

    key: str
    name: str
    short_name: str
    level: str
    passage: Passage
    aliases: tuple[str, ...] = ()
    signing: bool = True
    signatory_function: str = ""
    signatory_name: str = ""
    feminine: bool = True
    confidence: float = 0.9


@dataclass(frozen=True, slots=True)
class ArticleFound:
    """An article with its title; `passage` runs from its heading to the next one."""

    number: str
    title: str
    passage: Passage


@dataclass(frozen=True, slots=True)
class WordsFound:
    """A visa, an aim, an objective, an annex: words and where they stand."""

    words: str
    passage: Passage


@dataclass(frozen=True, slots=True)
class TermFound:
    """The term in the words of a pack: `rule` as in [term], the rest as far as the text says it."""

    rule: str
    passage: Passage
    years: int = 0
    months: int = 0
    school_years: tuple[str, ...] = ()
    starts: str = ""
    until: str = ""
    event: str = ""
    renewal: str = ""
    confidence: float = 0.9


@dataclass(frozen=True, slots=True)
class NoticeFound:
    """A formal notice, or a period of notice: how long, from what, in what form."""

    kind: str
    passage: Passage
    days: int = 0
    months: int = 0
    counts_from: str = ""
    form: str = ""
    effect: str = ""
    confidence: float = 0.9


@dataclass(frozen=True, slots=True)
class MemberFound:
    """A seat: a function, its party when the text says so, « ou son représentant »."""

    function: str
    party: str = ""
    substitute: bool = False


@dataclass(frozen=True, slots=True)
class CommitteeFound:
    """A committee with its seats and how often it must meet."""

    name: str
    passage: Passage
    chairs: tuple[MemberFound, ...] = ()
    members: tuple[MemberFound, ...] = ()
    missions: tuple[str, ...] = ()
    minimum: int = 0
    per: str = ""
    extraordinary: bool = False
    confidence: float = 0.9


@dataclass(frozen=True, slots=True)
class CommitmentFound:
    """One promise. `article` is the main number, `section` the sub-number when the text has one."""

    article: str
    debtors: tuple[str, ...]
    wording: str
    passage: Passage
    confidence: float
    why: str
    section: str = ""
    lead: str = ""
    lead_passage: Passage | None = None
    condition: str = ""
    nature: str = "resultat"
    kinds: tuple[str, ...] = ()

    @property
    def joint(self) -> bool:
        """Several owe together."""
        return len(self.debtors) > 1

    @property
    def title(self) -> str:
        """The first words, cut where a breath allows, as a title to correct."""
        words = self.wording[:1].upper() + self.wording[1:]
        if len(words) <= 90:
            return words.rstrip(" .;,")
        cut = max(words.rfind(mark, 30, 90) for mark in (",", "(", " "))
        return words[:cut].rstrip(" ,(") + "…"


@dataclass(frozen=True, slots=True)
class Reading:
    """A text as read. `text` is the cleaned one, on which all passages are offsets."""

    text: str
    title: str = ""
    parties: tuple[PartyFound, ...] = ()
    visas: tuple[WordsFound, ...] = ()
    articles: tuple[ArticleFound, ...] = ()
    aims: tuple[WordsFound, ...] = ()
    objectives: tuple[WordsFound, ...] = ()
    annexes: tuple[ArticleFound, ...] = ()
    term: TermFound | None = None
    notice: NoticeFound | None = None
    amendment: WordsFound | None = None
    committees: tuple[CommitteeFound, ...] = ()
    commitments: tuple[CommitmentFound, ...] = ()
    receipt: str = ""
    signed_on: str = ""
    missing: tuple[str, ...] = ()

    def lines(self, passage: Passage) -> tuple[int, int]:
        """First and last line of a passage in the cleaned text, from 1."""
        return self.text.count("\n", 0, passage.start) + 1, self.text.count("\n", 0, passage.end) + 1

    def excerpt(self, passage: Passage | None) -> str:
        """The words of a passage."""
        return self.text[passage.start : passage.end] if passage else ""
