"""The same join on Spark, on any cluster: for an académie or the nation. Needs the extra « spark » and Java.

`LEKOL_SPARK_MASTER` names the cluster (this machine’s cores by default); `LEKOL_SPARK_FOLDER` a folder that every node
reads, on more than one machine. Keys go out and pairs come back as Parquet; nothing but keyed numbers leaves.
"""

import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import numpy as np
from pyspark.sql import SparkSession

from lekol.pupils.linking.candidates import JOIN, Keyed, Rows, columns_of, keyed
from lekol.pupils.linking.work import Work


class Cluster:
    """What InProcess does, all kinds of keys in one join: the pairs are the same to the last one."""

    def pairs(self, work: Work, left: Rows, right: Rows) -> Rows:
        book = work.shelf.book
        sides = keyed(book, work.state, left, False), keyed(book, work.city, right, True)
        return np.sort(_joined(*(_whole(side) for side in sides)))


def _whole(side: Iterable[Keyed]) -> dict[str, Rows]:
    parts = [columns_of(kind) for kind in side]
    return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}


def _joined(state: dict[str, Rows], city: dict[str, Rows]) -> Rows:
    """Keys go out, pairs come back."""
    with tempfile.TemporaryDirectory(dir=os.environ.get("LEKOL_SPARK_FOLDER")) as folder, _session() as spark:
        for name, columns in {"state_keys": state, "city_keys": city}.items():
            path = Path(folder) / f"{name}.parquet"
            with duckdb.connect() as engine:
                engine.register("given", columns)
                engine.execute(f"copy given to '{path}' (format parquet)")
            spark.read.parquet(str(path)).createOrReplaceTempView(name)
        found = Path(folder) / "pairs"
        spark.sql(JOIN).write.parquet(str(found))
        with duckdb.connect() as engine:
            read = engine.execute("select pair from read_parquet($1)", [f"{found}/*.parquet"])
            return np.asarray(read.fetchnumpy()["pair"])


@contextmanager
def _session() -> Iterator[SparkSession]:
    master = os.environ.get("LEKOL_SPARK_MASTER", "local[*]")
    spark = (
        SparkSession.builder.master(master)
        .appName("lekol pupils link")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.shuffle.partitions", os.environ.get("LEKOL_SPARK_PARTITIONS", "8"))
        .getOrCreate()
    )
    spark.sparkContext.setLogLevel("ERROR")
    try:
        yield spark
    finally:
        spark.stop()
