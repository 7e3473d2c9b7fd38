"""Bringing the estate in: spreadsheets as communes keep them, GLPI, Snipe-IT, OCS."""

import datetime as dt
import io
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from django.core.management import call_command
from django.db.backends.postgresql.psycopg_any import DateRange
from django.urls import reverse

from lekol.directory.choices import Role
from lekol.directory.models import Commune, Room
from lekol.equipment.actions import lock
from lekol.equipment.choices import Kind, Origin, Status
from lekol.equipment.models import Asset, DeviceModel, FieldSource, Installation, OperatingSystem, Placement, Purchase
from lekol.journal.models import Entry
from lekol.kit.imports import Unreadable
from lekol.kit.imports.importer import Outcome, Territory
from lekol.kit.models import ImportRun
from lekol.kit.runs import NotNow, confirm, simulate, undo
from lekol.pact.uai import complete
from tests.directory.factories import CommuneFactory, SchoolFactory
from tests.directory.test_imports import reader

pytestmark = pytest.mark.django_db

BADAMIERS, TAMARINS = complete("9741001"), complete("9741002")


@pytest.fixture(autouse=True)
def schools():
    commune = CommuneFactory.create()
    for uai, name in ((BADAMIERS, "Les Badamiers"), (TAMARINS, "Les Tamarins")):
        SchoolFactory.create(uai=uai, name=name, commune=commune)


def saved(tmp_path: Path, text: str, encoding: str = "utf-8", name: str = "parc.csv") -> Path:
    path = tmp_path / name
    path.write_bytes(text.encode(encoding))
    return path


def workbook(tmp_path: Path, sheets: dict[str, list[list[Any]]]) -> Path:
    path = tmp_path / "parc.xlsx"
    book = xlsxwriter.Workbook(str(path))
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    for title, rows in sheets.items():
        sheet = book.add_worksheet(title)
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                if isinstance(value, dt.date):
                    sheet.write_datetime(number, column, dt.datetime.combine(value, dt.time()), day)
                elif value not in (None, ""):
                    sheet.write(number, column, value)
    book.close()
    return path


def taken(path: Path, only: str = "", **words: Any) -> ImportRun:
    return simulate(kind="equipment.devices", path=path, name=path.name, territory=Territory(only=only), **words)


def imported(path: Path, only: str = "") -> ImportRun:
    return confirm(run=taken(path, only), territory=Territory(only=only))


def counts(run: ImportRun) -> dict[str, int]:
    return {name: count for name, count in run.counts.items() if count}


MESSY = """VILLE DE SAINT-DENIS;;;;;;;
Inventaire informatique des écoles au 01/09/2024;;;;;;;
;;;;;;;
N° inventaire;Type de matériel;Marque;Modèle;N° série;Date d'achat;Prix TTC;Salle
École élémentaire LES BADAMIERS;;;;;;;
VSD-00001;PC;HP;ProDesk 400 G6; 5CD1234XYZ ;15/09/2021;1 234,56 €;Salle 12
VSD-00002;Portable;Hewlett-Packard;HP ProBook 450 G8;5CD999;03/04/2022;850;CP A
Sous-total;2;;;;;2084,56;
Ecole primaire Les Tamarins (1 poste);;;;;;;
VSD-00003;Vidéoprojecteur;Epson;EB-W52;X5;2020;;BCD
;;;;;;;
N° inventaire;Type de matériel;Marque;Modèle;N° série;Date d'achat;Prix TTC;Salle
VSD-00004;Imprimante;Brother;HL-L2350;N/A;12/2019;99,90;BCD
NB : les tablettes seront ajoutées plus tard;;;;;;;
TOTAL GÉNÉRAL;4;;;;;2184,46;
"""


def test_a_messy_table_is_understood_whole(tmp_path):
    run = imported(saved(tmp_path, MESSY, "cp1252"))
    assert counts(run) == {"creee": 4}
    first, second, third, fourth = Asset.objects.order_by("inventory_number").select_related("model", "school", "room")
    assert (first.serial, first.acquired_on, first.cost) == ("5CD1234XYZ", dt.date(2021, 9, 15), Decimal("1234.56"))
    assert (first.school.name, first.room.name, first.kind) == ("Les Badamiers", "Salle 12", Kind.DESKTOP)
    assert (str(second.model), second.acquired_on) == ("HP ProBook 450 G8", dt.date(2022, 4, 3))
    assert (third.school.name, third.kind, third.acquired_on) == ("Les Tamarins", Kind.PROJECTOR, dt.date(2020, 1, 1))
    assert (fourth.serial, fourth.kind, fourth.room_id) == ("", Kind.PRINTER, third.room_id)
    assert fourth.acquired_on == dt.date(2019, 12, 1)
    assert Entry.objects.filter(verb="asset.registered").count() == 4


