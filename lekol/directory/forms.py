"""What is typed about the directory."""

from typing import Any

from django import forms

from lekol.directory.choices import Grade, PriorityEducation, Role, RoomUse, SchoolKind
from lekol.directory.models import District, Person, Room, School
from lekol.kit.forms import DateField, Form, ModelForm
from lekol.pact import uai as uai_rules


class SchoolFilters(Form):
    """The words above the list of schools."""

    q = forms.CharField(label="Nom ou code UAI", required=False, max_length=80)
    type = forms.ChoiceField(label="Type", required=False, choices=[("", "Tous les types"), *SchoolKind.choices])
    rep = forms.ChoiceField(
        label="Éducation prioritaire",
        required=False,
        choices=[("", "Toutes"), ("REP", "REP"), ("REP+", "REP+"), ("hors", "Hors éducation prioritaire")],
    )
    circonscription = forms.ModelChoiceField(
        District.objects.all(), label="Circonscription", required=False, to_field_name="code", empty_label="Toutes"
    )
    etat = forms.ChoiceField(
        label="État", required=False, choices=[("", "Ouvertes"), ("fermees", "Fermées"), ("toutes", "Toutes")]
    )

    def __init__(self, districts: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["circonscription"].queryset = districts  # type: ignore[attr-defined]


class SchoolForm(ModelForm):
    """The card of a school, its code excepted: a code changes from a date, by its own page."""

    class Meta:
        model = School
        fields = (
            "name", "kind", "priority_education", "district", "address", "postal_code", "phone", "email",
            "latitude", "longitude", "opened_on",
        )  # fmt: skip
        widgets = {"opened_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["priority_education"] = forms.ChoiceField(
            label="Éducation prioritaire", choices=PriorityEducation.choices, required=False
        )
        self.fields["priority_education"].widget.attrs["class"] = "saisie"


class CodeForm(Form):
    """A new UAI, from a day on."""

    uai = forms.CharField(
        label="Nouveau code UAI", max_length=8, help_text="Sept chiffres et une lettre, comme 9740001H."
    )
    since = DateField(label="À compter du")

    def clean_uai(self) -> str:
        text = str(self.cleaned_data["uai"]).strip().upper()
        if fault := uai_rules.fault(text):
            raise forms.ValidationError(fault)
        return text


class ReplaceForm(Form):
    """The school that takes over this one, which closes."""

    successor = forms.ModelChoiceField(School.objects.none(), label="École qui la remplace")
    on = DateField(label="À compter du")
    reason = forms.CharField(label="Motif", max_length=200, required=False)

    def __init__(self, schools: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["successor"].queryset = schools  # type: ignore[attr-defined]


class CloseSchoolForm(Form):
    """The first day a school receives nobody."""

    on = DateField(label="À compter du", help_text="Premier jour où l’école n’accueille plus d’élèves.")


class RoomForm(Form):
    """A new room."""

    building = forms.CharField(label="Bâtiment", max_length=60, initial="Bâtiment A")
    level = forms.IntegerField(
        label="Étage", min_value=-1, max_value=9, initial=0, help_text="0 pour le rez-de-chaussée."
    )
    name = forms.CharField(label="Nom de la salle", max_length=60)
    use = forms.ChoiceField(label="Usage", choices=RoomUse.choices)


class RoomEditForm(Form):
    """A room renamed, or put to another use."""

    name = forms.CharField(label="Nom de la salle", max_length=60)
    use = forms.ChoiceField(label="Usage", choices=RoomUse.choices)


class HeadcountForm(Form):
    """Pupils and classes of a school year."""

    school_year = forms.IntegerField(
        label="Année de la rentrée", min_value=2000, max_value=2100, help_text="2026 pour 2026-2027."
    )
    pupils = forms.IntegerField(label="Élèves", min_value=0, max_value=5000)
    classes = forms.IntegerField(label="Classes", min_value=0, max_value=200)


class ClassForm(Form):
    """A class of the year."""

    name = forms.CharField(label="Nom de la classe", max_length=40, help_text="Comme CE1 A.")
    levels = forms.MultipleChoiceField(label="Niveaux", choices=Grade.choices, widget=forms.CheckboxSelectMultiple)
    pupils = forms.IntegerField(label="Élèves", min_value=0, max_value=60)
    room = forms.ModelChoiceField(Room.objects.none(), label="Salle", required=False)

    def __init__(self, rooms: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["room"].queryset = rooms  # type: ignore[attr-defined]


class PersonFilters(Form):
    """The words above the list of persons."""

    q = forms.CharField(label="Nom", required=False, max_length=80)
    fonction = forms.ChoiceField(
        label="Fonction", required=False, choices=[("", "Toutes les fonctions"), *Role.choices]
    )


class PersonForm(ModelForm):
    """Names and professional contacts."""

    class Meta:
        model = Person
        fields = ("first_name", "last_name", "email", "phone")


class PostForm(Form):
    """A function, its place, its dates. Roles and places offered are those the reader manages."""

    role = forms.ChoiceField(label="Fonction")
    place = forms.ChoiceField(label="Lieu", help_text="La fonction et le lieu doivent aller ensemble.")
    since = DateField(label="À compter du")
    until = DateField(label="Jusqu’au", required=False, help_text="Laissez vide tant que la fin n’est pas connue.")

    def __init__(self, roles: Any, places: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = roles  # type: ignore[attr-defined]
        self.fields["place"].choices = places  # type: ignore[attr-defined]


class CloseForm(Form):
    """The first day the post is no longer held."""

    on = DateField(label="Fin du poste", help_text="Premier jour où la personne n’exerce plus la fonction.")
