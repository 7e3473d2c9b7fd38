"""Pure decisions of the directory: where each function is exercised, and what an UAI change means."""

from dataclasses import dataclass

from lekol.pact.scopes import Level

CITY, STATE = "ville", "etat"


@dataclass(frozen=True, slots=True)
class Office:
    """Where a function is exercised and for which side (articles 3, 7 and 8)."""

    level: Level
    side: str


OFFICES: dict[str, Office] = {
    "maire": Office(Level.COMMUNE, CITY),
    "elu_education": Office(Level.COMMUNE, CITY),
    "elu_informatique": Office(Level.COMMUNE, CITY),
    "direction_peg": Office(Level.COMMUNE, CITY),
    "dsi_ville": Office(Level.COMMUNE, CITY),
    "projet_ville": Office(Level.COMMUNE, CITY),
    "technicien": Office(Level.COMMUNE, CITY),
    "dpo_ville": Office(Level.COMMUNE, CITY),
    "recteur": Office(Level.ACADEMY, STATE),
    "ia_daasen": Office(Level.ACADEMY, STATE),
    "dan": Office(Level.ACADEMY, STATE),
    "ien_tice": Office(Level.ACADEMY, STATE),
    "dsi_academie": Office(Level.ACADEMY, STATE),
    "conseiller_numerique": Office(Level.ACADEMY, STATE),
    "expert_filtrage": Office(Level.ACADEMY, STATE),
    "dpo_academie": Office(Level.ACADEMY, STATE),
    "ien": Office(Level.DISTRICT, STATE),
    "erun": Office(Level.DISTRICT, STATE),
    "directeur": Office(Level.SCHOOL, STATE),
    "enseignant": Office(Level.SCHOOL, STATE),
}

PLACE_FIELDS: dict[Level, str] = {
    Level.ACADEMY: "academy",
    Level.DISTRICT: "district",
    Level.COMMUNE: "commune",
    Level.SCHOOL: "school",
}


def roles_at(level: Level) -> list[str]:
    """The functions exercised at one level of the territory."""
    return [role for role, office in OFFICES.items() if office.level is level]


def roles_of(side: str) -> list[str]:
    """The functions of one party."""
    return [role for role, office in OFFICES.items() if office.side == side]
