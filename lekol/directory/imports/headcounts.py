"""The State’s open head-counts: pupils and classes of each school, year after year."""

from collections.abc import Mapping, Sequence
from typing import Any

from lekol.directory.access import IMPORT_DIRECTORY
from lekol.directory.actions.premises import set_headcount
from lekol.directory.imports.cells import read_uai
from lekol.directory.models import Headcount, Person, School
from lekol.kit.imports import Column, Importer, Line, Outcome, importer
from lekol.kit.imports.columns import whole
from lekol.kit.imports.heads import normal
from lekol.kit.imports.importer import Territory
from lekol.pact.names import plain


@importer
class HeadcountImporter(Importer):
    """Pupils and classes of each school, year after year (open data « effectifs »)."""

    key = "directory.headcounts"
    label = "Effectifs des écoles"
    help = "Le fichier ouvert de l’État, « fr-en-ecoles-effectifs-nb_classes », en CSV ou en JSON."
    right = IMPORT_DIRECTORY
    columns: Sequence[Column] = (
        Column(
            "uai",
            "Numéro de l’école",
            ("numero_ecole", "uai", "Code UAI", "Identifiant_de_l_etablissement"),
            True,
            read_uai,
        ),
        Column("school_year", "Rentrée scolaire", ("rentree_scolaire", "annee"), True, whole(2000, 2100)),
        Column("pupils", "Nombre total d’élèves", ("nombre_total_eleves", "eleves"), True, whole(0, 5000)),
        Column("classes", "Nombre total de classes", ("nombre_total_classes", "classes"), True, whole(0, 200)),
    )

    def keep(self, cells: Mapping[str, str], mapping: Mapping[str, str]) -> bool:
        """Only public schools."""
        sector = next((cell for header, cell in cells.items() if normal(header) == "secteur"), "PUBLIC")
        return plain(sector) == "public"

    def key_of(self, values: Mapping[str, Any]) -> str:
        return f"{values['uai']} {values['school_year']}"

    def plan(self, lines: list[Line], territory: Territory) -> None:
        """Two queries a chunk: schools, and what is already known of them."""
        codes = {line.values["uai"] for line in lines}
        schools = {row.uai: row for row in School.objects.filter(uai__in=codes).select_related("commune__academy")}
        rows = Headcount.objects.filter(school__uai__in=codes).values_list(
            "school__uai", "school_year", "pupils", "classes"
        )
        known = {(uai, year): (pupils, classes) for uai, year, pupils, classes in rows}
        for line in lines:
            self._plan(line, schools.get(line.values["uai"]), known, territory)

    def _plan(
        self, line: Line, school: School | None, known: dict[tuple[str, int], tuple[int, int]], territory: Territory
    ) -> None:
        values = line.values
        if school is None:
            line.refuse(f"L’école {values['uai']} n’est pas dans l’annuaire : importez d’abord l’annuaire.")
        elif not territory.holds(school.commune.insee, school.commune.academy.code):
            line.refuse(f"{school} n’est pas dans votre territoire.")
        elif territory.only and school.commune.insee != territory.only:
            line.outcome = Outcome.IGNORED
        elif values["pupils"] is None or values["classes"] is None:
            line.refuse("Le nombre d’élèves ou de classes manque.")
        else:
            line.title = f"{school}, rentrée {values['school_year']}"
            before = known.get((school.uai, values["school_year"]))
            line.after = {
                name: values[name]
                for rank, name in enumerate(("pupils", "classes"))
                if before is None or before[rank] != values[name]
            }
            line.before = dict(zip(("pupils", "classes"), before, strict=True)) if before else {}
            line.before = {name: value for name, value in line.before.items() if name in line.after}
            line.outcome = Outcome.CREATED if before is None else Outcome.CHANGED if line.after else Outcome.SAME

    def apply(self, line: Line, by: Person | None) -> None:
        values = line.values
        school = School.objects.get(uai=values["uai"])
        set_headcount(
            school=school, school_year=values["school_year"], pupils=values["pupils"], classes=values["classes"], by=by
        )

    def changed_since(self, lines: list[Line]) -> list[str]:
        rows = Headcount.objects.filter(school__uai__in={line.values["uai"] for line in lines})
        known = {
            f"{uai} {year}": (p, c)
            for uai, year, p, c in rows.values_list("school__uai", "school_year", "pupils", "classes")
        }
        return [
            f"« {line.title} » a été modifié depuis."
            for line in lines
            if known.get(line.key) != (line.values["pupils"], line.values["classes"])
        ]

    def undo(self, line: Line, by: Person | None) -> None:
        row = Headcount.objects.select_related("school").get(
            school__uai=line.values["uai"], school_year=line.values["school_year"]
        )
        if line.outcome is Outcome.CREATED:
            row.delete()
            return
        before = {"pupils": row.pupils, "classes": row.classes, **line.before}
        set_headcount(school=row.school, school_year=row.school_year, by=by, **before)
