"""The nouns of the directory, in three rooms: territory, premises, people."""

from lekol.directory.models.people import Person, Post
from lekol.directory.models.premises import Building, ClassGroup, Floor, Headcount, Room
from lekol.directory.models.territory import Academy, Commune, District, School, SchoolCode, SchoolReplacement, is_open

__all__ = [
    "Academy",
    "Building",
    "ClassGroup",
    "Commune",
    "District",
    "Floor",
    "Headcount",
    "Person",
    "Post",
    "Room",
    "School",
    "SchoolCode",
    "SchoolReplacement",
    "is_open",
]
