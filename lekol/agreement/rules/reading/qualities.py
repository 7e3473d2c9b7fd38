"""What qualifies a promise: best efforts or result, its condition, the schools it is limited to."""

import re

from lekol.agreement.rules.reading.folding import fold

_MEANS = re.compile(
    r"s'efforce|dans la mesure d[ue]s? (?:possible|moyens|ses moyens)|obligation de moyens?|meilleurs efforts|tout mettre en œuvre|mettra tout en œuvre|met tout en œuvre|s'attache|soucieu|autant que possible|encourage|favorise|facilite"
)


def nature_of(words: str) -> str:
    """« moyens » when the debtor owes its best efforts, else « resultat »."""
    return "moyens" if _MEANS.search(fold(words)) else "resultat"


_CONDITION = re.compile(
    r"(?:sous reserve|a condition|dans la limite|dans la mesure d|selon (?:l'|les |la |le )|en fonction d|a l'issue d|pour chaque|a compter d[ue]|des lors|"
    r"des que|sur demande|apres (?:accord|avis|validation|concertation)|au terme d|en cas d|lorsque|lorsqu'|si (?:la|le|les|l'|une?|elle|il)\b|chaque fois|au-dela d|"
    r"a l'exception|a defaut|hors |dans les conditions|au fur et a mesure|au prorata|a hauteur d|dans un delai|au plus tard|avant le|jusqu'a|uniquement)[^,;:.()]{0,180}"
)


def condition_of(*pieces: str) -> str:
    """« selon l’éligibilité au réseau »: the first condition said in the item, else in its lead; "" without one."""
    for piece in pieces:
        if found := _CONDITION.search(fold(piece)):
            return piece[found.start() : found.end()].strip(" ,;:.")[:200]
    return ""


_KINDS = (("maternelle", r"maternelles?"), ("elementaire", r"elementaires?"), ("primaire", r"ecoles? primaires?"))


def kinds_of(*pieces: str) -> tuple[str, ...]:
    """Kinds of school a promise is limited to; none when it names both, or neither."""
    folded = fold(" ".join(pieces))
    found = tuple(kind for kind, pattern in _KINDS if re.search(rf"\b(?:ecoles? |classes? )?{pattern}\b", folded))
    return found if len(found) == 1 else ()