def test_what_was_understood_is_said(tmp_path):
    run = taken(saved(tmp_path, MESSY, "cp1252"))
    said = " ".join(run.remarks)
    assert "Windows-1252" in said
    assert "2 lignes d’intertitre" in said
    assert "2 lignes de totaux" in said
    assert "dates lues jour/mois, comme « 15/09/2021 »" in said
    assert run.certainty["number"] == [100, "même nom"]


def test_the_same_file_twice_changes_nothing(tmp_path):
    path = saved(tmp_path, MESSY)
    imported(path)
    entries = Entry.objects.count()
    again = taken(path)
    assert counts(again) == {"inchangee": 4}
    assert (Asset.objects.count(), Placement.objects.count(), Entry.objects.count()) == (4, 4, entries)


def test_an_import_is_undone_to_the_last_row(tmp_path):
    run = imported(saved(tmp_path, MESSY))
    undo(run=run)
    assert not Asset.objects.exists()
    assert not Placement.objects.exists()
    assert not Room.objects.exists()
    assert not DeviceModel.objects.exists()


HEAD = "Numéro d'inventaire;Numéro de série;Type;Marque;Modèle;École;Salle;Date d'achat\n"


def line(
    number="VSD-1", serial="SN1", kind="PC", make="HP", model="Pro 400", school="Les Badamiers", room="", bought=""
):
    return ";".join([number, serial, kind, make, model, school, room, bought]) + "\n"


def test_a_change_is_undone_field_by_field_and_the_place_with_it(tmp_path):
    imported(saved(tmp_path, HEAD + line(room="12")))
    run = imported(saved(tmp_path, HEAD + line(serial="SN2", model="Pro 600", school="Les Tamarins", room="14")))
    assert counts(run) == {"modifiee": 1}
    asset = Asset.objects.select_related("school", "room", "model").get()
    assert (asset.serial, asset.school.name, asset.room.name, asset.model.name) == (
        "SN2",
        "Les Tamarins",
        "14",
        "Pro 600",
    )
    undo(run=run)
    asset = Asset.objects.select_related("school", "room", "model").get()
    assert (asset.serial, asset.school.name, asset.room.name, asset.model.name) == (
        "SN1",
        "Les Badamiers",
        "12",
        "Pro 400",
    )
    assert not DeviceModel.objects.filter(name="Pro 600").exists()


def test_an_undo_is_refused_over_a_later_change(tmp_path):
    run = imported(saved(tmp_path, HEAD + line()))
    Asset.objects.update(serial="AUTRE")
    with pytest.raises(NotNow, match="a été modifié depuis"):
        undo(run=run)


def test_an_empty_cell_never_erases(tmp_path):
    imported(saved(tmp_path, HEAD + line(bought="01/09/2021", room="12")))
    assert counts(taken(saved(tmp_path, HEAD + line(serial="", bought="", school="", model="")))) == {"inchangee": 1}


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"serial": "1,23E+11"}, "a perdu ses derniers chiffres"),
        ({"bought": "31/02/2021"}, "n’existe pas au calendrier"),
        ({"bought": "bientôt"}, "n’est pas une date"),
        ({"school": "Jules Ferry"}, "n’est pas connue dans votre territoire"),
        ({"school": ""}, "L’école manque"),
        ({"school": complete("9749999")}, "n’est pas celui d’une école"),
        ({"number": "", "serial": ""}, "Ni numéro d’inventaire, ni numéro de série"),
        ({"kind": "", "make": "", "model": ""}, "Ni type, ni marque, ni modèle"),
    ],
)
def test_a_faulty_cell_refuses_its_line_with_its_reason(tmp_path, changes, reason):
    run = taken(saved(tmp_path, HEAD + line("VSD-9", "SN9") + line(**changes)))
    assert counts(run) == {"creee": 1, "refusee": 1}
    assert reason in " ".join(run.lines.get(outcome=Outcome.REFUSED).reasons)


