"""What agents say of devices, beside the register: announced machines, their sections, software, condition, keys.

The register stays what people decide; a machine is what was seen. The two meet by a link, made when the match
is sure or by a person. Nothing here names a user.
"""

from typing import Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeOperators
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from lekol.directory.models import Commune, Person, School
from lekol.equipment.choices import Channel, Source, Standing
from lekol.equipment.models.assets import Asset
from lekol.equipment.models.catalogue import OperatingSystem
from lekol.equipment.rules.provenance import FIELDS
from lekol.equipment.rules.software import PROTECTION_WORDS


class AgentKeyQuerySet(models.QuerySet["AgentKey"]):
    def alive(self) -> Self:
        return self.filter(revoked_at=None)


class AgentKey(models.Model):
    """What lets the agents of a school, or of a commune, speak. Its secret is 256 random bits: a digest is enough."""

    commune = models.ForeignKey(Commune, models.PROTECT, related_name="agent_keys", verbose_name="commune")
    school = models.ForeignKey(
        School, models.PROTECT, null=True, blank=True, related_name="agent_keys", verbose_name="école"
    )
    name = models.CharField("nom", max_length=80)
    login = models.CharField("identifiant", max_length=24, unique=True)
    digest = models.CharField("empreinte", max_length=64)
    created_at = models.DateTimeField("créée le", default=timezone.now, editable=False)
    created_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="par")
    revoked_at = models.DateTimeField("révoquée le", null=True, blank=True)
    last_seen_at = models.DateTimeField("dernier contact", null=True, blank=True)
    last_agent = models.CharField("dernier agent", max_length=120, blank=True)

    objects = AgentKeyQuerySet.as_manager()

    class Meta:
        verbose_name = "clé d’agent"
        verbose_name_plural = "clés d’agent"
        ordering = ["-created_at", "-id"]

    def __str__(self) -> str:
        return f"{self.name} ({self.login})"


class MachineQuerySet(models.QuerySet["Machine"]):
    def waiting(self) -> Self:
        """Those a person has to decide of."""
        return self.filter(standing=Standing.QUARANTINE)


