"""What a purchase model is fitted from, without the minutes that fitting takes."""

from dataclasses import replace

import pyarrow.parquet as parquet
import pytest
import torch
from common.distributed import World
from common.rows_file import RowsError
from purchase_channels import a_table, channels_below
from text import purchase_model
from text.fine_tune import RunContext, fingerprint_of
from text.purchase_data import read_purchase_rows
from text.purchase_model import Splits, fit_purchase_model
from text.settings import PurchaseSettings
from transformers import AutoModel, AutoTokenizer


class EnoughError(Exception):
    """Ends a run where fine-tuning would begin."""


def weights_before_tuning(base, folder, monkeypatch):
    found = []

    def fine_tune(opened, *_):
        found.append({name: weight.clone() for name, weight in opened.model.state_dict().items()})
        raise EnoughError

    monkeypatch.setattr(purchase_model, "fine_tune", fine_tune)
    paths = channels_below(folder, base)
    rows = read_purchase_rows(paths.channel("train"))
    settings = PurchaseSettings.parse({"base_model": str(base), "facts": "0", "max_tokens": "12"})
    with pytest.raises(EnoughError):
        fit_purchase_model(Splits(rows, rows), settings, RunContext(folder), folder / "model", say=lambda line: None)
    return found[0]


def test_what_a_base_does_not_bring_begins_the_same_in_every_run(tiny_base, tmp_path, monkeypatch):
    base = tmp_path / "without-pooler"
    AutoModel.from_pretrained(tiny_base, add_pooling_layer=False).save_pretrained(base)
    AutoTokenizer.from_pretrained(tiny_base).save_pretrained(base)

    torch.manual_seed(1)
    once = weights_before_tuning(base, tmp_path / "once", monkeypatch)
    torch.manual_seed(2)
    again = weights_before_tuning(base, tmp_path / "again", monkeypatch)

    assert any("pooler" in name for name in once)
    assert all(torch.equal(weight, again[name]) for name, weight in once.items())


def test_a_checkpoint_belongs_to_its_histories_and_its_processes_too(tiny_base, tmp_path):
    rows = read_purchase_rows(channels_below(tmp_path, tiny_base).channel("train"))
    others = replace(rows, histories=("another history", *rows.histories[1:]))
    settings = PurchaseSettings()

    own = fingerprint_of(rows, rows, settings, World())

    assert own == fingerprint_of(rows, rows, settings, World())
    assert own != fingerprint_of(others, rows, settings, World())
    assert own != fingerprint_of(rows, rows, settings, World(1, 2))
    assert fingerprint_of(rows, rows, settings, World(1, 2)) == fingerprint_of(rows, rows, settings, World(0, 2))


def test_rows_without_the_texts_that_bert_reads_are_refused(tmp_path):
    parquet.write_table(a_table(2, 1).drop_columns(["history_text"]), tmp_path / "rows.parquet")

    with pytest.raises(RowsError, match="lacks the columns history_text"):
        read_purchase_rows(tmp_path)
