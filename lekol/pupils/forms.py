"""Forms of the pupil databases."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from lekol.directory.choices import Side
from lekol.directory.models import Commune, School
from lekol.kit.forms import DateField, Form
from lekol.pupils.choices import REASONS, Kind, Reading, Reason, State
from lekol.pupils.models import Software
from lekol.pupils.queries.reading import KNOWN, NAMES, Head

MEGABYTE = 1024 * 1024
LARGEST, WORKBOOK, TOGETHER = 300 * MEGABYTE, 40 * MEGABYTE, 1000 * MEGABYTE
"""A million pupils take 250 MB in an extraction of ONDE, half of them their guardians’ file, or the AAF once in gzip;
a workbook is read whole in memory."""
_WEIGHT = f"{LARGEST // MEGABYTE} Mo au plus, compressé (.gz) ou non."
_HELP, _TABLE = f"CSV, XLSX, ODS ou XML de l’AAF ; {_WEIGHT}", f"CSV, XLSX ou ODS ; {_WEIGHT}"


BASES = [(side, f"{NAMES[side]}") for side in (Side.STATE, Side.CITY)]


class OfCommune(Form):
    """A form about one commune among those the reader answers for; the only one is already chosen."""

    commune = forms.ModelChoiceField(Commune.objects.none(), label="Commune")

    def __init__(self, communes: QuerySet[Commune], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["commune"]
        field.queryset = communes
        if len(communes) == 1:
            field.initial = communes[0].pk


class BasesForm(OfCommune):
    """The files of one commune, and the software that wrote each base when it is known."""

    state_file = forms.FileField(
        label="Base de l’État", help_text=f"Élèves : extraction d’ONDE ou de l’annuaire. {_HELP}"
    )
    guardians_file = forms.FileField(
        label="Responsables, base de l’État", required=False,
        help_text="Extraction « responsables » d’ONDE, ou fichier PersRelEleve de l’AAF : les liens en sont plus sûrs.",
    )  # fmt: skip
    schools_file = forms.FileField(
        label="Écoles, base de l’État",
        required=False,
        help_text="Fichier EtabEducNat, si les élèves viennent de l’AAF.",
    )
    city_file = forms.FileField(label="Base de la Ville", help_text=f"Export du logiciel des inscriptions. {_TABLE}")
    software = forms.ModelChoiceField(
        Software.objects.none(), label="Logiciel de la Ville", required=False, empty_label="Nouveau, ou inconnu",
        help_text="Ses colonnes ont déjà été reconnues : elles ne sont pas redemandées.",
    )  # fmt: skip
    anew = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, communes: QuerySet[Commune], *args: Any, **kwargs: Any) -> None:
        super().__init__(communes, *args, **kwargs)
        known: Any = self.fields["software"]
        known.queryset = Software.objects.filter(side=Side.CITY, commune__in=communes)
        if not known.queryset.exists():
            del self.fields["software"]

    def clean(self) -> dict[str, Any]:
        words: dict[str, Any] = super().clean() or {}
        _bound(self, words)
        software, commune = words.get("software"), words.get("commune")
        if software and commune and software.commune_id != commune.pk:
            self.add_error("software", "Ce logiciel est celui d’une autre commune.")
        return words


class SchoolForm(Form):
    """The extraction of one school, and the City’s base when the person has it."""

    school = forms.ModelChoiceField(School.objects.none(), label="École")
    state_file = forms.FileField(
        label="Élèves de l’école, base de l’État", help_text="Extraction d’ONDE de cette école, « élèves », en CSV."
    )
    guardians_file = forms.FileField(
        label="Responsables, base de l’État", required=False,
        help_text="Extraction « responsables » d’ONDE : les liens en sont plus sûrs.",
    )  # fmt: skip
    city_file = forms.FileField(
        label="Base de la Ville", required=False,
        help_text="Si vous ne l’avez pas, la Ville l’ajoutera : l’extraction l’attend sept jours, puis est effacée.",
    )  # fmt: skip
    anew = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, schools: QuerySet[School], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["school"]
        field.queryset = schools
        if len(schools) == 1:
            field.initial = schools[0].pk

    def clean(self) -> dict[str, Any]:
        return _bound(self, super().clean() or {})


class CityForm(Form):
    """The City’s base, for the extraction of a school that waits for it."""

    city_file = forms.FileField(
        label="Base de la Ville",
        help_text=f"Toute la commune de préférence : un élève inscrit dans une autre école est alors reconnu. {_TABLE}",
    )
    software = forms.ModelChoiceField(
        Software.objects.none(), label="Logiciel de la Ville", required=False, empty_label="Nouveau, ou inconnu",
        help_text="Ses colonnes ont déjà été reconnues : elles ne sont pas redemandées.",
    )  # fmt: skip

    def __init__(self, commune: Commune, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known: Any = self.fields["software"]
        known.queryset = Software.objects.filter(side=Side.CITY, commune=commune)

    def clean(self) -> dict[str, Any]:
        return _bound(self, super().clean() or {})


def _bound(form: Form, words: dict[str, Any]) -> dict[str, Any]:
    """No file larger than a page may take."""
    for name in ("state_file", "city_file", "guardians_file", "schools_file"):
        if (file := words.get(name)) and (said := _too_large(file.name or "", file.size or 0)):
            form.add_error(name, said)
    return words


def _too_large(name: str, size: int) -> str:
    """What must be said of a file too heavy; nothing of the others."""
    weight = f"{size // MEGABYTE} Mo"
    if name.lower().endswith((".xlsx", ".xls", ".ods")) and size > WORKBOOK:
        return f"Ce classeur pèse {weight}. Au-delà de {WORKBOOK // MEGABYTE} Mo, enregistrez-le en CSV."
    if size > LARGEST:
        most = f"{LARGEST // MEGABYTE} Mo"
        return (
            f"Le fichier pèse {weight} ; cette page en prend {most} au plus. Donnez-le compressé (.gz), ou confiez-le "
            "à « lekol pupils link », qui lit sans limite."
        )
    return ""


class ColumnsForm(Form):
    """Which header holds what, for one base. The headers are those of its file and nothing else."""

    def __init__(self, head: Head, side: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, prefix=side, **kwargs)
        choices = [("", "— aucune —"), *((header, header) for header in head.headers if header)]
        for column in KNOWN:
            self.fields[column.name] = forms.ChoiceField(
                label=column.label, choices=choices, required=False, initial=head.mapping.get(column.name, ""),
                help_text=head.why.get(column.name, ""), widget=forms.Select(attrs={"class": "saisie"}),
            )  # fmt: skip
        self.fields["software"] = forms.CharField(
            label="Enregistrer ces colonnes sous le nom du logiciel", max_length=60, required=False,
            widget=forms.TextInput(attrs={"class": "saisie"}),
        )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        words: dict[str, Any] = super().clean() or {}
        chosen = [header for name, header in words.items() if header and name != "software"]
        twice = sorted({header for header in chosen if chosen.count(header) > 1})
        if twice:
            raise ValidationError(f"La colonne « {twice[0]} » est donnée deux fois : une colonne sert une fois.")
        if not {"name", "usage", "first"} & {name for name, header in words.items() if header}:
            raise ValidationError("Sans nom ni prénom, aucun élève ne peut être reconnu : désignez ces colonnes.")
        return words

    @property
    def mapping(self) -> dict[str, str]:
        return {name: header for name, header in self.cleaned_data.items() if header and name != "software"}


class AnswerForm(forms.Form):
    """Same child or two children."""

    same = forms.TypedChoiceField(
        choices=[("oui", "même élève"), ("non", "deux élèves")], coerce=lambda text: text == "oui"
    )


class ReasonForm(Form):
    """Why a person reads what is kept of a child, among the reasons that hold for that reading."""

    motif = forms.ChoiceField(label="Motif", choices=Reason.choices)
    lecture = forms.ChoiceField(choices=Reading.choices, widget=forms.HiddenInput)
    suite = forms.CharField(widget=forms.HiddenInput, required=False, max_length=300)

    def __init__(self, about: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["motif"]
        held = REASONS[Reading(about)] if about in Reading.values else ()
        field.choices = [(str(reason), reason.label) for reason in held]


class RefusalForm(Form):
    """Why a correction is refused."""

    reason = forms.CharField(
        label="Pourquoi la correction est refusée", max_length=400, widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Sans nom d’élève. Cette phrase est lue par la partie qui a demandé.",
    )  # fmt: skip


class GapFilters(Form):
    """What narrows the list of disagreements."""

    situation = forms.ChoiceField(
        label="Situation", required=False,
        choices=[("", "ouverts"), ("retard", "sans réponse passé le délai"), ("tous", "tous"), *State.choices],
    )  # fmt: skip
    nature = forms.ChoiceField(label="Écart", required=False, choices=[("", "tous"), *Kind.choices])
    base = forms.ChoiceField(label="Base à corriger", required=False, choices=[("", "les deux"), *BASES])


class ReadingFilters(Form):
    """What narrows the list of readings."""

    acte = forms.ChoiceField(
        label="Lecture", required=False,
        choices=[("", "toutes"), ("consultées", "fiches ouvertes"), ("montré", "numéros montrés"),
                 ("fichier", "fichiers pris")],
    )  # fmt: skip
    mots = forms.CharField(label="Écart, paire ou motif", required=False, max_length=60)


class ObjectionForm(OfCommune):
    """An objection as it was received. A national number is turned at once into a reference nobody reads back."""

    side = forms.ChoiceField(label="Base", choices=BASES)
    reference = forms.CharField(
        label="Référence de l’élève dans cette base", max_length=80,
        help_text="Sa référence dans le logiciel de la Ville, ou son identifiant national (INE), qui n’est pas gardé.",
    )  # fmt: skip
    received_on = DateField(label="Reçue le")
    grounds = forms.CharField(
        label="Ce que la famille fait valoir", max_length=400, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Sans nom d’élève.",
    )  # fmt: skip


class SettleForm(Form):
    """The answer given to an objection."""

    upheld = forms.TypedChoiceField(
        label="Décision", coerce=lambda text: text == "oui", widget=forms.RadioSelect,
        choices=[("oui", "Accueillie : l’élève n’est plus comparé"), ("non", "Rejetée : la mission l’impose")],
    )  # fmt: skip
    answer = forms.CharField(
        label="Réponse donnée à la famille", max_length=400, widget=forms.Textarea(attrs={"rows": 3})
    )


def columns_forms(
    heads: Mapping[str, Head], data: Mapping[str, Any] | None, sides: Sequence[str]
) -> dict[str, ColumnsForm]:
    """One form a base."""
    return {side: ColumnsForm(heads[side], side, data) for side in sides}
