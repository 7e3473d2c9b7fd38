"""What tomllib says in English of a text that is not TOML, said in French with its line."""

import re

from lekol.agreement.rules.faults import Fault

_PLACE = re.compile(r" \(at (?:line (?P<line>\d+), column (?P<column>\d+)|(?P<end>end of document))\)$")
_SENTENCES = (
    ("Expected '=' after a key", "il manque le signe = après une clé."),
    (
        "Expected newline or end",
        "il y a un mot de trop après cette valeur. Allez à la ligne, ou ajoutez des guillemets.",
    ),
    ("Invalid statement", "cette ligne n’est ni une section entre crochets, ni une clé suivie de =."),
    ("Cannot declare", "cette section est écrite deux fois. Gardez-en une, ou doublez ses crochets."),
    ("Cannot overwrite", "cette clé est écrite deux fois, ou porte le nom d’une section. Gardez-en une."),
    ("Cannot mutate", "cette section ou cette liste est déjà close. Écrivez tout au même endroit."),
    ("Cannot redefine", "cette section est déjà définie plus haut. Écrivez tout au même endroit."),
    ("Expected ']' at the end", "il manque un crochet fermant à cette section."),
    ("Expected ']]' at the end", "il manque deux crochets fermants à cette section."),
    ("Invalid initial character for a key", "une clé s’écrit en lettres sans accent, chiffres et tirets bas."),
    ("Unclosed array", "une liste n’est pas fermée : il manque un crochet, ou une virgule entre deux valeurs."),
    ("Unclosed inline table", "une accolade n’est pas fermée, ou il manque une virgule entre deux clés."),
    ("Duplicate inline table key", "la même clé est écrite deux fois entre accolades."),
    ("Unescaped '\\'", "une barre oblique inverse dans un texte s’écrit doublée."),
    ("Invalid hex value", "un caractère écrit par son code (\\u…) est incomplet."),
    ("Escaped character", "un caractère écrit par son code (\\u…) n’existe pas."),
    ("Unterminated string", "il manque des guillemets à la fin de ce texte."),
    ('Expected \'"""\'', "un texte n’est pas fermé : il manque trois guillemets."),
    ("Expected \"'''\"", "un texte n’est pas fermé : il manque trois apostrophes."),
    ("Illegal character", "il manque des guillemets à la fin de ce texte. S’il va à la ligne, employez-en trois."),
    ("Found invalid character", "il y a ici un caractère qui n’a pas sa place."),
    ("Invalid date", "cette date n’existe pas. Écrivez-la année-mois-jour, comme 2025-02-03."),
    ("Invalid value", "cette valeur n’est pas comprise. Un texte va entre guillemets, une date s’écrit 2025-02-03."),
    ("Exceeds the limit", "un nombre est bien trop long."),
)
ELSE = "la syntaxe TOML n’est pas respectée. Vérifiez les guillemets, les crochets et le signe =."


def in_french(message: str, text: str) -> Fault:
    """The fault of a text that tomllib refuses; `text` gives the last line when the end is meant."""
    sentence = next((french for english, french in _SENTENCES if message.startswith(english)), ELSE)
    place = _PLACE.search(message)
    if place is None:
        return Fault(0, sentence)
    if place["end"]:
        last = text.rstrip().count("\n") + 1
        return Fault(last, f"{sentence} Le fichier s’arrête ici.")
    return Fault(int(place["line"]), sentence, f"colonne {place['column']}")
