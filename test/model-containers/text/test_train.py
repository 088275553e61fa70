import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from common.distributed import World
from text.checkpoint import load_state, save_state
from text.fine_tune import RunContext, epoch_plan
from text.predict import mean_loss
from text.settings import PurchaseSettings
from text.train import Hooks, LabelledRows, TrainConfig, TrainingData, train

FAST = TrainConfig(learning_rate=3e-3, head_learning_rate=3e-3, precision="fp32", patience=99)


def weights_equal(left, right):
    return left.keys() == right.keys() and all(torch.equal(left[name], right[name]) for name in left)


def test_learns_a_pattern_that_has_no_noise(open_tiny, colour_data):
    model, data = open_tiny().model, colour_data(training=512, epochs=12)
    before = mean_loss(model, data.validation.tokens, data.validation.labels, "fp32")

    result = train(model, data, FAST)

    assert result.validation_loss < 0.1 * before
    assert result.reason == "completed"


def test_the_same_seed_gives_the_same_weights_and_another_seed_does_not(open_tiny, colour_data):
    first, second, third = (
        train(open_tiny().model, colour_data(), replace(FAST, seed=seed)).weights for seed in (7, 7, 8)
    )

    assert weights_equal(first, second)
    assert not weights_equal(first, third)


@pytest.mark.parametrize("stop_at", [3, 16, 21])
def test_a_resumed_run_ends_as_if_never_interrupted(open_tiny, colour_data, tmp_path, stop_at):
    data = colour_data(epochs=3)
    whole = train(open_tiny().model, data, FAST)
    steps = iter(range(1, 1000))
    hooks = Hooks(
        on_checkpoint=lambda state: save_state(state, tmp_path, "same"),
        is_interrupted=lambda: next(steps) >= stop_at,
    )

    stopped = train(open_tiny().model, data, FAST, hooks)
    resumed = train(open_tiny().model, data, FAST, resume=load_state(tmp_path, "same"))

    assert (stopped.reason, stopped.steps) == ("interrupted", stop_at)
    assert weights_equal(whole.weights, resumed.weights)
    assert [epoch.train_loss for epoch in resumed.epochs] == [epoch.train_loss for epoch in whole.epochs]


def test_a_run_that_stopped_early_does_not_go_on_when_it_is_started_again(open_tiny, colour_data, tmp_path):
    data = colour_data(epochs=12)
    upside_down = replace(data, validation=LabelledRows(data.validation.tokens, 1 - data.validation.labels))
    config = replace(FAST, patience=1)
    hooks = Hooks(on_checkpoint=lambda state: save_state(state, tmp_path, "same"))
    stopped = train(open_tiny().model, upside_down, config, hooks)

    again = train(open_tiny().model, upside_down, config, resume=load_state(tmp_path, "same"))

    assert (again.reason, again.steps) == ("stopped early", stopped.steps)
    assert weights_equal(stopped.weights, again.weights)


def test_a_checkpoint_of_other_data_is_not_resumed(open_tiny, colour_data, tmp_path):
    hooks = Hooks(on_checkpoint=lambda state: save_state(state, tmp_path, "yesterday"))
    train(open_tiny().model, colour_data(epochs=1), FAST, hooks)

    assert load_state(tmp_path, "today") is None


def test_a_damaged_checkpoint_says_what_to_do(tmp_path):
    (tmp_path / "training.pt").write_bytes(b"PK not a checkpoint")

    with pytest.raises(ValueError, match="remove it to begin again"):
        load_state(tmp_path, "any")


PLANNED = PurchaseSettings(rows_per_epoch=500, measured_rows=100, max_seconds=0.0)


def planned(open_tiny, colour_data, folder, processes=1):
    context = RunContext(folder, world=World(processes - 1, processes))
    return epoch_plan(open_tiny().model, colour_data().training, PLANNED, context, "rows")


