"""Pairs of invented pupil bases with their truth, to measure the linkage on noise and names it was not made on.

    python -m tools.bench.children FOLDER COUNT [PROFILE]

Families have one to four children, twins at their rate; children move, change schools, bear one name or two; each
office types in its own way. The names are drawn from syllables, so that no register is copied.
"""

import gzip
import random
import sys
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

HEADERS = (
    "id ine nom nom_usage prenom prenom2 sexe date_naissance lieu_naissance adresse cp commune resp1_nom "
    "resp1_prenom tel1 resp2_nom resp2_prenom tel2 uai niveau"
).split()
_HEADS = (
    "Bar Ber Bou Cha Cor Dan Del Dou Fer Fon Gar Gau Gui Her Jou Kar Lam Leb Mar Mer Mon Mor Nar Per Pic Ram Ren "
    "Ros Sal Ser Tan Ter Val Ven Vil Zar"
).split()
_TAILS = (
    "bier cault deau dière doux et fait gnon gou ier lat let lin lot man mel nard neau net quin rand reau rel ret "
    "rin sac sard sel son teau tel thier tin ton vel vier"
).split()
_GIRLS = (
    "Alya Ambre Anaé Camille Charlotte Chloé Clémence Elena Élise Emma Eugénie Gabrielle Inaya Jade Jeanne Julia "
    "Juliette Kenza Léa Léna Lila Lina Lou Louise Lucie Maëlle Maissa Manon Margaux Marie Mathilde Mia Mila Nina "
    "Nour Olivia Pauline Romane Rose Salomé Sarah Sofia Victoire Yasmine Zoé"
).split()
_BOYS = (
    "Aaron Adam Amine Antoine Arthur Augustin Axel Basile Clément Côme Éden Elio Enzo Ethan Gabin Gabriel Gaspard "
    "Hugo Ibrahim Imran Ismaël Jules Kylian Léo Léon Liam Louis Lucas Maël Marius Mathis Mohamed Naël Nathan Noah "
    "Nolan Oscar Paul Rafaël Raphaël Robin Sacha Samuel Théo Timéo Tom Victor Yanis Youssef"
).split()
_STREETS = (
    "des Acacias|du Moulin|Jean Moulin|de la Gare|des Écoles|Pasteur|Victor Hugo|du Stade|de la Source|des Jonquilles|"
    "de l’Église|du Pont|Aristide Briand|des Peupliers|de Verdun|Louise Michel|du Lavoir|des Vignes"
).split("|")
_KINDS = (("rue", "R"), ("avenue", "AV"), ("chemin", "CHE"), ("impasse", "IMP"), ("allée", "ALL"))
_TOWNS = ["Rennes", "Vitré", "Fougères", "Redon", "Dinard", "Betton", "Bruz", "Cesson", "Chantepie", "Pacé"]
_NEAR = dict(zip("azertyuiopqsdfghjklmwxcvbn", "zerrtyuiopsdfghjklmlxcvbnn", strict=False))


@dataclass(frozen=True)
class Profile:
    """How often things go wrong, one office against the other."""

    typo: float
    empty: float
    moved: float
    absent: float
    name: float
    day: float
    twins: float = 0.013
    double: float = 0.004


PROFILES = {
    "realiste": Profile(0.03, 0.05, 0.10, 0.05, 0.06, 0.025),
    "dur": Profile(0.09, 0.15, 0.18, 0.10, 0.13, 0.06),
}


