"""Report to the council and resolution 17/7-004 of 25 November 2017."""

from tests.convention.text import ACADEMY, CITY, PACK, TOGETHER, promise, promises


def test_the_city_owes_what_its_report_announces():
    assert promises("R", CITY) == {
        "R.1": "Parc des écoles en réseau et raccordé à l’Internet",
        "R.2": "120 mallettes dans les 44 écoles élémentaires",
        "R.3": "Câblage de toutes les salles de classe",
        "R.4": "Parc maintenu et renouvelé",
    }
    assert promises("R", ACADEMY) == promises("R", TOGETHER) == {}


def test_in_time_120_trolleys_and_1700_tablets_equip_44_elementary_schools():
    asked = promise("R.2")
    assert (asked.target_number, asked.target_unit, asked.condition) == (120, "mallettes", "à terme")
    assert {key: PACK.data["trolley"][key] for key in ("trolleys", "tablets", "schools")} == {
        "trolleys": 120,
        "tablets": 1700,
        "schools": 44,
    }


def test_a_trolley_holds_fourteen_tablets_a_laptop_a_projector_and_an_access_point():
    held = {row["kind"]: row["count"] for row in PACK.data["trolley"]["composition"]}
    assert held == {"tablette": 14, "portable": 1, "videoprojecteur": 1, "borne": 1}


def test_the_city_owes_an_act_that_is_voted_signed_and_sent():
    assert promises("D", CITY) == {"D.1": "Acte voté, signé, transmis et publié"}
