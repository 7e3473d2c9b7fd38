"""Article 3: infrastructure, access, equipment."""

from tests.convention.text import ACADEMY, CITY, PACK, TOGETHER, promise, promises


def test_the_city_promises():
    assert promises("3", CITY) == {
        "3.1": "Salles de classe en réseau",
        "3.2": "Locaux et matériels protégés contre le vol",
        "3.3": "Câblage prêt pour le très haut débit",
        "3.4": "Liaison Internet payée et bien dimensionnée",
        "3.5": "Écoles raccordées au très haut débit",
        "3.6": "Filtrage des accès en service partout",
        "3.13": "Systèmes installés et à jour",
        "3.14": "Équipement de base de chaque direction",
    }


def test_the_academy_promises():
    assert promises("3", ACADEMY) == {
        "3.7": "Boîtes de courrier des écoles et des enseignants",
        "3.8": "Sites des écoles et des inspections hébergés",
        "3.9": "Maintenance experte du filtrage",
        "3.10": "Authentification nominative des accès",
        "3.11": "Règles de filtrage et chartes jointes aux règlements",
        "3.16": "Chartes rédigées avec la communauté éducative",
    }


def test_they_promise_together():
    assert promises("3", TOGETHER) == {
        "3.12": "Bases élèves accordées",
        "3.15": "Projets d’équipement préparés ensemble",
        "3.17": "Usage raisonné des moyens matériels",
    }


def test_access_to_the_internet_is_promised_by_eligibility():
    assert (
        promise("3.4").condition
        == promise("3.6").condition
        == "pour chaque école équipée, selon l’éligibilité au réseau"
    )
    assert promise("3.5").condition == "à terme, selon l’éligibilité au réseau"


def test_what_the_academy_provides_it_provides_to_each_equipped_school():
    assert {promise(clause).condition for clause in ("3.7", "3.8", "3.9", "3.10")} == {"pour chaque école équipée"}


def test_nominative_authentication_is_the_academy_s_with_the_city():
    assert (promise("3.10").debtors, promise("3.10").collaborators) == (("rectorat",), ("ville",))


def test_the_direction_of_a_school_is_owed_five_things_two_of_them_for_its_sole_use():
    slots = PACK.data["base_equipment"]["slots"]
    assert [row["kind"] for row in slots] == [
        "poste_direction",
        "poste_secretariat",
        "telephone",
        "copieur",
        "internet",
    ]
    assert [row["kind"] for row in slots if row.get("exclusive")] == ["poste_direction", "poste_secretariat"]


def test_what_is_counted_today():
    assert {clause: promise(clause).measures for clause in ("3.1", "3.3", "3.4", "3.5", "3.13", "3.14")} == {
        "3.1": ("network.classrooms_cabled",),
        "3.3": ("network.classrooms_very_high_speed",),
        "3.4": ("network.links_sized",),
        "3.5": ("network.schools_very_high_speed",),
        "3.13": ("equipment.os_supported",),
        "3.14": ("equipment.direction_slots", "network.schools_online"),
    }
