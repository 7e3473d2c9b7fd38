"""The vocabulary of the network."""

from django.db import models


class Category(models.TextChoices):
    """The grade of a copper drop, or fibre. From category 6 a room is ready for very high speed."""

    CAT5 = "5", "catégorie 5"
    CAT5E = "5e", "catégorie 5e"
    CAT6 = "6", "catégorie 6"
    CAT6A = "6a", "catégorie 6a"
    FIBRE = "fibre", "fibre"


VERY_HIGH_SPEED_READY = (Category.CAT6, Category.CAT6A, Category.FIBRE)


class Technology(models.TextChoices):
    """How the Internet reaches a school."""

    ADSL = "adsl", "ADSL"
    VDSL = "vdsl", "VDSL"
    MOBILE = "4g", "4G ou 5G fixe"
    SATELLITE = "satellite", "satellite"
    FTTH = "ftth", "fibre mutualisée"
    FTTO = "ftto", "fibre dédiée"


class Payer(models.TextChoices):
    """Who pays the link (article 3: the City)."""

    CITY = "ville", "Ville"
    SCHOOL = "ecole", "école"
    STATE = "etat", "État"
