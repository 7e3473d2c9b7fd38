"""What incidents need of a mail server: messages as they understand them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Joined:
    """A file of a message, already within bounds."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Incoming:
    """A message someone wrote. `verified`: the server proved who sent it; `refs`: the messages it answers."""

    message_id: str
    sender: str
    name: str
    subject: str
    text: str
    refs: tuple[str, ...] = ()
    verified: bool = False
    files: tuple[Joined, ...] = ()
    dropped: int = 0
