"""The verbs of the pupil databases; nothing else writes their rows."""

import datetime as dt
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from lekol.directory.choices import Side
from lekol.directory.models import Commune, Person
from lekol.journal.actions import write
from lekol.journal.models import Entry as JournalEntry
from lekol.pupils.choices import Standing, Verdict
from lekol.pupils.models import Comparison, Entry, Opinion, Pair
from lekol.pupils.rules.deciding import settled
from lekol.pupils.rules.outcome import EntryFound, Found, PairFound

CLAUSE = "3.12"
KEPT_DAYS = 30  # after which an undecided pair loses its cells: a comparison newer than that must be made


@transaction.atomic
def record(*, commune: Commune, found: Found, by: Person | None = None, at: dt.datetime | None = None) -> Comparison:
    """A comparison replaces the one before: entries anew, open pairs anew, decisions kept (3.12)."""
    made = Comparison.objects.create(
        commune=commune, by=by, at=at or timezone.now(), state_count=found.state_count, city_count=found.city_count,
        said=found.said,
    )  # fmt: skip
    Entry.objects.filter(commune=commune).delete()
    Pair.objects.filter(commune=commune).exclude(verdict__in=(Verdict.SAME, Verdict.APART)).delete()
    decided = {
        (pair.state_reference, pair.city_reference): pair.verdict
        for pair in Pair.objects.filter(commune=commune).only("state_reference", "city_reference", "verdict")
    }
    pairs = [pair for pair in found.pairs if (pair.state, pair.city) not in decided]
    Pair.objects.bulk_create((_pair(commune, pair) for pair in pairs), batch_size=2_000)
    Entry.objects.bulk_create(_entries(made, found.entries), batch_size=2_000)
    _follow_decisions(commune)
    linked = Entry.objects.filter(commune=commune, side=Side.STATE, standing=Standing.LINKED).count()
    summary = (
        f"Bases élèves comparées : {found.state_count} élèves dans celle de l’État, {found.city_count} dans celle "
        f"de la Ville, {linked} accordés. Les fichiers n’ont pas été gardés."
    )
    write(verb="pupils.compared", thing=made, by=by, clause=CLAUSE, summary=summary)
    return made


def _pair(commune: Commune, row: PairFound) -> Pair:
    """A pair the calculation is sure of keeps no cell; a doubtful one keeps what a person needs."""
    verdict = Verdict.REVIEW if row.review else Verdict.ENGINE
    return Pair(
        commune=commune, school_id=row.school, state_reference=row.state, city_reference=row.city,
        probability=row.probability, hard=row.hard, verdict=verdict,
        cells=row.cells if row.review else [], reasons=row.reasons if row.review else [],
    )  # fmt: skip


def _entries(made: Comparison, rows: Iterable[EntryFound]) -> Iterable[Entry]:
    for row in rows:
        yield Entry(
            commune=made.commune, comparison=made, side=row.side, reference=row.reference, school_id=row.school,
            grade=row.grade, standing=row.standing,
        )  # fmt: skip


def _follow_decisions(commune: Commune) -> None:
    """Entries of pairs decided before stand as they were decided."""
    for pair in Pair.objects.filter(commune=commune).decided():
        _stand(pair)


def _stand(pair: Pair) -> None:
    """The two entries of a pair stand as its verdict says."""
    standing = {Verdict.SAME: Standing.LINKED, Verdict.REVIEW: Standing.REVIEW}.get(Verdict(pair.verdict))
    for side, reference in ((Side.STATE, pair.state_reference), (Side.CITY, pair.city_reference)):
        rows = Entry.objects.filter(commune=pair.commune_id, side=side, reference=reference)
        rows.update(standing=standing or _elsewhere(pair, side, reference))


def _elsewhere(pair: Pair, side: str, reference: str) -> str:
    """Where an entry stands once one of its pairs is of two children: its other pairs say."""
    column = "state_reference" if side == Side.STATE else "city_reference"
    others = Pair.objects.filter(commune=pair.commune_id, **{column: reference}).exclude(pk=pair.pk)
    verdicts = set(others.values_list("verdict", flat=True))
    if verdicts & {Verdict.ENGINE, Verdict.SAME}:
        return Standing.LINKED
    return Standing.REVIEW if Verdict.REVIEW in verdicts else Standing.ALONE


