"""`lekol directory import-headcounts FICHIER`: pupils and classes of each school."""

from lekol.directory.management.commands.directory_import import Command as SchoolsCommand


class Command(SchoolsCommand):
    help = "Importe les effectifs des écoles (élèves et classes par rentrée)."
    kind = "directory.headcounts"
