"""Names of people as two offices write them: one normal form, its words, how it sounds, its consonants.

French and réunionnais spellings: accents, particles, hyphens, double names, Malagasy, Tamil, Chinese, Comorian
names.
"""

import re
import unicodedata

_IN_FULL = {"ST": "SAINT", "STE": "SAINTE"}
PARTICLES = frozenset(("DE DU DES D LE LA LES L EL AL BEN BIN DA DOS VAN VON N ET NEE").split())
LIGATURES = {"œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE", "ß": "ss", "Ø": "O", "ø": "o", "ł": "l", "’": " ", "ʼ": " ",
             "–": " "}  # fmt: skip
_LIGATURES = str.maketrans(LIGATURES)
_NO_LETTER = re.compile(r"[^A-Z]+")
EMPTY_WORDS = frozenset(
    {"", "INCONNU", "INCONNUE", "NON RENSEIGNE", "NEANT", "NC", "NR", "SANS", "X", "XX", "XXX", "NULL"}
)
SOUNDS = tuple(
    pair.split(">")
    for pair in (
        "PH>F SCH>X TCH>X SH>X CH>X H> QU>K Q>K CK>K CE>SE CI>SI CY>SI C>K GE>JE GI>JI GY>JI GUE>GE GUI>GI EAU>O AU>O "
        "AI>E EI>E AY>E EY>E OU>U OO>U W>U OE>E EU>E Y>I Z>S AMB>ANB AMP>ANP OMB>ONB OMP>ONP EMB>ENB EMP>ENP IMP>INP"
    ).split()
)  # in this order: PAYET and PAILLET stay apart, HOARAU and HOAREAU do not
_TWICE = re.compile(r"(.)\1+")
SILENT = "STXDEP"
SEXES = {
    **dict.fromkeys(("F", "FILLE", "MME", "MLLE", "FEMININ", "FEMME", "2", "MADAME"), "F"),
    **dict.fromkeys(("M", "H", "G", "GARCON", "MR", "MASCULIN", "HOMME", "1", "MONSIEUR"), "M"),
}
_VOWELS = re.compile(r"[AEIOU]")


def upper(text: str) -> str:
    """Capital letters without any mark; other signs become one space."""
    if not text.isascii():
        text = unicodedata.normalize("NFKD", mended(text).translate(_LIGATURES)).encode("ascii", "ignore").decode()
    text = text.upper()
    return text if text.isalpha() else _NO_LETTER.sub(" ", lettered(text)).strip()


def lettered(text: str) -> str:
    """Figures beside a letter as the letters a reading machine took them for: « CANA8ADY », « 0LIVIER »; without the
    « ? » that stand for accents an office could not write: « MA?WENN »."""
    text = text.replace("?", "")
    if not any(figure in text for figure in _AS_LETTER):
        return text
    return _FIGURE.sub(lambda found: _AS_LETTER[found[0]], text)


_AS_LETTER = {"0": "O", "1": "I", "5": "S", "8": "B"}
_FIGURE = re.compile(r"(?<=[A-Z])[0158]|[0158](?=[A-Z])")


def spoilt(text: str) -> bool:
    """May it be UTF-8 that was read in Windows-1252: « NoÃ«lle », « Lâ€™Ã‰tang »?"""
    return "Ã" in text or "Å" in text or "â€" in text


def mended(text: str) -> str:
    """The same, given back its accents where it was so read; « SÃO » is left as it is."""
    if not spoilt(text):
        return text
    try:
        return b"".join(map(_windows, text)).decode()
    except UnicodeError:
        return text


def _windows(sign: str) -> bytes:
    """A sign as Windows-1252 writes it; the five bytes it does not know stand for themselves."""
    return bytes([ord(sign)]) if "\x80" <= sign <= "\x9f" else sign.encode("cp1252")


def spaced(text: str) -> str:
    """The normal form of a name, words apart; empty when the cell says that it is unknown."""
    form = upper(text)
    return "" if form in EMPTY_WORDS else form


def words(form: str) -> list[str]:
    """The words that identify: particles left out unless there is nothing else, « SAINT » written one way."""
    parts = [_IN_FULL.get(part, part) for part in form.split()]
    return [part for part in parts if part not in PARTICLES] or parts


def sound(word: str) -> str:
    """How a word sounds, roughly, once its last silent letters are gone."""
    heard = _TWICE.sub(r"\1", word)
    for written, said in SOUNDS:
        heard = heard.replace(written, said)
    return _TWICE.sub(r"\1", heard[:2] + heard[2:].rstrip(SILENT))


def bones(heard: str) -> str:
    """The consonants of a sound, its first vowel kept where it opens the word."""
    return heard[:1] + _VOWELS.sub("", heard[1:])
