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


class BreakKind(models.TextChoices):
    """Why clocks stand still."""

    HOLIDAYS = "vacances", "vacances scolaires"
    CLOSURE = "fermeture", "fermeture"


class Desk(models.TextChoices):
    """Who must act. The school is the desk of what no administration has to repair."""

    CITY = "ville", "Ville"
    STATE = "rectorat", "Rectorat"
    SUPPLIER = "fournisseur", "Fournisseur"
    SCHOOL = "ecole", "École"


WHO = {Desk.CITY: "la Ville", Desk.STATE: "le Rectorat", Desk.SUPPLIER: "le fournisseur", Desk.SCHOOL: "l’école"}
"""A party, as a sentence names it."""


class Side(models.TextChoices):
    """Who reads a line of the timeline."""

    ALL = "", "tous ceux qui suivent la panne"
    CITY = "ville", "la Ville seule"
    STATE = "rectorat", "le Rectorat seul"
    SCHOOL = "ecole", "l’école seule"
    SUPPLIER = "fournisseur", "la Ville et le fournisseur"


class Status(models.TextChoices):
    """Where a ticket stands."""

    NEW = "nouveau", "signalée"
    TAKEN = "pris", "prise en charge"
    WAITING = "attente", "en attente de l’école"
    SOLVED = "resolu", "résolue, à confirmer"
    CLOSED = "clos", "close"


RUNNING = (Status.NEW, Status.TAKEN)
OPEN = (Status.NEW, Status.TAKEN, Status.WAITING, Status.SOLVED)


class Symptom(models.TextChoices):
    """What happens, as one tile says it."""

    BROKEN_SCREEN = "ecran", "Écran cassé"
    NO_POWER = "allumage", "Ne s’allume pas"
    NO_CHARGE = "charge", "Ne charge pas"
    OFFLINE = "internet", "Pas d’Internet"
    SLOW = "lent", "Très lent"
    OTHER = "autre", "Autre chose"


NATURE_ICONS = {
    Nature.DEVICE: "tablette", Nature.OUTLET: "prise", Nature.CABLE: "lien", Nature.SWITCH: "reseau",
    Nature.ROUTER: "borne", Nature.LINK: "sans-wifi", Nature.FILTER: "filtre", Nature.MAIL: "courriel",
    Nature.SITE: "globe", Nature.IDENTITY: "cadenas", Nature.SOFTWARE: "livre", Nature.WORKSPACE: "portable",
}  # fmt: skip
SYMPTOM_ICONS = {
    Symptom.BROKEN_SCREEN: "ecran-casse",
    Symptom.NO_POWER: "pas-allume",
    Symptom.NO_CHARGE: "batterie",
    Symptom.OFFLINE: "sans-wifi",
    Symptom.SLOW: "lent",
    Symptom.OTHER: "autre",
}


class Channel(models.TextChoices):
    """How a ticket came in."""

    WEB = "page", "page"
    SCAN = "etiquette", "étiquette scannée"
    PHONE = "telephone", "téléphone"
    MAIL = "courriel", "courriel"
    API = "logiciel", "logiciel"
    PLANNED = "prevu", "visite prévue"


class Ending(models.TextChoices):
    """How a ticket closed."""

    CONFIRMED = "confirmee", "confirmée par l’école"
    SILENT = "office", "close d’office, sans réponse de l’école"
    WITHDRAWN = "retiree", "retirée par l’école"
    DUPLICATE = "doublon", "déjà signalée"
    NOBODY = "hors", "personne n’est tenu d’intervenir"


class Days(models.TextChoices):
    """Which days a clock counts."""

    SCHOOL = "ecole", "jours d’école"
    WORKING = "ouvres", "jours ouvrés"


class LineKind(models.TextChoices):
    """What a line of the timeline tells."""

    REPORTED = "signale", "signalement"
    SAID = "message", "message"
    TAKEN = "pris", "prise en charge"
    ASKED = "question", "question à l’école"
    TRANSFER = "transfert", "transfert"
    SUPPLIER = "fournisseur", "fournisseur"
    ALERT = "alerte", "alerte"
    SOLVED = "resolu", "solution"
    CLOSED = "clos", "clôture"
    REOPENED = "rouvert", "réouverture"
    PUT_OFF = "reporte", "report"


class Answer(models.TextChoices):
    """What was answered to a transfer."""

    WAITING = "attendu", "en attente de réponse"
    ACCEPTED = "accepte", "accepté"
    REFUSED = "refuse", "refusé"


class MailOutcome(models.TextChoices):
    """What became of a message."""

    OPENED = "panne", "nouvelle panne"
    ANSWERED = "reponse", "réponse dans un suivi"
    IGNORED = "ecarte", "écarté"
    REFUSED = "refuse", "refusé"


class MacroAct(models.TextChoices):
    """What a saved answer does besides being written."""

    SAY = "message", "écrit un message"
    TAKE = "pris", "prend la panne en charge"
    ASK = "question", "questionne l’école"
    SOLVE = "resolu", "déclare la panne résolue"


class Pace(models.TextChoices):
    """How often a visit comes back."""

    WEEKS = "semaines", "semaines"
    MONTHS = "mois", "mois"


class WishKind(models.TextChoices):
    """What a school may ask when nobody is bound to repair (4.3)."""

    ADVICE = "conseil", "conseil"
    QUOTE = "devis", "devis de réparation"
    GIFT = "don", "proposition de don à la Ville"
