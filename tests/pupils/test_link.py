"""`lekol pupils link`: two files in, links out, whatever is in the files."""

import csv
import gzip
import zipfile
from pathlib import Path

import pytest

from lekol.pupils.rules.fields import Field, Home, Same
from lekol.pupils.rules.wording import LEVELS
from tests.pupils.conftest import rows_of, score

SETS = Path(__file__).parents[3] / "shared" / "data" / "linkage"
COLUMNS = ["id_state", "id_city", "probability", "outcome"]


def columns_of(path, kept, target, **how):
    """A copy of a base with some columns only, as another software would write it."""
    rows = rows_of(path)
    with target.open("w", newline="", encoding=how.get("encoding", "utf-8"), errors="replace") as file:
        writer = csv.writer(file, delimiter=how.get("separator", ";"))
        writer.writerow(kept.values())
        writer.writerows([row[name] for name in kept] for row in rows)
    return target


def test_hard_bases_are_linked_without_labels(lekol, bases, tmp_path):
    code, said, _ = lekol("pupils", "link", bases / "state.csv.gz", bases / "city.csv.gz", "--out", "links.csv")
    links = rows_of(tmp_path / "links.csv")
    precision, recall = score(bases, links)
    assert (code, list(links[0])) == (0, COLUMNS)
    assert precision > 0.995
    assert recall > 0.985
    assert {row["outcome"] for row in links} <= {"linked", "review"}
    assert f"{sum(row['outcome'] == 'linked' for row in links)} rapprochés" in said


def test_no_child_is_linked_twice_in_the_file(lekol, bases, tmp_path):
    lekol("pupils", "link", bases / "state.csv.gz", bases / "city.csv.gz", "--out", "links.csv")
    linked = [row for row in rows_of(tmp_path / "links.csv") if row["outcome"] == "linked"]
    assert len({row["id_state"] for row in linked}) == len({row["id_city"] for row in linked}) == len(linked)


def test_each_link_explains_itself_in_french(lekol, bases, tmp_path):
    lekol("pupils", "link", bases / "state.csv.gz", bases / "city.csv.gz", "--out", "links.csv", "--explain")
    first = rows_of(tmp_path / "links.csv")[0]["explanation"]
    assert first.startswith("nom : identique (+")
    assert "naissance : identique (+" in first
    assert "même enfant plutôt que" in first


def test_words_agree_with_what_they_speak_of():
    said = {field: LEVELS[field][Same.OTHER] for field in (Field.SCHOOL, Field.PHONE, Field.SEX)}
    assert said == {Field.SCHOOL: "différente", Field.PHONE: "différent", Field.SEX: "différent"}
    assert LEVELS[Field.ADDRESS][Home.OTHER] == "différente"


def test_names_and_dates_alone_are_enough_for_most(lekol, bases, tmp_path):
    kept = {"nom": "NOM ENFANT", "prenom": "Prénom", "date_naissance": "Né(e) le"}
    city = columns_of(
        bases / "city.csv.gz", {"id": "Réf", **kept}, tmp_path / "c.csv", separator=",", encoding="cp1252"
    )
    code, _, _ = lekol("pupils", "link", bases / "state.csv.gz", city, "--out", "links.csv")
    precision, recall = score(bases, rows_of(tmp_path / "links.csv"))
    assert code == 0
    assert precision > 0.985
    assert recall > 0.9


def test_three_columns_without_a_reference_are_linked_by_their_line(lekol, bases, tmp_path):
    kept = {"nom": "nom", "prenom": "prenom", "date_naissance": "naissance"}
    city = columns_of(bases / "city.csv.gz", kept, tmp_path / "c.csv")
    code, _, warned = lekol("pupils", "link", bases / "state.csv.gz", city, "--out", "links.csv")
    assert code == 0
    assert "Ville : pas de colonne d’identifiant ; le numéro de ligne en tient lieu." in warned
    assert rows_of(tmp_path / "links.csv")[0]["id_city"].startswith("ligne ")


def test_ragged_lines_are_read_and_told(lekol, bases, tmp_path):
    text = gzip.decompress((bases / "city.csv.gz").read_bytes()).decode().splitlines()
    cut = [line.rsplit(";", 3)[0] if rank % 7 == 3 else line for rank, line in enumerate(text)]
    (tmp_path / "c.csv").write_text("\n".join(cut), encoding="cp1252", errors="replace")
    _, _, warned = lekol("pupils", "link", bases / "state.csv.gz", tmp_path / "c.csv", "--out", "links.csv")
    assert "lignes n’ont pas 20 cellules comme l’en-tête" in warned
    assert score(bases, rows_of(tmp_path / "links.csv"))[1] > 0.97


