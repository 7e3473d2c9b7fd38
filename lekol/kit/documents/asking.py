"""What a file really is, then its text. Others’ binary formats are opened in a child process with limits."""

import os
import subprocess
import sys
import zipfile
from io import BytesIO
from pathlib import Path

from lekol.kit.documents.faults import ENTITIES, LONG, PROTECTED, SCANNED
from lekol.kit.documents.plain import NotText, decoded

LARGEST = 20_000_000  # bytes: two hundred scanned pages
ENTRIES, SWOLLEN = 3_000, 120_000_000  # what an archive may hold, in files and in bytes once opened
SECONDS = 60
TXT, PDF, DOCX, ODT = "texte", "PDF", "Word (.docx)", "OpenDocument (.odt)"
ENDINGS = {".txt": TXT, ".text": TXT, ".md": TXT, ".pdf": PDF, ".docx": DOCX, ".odt": ODT}
_READERS = {PDF: "pdf", DOCX: "docx", ODT: "odt"}
_MAGIC = (
    (b"%PDF-", PDF), (b"\xd0\xcf\x11\xe0", "Word ancien (.doc)"), (b"{\\rtf", "RTF"), (b"\x89PNG", "une image"),
    (b"\xff\xd8\xff", "une image"), (b"GIF8", "une image"), (b"II*\x00", "une image"), (b"MM\x00*", "une image"),
)  # fmt: skip
_CURES = {
    "Word ancien (.doc)": "Enregistrez-le au format .docx ou .odt, puis recommencez.",
    "RTF": "Enregistrez-le au format .docx ou .odt, puis recommencez.",
    "une image": "Passez-la par un logiciel de reconnaissance de caractères, puis envoyez le PDF obtenu.",
}
_FAULTS = {
    PROTECTED: "est protégé par un mot de passe. Enregistrez-le sans mot de passe, puis recommencez.",
    SCANNED: "n’a pas de texte : c’est une image. Passez-le par une reconnaissance de caractères, puis recommencez.",
    ENTITIES: "contient une définition XML interdite (DTD ou entité). Enregistrez-le à nouveau, puis recommencez.",
    LONG: "est trop long : cinq cents pages au plus. Envoyez la convention sans ses pièces jointes.",
}


class Unreadable(ValueError):
    """The file gives no text; the sentence says what it is and what to do."""


def text_of(content: bytes, name: str = "") -> str:
    """The plain text of a document, its paragraphs one a line, list items behind a dash.

    What the file is decides, not its ending; a file that is not what its ending says is refused by name.
    Raises Unreadable. Bounded: 20 MB, 500 pages, a minute, a child process of 1.5 GB.
    """
    shown = f"« {name} »" if name else "Ce fichier"
    if not content.strip():
        raise Unreadable(f"{shown} est vide. Vérifiez le fichier, puis recommencez.")
    if len(content) > LARGEST:
        raise Unreadable(f"{shown} dépasse {LARGEST // 1_000_000} Mo. Envoyez la convention sans ses pièces jointes.")
    kind = _kind(content, shown)
    expected = ENDINGS.get(Path(name).suffix.lower())
    if expected is not None and expected != kind:
        raise Unreadable(
            f"{shown} porte la fin d’un fichier {expected}, mais c’est un fichier {kind}. "
            "Renommez-le ou envoyez le bon fichier, puis recommencez."
        )
    return _plain(content, shown) if kind == TXT else _from_child(content, _READERS[kind], shown)


def _kind(content: bytes, shown: str) -> str:
    """What the bytes say it is, or Unreadable."""
    head = content[:1024].lstrip(b"\xef\xbb\xbf \r\n\t")
    kind = next((kind for magic, kind in _MAGIC if head.startswith(magic)), "")
    if content.startswith(b"PK"):
        kind = _archive(content, shown)
    if kind in _CURES:
        what = kind if kind.startswith("une") else f"un fichier {kind}"
        raise Unreadable(f"{shown} est {what}, que Lékol ne lit pas. {_CURES[kind]}")
    if not kind and b"%PDF-" in content[:1024]:
        return PDF
    return kind or TXT


def _archive(content: bytes, shown: str) -> str:
    """Which document a ZIP holds; one that swells or is broken is refused before anything is opened."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            parts = archive.infolist()
            names = {part.filename for part in parts}
            if len(parts) > ENTRIES or sum(part.file_size for part in parts) > SWOLLEN:
                raise Unreadable(
                    f"{shown} se déploie en trop de données : ce n’est pas un document. Envoyez-en un autre."
                )
            if "word/document.xml" in names:
                return DOCX
            mimetype = archive.read("mimetype")[:100] if "mimetype" in names else b""
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, RuntimeError, ValueError) as fault:
        if isinstance(fault, Unreadable):
            raise
        raise Unreadable(f"{shown} est abîmé : il ne s’ouvre pas. Envoyez-le à nouveau.") from None
    if mimetype.startswith(b"application/vnd.oasis.opendocument.text"):
        return ODT
    raise Unreadable(f"{shown} est une archive ou un classeur, pas un texte. Envoyez un .odt, .docx, .pdf ou .txt.")


def _plain(content: bytes, shown: str) -> str:
    try:
        return decoded(content)
    except NotText:
        raise Unreadable(f"{shown} n’est pas un texte. Envoyez un fichier .txt, .odt, .docx ou .pdf.") from None


def _from_child(content: bytes, reader: str, shown: str) -> str:
    """What the child process answers; whatever happens to it, this one goes on."""
    house = str(Path(__file__).parents[3])
    env = {"PATH": os.environ.get("PATH", ""), "PYTHONPATH": house, "PYTHONIOENCODING": "utf-8", "LANG": "C.UTF-8"}
    try:
        done = subprocess.run(  # noqa: S603  # our own interpreter, a fixed module, no shell
            [sys.executable, "-m", "lekol.kit.documents.child", reader],
            input=content, capture_output=True, env=env, timeout=SECONDS, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        raise Unreadable(f"{shown} demande trop de temps à lire. Envoyez un document plus simple.") from None
    if done.returncode == 0:
        return done.stdout.decode("utf-8", "replace")
    sentence = _FAULTS.get(
        done.returncode, "est abîmé ou trop lourd à ouvrir. Enregistrez-le à nouveau, puis recommencez."
    )
    raise Unreadable(f"{shown} {sentence}")
