"""Filters of the estate read as a sentence: « Les ordinateurs portables en service de l’école X, hors garantie »."""

from collections.abc import Mapping, Sequence

PLURALS = {
    "fixe": "ordinateurs fixes", "portable": "ordinateurs portables", "client_leger": "clients légers",
    "tablette": "tablettes", "mallette": "mallettes de tablettes", "chariot": "chariots de recharge",
    "ecran": "écrans", "videoprojecteur": "vidéoprojecteurs", "tableau": "tableaux interactifs",
    "ecran_tactile": "écrans interactifs", "visualiseur": "visualiseurs", "copieur": "copieurs multifonctions",
    "imprimante": "imprimantes", "numeriseur": "numériseurs", "telephone": "téléphones",
    "smartphone": "téléphones portables", "borne": "bornes wifi", "commutateur": "commutateurs",
    "routeur": "routeurs", "parefeu": "pare-feu", "serveur": "serveurs", "stockage": "stockages en réseau",
    "onduleur": "onduleurs", "camera": "caméras", "enceinte": "enceintes et casques", "robot": "robots pédagogiques",
    "station": "stations d’accueil", "autre": "autres matériels",
}  # fmt: skip
FEMININE = frozenset({"tablette", "mallette", "imprimante", "borne", "camera", "enceinte", "station"})
FAMILIES: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "postes": ("postes de travail", ("fixe", "portable", "client_leger", "tablette")),
    "affichage": ("écrans et projecteurs", ("ecran", "videoprojecteur", "tableau", "ecran_tactile", "visualiseur")),
    "impression": ("copieurs et imprimantes", ("copieur", "imprimante", "numeriseur")),
    "reseau": ("matériels de réseau", ("borne", "commutateur", "routeur", "parefeu", "serveur", "stockage")),
    "telephonie": ("téléphones", ("telephone", "smartphone")),
}
"""Types asked together, under one word."""

STATES = {
    "": "en service", "tous": "", "en_service": "en service", "en_reparation": "en réparation",
    "en_reserve": "en réserve", "commande": "commandé", "recu": "reçu", "vole": "volé",
    "introuvable": "introuvable", "reforme": "réformé", "donne": "donné", "detruit": "détruit",
}  # fmt: skip
INVARIABLE = frozenset({"", "en service", "en réparation", "en réserve"})
ORIGINS = {
    "ville": "de la Ville", "etat": "de l’État", "fonds_propres": "achetés par les écoles", "don": "reçus en don",
}  # fmt: skip
WARRANTIES = {
    "sous": "sous garantie", "hors": "hors garantie", "inconnue": "sans garantie connue",
    "30": "dont la garantie finit dans les 30 jours", "90": "dont la garantie finit dans les 90 jours",
    "180": "dont la garantie finit dans les 180 jours",
}  # fmt: skip
NETWORK = {"oui": "en réseau", "non": "hors réseau"}
SYSTEMS = {
    "a_jour": "dont le système est mis à jour", "perime": "dont le système n’est plus mis à jour",
    "inconnu": "dont le système est inconnu",
}  # fmt: skip
OFFICES = {
    "suivie": "dont la suite bureautique est suivie", "non_suivie": "dont la suite bureautique n’est pas suivie",
    "absente": "sans suite bureautique connue",
}  # fmt: skip
UPKEEP = {"avec": "que quelqu’un maintient", "sans": "que personne ne maintient"}


def noun(kind: str) -> tuple[str, bool]:
    """The plural that begins the sentence, and whether it is feminine."""
    if kind in FAMILIES:
        return FAMILIES[kind][0], False
    return (PLURALS[kind], kind in FEMININE) if kind in PLURALS else ("matériels", False)


def kinds_of(asked: str) -> tuple[str, ...]:
    """The types a word of the filter stands for."""
    return FAMILIES[asked][1] if asked in FAMILIES else (asked,) if asked in PLURALS else ()


def sentence(words: Mapping[str, str], place: str = "", others: Mapping[str, str] | None = None) -> str:
    """The filters said in French; `place` is already « de l’école X »; `others` are words already said."""
    what, feminine = noun(words.get("type", ""))
    told = dict(others or {})
    parts = [
        f"Les {what}",
        told.pop("modele", ""),
        _age(words.get("age", "")),
        _agreed(STATES.get(words.get("etat", ""), ""), feminine),
        _agreed(ORIGINS.get(words.get("origine", ""), ""), feminine),
        place,
        _listed([
            WARRANTIES.get(words.get("garantie", ""), ""),
            NETWORK.get(words.get("reseau", ""), ""),
            SYSTEMS.get(words.get("systeme", ""), ""),
            OFFICES.get(words.get("bureautique", ""), ""),
            UPKEEP.get(words.get("mainteneur", ""), ""),
            *told.values(),
            f"où l’on trouve « {words['q']} »" if words.get("q") else "",
        ]),
    ]  # fmt: skip
    return " ".join(part for part in parts if part)


def _listed(parts: Sequence[str]) -> str:
    """« hors garantie, hors réseau et que personne ne maintient »."""
    *first, last = [part for part in parts if part] or [""]
    return f"{', '.join(first)} et {last}" if first else last


def _agreed(word: str, feminine: bool) -> str:
    """« volés », « volées »; locutions do not change."""
    if word in INVARIABLE or word.startswith("de "):
        return word
    plural = word if word.endswith("en don") or " " in word else f"{word}s"
    if not feminine:
        return plural
    first, *rest = plural.split(" ")
    first = first if first in {"introuvables"} else f"{first.removesuffix('s')}es"
    return " ".join((first, *rest))


def _age(years: str) -> str:
    return f"de plus de {years} {'ans' if int(years) > 1 else 'an'}" if years.isdecimal() else ""