def test_half_empty_dates_and_doubled_numbers_are_told(lekol, bases, tmp_path):
    rows = rows_of(bases / "state.csv.gz")
    for rank, row in enumerate(rows):
        row["date_naissance"] = row["date_naissance"] if rank % 5 > 1 else ""
        row["ine"] = "123456789AB" if rank < 9 else row["ine"]
    with (tmp_path / "s.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, rows[0], delimiter="|")
        writer.writeheader()
        writer.writerows(rows)
    _, _, warned = lekol("pupils", "link", tmp_path / "s.csv", bases / "city.csv.gz", "--out", "links.csv")
    assert "État : la date de naissance est vide pour 4" in warned
    assert "État : 1 INE figure sur plusieurs lignes" in warned
    assert score(bases, rows_of(tmp_path / "links.csv"))[1] > 0.95


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "Ville : le fichier est vide."),
        (b"nom;prenom\n", "l’une des deux bases est vide"),
        (b"alpha;beta\n1;2\n3;4\n", "aucune colonne de nom ou de prénom n’a été reconnue parmi « alpha », « beta »"),
        (b"<ficAlimMENESR><addRequest>", "ce XML est abîmé à la ligne 1, avant tout élève"),
        (b"PK\x03\x04 not a workbook", "ce classeur ne peut pas être ouvert"),
        (bytes(range(256)) * 4, "ce fichier n’est pas un tableau, mais un fichier binaire"),
        (b"%PDF-1.7\n1 0 obj\n<</Type/Catalog>>\nendobj\n", "ce fichier n’est pas un tableau, mais un PDF"),
        (b"<html><table><tr><td>nom</td></tr></table></html>", "mais une page web (HTML)"),
        (b'[{"nom": "PAYET"}]', "mais du JSON"),
        (b"\x1f\x8bzzzzzzzz", "l’archive est abîmée et n’a pas pu être ouverte"),
    ],
)
def test_what_cannot_be_used_is_said_and_the_run_ends(lekol, bases, tmp_path, content, sentence):
    (tmp_path / "c.csv").write_bytes(content)
    code, said, warned = lekol("pupils", "link", bases / "state.csv.gz", tmp_path / "c.csv", "--out", "links.csv")
    assert code == 0
    assert sentence in warned
    assert "0 rapproché," in said
    assert (tmp_path / "links.csv").read_text().strip() == ";".join(COLUMNS)


