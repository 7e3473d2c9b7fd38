"""What two bases say of the pupils of a commune: links, doubts, disagreements. Nothing is written."""

from collections.abc import Callable
from pathlib import Path

from lekol.directory.models import Commune
from lekol.pupils.choices import Verdict
from lekol.pupils.linking.candidates import InProcess
from lekol.pupils.linking.linkage import link
from lekol.pupils.linking.memory import Memory
from lekol.pupils.linking.warnings import said
from lekol.pupils.models import Pair
from lekol.pupils.queries.gaps import gaps
from lekol.pupils.queries.linked import Linked
from lekol.pupils.queries.reading import Files, bases
from lekol.pupils.rules.outcome import Found

Progress = Callable[[int, str], None]


def quiet(percent: int, step: str) -> None:
    """Nobody watches."""


def compare_files(
    commune: Commune, state_path: Path, city_path: Path, *, progress: Progress = quiet, memory: Memory | None = None
) -> Found:
    """What two files say, their columns recognised without help."""
    return compare(commune, Files(state_path, city_path), progress=progress, memory=memory)


def compare(commune: Commune, files: Files, *, progress: Progress = quiet, memory: Memory | None = None) -> Found:
    """What the files say of the pupils of a commune; they are only read."""
    progress(5, "Lecture des fichiers")
    state, city = bases(commune, files)
    sentences = said(state, city, (files.state, files.city))
    if not (state.count and city.count) or state.sealed != city.sealed:
        return Found(state.count, city.count, sentences, [], [])
    progress(20, "Recherche des paires")
    links = link(state, city, InProcess(), _apart(commune), memory)
    progress(70, "Explication des liens")
    work = Linked(commune, (state, city), links)
    sentences += work.unknown_schools()
    pairs = work.pairs()
    progress(85, "Relevé des écarts")
    entries = work.entries(pairs)
    found = None if state.sealed else list(gaps(work, pairs, entries))
    return Found(state.count, city.count, sentences, pairs, entries, found)


def _apart(commune: Commune) -> set[tuple[str, str]]:
    """Pairs a person said to be two children: they never come back."""
    rows = Pair.objects.filter(commune=commune, verdict=Verdict.APART)
    return set(rows.values_list("state_reference", "city_reference"))
