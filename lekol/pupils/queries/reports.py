"""The monthly report of a school: figures only, no child. Dates of each row say what was true at the month’s end."""

import calendar
import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q

from lekol.directory.choices import Side
from lekol.directory.models import School
from lekol.pact.dates import MONTHS
from lekol.pupils.choices import Answer, Kind, State
from lekol.pupils.models import Comparison, Correction, Discrepancy, Entry
from lekol.pupils.queries.counting import tallies
from lekol.pupils.rules.discrepancies import AGE_CLASSES, TITLES, age_class

SETTLED = "Seuls, rien à corriger"
SIDES = (Side.STATE, Side.CITY)
OWNERS = tuple(zip(SIDES, ("À corriger par l’État", "À corriger par la Ville"), strict=True))


@dataclass(frozen=True, slots=True)
class Month:
    """A month, both days inclusive."""

    first: dt.date

    @property
    def last(self) -> dt.date:
        return self.first.replace(day=calendar.monthrange(self.first.year, self.first.month)[1])

    @property
    def label(self) -> str:
        """« novembre 2026 »."""
        return f"{MONTHS[self.first.month - 1]} {self.first.year}"

    @property
    def key(self) -> str:
        return f"{self.first:%Y-%m}"

    @property
    def before(self) -> "Month":
        return Month((self.first - dt.timedelta(days=1)).replace(day=1))

    @property
    def after(self) -> "Month":
        return Month(self.last + dt.timedelta(days=1))


@dataclass(frozen=True, slots=True)
class Pupils:
    """Pupils of a school on a day; each base is the sum of its lines, but for entries linked to another school."""

    at: dt.datetime
    """Of the comparison they come from."""
    state: int
    linked: int
    doubtful: int
    city: int
    unknown_to_city: int
    unknown_to_state: int
    state_settled: int
    """Alone in the State’s base with nothing left to correct: said gone, or the correction was refused."""
    city_settled: int

    @property
    def lines(self) -> list[tuple[str, int]]:
        """(what, how many), as the page and its files say them; a last line of a base only when it holds somebody."""
        rows = [
            ("Base de l’État", self.state), ("Accordés", self.linked), ("À vérifier", self.doubtful),
            ("Inconnus de la Ville", self.unknown_to_city), (SETTLED, self.state_settled),
            ("Base de la Ville", self.city), ("Inconnus de l’État", self.unknown_to_state),
            (SETTLED, self.city_settled),
        ]  # fmt: skip
        return [(label, count) for label, count in rows if count or label != SETTLED]


def month_of(text: str, today: dt.date) -> Month:
    """« 2026-11 », never after the present month; the present month for anything else."""
    try:
        first = dt.date.fromisoformat(f"{text}-01")
    except ValueError:
        first = today.replace(day=1)
    return Month(min(first, today.replace(day=1)))


def report(school: School, month: Month, today: dt.date) -> dict[str, Any]:
    """Everything the report says of a school for a month; four queries."""
    on = min(month.last, today)
    rows: list[Any] = list(
        Discrepancy.objects.filter(school=school, first_seen_on__lte=on).values(
            "kind", "field", "state", "first_seen_on", "closed_on", "owner"
        )
    )
    still = [row for row in rows if row["closed_on"] is None or row["closed_on"] > on]
    return {
        "pupils": _pupils(school, still, on, today), "kinds": _kinds(rows, still, month), "ages": _ages(still, on),
        "owners": [(label, sum(row["owner"] == side for row in still)) for side, label in OWNERS],
        "open": len(still), "corrections": _corrections(school, month, on),
    }  # fmt: skip


def _pupils(school: School, still: Sequence[Mapping[str, Any]], on: dt.date, today: dt.date) -> Pupils | None:
    """The counts of the last comparison made by that day; None before the first. Those of today follow what people
    have decided since. Unknown to a base is what the list of disagreements says of it, and nothing else."""
    reached = Q(school=None) | Q(school=school)
    rows = Comparison.objects.filter(reached, commune=school.commune_id, at__date__lte=on)
    made = rows.order_by("-at", "-pk").first()
    if made is None:
        return None
    counts = tallies(Entry.objects.filter(school=school)) if on == today else made.tallies
    own = counts.get(str(school.pk), {})
    alone = [sum(row["kind"] == kind for row in still) for kind in (Kind.ONLY_STATE, Kind.ONLY_CITY)]
    names = ("etat", "accorde", "a_verifier", "ville")
    return Pupils(
        made.at, *(int(own.get(name, 0)) for name in names), *alone,
        *(max(0, int(own.get(f"seul_{side}", 0)) - count) for side, count in zip(SIDES, alone, strict=True)),
    )  # fmt: skip


def _title(row: dict[str, Any]) -> str:
    if row["kind"] == Kind.FIELD:
        return TITLES[row["field"]]
    said = Kind(row["kind"]).label
    return f"{said[0].upper()}{said[1:]}"


def _kinds(rows: list[dict[str, Any]], still: list[dict[str, Any]], month: Month) -> list[tuple[str, int, int, int]]:
    """(what, seen for the first time in the month, closed in it, open at its end)."""
    found: dict[str, list[int]] = {}
    for row in rows:
        counts = found.setdefault(_title(row), [0, 0, 0])
        counts[0] += month.first <= row["first_seen_on"] <= month.last
        counts[1] += row["closed_on"] is not None and month.first <= row["closed_on"] <= month.last
    for row in still:
        found[_title(row)][2] += 1
    return [(title, *found[title]) for title in sorted(found) if any(found[title])]  # type: ignore[misc]


def _ages(still: list[dict[str, Any]], on: dt.date) -> list[tuple[str, int]]:
    classes = [age_class((on - row["first_seen_on"]).days) for row in still]
    return [(words, classes.count(words)) for words in AGE_CLASSES]


def _corrections(school: School, month: Month, on: dt.date) -> list[tuple[str, int]]:
    """What was asked and answered in the month, and what waits at its end."""
    within: Any = (month.first, month.last)
    counts = Correction.objects.filter(discrepancy__school=school).aggregate(
        asked=Count("pk", filter=Q(asked_at__date__range=within)),
        accepted=Count("pk", filter=Q(answer=Answer.ACCEPTED, answered_at__date__range=within)),
        refused=Count("pk", filter=Q(answer=Answer.REFUSED, answered_at__date__range=within)),
        done=Count(
            "pk",
            filter=Q(answer=Answer.ACCEPTED)
            & (
                Q(done_at__date__range=within)
                | Q(discrepancy__state=State.CORRECTED, discrepancy__closed_on__range=within)
            ),
        ),
        late=Count("pk", filter=Q(answer="", due_on__lt=on)),
    )
    labels = {
        "asked": "Demandées", "accepted": "Acceptées", "refused": "Refusées", "done": "Exécutées",
        "late": "Sans réponse passé le délai",
    }  # fmt: skip
    return [(label, counts[name]) for name, label in labels.items()]


def lines(found: dict[str, Any]) -> list[list[Any]]:
    """The same as rows of a spreadsheet: section, line, figure."""
    pupils: Pupils | None = found["pupils"]
    rows: list[list[Any]] = [["Élèves", label, count] for label, count in pupils.lines] if pupils else []
    for title, seen, closed, still in found["kinds"]:
        rows += [[title, "vus pour la première fois", seen], [title, "clos", closed], [title, "ouverts", still]]
    rows += [["Écarts ouverts par âge", label, count] for label, count in found["ages"]]
    rows += [["Écarts ouverts", label, count] for label, count in found["owners"]]
    return rows + [["Corrections", label, count] for label, count in found["corrections"]]
