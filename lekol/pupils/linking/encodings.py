"""In which encoding a table was saved; a sign that its encoding does not know never spoils the others."""

import codecs

from lekol.pupils.linking.opening import Unreadable, begins_as_page

FRENCH = frozenset("éèêëàâçùûîïôöœÉÈÊÀÂÇÔŒ°’«»–€²")
"""What French tables hold beyond ASCII: the encoding that shows most of it is the right one."""
OLD = {"cp1252": "Windows-1252", "cp850": "DOS (code page 850)", "mac_roman": "Mac Roman"}
TOLERANT = "lekol.windows"

Encoding = tuple[str, str]
"""(name of the encoding, what is done of bytes it does not know)."""


def encodings(start: bytes) -> tuple[Encoding, ...]:
    """What may be tried, in order; the last one reads anything. Raises Unreadable for what is no table at all."""
    if wide := _wide(start):
        return (wide, "strict"), ("cp1252", TOLERANT)
    if other := _no_table(start):
        raise Unreadable(
            f"ce fichier n’est pas un tableau, mais {other}. Donnez un CSV, un classeur ou un XML de l’AAF."
        )
    shown = codecs.getincrementaldecoder("utf-8")("replace").decode(start)
    wrong = shown.count("�")
    mostly = sum(ord(sign) > 127 for sign in shown) - wrong > wrong
    last = ("utf-8-sig", TOLERANT) if mostly else (_old(start), TOLERANT)
    return (last,) if wrong else (("utf-8-sig", "strict"), last)


def _wide(start: bytes) -> str:
    """UTF-16 or UTF-32, by its mark, else by its zeros: two signs in three of a table at least are below 256."""
    for mark, name in _MARKS:
        if start.startswith(mark):
            return name
    signs = start[: len(start) // 2 * 2]
    even, odd = signs[::2].count(0), signs[1::2].count(0)
    least = len(signs) / 3
    return "utf-16-le" if odd > least > even else "utf-16-be" if even > least > odd else ""


_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def _no_table(start: bytes) -> str:
    """What a file is, in words, when it is no text of cells; a gzip is read by others."""
    if begins_as_page(start):
        return "une page web (HTML), même s’il porte le nom d’un classeur"
    known = next((words for mark, words in _SIGNED if start.startswith(mark)), "")
    control = len(start.translate(None, _TEXT))
    return known or ("un fichier binaire" if control > len(start) / 20 and not start.startswith(b"\x1f\x8b") else "")


_SIGNED = (
    (b"%PDF", "un PDF"),
    (b"\x89PNG", "une image"),
    (b"\xff\xd8\xff", "une image"),
    (b"GIF8", "une image"),
    (b"{\\rtf", "un document de traitement de texte"),
    (b"7z\xbc\xaf", "une archive 7z : ouvrez-la d’abord"),
    (b"Rar!", "une archive RAR : ouvrez-la d’abord"),
    (b"SQLite format 3", "une base SQLite"),
    (b"PAR1", "un fichier Parquet"),
    (b"[{", "du JSON"),
    (b'{"', "du JSON"),
)
_TEXT = bytes({*range(256)} - {*range(1, 9), *range(14, 32), 127})
"""Bytes that texts hold; zeros come by accident, and are taken away later."""


def told(encoding: Encoding) -> list[str]:
    """What must be said of a table read so."""
    name, errors = encoding
    if name in OLD:
        return [f"le fichier est lu en {OLD[name]}."]
    mixed = name == "utf-8-sig" and errors == TOLERANT
    return ["le fichier n’est pas tout entier en UTF-8 ; ses autres signes sont lus en Windows-1252."] if mixed else []


def _old(start: bytes) -> str:
    return max(OLD, key=lambda name: (_french(start, name), -list(OLD).index(name)))


def _french(start: bytes, name: str) -> int:
    """French letters shown, less the signs no French table holds."""
    shown = [sign for sign in start.decode(name, errors="replace") if ord(sign) > 127]
    return sum(1 if sign in FRENCH else -1 for sign in shown)


def _as_windows(fault: UnicodeError) -> tuple[str, int]:
    """Bytes that an encoding does not know, as Windows writes them, or as they are where it does not either."""
    if not isinstance(fault, UnicodeDecodeError):
        raise fault
    signs = fault.object[fault.start : fault.end]
    return "".join(bytes([sign]).decode("cp1252", "ignore") or chr(sign) for sign in signs), fault.end


codecs.register_error(TOLERANT, _as_windows)
