"""The vocabulary of the estate."""

from django.db import models


class Kind(models.TextChoices):
    """What a device is, as a school speaks of it."""

    DESKTOP = "fixe", "ordinateur fixe"
    LAPTOP = "portable", "ordinateur portable"
    TABLET = "tablette", "tablette"
    TROLLEY = "mallette", "mallette de tablettes"
    PROJECTOR = "videoprojecteur", "vidéoprojecteur"
    BOARD = "tableau", "tableau interactif"
    COPIER = "copieur", "copieur multifonction"
    PHONE = "telephone", "téléphone"
    ACCESS_POINT = "borne", "borne wifi"
    SWITCH = "commutateur", "commutateur"


COMPUTERS = (Kind.DESKTOP, Kind.LAPTOP)
POSTS = (Kind.DESKTOP, Kind.LAPTOP, Kind.TABLET)


class Origin(models.TextChoices):
    """Who acquired the device: it decides who maintains it (article 4, third promise)."""

    CITY = "ville", "Ville"
    STATE = "etat", "État"
    OWN_FUNDS = "fonds_propres", "fonds propres de l’école"
    GIFT = "don", "don"


class SlotKind(models.TextChoices):
    """A place that a standard requires to be filled: base equipment of the direction, planned trolleys."""

    HEAD_POST = "poste_direction", "poste de la direction"
    SECRETARIAT_POST = "poste_secretariat", "poste du secrétariat"
    PHONE = "telephone", "téléphone"
    COPIER = "copieur", "copieur 4 en 1"
    TROLLEY = "mallette", "mallette"


DIRECTION_SLOTS = (SlotKind.HEAD_POST, SlotKind.SECRETARIAT_POST, SlotKind.PHONE, SlotKind.COPIER)