def test_the_only_table_of_a_zip_is_read(lekol, bases, tmp_path):
    with zipfile.ZipFile(tmp_path / "ville.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("export/eleves.csv", gzip.decompress((bases / "city.csv.gz").read_bytes()))
        archive.writestr("__MACOSX/._eleves.csv", b"x")
    lekol("pupils", "link", bases / "state.csv.gz", tmp_path / "ville.zip", "--out", "links.csv")
    assert score(bases, rows_of(tmp_path / "links.csv"))[1] > 0.95


def test_two_files_exchanged_are_told(lekol, bases):
    _, _, warned = lekol("pupils", "link", bases / "city.csv.gz", bases / "state.csv.gz", "--out", "links.csv")
    assert "les deux fichiers sont peut-être échangés" in warned
    _, _, warned = lekol("pupils", "link", bases / "state.csv.gz", bases / "city.csv.gz", "--out", "links.csv")
    assert "échangés" not in warned


def test_rows_that_are_no_child_and_children_without_a_reference_are_told(lekol, bases, tmp_path):
    text = gzip.decompress((bases / "city.csv.gz").read_bytes()).decode().splitlines()
    empty = [";" + line.partition(";")[2] for line in text[1:4]]
    lines = [text[0], *empty, *text[4:], "TOTAL;300" + ";" * 18]
    (tmp_path / "c.csv").write_text("\n".join(lines), encoding="utf-8")
    _, _, warned = lekol("pupils", "link", bases / "state.csv.gz", tmp_path / "c.csv", "--out", "links.csv")
    assert "Ville : 1 ligne n’a ni nom, ni prénom, ni date de naissance" in warned
    assert "Ville : 3 élèves n’ont pas d’identifiant ; le numéro de ligne en tient lieu." in warned
    assert {"ligne 2", "ligne 3", "ligne 4"} & {row["id_city"] for row in rows_of(tmp_path / "links.csv")}


def test_the_same_file_twice_is_told(lekol, bases):
    _, _, warned = lekol("pupils", "link", bases / "state.csv.gz", bases / "state.csv.gz", "--out", "links.csv")
    assert "Les deux fichiers sont identiques" in warned


def test_ten_children_against_many_are_linked(lekol, bases, tmp_path):
    text = gzip.decompress((bases / "city.csv.gz").read_bytes()).decode().splitlines()
    (tmp_path / "c.csv").write_text("\n".join(text[:11]), encoding="utf-8")
    _, _, warned = lekol("pupils", "link", bases / "state.csv.gz", tmp_path / "c.csv", "--out", "links.csv")
    linked = [row for row in rows_of(tmp_path / "links.csv") if row["outcome"] == "linked"]
    truth = {(row["id_state"], row["id_city"]) for row in rows_of(bases / "truth.csv.gz")}
    assert "Ville : 10 élèves seulement" in warned
    assert len(linked) >= 6
    assert all((row["id_state"], row["id_city"]) in truth for row in linked)


def test_a_broken_file_of_guardians_is_said_and_the_links_are_written(lekol, bases, tmp_path):
    (tmp_path / "resp.xml").write_text("<ficAlimMENESR>\n<addRequest><attributes", encoding="utf-8")
    words = "pupils", "link", bases / "state.csv.gz", bases / "city.csv.gz", "--guardians", tmp_path / "resp.xml"
    code, said, warned = lekol(*words)
    assert code == 0
    assert "ce fichier est abîmé à la ligne 2 ; responsables lus avant : 0." in warned
    assert "rapprochés" in said


@pytest.mark.parametrize("verb", ["link", "encode"])
def test_a_place_that_cannot_be_written_is_refused_with_its_reason(lekol, bases, tmp_path, verb):
    (tmp_path / "secret").write_text("0123456789abcdef")
    given = [bases / "city.csv.gz"] if verb == "link" else ["--key-file", tmp_path / "secret"]
    code, _, warned = lekol("pupils", verb, bases / "state.csv.gz", *given, "--out", tmp_path / "rien" / "l.csv.gz")
    assert code == 1
    assert "l.csv.gz » ne peut pas être écrit : No such file or directory. Choisissez un autre endroit." in warned


def test_a_missing_file_is_refused(lekol, bases):
    code, _, warned = lekol("pupils", "link", "nulle-part.csv", bases / "city.csv.gz")
    assert code == 1
    assert "« nulle-part.csv » n’existe pas" in warned


STATE = """Nom élève;Nom d'usage élève;Prénom élève;Date naissance;Sexe;INE;Libellé classe
TESTPAYET;;Marie-Noëlle;04/03/2009;F;1234567890A;CM2
FICTIF MOUTOU;FICTIF;Jean-Rémi;30/11/2011;M;123456789AB;CE2
"""
AAF = '<?xml version="1.0"?><!DOCTYPE f SYSTEM "file:///etc/passwd"><ficAlimMENESR>{}</ficAlimMENESR>'
ATTRIBUTE = '<attr name="{}"><value>{}</value></attr>'
NAMES = ("ENTPersonJointure", "ENTPersonNomPatro", "ENTPersonPrenom", "ENTPersonDateNaissance")


def person(*values):
    inside = "".join(ATTRIBUTE.format(*row) for row in zip(NAMES, values, strict=True))
    return f"<addRequest><attributes>{inside}</attributes></addRequest>"


def test_an_extraction_of_onde_in_windows_letters_meets_the_aaf(lekol, tmp_path):
    (tmp_path / "onde.csv").write_text(STATE, encoding="cp1252")
    people = [("7", "MOUTOU FICTIF", "Jean Remy", "30/11/2011"), ("8", "PAYET", "Lou", "01/02/2012")]
    (tmp_path / "aaf.xml").write_text(AAF.format("".join(person(*row) for row in people)), encoding="utf-8")
    code, _, _ = lekol("pupils", "link", tmp_path / "onde.csv", tmp_path / "aaf.xml", "--out", "links.csv")
    linked = [row for row in rows_of(tmp_path / "links.csv") if row["outcome"] == "linked"]
    assert code == 0
    assert [(row["id_state"], row["id_city"]) for row in linked] == [("ligne 3", "7")]


def test_guardians_whom_pupils_of_the_aaf_name_are_found_by_the_command(lekol, tmp_path):
    child = person("7", "FICTIF", "Lou", "01/02/2012")
    named = child.replace("</attributes>", ATTRIBUTE.format("ENTEleveAutoriteParentale", "9$1$1") + "</attributes>")
    adult = ATTRIBUTE.format("categoriePersonne", "PersRelEleve") + ATTRIBUTE.format("ENTPersonJointure", "9")
    (tmp_path / "e.xml").write_text(AAF.format(named), encoding="utf-8")
    (tmp_path / "r.xml").write_text(AAF.format(f"<addRequest>{adult}</addRequest>"), encoding="utf-8")
    words = "pupils", "link", tmp_path / "e.xml", tmp_path / "e.xml", "--guardians", tmp_path / "r.xml"
    _, _, warned = lekol(*words, "--out", "links.csv")
    assert "État : 1 responsable lu, 0 sans élève retrouvé." in warned


@pytest.mark.skipif(not SETS.exists(), reason="the measured sets are not at hand")
@pytest.mark.parametrize(("name", "least"), [("c5k_realiste", 0.999), ("c5k_dur", 0.997)])
def test_the_measured_sets_are_linked_as_announced(lekol, tmp_path, name, least):
    lekol("pupils", "link", SETS / name / "state.csv.gz", SETS / name / "city.csv.gz", "--out", "links.csv")
    links = rows_of(tmp_path / "links.csv")
    precision, recall = score(SETS / name, links)
    truth = {(row["id_state"], row["id_city"]) for row in rows_of(SETS / name / "truth.csv.gz")}
    sure = [(row["id_state"], row["id_city"]) in truth for row in links if float(row["probability"]) >= 0.99]
    assert 2 * precision * recall / (precision + recall) >= least
    assert sum(sure) >= 0.99 * len(sure)


HEADERS = "id;nom;prenom;sexe;date_naissance;resp1_nom;resp1_prenom;tel1;uai"


def test_a_twin_with_a_near_name_is_not_taken_for_the_child_whose_names_are_exchanged(lekol, bases, tmp_path):
    """Noam, his names exchanged, is Noam, even where only Noah’s entry tells the household’s telephone."""
    state = [HEADERS, "a1;NOAM;LEE-AH-NAYE;M;2022-11-08;ROBERT;LIYANA;0642779013;9740016T"]
    city = [HEADERS, "b1;LEE-AH-NAYE;NOAH;M;2022-11-08;ROBERT;LIYANA;0642779013;9740016T",
            "b2;LEE-AH-NAYE;NOAM;;2022-11-08;ROBERT;LIYANA;;9740016T"]  # fmt: skip
    fields = HEADERS.split(";")
    for rows, name in ((state, "state"), (city, "city")):
        rows += [";".join(row[field] for field in fields) for row in rows_of(bases / f"{name}.csv.gz")]
        (tmp_path / f"{name}.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    lekol("pupils", "link", "state.csv", "city.csv", "--out", "links.csv")
    linked = {row["id_state"]: row["id_city"] for row in rows_of(tmp_path / "links.csv") if row["outcome"] == "linked"}
    assert linked["a1"] == "b2"


def test_a_file_without_headers_is_read_from_its_first_line(lekol, bases, tmp_path):
    text = gzip.decompress((bases / "city.csv.gz").read_bytes()).decode().splitlines()
    (tmp_path / "c.csv").write_text("\n".join(text[1:]), encoding="utf-8")
    _, said, warned = lekol("pupils", "link", bases / "state.csv.gz", tmp_path / "c.csv", "--out", "links.csv")
    assert "sans en-tête connu, « colonne 3 » pour le nom et « colonne 5 » pour le prénom" in warned
    assert f"Ville {len(text) - 1} : " in said
    names = {f"ligne {rank}": line.split(";")[0] for rank, line in enumerate(text[1:], 1)}
    found = [row | {"id_city": names[row["id_city"]]} for row in rows_of(tmp_path / "links.csv")]
    assert score(bases, found)[1] > 0.95


@pytest.mark.parametrize(
    "changed",
    [
        lambda text: text.replace("\n", "\r"),
        lambda text: text.replace("\n", "\n" + "x" * 50_000 + "\n", 1),
        lambda text: text.replace("\n", "\n" + "x" * 3_000_000 + "\n", 1),
    ],
    ids=["lone CR", "a line of fifty thousand signs", "a line of three millions of signs"],
)
def test_other_lines_do_not_suffer_from_one(lekol, bases, tmp_path, changed):
    csv.field_size_limit(32_000)  # as the import desk leaves it
    text = gzip.decompress((bases / "city.csv.gz").read_bytes()).decode().replace("\r\n", "\n")
    (tmp_path / "c.csv").write_text(changed(text), encoding="utf-8", newline="")
    lekol("pupils", "link", bases / "state.csv.gz", tmp_path / "c.csv", "--out", "links.csv")
    assert score(bases, rows_of(tmp_path / "links.csv"))[1] > 0.95


def test_names_and_first_names_in_one_column_are_linked_and_nothing_is_kept_of_them(lekol, bases, tmp_path):
    rows = rows_of(bases / "city.csv.gz")
    with (tmp_path / "c.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(["id", "Nom Prénom", "Né(e) le"])
        writer.writerows([row["id"], f"{row['nom']} {row['prenom']}", row["date_naissance"]] for row in rows)
    words = "pupils", "link", bases / "state.csv.gz", tmp_path / "c.csv", "--out", "links.csv"
    _, said, warned = lekol(*words, "--state-dir", tmp_path / "kept")
    assert "Ville : le nom et le prénom sont dans une seule colonne" in warned
    assert "Rien n’est gardé" in said
    assert score(bases, rows_of(tmp_path / "links.csv"))[1] > 0.95