class Machine(models.Model):
    """A device as agents announce it. `asset` is empty while nobody decided, or when it is ignored."""

    asset = models.OneToOneField(
        Asset, models.SET_NULL, null=True, blank=True, related_name="machine", verbose_name="matériel"
    )
    commune = models.ForeignKey(
        Commune, models.PROTECT, null=True, blank=True, related_name="machines", verbose_name="commune"
    )
    school = models.ForeignKey(
        School, models.PROTECT, null=True, blank=True, related_name="machines", verbose_name="école annoncée"
    )
    standing = models.CharField("décision", max_length=12, choices=Standing.choices, default=Standing.QUARANTINE)
    nature = models.CharField("nature", max_length=12)
    kind = models.CharField("type", max_length=16, blank=True)
    name = models.CharField("nom", max_length=120, blank=True)
    make = models.CharField("marque", max_length=60, blank=True)
    model = models.CharField("modèle", max_length=80, blank=True)
    said_serial = models.CharField("numéro de série annoncé", max_length=80, blank=True)
    virtual = models.BooleanField("machine virtuelle", default=False)

    serial = models.CharField("numéro de série retenu", max_length=80, blank=True, db_index=True)
    uuid = models.CharField("UUID retenu", max_length=80, blank=True, db_index=True)
    agent = models.CharField("identifiant de l’agent", max_length=32, blank=True, db_index=True)
    device = models.CharField("nom donné par l’agent", max_length=200, blank=True, db_index=True)
    fallback = models.CharField("nom et modèle", max_length=200, blank=True, db_index=True)
    macs = ArrayField(models.CharField(max_length=12), default=list, blank=True, verbose_name="adresses réseau")

    message = models.CharField("empreinte du dernier message", max_length=40, blank=True, db_index=True)
    digests = models.JSONField("empreintes", default=dict)
    warnings = models.JSONField("remarques", default=list)
    candidates = models.JSONField("ressemblances", default=list)
    reason = models.CharField("pourquoi", max_length=400, blank=True)
    key = models.ForeignKey(
        AgentKey, models.SET_NULL, null=True, blank=True, related_name="machines", verbose_name="clé d’agent"
    )
    channel = models.CharField("venu par", max_length=8, choices=Channel.choices, default=Channel.AGENT)
    agent_version = models.CharField("agent", max_length=120, blank=True)
    first_seen_at = models.DateTimeField("vu la première fois", default=timezone.now)
    last_seen_at = models.DateTimeField("vu la dernière fois", default=timezone.now)
    changed_at = models.DateTimeField("changé le", default=timezone.now)

    release = models.ForeignKey(
        OperatingSystem, models.PROTECT, null=True, blank=True, related_name="machines", verbose_name="système"
    )
    updated_on = models.DateField("dernière mise à jour vue", null=True, blank=True)
    free_percent = models.PositiveSmallIntegerField("espace libre du système (%)", null=True, blank=True)
    battery_percent = models.PositiveSmallIntegerField("capacité restante de la batterie (%)", null=True, blank=True)
    failing_disk = models.BooleanField("disque en défaut", default=False)

    objects = MachineQuerySet.as_manager()

    class Meta:
        verbose_name = "machine inventoriée"
        verbose_name_plural = "machines inventoriées"
        ordering = ["-first_seen_at", "-id"]
        indexes = [
            GinIndex(fields=["macs"], name="machine_macs"),
            models.Index(
                fields=["commune", "-first_seen_at", "-id"], name="machine_waiting", condition=Q(standing="quarantaine")
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(asset=None) | Q(standing="rattache"),
                name="machine_linked_has_standing",
                violation_error_message="Une machine rattachée à un matériel n’est plus à décider.",
            )
        ]

    def __str__(self) -> str:
        return self.name or self.said_serial or f"machine {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("equipment:machine", args=[self.pk])


class Section(models.Model):
    """A part of what was said of a machine, as it was last said. One that a message leaves out stays as it was."""

    machine = models.ForeignKey(
        Machine, models.CASCADE, related_name="sections", verbose_name="machine", db_index=False
    )  # `section_once` serves it
    name = models.CharField("partie", max_length=16)
    rows = models.JSONField("contenu", default=list)
    changed_at = models.DateTimeField("changé le", default=timezone.now)

    class Meta:
        verbose_name = "partie d’inventaire"
        verbose_name_plural = "parties d’inventaire"
        ordering = ["machine", "name"]
        constraints = [models.UniqueConstraint(fields=["machine", "name"], name="section_once")]

    def __str__(self) -> str:
        return f"{self.name} de {self.machine}"


class SoftwareTitle(models.Model):
    """A software in one version: one row for the whole estate."""

    name = models.CharField("nom", max_length=160)
    version = models.CharField("version", max_length=80, blank=True)
    publisher = models.CharField("éditeur", max_length=120, blank=True)
    mark = models.GeneratedField(
        expression=models.Func(
            "name", "version", "publisher", arg_joiner=" || chr(31) || ",
            template="('x' || substr(md5(%(expressions)s), 1, 16))::bit(64)::bigint",
        ),
        output_field=models.BigIntegerField(), db_persist=True, verbose_name="empreinte",
    )  # fmt: skip
    """The words in one number, as `rules.software.mark` counts them: an inventory is looked for by its numbers."""

    class Meta:
        verbose_name = "logiciel"
        indexes = [models.Index(fields=["mark"], name="software_title_mark")]
        ordering = ["name", "version", "id"]
        constraints = [models.UniqueConstraint(fields=["name", "version", "publisher"], name="software_title_once")]

    def __str__(self) -> str:
        return f"{self.name} {self.version}".strip()


