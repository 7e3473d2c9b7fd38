"""The user’s guide: Markdown files written with the code, rendered without any raw HTML."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

from lekol.kit.typography import bound

FOLDER = Path(__file__).parent / "aide"
PARTS: dict[str, tuple[str, ...]] = {
    "Commencer": ("accueil", "connexion", "perimetre", "droits", "recherche"),
    "La convention": (
        "convention",
        "clause",
        "declaration",
        "relecture",
        "actes",
        "vie",
        "comites",
        "decisions",
        "indicateurs",
        "programme",
        "bilan",
    ),
    "Le territoire": ("ecoles", "ecole", "carte", "personnes", "imports", "echeances", "journal"),
    "L’équipement": ("parc", "renouvellement", "etiquettes", "verifier", "inventaire", "sante-du-parc", "reseau"),
    "Les pannes": ("signaler", "pannes", "tournee", "delais", "qui-repare"),
    "Les bases élèves": ("bases-eleves",),
    "Les logiciels": ("jetons",),
    "Ce que nous vous devons": ("accessibilite", "donnees-personnelles"),
}
"""The table of contents: every section, in reading order."""


@dataclass(frozen=True, slots=True)
class Section:
    """One section: its address, its title and its text."""

    slug: str
    title: str
    html: SafeString


def slugs() -> list[str]:
    """Every section, in reading order."""
    return [slug for part in PARTS.values() for slug in part]


@cache
def section(slug: str) -> Section:
    """A section by its slug, which must be one of `slugs()`."""
    title, _, text = (FOLDER / f"{slug}.md").read_text(encoding="utf-8").partition("\n")
    reader = MarkdownIt("commonmark", {"html": False, "typographer": False}).enable("table")
    return Section(slug, title.removeprefix("# ").strip(), mark_safe(bound(reader.render(text))))  # noqa: S308 — html=False


def contents() -> list[tuple[str, list[Section]]]:
    """The table of contents."""
    return [(part, [section(slug) for slug in of_part]) for part, of_part in PARTS.items()]
