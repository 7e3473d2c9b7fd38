"""The vocabulary of the pupil databases."""

from django.db import models

FOLDER = "bases-eleves"
"""Where the files that wait to be compared lie, under those of the house."""


class Standing(models.TextChoices):
    """Where an entry of one base stands towards the other base."""

    LINKED = "accorde", "accordé"
    REVIEW = "a_verifier", "à vérifier"
    ALONE = "seul", "seul dans sa base"
    DOUBLE = "double", "deuxième fiche d’un élève"


class Verdict(models.TextChoices):
    """What is held of a pair of entries."""

    ENGINE = "calcule", "même élève, par calcul"
    REVIEW = "a_verifier", "à vérifier"
    SAME = "meme", "même élève, par décision"
    APART = "differents", "deux élèves, par décision"


class Kind(models.TextChoices):
    """What the two bases disagree on."""

    FIELD = "champ", "un champ diffère"
    SCHOOL = "ecole", "dans une autre école"
    ONLY_STATE = "seul_etat", "inconnu de la Ville"
    ONLY_CITY = "seul_ville", "inconnu de l’État"
    TWICE = "doublon", "deux fois dans une base"


class Cause(models.TextChoices):
    """What a child whom one base only knows may be."""

    NONE = "", "sans objet"
    ARRIVED = "arrive", "arrivé, pas encore inscrit"
    LEFT = "parti", "parti"
    NEVER = "jamais", "inscrit, pas admis"
    NEW = "nouveau", "vient sans doute d’arriver"
    PARTIAL = "partiel", "hors de ce qui est comparé"
    UNPLACED = "sans", "sans école connue"


class Certainty(models.TextChoices):
    """How sure that is: by what the files say and for how long, never by absence alone."""

    NONE = "", "sans objet"
    HIGH = "forte", "très probable"
    MIDDLE = "moyenne", "probable"
    LOW = "faible", "possible"


class State(models.TextChoices):
    """Where a disagreement stands. The last two are seen by a comparison, never declared."""

    OPEN = "ouvert", "à demander"
    ASKED = "demande", "demandée"
    ACCEPTED = "accepte", "acceptée"
    DONE = "fait", "faite, à constater"
    REFUSED = "refuse", "refusée"
    CORRECTED = "corrige", "corrigé"
    GONE = "disparu", "disparu"


OPEN_STATES = (State.OPEN, State.ASKED, State.ACCEPTED, State.DONE)
CLOSED_STATES = (State.REFUSED, State.CORRECTED, State.GONE)


class Answer(models.TextChoices):
    NONE = "", "sans réponse"
    ACCEPTED = "accepte", "acceptée"
    REFUSED = "refuse", "refusée"
    MOOT = "caduc", "sans objet, l’écart a disparu"


class Reason(models.TextChoices):
    """Why a person reads what is kept of a child; written in the journal with each reading."""

    VERIFY = "verification", "Vérifier si deux fiches sont celles d’un même élève"
    CORRECT = "correction", "Traiter une correction"
    SCHOOLING = "obligation", "Veiller à l’obligation d’instruction (L131-6)"
    REQUEST = "demande", "Répondre à un responsable légal"
    CONTROL = "controle", "Contrôler la protection des données"


class Reading(models.TextChoices):
    """What is read of children: each is opened by reasons of its own."""

    PAIRS = "paires", "les fiches à vérifier"
    GAPS = "ecarts", "les écarts et leurs corrections"
    SCHOOLING = "scolarisation", "la liste des enfants à scolariser"


REASONS = {
    Reading.PAIRS: (Reason.VERIFY, Reason.REQUEST, Reason.CONTROL),
    Reading.GAPS: (Reason.CORRECT, Reason.REQUEST, Reason.CONTROL),
    Reading.SCHOOLING: (Reason.SCHOOLING, Reason.REQUEST, Reason.CONTROL),
}
"""The reasons that hold for each reading: nobody checks twins to correct a date."""
