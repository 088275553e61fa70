"""One sequential model, learnt by one process or by two: on GPUs where there are two, else on the CPU by gloo."""

import signal
from dataclasses import replace

import numpy as np
import pytest
import torch
from common.devices import device_seconds, pick_device
from common.distributed import World
from failing_network import FailingNetwork
from recommender.sequential_fit import stopwatch
from recommender.sequential_training import SequentialConfig, as_arrays, train_sequential
from recommender.sequential_workers import Crew, WorkerError, crew_of
from recommender.session_batches import own_part
from small_shops import ROUND, circle

CONFIG = SequentialConfig(
    dimensions=16, length=8, batch_sessions=45, negatives=24, epochs=10, learning_rate=2e-2, seconds=1e9, workers=1
)


CIRCLE, LATER = circle(180), circle(36)


def next_item(model, item):
    vectors, bias = model.targets()
    session = np.array([CIRCLE.item_ids.index(item)])
    return CIRCLE.item_ids[int((vectors @ model.query(session) + bias).argmax())]


@pytest.fixture
def one_thread():
    """Of such small products a second one does nothing but wait for its turn on a busy machine."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.mark.parametrize(
    ("asked", "gpus", "expected"),
    [
        (None, 0, Crew(1, "cpu")),
        (None, 1, Crew(1, "cuda")),
        (None, 4, Crew(4, "cuda")),
        (2, 4, Crew(2, "cuda")),
        (2, 1, Crew(2, "cpu")),
        (2, 0, Crew(2, "cpu")),
    ],
)
def test_there_is_a_worker_for_each_gpu_or_one_on_the_cpu_unless_so_many_are_asked_for(asked, gpus, expected):
    assert crew_of(asked, gpus) == expected


def test_a_device_is_the_one_that_is_named():
    assert pick_device("cpu") == torch.device("cpu")


def test_waiting_counts_on_a_gpu_and_not_on_a_processor(monkeypatch):
    clocks = {"monotonic": 50.0, "process_time": 2.0}
    for name in clocks:
        monkeypatch.setattr(f"time.{name}", lambda name=name: clocks[name])

    assert device_seconds(torch.device("cuda", 0)) == 50.0
    assert device_seconds(torch.device("cpu")) == 2.0
    spent = stopwatch(torch.device("cpu"), World())
    clocks |= {"monotonic": 90.0, "process_time": 5.0}
    assert spent() == 3.0


@pytest.mark.parametrize("sessions", [1, 2, 7, 35, 64])
@pytest.mark.parametrize("workers", [1, 2, 3])
def test_workers_take_as_many_sessions_of_a_batch_as_each_other_and_leave_none(sessions, workers):
    batch = torch.arange(100, 100 + sessions)

    parts = [own_part(batch, World(rank, workers)) for rank in range(workers)]

    assert len({len(part) for part in parts}) == 1
    assert set(torch.cat(parts).tolist()) == set(batch.tolist())
    assert workers > 1 or torch.equal(parts[0], batch)


@pytest.mark.parametrize("many_items", [ROUND + 1, ROUND])
def test_two_workers_learn_what_one_learns(many_items, one_thread):
    before = signal.getsignal(signal.SIGTERM)
    config = replace(CONFIG, many_items=many_items)
    alone = train_sequential(CIRCLE, LATER, config)

    together = train_sequential(CIRCLE, LATER, replace(config, workers=2))

    assert alone.validation_loss < 0.02 * np.log(ROUND)
    assert together.validation_loss == pytest.approx(alone.validation_loss, abs=0.02)
    model = as_arrays(together.network, CONFIG)
    assert [next_item(model, f"i{at:02}") for at in range(ROUND)] == [f"i{(at + 1) % ROUND:02}" for at in range(ROUND)]
    assert signal.getsignal(signal.SIGTERM) is before


def test_a_worker_that_fails_ends_the_training_in_its_own_words():
    with pytest.raises(WorkerError, match="worker 1: ValueError: there is no such device"):
        train_sequential(CIRCLE, LATER, replace(CONFIG, workers=2), FailingNetwork(ROUND, CONFIG))
