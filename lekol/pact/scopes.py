"""Scopes: the piece of territory a figure, a list or a right is about. Only codes cross, never rows."""

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """The floors of the territory, from the narrowest to the widest."""

    SCHOOL = "ecole"
    DISTRICT = "circonscription"
    COMMUNE = "commune"
    ACADEMY = "academie"
    COUNTRY = "france"


@dataclass(frozen=True, slots=True)
class Scope:
    """A level and the public code of the place: school id, UAI, INSEE code, académie code, or nothing."""

    level: Level
    code: str = ""

    @classmethod
    def parse(cls, text: str) -> "Scope":
        """Read « commune:97411 » as pages write it; raise ValueError with a French sentence."""
        level, _, code = text.partition(":")
        try:
            scope = cls(Level(level), code.strip())
        except ValueError:
            raise ValueError(f"« {text} » ne désigne aucun périmètre. Écrivez par exemple commune:97411.") from None
        if bool(scope.code) == (scope.level is Level.COUNTRY):
            raise ValueError(f"« {text} » : un périmètre s’écrit niveau:code, et « france » ne prend pas de code.")
        return scope

    def __str__(self) -> str:
        return f"{self.level}:{self.code}" if self.code else str(self.level)


FRANCE = Scope(Level.COUNTRY)
