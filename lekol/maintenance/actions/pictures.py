"""Pictures and files that come with a report: bounded, drawn again, so that nothing hidden travels with them."""

import io
import warnings
from pathlib import PurePath

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from PIL import Image, ImageOps, UnidentifiedImageError

from lekol.maintenance.models import Attachment, Line

TOO_HEAVY = "La photo dépasse 12 Mo. Reprenez-la en qualité moindre."
HEAVIEST = 12 * 1024 * 1024
MOST_PIXELS = 50_000_000
SIDE = 1_600
FORMATS = ("JPEG", "PNG", "WEBP")


def redrawn(content: bytes) -> bytes:
    """The picture as JPEG, at most 1600 pixels wide or high, without place or date; ValidationError if it is none."""
    if len(content) > HEAVIEST:
        raise ValidationError(TOO_HEAVY)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            return _drawn(content)
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombWarning):
        raise ValidationError("Ce fichier n’est pas une photo lisible (JPEG, PNG ou WebP).") from None


def _drawn(content: bytes) -> bytes:
    with Image.open(io.BytesIO(content), formats=FORMATS) as opened:
        if opened.width * opened.height > MOST_PIXELS:
            raise ValidationError("La photo est trop grande. Reprenez-la en qualité moindre.")
        opened.draft("RGB", (SIDE, SIDE))
        straight = ImageOps.exif_transpose(opened).convert("RGB")
    straight.thumbnail((SIDE, SIDE))
    out = io.BytesIO()
    straight.save(out, "JPEG", quality=80, optimize=True)
    return out.getvalue()


def read_photo(file: "File[bytes] | None") -> bytes:
    """The redrawn photo of a form; nothing for nothing. Its size is looked at before it is read."""
    if file is None:
        return b""
    if (file.size or 0) > HEAVIEST:
        raise ValidationError({"photo": TOO_HEAVY})
    try:
        return redrawn(file.read())
    except ValidationError as fault:
        raise ValidationError({"photo": fault.messages}) from None


def add_picture(line: Line, content: bytes, name: str = "photo") -> Attachment | None:
    """Keep a redrawn photo with its line. Called inside the verbs’ transactions."""
    return add_file(line, content, f"{PurePath(name).stem[:80] or 'photo'}.jpg", picture=True) if content else None


def add_file(line: Line, content: bytes, name: str, *, picture: bool = False) -> Attachment:
    """Keep a file with its line, under a name of ours."""
    made = Attachment(line=line, name=name[:120], size=len(content), picture=picture)
    made.file.save("photo.jpg" if picture else "piece.bin", ContentFile(content), save=False)
    made.save()
    return made
