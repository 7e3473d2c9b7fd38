"""Several measures for one promise: a school keeps it where every measure due there is met in full."""

from collections.abc import Iterable, Mapping

from lekol.pact.measures import SchoolReading


def compose(readings: Iterable[Mapping[int, SchoolReading]]) -> dict[int, SchoolReading]:
    """By school: 1 due, and 1 met when nothing lacks in any measure; the unit is the school.

    A measure with nothing due in a school says nothing of it: no school is kept for want of anything due.
    """
    schools: dict[int, SchoolReading] = {}
    for reading in readings:
        for school, row in reading.items():
            if row.due:
                before = schools.get(school)
                kept = row.met == row.due and (before is None or before.met == 1)
                schools[school] = SchoolReading(school, 1, int(kept))
    return schools
