import pyarrow as pa
import pyarrow.parquet as parquet
import pytest
from common.rows_file import RowsError, read_rows


def write_labels(file, labels):
    rows = len(labels)
    table = {"group": range(rows), "item_id": ["mug"] * rows, "label": labels, "f_hour": [1.0] * rows}
    parquet.write_table(pa.table({name: pa.array(list(values)) for name, values in table.items()}), file)


@pytest.mark.parametrize("missing", [None, float("nan")])
def test_a_row_without_a_label_is_refused_by_its_place(tmp_path, missing):
    write_labels(tmp_path / "a.parquet", [1.0, 0.0])
    write_labels(tmp_path / "b.parquet", [0.0, 1.0, missing])

    with pytest.raises(RowsError, match=r"row 3 of .*b\.parquet has no label"):
        read_rows(tmp_path)


@pytest.mark.parametrize("label", [2, -1, 0.5])
def test_a_label_that_is_no_yes_and_no_no_is_refused_by_its_place(tmp_path, label):
    write_labels(tmp_path / "a.parquet", [1.0, 0.0, label])

    with pytest.raises(RowsError, match=rf"row 3 of .* has the label {label}.*, which is neither 0 nor 1"):
        read_rows(tmp_path)


def test_rows_of_several_files_are_read_in_the_order_of_their_names(tmp_path):
    write_labels(tmp_path / "b.parquet", [1, 1])
    write_labels(tmp_path / "a.parquet", [0, 1])

    assert read_rows(tmp_path).labels.tolist() == [0, 1, 1, 1]


def test_a_missing_column_is_named(tmp_path):
    parquet.write_table(pa.table({"group": [1], "item_id": ["mug"]}), tmp_path / "rows.parquet")

    with pytest.raises(RowsError, match="lacks the columns label"):
        read_rows(tmp_path)
