"""The chain of frozen lines walked again from its first one; each report held to what it and the journal say of it."""

from dataclasses import dataclass

from lekol.governance.models import FrozenRow, Review
from lekol.governance.rules.chain import Break, Link, first_break
from lekol.journal.models import Entry

FIELDS = ("position", "review__ref", "kind", "clause", "payload", "previous", "digest")
FROZEN = "review.frozen"


@dataclass(frozen=True, slots=True)
class Verdict:
    """How many lines and reports were read, and the first that does not hold."""

    lines: int
    reviews: int
    broken: Break | None


def verify() -> Verdict:
    """Walk every line once, in bounded memory, then every report and every freeze the journal knows."""
    rows = FrozenRow.objects.order_by("position").values_list(*FIELDS)
    broken = first_break(Link(*row) for row in rows.iterator(chunk_size=2_000))
    reviews = list(Review.objects.order_by("first"))
    return Verdict(FrozenRow.objects.count(), len(reviews), broken or _short(reviews) or _unsaid(reviews))


def _short(reviews: list[Review]) -> Break | None:
    """A report whose lines no longer are those it was frozen with: the end of a chain can be cut off unseen."""
    for review in reviews:
        last = review.rows.order_by("-position").first()
        position = review.first + review.count - 1
        if last is None or last.position != position or review.rows.count() != review.count:
            return Break(position, review.ref, f"le bilan n’a plus ses {review.count} lignes")
        if last.digest != review.head:
            return Break(position, review.ref, "elle n’est plus la dernière ligne figée de ce bilan")
    return None


def _unsaid(reviews: list[Review]) -> Break | None:
    """A chain written again from end to end holds by itself: the journal kept what was frozen that day."""
    heads = {str(review.pk): review for review in reviews}
    for entry in Entry.objects.filter(verb=FROZEN).order_by("pk"):
        review, (_, head) = heads.get(entry.thing_ref), entry.changes["empreinte"]
        position = entry.changes["dernière ligne"][1]
        if review is None:
            return Break(position, "", f"le journal connaît un bilan qui n’existe plus ({entry.thing_name})")
        if review.head != head:
            return Break(position, review.ref, "son empreinte n’est pas celle que le journal a gardée")
    return None
