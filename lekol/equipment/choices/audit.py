"""The vocabulary of a check on the ground."""

from django.db import models


class Finding(models.TextChoices):
    """What was seen of a device."""

    FOUND = "present", "présent"
    MISSING = "absent", "absent"
    UNEXPECTED = "inattendu", "attendu ailleurs"
    UNKNOWN = "inconnu", "numéro inconnu du parc"
    MOVED = "deplace", "déplacé entre-temps"


MANY = {
    Finding.FOUND: "présents", Finding.MISSING: "absents", Finding.UNEXPECTED: "attendus ailleurs",
    Finding.UNKNOWN: "numéros inconnus du parc", Finding.MOVED: "déplacés entre-temps",
}  # fmt: skip
"""What several are said to be."""


def counted(finding: Finding, count: int) -> str:
    """« 17 présents », « 1 absent »."""
    return f"{count} {MANY[finding] if count > 1 else finding.label}"


class Settled(models.TextChoices):
    """What was done about it."""

    OPEN = "a_regler", "à régler"
    NONE = "sans_suite", "sans suite"
    PLACED = "place", "placé ici"
    LOST = "perdu", "déclaré introuvable"
    CREATED = "inscrit", "inscrit au parc"
