"""Letters without case nor accents, one for one, so that offsets in the folded text are those of the text."""

import re
import unicodedata

_LIKE = {"’": "'", "ʼ": "'", "‘": "'", "“": '"', "”": '"', "«": '"', "»": '"', "–": "-", "—": "-", "−": "-", "‐": "-", "‑": "-",
         "\u00a0": " ", "\u202f": " ", "\t": " ", "œ": "œ", "Œ": "œ"}  # fmt: skip


def _base(char: str) -> str:
    bare = unicodedata.normalize("NFD", char)[0].lower()
    return bare if len(bare) == 1 else char


_TABLE = {code: _base(chr(code)) for code in (*range(0x41, 0x5B), *range(0xC0, 0x250))}
_TABLE |= {ord(char): like for char, like in _LIKE.items()}

NUMBERS = {word: rank for rank, word in enumerate(
    ("zero", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze",
     "treize", "quatorze", "quinze", "seize", "dix-sept", "dix-huit", "dix-neuf", "vingt"))}  # fmt: skip
_UNITS = ("", "et-un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf")
NUMBERS |= {
    f"{ten}-{unit}".rstrip("-"): 10 * (rank + 2) + more
    for rank, ten in enumerate(("vingt", "trente", "quarante", "cinquante", "soixante"))
    for more, unit in enumerate(_UNITS)
}
NUMBERS |= {"une": 1, "vingt et un": 21, "trente et un": 31, "quatre-vingt-dix": 90, "cent": 100}
NUMBER = r"(?:\d{1,3}|" + "|".join(sorted(NUMBERS, key=len, reverse=True)) + r")"
_ROMAN = {"i": 1, "v": 5, "x": 10}


def fold(text: str) -> str:
    """« Équipée » → « equipee », same length."""
    return text.translate(_TABLE)


def number(words: str) -> int:
    """« 4 », « quatre » → 4; 0 when it is not a number we know."""
    words = fold(words.strip())
    return int(words) if words.isdigit() else NUMBERS.get(words, 0)


def arabic(words: str) -> str:
    """« premier », « IV », « 08 » → « 1 », « 4 », « 8 »; sub-numbers are joined by points."""
    words = fold(words.strip())
    if words in NUMBERS:
        return str(NUMBERS[words])
    if re.fullmatch(r"premier|premiere|1 ?er|1ier|ler|ier|1re|unique", words):
        return "1"
    if re.fullmatch(r"[ivx]+", words):
        values = [_ROMAN[char] for char in words]
        return str(sum(-one if one < after else one for one, after in zip(values, [*values[1:], 0], strict=True)))
    return ".".join(str(int(part)) for part in re.findall(r"\d+", words))


def slug(words: str) -> str:
    """A key of the pack: « Conseil départemental » → « conseil-departemental »."""
    return "-".join(re.findall(r"[a-z0-9]+", fold(words).replace("œ", "oe")))[:30].strip("-")
