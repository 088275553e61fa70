import json
import shutil

import pytest
from common.evaluation_job import run_evaluation
from common.hyperparameters import SettingsError
from common.paths import MlPaths
from generator import evaluate, score, snapshot, train
from generator.serve import Generator, create_app
from generator.settings import GeneratorSettings
from starlette.testclient import TestClient
from written_catalogue import a_row

SMALL = {"vocabulary": "400", "width": "48", "layers": "1", "heads": "2", "inner": "96", "epochs": "2", "threads": "1"}


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    """The jobs of one run, one after the other, as the workflow starts them."""
    root = tmp_path_factory.mktemp("run")
    made = MlPaths(root / "snapshot")
    folder = made.processing_input("items")
    folder.mkdir(parents=True)
    (folder / "items.jsonl").write_text("".join(f"{json.dumps(a_row(number))}\n" for number in range(150)))
    snapshot.run(
        made, snapshot.parse(["--shop", "acme", "--until", "2026-06-01", "--row-limit", "1000", "--seed", "7"])
    )
    trained = MlPaths(root / "train")
    for channel in ("train", "validation", "test", "serving"):
        shutil.copytree(made.processing_output(channel), trained.channel(channel))
    trained.hyperparameters.parent.mkdir(parents=True)
    trained.hyperparameters.write_text(json.dumps(SMALL))
    train.run(trained)
    scored = MlPaths(root / "score")
    shutil.copytree(trained.model, scored.processing_input("model"))
    shutil.copytree(made.processing_output("test"), scored.processing_input("rows"))
    score.run(scored)
    judged = MlPaths(root / "judge")
    shutil.copytree(scored.processing_output("scores"), judged.processing_input("scores") / "compact")
    run_evaluation(evaluate.evaluate, judged)
    return root


@pytest.fixture(scope="module")
def client(root):
    return TestClient(create_app(Generator.load(MlPaths(root / "train"))))


def ask(client, **given):
    content = (
        "Kind: description\nLength: medium\nLanguage: en\nFacts:\n- title: amber linen lamp\n- category: home > lamp"
    )
    body = {"messages": [{"role": "user", "content": content}], "max_tokens": 30, "seed": 3, **given}
    return client.post("/invocations", json=body)


def test_the_run_ends_with_an_evaluation_of_the_contract(root):
    evaluation = json.loads((root / "judge/processing/output/evaluation/evaluation.json").read_text())

    assert evaluation["candidates"][0]["candidate"] == "compact"
    assert evaluation["baselines"][0]["name"] == "byte-grams"
    assert evaluation["rows"] == evaluation["positives"] >= 5


def test_the_model_tells_its_data_its_epochs_and_its_languages(root):
    model = json.loads((root / "train/model/model.json").read_text())
    metrics = json.loads((root / "train/model/metrics.json").read_text())

    assert model["dataset_fingerprint"] != "unknown"
    assert model["metrics"]["languages"] == ["en"]
    assert len(metrics["epochs"]) == 2


def test_answers_chat_completions_with_as_many_texts_as_were_asked_for(client):
    answer = ask(client, n=3).json()

    assert len(answer["choices"]) == 3
    assert answer["choices"][0]["message"]["role"] == "assistant"
    assert answer["usage"]["total_tokens"] == answer["usage"]["prompt_tokens"] + answer["usage"]["completion_tokens"]
    assert {"modelVersion", "scorer", "ignored"} <= set(answer)


def test_the_same_question_gets_the_same_answer(client):
    assert ask(client, n=2).content == ask(client, n=2).content


def test_the_question_that_the_snapshot_left_can_be_answered(root, client):
    question = json.loads((root / "train/model/serving/smoke-request.json").read_text())

    assert client.post("/invocations", json=question).status_code == 200


def test_says_what_it_was_not_taught(client):
    content = "Kind: description\nLanguage: zh\nFacts:\n- title: 亚麻衬衫"
    answer = ask(client, messages=[{"role": "user", "content": content}])

    assert answer.status_code == 400
    assert answer.json()["error"]["code"] == "language_not_learned"


@pytest.mark.parametrize(
    "given",
    [
        {"messages": []},
        {"messages": [{"role": "assistant", "content": "x"}]},
        {"messages": [{"role": "user", "content": "no facts here"}]},
        {"n": 99},
        {"temperature": "hot"},
        {"stream": True},
    ],
)
def test_refuses_what_it_cannot_read_as_openai_does(client, given):
    answer = ask(client, **given)

    assert answer.status_code == 400
    assert answer.json()["error"]["message"]


@pytest.mark.parametrize("given", [{"epochs": "0"}, {"batch_size": "0"}, {"heads": "0"}, {"max_seconds": "0"}])
def test_a_setting_that_nothing_can_be_trained_with_is_named_before_anything_is_read(given):
    with pytest.raises(SettingsError, match=f"{next(iter(given))} is 0"):
        GeneratorSettings.parse(given)
