"""The plain text of a document people send: .txt, .odt, .docx, .pdf with a text layer."""

from lekol.kit.documents.asking import LARGEST, Unreadable, text_of

__all__ = ["LARGEST", "Unreadable", "text_of"]
