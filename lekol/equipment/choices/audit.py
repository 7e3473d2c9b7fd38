"""The vocabulary of a check on the ground."""

from django.db import models


class Finding(models.TextChoices):
    """What was seen of a device."""

    FOUND = "present", "présent"
    MISSING = "absent", "absent"
    UNEXPECTED = "inattendu", "attendu ailleurs"
    UNKNOWN = "inconnu", "numéro inconnu du parc"
    MOVED = "deplace", "déplacé entre-temps"


class Settled(models.TextChoices):
    """What was done about it."""

    OPEN = "a_regler", "à régler"
    NONE = "sans_suite", "sans suite"
    PLACED = "place", "placé ici"
    LOST = "perdu", "déclaré introuvable"
    CREATED = "inscrit", "inscrit au parc"
