"""From whom, under which market, on whose money."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from lekol.directory.models import Commune


class Supplier(models.Model):
    """A company that sells, repairs or insures."""

    commune = models.ForeignKey(Commune, models.PROTECT, related_name="suppliers", verbose_name="commune")
    name = models.CharField("nom", max_length=80)
    customer_number = models.CharField("notre numéro de client", max_length=40, blank=True)
    phone = models.CharField("téléphone", max_length=20, blank=True)
    email = models.EmailField("courriel", blank=True)
    website = models.URLField("site de l’assistance", blank=True)

    class Meta:
        verbose_name = "fournisseur"
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["commune", "name"],
                name="supplier_once",
                violation_error_message="Ce fournisseur est déjà connu de la commune.",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Purchase(models.Model):
    """One order: market, lot, invoice, and who pays which share (M57, subsidies to trace)."""

    commune = models.ForeignKey(Commune, models.PROTECT, related_name="purchases", verbose_name="commune")
    supplier = models.ForeignKey(
        Supplier, models.PROTECT, null=True, blank=True, related_name="purchases", verbose_name="fournisseur"
    )
    market = models.CharField("marché", max_length=60, blank=True)
    lot = models.CharField("lot", max_length=40, blank=True)
    order_number = models.CharField("bon de commande", max_length=40, blank=True)
    invoice = models.CharField("facture", max_length=40, blank=True)
    ordered_on = models.DateField("commandé le", null=True, blank=True)
    delivered_on = models.DateField("livré le", null=True, blank=True)
    accepted_on = models.DateField("admis le", null=True, blank=True)
    programme = models.CharField("financement", max_length=80, blank=True)
    subsidised_by = models.CharField("subventionné par", max_length=80, blank=True)
    subsidy_share = models.DecimalField(
        "part subventionnée (%)",
        max_digits=5,
        decimal_places=2,
        default=0,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
    )
    keep_until = models.DateField("à conserver jusqu’au", null=True, blank=True)

    class Meta:
        verbose_name = "achat"
        ordering = ["-ordered_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["commune", "market", "lot", "order_number", "invoice"],
                name="purchase_once",
                violation_error_message="Cet achat est déjà inscrit : même marché, même lot, même commande.",
            ),
            models.CheckConstraint(
                condition=Q(subsidy_share__gte=0, subsidy_share__lte=100),
                name="purchase_share",
                violation_error_message="La part subventionnée va de 0 à 100 %.",
            ),
            models.CheckConstraint(
                condition=Q(ordered_on=None) | Q(delivered_on=None) | Q(delivered_on__gte=F("ordered_on")),
                name="purchase_delivered_after_ordered",
                violation_error_message="Une livraison ne peut pas précéder sa commande.",
            ),
        ]

    def __str__(self) -> str:
        words = [
            f"marché {self.market}" if self.market else "",
            f"lot {self.lot}" if self.lot else "",
            f"commande {self.order_number}" if self.order_number else "",
            f"facture {self.invoice}" if self.invoice else "",
        ]
        return ", ".join(word for word in words if word) or "achat sans référence"
