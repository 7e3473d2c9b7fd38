"""A base read by arrays says what a base read line by line says."""

import csv
import gzip

import numpy as np
import pytest

from lekol.pupils.linking import candidates
from lekol.pupils.linking.files import read
from lekol.pupils.linking.keys import mixed
from lekol.pupils.linking.linkage import link
from lekol.pupils.linking.work import placed
from lekol.pupils.rules import places


def quoted(path, target):
    """The same base, every cell between quotes: it is then read line by line."""
    with gzip.open(path, "rt", encoding="utf-8") as source, target.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=";", quoting=csv.QUOTE_ALL).writerows(csv.reader(source, delimiter=";"))
    return target


def test_a_plain_table_and_a_quoted_one_hold_the_same(bases, tmp_path):
    plain = read(bases / "city.csv.gz", "Ville")
    slow = read(quoted(bases / "city.csv.gz", tmp_path / "c.csv"), "Ville")
    assert (plain.count, plain.columns.keys(), plain.said) == (slow.count, slow.columns.keys(), slow.said)
    assert all(plain.texts(name) == slow.texts(name) for name in plain.columns)


@pytest.mark.parametrize("block", [1 << 24, 4_000])
def test_windows_letters_line_ends_and_spaces_are_read_by_arrays(tmp_path, monkeypatch, block):
    monkeypatch.setattr("lekol.pupils.linking.cells.BLOCK", block)
    lines = [f"{rank};Zoé ;  HOARAU;0{rank % 9 + 1}/02/2015" for rank in range(600)]
    (tmp_path / "c.csv").write_bytes("\r\n".join(["id;prenom;nom;naissance", *lines]).encode("cp1252"))
    base = read(tmp_path / "c.csv", "Ville")
    assert base.count == 600
    assert set(base.texts("first")) == {"Zoé"}
    assert set(base.texts("name")) == {"HOARAU"}
    assert base.ids[599] == "599"


def test_a_quote_left_open_does_not_swallow_the_pupils_after_it(tmp_path):
    lines = [f"{rank};{'P' * (rank != 3) or chr(34)}AYET;LOU;2015-02-01" for rank in range(200)]
    (tmp_path / "c.csv").write_text("\n".join(["id;nom;prenom;naissance", *lines]), encoding="utf-8")
    assert read(tmp_path / "c.csv", "Ville").count == 200


def test_an_empty_line_is_no_pupil_but_counts_as_a_line(tmp_path):
    (tmp_path / "c.csv").write_text("nom;prenom\nPAYET;LOU\n;\nHOARAU;ZOE\n", encoding="utf-8")
    assert read(tmp_path / "c.csv", "Ville").ids == ["ligne 2", "ligne 4"]


def test_an_archive_cut_short_gives_its_beginning_and_says_so(bases, tmp_path):
    whole = (bases / "city.csv.gz").read_bytes()
    (tmp_path / "c.csv.gz").write_bytes(whole[: len(whole) // 2])
    base = read(tmp_path / "c.csv.gz", "Ville")
    assert 100 < base.count < 800
    assert "Ville : l’archive est coupée ; seules les lignes de son début sont lues." in base.said


@pytest.mark.parametrize(
    "cell", ["12 rjue des Filaos", "12B RUE des filaos apt 4", "12 R. DES FILAOS", "12, rue des Filaos"]
)
def test_the_kind_of_a_street_counts_for_nothing_even_misspelt(cell):
    assert places.street(cell) == (12, "FILAOS")


def test_blocks_joined_on_disk_give_the_pairs_of_arrays(bases, monkeypatch):
    work = placed(*(read(bases / f"{name}.csv.gz", name) for name in ("state", "city")))
    rows = np.arange(work.state.count), np.arange(work.city.count)
    arrays = candidates.InProcess().pairs(work, *rows)
    monkeypatch.setattr(candidates, "LARGE", 0)
    assert np.array_equal(candidates.InProcess().pairs(work, *rows), arrays)
    assert len(arrays) > 800


def other(side, rank):
    name = f"NOM{chr(65 + rank % 26)}{chr(65 + rank // 26)}"
    return f"{side}{rank};{name};LOU;{rank % 28 + 1:02d}/03/2015;F;069234{rank:04d};MERE{name};ANNE;9740001A"


def test_a_child_entered_twice_with_a_slip_is_linked_once(tmp_path):
    headers = "id;nom;prenom;naissance;sexe;tel1;resp1_nom;resp1_prenom;uai"
    child = "{};BEGUE;{};04/05/2016;M;0692987654;GIGAN;NAYLA;9740001A"
    entries = {"s": [("S", "DORIAN")], "c": [("Cx", "DOIRAN"), ("Cy", "DORIANE")]}
    for side, rows in entries.items():
        lines = [headers, *(other(side, rank) for rank in range(300)), *(child.format(*row) for row in rows)]
        (tmp_path / f"{side}.csv").write_text("\n".join(lines), encoding="utf-8")
    state, city = (read(tmp_path / f"{side}.csv", side) for side in entries)
    links = link(state, city, candidates.InProcess())
    assert [state.ids[row] for row in links.left[links.linked].tolist()].count("S") == 1


def test_keys_of_two_kinds_never_meet():
    """All kinds are joined at once on a cluster: a key that two kinds bore would make other blocks there."""
    days, sounds = np.meshgrid(np.arange(1, 400), np.arange(1, 60))
    keys = [mixed(kind, days.ravel(), sounds.ravel()) for kind in range(1, 16)]
    assert len(np.unique(np.concatenate(keys))) == sum(map(len, keys))