def test_each_line_without_number_nor_serial_says_so_and_not_that_another_bears_its_make(tmp_path):
    run = taken(saved(tmp_path, HEAD + line("", "") * 3))
    reasons = [row.reasons for row in run.lines.filter(outcome=Outcome.REFUSED)]
    assert [len(each) for each in reasons] == [1, 1, 1]
    assert all("Ni numéro d’inventaire, ni numéro de série" in each for (each,) in reasons)


def test_a_school_nearly_named_is_found_and_said(tmp_path):
    run = taken(saved(tmp_path, HEAD + line(school="Ecole les Badamier")))
    assert "est lu comme l’école Les Badamiers" in " ".join(run.lines.get().remarks)


def test_two_namesakes_are_told_apart_by_their_nature_or_asked(tmp_path):
    commune = Asset._meta.get_field("commune").related_model.objects.get()
    SchoolFactory.create(uai=complete("9741003"), name="Les Badamiers", kind="maternelle", commune=commune)
    run = taken(saved(tmp_path, HEAD + line(school="Maternelle Les Badamiers") + line("V2", "S2")))
    assert run.lines.get(outcome=Outcome.CREATED).after["school"].startswith(complete("9741003"))
    assert "Plusieurs écoles portent le nom" in run.lines.get(outcome=Outcome.REFUSED).reasons[0]


def test_a_line_with_two_faults_says_both(tmp_path):
    head = "N° inventaire;Type;Marque;Modèle;École;Prix TTC\n"
    run = taken(
        saved(tmp_path, f"{head}VSD-1;PC;HP;Pro 400;Les Inconnus;douze\nVSD-2;PC;HP;Pro 400;Les Badamiers;12\n")
    )
    (price, school) = run.lines.get(outcome=Outcome.REFUSED).reasons
    assert price == "Coût : « douze » n’est pas un montant."
    assert school.startswith("École")
    assert counts(run) == {"creee": 1, "refusee": 1}


def test_a_serial_that_lost_its_zeros_is_the_same_device(tmp_path):
    imported(saved(tmp_path, HEAD + line(serial="000412345")))
    assert counts(taken(saved(tmp_path, HEAD + line(serial="412345")))) == {"inchangee": 1}
    assert counts(taken(saved(tmp_path, HEAD + line(number="", serial="412345.0")))) == {"inchangee": 1}


def test_a_device_without_number_gets_one_until_the_city_s_own(tmp_path):
    imported(saved(tmp_path, HEAD + line(number="")))
    assert Asset.objects.get().inventory_number == "S-SN1"
    run = imported(saved(tmp_path, HEAD + line(number="VSD-7")))
    assert counts(run) == {"modifiee": 1}
    assert Asset.objects.get().inventory_number == "VSD-7"
    undo(run=run)
    assert Asset.objects.get().inventory_number == "S-SN1"


def test_a_serial_known_under_another_number_is_refused(tmp_path):
    imported(saved(tmp_path, HEAD + line()))
    run = taken(saved(tmp_path, HEAD + line(number="VSD-2")))
    assert "est déjà celui de VSD-1" in run.lines.get().reasons[0]


def test_a_number_or_a_serial_met_twice_is_refused_the_second_time(tmp_path):
    run = taken(saved(tmp_path, HEAD + line() + line(serial="SN2") + line(number="VSD-3")))
    assert counts(run) == {"creee": 1, "refusee": 2}


def test_american_dates_are_seen_on_the_whole_column(tmp_path):
    text = "Asset Tag,Serial,Category,Manufacturer,Model,Location,Purchase Date\n"
    text += "A1,S1,Laptops,Dell,Latitude 3520,Les Badamiers,3/4/2023\n"
    text += "A2,S2,Laptops,Dell,Latitude 3520,Les Badamiers,1/23/23\n"
    run = imported(saved(tmp_path, text))
    assert Asset.objects.get(inventory_number="A1").acquired_on == dt.date(2023, 3, 4)
    assert "mois/jour, à cause de « 1/23/23 »" in " ".join(run.remarks)


