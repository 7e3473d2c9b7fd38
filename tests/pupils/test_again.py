"""`lekol pupils link --state-dir`: the second time, what has not changed is not compared again."""

import gzip
import shutil

import numpy as np
import pytest

from lekol.pupils.linking.again.since import linked_since
from lekol.pupils.linking.again.steady import Steady
from lekol.pupils.linking.again.trace import Trace
from lekol.pupils.linking.candidates import InProcess
from lekol.pupils.linking.distinct import within
from lekol.pupils.linking.files import read
from lekol.pupils.linking.levels import Pairs
from lekol.pupils.linking.linkage import certain_pairs, compared, decided
from lekol.pupils.linking.work import placed
from lekol.pupils.linking.written import alone, lines
from tests.pupils.conftest import rows_of, score
from tools.bench.aged import aged
from tools.bench.children import write

WORDS = "--out", "links.csv", "--state-dir", "memoire"


@pytest.fixture(scope="module")
def before(bases, tmp_path_factory):
    """The bases some weeks earlier: three records in a hundred were other, gone since, or not there yet."""
    folder = tmp_path_factory.mktemp("avant")
    aged(bases, folder, 0.03)
    return folder


@pytest.fixture
def linked(lekol):
    """Link two bases with a memory; answers what was said."""

    def run(folder, *more):
        code, said, _ = lekol("pupils", "link", folder / "state.csv.gz", folder / "city.csv.gz", *WORDS, *more)
        assert code == 0
        return said

    return run


def pairs_of(path):
    return {(row["id_state"], row["id_city"], row["outcome"]) for row in rows_of(path)}


def whole_with_the_weights_of(trace, folder):
    """A whole linkage that learns nothing: what linking again should give."""
    work = placed(*(read(folder / f"{name}.csv.gz", name) for name in ("state", "city")))
    certain = certain_pairs(work, trace.facts.by_school)
    rest = [
        np.flatnonzero(~within(np.arange(base.count), sure))
        for base, sure in zip((work.state, work.city), certain, strict=True)
    ]
    sure = Pairs(*certain, work.levels(*certain))
    work.housed(*rest)
    model = trace.model(Steady(work.shelf, trace.secret))
    return decided(work, model, compared(work, model, InProcess().pairs(work, *rest)), sure)


@pytest.mark.parametrize(("profile", "seed"), [("dur", 11), ("dur", 12), ("realiste", 13), ("realiste", 14)])
def test_what_changed_is_linked_as_a_whole_linkage_with_the_same_weights_would(linked, tmp_path, profile, seed):
    write(tmp_path / "apres", 1_500, profile, seed=seed)
    aged(tmp_path / "apres", tmp_path / "avant", 0.02, seed)
    linked(tmp_path / "avant")
    said = linked(tmp_path / "apres")
    assert "lignes changées depuis le rapprochement entier du" in said
    whole = whole_with_the_weights_of(Trace(tmp_path / "memoire"), tmp_path / "apres")
    expected = "".join(lines(whole, explain=False)).splitlines()
    found = (tmp_path / "links.csv").read_text().splitlines()[1:]
    assert len(set(found) ^ set(expected)) <= 6  # a hopeless pair that no key found weighs a millionth
    assert pairs_of(tmp_path / "links.csv") == {(*line.split(";")[:2], line.split(";")[3]) for line in expected}
    one, two = alone(whole)
    assert f"{one} seuls dans la base de l’État, {two} seuls dans celle de la Ville" in said


def test_links_are_as_good_as_when_all_is_compared(linked, bases, before, tmp_path):
    linked(before)
    linked(bases)
    again = score(bases, rows_of(tmp_path / "links.csv"))
    shutil.rmtree(tmp_path / "memoire")
    linked(bases)
    whole = score(bases, rows_of(tmp_path / "links.csv"))
    assert again == pytest.approx(whole, abs=0.003)


def test_nothing_changed_gives_the_same_lines(linked, bases, tmp_path):
    first = linked(bases)
    kept = (tmp_path / "links.csv").read_bytes()
    again = linked(bases)
    assert (tmp_path / "links.csv").read_bytes() == kept
    assert again.splitlines()[0] == first.splitlines()[0]
    assert "0 ligne changée" in again


def test_lines_put_in_another_order_have_not_changed(linked, bases, tmp_path):
    linked(bases)
    kept = (tmp_path / "links.csv").read_bytes()
    (tmp_path / "autre").mkdir()
    for name in ("state.csv.gz", "city.csv.gz"):
        head, *rows = gzip.decompress((bases / name).read_bytes()).splitlines(keepends=True)
        (tmp_path / "autre" / name).write_bytes(gzip.compress(b"".join([head, *sorted(rows)])))
    assert "0 ligne changée" in linked(tmp_path / "autre")
    assert (tmp_path / "links.csv").read_bytes() == kept


def test_each_time_starts_from_the_last_whole_linkage(linked, bases, before, tmp_path):
    linked(before)
    linked(bases)
    once = pairs_of(tmp_path / "links.csv")
    linked(before)
    linked(bases)
    assert pairs_of(tmp_path / "links.csv") == once


