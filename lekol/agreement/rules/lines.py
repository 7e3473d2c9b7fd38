"""Where things stand in a TOML file: tomllib reads values and forgets their lines.

The scan follows the grammar (dotted and quoted keys, arrays, inline tables, multi-line strings) but checks
nothing: tomllib has accepted the text before.
"""

import re
import tomllib
from bisect import bisect_right

Path = tuple[str | int, ...]

_BLANK = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_SPACE = re.compile(r"[ \t]*")
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_STRING = re.compile(
    r'"""(?:[^\\]|\\.)*?"""(?:"{0,2})' r"|'''.*?'''(?:'{0,2})" r'|"(?:[^"\\\n]|\\.)*"' r"|'[^'\n]*'", re.DOTALL
)
_PLAIN = re.compile(r"[^,\]}\n#]+")


class Lines:
    """Line of every table, key and element of a text that tomllib accepts."""

    def __init__(self, text: str) -> None:
        self._text, self._at = text, 0
        self._breaks = [place for place, char in enumerate(text) if char == "\n"]
        self._lines: dict[Path, int] = {}
        self._tables: dict[Path, int] = {}
        self._section: Path = ()
        self._read()

    def of(self, *path: str | int) -> int:
        """The line of a key, else that of the nearest thing holding it; 0 when nothing does."""
        for size in range(len(path), 0, -1):
            if path[:size] in self._lines:
                return self._lines[path[:size]]
        return 0

    def _read(self) -> None:
        while self._skip(_BLANK) < len(self._text):
            start = self._at
            if self._text[start] == "[":
                self._header()
            else:
                self._pair(self._section)
            if self._at == start:
                return

    def _skip(self, pattern: re.Pattern[str]) -> int:
        if found := pattern.match(self._text, self._at):
            self._at = found.end()
        return self._at

    def _note(self, path: Path, place: int) -> None:
        line = bisect_right(self._breaks, place - 1) + 1 if place else 1
        for size in range(1, len(path) + 1):
            self._lines.setdefault(path[:size], line)

    def _header(self) -> None:
        start, repeated = self._at, self._text.startswith("[[", self._at)
        self._at += 2 if repeated else 1
        *above, last = self._keys()
        path: Path = ()
        for key in above:
            path = self._entered((*path, key))
        path = (*path, last)
        if repeated:
            self._tables[path] = self._tables.get(path, 0) + 1
        self._section = self._entered(path)
        self._note(self._section, start)
        self._at += 2 if repeated else 1

    def _entered(self, path: Path) -> Path:
        """The path itself, or that of its last table when it is an array of tables."""
        return (*path, self._tables[path] - 1) if path in self._tables else path

    def _keys(self) -> Path:
        found: list[str] = []
        while True:
            self._skip(_SPACE)
            found.append(self._key())
            self._skip(_SPACE)
            if not self._text.startswith(".", self._at):
                return tuple(found)
            self._at += 1

    def _key(self) -> str:
        start = self._at
        if self._skip(_BARE_KEY) > start:
            return self._text[start : self._at]
        raw = self._text[start : self._skip(_STRING)]
        return str(tomllib.loads(f"key = {raw}")["key"]) if raw else ""

    def _pair(self, inside: Path) -> None:
        start = self._at
        path = (*inside, *self._keys())
        self._note(path, start)
        self._at += 1  # the equals sign
        self._value(path)

    def _value(self, path: Path) -> None:
        self._skip(_SPACE)
        opening = self._text[self._at : self._at + 1]
        if opening == "[":
            self._array(path)
        elif opening == "{":
            self._inline(path)
        else:
            self._skip(_STRING if opening in {'"', "'"} else _PLAIN)

    def _array(self, path: Path) -> None:
        self._at += 1
        rank = 0
        while not self._closes("]"):
            self._note((*path, rank), self._at)
            self._value((*path, rank))
            rank += 1

    def _inline(self, path: Path) -> None:
        self._at += 1
        while not self._closes("}"):
            self._pair(path)

    def _closes(self, bracket: str) -> bool:
        """Step over blanks and one comma; true once past the bracket, or at the end of the text."""
        self._skip(_BLANK)
        if self._text.startswith(",", self._at):
            self._at += 1
            self._skip(_BLANK)
        if self._at >= len(self._text):
            return True
        closed = self._text.startswith(bracket, self._at)
        self._at += closed
        return closed
