"""From a plain text to what an agreement says. Linear in its length, the same answer each time."""

import re
from collections.abc import Sequence

from lekol.agreement.rules.reading import calling, commitments, committees, life, parties
from lekol.agreement.rules.reading.binding import Words
from lekol.agreement.rules.reading.blocks import (
    ANNEX,
    ARTICLE,
    ITEM,
    PARAGRAPH,
    SECTION,
    TITLE,
    Block,
    blocks_of,
    laid_out,
)
from lekol.agreement.rules.reading.cleaning import clean
from lekol.agreement.rules.reading.folding import fold
from lekol.agreement.rules.reading.found import (
    ArticleFound,
    CommitmentFound,
    CommitteeFound,
    NoticeFound,
    PartyFound,
    Passage,
    Reading,
    TermFound,
    WordsFound,
)

_TITLE = re.compile(r"(?:convention|avenant|protocole|accord|contrat|charte|entente|conditions particulieres)\b")
_BEGINS = re.compile(r"il (?:a ete|est)\b.{0,60}\b(?:convenu|arrete|decide)\b|^preambule\b|^expose\b")
_SIGNATURES = re.compile(
    r"^(?:(?:a )?[a-z' -]{2,40}, )?le \d{1,2}(?:er)? [a-z]+ \d{4}\W*$|^\W*(?:fait|signe|etabli)\b[^.;]{0,50}\b(?:a|le|en (?:deux|trois|quatre|\d))\b|^\W*(?:fait et signe|fait pour valoir)"
)


def read(text: str) -> Reading:
    """Everything the text says, each thing with its passage; what it does not say is listed in `missing`."""
    cleaned, blocks = laid_out(blocks_of(clean(text)))
    found, opened, after = parties.find(blocks)
    found = calling.common_words(found)
    begins = _body(blocks, opened, after)
    body, annexed = _bounds(blocks, begins)
    words = Words(calling.with_roles(blocks[begins:], found), calling.groups(blocks[: begins + 1], found))
    promised, objectives = commitments.find([*body, *annexed], words) if found else ([], [])
    notices = life.notices(body)
    reading = Reading(
        text=cleaned, title=_title(blocks, opened if opened >= 0 else begins) or _title(blocks, begins), parties=found,
        visas=tuple(_visas(blocks)), articles=tuple(_articles(body, ARTICLE, cleaned)),
        aims=tuple(_aims(body)), objectives=tuple(WordsFound(cleaned[a:b].strip(" ;,"), Passage(a, b)) for a, b in objectives),
        annexes=tuple(_articles(annexed, ANNEX, cleaned)), term=life.term(body), notice=notices[0] if notices else None,
        amendment=life.amendment(body), committees=committees.find(body, words),
        commitments=tuple(commitments.iterate(promised)), receipt=life.receipt(text[:3_000_000]), signed_on=life.signed(blocks[begins:]),
    )  # fmt: skip
    return Reading(**{**{name: getattr(reading, name) for name in Reading.__slots__}, "missing": missing(reading)})


def _body(blocks: Sequence[Block], opened: int, after: int) -> int:
    """Where the agreement itself begins, after its parties: what stands before (a report, a resolution) binds nobody."""
    heads = {ARTICLE, SECTION, TITLE}
    first = next((rank for rank in range(max(after, 0), len(blocks)) if blocks[rank].kind in heads), None)
    if first is not None:
        return first
    return max(after, 0)


def _bounds(blocks: Sequence[Block], begins: int) -> tuple[list[Block], list[Block]]:
    """The articles, up to the signatures; then the annexes."""
    ends = len(blocks)
    for rank in range(begins + 1, len(blocks)):
        if _SIGNATURES.search(fold(blocks[rank].words)) or blocks[rank].kind == ANNEX:
            ends = rank
            break
    annexed = next((rank for rank in range(ends, len(blocks)) if blocks[rank].kind == ANNEX), len(blocks))
    return list(blocks[begins:ends]), list(blocks[annexed:])


