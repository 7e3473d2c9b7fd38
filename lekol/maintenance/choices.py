"""The vocabulary of incidents."""

from django.db import models


class Nature(models.TextChoices):
    """What may break, as the routing of article 4 names it."""

    DEVICE = "appareil", "appareil"
    OUTLET = "prise", "prise réseau"
    CABLE = "cable", "câble"
    SWITCH = "commutateur", "commutateur"
    ROUTER = "routeur", "routeur"
    LINK = "liaison", "liaison Internet"
    FILTER = "filtrage", "filtrage"
    MAIL = "messagerie", "messagerie"
    SITE = "site", "site d’école"
    IDENTITY = "identite", "identification"
    SOFTWARE = "logiciel", "logiciel ou ressource"
    WORKSPACE = "ent", "espace numérique de travail"


class Acquired(models.TextChoices):
    """Who acquired what breaks."""

    CITY = "ville", "acquis par la Ville"
    STATE = "etat", "acquis par l’État"
    OWN_FUNDS = "fonds_propres", "acquis sur fonds propres"
    GIFT = "don", "reçu en don"


class Owner(models.TextChoices):
    """Whose it is."""

    CITY = "ville", "la Ville"
    STATE = "etat", "l’État"
    SCHOOL = "ecole", "l’école"
    OTHER = "tiers", "un tiers"


class Impact(models.TextChoices):
    """Who is stopped."""

    SCHOOL = "ecole", "toute l’école"
    CLASS = "classe", "une classe ou la direction"
    POST = "poste", "un seul poste"
