"""Next item in a session, full catalogue: the model that a shop's search chooses against tuned peers on the same rows.

`npm run bench -- recommend-sessions --train T --test V [--budget-seconds 600] [--limit N] --json`
"""

import argparse
import json
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import numpy as np
from command_line import bench_parser, say
from recommend.against_best import against_best
from recommend.peers import tuned_item_neighbours, tuned_neighbours
from recommend.searched import searched
from recommender.arrays import folder_megabytes
from recommender.evaluation import (
    DEPTH,
    Answers,
    Question,
    answer,
    figures_of,
    hits_of,
    reciprocal_ranks,
)
from recommender.exams import ExamConfig
from recommender.model import Mask, Ranking, Recommender
from recommender.popularity import Popularity
from recommender.search import SearchConfig
from recommender.session_files import read_questions, read_sessions
from recommender.sessions import Ints, Sessions


def main() -> None:
    options = parse()
    sessions = read_sessions(options.train, options.session, options.item)
    questions = read_questions(options.test, sessions.item_ids, options.session, options.item)[: options.limit]
    say(f"{len(sessions)} sessions, {len(sessions.item_ids)} items, {len(questions)} questions")

    found = searched(sessions, SearchConfig(seconds=options.budget_seconds, exam=ExamConfig("later-sessions")))
    model = found.choice.model
    ours, milliseconds, cpu = answer_timed(model, questions, len(sessions.item_ids))
    peers = answer_peers(sessions, questions)
    result = {
        **asdict(figures_of(ours)),
        **found.fields(),
        "p50_ms": float(np.quantile(milliseconds, 0.5)),
        "p99_ms": float(np.quantile(milliseconds, 0.99)),
        "cpu_p50_ms": float(np.quantile(cpu, 0.5)),
        "cpu_p99_ms": float(np.quantile(cpu, 0.99)),
        "index_mb": saved_megabytes(model),
        "questions": len(questions),
        "peers": {name: asdict(figures_of(answers)) for name, answers in peers.items()},
        **against_best(
            ours.ranks,
            {name: answers.ranks for name, answers in peers.items()},
            {"ratio": hits_of, "mrr_ratio": reciprocal_ranks},
        ),
    }
    print(json.dumps(result))


def saved_megabytes(model: Recommender) -> float:
    with tempfile.TemporaryDirectory() as folder:
        model.save(Path(folder))
        return folder_megabytes(Path(folder))


def answer_peers(sessions: Sessions, questions: Sequence[Question]) -> dict[str, Answers]:
    neighbours, config = tuned_neighbours(sessions)
    say(f"VS-kNN tuned to {config}")
    models = {
        "popularity": Popularity.fit(sessions),
        "item-knn": tuned_item_neighbours(sessions),
        "vs-knn": neighbours,
    }
    answers = {}
    for name, model in models.items():
        answers[name] = answer(model, questions, len(sessions.item_ids))
        say(f"{name}: {figures_of(answers[name])}")
    return answers


def answer_timed(
    model: Recommender, questions: Sequence[Question], catalogue: int
) -> tuple[Answers, list[float], list[float]]:
    """Ranks, and milliseconds of wall and of processor for each answer, after one that loads what is compiled."""
    model.score(questions[0].prefix, DEPTH)
    milliseconds, cpu = [], []

    class Timed:
        def score(self, session: Ints, k: int, blocked: Mask | None = None) -> Ranking:
            started, used = time.perf_counter(), time.process_time()
            ranking = model.score(session, k, blocked)
            milliseconds.append((time.perf_counter() - started) * 1000)
            cpu.append((time.process_time() - used) * 1000)
            return ranking

    return answer(Timed(), questions, catalogue), milliseconds, cpu


def parse() -> argparse.Namespace:
    parser = bench_parser(__doc__)
    parser.add_argument("--train", type=Path, required=True)
    parser.add_argument("--test", type=Path, required=True)
    parser.add_argument("--session", default="session_id")
    parser.add_argument("--item", default="item_id")
    parser.add_argument("--budget-seconds", type=float, default=600, help="processor seconds of the search")
    parser.add_argument("--limit", type=int, default=None)
    return parser.parse_args()


if __name__ == "__main__":
    main()
