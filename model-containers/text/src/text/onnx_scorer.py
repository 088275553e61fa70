"""Run an exported text model on ONNX Runtime. Imports neither torch nor transformers."""

import os
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from onnxruntime import InferenceSession, SessionOptions, get_available_providers

from text.batches import sorted_batches
from text.encoding import TokenRows, pad


@dataclass(frozen=True)
class OnnxEncoder:
    """Token rows in, one row of floats out for each. Safe to call from several threads."""

    session: InferenceSession
    batch_size: int = 64

    @staticmethod
    def open(path: Path, threads: int | None = None, batch_size: int = 64) -> "OnnxEncoder":
        return OnnxEncoder(open_session(path, threads), batch_size)

    def run(self, rows: TokenRows) -> NDArray[np.float32]:
        """(rows, width) in the order of `rows`; batches hold rows of like length."""
        width = self.session.get_outputs()[0].shape[-1]
        if not len(rows):
            return np.empty((0, width if isinstance(width, int) else 1), np.float32)
        wanted = {given.name for given in self.session.get_inputs()}
        order: list[NDArray[np.int64]] = []
        answers: list[NDArray[np.float32]] = []
        for batch in sorted_batches(rows.lengths, self.batch_size):
            feed = {name: values for name, values in pad(rows, batch).items() if name in wanted}
            order.append(batch)
            answers.append(self.session.run(None, feed)[0])
        return np.concatenate(answers)[np.argsort(np.concatenate(order), kind="stable")]


def open_session(path: Path, threads: int | None = None) -> InferenceSession:
    options = SessionOptions()
    options.intra_op_num_threads = threads or default_threads()
    options.inter_op_num_threads = 1
    # A thread that waits must not take the core from its neighbours: containers share their machine.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.log_severity_level = 3
    return InferenceSession(str(path), options, providers=_providers())


def default_threads() -> int:
    """OMP_NUM_THREADS when it is set, as for the other libraries; else the cores this process may use."""
    return int(os.environ.get("OMP_NUM_THREADS") or len(os.sched_getaffinity(0)))


def milliseconds_per_call(encoder: OnnxEncoder, rows: TokenRows, calls: int = 7) -> float:
    """The quickest of a few calls after a warm one: what the others add is not the model's."""
    encoder.run(rows)
    times: list[float] = []
    for _ in range(calls):
        began = time.perf_counter()
        encoder.run(rows)
        times.append(time.perf_counter() - began)
    return min(times) * 1000


def _providers() -> list[str]:
    wanted = ["CUDAExecutionProvider", "CPUExecutionProvider"]
    return [name for name in wanted if name in get_available_providers()]
