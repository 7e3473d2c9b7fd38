"""The forms of words an address may hold; anything else is refused with 422 before the base is asked."""

import datetime as dt
from typing import Annotated, Any

from ninja import Path, Query
from ninja.errors import HttpError

_CENTURY = "(19|20|21)[0-9]{2}"
_DAY = "|".join(
    (
        f"{_CENTURY}-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])",
        f"{_CENTURY}-(0[13-9]|1[0-2])-(29|30)",
        f"{_CENTURY}-(0[13578]|1[02])-31",
        "((19|20|21)(0[48]|[2468][048]|[13579][26])|2000)-02-29",
    )
)


def _path(pattern: str, says: str, example: str) -> Any:
    return Path(pattern=f"^({pattern})$", description=says, example=example)  # type: ignore[type-arg]


def _query(pattern: str, says: str) -> Any:
    return Query(pattern=f"^({pattern})$", description=says)  # type: ignore[type-arg]


Uai = Annotated[str, _path("[0-9]{7}[A-Z]", "Code UAI de l’école.", "9740012N")]
Slug = Annotated[str, _path("[a-z0-9][a-z0-9_-]{0,59}", "Identifiant de la convention.", "saint-denis-2025")]
ClauseNumber = Annotated[str, _path(r"[A-Z0-9]{1,2}\.[0-9]{1,3}", "Numéro de clause.", "3.1")]
MeasureKey = Annotated[str, _path(r"[a-z_]{1,40}\.[a-z_]{1,60}", "Nom de la mesure.", "network.schools_online")]
Limit = Annotated[int, Query(ge=1, le=200, description="Nombre de lignes au plus.")]
After = Annotated[str | None, _query("[A-Za-z0-9:=_-]{1,4000}", "Marque `next` de la page d’avant.")]
On = Annotated[str | None, _query(_DAY, "Jour des chiffres, comme 2026-09-01 ; aujourd’hui par défaut.")]
Perimeter = Annotated[
    str | None,
    _query("france|(ecole|circonscription|commune|academie):[0-9A-Z]{1,10}",
           "Périmètre des chiffres, comme commune:97411 ; celui du jeton par défaut."),
]  # fmt: skip
Code = Annotated[str | None, _query("[0-9A-Z]{2,8}", "Code INSEE de la commune.")]
DistrictCode = Annotated[str | None, _query("[0-9]{7}[A-Z]", "Code de la circonscription.")]


OfSchool = Annotated[str | None, _query("[0-9]{7}[A-Z]", "Code UAI de l’école.")]
DeviceKind = Annotated[str | None, _query("[a-z_]{1,16}", "Type de matériel, comme portable.")]
DeviceStatus = Annotated[str | None, _query("[a-z_]{1,14}", "État, comme en_service.")]
Words = Annotated[str | None, Query(max_length=80, description="Mots du numéro, de la série ou du nom.")]
DeviceNumber = Annotated[str, _path("[^/\\x00]{1,40}", "Numéro d’inventaire.", "VSD-00412")]


TicketNumber = Annotated[str, _path("[0-9A-Za-z]{4,8}", "Numéro de la panne.", "K7M2PQR")]
TicketState = Annotated[
    str | None,
    _query("ouvertes|retard|nouveau|pris|attente|resolu|clos", "État : ouvertes, retard, ou un état précis."),
]
TicketDesk = Annotated[str | None, _query("ville|rectorat|fournisseur|ecole", "Qui doit agir.")]
TicketNature = Annotated[str | None, _query("[a-z]{1,12}", "Ce qui est en panne, comme commutateur.")]
TicketWords = Annotated[str | None, _query(r"[^\x00]{1,80}", "Mots du numéro ou de la phrase.")]


def day_of(text: str | None, today: dt.date) -> dt.date:
    """The day asked, today by default; nothing exists yet of a day to come (404)."""
    day = dt.date.fromisoformat(text) if text else today
    if day > today:
        raise HttpError(404, f"Le {text} est à venir : aucun chiffre n’en existe.")
    return day