def test_a_job_that_ends_while_it_writes_its_plan_makes_it_anew(open_tiny, colour_data, tmp_path, monkeypatch):
    write_text = Path.write_text

    def half(self, text):
        write_text(self, text[: len(text) // 2])
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "write_text", half)
    with pytest.raises(KeyboardInterrupt):
        planned(open_tiny, colour_data, tmp_path)
    monkeypatch.undo()

    assert planned(open_tiny, colour_data, tmp_path) == (500, 100)


def test_a_process_among_several_reads_no_plan_that_another_is_writing(open_tiny, colour_data, tmp_path):
    (tmp_path / "plan.json").write_text("")

    assert planned(open_tiny, colour_data, tmp_path, processes=2) == (500, 100)


def test_keeps_the_epoch_that_validates_best_and_stops_after_patience(open_tiny, colour_data):
    data = colour_data(epochs=12)
    upside_down = replace(data, validation=LabelledRows(data.validation.tokens, 1 - data.validation.labels))

    result = train(open_tiny().model, upside_down, replace(FAST, patience=2))

    losses = [epoch.validation_loss for epoch in result.epochs]
    assert result.reason == "stopped early"
    assert len(losses) < 12
    assert result.best_epoch == int(np.argmin(losses)) == len(losses) - 3
    assert result.validation_loss == min(losses)


def test_the_kept_weights_are_those_of_the_best_epoch(open_tiny, colour_data):
    data = colour_data(epochs=6)
    upside_down = replace(data, validation=LabelledRows(data.validation.tokens, 1 - data.validation.labels))
    model = open_tiny().model

    result = train(model, upside_down, replace(FAST, patience=3))
    model.load_state_dict(result.weights, strict=False)

    assert mean_loss(model, upside_down.validation.tokens, upside_down.validation.labels, "fp32") == pytest.approx(
        result.validation_loss, abs=1e-6
    )


def test_test_rows_change_neither_weights_nor_the_chosen_epoch(open_tiny, colour_data):
    one, other, none = (train(open_tiny().model, colour_data(test_seed=seed), FAST) for seed in (3, 4, None))

    assert weights_equal(one.weights, other.weights)
    assert weights_equal(one.weights, none.weights)
    assert one.best_epoch == other.best_epoch == none.best_epoch
    assert one.epochs[0].test_loss != other.epochs[0].test_loss
    assert none.epochs[0].test_loss is None


def test_a_loss_that_is_not_finite_is_an_error_that_says_what_to_change(open_tiny, colour_data):
    model = open_tiny().model
    with torch.no_grad():
        model.classifier.weight.fill_(math.nan)

    with pytest.raises(FloatingPointError, match="lower the learning rate"):
        train(model, colour_data(), FAST)


def test_a_run_out_of_time_finishes_with_what_it_has_learned(open_tiny, colour_data):
    steps = iter(range(1, 1000))

    result = train(open_tiny().model, colour_data(), FAST, Hooks(is_out_of_time=lambda: next(steps) >= 5))

    assert (result.reason, result.steps, result.best_epoch) == ("out of time", 5, 0)
    assert result.weights


def test_a_run_that_ran_out_of_time_learns_no_further_when_it_is_started_again(open_tiny, colour_data):
    steps, states = iter(range(1, 1000)), []
    hooks = Hooks(is_out_of_time=lambda: next(steps) >= 5, on_checkpoint=states.append)
    first = train(open_tiny().model, colour_data(), FAST, hooks)

    again = train(open_tiny().model, colour_data(), FAST, resume=states[-1])

    assert (again.reason, again.steps, again.epochs) == (first.reason, first.steps, first.epochs)


def test_several_classes_learn_through_the_same_loop(open_tiny, colour_data):
    binary = colour_data(training=512, epochs=10)

    def by_first_word(rows):
        return LabelledRows(rows.tokens, np.array([ids[1] - 5 for ids in rows.tokens.ids]))

    data = TrainingData(by_first_word(binary.training), binary.epochs, by_first_word(binary.validation))
    result = train(open_tiny(num_labels=3).model, data, FAST)

    assert result.validation_loss < 0.1 * math.log(3)


def test_no_rows_are_refused(open_tiny, colour_data):
    data = colour_data()
    empty = LabelledRows(data.training.tokens.take([]), np.array([], np.int64))

    with pytest.raises(ValueError, match="at least one row"):
        train(open_tiny().model, replace(data, training=empty, epochs=()), FAST)
