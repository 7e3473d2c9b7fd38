"""Where things stand in a TOML file: tomllib reads values and forgets their lines."""

import re

_HEADER = re.compile(r"^\s*\[\[?\s*([A-Za-z0-9_-]+)\s*\]\]?")
_KEY = re.compile(r"^\s*([A-Za-z0-9_-]+)\s*=")


class Lines:
    """A scan of headers and keys; multi-line strings are skipped."""

    def __init__(self, text: str) -> None:
        self.headers: dict[str, list[int]] = {}
        self.keys: dict[tuple[str, int, str], int] = {}
        self._scan(text)

    def _scan(self, text: str) -> None:
        section, inside = "", ""
        for number, line in enumerate(text.splitlines(), 1):
            if inside:
                inside = "" if inside in line else inside
                continue
            if header := _HEADER.match(line):
                section = header[1]
                self.headers.setdefault(section, []).append(number)
            elif key := _KEY.match(line):
                rank = len(self.headers.get(section, [])) - 1
                self.keys.setdefault((section, max(rank, 0), key[1]), number)
            inside = next((mark for mark in ('"""', "'''") if line.count(mark) % 2), "")

    def of(self, section: str, rank: int = 0, key: str = "") -> int:
        """The line of a key, or of its section’s header; 0 when it is nowhere."""
        headers = self.headers.get(section, [])
        header = headers[rank] if rank < len(headers) else self.keys.get(("", 0, section), 0)
        return self.keys.get((section, rank, key), header)
