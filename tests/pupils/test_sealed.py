"""Each office seals its base; the links are found, and nothing can be read."""

import pytest

from lekol.pupils import queries
from tests.directory.factories import CommuneFactory
from tests.pupils.conftest import rows_of, score

SECRET = "douze filaos au bord de la ravine"


@pytest.fixture
def seal(lekol, bases, tmp_path):
    def run(side, secret=SECRET):
        (tmp_path / "secret").write_text(secret, encoding="utf-8")
        return lekol(
            "pupils", "encode", bases / f"{side}.csv.gz", "--key-file", "secret", "--out", f"{side}-{len(secret)}.csv"
        )

    return run


def test_sealed_bases_are_linked_almost_as_well(lekol, bases, seal, tmp_path):
    seal("state")
    seal("city")
    size = len(SECRET)
    code, _, _ = lekol("pupils", "link", f"state-{size}.csv", f"city-{size}.csv", "--out", "links.csv")
    precision, recall = score(bases, rows_of(tmp_path / "links.csv"))
    assert code == 0
    assert 2 * precision * recall / (precision + recall) > 0.98


def test_a_sealed_base_says_no_name_no_date_no_number(bases, seal, tmp_path):
    seal("state")
    text = (tmp_path / f"state-{len(SECRET)}.csv").read_text(encoding="utf-8").upper()
    rows = rows_of(bases / "state.csv.gz")[:200]
    open_cells = {row[name].upper() for row in rows for name in ("nom", "date_naissance", "tel1", "ine", "uai")}
    assert {cell for cell in open_cells if len(cell) > 3 and cell in text} == set()


def test_two_secrets_never_meet(lekol, seal, tmp_path):
    seal("state")
    seal("city", SECRET + " noire")
    lekol("pupils", "link", f"state-{len(SECRET)}.csv", f"city-{len(SECRET) + 6}.csv", "--out", "links.csv")
    assert rows_of(tmp_path / "links.csv") == []


def test_a_sealed_base_is_not_linked_with_an_open_one(lekol, bases, seal):
    seal("state")
    code, said, warned = lekol("pupils", "link", f"state-{len(SECRET)}.csv", bases / "city.csv.gz")
    assert code == 0
    assert "scellez les deux avec le même secret" in warned
    assert "0 rapproché," in said


def test_a_short_secret_is_refused(seal):
    code, _, warned = seal("state", "court")
    assert code == 1
    assert "16 signes au moins" in warned


@pytest.mark.django_db
def test_a_doubt_between_two_sealed_bases_keeps_its_clues_and_no_mark(lekol, tmp_path):
    twins = [("Lou", "Zoé", "2017-02-10"), ("Maël", "Ryan", "2016-03-11")]
    heads = "id;nom;prenom;date_naissance;sexe;tel1;resp1_nom;uai"
    home = "TÉVANÉ;{};{};F;069200000{};VITRIN;9740001H"
    rows = [(rank, *pair) for rank, pair in enumerate(twins)]
    state = [f"A{rank}{first};{home.format(first, born, rank)}" for rank, *two, born in rows for first in two]
    city = [f"B{rank};{home.format(f'{one} {two}', born, rank)}" for rank, one, two, born in rows]
    (tmp_path / "cle").write_text(SECRET)
    for name, lines in (("s", state), ("c", city)):
        (tmp_path / f"{name}.csv").write_text("\n".join([heads, *lines]))
        lekol(
            "pupils", "encode", tmp_path / f"{name}.csv", "--key-file", tmp_path / "cle", "--out", tmp_path / f"{name}x"
        )
    found = queries.compare(CommuneFactory.create(), queries.Files(tmp_path / "sx", tmp_path / "cx"))
    doubts = [pair for pair in found.pairs if pair.review]
    assert doubts
    assert all(pair.reasons and not pair.cells and not pair.hidden for pair in doubts)
