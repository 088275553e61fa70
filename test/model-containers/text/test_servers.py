"""The containers that answer with vectors and with intents."""

import numpy as np
import pytest
from common.manifest import ModelManifest
from common.model_server import LARGEST_BODY
from common.paths import MlPaths
from starlette.testclient import TestClient
from text.embeddings.serve import create_app
from text.intents.serve import open_app


class FixedEncoder:
    base_model = "fixed"

    def encode(self, texts):
        return np.full((len(texts), 2), 0.123456, np.float32)


@pytest.fixture
def client():
    return TestClient(create_app(FixedEncoder()))


def test_each_text_gets_a_vector_of_four_digits(client):
    answer = client.post("/invocations", json={"texts": ["red mug", ""]})

    assert answer.text == '{"model":"fixed","vectors":[[0.1235,0.1235],[0.1235,0.1235]]}'


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"{", "not JSON"),
        (b"[]", "a list of 1 to 500"),
        (b'{"texts": []}', "a list of 1 to 500"),
        (b'{"texts": [1]}', "must be a string"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_fault(client, body, words):
    answer = client.post("/invocations", content=body)

    assert answer.status_code == 400
    assert words in answer.json()["message"]


def test_a_body_that_is_too_long_is_refused_with_the_limit(client):
    answer = client.post("/invocations", content=b" " * (LARGEST_BODY + 1))

    assert answer.status_code == 413
    assert str(LARGEST_BODY) in answer.json()["message"]


def test_an_intent_model_without_the_scorer_that_is_asked_for_does_not_start(tmp_path, monkeypatch):
    paths = MlPaths(tmp_path)
    ModelManifest("bert-lora", ("bert", "blend"), "blend", (), "x", "now").write(paths.model / "model.json")
    monkeypatch.setenv("SCORER", "missing")

    with pytest.raises(ValueError, match="no scorer 'missing'; it has bert, blend"):
        open_app(paths)
