"""The words of a draft as people read them: a label for each key, a French word for each choice."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from lekol.agreement.rules.drafting.writing import day_of
from lekol.pact.dates import long_date

LEVELS = {
    "commune": "commune", "epci": "communauté de communes, intercommunalité", "departement": "département",
    "region": "région", "etat": "État", "rectorat": "académie, rectorat", "dsden": "direction académique (DSDEN)",
    "circonscription": "circonscription", "etablissement": "établissement", "ecole": "école",
    "association": "association", "entreprise": "entreprise", "public": "organisme public",
}  # fmt: skip
TONES = {"ville": "collectivité", "rectorat": "Éducation nationale", "autre": "autre partie"}
NATURES = {"resultat": "obligation de résultat", "moyens": "obligation de moyens"}
RULES = {
    "annees": "un nombre d’années", "dates": "jusqu’à une date", "annees_scolaires": "des années scolaires",
    "evenement": "jusqu’à un événement", "indeterminee": "sans terme fixé", "mois": "un nombre de mois",
}  # fmt: skip
RENEWALS = {"aucune": "aucune", "tacite": "tacite", "expresse": "expresse"}
STARTS = {"envoi": "de l’envoi", "reception": "de la réception", "signature": "signature"}
LASTS = {"duree_residuelle": "la durée qui reste à courir", "fixee_par_avenant": "fixée par l’avenant lui-même"}
PERIODS = {"annee": "an", "annee_scolaire": "année scolaire"}
KINDS = {"maternelle": "maternelle", "elementaire": "élémentaire", "primaire": "primaire"}
EVENTS = {
    "signature": "la signature", "demande": "la demande", "notification": "la notification", "envoi": "l’envoi",
    "reception": "la réception", "deliberation": "la délibération", "transmission": "la transmission au préfet",
    "publication": "la publication", "facture": "la facture", "evenement": "l’événement", "terme": "le terme",
}  # fmt: skip
BOUNDARIES = {
    "jour": "le jour même", "lendemain": "le lendemain", "mois_suivant": "le 1er du mois suivant",
    "janvier_suivant": "le 1er janvier suivant", "rentree_suivante": "la rentrée suivante",
    "fin_mois": "la fin du mois", "fin_exercice": "la fin de l’exercice",
    "fin_exercice_suivant": "la fin de l’exercice suivant", "fin_annee_scolaire": "la fin de l’année scolaire",
    "fin_annee_scolaire_suivante": "la fin de l’année scolaire suivante",
}  # fmt: skip
CHOICES = {
    "level": LEVELS, "tone": TONES, "nature": NATURES, "rule": RULES, "renewal": RENEWALS, "from": STARTS,
    "lasts": LASTS, "per": PERIODS,
}  # fmt: skip
LABELS = {
    "slug": "Identifiant", "title": "Intitulé", "short_title": "Titre court", "signed_on": "Date de signature",
    "predecessor": "Succède à", "demonstration": "Démonstration", "key": "Clé", "name": "Nom",
    "short_name": "Nom court", "level": "Niveau", "letter": "Lettre", "tone": "Apparence",
    "signing": "Signataire", "signatory_function": "Fonction de qui signe", "signatory_name": "Nom de qui signe",
    "code": "Code public", "siren": "SIREN", "rule": "Durée", "years": "Années", "months": "Mois",
    "from": "À compter", "until": "Dernier jour", "school_years": "Années scolaires", "event": "Événement",
    "renewal": "Reconduction", "takes_effect": "Prend effet", "renewal_years": "Reconduction, en années",
    "renewal_months": "Reconduction, en mois", "renewal_times": "Reconductions au plus",
    "renewal_notice_months": "Préavis de reconduction, en mois", "denounced_on": "Opposition à la reconduction",
    "form": "Forme", "days": "Jours", "effect": "Effet", "wording": "Énoncé",
    "procedure": "Comment modifier", "lasts": "Durée d’un avenant", "number": "Numéro", "clause": "Clause",
    "source": "Extrait", "debtors": "Débiteurs", "condition": "Condition", "school_kinds": "Types d’école",
    "nature": "Nature", "joint": "Conjoint", "measures": "Mesures", "minimum": "Réunions au moins", "per": "Par",
    "frequency": "Rythme", "extraordinary": "Réunions extraordinaires", "missions": "Missions",
    "chairs": "Présidence", "members": "Membres",
}  # fmt: skip
_HIDDEN = frozenset(
    {"key", "slug", "tone", "letter", "source", "clause", "debtors", "title", "name", "number", "wording", "missions"}
)
_USUAL = {"nature": "resultat"}
"""What goes without saying: it is said only when it is otherwise."""
_SEAT = re.compile(
    r"(?:(?P<party>[^:]{1,60}?)\s*:\s*)?(?P<function>.+?)"
    r"(?P<other>,?\s*\(?ou (?:son|sa|leur) représentant\w*\)?)?\s*\.?"
)


def told(words: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """(label, value) of what an item says beside its title and its wording."""
    for name, value in words.items():
        if name in LABELS and name not in _HIDDEN and _USUAL.get(name) != value:
            yield LABELS[name], shown(name, value)


def shown(name: str, value: Any) -> str:
    """A value as people read it."""
    match value:
        case bool():
            return "oui" if value else "non"
        case dict():
            return effect_words(value)
        case list():
            return " ; ".join(seat_line(row) if isinstance(row, dict) else str(row) for row in value)
        case str() if (day := day_of(name, value)) is not None:
            return long_date(day)
        case _:
            return CHOICES.get(name, {}).get(str(value), str(value))


def effect_words(effect: Mapping[str, Any]) -> str:
    """« 3 mois après la signature, la rentrée suivante »."""
    spans = ((effect.get("years"), "ans"), (effect.get("months"), "mois"), (effect.get("days"), "jours"))
    long = " et ".join(f"{count} {unit}" for count, unit in spans if count)
    event = EVENTS.get(str(effect.get("from")), str(effect.get("from", "")))
    said = f"{long} après {event}" if long else f"à compter de {event}"
    return f"{said}, {BOUNDARIES.get(str(effect['then']), effect['then'])}" if effect.get("then") else said


def seat_line(seat: Mapping[str, Any]) -> str:
    """« ville : Maire, ou son représentant »."""
    party = f"{seat['party']} : " if seat.get("party") else ""
    return f"{party}{seat.get('function', '')}{', ou son représentant' if seat.get('substitute') else ''}"


def seat_of(line: str, parties: Iterable[str]) -> dict[str, Any] | None:
    """A seat written on a line; None when its party is not one of the draft."""
    found = _SEAT.fullmatch(line.strip())
    if found is None:
        return None
    party = (found["party"] or "").strip()
    if party and party not in set(parties):
        return None
    seat = {"party": party, "function": found["function"].strip(), "substitute": found["other"] is not None}
    return {name: value for name, value in seat.items() if value}


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, list[str]]:
    """Label → [before, after] of what changes, for the journal and for the one who comes second."""
    names = [name for name in LABELS if before.get(name) != after.get(name)]
    return {LABELS[name]: [_or_nothing(name, before), _or_nothing(name, after)] for name in names}


def _or_nothing(name: str, words: Mapping[str, Any]) -> str:
    return shown(name, words[name]) if name in words else "rien"
