"""The secret that references are drawn with: theirs as long as decisions rest on them, even when the site’s changes.

A commune keeps a mark of it, from which nothing is read back. When the site’s secret no longer makes that mark, the
former one does if the site still knows it; else nothing is compared, and what would be lost is said.
"""

from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.crypto import salted_hmac

from lekol.directory.models import Commune
from lekol.pupils.models import Discrepancy, Objection, Pair, ReferenceMark

DRAWN = r"^[EV]-[A-Z2-7]{12}"
"""How a reference drawn from a secret looks; those of a software do not change with it."""


def mark_of(secret: str) -> str:
    """What tells one secret from another."""
    return salted_hmac("lekol.pupils.mark", "reference", secret=secret, algorithm="sha256").hexdigest()[:32]


def secret_of(commune: Commune) -> str:
    """The secret that the references of a commune are drawn with; ValidationError when the site no longer knows it."""
    kept = ReferenceMark.objects.filter(commune=commune).values_list("mark", flat=True).first()
    if kept is None:
        return settings.SECRET_KEY
    for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        if mark_of(secret) == kept:
            return str(secret)
    raise ValidationError(_CHANGED.format(lost=at_stake(commune)))


def is_former(commune: Commune) -> bool:
    """Are references still drawn with a secret that the site is giving up?"""
    return secret_of(commune) != settings.SECRET_KEY


@dataclass(frozen=True, slots=True)
class Stake:
    """What rests on references drawn from a secret."""

    decisions: int
    objections: int
    gaps: int

    def __bool__(self) -> bool:
        return bool(self.decisions or self.objections or self.gaps)

    def __str__(self) -> str:
        counts = (
            (self.decisions, "décision", "décisions"), (self.objections, "opposition", "oppositions"),
            (self.gaps, "écart suivi", "écarts suivis"),
        )  # fmt: skip
        return ", ".join(f"{count} {one if count < 2 else many}" for count, one, many in counts)


def at_stake(commune: Commune) -> Stake:
    """What would be lost with the secret: decisions, objections, disagreements being followed."""
    pairs = Pair.objects.filter(commune=commune).decided()
    drawn = pairs.filter(state_reference__regex=DRAWN) | pairs.filter(city_reference__regex=DRAWN)
    gaps = Discrepancy.objects.open().filter(commune=commune)
    return Stake(
        drawn.count(),
        Objection.objects.filter(commune=commune, reference__regex=DRAWN).count(),
        (gaps.filter(state_reference__regex=DRAWN) | gaps.filter(city_reference__regex=DRAWN)).count(),
    )


_CHANGED = (
    "Le secret du site (LEKOL_SECRET) a changé : les fiches déjà comparées ne seraient plus reconnues. Seraient perdus "
    ": {lost}. Rendez l’ancien secret dans LEKOL_ANCIEN_SECRET et rien ne l’est ; s’il n’existe plus, « lekol pupils "
    "rekey --forget » l’accepte. Rien n’est comparé d’ici là."
)
