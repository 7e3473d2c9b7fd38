"""A PDF from a Typst source and its data: no network, no package, no font of the machine."""

import json
from pathlib import Path
from typing import Any

import typst


def typeset(source: Path, data: Any, *, accessible: bool = False) -> bytes:
    """The document as PDF; the source reads its data from `sys.inputs.data`. `accessible` asks for PDF/UA-1."""
    return bytes(
        typst.compile(
            source.read_bytes(),
            sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
            ignore_system_fonts=True,
            format="pdf",
            pdf_standards="ua-1" if accessible else None,
        )
    )