class InstalledSoftware(models.Model):
    """A software present on a machine.

    Its title is not checked by the base at each of the hundred rows of an inventory: they are written by one
    statement that has just read the titles, which nothing ever deletes.
    """

    machine = models.ForeignKey(
        Machine, models.CASCADE, related_name="software", verbose_name="machine", db_index=False
    )  # `installed_software_once` serves it
    title = models.ForeignKey(
        SoftwareTitle, models.PROTECT, related_name="installations", verbose_name="logiciel", db_constraint=False
    )
    installed_on = models.DateField("installé le", null=True, blank=True)

    class Meta:
        verbose_name = "logiciel installé"
        verbose_name_plural = "logiciels installés"
        ordering = ["machine", "title"]
        constraints = [models.UniqueConstraint(fields=["machine", "title"], name="installed_software_once")]

    def __str__(self) -> str:
        return f"{self.title} sur {self.machine}"


class Condition(models.Model):
    """How a machine stood over a period: its protection, its office suite, and that it answered at all."""

    machine = models.ForeignKey(Machine, models.CASCADE, related_name="conditions", verbose_name="machine")
    protection = models.CharField(
        "antivirus", max_length=10, choices=[(str(state), word) for state, word in PROTECTION_WORDS.items()]
    )
    antivirus = models.CharField("nom de l’antivirus", max_length=120, blank=True)
    office = models.CharField("suite bureautique", max_length=80, blank=True)
    valid = DateRangeField("période")

    class Meta:
        verbose_name = "état d’un poste"
        verbose_name_plural = "états d’un poste"
        ordering = ["machine", "-valid"]
        constraints = [
            ExclusionConstraint(
                name="condition_one_at_a_time",
                expressions=[("machine", RangeOperators.EQUAL), ("valid", RangeOperators.OVERLAPS)],
                violation_error_message="Cette machine a déjà un état sur cette période.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.machine} : {self.get_protection_display()}"


class FieldSource(models.Model):
    """Who wrote a field of the register, when, whether it is locked, and what an agent says otherwise."""

    asset = models.ForeignKey(
        Asset, models.CASCADE, related_name="field_sources", verbose_name="matériel", db_index=False
    )  # `field_source_once` serves it
    field = models.CharField("champ", max_length=10, choices=[(name, rule.label) for name, rule in FIELDS.items()])
    source = models.CharField("source", max_length=8, choices=Source.choices)
    at = models.DateTimeField("le", default=timezone.now)
    locked = models.BooleanField("verrouillé", default=False)
    offered = models.CharField("ce que dit l’agent", max_length=160, blank=True)
    offered_at = models.DateTimeField("dit le", null=True, blank=True)

    class Meta:
        verbose_name = "provenance d’un champ"
        verbose_name_plural = "provenances des champs"
        ordering = ["asset", "field"]
        constraints = [models.UniqueConstraint(fields=["asset", "field"], name="field_source_once")]

    def __str__(self) -> str:
        return f"{self.get_field_display()} de {self.asset} : {self.get_source_display()}"


class FileRead(models.Model):
    """A file already brought in, and which machine it spoke of: the same file again changes nothing."""

    machine = models.ForeignKey(Machine, models.CASCADE, related_name="files", verbose_name="machine")
    digest = models.CharField("empreinte", max_length=64)
    rank = models.PositiveIntegerField("rang dans le fichier", default=0)
    name = models.CharField("fichier", max_length=160)
    at = models.DateTimeField("lu le", default=timezone.now)

    class Meta:
        verbose_name = "fichier d’inventaire lu"
        verbose_name_plural = "fichiers d’inventaire lus"
        ordering = ["-at", "-id"]
        constraints = [models.UniqueConstraint(fields=["digest", "rank"], name="file_read_once")]

    def __str__(self) -> str:
        return f"{self.name}, {self.machine}"
