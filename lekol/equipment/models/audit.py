"""A check on the ground: what was expected in a room, what was found, what was done about the rest."""

from django.db import models

from lekol.directory.models import Room, School
from lekol.equipment.choices.audit import Finding, Settled
from lekol.equipment.models.assets import Asset


class Audit(models.Model):
    """One check of one room, or of one trolley. `key` is drawn by the page: sent twice after a cut, it is one check."""

    key = models.UUIDField("clé d’envoi", unique=True)
    school = models.ForeignKey(School, models.PROTECT, related_name="audits", verbose_name="école")
    room = models.ForeignKey(Room, models.SET_NULL, null=True, related_name="audits", verbose_name="salle")
    trolley = models.ForeignKey(
        Asset, models.SET_NULL, null=True, blank=True, related_name="checks", verbose_name="mallette"
    )
    taken_at = models.DateTimeField("fait le")
    sent_at = models.DateTimeField("reçu le", auto_now_add=True)
    actor_ref = models.CharField("référence de l’auteur", max_length=40)
    actor_name = models.CharField("auteur", max_length=160)

    class Meta:
        verbose_name = "vérification"
        ordering = ["-taken_at", "-id"]

    def __str__(self) -> str:
        return f"vérification de {self.place} le {self.taken_at:%d/%m/%Y}"

    @property
    def place(self) -> str:
        """What was checked, in words: the trolley by its number, the room by its name, else the school."""
        if self.trolley is not None:
            return f"la mallette {self.trolley.inventory_number}"
        return str(self.room or self.school)


class AuditLine(models.Model):
    """One device of a check: expected and there, expected and not there, there and not expected, or unknown."""

    audit = models.ForeignKey(Audit, models.CASCADE, related_name="lines", verbose_name="vérification")
    asset = models.ForeignKey(
        Asset, models.SET_NULL, null=True, blank=True, related_name="audit_lines", verbose_name="matériel"
    )
    number = models.CharField("numéro lu", max_length=40)
    finding = models.CharField("constat", max_length=10, choices=Finding.choices)
    said = models.CharField("précision", max_length=200, blank=True)
    settled = models.CharField("suite", max_length=10, choices=Settled.choices, default=Settled.OPEN)

    class Meta:
        verbose_name = "ligne de vérification"
        verbose_name_plural = "lignes de vérification"
        ordering = ["audit", "number", "id"]
        constraints = [models.UniqueConstraint(fields=["audit", "number"], name="audit_line_once")]

    def __str__(self) -> str:
        return f"{self.number} : {self.get_finding_display()}"
