"""What two bases say of the pupils of a commune: links, doubts, disagreements. Nothing is written."""

from collections.abc import Callable
from pathlib import Path

from lekol.directory.choices import Side
from lekol.directory.models import Commune, School
from lekol.pupils.choices import Standing, Verdict
from lekol.pupils.linking.candidates import InProcess
from lekol.pupils.linking.files import Base
from lekol.pupils.linking.linkage import link
from lekol.pupils.linking.memory import Memory
from lekol.pupils.linking.warnings import said
from lekol.pupils.models import Discrepancy, Pair
from lekol.pupils.queries.gaps import gaps
from lekol.pupils.queries.linked import Linked
from lekol.pupils.queries.one_school import Away, narrowed
from lekol.pupils.queries.reading import Files, bases, marks_of
from lekol.pupils.rules.outcome import Found

Progress = Callable[[int, str], None]


def quiet(percent: int, step: str) -> None:
    """Nobody watches."""


def compare_files(
    commune: Commune, state_path: Path, city_path: Path, *, progress: Progress = quiet, memory: Memory | None = None
) -> Found:
    """What two files say, their columns recognised without help."""
    return compare(commune, Files(state_path, city_path), progress=progress, memory=memory)


def compare(
    commune: Commune,
    files: Files,
    *,
    school: School | None = None,
    progress: Progress = quiet,
    memory: Memory | None = None,
) -> Found:
    """What the files say of the pupils of a commune, or of one of its schools; they are only read."""
    progress(5, "Lecture des fichiers")
    state, city = bases(commune, files)
    away = narrowed(school, {row.uai: row for row in commune.schools.all()}, state, city) if school else None
    sentences = _said(state, city, files, away)
    if not (state.count and city.count) or state.sealed != city.sealed:
        return Found(state.count, city.count, sentences, [], [])
    progress(20, "Recherche des paires")
    marks = marks_of(state), marks_of(city)
    links = link(state, city, InProcess(), _apart(commune), memory)
    progress(70, "Explication des liens")
    work = Linked(commune, (state, city), links, school, marks, away is not None and away.listed)
    sentences += [] if school else work.unknown_schools()
    pairs = work.pairs()
    progress(85, "Relevé des écarts")
    entries = work.entries(pairs)
    entries = away.within(entries, pairs) if away else entries
    found = None if state.sealed else list(gaps(work, pairs, entries))
    if away is None:
        one, two = (len(set(rows)) for rows in work.persons)
        return Found(one, two, sentences, pairs, entries, found, away=_cut_off(commune, state, city))
    here = (entry for entry in entries if entry.school == away.school.pk)
    own = [entry.side for entry in here if entry.standing != Standing.DOUBLE]
    return Found(
        own.count(Side.STATE), own.count(Side.CITY), sentences, pairs, entries, found, school=away.school.pk,
        away=frozenset(away.pairs),
    )  # fmt: skip


def _said(state: Base, city: Base, files: Files, away: Away | None) -> list[str]:
    """What must be said of the files; one school is always small, and always less than the commune."""
    found = said(state, city, (files.state, files.city))
    if away is None:
        return found
    usual = (
        "Les bases sont très inégales",
        *(f"{base.title} : {base.count} élèves seulement" for base in (state, city)),
    )
    return [*away.said, *(sentence for sentence in found if not sentence.startswith(usual))]


def _cut_off(commune: Commune, state: Base, city: Base) -> frozenset[tuple[str, str]]:
    """The references of open disagreements whose child is not in what is left of a file cut short: they stay."""
    rows = Discrepancy.objects.open().filter(commune=commune).values_list("state_reference", "city_reference")
    if not (state.cut or city.cut):
        return frozenset()
    lost = [base.cut and set(base.ids) for base in (state, city)]
    return frozenset(
        pair for pair in rows if any(left and one and one not in left for one, left in zip(pair, lost, strict=True))
    )


def _apart(commune: Commune) -> set[tuple[str, str]]:
    """Pairs a person said to be two children: they never come back."""
    rows = Pair.objects.filter(commune=commune, verdict=Verdict.APART)
    return set(rows.values_list("state_reference", "city_reference"))
