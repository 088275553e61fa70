import pytest
from text.base_models import BaseModelError, locate_base

STORED = {
    "models/bert/config.json": b'{"model_type": "bert"}',
    "models/bert/small/config.json": b'{"model_type": "bert", "num_hidden_layers": 2}',
    "models/empty/notes.txt": b"no model",
}


class Bucket:
    """As much of S3 as copying a prefix needs."""

    def __init__(self):
        self.reads = 0

    def get_paginator(self, _name):
        return self

    def paginate(self, Prefix, **_):
        return [{"Contents": [{"Key": key} for key in STORED if key.startswith(Prefix)]}]

    def download_file(self, _bucket, key, target):
        self.reads += 1
        with open(target, "wb") as file:
            file.write(STORED[key])


@pytest.fixture
def bucket(monkeypatch):
    stored = Bucket()
    monkeypatch.setattr("boto3.client", lambda _service: stored)
    return stored


@pytest.mark.parametrize("order", [("models/bert", "models/bert/small"), ("models/bert/small", "models/bert")])
def test_a_prefix_below_another_is_copied_beside_it(bucket, tmp_path, order):
    folders = {prefix: locate_base(f"s3://shop/{prefix}", tmp_path) for prefix in order}
    for prefix, folder in folders.items():
        assert (folder / "config.json").read_bytes() == STORED[f"{prefix}/config.json"]


def test_a_base_is_copied_once(bucket, tmp_path):
    first = locate_base("s3://shop/models/bert/small", tmp_path)
    assert locate_base("s3://shop/models/bert/small", tmp_path) == first
    assert bucket.reads == 1


def test_a_prefix_without_a_model_is_refused_and_leaves_nothing(bucket, tmp_path):
    with pytest.raises(BaseModelError, match=r"no config\.json was found at s3://shop/models/empty"):
        locate_base("s3://shop/models/empty", tmp_path)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
