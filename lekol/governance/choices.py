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
    FREEZE = "figer", "chiffres à figer"
    REVIEW = "bilan", "bilan"
    PROGRAMME = "programme", "programme annuel"


class Source(models.TextChoices):
    """Why a point is proposed for the agenda."""

    HAND = "main", "ajouté à la main"
    BROKEN = "non_tenu", "engagement non tenu"
    AT_RISK = "a_risque", "engagement à risque"
    NOTICE = "notice", "mise en demeure"
    CONTESTED = "desaccord", "désaccord entre les parties"
    EXPIRED = "perimee", "déclaration à renouveler"
    TARGET = "echeance", "cible qui arrive à échéance"
    ACTION = "action", "décision non exécutée"
    REVIEW = "bilan", "bilan de l’année écoulée"
    PROGRAMME = "programme", "programme annuel"
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
    INDICATOR = "indicateur", "indicateur"
    PROGRAMME = "programme", "programme annuel"
    OPERATION = "operation", "opération du programme"


class Formula(models.TextChoices):
    """How the measures of an indicator are combined."""

    SHARE = "part", "la part faite : ce qui est fait sur ce qui est dû"
    SUM = "somme", "la somme de ce qui est fait"
    LACK = "manque", "la somme de ce qui manque"
    RATIO = "rapport", "un rapport : ce qui est fait pour une unité d’autres mesures"


class Direction(models.TextChoices):
    """Which way a figure must go."""

    UP = "hausse", "à augmenter"
    DOWN = "baisse", "à réduire"


class Frequency(models.TextChoices):
    """When the figure of an indicator is frozen."""

    MONTHLY = "mois", "chaque mois"
    QUARTERLY = "trimestre", "chaque trimestre"
    YEARLY = "annee", "chaque année scolaire"


class Priority(models.TextChoices):
    """Which schools an indicator counts, by priority education."""

    ALL = "", "toutes"
    PRIORITY = "ep", "en éducation prioritaire (REP et REP+)"
    REP = "rep", "en REP"
    REP_PLUS = "rep_plus", "en REP+"
    OTHER = "hors", "hors éducation prioritaire"


class GroupBy(models.TextChoices):
    """How schools are compared."""

    KIND = "type", "Type d’école"
    PRIORITY = "prioritaire", "Éducation prioritaire"
    DISTRICT = "circonscription", "Circonscription"
    SIZE = "taille", "Taille"


class Strand(models.TextChoices):
    """To which of the two projects that article 8 keeps in phase an operation belongs, or to what holds them."""

    EQUIPMENT = "equipement", "projet d’équipement"
    TEACHING = "pedagogie", "projet pédagogique"
    TRAINING = "formation", "formation"
    STEERING = "pilotage", "pilotage et services"


class Progress(models.TextChoices):
    """How far an operation of the programme has gone."""

    TO_DO = "a_faire", "à faire"
    DOING = "en_cours", "en cours"
    DONE = "faite", "faite"
    DROPPED = "abandonnee", "abandonnée"
