"""Naming a colleague in a private message: « @n.grondin », or « @grondin » when only one bears the name."""

import re
from collections.abc import Iterable, Mapping
from typing import TypeVar

from lekol.pact.names import plain

Who = TypeVar("Who")

_NAMED = re.compile(r"(?<![\w@.])@([\w’'-]+(?:\.[\w’'-]+)?)")


def named(text: str) -> list[str]:
    """The names called in a text, as compared, each once; an e-mail address calls nobody."""
    return list(dict.fromkeys(_compared(found) for found in _NAMED.findall(text)))


def handle(first: str, last: str) -> str:
    """« n.grondin »: how to call someone without mistake."""
    return f"{_compared(first)[:1]}.{_compared(last)}"


def called(words: Iterable[str], people: Mapping[Who, tuple[str, str]]) -> tuple[list[Who], list[str]]:
    """Who is called, and the words that call nobody or several; `people`: first and last name of each."""
    found: list[Who] = []
    lost: list[str] = []
    for word in words:
        hits = [who for who, name in people.items() if word in (handle(*name), _compared(name[1]))]
        if len(hits) == 1:
            found.append(hits[0])
        else:
            lost.append(word)
    return list(dict.fromkeys(found)), lost


def _compared(name: str) -> str:
    return ".".join(plain(part).replace(" ", "") for part in name.split("."))
