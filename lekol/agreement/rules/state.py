"""Where a commitment stands: a first-match table, each row with the French sentence shown on screen.

Documented for readers in docs/convention/etats.md, which a test keeps in step with this table.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

KEPT, ON_TRACK, AT_RISK, BROKEN = "tenu", "bonne_voie", "risque", "non_tenu"
UNMEASURED, DECLARED = "sans_mesure", "declare"

TOLERANCE = 0.05  # a figure up to five points below the path to its target is still on track
CLOSE, FAR = 0.10, 0.25  # for a permanent duty: ten points short is on track, beyond twenty-five it is broken
YEAR = 365
_GRAIN = 1e-9  # ratios are divisions: what differs by less is equal


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of one commitment on a day. Ratios run from 0 to 1; `slope` is the ratio gained per day."""

    measured: bool
    today: dt.date
    due: int | None = None
    met: int | None = None
    target: float = 1.0
    target_on: dt.date | None = None
    baseline: tuple[dt.date, float] | None = None
    slope: float = 0.0
    declared_until: dt.date | None = None
    contested: bool = False

    @property
    def ratio(self) -> float | None:
        """The share met, or None when nothing is due."""
        return self.met / self.due if self.due and self.met is not None else None

    @property
    def gap(self) -> float:
        """What lacks to the target, as a ratio; 0 or less once it is reached."""
        return self.target - (self.ratio or 0.0)

    @property
    def path(self) -> float:
        """The ratio a straight march from the baseline to the target would have reached today."""
        if self.target_on is None or self.baseline is None or self.target_on <= self.baseline[0]:
            return self.target
        start, first = self.baseline[0], min(self.baseline[1], self.target)
        done = (self.today - start).days / (self.target_on - start).days
        return first + (self.target - first) * min(1.0, max(0.0, done))

    def short_by(self, most: float) -> bool:
        """True when no more than that lacks."""
        return self.gap <= most + _GRAIN

    def reaches(self, days: int) -> bool:
        """True when the present pace fills the gap within so many days."""
        return self.slope > 0 and self.slope * days >= self.gap - _GRAIN


@dataclass(frozen=True, slots=True)
class Row:
    """A condition, told in French; the state it gives; the sentence that says why."""

    name: str
    when: str
    fits: Callable[[Facts], bool]
    state: str
    reason: str


@dataclass(frozen=True, slots=True)
class Standing:
    """The decision: a state and its reason, as shown."""

    state: str
    reason: str


def _declared(facts: Facts) -> bool:
    return not facts.measured and facts.declared_until is not None and facts.declared_until >= facts.today


def _dated(facts: Facts) -> bool:
    return facts.target_on is not None


TABLE: tuple[Row, ...] = (
    Row(
        "contestée",
        "déclaré à la main, encore valable, contesté par une autre partie",
        lambda f: _declared(f) and f.contested,
        DECLARED,
        "Déclaré par le débiteur, contesté par l’autre partie.",
    ),
    Row(
        "déclaration en cours",
        "déclaré à la main, encore valable",
        _declared,
        DECLARED,
        "Déclaré par le débiteur ; aucune mesure ne le compte.",
    ),
    Row(
        "déclaration périmée",
        "déclaré à la main, validité passée",
        lambda f: not f.measured and f.declared_until is not None,
        UNMEASURED,
        "La dernière déclaration n’est plus valable : le débiteur doit la renouveler.",
    ),
    Row(
        "jamais déclaré",
        "sans mesure, et jamais déclaré",
        lambda f: not f.measured,
        UNMEASURED,
        "Aucune mesure ne le compte et personne ne l’a encore déclaré.",
    ),
    Row(
        "aucun relevé",
        "mesuré, mais pas encore relevé",
        lambda f: f.due is None,
        UNMEASURED,
        "La mesure n’a pas encore été relevée.",
    ),
    Row(
        "rien de dû",
        "rien n’est dû",
        lambda f: f.due == 0,
        UNMEASURED,
        "Rien n’est dû sur ce territoire : il n’y a rien à mesurer.",
    ),
    Row(
        "cible atteinte",
        "le chiffre atteint la cible",
        lambda f: f.short_by(0),
        KEPT,
        "La cible est atteinte.",
    ),
    Row(
        "échéance passée",
        "l’échéance est passée",
        lambda f: f.target_on is not None and f.target_on < f.today,
        BROKEN,
        "L’échéance est passée et la cible n’est pas atteinte.",
    ),
    Row(
        "sur le chemin",
        "échéance à venir ; le chiffre est sur la droite qui mène à la cible, à cinq points près",
        lambda f: _dated(f) and (f.ratio or 0.0) >= f.path - TOLERANCE - _GRAIN,
        ON_TRACK,
        "Le chiffre suit le chemin qui mène à la cible à son échéance.",
    ),
    Row(
        "rythme suffisant",
        "échéance à venir ; la progression des douze derniers mois y mène à temps",
        lambda f: f.target_on is not None and f.reaches((f.target_on - f.today).days),
        ON_TRACK,
        "Au rythme de l’année écoulée, la cible sera atteinte à temps.",
    ),
    Row(
        "sans recul",
        "échéance à venir ; aucun relevé antérieur",
        lambda f: _dated(f) and f.baseline is None,
        AT_RISK,
        "La cible n’est pas atteinte, et aucun relevé antérieur ne dit à quel rythme elle approche.",
    ),
    Row(
        "en retard",
        "échéance à venir, sinon",
        _dated,
        AT_RISK,
        "Au rythme de l’année écoulée, la cible ne sera pas atteinte à temps.",
    ),
    Row(
        "proche",
        "sans échéance ; il manque dix points au plus",
        lambda f: f.short_by(CLOSE),
        ON_TRACK,
        "Obligation permanente : il manque dix points au plus.",
    ),
    Row(
        "monte assez vite",
        "sans échéance ; la progression des douze derniers mois atteint la cible en douze mois",
        lambda f: f.reaches(YEAR),
        ON_TRACK,
        "Obligation permanente : au rythme de l’année écoulée, la cible sera atteinte dans les douze mois.",
    ),
    Row(
        "loin",
        "sans échéance ; il manque vingt-cinq points au plus",
        lambda f: f.short_by(FAR),
        AT_RISK,
        "Obligation permanente : il manque de dix à vingt-cinq points.",
    ),
    Row(
        "très loin",
        "sans échéance, sinon",
        lambda f: True,
        BROKEN,
        "Obligation permanente : il manque plus de vingt-cinq points.",
    ),
)


def decide(facts: Facts) -> Standing:
    """The first row that fits decides."""
    row = next(row for row in TABLE if row.fits(facts))
    return Standing(row.state, row.reason)
