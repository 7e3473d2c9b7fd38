"""UAI, the national school code: seven digits and a check letter (DOMAIN §1.1)."""

import re

_LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ"
_FORM = re.compile(r"[0-9]{7}[A-HJ-NPR-Z]")


def letter_of(digits: str) -> str:
    """The check letter of seven digits: their value modulo 23 in the alphabet without I, O, Q."""
    return _LETTERS[int(digits) % 23]


def complete(digits: str) -> str:
    """« 9740001 » gives « 9740001H »."""
    return digits + letter_of(digits)


def fault(text: str) -> str:
    """Why a text is not a UAI, as a French sentence; empty when it is one."""
    if not text:
        return "Le code UAI manque."
    if re.fullmatch(r"[0-9],?[0-9]*E\+?[0-9]+", text, re.IGNORECASE):
        return f"« {text} » a été transformé en nombre par un tableur. Rétablissez le code UAI, comme 9740001H."
    if re.fullmatch(r"[0-9]{1,6}[A-Z]", text):
        return f"« {text} » a perdu ses zéros de tête. Un code UAI a sept chiffres et une lettre, comme 0940001X."
    if not _FORM.fullmatch(text):
        return f"« {text} » n’est pas un code UAI : il faut sept chiffres et une lettre, comme 9740001H."
    if letter_of(text[:7]) != text[7]:
        right = letter_of(text[:7])
        return f"« {text} » : la lettre de contrôle devrait être {right}. Vérifiez le code auprès de l’académie."
    return ""


def is_valid(text: str) -> bool:
    """True for a well-formed code with the right check letter."""
    return not fault(text)
