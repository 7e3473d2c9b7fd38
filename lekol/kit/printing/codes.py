"""QR and Code 128 as SVG: one square, or one bar, for each module."""

import barcode
import segno
from barcode.errors import BarcodeError

_SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}"><path d="{path}"/></svg>'


def qr(text: str) -> str:
    """A QR code with correction M, its quiet zone of two modules included."""
    rows = [list(row) for row in segno.make(text, error="m", micro=False).matrix]
    path = "".join(f"M{x + 2} {y + 2}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark)
    return _SVG.format(width=len(rows) + 4, height=len(rows) + 4, path=path)


def code128(text: str) -> str:
    """A Code 128, or nothing when a sign of the text has no place in it."""
    try:
        (modules,) = barcode.Code128(text).build()
    except (BarcodeError, KeyError, ValueError):
        return ""
    path = "".join(f"M{x} 0h1v20h-1z" for x, dark in enumerate(modules, 10) if dark == "1")
    return _SVG.format(width=len(modules) + 20, height=20, path=path)
