"""In which encoding a table was saved; a sign that its encoding does not know never spoils the others."""

import codecs

FRENCH = frozenset("éèêëàâçùûîïôöœÉÈÊÀÂÇÔŒ°’«»–€²")
"""What French tables hold beyond ASCII: the encoding that shows most of it is the right one."""
OLD = {"cp1252": "Windows-1252", "cp850": "DOS (code page 850)", "mac_roman": "Mac Roman"}
TOLERANT = "lekol.windows"

Encoding = tuple[str, str]
"""(name of the encoding, what is done of bytes it does not know)."""


def encodings(start: bytes) -> tuple[Encoding, ...]:
    """What may be tried, in order; the last one reads anything."""
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return ("utf-16", "strict"), ("cp1252", TOLERANT)
    shown = codecs.getincrementaldecoder("utf-8")("replace").decode(start)
    wrong = shown.count("�")
    mostly = sum(ord(sign) > 127 for sign in shown) - wrong > wrong
    last = ("utf-8-sig", TOLERANT) if mostly else (_old(start), TOLERANT)
    return (last,) if wrong else (("utf-8-sig", "strict"), last)


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
