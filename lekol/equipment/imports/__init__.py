"""What the estate takes in: the spreadsheets of communes, the exports of GLPI, Snipe-IT and OCS."""

from lekol.equipment.imports import devices

__all__ = ["devices"]
