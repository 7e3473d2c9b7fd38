"""Many cells at once, as bytes in one array, a cell a line: what `rules.names` and `rules.places` say of one.

Each of these is a rule of `rules` written a second time, for speed; a test holds both to the same answers.
"""

import unicodedata
from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from lekol.pupils.rules import days, names, places

Signs = npt.NDArray[np.uint8]
Ints = npt.NDArray[np.int32]
_LINE, _SPACE, _ZERO = 10, 32, 48


def forms(cells: Sequence[str]) -> list[str]:
    """The normal form of each name: `names.spaced`."""
    text = "\n".join(cells)
    if not text.isascii():
        if names.spoilt(text):
            text = "\n".join(map(names.mended, cells))
        for sign, plain in names.LIGATURES.items():
            text = text.replace(sign, plain)
        text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    found = _lines(_trimmed(_signs(names.lettered(text.upper()).encode().translate(_LETTERS_ONLY))))
    if len(found) != len(cells):  # a cell of several lines
        return [names.spaced(cell) for cell in cells]
    return ["" if form in names.EMPTY_WORDS else form for form in found]


_LETTERS_ONLY = bytes(sign if 65 <= sign <= 90 or sign == _LINE else _SPACE for sign in range(256))


def _trimmed(signs: Signs) -> Signs:
    """One space between words, none around a line."""
    space = signs == _SPACE
    kept = ~space
    kept[1:] |= ~space[:-1] & (signs[:-1] != _LINE)
    signs = signs[kept]
    last = signs == _SPACE
    last[:-1] &= signs[1:] == _LINE
    return np.asarray(signs[~last])


def sounds(words: Sequence[str]) -> list[str]:
    """How each word sounds: `names.sound`."""
    heard = _singled(_signs("\n".join(words).encode())).tobytes()
    for written, said in names.SOUNDS:
        heard = heard.replace(written.encode(), said.encode())
    return _lines(_singled(_spoken(_signs(heard))))


def _singled(signs: Signs) -> Signs:
    """A letter said twice is said once."""
    kept = np.ones(len(signs), bool)
    kept[1:] = (signs[1:] != signs[:-1]) | (signs[1:] == _LINE)
    return np.asarray(signs[kept])


def _spoken(signs: Signs) -> Signs:
    """Without the last silent letters, beyond the first two."""
    ends = np.append(np.flatnonzero(signs == _LINE), len(signs))
    starts, lasts = np.append(0, ends[:-1] + 1), ends - 1
    kept = np.ones(len(signs), bool)
    while True:
        rows = lasts - starts >= 2
        starts, lasts = starts[rows], lasts[rows]
        rows = _SILENT[signs[lasts]]
        starts, lasts = starts[rows], lasts[rows]
        if not len(lasts):
            return np.asarray(signs[kept])
        kept[lasts] = False
        lasts = lasts - 1


_SILENT = np.zeros(256, bool)
_SILENT[list(names.SILENT.encode())] = True


def bones(heard: Sequence[str]) -> list[str]:
    """The consonants of each sound: `names.bones`."""
    signs = _signs("\n".join(heard).encode())
    kept = ~_VOWEL[signs]
    kept[:1] = True
    kept[1:] |= signs[:-1] == _LINE
    return _lines(signs[kept])


_VOWEL = np.zeros(256, bool)
_VOWEL[list(b"AEIOU")] = True


def phones(cells: Sequence[str]) -> Ints:
    """The number of each telephone: `places.phone`."""
    return _read(cells, 10, _national, places.phone)


def _national(signs: Signs) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.int64]]:
    """Ten digits of which the first is 0: which lines are such, and the number."""
    digits = (signs - _ZERO).T
    plain = (digits <= 9).all(0) & (digits[0] == 0)
    number = np.zeros(len(signs), np.int64)
    for digit in digits:
        number = number * 10 + digit
    nobody = np.isin(number, np.array([int(cell) for cell in places.NOBODY])) | (digits[1] == 0)
    return plain, np.where(nobody, 0, number)


def dates(cells: Sequence[str]) -> Ints:
    """The day each cell says: `days.read`."""
    return _read(cells, 10, _dated, days.read)


