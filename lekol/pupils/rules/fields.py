"""The fields compared and how near two cells can be, from the nearest to the farthest; 0 is « not known »."""

import enum


class Field(enum.IntEnum):
    """What is compared, in the order in which a decision is explained."""

    NAME = 0
    FIRST = 1
    BORN = 2
    SEX = 3
    SECOND = 4
    BIRTHPLACE = 5
    SCHOOL = 6
    GRADE = 7
    PHONE = 8
    GUARDIAN = 9
    ADDRESS = 10
    INE = 11


FIELDS = tuple(Field)


class Name(enum.IntEnum):
    """Family names. The ranks of First are the same where both have the level."""

    UNKNOWN = 0
    EXACT = 1
    USAGE = 2
    COMPOUND = 3
    HEARD = 4
    EDIT = 5
    NEAR = 6
    CUT = 7
    PARTLY = 8
    PARENT = 9
    WEAK = 10
    OTHER = 11
    SWAPPED = 12


class First(enum.IntEnum):
    """First names."""

    UNKNOWN = 0
    EXACT = 1
    SECOND = 2
    COMPOUND = 3
    HEARD = 4
    EDIT = 5
    NEAR = 6
    CUT = 7
    PARTLY = 8
    LOST = 9
    WEAK = 10
    OTHER = 11
    SWAPPED = 12


class Birth(enum.IntEnum):
    """Dates of birth."""

    UNKNOWN = 0
    EXACT = 1
    SWAPPED = 2
    DIGIT = 3
    MONTH = 4
    DAY = 5
    HOLDER = 6
    YEAR = 7
    CLOSE = 8
    OTHER = 9


class Same(enum.IntEnum):
    """Fields that are equal or are not."""

    UNKNOWN = 0
    SAME = 1
    OTHER = 2


class Settled(enum.IntEnum):
    """Fields that a move changes: compared apart when the addresses differ."""

    UNKNOWN = 0
    SAME = 1
    OTHER = 2
    SAME_MOVED = 3
    OTHER_MOVED = 4


class Home(enum.IntEnum):
    """Guardians and addresses."""

    UNKNOWN = 0
    SAME = 1
    NEAR = 2
    PARTLY = 3
    OTHER = 4


LEVELS: dict[Field, type[enum.IntEnum]] = {
    Field.NAME: Name,
    Field.FIRST: First,
    Field.BORN: Birth,
    Field.SEX: Same,
    Field.SECOND: Same,
    Field.BIRTHPLACE: Same,
    Field.SCHOOL: Settled,
    Field.GRADE: Same,
    Field.PHONE: Settled,
    Field.GUARDIAN: Home,
    Field.ADDRESS: Home,
    Field.INE: Same,
}
MOVING = (Field.SCHOOL, Field.PHONE)
"""Fields whose levels are shares of those who moved, or of those who did not."""
DEPTH = 13
"""One more than the largest level of any field."""
