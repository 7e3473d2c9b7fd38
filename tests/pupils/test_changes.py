"""Which lines of a table have changed: found by prints, whatever their order."""

import gzip

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some

from lekol.pupils.linking.again import changes
from lekol.pupils.linking.again.changes import Known, changed, text_of
from lekol.pupils.linking.cells import NotPlain

CELLS = some.text("abc01;é", min_size=1, max_size=6)
TABLES = some.lists(CELLS, min_size=1, max_size=30)


def table(path, lines, end="\n", last=True):
    path.write_bytes((end.join(["id;nom", *lines]) + (end if last else "")).encode())
    return path


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@given(before=TABLES, now=TABLES, last=some.booleans())
def test_new_lines_and_gone_rows_are_those_of_one_table_and_not_of_the_other(tmp_path_factory, end, before, now, last):
    folder = tmp_path_factory.mktemp("tables")
    text = text_of(table(folder / "avant.csv", before, end), 7)
    found = changed(Known.of(text, 7), text_of(table(folder / "apres.csv", now, end, last), 7, text.mark), 7)
    assert found.count == len(now)
    assert [now[rank] for rank in found.new.tolist()] == [line.decode() for line in found.new_lines()]
    kept = [row for row, place in enumerate(found.places.tolist()) if place >= 0]
    places = found.places[kept].tolist()
    assert [before[row] for row in kept] == [now[place] for place in places]
    assert [line.decode() for line in found.lines(np.array(kept, np.int64))] == [before[row] for row in kept]
    assert sorted([*places, *found.new.tolist()]) == list(range(len(now)))
    assert sorted([*kept, *found.gone.tolist()]) == list(range(len(before)))


@given(lines=some.lists(CELLS, min_size=5, max_size=40, unique=True), order=some.randoms())
def test_lines_in_another_order_have_not_changed(tmp_path_factory, lines, order):
    folder = tmp_path_factory.mktemp("tables")
    text = text_of(table(folder / "avant.csv", lines), 7)
    moved = order.sample(lines, len(lines))
    found = changed(Known.of(text, 7), text_of(table(folder / "apres.csv", moved), 7, text.mark), 7)
    assert (len(found.new), len(found.gone)) == (0, 0)
    rows = found.places.argsort()
    assert [line.decode() for line in found.lines(rows)] == moved


def test_several_archives_one_after_the_other_are_one_table(tmp_path):
    lines = [f"{rank};PAYET{rank % 7}" for rank in range(5_000)]
    whole = text_of(table(tmp_path / "entier.csv", lines), 7)
    bytes_ = (tmp_path / "entier.csv").read_bytes()
    (tmp_path / "deux.csv.gz").write_bytes(gzip.compress(bytes_[:30_000]) + gzip.compress(bytes_[30_000:]))
    both = text_of(tmp_path / "deux.csv.gz", 7, whole.mark)
    assert (both.head, both.pieces, both.prints.tolist()) == (whole.head, whole.pieces, whole.prints.tolist())


@pytest.mark.parametrize("spoil", [lambda packed: packed[:-40], lambda packed: packed[:200] + b"x" * 40 + packed[240:]])
def test_an_archive_cut_or_damaged_is_no_plain_table(tmp_path, spoil):
    packed = gzip.compress("\n".join(["id;nom", *map(str, range(3_000))]).encode())
    (tmp_path / "cut.csv.gz").write_bytes(spoil(packed))
    with pytest.raises(NotPlain):
        text_of(tmp_path / "cut.csv.gz", 7)


@pytest.mark.parametrize("content", [b"", b"id;nom", b"id;nom\n"])
def test_a_file_without_lines_is_no_plain_table(tmp_path, content):
    (tmp_path / "vide.csv").write_bytes(content)
    with pytest.raises(NotPlain):
        text_of(tmp_path / "vide.csv", 7)


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("block", [9, 10, 11, 64, 1_000])
def test_a_table_is_cut_the_same_however_it_comes(tmp_path, monkeypatch, block, end):
    lines = [f"{rank};PAYET{rank % 7}" for rank in range(500)]
    path = table(tmp_path / "t.csv", lines, end)
    whole = text_of(path, 7)
    monkeypatch.setattr(changes, "_BLOCK", block)
    parts = text_of(path, 7, whole.mark, np.sort(whole.prints[::2]))
    assert (parts.pieces, parts.prints.tolist()) == (whole.pieces, whole.prints.tolist())
    assert [line for piece in range(len(parts.pieces)) for line in parts.lines(piece)] == [
        line.encode() for line in lines
    ]
    assert len(parts.opened) == (len(parts.pieces) - 1) // 2  # the last is never opened as it passes
