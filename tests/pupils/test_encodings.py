"""A base keeps its letters, whatever it was saved in; one spoilt sign does not spoil the others."""

import pytest

from lekol.pupils.linking.files import read

ROWS = "id;nom;prenom\n1;LŒUF;Zoé\n2;D’AVRIL;Eloïse\n"


def read_from(tmp_path, content):
    (tmp_path / "base.csv").write_bytes(content)
    base = read(tmp_path / "base.csv", "Ville")
    return base, base.texts("name"), base.texts("first")


@pytest.mark.parametrize("rows", [ROWS, ROWS.replace("LŒUF", '"LŒUF"')], ids=["by arrays", "line by line"])
@pytest.mark.parametrize(
    ("encoding", "said"),
    [("utf-8", []), ("utf-8-sig", []), ("utf-16", []), ("cp1252", ["Ville : le fichier est lu en Windows-1252."]),
     ("mac_roman", ["Ville : le fichier est lu en Mac Roman."])],
)  # fmt: skip
def test_french_letters_are_kept_and_an_old_encoding_is_named(tmp_path, rows, encoding, said):
    base, names, firsts = read_from(tmp_path, rows.encode(encoding))
    assert (names, firsts) == (["LŒUF", "D’AVRIL"], ["Zoé", "Eloïse"])
    assert base.said == said


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32"])
def test_wide_letters_are_known_without_their_mark(tmp_path, encoding):
    base, names, firsts = read_from(tmp_path, (ROWS * 3).encode(encoding))
    assert (names[:2], firsts[:2], base.said) == (["LŒUF", "D’AVRIL"], ["Zoé", "Eloïse"], [])


@pytest.mark.parametrize("rows", [ROWS, ROWS.replace("LŒUF", '"LŒUF"')], ids=["by arrays", "line by line"])
def test_a_sign_that_windows_does_not_know_spoils_no_other(tmp_path, rows):
    _, names, _ = read_from(tmp_path, rows.encode("cp1252") + b"3;X\x81Y;Ana\n")
    assert names[:2] == ["LŒUF", "D’AVRIL"]


@pytest.mark.parametrize("rows", [ROWS, ROWS.replace("LŒUF", '"LŒUF"')], ids=["by arrays", "line by line"])
def test_a_line_pasted_from_elsewhere_spoils_no_other(tmp_path, rows):
    base, names, firsts = read_from(tmp_path, rows.encode() + "3;CŒUR;Noël\n".encode("cp1252"))
    assert (names, firsts) == (["LŒUF", "D’AVRIL", "CŒUR"], ["Zoé", "Eloïse", "Noël"])
    assert base.said == [
        "Ville : le fichier n’est pas tout entier en UTF-8 ; ses autres signes sont lus en Windows-1252."
    ]


def test_an_old_encoding_seen_late_is_read_as_such(tmp_path):
    many = "".join(f"{rank};PAYET;LOU\n" for rank in range(10_000))
    _, names, _ = read_from(tmp_path, f"id;nom;prenom\n{many}".encode() + "x;CŒUR;Noël\n".encode("cp1252"))
    assert names[-1] == "CŒUR"