def test_every_sheet_of_a_workbook_by_school_is_read(tmp_path):
    head = ["N° inventaire", "Type", "Marque", "Modèle", "Acheté le"]
    path = workbook(
        tmp_path,
        {
            "Mode d’emploi": [["Ne pas modifier"], ["Service informatique"]],
            "Les Badamiers": [["Parc"], head, ["V1", "PC", "HP", "Pro 400", dt.date(2022, 3, 4)]],
            "Les Tamarins": [head, ["V2", "Tablette", "Samsung", "Tab A8", dt.date(2023, 1, 2)], ["Total", 1]],
        },
    )
    run = imported(path)
    assert counts(run) == {"creee": 2}
    assert list(Asset.objects.order_by("inventory_number").values_list("school__name", "acquired_on")) == [
        ("Les Badamiers", dt.date(2022, 3, 4)), ("Les Tamarins", dt.date(2023, 1, 2))
    ]  # fmt: skip
    assert "Laissées de côté : Mode d’emploi" in " ".join(run.remarks)


def test_headers_on_two_lines_and_a_school_written_once_are_understood(tmp_path):
    path = workbook(
        tmp_path,
        {
            "Parc": [
                ["Inventaire 2024"],
                ["N° inventaire", "Matériel", "", "", "Localisation", "", "Achat", ""],
                ["", "Type", "Marque", "Modèle", "École", "Salle", "Date", "Prix"],
                ["V1", "PC", "HP", "Pro 400", "Les Badamiers", 12, dt.date(2022, 3, 4), 450.5],
                ["V2", "PC", "HP", "Pro 400", "", 12, dt.date(2022, 3, 4), 450.5],
                ["V3", "PC", "HP", "Pro 400", "", 14, dt.date(2022, 3, 4), 450.5],
            ]
        },
    )
    run = imported(path)
    assert counts(run) == {"creee": 3}
    assert set(Asset.objects.values_list("school__name", "cost")) == {("Les Badamiers", Decimal("450.50"))}
    assert "École écrite une fois" in " ".join(run.remarks)


def test_a_search_export_of_glpi_is_read(tmp_path):
    text = (
        '"Nom";"Entité";"Statut";"Fabricant";"Numéro de série";"Type";"Modèle";"Lieu";"Numéro d\'inventaire";'
        '"Informations financières et administratives - Date d\'achat";"Utilisateur";\n'
        '"PC-BAD-01";"Entité racine > Ville";"En service";"Dell Inc.";"ABC123";"Desktop";"OptiPlex 3050";'
        '"Ville > École Les Badamiers > Salle 12";"VSD-77";"2021-03-01";"dupont<br>durand";\n'
        '"PC-STOCK";"Entité racine > Ville";"En stock";"Dell Inc.";"ABC124";"Desktop";"OptiPlex 3050";'
        '"Stock";"VSD-78";"";"";\n'
    )
    run = imported(saved(tmp_path, text))
    assert counts(run) == {"creee": 2}
    first, second = Asset.objects.order_by("inventory_number").select_related("model", "school", "room")
    assert (first.name, first.school.name, first.room.name, str(first.model)) == (
        "PC-BAD-01", "Les Badamiers", "Salle 12", "Dell OptiPlex 3050"
    )  # fmt: skip
    assert first.acquired_on == dt.date(2021, 3, 1)
    assert (second.status, second.school, second.store) == (Status.STORED, None, "Stock")
    assert "dupont" not in str(list(run.lines.values()))


def test_the_sample_of_snipe_it_goes_to_the_school_that_is_said(tmp_path):
    path = Path(__file__).parents[2].parent / "shared" / "data" / "spreadsheets" / "snipeit_assets-sample.csv"
    if not path.exists():
        pytest.skip("les exemples de Snipe-IT ne sont pas à côté du dépôt")
    run = confirm(run=taken(path, BADAMIERS), territory=Territory(only=BADAMIERS), only_good=True)
    assert (run.count(Outcome.CREATED), run.count(Outcome.REFUSED)) == (22, 0)
    assert set(Asset.objects.values_list("school__name", flat=True)) == {"Les Badamiers"}
    assert counts(taken(path, BADAMIERS)).get("creee", 0) == 0


