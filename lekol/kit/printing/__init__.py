"""What is printed with exact sizes: codes as vector drawings, pages through Typst."""

from lekol.kit.printing.codes import code128, qr
from lekol.kit.printing.typeset import typeset

__all__ = ["code128", "qr", "typeset"]
