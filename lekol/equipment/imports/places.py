"""Which school and which room a line speaks of: by code, by name, by a name that looks like one — then it is said."""

import difflib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q

from lekol.directory.models import Room, School, SchoolCode
from lekol.equipment.rules.intake import names_a_school, nature_of, room_key, school_key, split_place, uai_in
from lekol.kit.imports import Fault
from lekol.kit.imports.importer import Territory
from lekol.pact.names import plain

ALIKE, APART = 0.84, 0.05
MOST = 3_000
"""Names compared by likeness: beyond, a territory is a whole académie and only exact names are sure."""

STORES = frozenset(
    {"stock", "dsi", "magasin", "reserve", "depot", "atelier", "service informatique", "stockage", "entrepot", "garage"}
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a line puts its device: a school and perhaps the name of a room, or a store; and what is said of it."""

    school: School | None = None
    room: str = ""
    store: str = ""
    remark: str = ""


def school_told(school: School) -> str:
    """A school as the desk shows it, and as an undo finds it again."""
    return f"{school.uai} {school.name}"


@dataclass(slots=True)
class Schools:
    """The schools of a territory by code and by name, read once a run."""

    by_code: dict[str, School] = field(default_factory=dict)
    by_key: dict[str, list[School]] = field(default_factory=lambda: defaultdict(list))
    only: School | None = None
    told: dict[int, str] = field(default_factory=dict)
    """Each school as the desk shows it, by its key."""

    _found: dict[str, Place | str] = field(default_factory=dict)

    @classmethod
    def of(cls, territory: Territory) -> "Schools":
        """Two queries: schools, and the codes they bore before."""
        found = cls()
        schools = {row.pk: row for row in School.objects.filter(_within(territory)).select_related("commune")}
        for school in schools.values():
            found.by_code[school.uai] = school
            found.told[school.pk] = school_told(school)
            found.by_key[school_key(school.name)].append(school)
        for pk, uai in SchoolCode.objects.filter(school__in=schools).values_list("school", "uai"):
            found.by_code.setdefault(uai, schools[pk])
        if len(territory.only) == len("9740001H"):
            found.only = next(iter(schools.values()), None)
        return found

    def place(self, values: Mapping[str, Any]) -> Place:
        """Where a line’s cells put it; Fault when no school is known by them."""
        room = values.get("room") or ""
        for name in ("uai", "school", "entity"):
            text = values.get(name) or ""
            if not text:
                continue
            found = self._known(text)
            if isinstance(found, str):
                if name == "entity" or (name == "uai" and values.get("school")):
                    continue
                raise Fault(found)
            if found.school and room:
                return Place(found.school, room, "", found.remark)
            return found
        return Place(self.only, room)

    def _known(self, text: str) -> Place | str:
        if text not in self._found:
            try:
                self._found[text] = self.find(text)
            except Fault as fault:
                self._found[text] = str(fault)
        return self._found[text]

    def find(self, text: str) -> Place:
        """The school a text names, with the room it may add."""
        if code := uai_in(text):
            if code in self.by_code:
                return Place(self.by_code[code])
            raise Fault(f"Le code {code} n’est pas celui d’une école de votre territoire.")
        if plain(text) in STORES:
            return Place(store=text[:80])
        name, room = split_place(text)
        for words, rest in ((text, ""), (name, room)):
            if school := self._named(words):
                return Place(school, rest)
        if alike := self._alike(name):
            return Place(alike, room, "", f"« {text} » est lu comme l’école {alike} ({alike.uai}).")
        if self.only:
            return Place(self.only, text[:60], "", f"« {text} » est lu comme une salle de l’école {self.only}.")
        raise Fault(self._unknown(text))

    def _named(self, words: str) -> School | None:
        """The one school of that name; of two namesakes, the one whose nature the words tell."""
        namesakes = self.by_key.get(school_key(words), [])
        nature = nature_of(words)
        told = [school for school in namesakes if school.kind == nature] if nature else []
        if len(told) == 1 or len(namesakes) == 1:
            return (told or namesakes)[0]
        if namesakes:
            codes = ", ".join(f"{school.full_name} {school.uai}" for school in namesakes[:4])
            raise Fault(f"Plusieurs écoles portent le nom « {words} » : {codes}. Donnez le code UAI.")
        return None

    def _alike(self, name: str) -> School | None:
        """The one school whose name is nearly that one."""
        if len(self.by_key) > MOST:
            return None
        key = school_key(name)
        near = difflib.get_close_matches(key, self.by_key, n=2, cutoff=ALIKE)
        scores = [difflib.SequenceMatcher(None, key, other).ratio() for other in near]
        clear = len(near) == 1 or (len(near) == 2 and scores[0] - scores[1] >= APART)
        return self._named(near[0]) if clear and len(self.by_key[near[0]]) == 1 else None

    def _unknown(self, text: str) -> str:
        near = (
            difflib.get_close_matches(school_key(text), self.by_key, n=2, cutoff=0.6)
            if len(self.by_key) <= MOST
            else []
        )
        hint = " ou ".join(str(self.by_key[key][0]) for key in near)
        said = f" Serait-ce {hint} ?" if hint else ""
        return f"L’école « {text[:80]} » n’est pas connue dans votre territoire.{said} Donnez son code UAI."

    def is_heading(self, text: str) -> bool:
        """Is a lone text the name of a school, known or plainly written as one?"""
        return names_a_school(text) or school_key(text) in self.by_key


def _within(territory: Territory) -> Q:
    """The schools an import may speak about."""
    held = Q()
    if territory.communes is not None:
        held = Q(commune__insee__in=territory.communes) | Q(commune__academy__code__in=territory.academies or ())
    if len(territory.only) == len("9740001H"):
        return held & (Q(uai=territory.only) | Q(codes__uai=territory.only))
    return held & Q(commune__insee=territory.only) if territory.only else held


@dataclass(slots=True)
class Rooms:
    """The rooms of the schools a run speaks of, those of a school read when it is first met."""

    by_school: dict[int, dict[str, Room]] = field(default_factory=dict)

    def read(self, schools: Iterable[int]) -> None:
        """One query, when a school is met that was not."""
        if not (lacking := set(schools) - self.by_school.keys()):
            return
        self.by_school |= {school: {} for school in lacking}
        for room in Room.objects.filter(school__in=lacking).order_by("pk"):
            self.keep(room)

    def keep(self, room: Room) -> None:
        """Know one more room; of two that are called alike, the first."""
        self.by_school[room.school_id].setdefault(room_key(room.name), room)

    def find(self, school: School, name: str) -> Room | None:
        return self.by_school.get(school.pk, {}).get(room_key(name))