def _dated(signs: Signs) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.int64]]:
    """« 2018-03-14 » and « 14/03/2018 »: which lines are such a day, and the day."""
    found, number = np.zeros(len(signs), bool), np.zeros(len(signs), np.int64)
    for mark, places_ in (("-", ((0, 4), (5, 7), (8, 10))), ("/", ((6, 10), (3, 5), (0, 2)))):
        digits = [signs[:, start:end] - _ZERO for start, end in places_]
        plain = np.logical_and.reduce([(part <= 9).all(1) for part in digits])
        for rank in {end for _, end in places_} - {10}:
            plain &= signs[:, rank] == ord(mark)
        year, month, day = (part @ 10 ** np.arange(part.shape[1])[::-1] for part in digits)
        last = _LAST[np.minimum(month, 13)] + ((month == 2) & (year % 4 == 0) & ((year % 100 != 0) | (year % 400 == 0)))
        plain &= (year >= 1900) & (year <= 2100) & (day >= 1) & (day <= last)
        found |= plain
        number[plain] = (year * 10_000 + month * 100 + day)[plain]
    return found, number


_LAST = np.array([0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31, 0])


def shapely(cells: Sequence[str]) -> npt.NDArray[np.bool_]:
    """Which cells have the form of a national pupil number: `places.ine`."""
    return np.asarray(_read(cells, 11, _formed, lambda cell: int(bool(places.ine(cell)))) != 0)


def _formed(signs: Signs) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.int64]]:
    digit, letter = (signs >= _ZERO) & (signs < _ZERO + 10), (signs >= 65) & (signs <= 90)
    formed = digit[:, :9].all(1) & (digit[:, 9] | letter[:, 9])
    formed |= digit[:, :4].all(1) & (signs[:, 4] == 65) & digit[:, 5:10].all(1)
    formed &= letter[:, 10]
    return formed, formed.astype(np.int64)


def streets(cells: Sequence[str]) -> list[tuple[int, str]]:
    """The number and the street of each address: `places.street`."""
    split = [cell.partition(" ") for cell in cells]
    plain = [head.isdecimal() and head.isascii() and len(head) < 6 and int(head) > 0 for head, _, _ in split]
    rests = dict.fromkeys(rest for (_, _, rest), known in zip(split, plain, strict=True) if known)
    known_as = dict(zip(rests, map(places.named, _bare(list(rests))), strict=True))
    return [
        (int(head), known_as[rest]) if known else places.street(cell)
        for cell, (head, _, rest), known in zip(cells, split, plain, strict=True)
    ]


def _bare(cells: list[str]) -> list[str]:
    """Without accents nor punctuation, in capital letters; nothing is said of spaces."""
    if not cells:
        return []
    text = "\n".join(cells)
    if text.count("\n") >= max(1, len(cells)):  # a cell of several lines
        return [places.bare(cell) for cell in cells]
    for sign, other in places.SEPARATORS.items():
        text = text.replace(chr(sign), other)
    if not text.isascii():
        text = "\n".join(map(names.mended, text.split("\n"))) if names.spoilt(text) else text
        text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return text.upper().split("\n")


def _read(
    cells: Sequence[str],
    width: int,
    at_once: Callable[[Signs], tuple[npt.NDArray[np.bool_], npt.NDArray[np.int64]]],
    one: Callable[[str], int],
) -> Ints:
    """A number a cell: at once for those of some width that `at_once` knows, else one by one."""
    signs = _signs("\n".join(cells).encode("utf-8", "replace"))
    ends = np.append(np.flatnonzero(signs == _LINE), len(signs))
    if len(ends) != len(cells):
        return np.fromiter(map(one, cells), np.int32, len(cells))
    starts = np.append(0, ends[:-1] + 1)
    rows = np.flatnonzero(ends - starts == width)
    known, numbers = at_once(np.asarray(signs[starts[rows, None] + np.arange(width)]))
    found = np.zeros(len(cells), np.int32)
    found[rows[known]] = numbers[known]
    others = np.ones(len(cells), bool)
    others[rows[known]] = False
    for row in np.flatnonzero(others & (ends > starts)).tolist():
        found[row] = one(cells[row])
    return found


def _signs(text: bytes) -> Signs:
    return np.frombuffer(text, np.uint8)


def _lines(signs: Signs) -> list[str]:
    return signs.tobytes().decode("ascii").split("\n")
