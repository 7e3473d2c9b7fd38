"""The vocabulary of what surrounds a device: who answers for it, what covers it, what is kept of it."""

from django.db import models


class Duty(models.TextChoices):
    """What someone is to a device over a period. One at a time, but for funders, who may share."""

    OWNER = "proprietaire", "propriétaire"
    FUNDER = "financeur", "financeur"
    MAINTAINER = "mainteneur", "mainteneur"
    WARRANTOR = "garant", "garant"
    CUSTODIAN = "depositaire", "dépositaire"


class Holder(models.TextChoices):
    """Whose duty it is."""

    CITY = "ville", "Ville"
    STATE = "etat", "État, académie"
    DEPARTMENT = "departement", "Département"
    REGION = "region", "Région"
    SCHOOL = "ecole", "école"
    SUPPLIER = "fournisseur", "fournisseur"
    ASSOCIATION = "association", "association, coopérative"
    PERSON = "personne", "personne"
    OTHER = "autre", "autre"


class ContractKind(models.TextChoices):
    """What a supplier owes for a device over a period."""

    WARRANTY = "garantie", "garantie"
    EXTENSION = "extension", "extension de garantie"
    UPKEEP = "maintenance", "contrat de maintenance"
    RENTAL = "location", "location"
    SUPPORT = "assistance", "assistance logicielle"
    INSURANCE = "assurance", "assurance"


WARRANTIES = (ContractKind.WARRANTY, ContractKind.EXTENSION)
"""Contracts under which the supplier repairs first (article 4, first promise)."""

CALLED = (*WARRANTIES, ContractKind.UPKEEP, ContractKind.RENTAL, ContractKind.SUPPORT)
"""Contracts under which a supplier is called, the first to call first: an insurer repairs nothing."""


class DocumentKind(models.TextChoices):
    """What a paper proves."""

    INVOICE = "facture", "facture"
    DELIVERY = "livraison", "bon de livraison"
    WARRANTY = "garantie", "garantie ou contrat"
    MANUAL = "notice", "notice"
    COMPLAINT = "plainte", "dépôt de plainte"
    ERASURE = "effacement", "certificat d’effacement"
    WASTE = "dechets", "bordereau de suivi des déchets"
    GIFT = "don", "acte de don ou de cession"
    OTHER = "autre", "autre document"


class FieldType(models.TextChoices):
    """What a custom field holds."""

    TEXT = "texte", "texte"
    NUMBER = "nombre", "nombre"
    DATE = "date", "date"
    YES_NO = "oui_non", "oui ou non"
    CHOICE = "choix", "choix dans une liste"


class Source(models.TextChoices):
    """Where a figure comes from."""

    HAND = "main", "saisie"
    IMPORT = "import", "import"
    AGENT = "agent", "agent d’inventaire"


class StockKind(models.TextChoices):
    """What a store keeps."""

    TONER = "toner", "toner, encre"
    LAMP = "lampe", "lampe"
    CABLE = "cable", "câble, adaptateur"
    CHARGER = "chargeur", "chargeur, batterie"
    PART = "piece", "pièce détachée"
    INPUT = "saisie", "clavier, souris, casque"
    PAPER = "papier", "papier, étiquettes"
    OTHER = "autre", "autre"


class HandOverKind(models.TextChoices):
    """Why a device changes hands against a signature."""

    LOAN = "pret", "prêt"
    HAND_OVER = "remise", "remise"
