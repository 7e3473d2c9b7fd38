"""Two files, and the last time they were linked whole: what has changed since is linked again, when it is little."""

from collections.abc import Sequence
from pathlib import Path

from lekol.pupils.linking.again.changes import Change, changed, text_of
from lekol.pupils.linking.again.relinking import Relinked, relinked
from lekol.pupils.linking.again.trace import Trace, start_of
from lekol.pupils.linking.cells import NotPlain

LITTLE = 0.05
"""Share of the lines beyond which the bases are linked whole: weights are then worth learning again."""


def linked_since(folder: Path, files: Sequence[Path], *, explain: bool) -> tuple[Trace, Relinked] | None:
    """What the files have become since they were linked whole. None when they must be once more: nothing was kept, a
    file has other headers or another shape, another explanation is asked, or too many lines have changed."""
    try:
        trace = Trace(folder)
        if trace.facts.asked.explain != explain:
            return None
        state, city = (_change(trace, path, rank) for rank, path in enumerate(files))
        if any(change.size > LITTLE * len(change.places) for change in (state, city)):
            return None
        return trace, relinked(trace, (state, city))
    except (NotPlain, UnicodeDecodeError, OSError, ValueError, KeyError, TypeError):
        return None


def _change(trace: Trace, path: Path, rank: int) -> Change:
    """How one of the files differs; NotPlain when its headers do."""
    facts = trace.facts
    start = start_of(trace.secret)
    known = trace.halves[rank].known()
    text = text_of(path, start, facts.marks[rank].encode("latin-1"), known.pieces)
    if text.head.decode("latin-1") != facts.heads[rank]:
        raise NotPlain
    return changed(known, text, start)
