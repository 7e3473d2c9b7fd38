"""What is wrong with a document, as the child process tells it: an exit code."""

PROTECTED, SCANNED, ENTITIES, LONG, BROKEN = 2, 3, 4, 5, 6
LONGEST = 3_000_000  # signs


class Fault(Exception):
    """What is wrong with the document, as an exit code."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code
