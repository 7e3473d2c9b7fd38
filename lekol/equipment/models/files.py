"""Papers and photographs kept with a device. Files are checked, photographs drawn again without their location."""

from django.db import models
from django.utils import timezone

from lekol.equipment.choices import DocumentKind
from lekol.equipment.models.assets import Asset
from lekol.equipment.models.contracts import Contract


class Document(models.Model):
    """A paper of a device, or of a contract that covers many."""

    asset = models.ForeignKey(
        Asset, models.CASCADE, null=True, blank=True, related_name="documents", verbose_name="matériel"
    )
    contract = models.ForeignKey(
        Contract, models.CASCADE, null=True, blank=True, related_name="documents", verbose_name="contrat"
    )
    kind = models.CharField("nature", max_length=12, choices=DocumentKind.choices, default=DocumentKind.OTHER)
    title = models.CharField("titre", max_length=120)
    file = models.FileField("fichier", upload_to="parc/documents/%Y")
    name = models.CharField("nom du fichier", max_length=120)
    media_type = models.CharField("format", max_length=80)
    size = models.PositiveIntegerField("taille (octets)")
    digest = models.CharField("empreinte", max_length=64)
    dated = models.DateField("daté du", null=True, blank=True)
    added_at = models.DateTimeField("ajouté le", default=timezone.now)
    removed = models.BooleanField("retiré", default=False)

    class Meta:
        verbose_name = "document"
        ordering = ["-added_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(asset__isnull=False) ^ models.Q(contract__isnull=False),
                name="document_of_one_thing",
                violation_error_message="Un document est celui d’un matériel ou d’un contrat.",
            )
        ]

    def __str__(self) -> str:
        return self.title


class Photo(models.Model):
    """What a device looks like, or what happened to it."""

    asset = models.ForeignKey(Asset, models.CASCADE, related_name="photos", verbose_name="matériel")
    file = models.FileField("photo", upload_to="parc/photos/%Y")
    thumbnail = models.FileField("vignette", upload_to="parc/photos/%Y")
    caption = models.CharField("légende", max_length=120)
    width = models.PositiveSmallIntegerField("largeur")
    height = models.PositiveSmallIntegerField("hauteur")
    added_at = models.DateTimeField("ajoutée le", default=timezone.now)

    class Meta:
        verbose_name = "photo"
        ordering = ["-added_at", "-id"]

    def __str__(self) -> str:
        return self.caption
