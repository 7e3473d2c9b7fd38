"""Every pair of the palette that carries words or shapes is computed, in both themes (RGAA 3.2, 3.3)."""

import re
from pathlib import Path

import pytest

CSS = (Path(__file__).parents[2] / "lekol/kit/static/kit/css/tokens.css").read_text(encoding="utf-8")
TEXT = [
    ("encre", "papier"), ("encre", "surface"), ("encre", "creux"), ("encre-2", "surface"), ("encre-2", "creux"),
    ("encre-3", "surface"), ("encre-3", "papier"), ("lagon", "surface"), ("lagon", "papier"), ("lagon", "lagon-pale"),
    ("sur-lagon", "lagon"), ("sur-bandeau", "bandeau"), ("bandeau-2", "bandeau"), ("vert", "vert-pale"),
    ("bleu", "bleu-pale"), ("ambre", "ambre-pale"), ("rouge", "rouge-pale"), ("rouge", "surface"), ("surface", "ville"),
    ("surface", "rectorat"), ("surface", "conjoint"), ("surface", "vert"), ("surface", "bleu"), ("surface", "rouge"),
]  # fmt: skip
SHAPES = [("trait", "surface"), ("lagon", "creux"), ("vert", "creux"), ("rouge", "creux"), ("safran", "surface")]


def themes():
    base = dict(re.findall(r"--([a-z0-9-]+):(#[0-9a-f]{3,6})", CSS.split("@media")[0]))
    dark = dict(re.findall(r"--([a-z0-9-]+):(#[0-9a-f]{3,6})", CSS.split("[data-theme=sombre]")[1]))
    return {"clair": base, "sombre": {**base, **dark}}


def luminance(colour):
    digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first, second):
    light, dark = sorted((luminance(first), luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", ["clair", "sombre"])
@pytest.mark.parametrize(("ink", "paper"), TEXT)
def test_words_stand_out_at_four_and_a_half(theme, ink, paper):
    colours = themes()[theme]
    assert contrast(colours[ink], colours[paper]) >= 4.5


@pytest.mark.parametrize("theme", ["clair", "sombre"])
@pytest.mark.parametrize(("ink", "paper"), SHAPES)
def test_shapes_stand_out_at_three(theme, ink, paper):
    colours = themes()[theme]
    assert contrast(colours[ink], colours[paper]) >= 3
