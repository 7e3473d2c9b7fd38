"""Where entries stand once a pair is decided: the only place that moves them."""

from django.db.models import Case, Value, When

from lekol.directory.choices import Side
from lekol.directory.models import Commune
from lekol.pupils.choices import Standing, Verdict
from lekol.pupils.models import Entry, Pair

CLAUSE = "3.12"


def stand(pair: Pair) -> None:
    """The two entries of a pair stand as its verdict says."""
    standing = {
        Verdict.SAME: Standing.LINKED, Verdict.ENGINE: Standing.LINKED, Verdict.REVIEW: Standing.REVIEW,
    }.get(Verdict(pair.verdict))  # fmt: skip
    for side, reference in ((Side.STATE, pair.state_reference), (Side.CITY, pair.city_reference)):
        rows = Entry.objects.filter(commune=pair.commune_id, side=side, reference=reference)
        rows.update(standing=standing or _elsewhere(pair, side, reference))


def stand_decided(commune: Commune) -> None:
    """Every entry of a decided pair stands as its pairs now say: one statement a base, whatever the decisions."""
    for side, column in ((Side.STATE, "state_reference"), (Side.CITY, "city_reference")):
        pairs = Pair.objects.filter(commune=commune).order_by()
        linked = pairs.filter(verdict__in=(Verdict.ENGINE, Verdict.SAME)).values(column)
        doubtful = pairs.to_review().values(column)
        rows = Entry.objects.filter(commune=commune, side=side, reference__in=pairs.decided().values(column))
        rows.exclude(standing=Standing.DOUBLE).update(
            standing=Case(
                When(reference__in=linked, then=Value(Standing.LINKED)),
                When(reference__in=doubtful, then=Value(Standing.REVIEW)),
                default=Value(Standing.ALONE),
            )
        )


def _elsewhere(pair: Pair, side: str, reference: str) -> str:
    """Where an entry stands once one of its pairs is of two children: its other pairs say."""
    column = "state_reference" if side == Side.STATE else "city_reference"
    others = Pair.objects.filter(commune=pair.commune_id, **{column: reference}).exclude(pk=pair.pk)
    verdicts = set(others.values_list("verdict", flat=True))
    if verdicts & {Verdict.ENGINE, Verdict.SAME}:
        return Standing.LINKED
    return Standing.REVIEW if Verdict.REVIEW in verdicts else Standing.ALONE
