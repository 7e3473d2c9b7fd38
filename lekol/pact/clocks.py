"""Legal clocks: so long after an event, then the boundary at which the effect stands.

« Un mois après la demande », « le 1er janvier suivant », « à la fin de l’exercice suivant », « quinze jours francs
à compter de l’envoi »: each is one `Effect`. Nothing here reads the time: the day is given.
"""

import calendar
import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from lekol.pact.calendars import REUNION, YearStart, bounds, school_year_of
from lekol.pact.holidays import is_business, is_working, next_business

DAY = dt.timedelta(days=1)
EVENTS = (
    "signature", "demande", "notification", "envoi", "reception", "deliberation", "transmission", "publication",
    "facture", "evenement", "terme",
)  # fmt: skip
COUNTED = ("calendaires", "francs", "ouvres", "ouvrables")


def months_after(day: dt.date, months: int) -> dt.date:
    """The same day so many months later (or earlier), or the last one of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _after(day: dt.date, days: int, open_on: Callable[[dt.date], bool]) -> dt.date:
    """So many open days after that one, which does not count."""
    while days:
        day += DAY
        days -= open_on(day)
    return day


_COUNTING: dict[str, Callable[[dt.date, int, bool], dt.date]] = {
    "calendaires": lambda day, days, there: day + dt.timedelta(days=days),
    # Neither the first day nor the last counts, and a last day when offices are shut is carried over (CPC, 642).
    "francs": lambda day, days, there: next_business(day + dt.timedelta(days=days + 1), reunion=there),
    "ouvres": lambda day, days, there: _after(day, days, lambda one: is_business(one, reunion=there)),
    "ouvrables": lambda day, days, there: _after(day, days, lambda one: is_working(one, reunion=there)),
}


def days_after(day: dt.date, days: int, counted: str = "calendaires", *, reunion: bool = True) -> dt.date:
    """So many days after that one, counted as the text says; no days, the day itself."""
    return _COUNTING[counted](day, days, reunion) if days else day


def _school_end(day: dt.date, start: YearStart, later: int) -> dt.date:
    return bounds(school_year_of(day, start) + later, start)[1]


_BOUNDARIES: dict[str, Callable[[dt.date, YearStart], dt.date]] = {
    "jour": lambda day, start: day,
    "lendemain": lambda day, start: day + DAY,
    "mois_suivant": lambda day, start: months_after(day.replace(day=1), 1),
    "janvier_suivant": lambda day, start: dt.date(day.year + 1, 1, 1),
    "rentree_suivante": lambda day, start: bounds(school_year_of(day, start) + 1, start)[0],
    "fin_mois": lambda day, start: day.replace(day=calendar.monthrange(day.year, day.month)[1]),
    "fin_exercice": lambda day, start: dt.date(day.year, 12, 31),
    "fin_exercice_suivant": lambda day, start: dt.date(day.year + 1, 12, 31),
    "fin_annee_scolaire": lambda day, start: _school_end(day, start, 0),
    "fin_annee_scolaire_suivante": lambda day, start: _school_end(day, start, 1),
}
BOUNDARIES = tuple(_BOUNDARIES)
"""The first ones open a new state, those that begin with « fin » are the last day of the former."""


@dataclass(frozen=True, slots=True)
class Effect:
    """When something takes effect: after which event, how long after, at which boundary."""

    event: str = "signature"
    days: int = 0
    months: int = 0
    years: int = 0
    counted: str = "calendaires"
    then: str = "jour"

    def falls_on(self, day: dt.date, start: YearStart = REUNION) -> dt.date:
        """The day itself: months first, then days, then the boundary."""
        moved = months_after(day, 12 * self.years + self.months)
        shifted = days_after(moved, self.days, self.counted, reunion=start == REUNION)
        return _BOUNDARIES[self.then](shifted, start)

    def first_day(self, day: dt.date, start: YearStart = REUNION) -> dt.date:
        """The first day of what begins: the day after an end."""
        return self.falls_on(day, start) + (DAY if self.ends else DAY * 0)

    def last_day(self, day: dt.date, start: YearStart = REUNION) -> dt.date:
        """The last day of what ceases: the day before a beginning."""
        return self.falls_on(day, start) - (DAY * 0 if self.ends else DAY)

    @property
    def ends(self) -> bool:
        """True when its boundary closes a period."""
        return self.then.startswith("fin")

    def __str__(self) -> str:
        """« 3 mois après la demande, au 1er janvier suivant »."""
        spans = ((self.years, "an", "ans"), (self.months, "mois", "mois"), (self.days, *DAYS[self.counted]))
        long = " et ".join(f"{count} {many if count > 1 else one}" for count, one, many in spans if count)
        said = f"{long} après {_SAID[self.event]}" if long else f"à compter de {_SAID[self.event]}"
        return f"{said}, {_AT[self.then]}" if self.then != "jour" else said


DAYS = {
    "calendaires": ("jour", "jours"),
    "francs": ("jour franc", "jours francs"),
    "ouvres": ("jour ouvré", "jours ouvrés"),
    "ouvrables": ("jour ouvrable", "jours ouvrables"),
}
_SAID = {
    "signature": "la signature", "demande": "la demande", "notification": "la notification", "envoi": "l’envoi",
    "reception": "la réception", "deliberation": "la délibération", "transmission": "la transmission",
    "publication": "la publication", "facture": "la facture", "evenement": "l’événement", "terme": "le terme",
}  # fmt: skip
_AT = {
    "lendemain": "le lendemain",
    "mois_suivant": "au 1er du mois suivant",
    "janvier_suivant": "au 1er janvier suivant",
    "rentree_suivante": "à la rentrée suivante",
    "fin_mois": "à la fin du mois",
    "fin_exercice": "à la fin de l’exercice",
    "fin_exercice_suivant": "à la fin de l’exercice suivant",
    "fin_annee_scolaire": "à la fin de l’année scolaire",
    "fin_annee_scolaire_suivante": "à la fin de l’année scolaire suivante",
}
