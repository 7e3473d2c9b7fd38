"""Every setting Lékol reads from the environment, declared once: name, default, meaning, form.

`docs/exploitation/reglages.md` repeats this list and a test compares both. A wrong value stops the start
with one message that names every wrong setting.
"""

import ipaddress
import os
import re
import zoneinfo
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

DEMONSTRATION = "demonstration.txt"


class WrongSettings(Exception):
    """One sentence per wrong setting."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(["Lékol ne peut pas démarrer, car des réglages sont à corriger :", *faults]))
        self.faults = faults


@dataclass(frozen=True, slots=True)
class Setting:
    """One environment variable: its default, what it is for, and how its text becomes a value."""

    name: str
    default: str
    meaning: str
    parse: Callable[[str], Any]


def _text(value: str) -> str:
    return value


def _flag(value: str) -> bool:
    if value.lower() not in {"0", "1", "oui", "non"}:
        raise ValueError("attend « oui » ou « non » (1 ou 0)")
    return value.lower() in {"1", "oui"}


def _whole(low: int, high: int) -> Callable[[str], int]:
    def parse(value: str) -> int:
        if not value.isdecimal() or not value.isascii() or not low <= int(value) <= high:
            raise ValueError(f"attend un nombre entier de {low} à {high}")
        return int(value)

    return parse


def _zone(value: str) -> str:
    if value not in zoneinfo.available_timezones():
        raise ValueError("attend un fuseau horaire, comme Indian/Reunion ou Europe/Paris")
    return value


def _database(value: str) -> str:
    if value and urlsplit(value).scheme not in {"postgres", "postgresql"}:
        raise ValueError("attend une adresse PostgreSQL, comme postgresql://lekol:secret@serveur:5432/lekol")
    return value


def _mail(value: str) -> str:
    if value and urlsplit(value).scheme not in {"smtp", "smtps", "smtp+tls"}:
        raise ValueError("attend une adresse de messagerie, comme smtp+tls://compte:secret@serveur:587")
    return value


def _box(value: str) -> str:
    if value and urlsplit(value).scheme not in {"imap", "imaps", "imap+tls"}:
        raise ValueError("attend une adresse de boîte, comme imaps://pannes:secret@serveur:993")
    return value


def _origin(value: str) -> str:
    parts = urlsplit(value)
    if value and (parts.scheme not in {"http", "https"} or not parts.netloc or parts.path not in {"", "/"}):
        raise ValueError("attend l’adresse publique du site, comme https://lekol.saint-denis.example")
    return value.rstrip("/")


def _hosts(value: str) -> list[str]:
    hosts = [host.strip() for host in value.split(",") if host.strip()]
    if any(not re.fullmatch(r"\[?[\w.:-]+\]?", host) for host in hosts):
        raise ValueError("attend des noms de serveur séparés par des virgules, sans http:// ni chemin")
    return hosts


def _address(value: str) -> str:
    try:
        return str(ipaddress.ip_address(value))
    except ValueError:
        raise ValueError("attend une adresse IP de cette machine, comme 127.0.0.1 ou 0.0.0.0") from None


def _level(value: str) -> str:
    if value not in {"DEBUG", "INFO", "WARNING", "ERROR"}:
        raise ValueError("attend DEBUG, INFO, WARNING ou ERROR")
    return value


def _folder(value: str) -> Path:
    return Path(value).expanduser().absolute()


SETTINGS = (
    Setting("LEKOL_DEMO", "non", "Démonstration : base embarquée, connexion d’un clic. Jamais en production.", _flag),
    Setting("LEKOL_SECRET", "", "Clé secrète des sessions et des signatures, 40 caractères au moins.", _text),
    Setting("LEKOL_ANCIEN_SECRET", "", "Clé secrète précédente, le temps d’en changer.", _text),
    Setting(
        "DATABASE_URL", "", "Base PostgreSQL 15 ou plus récente. Vide, en démonstration : base embarquée.", _database
    ),
    Setting("LEKOL_HOME", "var", "Dossier des fichiers déposés et, en démonstration, de la base.", _folder),
    Setting("LEKOL_URL", "", "Adresse publique du site, écrite dans les courriels.", _origin),
    Setting("LEKOL_ADRESSES", "127.0.0.1,localhost,[::1]", "Noms du serveur, séparés par des virgules.", _hosts),
    Setting("LEKOL_FUSEAU", "Indian/Reunion", "Fuseau horaire des dates affichées et des délais.", _zone),
    Setting("LEKOL_COURRIEL_URL", "", "Serveur d’envoi des courriels. Vide : les courriels vont au journal.", _mail),
    Setting("LEKOL_BOITE_URL", "", "Boîte où les écoles écrivent leurs pannes. Vide : aucune.", _box),
    Setting(
        "LEKOL_BOITE_CONFIANCE",
        "",
        "Nom du serveur dont l’en-tête Authentication-Results est cru. Vide : nul expéditeur n’est cru.",
        _text,
    ),
    Setting("LEKOL_EXPEDITEUR", "lekol@example.org", "Adresse d’expédition des courriels.", _text),
    Setting("LEKOL_JOURNAL", "INFO", "Niveau du journal technique.", _level),
    Setting("LEKOL_PROXY", "non", "Lékol est derrière un relais HTTPS qui pose X-Forwarded-Proto.", _flag),
    Setting("LEKOL_PG_BIN", "", "Dossier des programmes PostgreSQL (base embarquée, sauvegarde).", _text),
    Setting("LEKOL_ECOUTE", "127.0.0.1", "Adresse d’écoute. 0.0.0.0 dans un conteneur, derrière son relais.", _address),
    Setting("LEKOL_TRAVAILLEURS", "2", "Processus du serveur.", _whole(1, 64)),
    Setting("LEKOL_API_DEBIT", "600", "Demandes par minute qu’un jeton de l’API peut faire.", _whole(1, 100_000)),
    Setting(
        "LEKOL_AGENTS_DEBIT",
        "6000",
        "Messages par minute qu’une clé d’agents d’inventaire peut envoyer.",
        _whole(1, 10_000_000),
    ),
    Setting("PORT", "8000", "Port d’écoute du serveur.", _whole(1, 65535)),
)


def read(environ: Mapping[str, str] = os.environ) -> dict[str, Any]:
    """Every setting as a value; raise WrongSettings with all faults at once."""
    environ = _remembered(environ)
    values: dict[str, Any] = {}
    faults: list[str] = []
    for setting in SETTINGS:
        try:
            values[setting.name] = setting.parse(environ.get(setting.name, "") or setting.default)
        except ValueError as fault:
            faults.append(f"- {setting.name} {fault} ; reçu « {environ.get(setting.name)} ».")
    faults += _together(values)
    if faults:
        raise WrongSettings(faults)
    return values


def _remembered(environ: Mapping[str, str]) -> Mapping[str, str]:
    """A folder where `make demo` has run is a demonstration, so that `lekol` works there without settings."""
    said = any(environ.get(name) for name in ("LEKOL_DEMO", "DATABASE_URL", "LEKOL_SECRET", "LEKOL_URL"))
    if not said and (_folder(environ.get("LEKOL_HOME") or "var") / DEMONSTRATION).exists():
        return {**environ, "LEKOL_DEMO": "oui"}
    return environ


def _together(values: Mapping[str, Any]) -> list[str]:
    """What only makes sense of several settings: production needs a secret, a base and an address."""
    if values.get("LEKOL_DEMO", True):
        return []
    needed = {
        "LEKOL_SECRET": "manque : donnez une clé secrète de 40 caractères au moins",
        "DATABASE_URL": "manque : donnez l’adresse de la base PostgreSQL",
        "LEKOL_URL": "manque : donnez l’adresse publique du site",
    }
    faults = [f"- {name} {what}." for name, what in needed.items() if values.get(name) == ""]
    if 0 < len(values.get("LEKOL_SECRET") or "") < 40:
        faults.append("- LEKOL_SECRET est trop courte : il faut 40 caractères au moins.")
    return faults
