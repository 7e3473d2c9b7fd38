"""Forms as the house draws them: what helps and what is wrong is tied to its field."""

import pytest
from django import forms
from lxml import html

from lekol.kit.forms import Form


class Sample(Form):
    name = forms.CharField(label="Nom", help_text="Comme sur la plaque.")
    levels = forms.MultipleChoiceField(
        label="Niveaux", choices=[("CP", "CP"), ("CE1", "CE1")], widget=forms.CheckboxSelectMultiple, help_text="Tous."
    )
    use = forms.ChoiceField(label="Usage", choices=[("a", "Classe"), ("b", "Bureau")], widget=forms.RadioSelect)
    file = forms.FileField(label="Pièce")

    def clean(self):
        raise forms.ValidationError("Rien ne va.")


def drawn(form):
    return html.fromstring(f"<main>{form}</main>")


def described(element, page):
    return [page.get_element_by_id(name).text_content().strip() for name in element.get("aria-describedby", "").split()]


def test_a_group_of_choices_is_described_by_its_help_and_by_its_fault():
    page = drawn(Sample({"name": "x"}))
    levels, use = page.findall(".//fieldset")
    assert described(levels, page) == ["Tous.", "Ce champ est obligatoire."]
    assert described(use, page) == ["Ce champ est obligatoire."]


def test_a_sound_group_of_choices_without_help_is_described_by_nothing():
    use = drawn(Sample()).findall(".//fieldset")[1]
    assert use.get("aria-describedby") is None


def test_the_faults_are_summed_up_above_the_form_and_each_leads_to_its_field():
    page = drawn(Sample({"name": ""}))
    [summary] = page.find_class("note-non")
    assert [row.text_content() for row in summary.iter("p")] == [
        "Rien ne va.",
        "Nom : Ce champ est obligatoire.",
        "Niveaux : Ce champ est obligatoire.",
        "Usage : Ce champ est obligatoire.",
        "Pièce : Ce champ est obligatoire.",
    ]
    targets = [page.get_element_by_id(link.get("href")[1:]) for link in summary.iter("a")]
    assert [target.tag for target in targets] == ["input"] * 4
    assert [target.get("name") for target in targets] == ["name", "levels", "use", "file"]


@pytest.mark.parametrize("form", [Sample(), Sample(initial={"name": "x"})])
def test_a_form_not_sent_yet_has_no_summary(form):
    assert drawn(form).find_class("note-non") == []
