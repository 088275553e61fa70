"""Rows of one area of the lake, whatever wrote them: JSON Lines of the consumers, Parquet of the compaction."""

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow.parquet as parquet


def read_lake(folder: Path) -> Iterator[dict[str, Any]]:
    """Every row below a folder; the same row may come twice."""
    for file in sorted(folder.rglob("*")):
        if file.name.endswith(".jsonl.gz"):
            with gzip.open(file, "rt", encoding="utf8") as lines:
                yield from (json.loads(line) for line in lines if line.strip())
        elif file.suffix == ".jsonl":
            yield from (json.loads(line) for line in file.read_text("utf8").splitlines() if line.strip())
        elif file.suffix == ".parquet":
            yield from parquet.read_table(file).to_pylist()