def test_an_export_of_ocs_is_read(tmp_path):
    text = (
        '"Account info: TAG","Last inventory","Computer","User","Operating system","RAM (MB)",'
        '"Serial number","Manufacturer","Model","Type"\n'
        f'"{BADAMIERS}","2026-11-01 08:00:00","PC-01","prof","Windows 11","8192","CZC1","HP","ProDesk 400","Desktop"\n'
        f'"{BADAMIERS}","2026-11-01 08:00:00","PC-02","prof","Windows 11","8192","CZC2","HP","ProDesk 400","Desktop"\n'
        f'"{BADAMIERS}","2026-11-01 08:00:00","PC-03","prof","Windows 11","8192","CZC3","HP","ProDesk 400","Desktop"\n'
    )
    run = imported(saved(tmp_path, text))
    assert counts(run) == {"creee": 3}
    assert set(Asset.objects.values_list("school__uai", "name", "inventory_number")) >= {(BADAMIERS, "PC-01", "S-CZC1")}


def test_purchases_and_funding_are_taken_in_once(tmp_path):
    head = HEAD.replace("\n", ";Fournisseur;Marché;N° commande;Financement;Garantie;Propriétaire\n")
    more = ";Ordi SARL;2021-14;BC77;Plan numérique;3 ans;Rectorat\n"
    run = imported(
        saved(
            tmp_path,
            head + line(bought="01/09/2021").strip() + more + line("V2", "S2", bought="01/09/2021").strip() + more,
        )
    )
    assert counts(run) == {"creee": 2}
    purchase = Purchase.objects.get()
    assert (str(purchase.supplier), purchase.market, purchase.programme) == ("Ordi SARL", "2021-14", "Plan numérique")
    assert set(Asset.objects.values_list("purchase", "warranty_until", "origin")) == {
        (purchase.pk, dt.date(2024, 9, 1), Origin.STATE)
    }
    undo(run=run)
    assert not Purchase.objects.exists()


def test_without_number_nor_serial_the_table_is_refused_with_what_lacks(tmp_path):
    with pytest.raises(Unreadable, match="ni le numéro de série"):
        taken(saved(tmp_path, "Type;Marque;École\nPC;HP;Les Badamiers\n"))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252", "cp850", "mac_roman"])
def test_accents_survive_every_encoding(tmp_path, encoding):
    run = imported(saved(tmp_path, HEAD + line(kind="Vidéoprojecteur", room="Préau élémentaire"), encoding))
    assert counts(run) == {"creee": 1}
    assert Asset.objects.get().room.name == "Préau élémentaire"


def test_a_text_saved_twice_in_the_wrong_encoding_gets_its_accents_back(tmp_path):
    spoilt = (HEAD + line(room="Préau élémentaire")).encode().decode("cp1252", errors="ignore")
    imported(saved(tmp_path, spoilt))
    assert Asset.objects.get().room.name == "Préau élémentaire"


@pytest.mark.parametrize("count", [1, 3])
def test_a_simulation_and_a_confirmation_cost_the_same_whatever_their_length(
    tmp_path, count, django_assert_num_queries
):
    path = saved(tmp_path, HEAD + "".join(line(f"V{n}", f"S{n}", room="12") for n in range(count)))
    with django_assert_num_queries(13):
        run = taken(path)
    with django_assert_num_queries(28):
        confirm(run=run)


def console(*words: str) -> str:
    out = io.StringIO()
    call_command("equipment_import", *words, stdout=out)
    return out.getvalue()


def test_the_console_simulates_then_writes(tmp_path):
    path = saved(tmp_path, MESSY)
    assert "4 créées" in console(str(path), "--simulate")
    assert not Asset.objects.exists()
    assert '"created": 4' in console(str(path), "--json", "--commune", "97411")
    assert '"unchanged": 4' in console(str(path), "--json")


def sent(client, path: Path, **words: str) -> str:
    with path.open("rb") as file:
        response = client.post(reverse("desks:import_new", args=["equipment.devices"]), {"file": file, **words})
    return str(response["Location"])


def test_one_line_written_is_told_in_the_singular_and_its_columns_are_only_shown(client, tmp_path):
    client.force_login(reader(Role.CITY_IT_HEAD, Commune.objects.get()))
    page = sent(client, saved(tmp_path, HEAD + line()))
    assert "Simuler avec ces colonnes" in client.get(page).content.decode()
    told = client.post(f"{page}confirmer/", follow=True).content.decode()
    assert "Import fait : 1 ligne écrite." in told
    assert "Simuler avec ces colonnes" not in told
    assert "Créées" in told


