"""A text file in whatever encoding it was saved."""

import codecs

from charset_normalizer import from_bytes

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_FRENCH = set("éèêàùçôîïûâëœ’«»É\u00c0")
_WESTERN = ("cp1252", "mac_roman", "cp850")


class NotText(ValueError):
    """The bytes are those of no text."""


def decoded(content: bytes) -> str:
    """By its byte-order mark, as UTF-8, as UTF-16 without mark, else by the Western encoding that reads best."""
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _checked(_tried(content, encoding))
    if b"\x00" in content:
        return _checked(_tried(content, _sixteen(content)))
    try:
        return _checked(content.decode("utf-8"))
    except UnicodeDecodeError:
        return _checked(_western(content))


def _tried(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        raise NotText from None


def _sixteen(content: bytes) -> str:
    """UTF-16 without mark: French letters leave zeros on one side only."""
    even, odd = content[0:2000:2].count(0), content[1:2000:2].count(0)
    if max(even, odd) < 3 * (min(even, odd) + 1):
        raise NotText
    return "utf-16-le" if odd > even else "utf-16-be"


def _western(content: bytes) -> str:
    """The encoding that gives most French letters and fewest oddities; else what the library guesses."""
    read = [text for encoding in _WESTERN if (text := content.decode(encoding, "replace")).count("\ufffd") < 3]
    best = max(read, key=_frenchness, default="")
    if best and _frenchness(best) > 0:
        return best
    guess = from_bytes(content[:200_000]).best()
    return _tried(content, guess.encoding) if guess else best


def _frenchness(text: str) -> int:
    odd = sum(
        1
        for char in text
        if ord(char) > 0x7F and char not in _FRENCH and not char.isalpha() and char not in "°–—…•œŒ€ \u00a0"
    )
    letters = sum(1 for char in text if char in _FRENCH)
    strange = sum(
        1
        for char in text
        if char.isalpha() and ord(char) > 0x7F and char not in _FRENCH and char.lower() not in _FRENCH
    )
    return letters - 2 * odd - strange


def _checked(text: str) -> str:
    """Text has letters, and next to no control characters."""
    sample = text[:200_000]
    controls = sum(1 for char in sample if (ord(char) < 32 and char not in "\t\n\r\x0c\x0b\x1a") or char == "\ufffd")
    if controls > len(sample) // 200 or not any(char.isalnum() for char in sample):
        raise NotText
    return text
