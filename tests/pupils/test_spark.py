"""The same links on Spark, to the last row."""

import pytest

from tools.debian import NEEDS

pytest.importorskip("pyspark", reason="the extra « spark » is not installed")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(NEEDS["java"].path() is None, reason="Java is not installed"),
]


def test_spark_finds_the_links_of_duckdb_to_the_last_row(lekol, bases, tmp_path, monkeypatch):
    monkeypatch.setenv("LEKOL_SPARK_MASTER", "local[2]")
    files = bases / "state.csv.gz", bases / "city.csv.gz"
    lekol("pupils", "link", *files, "--out", "one.csv", "--explain")
    code, _, _ = lekol("pupils", "link", *files, "--out", "two.csv", "--explain", "--engine", "spark")
    assert code == 0
    assert (tmp_path / "one.csv").read_text() == (tmp_path / "two.csv").read_text()
