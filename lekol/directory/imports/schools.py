"""The State’s open « Annuaire de l’éducation »: public primary schools, and those it leaves out."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.db.models import ProtectedError, Q
from django.utils import timezone

from lekol.directory.access import IMPORT_DIRECTORY
from lekol.directory.actions.schools import add_school, edit_school
from lekol.directory.choices import SchoolKind
from lekol.directory.imports.cells import (
    district_name,
    email,
    read_commune,
    read_flag,
    read_postal,
    read_priority,
    read_uai,
    short_name,
)
from lekol.directory.models import Academy, Commune, District, Person, School
from lekol.directory.models.territory import SchoolQuerySet
from lekol.kit.imports import Column, Fault, Importer, Line, Outcome, importer
from lekol.kit.imports.columns import day, day_again, decimal, text
from lekol.kit.imports.heads import normal
from lekol.kit.imports.importer import Territory
from lekol.pact.names import plain

FIELDS = (
    "name", "kind", "priority_education", "district", "address", "postal_code", "phone", "email",
    "latitude", "longitude", "opened_on",
)  # fmt: skip


@importer
class SchoolImporter(Importer):
    """Public primary schools of the open file, in its layouts of 2023 and 2026, CSV or JSON."""

    key = "directory.schools"
    label = "Annuaire de l’éducation"
    help = "Le fichier ouvert de l’État, « fr-en-annuaire-education », en CSV ou en JSON."
    right = IMPORT_DIRECTORY
    columns: Sequence[Column] = (
        Column("uai", "Code UAI", ("Identifiant_de_l_etablissement", "numero_uai", "uai", "rne"), True, read_uai),
        Column("name", "Nom", ("Nom_etablissement", "appellation_officielle", "nom"), True, short_name),
        Column("insee", "Code de la commune", ("Code_commune", "code_insee"), True, read_commune),
        Column("commune", "Commune", ("Nom_commune",), True, text(80)),
        Column("nursery", "Maternelle", ("Ecole_maternelle",), True, read_flag),
        Column("elementary", "Élémentaire", ("Ecole_elementaire",), True, read_flag),
        Column("academy", "Code de l’académie", ("Code_academie",), False, text(2)),
        Column("academy_name", "Académie", ("Libelle_academie",), False, text(70)),
        Column(
            "district_code",
            "Code de la circonscription",
            ("code_circonscription",),
            False,
            lambda c: read_uai(c) if c else "",
        ),
        Column("district_name", "Circonscription", ("nom_circonscription",), False, district_name),
        Column(
            "priority_education", "Éducation prioritaire", ("Appartenance_Education_Prioritaire",), False, read_priority
        ),
        Column("address", "Adresse", ("Adresse_1",), False, text(200)),
        Column("postal_code", "Code postal", ("Code_postal",), False, read_postal),
        Column("phone", "Téléphone", ("Telephone",), False, text(20)),
        Column("email", "Courriel", ("Mail",), False, email),
        Column("latitude", "Latitude", ("latitude",), False, decimal(-90, 90)),
        Column("longitude", "Longitude", ("longitude",), False, decimal(-180, 180)),
        Column("opened_on", "Date d’ouverture", ("date_ouverture",), False, day, day_again),
    )

    @property
    def labels(self) -> dict[str, str]:
        return {**super().labels, "kind": "Type", "district": "Circonscription"}

    def keep(self, cells: Mapping[str, str], mapping: Mapping[str, str]) -> bool:
        """Only public schools; the commune asked for is looked at later, once its code is read."""
        by_form = {normal(header): cell for header, cell in cells.items()}
        kind, status = by_form.get("typeetablissement", "Ecole"), by_form.get("statutpublicprive", "Public")
        return plain(kind) == "ecole" and plain(status) == "public"

    def key_of(self, values: Mapping[str, Any]) -> str:
        return str(values["uai"])

    def plan(self, lines: list[Line], territory: Territory) -> None:
        """Four queries a chunk: schools, communes, circonscriptions by code and by name."""
        related = School.objects.select_related("commune__academy", "district")
        schools = {row.uai: row for row in related.filter(uai__in=[line.key for line in lines])}
        communes = Commune.objects.select_related("academy").filter(insee__in={line.values["insee"] for line in lines})
        known = {row.insee: row for row in communes}
        districts = self._districts(lines)
        for line in lines:
            if territory.only and line.values["insee"] != territory.only:
                line.outcome = Outcome.IGNORED
            else:
                self._plan(line, schools.get(line.key), known.get(line.values["insee"]), districts, territory)

    def _districts(self, lines: list[Line]) -> dict[str, District]:
        """Circonscriptions by code, and by « académie/name » where the file gives no code."""
        codes = {line.values.get("district_code", "") for line in lines} - {""}
        names = {line.values.get("district_name", "") for line in lines} - {""}
        found = {row.code: row for row in District.objects.filter(code__in=codes)}
        for row in District.objects.filter(name__in=names).select_related("academy"):
            found.setdefault(f"{row.academy.code}/{row.name}", row)
        return found

    def _plan(
        self,
        line: Line,
        school: School | None,
        commune: Commune | None,
        districts: dict[str, District],
        territory: Territory,
    ) -> None:
        values = line.values
        academy = commune.academy.code if commune else values.get("academy", "")
        line.title = f"{values['name'] or values['commune']} ({values['commune']})"
        if not values["nursery"] and not values["elementary"]:
            line.refuse("Ni maternelle, ni élémentaire : le fichier ne dit pas ce qu’est cette école.")
        elif not territory.holds(values["insee"], academy):
            line.refuse(f"La commune {values['insee']} n’est pas dans votre territoire.")
        elif commune is None and not (academy and values.get("academy_name")):
            line.refuse(
                f"La commune {values['insee']} n’est pas dans l’annuaire, et le fichier ne dit pas son académie."
            )
        elif school is not None and school.commune.insee != values["insee"]:
            line.refuse(
                f"Cette école est à {school.commune} dans l’annuaire, et à {values['commune']} dans le fichier."
            )
        else:
            self._compare(line, school, self._wanted(values, academy, districts))

    def _wanted(self, values: Mapping[str, Any], academy: str, districts: dict[str, District]) -> dict[str, Any]:
        """The fields a line asks for; a value the file does not give is left as it is."""
        wanted = {name: values[name] for name in FIELDS if name in values and name not in {"kind", "district"}}
        wanted["name"] = values["name"] or values["commune"]
        wanted["kind"] = kind_of(values["nursery"], values["elementary"])
        code, name = values.get("district_code", ""), values.get("district_name", "")
        known = districts.get(code) or districts.get(f"{academy}/{name}")
        if known is not None:
            wanted["district"] = known.name
        elif code and name:
            wanted["district"] = name
        return {
            name: value for name, value in wanted.items() if value not in (None, "") or name == "priority_education"
        }

    def _compare(self, line: Line, school: School | None, wanted: dict[str, Any]) -> None:
        if school is None:
            line.outcome, line.after = Outcome.CREATED, wanted
            return
        now = {name: getattr(school, name) for name in wanted}
        if "district" in now:
            now["district"] = school.district.name if school.district else None
        line.after = {name: value for name, value in wanted.items() if now[name] != value}
        line.before = {name: now[name] for name in line.after}
        line.outcome = Outcome.CHANGED if line.after else Outcome.SAME

    def absent(self, keys: Collection[str], territory: Territory) -> Sequence[tuple[str, str]]:
        """Open schools of the territory that the file leaves out, in the communes it speaks of; one query."""
        rows = _within(School.objects.open_on(timezone.localdate()), territory).order_by("sort_key", "pk")
        known = list(rows.values_list("uai", "name", "commune__name", "commune"))
        spoken = {commune for uai, _, _, commune in known if uai in keys}
        return [
            (uai, f"{name} ({place})") for uai, name, place, commune in known if commune in spoken and uai not in keys
        ]

    def apply(self, line: Line, by: Person | None) -> None:
        commune = self._commune(line.values)
        fields = self._fields(line.after, line.values, commune)
        if line.outcome is Outcome.CREATED:
            add_school(commune=commune, uai=line.key, by=by, **fields)
        else:
            edit_school(school=School.objects.select_related("district").get(uai=line.key), by=by, **fields)

    def _commune(self, values: Mapping[str, Any]) -> Commune:
        found = Commune.objects.filter(insee=values["insee"]).select_related("academy").first()
        if found is None:
            name = (
                values["academy_name"]
                if values["academy_name"].startswith("Acad")
                else f"Académie de {values['academy_name']}"
            )
            academy, _ = Academy.objects.get_or_create(code=values["academy"], defaults={"name": name})
            found = Commune.objects.create(academy=academy, insee=values["insee"], name=values["commune"])
        return found

    def _fields(self, after: Mapping[str, Any], values: Mapping[str, Any], commune: Commune) -> dict[str, Any]:
        fields = {name: _alive(name, value) for name, value in after.items()}
        if "district" in fields:
            fields["district"] = self._district(values, commune.academy, str(after["district"]))
        return fields

    def _district(self, values: Mapping[str, Any], academy: Academy, name: str) -> District:
        code = values.get("district_code", "")
        known = District.objects.filter(code=code).first() if code else None
        known = known or District.objects.filter(academy=academy, name=name).first()
        return known or District.objects.create(academy=academy, code=code, name=name)

    def changed_since(self, lines: list[Line]) -> list[str]:
        """Schools whose present fields are no longer those the import gave."""
        schools = {
            row.uai: row
            for row in School.objects.filter(uai__in=[line.key for line in lines]).select_related("district")
        }
        return [
            f"« {line.title} » a été modifiée depuis." for line in lines if not _stands(line, schools.get(line.key))
        ]

    def undo(self, line: Line, by: Person | None) -> None:
        school = School.objects.select_related("commune__academy", "district").get(uai=line.key)
        if line.outcome is Outcome.CREATED:
            try:
                school.delete()
            except ProtectedError:
                raise Fault(f"« {line.title} » sert déjà ailleurs : elle ne peut plus être retirée.") from None
            return
        before = {name: _alive(name, value) for name, value in line.before.items()}
        if before.get("district"):
            before["district"] = District.objects.filter(
                academy=school.commune.academy, name=before["district"]
            ).first()
        edit_school(school=school, by=by, **{name: _blank(name, value) for name, value in before.items()})


def _within(schools: SchoolQuerySet, territory: Territory) -> SchoolQuerySet:
    """The schools an import may speak about."""
    if territory.only:
        schools = schools.filter(commune__insee=territory.only)
    if territory.communes is None:
        return schools
    return schools.filter(
        Q(commune__insee__in=territory.communes) | Q(commune__academy__code__in=territory.academies or ())
    )


def kind_of(nursery: bool, elementary: bool) -> str:
    """Nature 151 does not tell élémentaire from primaire: the two flags do (DOMAIN annex A4)."""
    if nursery and elementary:
        return SchoolKind.PRIMARY
    return SchoolKind.NURSERY if nursery else SchoolKind.ELEMENTARY


def _alive(name: str, value: Any) -> Any:
    return day_again(value) if name == "opened_on" and isinstance(value, str) else value


def _blank(name: str, value: Any) -> Any:
    """None is nothing for a date or a number, and an empty text elsewhere."""
    return "" if value is None and name not in {"latitude", "longitude", "opened_on", "district"} else value


def _stands(line: Line, school: School | None) -> bool:
    if school is None:
        return False
    for name, value in line.after.items():
        now = (school.district.name if school.district else None) if name == "district" else getattr(school, name)
        if now != _alive(name, value):
            return False
    return True