class Draw:
    """Everything drawn from one seed."""

    def __init__(self, seed: int, schools: int) -> None:
        self.schools = schools
        self.dice = random.Random(seed)
        stems = [head + tail for head in _HEADS for tail in _TAILS]
        self.dice.shuffle(stems)
        self.surnames = stems + [f"{head}{mid}{tail}" for head in _HEADS for mid in ("a", "i", "o") for tail in _TAILS]

    def surname(self) -> str:
        rank = int(len(self.surnames) * self.dice.random() ** 3)  # a few names are borne by many
        return self.surnames[rank]

    def first(self, girl: bool) -> str:
        names = _GIRLS if girl else _BOYS
        name = names[int(len(names) * self.dice.random() ** 1.5)]
        return f"{name}-{self.dice.choice(names)}" if self.dice.random() < 0.06 else name

    def phone(self) -> str:
        return "06" + "".join(self.dice.choice("0123456789") for _ in range(8))

    def address(self) -> str:
        kind = self.dice.choice(_KINDS)[0]
        return f"{self.dice.randint(1, 180)} {kind} {self.dice.choice(_STREETS)}"

    def happens(self, chance: float) -> bool:
        return self.dice.random() < chance


def family(draw: Draw, profile: Profile) -> list[dict[str, str]]:
    """The children of one household."""
    mother, father = draw.surname(), draw.surname()
    name = draw.dice.choices([father, mother, f"{father}-{mother}", f"{mother} {father}"], [70, 12, 10, 8])[0]
    home = {
        "nom": name, "adresse": draw.address(), "commune": draw.dice.choice(_TOWNS), "cp": "35000",
        "resp1_nom": mother, "resp1_prenom": draw.first(True), "tel1": draw.phone(),
        "resp2_nom": father, "resp2_prenom": draw.first(False), "tel2": draw.phone(),
        "uai": f"0350{draw.dice.randint(100, 100 + max(10, draw.schools)):03d}{draw.dice.choice('ABCDEF')}",
    }  # fmt: skip
    children = []
    for rank in range(draw.dice.choices([1, 2, 3, 4], [45, 38, 13, 4])[0]):
        children.append(home | child(draw))
        if draw.happens(profile.twins):
            children.append(home | child(draw) | {"date_naissance": children[rank]["date_naissance"]})
    return children


def child(draw: Draw) -> dict[str, str]:
    girl = draw.happens(0.49)
    born = date(2013, 1, 1) + timedelta(days=draw.dice.randrange(3_280))
    return {
        "prenom": draw.first(girl), "prenom2": draw.first(girl) if draw.happens(0.5) else "", "nom_usage": "",
        "sexe": "F" if girl else "M", "date_naissance": born.isoformat(), "niveau": f"N{2023 - born.year}",
        "lieu_naissance": draw.dice.choice(["Rennes", "Rennes", "Rennes", *_TOWNS]),
    }  # fmt: skip


def mistyped(draw: Draw, text: str) -> str:
    """One slip of the keyboard, of the ear or of a narrow column."""
    if len(text) < 3:
        return text
    rank = draw.dice.randrange(1, len(text))
    letter = text[rank].lower()
    slips = (
        text[: rank - 1] + text[rank] + text[rank - 1] + text[rank + 1 :],
        text[:rank] + text[rank + 1 :],
        text[:rank] + letter + text[rank:],
        text[:rank] + _NEAR.get(letter, letter) + text[rank + 1 :],
        text.replace("eau", "o").replace("ph", "f").replace("c", "k", 1),
        text.replace("ll", "l").replace("nn", "n").replace("y", "i"),
        text[:9],
    )
    return draw.dice.choice(slips)


def misdated(draw: Draw, day: str) -> str:
    year, month, number = day.split("-")
    wrong = (
        f"{year}-{number}-{month}" if int(number) <= 12 else day,
        f"{int(year) + draw.dice.choice((-1, 1))}-{month}-{number}",
        f"{year}-{month}-{draw.dice.randint(1, 28):02d}",
        f"{year}-01-01",
        "",
    )
    return draw.dice.choice(wrong)


