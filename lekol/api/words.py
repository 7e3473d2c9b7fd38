"""The forms of words an address may hold; anything else is refused with 422 before the base is asked."""

import datetime as dt
from typing import Annotated

from ninja import Path, Query
from ninja.errors import HttpError

Uai = Annotated[str, Path(pattern=r"^[0-9]{7}[A-Z]$", description="Code UAI de l’école.", example="9740012N")]
Slug = Annotated[str, Path(pattern=r"^[a-z0-9][a-z0-9_-]{0,59}$", description="Identifiant de la convention.", example="saint-denis-2025")]
ClauseNumber = Annotated[str, Path(pattern=r"^[A-Z0-9]{1,2}\.[0-9]{1,3}$", description="Numéro de clause.", example="3.1")]
MeasureKey = Annotated[str, Path(pattern=r"^[a-z_]{1,40}\.[a-z_]{1,60}$", description="Nom de la mesure.", example="network.schools_online")]
Limit = Annotated[int, Query(ge=1, le=200, description="Nombre de lignes au plus.")]
After = Annotated[
    str | None, Query(pattern=r"^[A-Za-z0-9:=_-]{1,4000}$", description="Marque `next` de la page d’avant.", example=None)
]
On = Annotated[
    str | None,
    Query(pattern=r"^(19|20|21)[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])$|^(19|20|21)[0-9]{2}-(0[13-9]|1[0-2])-(29|30)$|^(19|20|21)[0-9]{2}-(0[13578]|1[02])-31$",
          description="Jour des chiffres, comme 2026-09-01 ; aujourd’hui par défaut."),
]  # fmt: skip
Perimeter = Annotated[
    str | None,
    Query(pattern=r"^(france|(ecole|circonscription|commune|academie):[0-9A-Z]{1,10})$",
          description="Périmètre des chiffres, comme commune:97411 ; celui du jeton par défaut."),
]  # fmt: skip
Code = Annotated[str | None, Query(pattern=r"^[0-9A-Z]{2,8}$", description="Code INSEE de la commune.")]
DistrictCode = Annotated[str | None, Query(pattern=r"^[0-9]{7}[A-Z]$", description="Code de la circonscription.")]


def day_of(text: str | None, today: dt.date) -> dt.date:
    """The day asked, today by default; none to come, no 29 February that does not exist."""
    if text is None:
        return today
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        raise HttpError(422, f"« {text} » n’est pas un jour. Écrivez-le comme 2026-09-01.") from None
    if day > today:
        raise HttpError(422, f"Le {text} est à venir : aucun chiffre n’en est connu.")
    return day
