"""The vocabulary of the pupil databases."""

from django.db import models


class Standing(models.TextChoices):
    """Where an entry of one base stands towards the other base."""

    LINKED = "accorde", "accordé"
    REVIEW = "a_verifier", "à vérifier"
    ALONE = "seul", "seul dans sa base"


class Verdict(models.TextChoices):
    """What is held of a pair of entries."""

    ENGINE = "calcule", "même élève, par calcul"
    REVIEW = "a_verifier", "à vérifier"
    SAME = "meme", "même élève, par décision"
    APART = "differents", "deux élèves, par décision"
