"""What the next linkage will need of a whole one (`trace` reads it again). Neither name nor date is written."""

import json
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace
from pathlib import Path

import numpy as np

from lekol.pupils.linking.again import likely
from lekol.pupils.linking.again.changes import Known, Text, text_of
from lekol.pupils.linking.again.steady import Kinds, Marks, Steady
from lekol.pupils.linking.again.trace import (
    FACTS,
    PLACE,
    RARE,
    SIDES,
    Array,
    Asked,
    Facts,
    Floats,
    secret_of,
    start_of,
)
from lekol.pupils.linking.candidates import filled, in_order
from lekol.pupils.linking.cells import NotPlain
from lekol.pupils.linking.distinct import numbered, within
from lekol.pupils.linking.keys import sole
from lekol.pupils.linking.linkage import Links, Rows, at_home
from lekol.pupils.linking.pairing import parts
from lekol.pupils.linking.records import Records
from lekol.pupils.linking.shapes import Shape
from lekol.pupils.linking.written import lines


def leave(folder: Path, files: Sequence[Path], links: Links, asked: Asked) -> bool:
    """Keep what the next linkage needs, in place of what was kept.

    False when nothing could be: the files are not two plain tables of one line a pupil. OSError when the folder cannot
    be written.
    """
    bases = links.work.bases
    shapes = [base.shape for base in bases if base.shape]
    if len(shapes) < len(bases):
        return False
    try:
        kept = [_kept(path, start_of(secret_of(folder))) for path in files]
    except NotPlain:
        return False
    if [len(known.lines) for _, known in kept] != [base.count for base in bases]:
        return False
    text = "".join(lines(links, explain=asked.explain)).encode()
    aside = folder / "neuf"
    shutil.rmtree(aside, ignore_errors=True)
    aside.mkdir(mode=0o700)
    for name, array in _arrays(links, [known for _, known in kept], text, secret_of(folder)):
        np.save(aside / f"{name}.npy", array, allow_pickle=False)
    facts = _facts(links, [table for table, _ in kept], shapes, asked)
    (aside / FACTS).write_text(json.dumps(asdict(facts), ensure_ascii=False), encoding="utf-8")
    shutil.rmtree(folder / PLACE, ignore_errors=True)
    aside.rename(folder / PLACE)
    return True


def _kept(path: Path, start: int) -> tuple[Text, Known]:
    """A table without its lines, and what is kept of them."""
    text = text_of(path, start)
    return replace(text, pieces=[], prints=text.prints[:0]), Known.of(text, start)


def _facts(links: Links, texts: list[Text], shapes: list[Shape], asked: Asked) -> Facts:
    model, certain = links.model, links.levels[: links.certain]
    return Facts(
        heads=[text.head.decode("latin-1") for text in texts],
        marks=[text.mark.decode("latin-1") for text in texts],
        shapes=shapes,
        sizes=list(model.sizes),
        without=sorted(links.work.without),
        by_school=not at_home(certain).any(),
        pairs=model.pairs,
        matches=model.matches,
        per_child=list(model.kin.per_child),
        asked=asked,
    )


def _arrays(links: Links, known: list[Known], text: bytes, secret: bytes) -> Iterator[tuple[str, Array]]:
    """Every array by name, a few at a time: together they are a quarter of what the linkage itself takes."""
    work, steady = links.work, Steady(links.work.shelf, secret)
    yield from _tied(links).items()
    yield from _learned(links, steady).items()
    yield from _said(links, text).items()
    bases = steady.records(work.state), steady.records(work.city)
    yield "likely", _likely(links, steady, bases)
    for rank, (side, one, records) in enumerate(zip(SIDES, known, bases, strict=True)):
        certain = (links.left, links.right)[rank][: links.certain]
        yield f"{side}pieces", one.pieces
        yield f"{side}order", one.order.astype(np.int32)
        yield f"{side}firsts", one.firsts
        yield f"{side}lines", one.lines
        yield f"{side}ends", one.ends.astype(np.int32)
        yield f"{side}persons", links.persons[rank].astype(np.int32)
        for name, array in _found(steady, records, certain, city=rank == 1).items():
            yield side + name, array


