"""The recommender container over HTTP at a given rate, and the same answers in process.

`npm run bench -- recommend-serving --train T [--rps 1000] [--seconds 30] [--workers 2] [--budget-seconds 60] --json`

The last tenth of the sessions ask; the model has seen them, which changes nothing about what an answer costs. CPU is
read of server and load generator apart, since both share this machine.
"""

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np
from command_line import bench_parser, say
from recommend.server_process import ServerProcess, started_server
from recommender.answering import Answerer, parse_request
from recommender.artefact import save_artefact
from recommender.covisitation import CoVisitation
from recommender.exams import ExamConfig
from recommender.popularity import Popularity
from recommender.saved import SavedModel, load_model
from recommender.search import SearchConfig, search
from recommender.session_files import read_sessions
from recommender.sessions import Sessions

QUESTIONS = 5000
WARM_UP_SECONDS = 3.0


def main() -> None:
    options = parse()
    sessions = read_sessions(options.train, options.session, options.item)
    with tempfile.TemporaryDirectory(prefix="serving-") as scratch:
        folder = Path(scratch)
        name = write_model(folder / "model", sessions, options.budget_seconds)
        bodies = questions(sessions, options.k)
        (folder / "bodies.jsonl").write_text("\n".join(bodies))
        result = {"model": name} | in_process(folder / "model", bodies)
        with started_server(folder, options.workers) as server:
            offer(server, folder, options.rps, WARM_UP_SECONDS, options.connections)
            result |= measured(server, folder, options)
        print(json.dumps(result))


def write_model(folder: Path, sessions: Sessions, seconds: float) -> str:
    choice = search(sessions, SearchConfig(seconds=seconds, exam=ExamConfig("later-sessions")), say)
    say(choice.note.text)
    saved = SavedModel(choice.model, Popularity.fit(sessions), sessions.item_ids)
    save_artefact(folder, saved, CoVisitation.fit(sessions), None)
    (folder / "model.json").write_text(json.dumps({"version": "bench", "default_scorer": choice.name}))
    return choice.name


def questions(sessions: Sessions, k: int) -> list[str]:
    rng = random.Random(7)
    late = sessions.slice(int(len(sessions) * 0.9), len(sessions))
    rows = [session[: rng.randint(1, len(session))] for session in late]
    asked = rng.sample(rows, min(QUESTIONS, len(rows)))
    return [json.dumps({"session": [sessions.item_ids[i] for i in row], "k": k}) for row in asked]


def in_process(folder: Path, bodies: list[str]) -> dict[str, float]:
    """Wall and CPU time of one answer from the mapped index, without HTTP."""
    answerer = Answerer.of(load_model(folder / "recommender"), "bench")
    requests = [parse_request(json.loads(body)) for body in bodies]
    for request in requests[:200]:
        answerer.answer(request)
    wall, cpu = [], []
    for request in requests:
        started, used = time.perf_counter(), time.process_time()
        answerer.answer(request)
        wall.append((time.perf_counter() - started) * 1000)
        cpu.append((time.process_time() - used) * 1000)
    return {
        "in_process_p50_ms": float(np.quantile(wall, 0.5)),
        "in_process_p99_ms": float(np.quantile(wall, 0.99)),
        "in_process_cpu_p50_ms": float(np.quantile(cpu, 0.5)),
        "in_process_cpu_p99_ms": float(np.quantile(cpu, 0.99)),
    }


def measured(server: ServerProcess, folder: Path, options: argparse.Namespace) -> dict[str, Any]:
    before = server.cpu_seconds()
    report = offer(server, folder, options.rps, options.seconds, options.connections)
    used = server.cpu_seconds() - before
    answered = len(report["milliseconds"])
    p50, p90, p99 = np.quantile(report["milliseconds"], [0.5, 0.9, 0.99]) if answered else (None,) * 3
    return {
        "p50_ms": p50,
        "p90_ms": p90,
        "p99_ms": p99,
        "offered_rps": options.rps,
        "achieved_rps": answered / report["seconds"],
        "errors": report["errors"],
        "rss_mb": server.memory_mb(),
        "workers": options.workers,
        "server_cores": used / report["seconds"],
        "server_cpu_ms_per_request": used * 1000 / max(answered, 1),
        "generator_cores": report["cpu_seconds"] / report["seconds"],
        "load_average": os.getloadavg()[0],
    }


def offer(server: ServerProcess, folder: Path, rate: float, seconds: float, connections: int) -> dict[str, Any]:
    arguments = [str(server.port), str(folder / "bodies.jsonl"), str(rate), str(seconds), str(connections)]
    output = subprocess.run(
        [sys.executable, "-m", "recommend.load", *arguments],
        env=os.environ | {"PYTHONPATH": f"{Path(__file__).parent}:{os.environ.get('PYTHONPATH', '')}"},
        stdout=subprocess.PIPE,
        check=True,
        timeout=seconds * 2 + 60,
    )
    return json.loads(output.stdout)


def parse() -> argparse.Namespace:
    parser = bench_parser(__doc__)
    parser.add_argument("--train", type=Path, required=True)
    parser.add_argument("--session", default="session_id")
    parser.add_argument("--item", default="item_id")
    parser.add_argument("--rps", type=float, default=1000)
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--connections", type=int, default=64)
    parser.add_argument("--k", type=int, default=20)
    parser.add_argument("--budget-seconds", type=float, default=60)
    return parser.parse_args()


if __name__ == "__main__":
    main()
