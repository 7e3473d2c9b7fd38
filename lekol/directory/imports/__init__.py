"""What can be brought into the directory: the State’s open « Annuaire de l’éducation », and its head-counts."""

from lekol.directory.imports.headcounts import HeadcountImporter
from lekol.directory.imports.schools import SchoolImporter

__all__ = ["HeadcountImporter", "SchoolImporter"]
