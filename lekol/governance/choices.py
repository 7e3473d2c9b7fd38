"""The vocabulary of governance."""

from django.db import models


class MeetingState(models.TextChoices):
    """How far a meeting has gone."""

    PLANNED = "prevue", "prévue"
    CONVENED = "convoquee", "convoquée"
    HELD = "tenue", "tenue"
    CANCELLED = "annulee", "annulée"


class Presence(models.TextChoices):
    """What the attendance sheet says of a seat."""

    UNKNOWN = "", "non renseigné"
    PRESENT = "present", "présent"
    EXCUSED = "excuse", "excusé"
    ABSENT = "absent", "absent"


class Reply(models.TextChoices):
    """What someone convened answers."""

    NONE = "", "sans réponse"
    YES = "oui", "sera présent"
    NO = "non", "ne viendra pas"


class Subject(models.TextChoices):
    """What both parties are asked to agree."""

    MINUTES = "compte_rendu", "compte rendu"
    REVIEW = "bilan", "bilan"
    PROGRAMME = "programme", "programme annuel"


class Source(models.TextChoices):
    """Why a point is proposed for the agenda."""

    HAND = "main", "ajouté à la main"
    BROKEN = "non_tenu", "engagement non tenu"
    AT_RISK = "a_risque", "engagement à risque"
    CONTESTED = "desaccord", "désaccord entre les parties"
    EXPIRED = "perimee", "déclaration à renouveler"
    TARGET = "echeance", "cible qui arrive à échéance"
    ACTION = "action", "décision non exécutée"
    REVIEW = "bilan", "bilan de l’année écoulée"
    SEATS = "sieges", "sièges à pourvoir"
    TERM = "terme", "terme de la convention"


class RowKind(models.TextChoices):
    """What a frozen row holds."""

    AGREEMENT = "convention", "convention"
    COMMITMENT = "engagement", "engagement"
    SCHOOL = "ecole", "école"
    MEETING = "reunion", "réunion"
    DECISION = "decision", "décision"
    ACTION = "action", "action"
