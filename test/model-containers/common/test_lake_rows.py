import gzip
import json

import pyarrow as pa
import pyarrow.parquet as parquet
import pytest
from common.lake_rows import read_lake

# What Unicode calls the end of a line, and JSON a letter like any other.
ROWS = [{"text": "first\u2028second\u0085third"}, {"text": "plain"}]


def lines_of(rows):
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()


@pytest.mark.parametrize("name", ["rows.jsonl", "rows.jsonl.gz", "rows.parquet"])
def test_a_row_is_read_whole_whatever_its_texts_hold_and_whatever_kind_of_file_holds_it(tmp_path, name):
    file = tmp_path / "date=2026-01-01" / name
    file.parent.mkdir()
    if file.suffix == ".parquet":
        parquet.write_table(pa.Table.from_pylist(ROWS), file)
    else:
        file.write_bytes(gzip.compress(lines_of(ROWS)) if file.suffix == ".gz" else lines_of(ROWS))

    assert list(read_lake(tmp_path)) == ROWS


def test_a_folder_that_holds_nothing_has_no_rows(tmp_path):
    (tmp_path / "empty.jsonl").touch()

    assert list(read_lake(tmp_path)) == []