def _found(steady: Steady, records: Records, certain: Rows, *, city: bool) -> dict[str, Array]:
    """By what a record is found again: its sole key; the keys and marks of those that were not certain."""
    soles = steady.soles(records)
    rows = np.flatnonzero(soles)
    order = rows[np.argsort(soles[rows])]
    uncertain = np.flatnonzero(~within(np.arange(records.count), certain))
    some, ranks = records.take(uncertain), np.arange(len(uncertain), dtype=np.int32)
    kinds = [in_order(*filled(columns, ranks)) for _, columns in steady.keys(some, city)]
    return {
        "soles": soles[order],
        "sole_rows": order.astype(np.int32),
        "uncertain": uncertain.astype(np.int32),
        "keys": np.concatenate([keys for keys, _ in kinds]),
        "ranks": np.concatenate([ranks for _, ranks in kinds]),
        "bounds": np.cumsum([0, *(len(keys) for keys, _ in kinds)]),
        "marks": steady.marks(some),
    }


def _tied(links: Links) -> dict[str, Array]:
    """Which part each row is of, -1 for a row alone: two parts have no bearing on one another.

    Tied are the rows of a pair that could be a link, those of a child entered twice, and those of one base with one
    sole key, none of which is certain as long as there are two.
    """
    work = links.work
    sizes = work.state.count, work.city.count
    ends = [np.concatenate([side, live]) for side, live in zip((links.left, links.right), links.live, strict=True)]
    for own, records in enumerate((work.state, work.city)):
        rows, groups = _mates(links.persons[own], *numbered(sole(work.shelf.book.compact, records)))
        ends[own] = np.concatenate([ends[own], rows])
        ends[1 - own] = np.concatenate([ends[1 - own], sizes[1 - own] + groups])
    label = parts(ends[0], ends[1])
    found = {}
    for side, end, size in zip(SIDES, ends, sizes, strict=True):
        part = np.full(size, -1, np.int32)
        part[end[end < size]] = label[end < size]
        found[f"{side}part"] = part
    return found


def _mates(persons: Rows, keys: Array, _: Rows, codes: Rows) -> tuple[Rows, Rows]:
    """(rows of one base that are of one child or have one sole key, the group of each)."""
    twice = np.flatnonzero(persons != np.arange(len(persons)))
    both = np.concatenate([twice, persons[twice]])
    mates = np.flatnonzero((np.bincount(codes) > 1)[codes] & (keys[codes] != 0))
    return np.concatenate([both, mates]), np.concatenate([persons[both], len(persons) + codes[mates]])


def _learned(links: Links, steady: Steady) -> dict[str, Array]:
    """Weights, and how rare each word is."""
    model = links.model
    found: dict[str, Array] = {"same": model.same, "strangers": model.strangers}
    found |= {"twins": model.kin.twins, "siblings": model.kin.siblings}
    for field, words in RARE.items():
        if field in model.rarity:
            found |= _shares(f"rare{field:d}", getattr(steady, words), model.rarity[field])
    for field, shares in model.common.items():
        found |= _shares(f"common{field:d}", steady.names, shares)
    return found


def _shares(name: str, words: Array, shares: Floats) -> dict[str, Array]:
    """A word written in one piece may be a name of two, which is no word of a name: the commoner of the two counts."""
    known, _, codes = numbered(words[: len(shares)])
    found = np.full(len(known), -np.inf)
    np.maximum.at(found, codes, shares)
    return {name: known, f"{name}.shares": found}


def _said(links: Links, text: bytes) -> dict[str, Array]:
    """The pairs said, in the order of their lines, and where each line ends; pairs that could have been links."""
    said = np.flatnonzero(links.said)
    return {
        "said": np.stack([links.left[said], links.right[said]]).astype(np.int32),
        "linked": links.linked[said],
        "lines": np.frombuffer(text, np.uint8),
        "until": np.flatnonzero(np.frombuffer(text, np.uint8) == 10) + 1,
        "live": np.stack(links.live).astype(np.int32),
    }


def _likely(links: Links, steady: Steady, bases: tuple[Records, Records]) -> Array:
    """What tells linked pairs from candidates that came up, the least it must be at the end."""
    sides = list(zip(bases, (False, True), strict=True))
    said = np.flatnonzero(links.said[links.certain :]) + links.certain
    said = said[:: 1 + len(said) // _LEARNED]
    pairs = (links.left[said], links.right[said]), (links.tried >> 32, links.tried & 0xFFFFFFFF)
    linked, tried = ([_drawn(steady, *side, rows) for side, rows in zip(sides, both, strict=True)] for both in pairs)
    found = likely.learned(*((one[0], two[0], likely.shared(one[1], two[1])) for one, two in (linked, tried)))
    return np.append(found.weights, found.least)


_LEARNED = 50_000  # linked pairs are enough to learn from


def _drawn(steady: Steady, records: Records, city: bool, rows: Rows) -> tuple[Marks, Kinds]:
    some = records.take(rows)
    return steady.marks(some), steady.keys(some, city)
