"""Rows of one area of the lake, whatever wrote them: JSON Lines of the consumers, Parquet of the compaction."""

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow.parquet as parquet


def read_lake(folder: Path) -> Iterator[dict[str, Any]]:
    """Every row below a folder, some at a time; the same row may come twice."""
    for file in sorted(folder.rglob("*")):
        if file.name.endswith((".jsonl", ".jsonl.gz")):
            yield from _json_lines(file)
        elif file.suffix == ".parquet":
            with parquet.ParquetFile(file) as rows:
                for batch in rows.iter_batches():
                    yield from batch.to_pylist()


def _json_lines(file: Path) -> Iterator[dict[str, Any]]:
    # A line ends at a line feed alone: JSON may hold what Unicode, too, calls the end of a line.
    with gzip.open(file, "rt", encoding="utf8") if file.suffix == ".gz" else file.open(encoding="utf8") as lines:
        yield from (json.loads(line) for line in lines if line.strip())
