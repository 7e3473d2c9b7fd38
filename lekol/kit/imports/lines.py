"""From rows to lines: headings carried to the lines below them, totals and notes set aside, cells read."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from lekol.kit.imports.columns import Column, reader_of
from lekol.kit.imports.importer import Importer, Line, Outcome
from lekol.kit.imports.reading import Table
from lekol.kit.imports.shapes import Shape, shape_of
from lekol.kit.imports.survey import Survey
from lekol.pact.plurals import plural

ASIDE = {
    Shape.TOTAL: "{} de totaux laissées de côté.", Shape.HEADERS: "{} d’en-têtes répétées laissées de côté.",
    Shape.HEADING: "{} de notes ou d’intertitres laissées de côté.",
}  # fmt: skip


@dataclass(slots=True)
class Lines:
    """Reads the rows of one run; `counts` and `aside` fill as they are drawn."""

    taker: Importer
    survey: Survey
    counts: Counter[str] = field(default_factory=Counter)
    aside: Counter[Shape] = field(default_factory=Counter)
    sections: int = 0
    heading: str = ""
    above: str = ""
    _seen: dict[str, int] = field(default_factory=dict)

    @property
    def columns(self) -> list[Column]:
        return self.survey.columns(self.taker.columns)

    def of(self, table: Table) -> Iterator[Line]:
        """Lines that are for this importer; a key met twice is refused."""
        mapping, sheet = self._mapping(), ""
        read = reader_of(self.columns, mapping)
        titles = list(mapping.values())[:2]
        for number, cells, on in table.rows:
            if on != sheet:
                sheet, self.heading, self.above = on, self.taker.section(on), ""
            if self.taker.sections and not self._is_line(cells):
                continue
            if not self.taker.keep(cells, mapping):
                self.counts[str(Outcome.IGNORED)] += 1
                continue
            if self.taker.sections:
                cells = self._headed(cells, mapping)
            values, faults, remarks = read(cells)
            line = Line(number, values=values, remarks=remarks, cells=cells)
            line.title = " ".join(filter(None, (cells.get(header, "") for header in titles)))[:200]
            self._check(line, faults, sheet)
            yield line

    def _mapping(self) -> dict[str, str]:
        """The survey’s; a heading column that the file lacks gets its own label for the headings to fill."""
        mapping, name = self.survey.mapping, self.taker.sections
        return mapping if not name or name in mapping else {**mapping, name: self.taker.labels[name]}

    def _is_line(self, cells: dict[str, str]) -> bool:
        """Notes, totals and repeated headers are counted; a heading is kept for the lines below."""
        shape = shape_of(cells)
        if shape is Shape.LINE:
            return True
        text = next(cell for cell in cells.values() if cell)
        if shape is Shape.HEADING and (heading := self.taker.section(text)):
            self.heading, self.above = heading, ""
            self.sections += 1
        else:
            self.aside[shape] += 1
        return False

    def _headed(self, cells: dict[str, str], mapping: Mapping[str, str]) -> dict[str, str]:
        """The cells with their heading: the lone text above them, or the last one written in its own column."""
        name = mapping[self.taker.sections]
        own = cells.get(name, "")
        if own:
            self.above = own if self.survey.carries else ""
            return cells
        above = self.above or self.heading
        return {**cells, name: above} if above else cells

    def _check(self, line: Line, faults: Sequence[str], sheet: str) -> None:
        line.key = _key(self.taker, line.values)
        faults = faults or list(self._met(line))
        if faults:
            line.refuse(*([f"Feuille « {sheet} »."] if sheet else []), *faults)

    def _met(self, line: Line) -> Iterator[str]:
        """What the line repeats of another line of the file; a line without a key repeats nothing."""
        keys = [("", line.key)] if line.key else []
        for words, value in (*keys, *self.taker.other_keys(line.values)):
            mark = f"{words}\x1f{value}"
            if mark in self._seen:
                what = f"{words} « {value} »" if words else f"« {value} »"
                yield f"{what} est déjà à la ligne {self._seen[mark]} du fichier."
            else:
                self._seen[mark] = line.number

    def remarks(self) -> list[str]:
        """How the file was understood, in French, once all its lines were drawn."""
        said = self.survey.remarks()
        if self.sections:
            said.append(
                f"{plural(self.sections, 'ligne')} d’intertitre lues comme le nom de l’école des lignes suivantes."
            )
        if self.survey.carries:
            said.append("École écrite une fois puis laissée vide : elle vaut pour les lignes suivantes.")
        return [*said, *(ASIDE[shape].format(plural(count, "ligne")) for shape, count in self.aside.items() if count)]


def _key(taker: Importer, values: dict[str, Any]) -> str:
    """The key of a line, or nothing when the faulty cell is the key’s own."""
    try:
        return taker.key_of(values)
    except KeyError:
        return ""
