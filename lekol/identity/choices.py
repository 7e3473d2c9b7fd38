"""The vocabulary of the accounts."""

from django.db import models


class Reach(models.TextChoices):
    """What a token opens; never more than the pages of the person it speaks for."""

    SCHOOLS = "schools:read", "Lire les écoles"
    AGREEMENTS = "agreements:read", "Lire les conventions et leurs engagements"
    MEASURES = "measures:read", "Lire les mesures et leurs chiffres"
    DEVICES = "devices:read", "Lire les matériels du parc"
    TICKETS = "tickets:read", "Lire les pannes et leur suivi"
    REPORTS = "tickets:write", "Signaler des pannes et écrire dans leur suivi"