def test_the_error_file_is_corrected_and_sent_again(client, tmp_path):
    client.force_login(reader(Role.CITY_IT_HEAD, Commune.objects.get()))
    path = saved(tmp_path, HEAD + "École Les Tamarins\n" + line(serial="1,2E+9", school=""))
    page = sent(client, path)
    response = client.get(page, {"format": "csv"})
    wrong = b"".join(response.streaming_content).decode("utf-8-sig")
    assert "a perdu ses derniers chiffres" in wrong
    assert "École Les Tamarins" in wrong
    again = sent(client, saved(tmp_path, wrong.replace("1,2E+9", "SN42"), name="corrige.csv"))
    client.post(f"{again}confirmer/")
    assert Asset.objects.get().serial == "SN42"
    assert Asset.objects.get().school.name == "Les Tamarins"


def test_the_desk_shows_how_the_file_was_read_and_what_is_doubtful(client, tmp_path):
    client.force_login(reader(Role.CITY_IT_HEAD, Commune.objects.get()))
    text = (
        HEAD.replace("Numéro de série", "Numéro de la série")
        + line(school=BADAMIERS)
        + line("V2", "S2")
        + line("V3", "S3")
    )
    page = client.get(sent(client, saved(tmp_path, text))).content.decode()
    assert "colonne proposée sans certitude" in page.replace("\xa0", " ")
    assert "nom ressemblant" in page


def test_one_school_may_be_asked_for_and_nothing_else(client, tmp_path):
    client.force_login(reader(Role.CITY_IT_HEAD, Commune.objects.get()))
    client.post(f"{sent(client, saved(tmp_path, HEAD + line(school='Salle 3')), only=TAMARINS.lower())}confirmer/")
    asset = Asset.objects.select_related("school", "room").get()
    assert (asset.school.name, asset.room.name) == ("Les Tamarins", "Salle 3")


def test_another_commune_s_schools_and_devices_are_not_known(tmp_path):
    imported(saved(tmp_path, HEAD + line()))
    other = CommuneFactory.create(insee="97415", name="Saint-Paul")
    SchoolFactory.create(uai=complete("9741009"), name="Les Filaos", commune=other)
    run = simulate(
        kind="equipment.devices", name="a.csv",
        path=saved(tmp_path, HEAD + line() + line("V2", "S2", school="Les Filaos")),
        territory=Territory(frozenset({"97415"}), frozenset()),
    )  # fmt: skip
    assert counts(run) == {"creee": 1, "refusee": 1}


def sources(number: str) -> dict[str, str]:
    return dict(FieldSource.objects.filter(asset__inventory_number=number).values_list("field", "source"))


def test_what_a_file_told_is_signed_and_what_someone_locked_stays(tmp_path):
    imported(saved(tmp_path, HEAD + line("V1", "SN1") + line("V2", "SN2")))
    assert sources("V1") == {"serial": "import", "model": "import"}
    locked = Asset.objects.get(inventory_number="V1")
    lock(asset=locked, field="serial", locked=True, by=None)
    run = imported(saved(tmp_path, HEAD + line("V1", "SN9", room="Salle 9") + line("V2", "SN8"), name="deux.csv"))
    assert sorted(Asset.objects.values_list("inventory_number", "serial")) == [("V1", "SN1"), ("V2", "SN8")]
    said = [remark for row in run.lines.all() for remark in row.remarks]
    assert "Numéro de série verrouillé sur la fiche : « SN9 » n’est pas repris." in said
    undo(run=run)
    assert Asset.objects.get(inventory_number="V2").serial == "SN2"


OS_HEAD = "N° inventaire;N° série;Type;Marque;Modèle;École;Système d'exploitation\n"


def os_line(number: str, system: str) -> str:
    return f"{number};SN{number};PC;HP;Pro 400;Les Badamiers;{system}\n"


def systems() -> dict[str, str]:
    rows = Installation.objects.filter(valid__endswith=None)
    return dict(rows.values_list("asset__inventory_number", "system__name"))


