"""The columns of an estate’s file, and the headers they go by in town halls, GLPI, Snipe-IT and OCS."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from functools import lru_cache
from typing import Any

from lekol.equipment.rules.intake import one_of
from lekol.kit.imports import Column, Fault
from lekol.kit.imports.cells import money, months, serial
from lekol.kit.imports.columns import Said, day_again, text
from lekol.kit.imports.dates import read
from lekol.pact.names import plain

YES = frozenset(
    {"1", "oui", "o", "yes", "y", "true", "vrai", "x", "reemploi", "reconditionne", "occasion", "refurbished"}
)


def first(longest: int) -> Callable[[str], str]:
    """The first value of a cell, bounded."""
    tidy = text(longest)

    @lru_cache(maxsize=1_024)
    def parse_first(cell: str) -> str:
        return tidy(one_of(cell) if "<" in cell or "\n" in cell or "$$" in cell else cell)

    return parse_first


def flag(cell: str) -> bool | None:
    """« oui », « x », « reconditionné »; empty says nothing."""
    return None if not cell else plain(cell) in YES


def warranty(cell: str) -> int | dt.date | Said | None:
    """A duration in months, or the day it ends: both stand under the header « Garantie »."""
    if plain(cell) in {"", "non", "oui", "expiree", "hors garantie", "sans", "aucune"}:
        return None
    try:
        return months(cell)
    except Fault:
        return read(cell)


def years(cell: str) -> int | None:
    """A duration in years under a header that says so, in months."""
    return months(cell if any(sign.isalpha() for sign in cell) else f"{cell} ans") if cell else None


def amount_again(value: Any) -> Decimal | None:
    return Decimal(value) if value is not None else None


def warranty_again(value: Any) -> Any:
    return day_again(value) if isinstance(value, str) else value


def _day(name: str, label: str, *aliases: str) -> Column:
    return Column(name, label, aliases, parse=read, revive=day_again, dates=True)


COLUMNS = (
    Column(
        "number", "Numéro d’inventaire",
        ("N° inventaire", "No inventaire", "N° d’inventaire", "Num inventaire", "Numéro inventaire", "Inventaire",
         "Code inventaire", "Réf inventaire", "Asset Tag", "Inventory number", "Tag", "Étiquette", "N° étiquette",
         "Code barre", "Code-barres", "Barcode", "N° de parc", "N° parc", "Numéro de parc", "Identifiant matériel",
         "Id matériel", "Account info: TAG", "Compte: TAG", "Informations administratives: TAG",
         "otherserial", "Inventory #"),
        parse=serial(40),
    ),
    Column(
        "serial", "Numéro de série",
        ("N° série", "N° de série", "No série", "No de série", "Num série", "Numéro série", "S/N", "SN", "Serial",
         "Serial number", "Serial no", "Serial #", "Service tag", "Série", "BIOS: Serial number",
         "Bios: numéro de série", "ssn", "Numéro de serie (S/N)", "N/S"),
        parse=serial(80),
    ),
    Column(
        "kind", "Type",
        ("Type de matériel", "Type matériel", "Type d’équipement", "Catégorie", "Category", "Nature", "Famille",
         "Item type", "Asset type", "Device type", "Type d’appareil", "Chassis",
         "Type de châssis", "Nature du matériel"),
        parse=first(80),
    ),
    Column(
        "make", "Marque",
        ("Fabricant", "Constructeur", "Manufacturer", "Make", "Brand", "Marque / constructeur", "Marque constructeur",
         "BIOS: Manufacturer", "Bios: fabricant"),
        parse=first(60),
    ),
    Column(
        "model", "Modèle",
        ("Model", "Model name", "Modele", "Désignation", "Libellé", "Désignation du matériel", "Article", "Produit",
         "Matériel", "Équipement", "Description du matériel", "Marque et modèle", "Marque / modèle", "BIOS: Model",
         "Bios: modèle", "Intitulé", "Appareil"),
        parse=first(80),
    ),
    Column(
        "system", "Système",
        ("Système d’exploitation", "OS", "Operating system", "Operating system - Name", "OS name",
         "Système d’exploitation - Nom", "Système exploitation", "SE", "OS: Name", "Operating System: Name"),
        parse=first(120),
    ),
    Column(
        "reference", "Référence du fabricant",
        ("Model number", "Model No.", "Référence", "Réf", "Ref constructeur", "Part number", "P/N",
         "Référence constructeur"),
        parse=first(60),
    ),
    Column(
        "name", "Nom",
        ("Nom du poste", "Nom machine", "Nom de la machine", "Hostname", "Computer", "Computer name", "Machine",
         "Nom de l’ordinateur", "Name", "Asset name", "Nom réseau", "Nom netbios", "Nom du matériel", "Nom PC"),
        parse=first(80),
    ),
    Column(
        "uai", "Code UAI",
        ("UAI", "RNE", "Code RNE", "Code établissement", "UAI école", "N° UAI", "Code école", "Numéro UAI"),
        parse=first(20), looks=r"\d{7}[A-Za-z]",
    ),
    Column(
        "school", "École",
        ("Nom de l’école", "Nom école", "Établissement", "Nom de l’établissement", "School", "Site", "Lieu",
         "Localisation", "Location", "Affectation", "Implantation", "Lieu d’affectation", "Groupe scolaire",
         "Default location",          "Checked Out To: Location", "Lieu d’installation", "Structure"),
        parse=first(200),
    ),
    Column("entity", "Entité", ("Entity", "Company", "Entité GLPI"), parse=first(200)),
    Column(
        "room", "Salle",
        ("Room", "Local", "Classe", "Pièce", "Bureau", "Emplacement", "N° salle", "Numéro de salle", "Salle de classe",
         "Emplacement précis", "Salle / bureau"),
        parse=first(60),
    ),
    Column(
        "status", "État",
        ("Statut", "Status", "État du matériel", "State", "Situation", "Status label"), parse=first(60),
    ),
    _day(
        "acquired_on", "Acquis le", "Date d’achat", "Date achat", "Date d’acquisition", "Date acquisition", "Acheté le",
        "Purchase date", "Acquisition", "Achat", "Achat date", "Année d’achat", "Année", "Année d’acquisition",
        "Date facture", "Date de facture", "Date de livraison", "Date d’entrée", "Date", "Date of purchase",
         "Purchased",
    ),
    _day(
        "in_service_on", "Mis en service le", "Date de mise en service", "Date mise en service", "Mise en service",
        "Date d’installation", "Installé le", "Date d’affectation", "Startup date", "Checkout date", "In service",
    ),
    _day(
        "warranty_until", "Garanti jusqu’au", "Fin de garantie", "Fin garantie", "Date fin garantie",
        "Date de fin de garantie", "Garantie jusqu’au", "Warranty end", "Warranty expires", "Warranty expiration",
        "Date d’expiration de la garantie", "Expiration garantie", "Échéance garantie", "Warranty end date",
        "Expiration de la garantie",
    ),
    Column(
        "warranty", "Garantie",
        ("Durée de garantie", "Durée garantie", "Durée de la garantie", "Garantie (mois)", "Warranty",
         "Warranty months",
         "Warranty (months)", "Garantie mois"),
        parse=warranty, revive=warranty_again,
    ),
    Column(
        "warranty_years", "Garantie en années",
        ("Garantie (ans)", "Garantie ans", "Garantie (années)", "Durée de garantie (ans)", "Durée garantie (ans)",
         "Warranty years", "Warranty (years)"),
        parse=years,
    ),
    Column(
        "cost", "Coût",
        ("Prix", "Prix TTC", "Prix d’achat", "Prix achat", "Montant", "Montant TTC", "Valeur", "Valeur d’achat",
         "Purchase cost", "Cost", "Price", "Prix unitaire", "Prix unitaire TTC", "Coût TTC", "PU TTC", "Prix (€)",
         "Prix TTC (€)", "Coût (€)", "Montant (€)", "Achat prix", "Achat montant", "Coût d’achat", "Coût (€ TTC)"),
        parse=money, revive=amount_again,
    ),
    Column("supplier", "Fournisseur", ("Supplier", "Vendeur", "Revendeur", "Prestataire", "Achat fournisseur"),
     parse=first(80)),
    Column("market", "Marché", ("N° marché", "N° de marché", "Numéro de marché", "Market"), parse=first(60)),
    Column(
        "order_number", "Bon de commande",
        ("N° commande", "N° de commande", "Order number", "Commande", "N° BC", "BC", "Numéro de commande",
         "N° bon de commande"),
        parse=first(40),
    ),
    Column("invoice", "Facture", ("N° facture", "N° de facture", "Invoice", "Invoice number", "Numéro de facture"),
     parse=first(40)),
    Column(
        "programme", "Financement",
        ("Financé par", "Financeur", "Budget", "Programme", "Funding", "Source de financement", "Imputation"),
        parse=first(80),
    ),
    Column(
        "origin", "Acquis par",
        ("Origine", "Propriétaire", "Origin", "Owner", "Provenance", "Mode d’acquisition", "Appartenance"),
         parse=first(80),
    ),
    Column("ledger", "Numéro d’immobilisation", ("N° immo", "Immobilisation", "N° immobilisation", "N° M57"),
     parse=serial(40)),
    _day(
        "retired_on", "Sorti du parc le", "Date de réforme", "Date réforme", "Date de sortie", "Réformé le", "Sorti le",
    ),
    Column("reused", "Issu du réemploi", ("Réemploi", "Reconditionné", "Occasion", "Refurbished"), parse=flag),
    Column(
        "note", "Remarque",
        ("Remarques", "Commentaire", "Commentaires", "Observation", "Observations", "Notes", "Note", "Asset notes",
         "Comment", "Comments"),
        parse=lambda cell: " ".join(cell.split())[:2000],
    ),
)  # fmt: skip