@transaction.atomic
def look(*, pair: Pair, by: Person, reason: str) -> None:
    """A person reads the cells of two pupils: once a day in the journal, with the reason, without any name."""
    today = timezone.localdate()
    seen = JournalEntry.objects.about(pair).filter(verb="pupils.read", actor_ref=by.ref, at__date=today)
    if not seen.exists():
        write(verb="pupils.read", thing=pair, by=by, clause=CLAUSE, summary=f"Fiches de {pair} consultées : {reason}.")


@transaction.atomic
def decide(*, pair: Pair, same: bool, by: Person) -> Pair:
    """A person answers on a pair; a hard one waits for a second person who agrees (3.12).

    Raises ValidationError when the pair no longer waits, or when one of its entries is already linked by decision.
    """
    pair = Pair.objects.select_for_update().get(pk=pair.pk)
    if pair.verdict != Verdict.REVIEW:
        raise ValidationError("Cette paire est déjà décidée. Annulez d’abord la décision.")
    if same:
        _refuse_second_link(pair)
    Opinion.objects.update_or_create(pair=pair, by=by, defaults={"same": same})
    answer = settled(list(pair.opinions.values_list("same", flat=True)), pair.hard)
    if answer is not None:
        pair.verdict, pair.decided_at = (Verdict.SAME if answer else Verdict.APART), timezone.now()
        pair.save(update_fields=["verdict", "decided_at"])
        _stand(pair)
    write(verb="pupils.decided", thing=pair, by=by, clause=CLAUSE, summary=_told(pair, same, answer))
    return pair


def _refuse_second_link(pair: Pair) -> None:
    linked = Pair.objects.filter(commune=pair.commune_id, verdict__in=(Verdict.SAME, Verdict.ENGINE))
    one = linked.filter(state_reference=pair.state_reference) | linked.filter(city_reference=pair.city_reference)
    if one.exists():
        raise ValidationError("L’une de ces deux fiches est déjà accordée à une autre : annulez d’abord ce lien.")


def _told(pair: Pair, same: bool, answer: bool | None) -> str:
    words = "même élève" if same else "deux élèves"
    if answer is None:
        return f"{pair} : avis « {words} », une autre personne doit répondre de même."[:400].capitalize()
    return f"{pair} : {words}.".capitalize()


@transaction.atomic
def undo(*, pair: Pair, by: Person) -> Pair:
    """A decision is taken back, with every opinion on it: the pair waits again (3.12)."""
    pair = Pair.objects.select_for_update().get(pk=pair.pk)
    if pair.verdict not in (Verdict.SAME, Verdict.APART):
        raise ValidationError("Cette paire n’est pas décidée : il n’y a rien à annuler.")
    before = pair.get_verdict_display()
    pair.opinions.all().delete()
    pair.verdict, pair.decided_at = Verdict.REVIEW, None
    pair.save(update_fields=["verdict", "decided_at"])
    _stand(pair)
    changes = {"verdict": [before, pair.get_verdict_display()]}
    summary = f"{pair} : décision annulée.".capitalize()
    write(verb="pupils.undone", thing=pair, by=by, clause=CLAUSE, summary=summary, changes=changes)
    return pair


@transaction.atomic
def purge(*, on: dt.date) -> int:
    """Cells of pairs are erased thirty days after the comparison or the decision; the decision itself stays."""
    last = timezone.now() - dt.timedelta(days=KEPT_DAYS) + (on - timezone.localdate())
    old = Pair.objects.exclude(cells=[])
    newest = Comparison.objects.filter(at__gte=last).values("commune")
    count = old.filter(decided_at__lt=last).update(cells=[], reasons=[])
    count += old.filter(decided_at=None).exclude(commune__in=newest).update(cells=[], reasons=[])
    return count
