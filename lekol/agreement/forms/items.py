"""What every item of a draft is typed with: its version, the words of the pack it keeps, its passage."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from lekol.agreement.choices import ItemKind
from lekol.agreement.models import DraftItem
from lekol.agreement.rules.reading.found import Passage
from lekol.agreement.rules.schema import LONG
from lekol.kit.forms import Form


class ItemForm(Form):
    """The base of every item: its version, and the extract of the text it stands on."""

    managed: tuple[str, ...] = ()
    """Keys of the pack this form writes; the others are kept as they are."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    extract = forms.CharField(
        label="Passage du texte", required=False, max_length=LONG, widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Copié mot pour mot de l’original. Vide : aucun passage ne le dit.",
    )  # fmt: skip

    def __init__(
        self, draft_items: Sequence[DraftItem], text: str, item: DraftItem | None, *args: Any, **kwargs: Any
    ) -> None:
        self.items, self.text, self.item = draft_items, text, item
        kwargs.setdefault("initial", {**self.told(item.words if item else {}), **self._place()})
        super().__init__(*args, **kwargs)
        self.order_fields([*(name for name in self.fields if name not in {"extract", "version"}), "extract", "version"])
        self.prepare()

    def prepare(self) -> None:
        """Give the choices that come from the draft."""

    def _place(self) -> dict[str, Any]:
        if self.item is None:
            return {}
        passage = self.item.passage
        return {"version": self.item.version, "extract": self.text[passage.start : passage.end] if passage else ""}

    def told(self, words: Mapping[str, Any]) -> dict[str, Any]:
        """The words of the pack as the fields show them."""
        return dict(words)

    def written(self) -> dict[str, Any]:
        """The fields as words of the pack."""
        return {name: self.cleaned_data.get(name) for name in self.managed}

    @property
    def words(self) -> dict[str, Any]:
        """The whole row: what this form writes, over what it does not manage; an empty word is no word."""
        kept = {
            name: value for name, value in (self.item.words if self.item else {}).items() if name not in self.managed
        }
        said = {name: value for name, value in self.written().items() if value not in ("", None, [], ())}
        return kept | {
            name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in said.items()
        }

    def clean_extract(self) -> str:
        extract = " ".join(self.cleaned_data["extract"].split())
        if extract and self.place_of(extract) is None:
            raise ValidationError("Ces mots ne sont pas dans le texte. Copiez-les de l’original, sans les changer.")
        return extract

    def place_of(self, extract: str) -> Passage | None:
        """Where an extract stands: its present place when it did not change, else the first one."""
        held = self.item.passage if self.item else None
        if held and " ".join(self.text[held.start : held.end].split()) == extract:
            return held
        return find(self.text, extract)

    @property
    def passage(self) -> Passage | None:
        """The place of the extract, or nothing."""
        extract = self.cleaned_data["extract"]
        return self.place_of(extract) if extract else None


def find(text: str, extract: str) -> Passage | None:
    """Words of the text wherever its lines were cut; linear, without a pattern of the reader’s making."""
    squeezed, places, before = [], [], " "
    for place, char in enumerate(text):
        char = " " if char.isspace() else char
        if char != " " or before != " ":
            squeezed.append(char)
            places.append(place)
        before = char
    at = "".join(squeezed).find(extract)
    return Passage(places[at], places[at + len(extract) - 1] + 1) if at >= 0 else None


def parties_of(items: Sequence[DraftItem]) -> list[tuple[str, str]]:
    """(key, short name) of the parties of a draft."""
    rows = [item.words for item in items if item.kind == ItemKind.PARTY]
    return [(row["key"], row.get("short_name") or row.get("name") or row["key"]) for row in rows if row.get("key")]
