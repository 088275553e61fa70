from pathlib import Path

import polars as pl
import pytest
from recommender.session_files import epoch_seconds, read_questions, read_sessions


def written(folder: Path, text: str) -> Path:
    file = folder / "clicks.csv"
    file.write_text(text)
    return file


def test_an_id_is_text_even_where_ten_thousand_before_it_were_numbers(tmp_path: Path):
    numbers = "".join(f"{row},{row}\n" for row in range(20_000))

    sessions = read_sessions(written(tmp_path, f"session_id,item_id\n{numbers}C7,79323P\nC7,007\n"))

    assert sessions.item_ids[-2:] == ("79323P", "007")
    assert len(sessions) == 20_001


def test_rows_stand_by_position_as_a_number(tmp_path: Path):
    rows = "".join(f"a,{place},{place}\n" for place in (10, 9, 2, 11))

    sessions = read_sessions(written(tmp_path, f"session_id,position,item_id\n{rows}"))

    assert [sessions.item_ids[code] for code in sessions.items] == ["2", "9", "10", "11"]


@pytest.mark.parametrize(
    "times",
    [
        ["1592337718", "1592337765.5"],
        ["1592337718000", "1592337765500"],
        ["2020-06-16T20:01:58Z", "2020-06-16T20:02:45.500Z"],
        ["2020-06-16 20:01:58", "2020-06-16 20:02:45.500"],
    ],
)
def test_times_are_read_in_whatever_way_they_are_told(times: list[str]):
    assert epoch_seconds(pl.Series(times)).to_list() == [1592337718.0, 1592337765.5]


def test_times_of_a_parquet_file_are_dates():
    dates = pl.Series([1592337718_000_000]).cast(pl.Datetime("us")).cast(pl.Datetime("ns", "Asia/Shanghai"))

    assert epoch_seconds(dates).to_list() == [1592337718.0]


def test_a_question_without_a_prefix_is_one_about_somebody_new(tmp_path: Path):
    questions = read_questions(written(tmp_path, "prefix,target\n01 2,3\n,9\n"), ("2", "3", "01"))

    assert [question.prefix.tolist() for question in questions] == [[2, 0], []]
    assert [question.target for question in questions] == [1, -1]
