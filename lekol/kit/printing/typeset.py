"""A PDF from a Typst source and its data: no network, no package, no font of the machine."""

import json
from pathlib import Path
from typing import Any

import typst


def typeset(source: Path, data: Any, *, fonts: Path | None = None, accessible: bool = False) -> bytes:
    """The document as PDF; the source reads its data from `sys.inputs.data`, and its imports beside it.

    `fonts` is a folder of the project’s own; `accessible` asks for PDF/UA-1.
    """
    return bytes(
        typst.compile(
            source,
            root=source.parent,
            font_paths=[fonts] if fonts else [],
            sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
            ignore_system_fonts=True,
            format="pdf",
            pdf_standards="ua-1" if accessible else None,
        )
    )
