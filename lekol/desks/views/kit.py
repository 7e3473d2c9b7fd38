"""`/kit/`: every component in its states, for whoever draws or writes pages. Open in the demonstration only."""

import datetime as dt
from typing import Any

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lekol.kit import charts
from lekol.kit.charts.places import Point
from lekol.kit.charts.spans import Mark
from lekol.kit.forms import DateField, Form
from lekol.kit.lists import Head
from lekol.kit.pages import Page
from lekol.kit.templatetags.kit import icon_names

DAY = dt.date(2026, 6, 1)
STATES = (
    ("tenu", "Tenu"), ("bonne_voie", "En bonne voie"), ("risque", "À risque"),
    ("non_tenu", "Non tenu"), ("declare", "Déclaré"), ("sans_mesure", "Sans mesure"),
)  # fmt: skip
BEARERS = (
    ("V", "Ville", "ville"), ("R", "Rectorat", "rectorat"), ("VR", "Ville et Rectorat", "conjoint"),
    ("D", "Département", "autre"),
)  # fmt: skip
NOTES = (
    ("info", "Ce qu’il faut savoir."), ("success", "Fiche enregistrée."),
    ("warning", "À vérifier avant de poursuivre."), ("error", "L’envoi est refusé : corrigez la date."),
)  # fmt: skip
GAUGES = (("", 0.4), ("ok", 1), ("risque", 0.7), ("non", 0.2), ("nul", 0))
SHARES = ((12, "ok", "tenus"), (5, "va", "en bonne voie"), (3, "risque", "à risque"), (2, "non", "non tenus"),
          (1, "dit", "déclaré"), (4, "nul", "sans mesure"))  # fmt: skip
HEADS = (
    Head("École", False, "ecole", "-ecole", "ascending"), Head("Code UAI", False, "code-uai", "code-uai"),
    Head("Élèves", True, "eleves"),
)  # fmt: skip
COLOURS = (
    "papier", "surface", "creux", "ligne", "trait", "encre", "encre-2", "encre-3", "lagon", "lagon-vif", "lagon-pale",
    "bandeau", "vert", "vert-pale", "bleu", "bleu-pale", "safran", "ambre", "ambre-pale", "rouge", "rouge-pale",
    "curcuma", "ville", "rectorat", "conjoint",
)  # fmt: skip


class Sample(Form):
    """One field of each sort."""

    name = forms.CharField(label="Nom", help_text="Comme sur la plaque.", initial="Les Badamiers")
    note = forms.CharField(label="Remarque", required=False, widget=forms.Textarea(attrs={"rows": 3}))
    on = DateField(label="À compter du", initial=DAY)
    kind = forms.ChoiceField(label="Type", choices=[("a", "Maternelle"), ("b", "Élémentaire")])
    levels = forms.MultipleChoiceField(
        label="Niveaux", choices=[("CP", "CP"), ("CE1", "CE1")], widget=forms.CheckboxSelectMultiple,
        help_text="Un seul, ou plusieurs.",
    )  # fmt: skip
    use = forms.ChoiceField(label="Usage", choices=[("c", "Classe"), ("b", "Bureau")], widget=forms.RadioSelect)
    done = forms.BooleanField(label="La salle est câblée", required=False)
    serial = forms.CharField(label="Numéro de série", disabled=True, initial="SN412")


class Filters(Form):
    """The filters of a list."""

    q = forms.CharField(label="Nom ou code UAI", required=False)
    type = forms.ChoiceField(label="Type", choices=[("", "Tous les types"), ("a", "Maternelle")], required=False)
    etat = forms.ChoiceField(label="État", choices=[("", "Ouvertes"), ("t", "Toutes")], required=False)


@require_safe
def kit(request: HttpRequest) -> HttpResponse:
    """The catalogue; nothing of it is in the base."""
    if not settings.DEMO:
        raise Http404
    return render(request, "desks/kit.html", {**_pieces(), **_forms(), **_drawings()})


def _pieces() -> dict[str, Any]:
    return {
        "states": STATES, "bearers": BEARERS, "notes": NOTES, "gauges": GAUGES, "shares": SHARES,
        "heads": HEADS, "page": Page([], "avant", "apres"), "icons": sorted(icon_names()), "colours": COLOURS,
        "day": DAY, "at": dt.datetime(2026, 6, 1, 10, 5, tzinfo=dt.UTC),
    }  # fmt: skip


def _forms() -> dict[str, Any]:
    wrong = Sample({"faux-on": "2026-06-01", "faux-kind": "a"}, prefix="faux")
    wrong.add_error(None, "Cette école a déjà une salle de ce nom.")
    return {"sound": Sample(), "wrong": wrong, "form": Filters(), "sorted": ""}


def _drawings() -> dict[str, Any]:
    months = [(DAY - dt.timedelta(days=30 * back), 0.9 - back * 0.05) for back in range(12, -1, -1)]
    marks = [Mark(dt.date(2026, 3, 1), "Avenant no 1", amendment=True), Mark(dt.date(2026, 6, 15), "Comité")]
    tones = ("ok", "va", "risque", "non", "nul")
    points = [
        Point(55.44 + rank / 50, -20.88 - rank / 200, tone, f"École {tone}", "#carte")
        for rank, tone in enumerate(tones)
    ]
    return {
        "ratios": [ratio for _, ratio in months],
        "series": charts.series(months, "De 30 % à 90 % en douze mois", 0.95),
        "life": charts.lifeline(dt.date(2025, 2, 3), dt.date(2029, 2, 2), DAY, marks, (dt.date(2028, 8, 2), "décider")),
        "map": charts.territory(points, [], "Carte de cinq écoles, une par état"),
    }
