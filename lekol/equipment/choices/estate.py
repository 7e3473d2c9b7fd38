"""The vocabulary of the estate: kinds, origins, required places, states of a life."""

from django.db import models


class Kind(models.TextChoices):
    """What a device is, as a school speaks of it."""

    DESKTOP = "fixe", "ordinateur fixe"
    LAPTOP = "portable", "ordinateur portable"
    THIN_CLIENT = "client_leger", "client léger"
    TABLET = "tablette", "tablette"
    TROLLEY = "mallette", "mallette de tablettes"
    CART = "chariot", "chariot de recharge"
    SCREEN = "ecran", "écran"
    PROJECTOR = "videoprojecteur", "vidéoprojecteur"
    BOARD = "tableau", "tableau interactif"
    TOUCH_SCREEN = "ecran_tactile", "écran interactif"
    DOCUMENT_CAMERA = "visualiseur", "visualiseur"
    COPIER = "copieur", "copieur multifonction"
    PRINTER = "imprimante", "imprimante"
    SCANNER = "numeriseur", "numériseur"
    PHONE = "telephone", "téléphone"
    MOBILE = "smartphone", "téléphone portable"
    ACCESS_POINT = "borne", "borne wifi"
    SWITCH = "commutateur", "commutateur"
    ROUTER = "routeur", "routeur"
    FIREWALL = "parefeu", "pare-feu"
    SERVER = "serveur", "serveur"
    STORAGE = "stockage", "stockage en réseau"
    UPS = "onduleur", "onduleur"
    CAMERA = "camera", "caméra"
    SPEAKER = "enceinte", "enceinte ou casque"
    ROBOT = "robot", "robot pédagogique"
    DOCK = "station", "station d’accueil"
    OTHER = "autre", "autre matériel"


COMPUTERS = (Kind.DESKTOP, Kind.LAPTOP)
POSTS = (Kind.DESKTOP, Kind.LAPTOP, Kind.TABLET)
PRINTING = (Kind.COPIER, Kind.PRINTER)
"""Kinds whose pages are counted."""

MEMORIES = (
    Kind.DESKTOP, Kind.LAPTOP, Kind.THIN_CLIENT, Kind.TABLET, Kind.MOBILE, Kind.COPIER, Kind.SERVER, Kind.STORAGE,
)  # fmt: skip
"""Kinds that keep data: their erasure is proved before they leave for good."""

MUTE = (Kind.TROLLEY, Kind.CART, Kind.SCREEN, Kind.DOCUMENT_CAMERA, Kind.SPEAKER, Kind.DOCK)
"""Kinds that no agent tells of."""

RUNNING = tuple(kind for kind in MEMORIES if kind != Kind.COPIER)
"""Kinds whose system is followed."""


class Origin(models.TextChoices):
    """Who acquired the device: it decides who maintains it (article 4, third promise)."""

    CITY = "ville", "Ville"
    STATE = "etat", "État"
    OWN_FUNDS = "fonds_propres", "fonds propres de l’école"
    GIFT = "don", "don"


class Status(models.TextChoices):
    """Where a device is in its life. What leads from one to the other: `rules.life`."""

    ORDERED = "commande", "commandé"
    RECEIVED = "recu", "reçu"
    IN_SERVICE = "en_service", "en service"
    IN_REPAIR = "en_reparation", "en réparation"
    STORED = "en_reserve", "en réserve"
    STOLEN = "vole", "volé"
    MISSING = "introuvable", "introuvable"
    RETIRED = "reforme", "réformé"
    GIVEN = "donne", "donné"
    SCRAPPED = "detruit", "détruit"


OUT = (Status.RETIRED, Status.GIVEN, Status.SCRAPPED)
"""States of a device that has left the estate."""

IN_SCHOOL = (Status.IN_SERVICE, Status.IN_REPAIR)
"""States of a device that has a place in a school."""


class SlotKind(models.TextChoices):
    """A place that a standard requires to be filled: base equipment of the direction, planned trolleys."""

    HEAD_POST = "poste_direction", "poste de la direction"
    SECRETARIAT_POST = "poste_secretariat", "poste du secrétariat"
    PHONE = "telephone", "téléphone"
    COPIER = "copieur", "copieur 4 en 1"
    INTERNET = "internet", "accès à l’Internet"
    TROLLEY = "mallette", "mallette"


SLOT_ORDER = tuple(SlotKind.values)
"""The order in which places are read."""