def test_the_memory_holds_neither_names_nor_dates(linked, bases, tmp_path):
    linked(bases)
    kept = b"".join(path.read_bytes() for path in (tmp_path / "memoire").rglob("*") if path.is_file())
    rows = rows_of(bases / "state.csv.gz")
    cells = {row[name] for row in rows for name in ("nom", "prenom", "date_naissance", "tel1", "adresse", "ine")}
    assert not [cell for cell in cells if len(cell) > 4 and cell.encode() in kept]
    assert (tmp_path / "memoire" / "entier").stat().st_mode & 0o077 == 0


def test_many_changes_are_a_whole_linkage_once_more(linked, bases, tmp_path):
    aged(bases, tmp_path / "avant", 0.2)
    linked(tmp_path / "avant")
    assert "Gardé dans memoire" in linked(bases)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda trace: (trace / "faits.json").write_text("{"),
        lambda trace: (trace / "faits.json").write_text('{"version": 0}'),
        lambda trace: (trace / "etat.keys.npy").write_bytes(b"\x93NUMPY"),
        lambda trace: (trace / "lines.npy").unlink(),
        lambda trace: shutil.rmtree(trace),
    ],
)
def test_a_memory_that_cannot_be_read_is_made_anew(linked, bases, before, tmp_path, spoil):
    linked(before)
    spoil(tmp_path / "memoire" / "entier")
    assert "Gardé dans memoire" in linked(bases)
    assert "0 ligne changée" in linked(bases)


def test_other_headers_are_other_bases(linked, bases, tmp_path):
    linked(bases)
    (tmp_path / "autre").mkdir()
    for name in ("state.csv.gz", "city.csv.gz"):
        text = gzip.decompress((bases / name).read_bytes())
        (tmp_path / "autre" / name).write_bytes(gzip.compress(text.replace(b"tel2", b"telephone2", 1)))
    assert "Gardé dans memoire" in linked(tmp_path / "autre")


def test_a_new_line_of_another_shape_makes_all_be_read_again(linked, bases, tmp_path):
    linked(bases)
    (tmp_path / "autre").mkdir()
    for name in ("state.csv.gz", "city.csv.gz"):
        text = gzip.decompress((bases / name).read_bytes())
        (tmp_path / "autre" / name).write_bytes(gzip.compress(text + b"A1;;PAYET;;Lou\r\n"))
    said = linked(tmp_path / "autre")
    assert "Rien n’est gardé dans memoire : il y faut deux tableaux en texte" in said


def test_explanations_are_kept_with_the_links(linked, bases, before, tmp_path):
    linked(before, "--explain")
    assert "Gardé" not in linked(bases, "--explain")
    assert all("même enfant plutôt que" in row["explanation"] for row in rows_of(tmp_path / "links.csv"))
    assert "Gardé" in linked(bases)


def test_what_was_said_of_the_bases_is_said_again_with_its_day(lekol, bases, tmp_path):
    text = gzip.decompress((bases / "state.csv.gz").read_bytes()).decode().splitlines()
    cells = text[1].split(";")
    cells[7] = "2021-02-30"
    (tmp_path / "state.csv").write_text("\n".join([text[0], ";".join(cells), *text[2:]]))
    words = "pupils", "link", "state.csv", bases / "city.csv.gz", *WORDS
    _, _, first = lekol(*words)
    _, _, again = lekol(*words)
    assert "comme « 2021-02-30 »" in first
    assert again.startswith("Dit des deux bases au rapprochement entier du ")
    assert again.endswith(first)


def test_a_memory_that_is_a_file_is_refused_before_anything_is_read(lekol, bases, tmp_path):
    (tmp_path / "memoire").write_text("")
    code, _, warned = lekol("pupils", "link", bases / "state.csv.gz", bases / "city.csv.gz", *WORDS)
    assert code == 1
    assert "« memoire » ne peut pas servir de mémoire" in warned


def test_nothing_kept_is_none(bases, tmp_path):
    files = bases / "state.csv.gz", bases / "city.csv.gz"
    assert linked_since(tmp_path, files, explain=False) is None


def test_names_and_first_names_in_one_cell_are_parted_and_compared_whole_each_time(lekol, bases, tmp_path):
    rows = rows_of(bases / "city.csv.gz")
    cells = [f"{row['id']};{row['prenom']} {row['nom']};{row['date_naissance']};{row['tel1']}" for row in rows]
    (tmp_path / "ville.csv").write_text("\n".join(["id;Nom et prénom;Né le;Téléphone", *cells]))
    for _ in range(2):
        code, said, warned = lekol("pupils", "link", bases / "state.csv.gz", "ville.csv", *WORDS)
        assert code == 0
        assert "le nom et le prénom sont dans une seule colonne" in warned
        assert "Rien n’est gardé dans memoire" in said
    precision, recall = score(bases, rows_of(tmp_path / "links.csv"))
    assert (precision > 0.97, recall > 0.9) == (True, True)
