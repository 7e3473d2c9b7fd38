"""The form of each kind of item, in the words of a pack."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from lekol.agreement.choices import ItemKind
from lekol.agreement.forms.items import ItemForm, parties_of
from lekol.agreement.forms.words import LinesField
from lekol.agreement.rules.drafting import words as french
from lekol.agreement.rules.drafting.items import key_of
from lekol.agreement.rules.schema import LEVELS, LONG, SCHOOL_KINDS
from lekol.agreement.rules.term import RULES
from lekol.kit.forms import DateField
from lekol.pact.clocks import BOUNDARIES, EVENTS

NOTHING = [("", "non dit")]


def _choices(words: Mapping[str, str], kept: Sequence[str] | None = None) -> list[tuple[str, str]]:
    return [(key, words.get(key, key).capitalize()) for key in (kept or words)]


class HeadForm(ItemForm):
    """Title, address, signature."""

    managed = ("title", "short_title", "slug", "signed_on", "demonstration")
    title = forms.CharField(label="Intitulé", max_length=300, widget=forms.Textarea(attrs={"rows": 3}))
    short_title = forms.CharField(label="Titre court", max_length=120, help_text="Pour les listes.")
    slug = forms.SlugField(
        label="Identifiant", max_length=60, help_text="Celui de son adresse, comme saint-denis-2025."
    )
    signed_on = DateField(
        label="Date de la dernière signature",
        required=False,
        help_text="Vide, la durée reste inconnue jusqu’à sa saisie.",
    )
    demonstration = forms.BooleanField(label="Texte inventé, pour une démonstration", required=False)

    def written(self) -> dict[str, Any]:
        return {
            **super().written(),
            "slug": self.cleaned_data["slug"].lower(),
            "demonstration": self.cleaned_data["demonstration"] or None,
        }


class PartyForm(ItemForm):
    """A party, or an actor the text names without its signing."""

    managed = (
        "name",
        "short_name",
        "level",
        "signing",
        "letter",
        "tone",
        "code",
        "siren",
        "signatory_function",
        "signatory_name",
    )
    name = forms.CharField(label="Nom", max_length=160)
    short_name = forms.CharField(label="Nom court", max_length=40)
    level = forms.ChoiceField(label="Niveau", choices=_choices(french.LEVELS, LEVELS))
    signing = forms.BooleanField(label="Elle signe la convention", required=False, initial=True)
    signatory_name = forms.CharField(label="Nom de qui signe", max_length=120, required=False)
    signatory_function = forms.CharField(label="Fonction de qui signe", max_length=120, required=False)
    letter = forms.CharField(
        label="Lettre à l’écran",
        max_length=2,
        required=False,
        help_text="Une ou deux lettres ; nécessaire si elle signe.",
    )
    tone = forms.ChoiceField(label="Apparence à l’écran", choices=_choices(french.TONES))
    code = forms.CharField(
        label="Code public",
        max_length=12,
        required=False,
        help_text="INSEE d’une commune, numéro d’académie, UAI d’un établissement.",
    )
    siren = forms.CharField(label="SIREN", max_length=9, required=False)

    def told(self, words: Mapping[str, Any]) -> dict[str, Any]:
        return {"signing": True, **words}

    def written(self) -> dict[str, Any]:
        words = super().written() | {"signing": None if self.cleaned_data["signing"] else False}
        return words if self.item else words | {"key": self._key()}

    def _key(self) -> str:
        """A key of its own, made of the short name; others cite it, so it never changes."""
        taken = {item.words.get("key") for item in self.items if item.kind == ItemKind.PARTY}
        base = key_of(self.cleaned_data["short_name"], 26) or "partie"
        return next(key for key in (base, *(f"{base}-{rank}" for rank in range(2, 99))) if key not in taken)


class TermForm(ItemForm):
    """How long it lasts."""

    managed = (
        "rule", "years", "months", "from", "takes_effect", "until", "school_years", "event", "renewal",
        "renewal_years", "renewal_months", "renewal_times", "renewal_notice_months", "denounced_on",
    )  # fmt: skip
    rule = forms.ChoiceField(label="La convention dure", choices=_choices(french.RULES, RULES))
    years = forms.IntegerField(label="Nombre d’années", min_value=1, max_value=99, required=False)
    months = forms.IntegerField(label="Nombre de mois", min_value=1, max_value=1200, required=False)
    starts = forms.CharField(
        label="À compter", max_length=60, required=False,
        help_text="« signature », ou une date comme 2026-09-01. Vide : non dit.",
    )  # fmt: skip
    effect_from = forms.ChoiceField(
        label="Ou bien, prend effet après", required=False, choices=NOTHING + _choices(french.EVENTS, EVENTS),
        help_text="Quand le point de départ se calcule, comme « le 1er janvier suivant la signature ».",
    )  # fmt: skip
    effect_days = forms.IntegerField(label="Jours après cet événement", min_value=1, max_value=3660, required=False)
    effect_months = forms.IntegerField(label="Mois après cet événement", min_value=1, max_value=600, required=False)
    effect_then = forms.ChoiceField(
        label="Et à la limite suivante", required=False, choices=NOTHING + _choices(french.BOUNDARIES, BOUNDARIES)
    )
    until = DateField(label="Dernier jour, inclus", required=False)
    school_years = LinesField(
        label="Années scolaires", required=False, max_length=400, help_text="Une par ligne, comme 2026-2027."
    )
    event = forms.CharField(label="Événement qui y met fin", max_length=200, required=False)
    renewal = forms.ChoiceField(label="Reconduction", required=False, choices=NOTHING + _choices(french.RENEWALS))
    renewal_years = forms.IntegerField(
        label="Durée d’une reconduction, en années", min_value=1, max_value=99, required=False
    )
    renewal_months = forms.IntegerField(label="Ou bien, en mois", min_value=1, max_value=1200, required=False)
    renewal_times = forms.IntegerField(
        label="Reconductions au plus", min_value=1, max_value=99, required=False, help_text="Vide : sans limite."
    )
    renewal_notice_months = forms.IntegerField(
        label="Préavis pour s’y opposer, en mois", min_value=1, max_value=60, required=False
    )
    denounced_on = DateField(label="Une partie s’y est opposée le", required=False)

    def told(self, words: Mapping[str, Any]) -> dict[str, Any]:
        effect = words.get("takes_effect") or {}
        shown = {f"effect_{name}": effect.get(name) for name in ("from", "days", "months", "then")}
        return {**words, "starts": words.get("from", ""), **shown}

    def written(self) -> dict[str, Any]:
        return super().written() | {"from": self.cleaned_data["starts"].strip(), "takes_effect": self._effect()}

    def _effect(self) -> dict[str, Any] | None:
        """What the fields say, over what of it they do not show (years, how days are counted)."""
        if not self.cleaned_data["effect_from"]:
            return None
        held = dict((self.item.words.get("takes_effect") or {}) if self.item else {})
        typed = {name: self.cleaned_data[f"effect_{name}"] for name in ("from", "days", "months", "then")}
        kept = {name: value for name, value in held.items() if name not in typed}
        return kept | {name: value for name, value in typed.items() if value}

    def clean(self) -> dict[str, Any]:
        words = super().clean() or {}
        if words.get("starts") and words.get("effect_from"):
            self.add_error("effect_from", "« À compter » et « prend effet après » s’excluent : gardez l’un des deux.")
        more = any(words.get(name) for name in ("effect_days", "effect_months", "effect_then"))
        if more and not words.get("effect_from"):
            self.add_error("effect_from", "Dites l’événement après lequel elle prend effet.")
        return words


class NoticeForm(ItemForm):
    """What must be sent before ending it, and how long it leaves."""

    managed = ("form", "days", "months", "from", "effect", "wording")
    form = forms.CharField(
        label="Forme", max_length=200, required=False, help_text="Comme : lettre recommandée avec accusé de réception."
    )
    days = forms.IntegerField(label="Délai, en jours", min_value=1, max_value=730, required=False)
    months = forms.IntegerField(
        label="Ou bien, délai en mois", min_value=1, max_value=24, required=False,
        help_text="De quantième à quantième : du 31 janvier, un mois va au 28 ou 29 février.",
    )  # fmt: skip
    starts = forms.ChoiceField(
        label="Le délai court",
        required=False,
        choices=[*NOTHING, ("envoi", "De l’envoi"), ("reception", "De la réception")],
    )
    effect = forms.CharField(label="Effet au terme du délai", max_length=200, required=False)
    wording = forms.CharField(
        label="Ce que le texte en dit", max_length=LONG, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def told(self, words: Mapping[str, Any]) -> dict[str, Any]:
        return {**words, "starts": words.get("from", "")}

    def written(self) -> dict[str, Any]:
        return super().written() | {"from": self.cleaned_data["starts"]}

    def clean(self) -> dict[str, Any]:
        words = super().clean() or {}
        if words.get("days") and words.get("months"):
            self.add_error("months", "Le délai se dit en jours, ou bien en mois : gardez l’un des deux.")
        return words


class AmendmentForm(ItemForm):
    """How it may be changed."""

    managed = ("procedure", "lasts")
    procedure = forms.CharField(label="Comment la modifier", max_length=LONG, widget=forms.Textarea(attrs={"rows": 4}))
    lasts = forms.ChoiceField(label="Durée d’un avenant", required=False, choices=NOTHING + _choices(french.LASTS))


class WordedForm(ItemForm):
    """An aim or a shared objective."""

    managed = ("wording",)
    wording = forms.CharField(label="Énoncé", max_length=LONG, widget=forms.Textarea(attrs={"rows": 4}))
    kind, prefix_of_key = ItemKind.OBJECTIVE, "objectif"

    def written(self) -> dict[str, Any]:
        words = super().written()
        if self.item is not None:
            return words
        taken = {item.words.get("key") for item in self.items}
        return words | {
            "key": next(key for rank in range(1, 999) if (key := f"{self.prefix_of_key}-{rank}") not in taken)
        }


class AimForm(WordedForm):
    """An aim: article 1 of most texts."""

    kind, prefix_of_key = ItemKind.AIM, "but"


class ArticleForm(ItemForm):
    """An article, or an annex."""

    managed = ("number", "title")
    number = forms.RegexField(
        r"^([A-Z]|[0-9]{1,2})$", label="Numéro", help_text="Un nombre, ou une lettre hors des articles.",
        error_messages={"invalid": "Un numéro d’article est un nombre de 1 à 99, ou une lettre majuscule."},
    )  # fmt: skip
    title = forms.CharField(label="Intitulé", max_length=200)


class CommitteeForm(ItemForm):
    """A committee, its seats, how often it meets."""

    managed = ("name", "minimum", "per", "frequency", "extraordinary", "chairs", "members", "missions")
    name = forms.CharField(label="Nom", max_length=120)
    minimum = forms.IntegerField(label="Réunions au moins", min_value=1, max_value=99, required=False)
    per = forms.ChoiceField(label="Par", required=False, choices=NOTHING + _choices(french.PERIODS))
    frequency = forms.CharField(label="Rythme, tel que le texte le dit", max_length=200, required=False)
    extraordinary = forms.BooleanField(label="Des réunions extraordinaires sont prévues", required=False)
    chairs = LinesField(label="Présidence", required=False, max_length=4_000)
    members = LinesField(label="Membres", required=False, max_length=20_000)
    missions = LinesField(label="Missions", required=False, max_length=20_000, help_text="Une par ligne.")

    def prepare(self) -> None:
        keys = ", ".join(key for key, _ in parties_of(self.items)) or "aucune"
        for name in ("chairs", "members"):
            self.fields[
                name
            ].help_text = f"Un siège par ligne, comme « ville : Maire, ou son représentant ». Parties : {keys}."

    def told(self, words: Mapping[str, Any]) -> dict[str, Any]:
        return {
            **words,
            **{name: [french.seat_line(row) for row in words.get(name, [])] for name in ("chairs", "members")},
        }

    def clean_chairs(self) -> list[dict[str, Any]]:
        return self._seats("chairs")

    def clean_members(self) -> list[dict[str, Any]]:
        return self._seats("members")

    def _seats(self, name: str) -> list[dict[str, Any]]:
        parties = [key for key, _ in parties_of(self.items)]
        read = [(line, french.seat_of(line, parties)) for line in self.cleaned_data[name]]
        if wrong := next((line for line, seat in read if seat is None), ""):
            raise ValidationError(
                f"« {wrong[:80]} » : aucune partie du brouillon n’a cette clé ({', '.join(parties)})."
            )
        return [seat for _, seat in read if seat is not None]

    def written(self) -> dict[str, Any]:
        words = super().written() | {"extraordinary": self.cleaned_data["extraordinary"] or None}
        taken = {item.words.get("key") for item in self.items if item.kind == ItemKind.COMMITTEE}
        base = key_of(self.cleaned_data["name"], 26) or "comite"
        key = next(key for key in (base, *(f"{base}-{rank}" for rank in range(2, 99))) if key not in taken)
        return words if self.item else words | {"key": key}


class CommitmentForm(ItemForm):
    """A promise: who owes it, under which article, in which words."""

    managed = (
        "title",
        "wording",
        "debtors",
        "joint",
        "condition",
        "nature",
        "school_kinds",
        "measures",
        "article",
        "source",
    )
    debtors = forms.MultipleChoiceField(label="Qui doit", required=False, widget=forms.CheckboxSelectMultiple)
    article = forms.ChoiceField(label="Article")
    title = forms.CharField(label="Intitulé", max_length=160)
    wording = forms.CharField(label="Ce qui est promis", max_length=LONG, widget=forms.Textarea(attrs={"rows": 4}))
    condition = forms.CharField(
        label="Condition", max_length=200, required=False, help_text="Comme « selon l’éligibilité »."
    )
    nature = forms.ChoiceField(label="Nature", choices=_choices(french.NATURES))
    severally = forms.BooleanField(label="Plusieurs débiteurs, chacun de son côté", required=False)
    school_kinds = forms.MultipleChoiceField(
        label="Types d’école", required=False, widget=forms.CheckboxSelectMultiple,
        choices=_choices(french.KINDS, SCHOOL_KINDS), help_text="Aucune coche : toutes les écoles.",
    )  # fmt: skip
    measures = LinesField(
        label="Mesures qui le comptent",
        required=False,
        max_length=600,
        help_text="Une par ligne, comme network.links_sized. Aucune : le débiteur déclare.",
    )

    def prepare(self) -> None:
        articles = [item.words for item in self.items if item.kind == ItemKind.ARTICLE and item.words.get("number")]
        self.fields["article"].choices = [  # type: ignore[attr-defined]
            (row["number"], f"{row['number']} — {row.get('title', '')}"[:90]) for row in articles
        ]
        self.fields["debtors"].choices = parties_of(self.items)  # type: ignore[attr-defined]

    def told(self, words: Mapping[str, Any]) -> dict[str, Any]:
        article = str(words.get("clause", "")).partition(".")[0]
        return {"nature": "resultat", **words, "article": article, "severally": words.get("joint") is False}

    def written(self) -> dict[str, Any]:
        words = super().written() | {"joint": False if self.cleaned_data["severally"] else None}
        return words | {"source": self._source()}

    def _source(self) -> str:
        """The extract, mot pour mot; the lead read with it stays as long as the extract does."""
        extract, before = str(self.cleaned_data.get("extract", "")), str(self.initial.get("extract", ""))
        if self.item and " ".join(before.split()) == extract:
            return str(self.item.words.get("source", extract))
        return extract


_FORMS: dict[str, type[ItemForm]] = {
    ItemKind.HEAD: HeadForm, ItemKind.PARTY: PartyForm, ItemKind.TERM: TermForm, ItemKind.NOTICE: NoticeForm,
    ItemKind.AMENDMENT: AmendmentForm, ItemKind.AIM: AimForm, ItemKind.OBJECTIVE: WordedForm,
    ItemKind.ARTICLE: ArticleForm, ItemKind.ANNEX: ArticleForm, ItemKind.COMMITTEE: CommitteeForm,
    ItemKind.COMMITMENT: CommitmentForm,
}  # fmt: skip


def form_for(kind: str) -> type[ItemForm]:
    """The form of a kind of item."""
    return _FORMS[kind]
