"""`lekol equipment undo IMPORT`: give back what an import of devices changed."""

from lekol.directory.management.commands.directory_undo import Command as BaseCommand


class Command(BaseCommand):
    help = "Annule un import de matériels, tant que rien n’a changé depuis."
    kind = "equipment.devices"
