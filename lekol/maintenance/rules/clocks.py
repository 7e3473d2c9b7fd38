"""How far a clock has run: in time, to watch, late, and whom each stage tells (4.4)."""

from dataclasses import dataclass

PERCENT = 100


@dataclass(frozen=True, slots=True)
class Stage:
    """From which share of the delay, in per cent; 0 stands for the share the protocol warns at."""

    key: str
    percent: int
    label: str
    tells: str


STAGES: tuple[Stage, ...] = (
    Stage("escalade_2", 200, "au double du délai", "le comité technique"),
    Stage("escalade_1", 150, "très en retard", "les directions des deux parties"),
    Stage("retard", PERCENT, "en retard", "la direction du service qui agit"),
    Stage("alerte", 0, "à surveiller", "la personne qui s’en occupe"),
)
"""Highest first: the first stage reached is the present one."""
ON_TIME = Stage("delai", -1, "dans les temps", "")


def stage(used: int, allowed: int, warn_percent: int) -> Stage:
    """The stage of a clock that has run `used` minutes out of `allowed`."""
    share = used * PERCENT // allowed if allowed else PERCENT
    reached = (row for row in STAGES if share >= (row.percent or warn_percent))
    return next(reached, ON_TIME)


def minutes_in_words(minutes: int, minutes_a_day: int) -> str:
    """« 2 jours et 3 h », « 40 min »: a length of opening time as people say it."""
    days, rest = divmod(minutes, minutes_a_day) if minutes_a_day else (0, minutes)
    hours, left = divmod(rest, 60)
    said = [f"{days} jour{'s' if days > 1 else ''}"] if days else []
    said += [f"{hours} h"] if hours else []
    said += [f"{left} min"] if left and not days else []
    return " et ".join(said) or "moins d’une minute"
