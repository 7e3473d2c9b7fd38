"""The vocabulary of the automatic inventory."""

from django.db import models


class Standing(models.TextChoices):
    """What was decided of a device an agent announced."""

    LINKED = "rattache", "rattaché au parc"
    QUARANTINE = "quarantaine", "à décider"
    IGNORED = "ignore", "ignoré"


class Channel(models.TextChoices):
    """By which way an inventory came."""

    AGENT = "agent", "agent"
    FILE = "fichier", "fichier"
