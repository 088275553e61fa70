import gzip
import json
from datetime import UTC, datetime

import pytest
from common.paths import MlPaths
from generator.shop_texts import read_texts, sentences_of, write_texts
from generator.snapshot import SnapshotRequest, TooFewTextsError, run, split_of, take_snapshot
from written_catalogue import a_catalogue, a_row, a_text

REQUEST = SnapshotRequest("acme", datetime(2026, 6, 1, tzinfo=UTC))


def write_lake(paths, rows):
    folder = paths.processing_input("items") / "date=2026-01-01"
    folder.mkdir(parents=True)
    with gzip.open(folder / "a.jsonl.gz", "wt") as file:
        file.writelines(f"{json.dumps(row)}\n" for row in rows)


def test_the_last_row_of_an_item_holds_and_hidden_or_later_ones_are_left_out(tmp_path):
    paths = MlPaths(tmp_path)
    rows = [a_row(number) for number in range(80)]
    later = a_row(0, description="A later text that is long enough.", updatedAt="2026-02-01T00:00:00Z")
    too_late = a_row(0, description="A text from after the moment asked for.", updatedAt="2026-07-01T00:00:00Z")
    write_lake(paths, [later, *rows, too_late, a_row(1, isHidden=True, updatedAt="2026-02-01T00:00:00Z")])

    run(paths, REQUEST)

    kept = {
        one.item_id: one
        for name in ("train", "validation", "test")
        for one in read_texts(paths.processing_output(name))
    }
    assert kept["item-0"].text == "A later text that is long enough."
    assert "item-1" not in kept


def test_no_text_is_in_two_splits_and_an_item_stays_in_its_own():
    twins = [a_text(900, item_id="twin", text=a_catalogue(1)[0].text)]
    before = take_snapshot([*a_catalogue(200), *twins], REQUEST)
    after = take_snapshot(a_catalogue(400), REQUEST)

    texts = [one.text for splits in before.values() for one in splits]
    assert len(texts) == len(set(texts)) == 200
    was = {one.item_id for one in before["test"]}
    assert {item for item in was if item != "twin"} <= {one.item_id for one in after["test"]}
    assert split_of(a_text(1), 7) == split_of(a_text(1, text="another text, later"), 7)


def test_the_test_texts_carry_what_the_baseline_needs_for_them_and_no_others_do():
    splits = take_snapshot(a_catalogue(200), REQUEST)

    assert all(one.baseline and one.baseline > 0 for one in splits["test"])
    assert all(one.baseline is None for one in splits["train"])


def test_a_shop_that_wrote_too_little_is_told_how_much_it_takes():
    with pytest.raises(TooFewTextsError, match=r"acme has 10 different descriptions .* at least 50"):
        take_snapshot(a_catalogue(10), REQUEST)


def test_a_dot_inside_a_number_ends_no_sentence():
    assert sentences_of("It weighs 1.5 kg. Light!  See v2.0 now") == ["It weighs 1.5 kg.", "Light!", "See v2.0 now"]
    assert sentences_of("亚麻衬衫。适合日常！") == ["亚麻衬衫。", "适合日常！"]


def test_an_attribute_that_holds_what_unicode_calls_the_end_of_a_line_is_read_as_it_was_written(tmp_path):
    texts = [a_text(1, attributes={"care": "wash\u2028dry\u0085iron"}), a_text(2)]

    write_texts(tmp_path, texts)

    assert read_texts(tmp_path) == texts
