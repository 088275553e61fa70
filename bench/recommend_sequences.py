"""The last item of every history, full catalogue: the model that a shop's search chooses against tuned peers.

`npm run bench -- recommend-sequences --data X [--budget-seconds 600] [--limit N] --json` (`user_id,position,item_id`).
The last event of a history is its test, the one before validates, and no test event is learnt from or tuned on.
"""

import argparse
import json
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from command_line import bench_parser, say
from recommend.against_best import against_best
from recommend.history_peers import fit_peers
from recommend.searched import searched
from recommender.evaluation import Answers, Question, answer
from recommender.exams import ExamConfig, last_questions, without_last
from recommender.search import SearchConfig
from recommender.session_files import read_sessions
from recommender.sessions import Floats, Ints, Sessions


def main() -> None:
    options = parse()
    sessions = read_sessions(options.data, options.user, options.item)
    train, questions = without_last(sessions), last_questions(sessions, in_random_order(sessions)[: options.limit])
    say(f"{len(train)} histories, {len(sessions.item_ids)} items, {len(questions)} questions")

    found = searched(train, SearchConfig(seconds=options.budget_seconds, exam=ExamConfig("last-event")))
    used = time.process_time()
    ours = answer(found.choice.model, questions, len(sessions.item_ids))
    answer_ms = (time.process_time() - used) * 1000 / len(questions)
    peers = answer_peers(train, questions, options.budget_seconds / 2)
    result = {
        **fields(ours),
        **found.fields(),
        "answer_cpu_ms": answer_ms,
        "questions": len(questions),
        "peers": {name: fields(answers) for name, answers in peers.items()},
        "ratio_field": "ndcg10",
        **against_best(
            ours.ranks,
            {name: answers.ranks for name, answers in peers.items()},
            {"ratio": ndcg_gains, "hit10_ratio": hits10},
        ),
    }
    print(json.dumps(result))


def answer_peers(train: Sessions, questions: Sequence[Question], seconds: float) -> dict[str, Answers]:
    answers = {
        name: answer(model, questions, len(train.item_ids)) for name, model in fit_peers(train, seconds, say).items()
    }
    for name, one in answers.items():
        say(f"{name}: {fields(one)}")
    return answers


def in_random_order(sessions: Sessions) -> Ints:
    """Histories that have a last event and one before it, so that a limit is a fair sample of them."""
    return np.random.default_rng(11).permutation(np.flatnonzero(sessions.lengths > 1))


def fields(answers: Answers) -> dict[str, float]:
    return {
        "hit10": float(hits10(answers.ranks).mean()),
        "ndcg10": float(ndcg_gains(answers.ranks).mean()),
        "hit20": float((answers.ranks > 0).mean()),
    }


def hits10(ranks: Ints) -> Floats:
    return ((ranks > 0) & (ranks <= 10)).astype(np.float64)


def ndcg_gains(ranks: Ints) -> Floats:
    return hits10(ranks) / np.log2(np.maximum(ranks, 1) + 1)


def parse() -> argparse.Namespace:
    parser = bench_parser(__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--user", default="user_id")
    parser.add_argument("--item", default="item_id")
    parser.add_argument("--budget-seconds", type=float, default=600, help="processor seconds of the search")
    parser.add_argument("--limit", type=int, default=None)
    return parser.parse_args()


if __name__ == "__main__":
    main()
