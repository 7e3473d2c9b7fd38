"""The text page of other agreements: what their packs say is shown, and only to those who see them."""

import pytest

from lekol.agreement import actions
from lekol.agreement.queries import Contents
from lekol.directory.choices import Role
from tests.agreement.test_packs_of_others import FOLDER, loaded
from tests.directory.factories import CommuneFactory, SchoolFactory, UserFactory, post

pytestmark = pytest.mark.django_db

SHOWN = {
    "C13_direction_commune": (
        "Reconduite tacitement par périodes de 36 mois.",
        "Un retrait prend effet à compter de la demande, à la fin de l’exercice suivant.",
        "62\u00a0% du coût réel, par exercice, 3\u202f200\u202f000\u00a0€ au plus",
        "Le montant suit l’indice « indice Syntec », 233,3 au départ, révisé par an",
        "84\u202f250,90\u00a0€",
        "Partie jusqu’au 31 décembre 2017.",
        "hôtel de ville, aile nord",
        "tribunal administratif du ressort",
    ),
    "C17_cooperation": (
        "Éditions du Phare",
        "Du 31 janvier 2023 au 31 juillet 2025",
        "Immatriculation du cocontractant : <b>à compléter</b>",
        "118,75\u00a0CHF par heure, par an, 9\u202f500\u00a0CHF au plus, hors taxes",
        "Retenue par certains exemplaires.",
        "Non retenue.",
    ),
    "C19_acces_gar": (
        "ouvert le 21 novembre 2020",
        "Responsable : Éducation ; sous-traitant : Éditeur ; conservation : 12 mois.",
        "Du 1er septembre 2026 au 30 novembre 2026",
        "Il s’agit de : Direction des services départementaux de l’éducation nationale de la Haute-Meuse.",
    ),
    "C01_maquis": (
        "secrétariat de la circonscription",
        "3 écoles : 0060991V, 0060992W, 0060993X.",
        "Oblige les parties.",
    ),
    "C14_service_commun": (
        "Reçu en préfecture le 20 juillet 2018.",
        "250\u202f000\u00a0XPF",
        "Il manque la publication.",
    ),
}


@pytest.fixture
def signed_in(client):
    """A reader whose school stands in the territory of each agreement."""
    SchoolFactory.create()
    client.force_login(UserFactory.create(person=post(Role.EDUCATION_HEAD, CommuneFactory.create()).person))
    return client


@pytest.mark.parametrize("name", SHOWN)
def test_the_text_page_shows_what_the_pack_says(signed_in, name):
    text = (FOLDER / f"{name}.toml").read_text(encoding="utf-8")
    for scope in ("academie:96", "academie:95", "commune:06999", "commune:81999"):
        text = text.replace(f'scope = "{scope}"', 'scope = "commune:97411"')
    found, _ = actions.load(text=text.replace('schools = ["0550991D"]\n', ""))
    shown = signed_in.get(f"{found.get_absolute_url()}texte/").content.decode()
    assert [words for words in SHOWN[name] if words not in shown] == []


def test_a_relative_is_named_only_to_those_who_see_it(signed_in):
    for name, scope in (("C02_mere", "academie:77"), ("C02_colleges", "commune:97411")):
        text = (FOLDER / f"{name}.toml").read_text(encoding="utf-8").replace("academie:99", scope)
        found, _ = actions.load(text=text)
    page = f"{found.get_absolute_url()}texte/"
    assert "Collège connecté, cadre" not in signed_in.get(page).content.decode()
    parent = found.parent
    parent.scope_level, parent.scope_code = "commune", "97411"
    parent.save()
    assert "Convention mère : <a" in signed_in.get(page).content.decode()


def test_the_clause_page_says_who_owes_and_when(signed_in):
    text = (FOLDER / "C13_direction_commune.toml").read_text(encoding="utf-8")
    found, _ = actions.load(text=text.replace("academie:96", "commune:97411"))
    shown = signed_in.get(f"{found.get_absolute_url()}5.1/").content.decode()
    assert "<dt>Ville</dt><dd>jusqu’au 31 mai 2014</dd><dt>Métropole</dt><dd>depuis le 1er juin 2014</dd>" in shown
    shown = signed_in.get(f"{found.get_absolute_url()}7.1/").content.decode()
    assert "Refacturation des postes : 312,40\u00a0€ par poste, par exercice, hors taxes" in shown


def test_the_last_day_to_oppose_a_renewal_is_told_until_someone_opposed():
    found = loaded()
    assert Contents(found["C13_direction_commune"]).oppose_by(found["C13_direction_commune"].starts_on) is None