def typed(draw: Draw, row: dict[str, str], profile: Profile, city: bool) -> dict[str, str]:
    """The child as one office enters it."""
    out = dict(row)
    for field in ("nom", "prenom", "resp1_nom", "resp1_prenom", "resp2_nom", "resp2_prenom", "adresse"):
        if draw.happens(profile.typo):
            out[field] = mistyped(draw, out[field])
        if draw.happens(0.5):
            out[field] = out[field].upper()
    if draw.happens(profile.name):
        _renamed(draw, out)
    if draw.happens(profile.day):
        out["date_naissance"] = misdated(draw, out["date_naissance"])
    if draw.happens(profile.moved):
        out |= {"adresse": draw.address(), "tel1": draw.phone() if draw.happens(0.4) else out["tel1"]}
        out["uai"] = f"0350{draw.dice.randint(100, 100 + draw.schools):03d}{draw.dice.choice('ABCDEF')}"
    for field in ("adresse", "tel1", "tel2", "resp2_nom", "resp1_prenom", "sexe", "prenom2", "lieu_naissance"):
        if draw.happens(profile.empty * (2 if city else 1)):
            out[field] = ""
    return out


def _renamed(draw: Draw, row: dict[str, str]) -> None:
    parts = row["nom"].replace("-", " ").split()
    choice = draw.dice.randrange(6)
    if choice == 0 and len(parts) > 1:
        row["nom"] = draw.dice.choice(parts)
    elif choice == 1:
        row["nom"] = f"{row['nom']} {row['resp1_nom']}"
    elif choice == 2:
        row["nom"], row["prenom"] = row["prenom"], row["nom"]
    elif choice == 3 and row["prenom2"]:
        row["prenom"], row["prenom2"] = row["prenom2"], row["prenom"]
    elif choice == 4:
        row["prenom"] = row["prenom"].split("-")[0]
    else:
        row["nom_usage"], row["nom"] = row["nom"], row["resp1_nom"]


def bases(count: int, profile: Profile, seed: int = 1) -> tuple[list[bytes], list[bytes], list[tuple[str, str, str]]]:
    """(State, City, truth), about `count` children a side; entries as lines: millions must fit."""
    draw = Draw(seed, max(4, min(800, count // 140)))
    state: list[bytes] = []
    city: list[bytes] = []
    truth = []
    number = 0
    while number < count * (1 + profile.absent):
        for row in family(draw, profile):
            number += 1
            here, there = not draw.happens(profile.absent), not draw.happens(profile.absent)
            mine = _entered(draw, row, profile, state, "A", False) if here else []
            theirs = _entered(draw, row, profile, city, "B", True) if there else []
            truth += [(one, two, str(number)) for one in mine for two in theirs]
    for base in (state, city):
        draw.dice.shuffle(base)
    return state, city, truth


def _entered(
    draw: Draw, row: dict[str, str], profile: Profile, base: list[bytes], letter: str, city: bool
) -> list[str]:
    names = []
    for _ in range(2 if draw.happens(profile.double) else 1):
        name = f"{letter}{len(base):08d}"
        ine = "" if city else f"{draw.dice.randrange(10**9):09d}AB"
        entry = typed(draw, row, profile, city) | {"id": name, "ine": ine}
        base.append(";".join([entry[header] for header in HEADERS]).encode())
        names.append(name)
    return names


def write(folder: Path, count: int, profile: str = "realiste", seed: int = 1) -> None:
    """The two bases and the truth as the sets of the bench are kept."""
    folder.mkdir(parents=True, exist_ok=True)
    state, city, truth = bases(count, PROFILES[profile], seed)
    for name, headers, lines in (
        ("state", HEADERS, state),
        ("city", HEADERS, city),
        ("truth", ("id_state", "id_city", "child"), (";".join(row).encode() for row in truth)),
    ):
        with gzip.open(folder / f"{name}.csv.gz", "wb", compresslevel=3) as file:
            file.write(";".join(headers).encode() + b"\r\n")
            file.writelines(line + b"\r\n" for line in lines)


if __name__ == "__main__":
    write(Path(sys.argv[1]), int(sys.argv[2]), *sys.argv[3:4])