def _title(blocks: Sequence[Block], before: int) -> str:
    """The last heading « Convention… » before the parties; its lines joined."""
    lines = [rank for rank in range(max(0, before)) if _TITLE.match(fold(blocks[rank].words).lstrip(' "*')) and len(blocks[rank].words) < 400
             and not blocks[rank].words.rstrip().endswith((".", ";"))]  # fmt: skip
    if not lines and before >= 0:
        lines = [
            rank
            for rank in range(min(before + 1, len(blocks)))
            if _TITLE.match(fold(blocks[rank].words)) and len(blocks[rank].words) < 300
        ][:1]
    if not lines:
        return ""
    rank = lines[-1]
    words = [blocks[rank].words]
    for block in blocks[rank + 1 : min(before, rank + 8)]:
        goes_on = re.match(
            r"(?:relativ|pour |portant|entre (?!les)|concernant|en vue|dans le cadre|sur |de |d'|des |du )",
            fold(block.words),
        )
        if (
            (block.gap and not goes_on)
            or block.kind != PARAGRAPH
            or (blocks[rank].words.isupper() and not block.words.isupper() and not goes_on)
            or block.words.rstrip().endswith((".", ":", ";"))
        ):
            break
        words.append(block.words)
    title = re.sub(r"\s+", " ", " ".join(words)).strip(' *"')
    return title.strip("«» ") if title.startswith("«") and title.count("«") == 1 else title


def _visas(blocks: Sequence[Block]) -> list[WordsFound]:
    found = [
        block for block in blocks if re.match(r"vus?\s+(?!que)", fold(block.words)) and block.kind in {PARAGRAPH, ITEM}
    ]
    return [WordsFound(block.words.rstrip(" ;,"), Passage(block.start, block.end)) for block in found]


def _articles(blocks: Sequence[Block], kind: str, text: str) -> list[ArticleFound]:
    heads = [block for block in blocks if block.kind == kind]
    ends = [block.start for block in heads[1:]] + [blocks[-1].end if blocks else 0]
    return [
        ArticleFound(block.number, block.title.strip(" .:"), Passage(block.start, end))
        for block, end in zip(heads, ends, strict=False)
    ]


def _aims(body: Sequence[Block]) -> list[WordsFound]:
    """The items under « la convention vise à : » of the article about its object."""
    found: list[WordsFound] = []
    open_lead = False
    for block in body:
        folded = fold(block.words)
        if block.kind == ITEM and open_lead:
            found.append(WordsFound(block.words.rstrip(" ;,."), Passage(block.start, block.end)))
        else:
            open_lead = (
                re.search(r"\bconvention\b.{0,80}\b(?:vise|a pour objet|a pour but|a pour finalite)[^.]*:\s*$", folded)
                is not None
            )
    return found


def missing(reading: Reading) -> tuple[str, ...]:
    """What an agreement should say and this text does not, in French."""
    checks = (
        (not reading.title, "le titre"),
        (len([row for row in reading.parties if row.signing]) < 2, "les parties : on en attend deux au moins"),
        (not reading.articles, "les articles"),
        (not reading.commitments, "les engagements"),
        (reading.term is None, "la durée"),
        (reading.term is not None and not reading.term.starts and not reading.term.school_years, "le point de départ de la durée"),
        (not reading.signed_on, "la date de signature"),
        (reading.notice is None, "la mise en demeure ou le préavis, et son délai"),
        (reading.amendment is None, "la manière de modifier la convention"),
        (not reading.committees, "les comités"),
        (not reading.objectives, "les objectifs partagés"),
    )  # fmt: skip
    said = [sentence for absent, sentence in checks if absent]
    said += [
        f"qui signe pour « {row.name} »"
        for row in reading.parties
        if row.signing and not (row.signatory_name or row.signatory_function)
    ]
    said += [f"le rythme des réunions : {row.name.lower()}" for row in reading.committees if not row.minimum]
    said += [f"les membres : {row.name.lower()}" for row in reading.committees if not row.members]
    if reading.notice is not None and not reading.notice.counts_from:
        said.append("ce qui fait courir le délai de mise en demeure ou de préavis")
    return tuple(said)


__all__ = ["CommitmentFound", "CommitteeFound", "NoticeFound", "PartyFound", "TermFound", "missing", "read"]
