"""Spark, in local mode, as an engine of `columnsql`: where pyspark is installed, which no pin of ours brings."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from columnsql import Engine

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TABLES = ("nodes", "edges", "ties", "statements", "passages", "terms")
_PARTITIONS = 4  # of a shuffle: Spark would take 200, for many machines


@contextmanager
def spark_engine(folder: Path) -> Iterator[Engine]:
    """Give Spark with the tables of the folder as views of their names."""
    from pyspark.sql import SparkSession

    built = SparkSession.builder.master("local[2]").config("spark.sql.shuffle.partitions", _PARTITIONS)
    spark: Any = built.config("spark.ui.enabled", "false").config("spark.driver.memory", "4g").getOrCreate()
    try:
        for name in TABLES:
            spark.read.parquet(str(folder / name)).createOrReplaceTempView(name)

        def keep(name: str, query: str) -> None:
            spark.sql(query).localCheckpoint().createOrReplaceTempView(name)

        yield Engine(lambda query: [tuple(row) for row in spark.sql(query).collect()], keep)
    finally:
        spark.stop()
