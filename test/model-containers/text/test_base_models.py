import logging
import os

import pytest
from text.base_models import BaseModelError, open_base
from text.onnx_export import export_sentence_encoder, quantise


def test_a_base_in_a_folder_is_opened_without_a_change_to_anybodys_environment(tiny_base, monkeypatch):
    monkeypatch.setenv("HF_HUB_OFFLINE", "0")

    base = open_base(str(tiny_base))

    assert base.model.config.num_labels == 1
    assert os.environ["HF_HUB_OFFLINE"] == "0"


def test_a_folder_that_holds_no_model_is_named(tmp_path):
    (tmp_path / "config.json").write_text('{"model_type": "bert"}')

    with pytest.raises(BaseModelError, match=f"base model '{tmp_path}' could not be opened"):
        open_base(str(tmp_path))


def test_quantising_silences_nobody_for_longer_than_it_takes(open_tiny, tmp_path):
    before = logging.getLogger().level
    export_sentence_encoder(open_tiny().model.base_model, tmp_path / "plain.onnx")

    quantise(tmp_path / "plain.onnx", tmp_path / "quick.onnx")

    assert (tmp_path / "quick.onnx").is_file()
    assert logging.getLogger().level == before
