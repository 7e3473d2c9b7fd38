"""Documents and photographs: recognised, bounded, photographs drawn again without where and when they were taken."""

import hashlib
import io
import warnings
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from PIL import Image, ImageOps, UnidentifiedImageError

from lekol.directory.models import Person
from lekol.equipment.models import Asset, Contract, DeviceModel, Document, Photo
from lekol.equipment.rules import papers
from lekol.journal.actions import write

SIDE, THUMB = 1600, 320
QUALITY = 82


@transaction.atomic
def keep_document(
    *, thing: Asset | Contract, content: bytes, name: str, words: dict[str, Any], by: Person | None = None
) -> Document:
    """Keep a paper of a device or of a contract under a random name; the same file twice is said to be there."""
    try:
        extension = papers.accepted(content)
    except papers.RefusedPaper as fault:
        raise ValidationError({"file": str(fault)}) from None
    digest = hashlib.sha256(content).hexdigest()
    known = thing.documents.filter(removed=False)
    if known.filter(digest=digest).exists():
        raise ValidationError({"file": "Ce document est déjà joint."})
    if known.count() >= papers.MOST_FILES:
        raise ValidationError({"file": f"{papers.MOST_FILES} documents sont déjà joints : retirez-en un."})
    shown = papers.name_of(name, extension)
    row = Document(
        name=shown, media_type=papers.MEDIA[extension], size=len(content), digest=digest, **words,
        **{"asset" if isinstance(thing, Asset) else "contract": thing},
    )  # fmt: skip
    row.title = row.title or shown
    row.file.save(f"{digest[:32]}.{extension}", ContentFile(content), save=False)
    row.full_clean()
    row.save()
    summary = f"Document joint, {row.get_kind_display()} : {row.title}."
    write(verb="document.kept", thing=thing, by=by, summary=summary)
    return row


@transaction.atomic
def remove_document(*, document: Document, by: Person | None = None) -> None:
    """Take a paper off the page; the file itself is erased, the journal says what it was."""
    document.removed = True
    document.file.delete(save=False)
    document.save(update_fields=["removed", "file"])
    thing = document.asset or document.contract
    if thing is not None:
        write(verb="document.removed", thing=thing, by=by, summary=f"Document retiré : {document.title}.")


@transaction.atomic
def keep_photo(*, asset: Asset, content: bytes, caption: str, by: Person | None = None) -> Photo:
    """Keep a photograph of a device, drawn again: nothing of the camera, the place or the hour goes with it."""
    if asset.photos.count() >= papers.MOST_FILES:
        raise ValidationError({"file": f"{papers.MOST_FILES} photos sont déjà là : retirez-en une."})
    image = opened(content)
    row = Photo(asset=asset, caption=caption.strip() or str(asset.model), width=image.width, height=image.height)
    name = hashlib.sha256(content).hexdigest()[:32]
    row.file.save(f"{name}.jpg", ContentFile(jpeg(image, SIDE)), save=False)
    row.thumbnail.save(f"{name}-v.jpg", ContentFile(jpeg(image, THUMB)), save=False)
    row.full_clean()
    row.save()
    write(verb="photo.kept", thing=asset, by=by, summary=f"Photo ajoutée : {row.caption}.")
    return row


@transaction.atomic
def remove_photo(*, photo: Photo, by: Person | None = None) -> None:
    """Erase a photograph."""
    asset, caption = photo.asset, photo.caption
    photo.file.delete(save=False)
    photo.thumbnail.delete(save=False)
    photo.delete()
    write(verb="photo.removed", thing=asset, by=by, summary=f"Photo retirée : {caption}.")


@transaction.atomic
def show_model(*, model: DeviceModel, content: bytes, by: Person | None = None) -> DeviceModel:
    """Give a model its image."""
    image = opened(content)
    name = hashlib.sha256(content).hexdigest()[:32]
    model.image.save(f"{name}.jpg", ContentFile(jpeg(image, THUMB * 2)), save=False)
    model.save(update_fields=["image"])
    write(verb="model.shown", thing=model, by=by, summary="Image du modèle changée.")
    return model


def opened(content: bytes) -> Image.Image:
    """A JPEG, PNG or WebP image, upright, in plain colours and at most SIDE wide; ValidationError otherwise."""
    if len(content) > papers.LARGEST_PHOTO:
        raise ValidationError({"file": "Cette photo dépasse 15 Mo : envoyez-en une plus légère."})
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            image = Image.open(io.BytesIO(content), formats=("JPEG", "PNG", "WEBP"))
            if image.width * image.height > papers.MOST_PIXELS:
                raise ValidationError({"file": "Cette photo a trop de points : réduisez-la."})
            image.draft("RGB", (SIDE, SIDE))
            upright = ImageOps.exif_transpose(image)
            upright.thumbnail((SIDE, SIDE))
            return _flat(upright)
    except ValidationError:
        raise
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError, Warning):
        raise ValidationError({"file": "Ce fichier n’est pas une photo JPEG, PNG ou WebP lisible."}) from None


def _flat(image: Image.Image) -> Image.Image:
    """On white, without transparency."""
    if image.mode in ("RGBA", "LA", "P"):
        layer = image.convert("RGBA")
        ground = Image.new("RGB", layer.size, "white")
        ground.paste(layer, mask=layer.getchannel("A"))
        return ground
    return image.convert("RGB")


def jpeg(image: Image.Image, side: int) -> bytes:
    """The pixels alone: a new file holds no EXIF, no profile, no comment."""
    small = image.copy()
    small.thumbnail((side, side))
    clean = Image.frombytes("RGB", small.size, small.tobytes())
    kept = io.BytesIO()
    clean.save(kept, "JPEG", quality=QUALITY, optimize=True)
    return kept.getvalue()
