"""Packs for tests: the two that ship, and a small one that uses every section."""

from importlib import resources

SHIPPED = ("saint_denis_2017.toml", "saint_denis_2025.toml")


def shipped(name: str) -> str:
    return (resources.files("lekol.agreement") / "texts" / name).read_text(encoding="utf-8")


SMALL = """\
[agreement]
slug = "essai"
title = "Convention d’essai"
short_title = "Essai"
scope = "commune:97411"
signed_on = 2025-02-03

[term]
years = 4
from = "signature"

[notice]
form = "lettre recommandée"
days = 15
from = "envoi"
effect = "résiliation"

[amendment]
procedure = "Négociation, puis avenant."
lasts = "duree_residuelle"

[[amendments]]
number = 1
on = 2026-03-12
title = "Échéances"

[[parties]]
key = "ville"
name = "La Ville"
short_name = "Ville"
level = "commune"
code = "97411"
siren = "219740115"
letter = "V"
tone = "ville"

[[parties]]
key = "rectorat"
name = "L’Académie"
short_name = "Rectorat"
level = "rectorat"
letter = "R"
tone = "rectorat"

[[parties]]
key = "fournisseur"
name = "Le fournisseur"
short_name = "Fournisseur"
level = "entreprise"
signing = false

[[aims]]
key = "usages"
wording = "Généraliser les usages."

[[objectives]]
key = "coherence"
wording = "Mettre en cohérence."

[[articles]]
number = "3"
title = "Infrastructures"

[[commitments]]
clause = "3.1"
title = "Salles en réseau"
wording = "La Ville met en réseau les salles."
debtors = ["ville"]
with = ["rectorat"]
measures = ["network.classrooms_cabled"]
target = { ratio = 1, on = 2027-08-09 }
objectives = ["coherence"]

[[commitments]]
clause = "3.2"
title = "Concertation"
wording = "Les deux parties se concertent."
debtors = ["ville", "rectorat"]
declared = true
target = { number = 2, unit = "réunions", on = "terme" }

[[committees]]
key = "copil"
name = "Comité de pilotage"
clause = "3.2"
minimum = 1
per = "annee"
missions = ["décider"]
[[committees.chairs]]
party = "ville"
function = "Maire"
substitute = true
[[committees.members]]
party = "rectorat"
function = "IEN"

[base_equipment]
clause = "3.1"
slots = [
  { kind = "copieur", label = "1 copieur" },
]

[trolley]
clause = "3.1"
composition = [{ kind = "tablette", count = 14 }]

[[routing]]
natures = ["appareil"]
warranty = true
desk = "fournisseur"
clause = "3.1"
reason = "Sous garantie."

[[routing]]
desk = "ville"
clause = "3.1"
reason = "La Ville répare."
"""
