"""What the journal needs to know of who acts and of what is acted on; it knows no app above it."""

from typing import Protocol


class Actor(Protocol):
    """Someone who acts. `ref` is stable for life and says nothing of the person."""

    @property
    def ref(self) -> str: ...
