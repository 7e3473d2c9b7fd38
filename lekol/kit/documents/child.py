"""The child process that opens others’ formats: limits first, then the libraries. Its exit code says what is wrong."""

import resource
import sys
from collections.abc import Callable

from lekol.kit.documents.faults import BROKEN, LONGEST, Fault

MEMORY, SECONDS = 1_500_000_000, 50


def bound() -> None:
    """No more memory nor time than a document deserves."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def reader(kind: str) -> Callable[[bytes], str]:
    """The function that reads a kind; only its library is imported, after the limits are set."""
    if kind == "pdf":
        from lekol.kit.documents.pdf import text  # noqa: PLC0415  # after the limits, and alone
    elif kind == "docx":
        from lekol.kit.documents.docx import text  # noqa: PLC0415
    else:
        from lekol.kit.documents.odt import text  # noqa: PLC0415
    return text


def main(kind: str) -> int:
    bound()
    try:
        words = reader(kind)(sys.stdin.buffer.read())
    except Fault as fault:
        return fault.code
    except Exception:
        return BROKEN
    sys.stdout.buffer.write(words[:LONGEST].encode("utf-8", "replace"))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