def test_the_system_of_a_file_is_read_in_the_words_of_the_calendar_changed_and_given_back(tmp_path):
    imported(saved(tmp_path, OS_HEAD + os_line("V1", "Microsoft Windows 10 Éducation 22H2") + os_line("V2", "")))
    assert systems() == {"V1": "Windows 10 22H2"}
    assert sources("V1") == {"serial": "import", "model": "import", "system": "import"}
    again = saved(tmp_path, OS_HEAD + os_line("V1", "Windows 10 22H2") + os_line("V2", ""), name="idem.csv")
    assert counts(taken(again)) == {"inchangee": 2}
    Installation.objects.update(valid=DateRange(dt.date(2024, 1, 1), None))
    text = OS_HEAD + os_line("V1", "Windows 11 24H2") + os_line("V2", "Ubuntu 24.04 LTS")
    run = imported(saved(tmp_path, text, name="apres.csv"))
    changed = run.lines.get(key="V1")
    assert changed.before == {"system": "Windows 10 22H2"}
    assert changed.after["system"].startswith("Windows 11 24H2")
    assert systems()["V1"] == changed.after["system"]
    assert Installation.objects.filter(asset__inventory_number="V1").count() == 2
    assert systems()["V2"].startswith("Ubuntu 24.04")
    vague = saved(tmp_path, OS_HEAD + os_line("V1", "Windows"), name="vague.csv")
    assert counts(taken(vague)) == {"inchangee": 1}
    undo(run=run)
    assert systems() == {"V1": "Windows 10 22H2"}
    assert Installation.objects.get().valid.lower == dt.date(2024, 1, 1)


def test_a_system_that_changed_since_forbids_the_undo_and_a_locked_one_stays(tmp_path):
    run = imported(saved(tmp_path, OS_HEAD + os_line("V1", "Windows 10 22H2")))
    lock(asset=Asset.objects.get(), field="system", locked=True, by=None)
    spared = imported(saved(tmp_path, OS_HEAD + os_line("V1", "Windows 11 24H2") + os_line("V3", ""), name="b.csv"))
    assert any("Système verrouillé" in remark for row in spared.lines.all() for remark in row.remarks)
    OperatingSystem.objects.update(name="Autre")
    with pytest.raises(NotNow, match="a été modifié depuis"):
        undo(run=run)


def test_a_lock_that_stops_the_only_change_of_a_line_is_shown(tmp_path):
    imported(saved(tmp_path, HEAD + line("V1", "SN1") + line("V2", "SN2")))
    lock(asset=Asset.objects.get(inventory_number="V1"), field="serial", locked=True, by=None)
    run = taken(saved(tmp_path, HEAD + line("V1", "SN9") + line("V2", "SN2"), name="deux.csv"))
    assert counts(run) == {"inchangee": 2}
    (shown,) = run.lines.all()
    assert shown.title.startswith("V1")
    assert shown.remarks == ["Numéro de série verrouillé sur la fiche : « SN9 » n’est pas repris."]


NASTY = """\ufeff"Export du parc — généré par M. Hoarau, 03/02/2026"
"Ne pas modifier ; contact : mairie"

École;Désignation;N° de série;Acheté le;Valeur;Observations
Les Badamiers;Ordinateur portable HP ProBook 450 G8;1,23E+12;02/03/2021;850,00;"=cmd|' /C calc'!A0"
Les Badamiers;Ordinateur fixe Dell OptiPlex 3050;5CD777;31/02/2021;600;date impossible
Les Badamiers;Tablette Samsung Galaxy Tab A8;R52;;;ok
Les Badamiers;Tablette Samsung Galaxy Tab A8;R52;;;deux fois
École inventée;Écran Iiyama;SCR1;;;école inconnue
;;;;;
Total;5;;;1450;
* relevé fait par téléphone
"""


def test_a_nasty_file_keeps_what_is_sure_and_says_why_of_each_refusal(tmp_path):
    run = taken(saved(tmp_path, NASTY))
    assert counts(run)["refusee"] == 4
    refused = " ".join(reason for row in run.lines.filter(outcome=Outcome.REFUSED) for reason in row.reasons)
    assert "a perdu ses derniers chiffres" in refused
    assert "31/02/2021" in refused
    assert "École inventée" in refused
