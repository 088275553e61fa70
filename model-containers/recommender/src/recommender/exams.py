"""How the models of a shop are examined before it is served: what they may learn from and what they must foresee."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from recommender.evaluation import Question, questions_of
from recommender.sessions import Ints, Sessions, split_last

ExamKind = Literal["later-sessions", "last-event"]


@dataclass(frozen=True)
class ExamConfig:
    kind: ExamKind = "later-sessions"
    held_share: float = 0.1  # of events
    learning: int = 32_000  # questions for the forest, at most
    judged: int = 2_000  # questions to stop by, and as many to judge by


@dataclass(frozen=True)
class Exam:
    """The forest learns on the first questions, stops on the second, and the candidates are judged on the third.

    `validation` are the sessions of the second part, whole: sequential models stop by them, so that none is judged on
    what chose its epoch.
    """

    earlier: Sessions
    validation: Sessions
    learning: list[Question]
    stopping: list[Question]
    judging: list[Question]


def examine(sessions: Sessions, config: ExamConfig) -> Exam:
    return _by_last_event(sessions, config) if config.kind == "last-event" else _by_later_sessions(sessions, config)


def _by_later_sessions(sessions: Sessions, config: ExamConfig) -> Exam:
    """For shops whose customers come with a wish: later sessions, cut in three by their end."""
    earlier, later = split_last(sessions, config.held_share)
    ends = [int(np.searchsorted(later.offsets, share * later.offsets[-1])) for share in (0.7, 0.85)]
    parts = later.slice(0, ends[0]), later.slice(ends[0], ends[1]), later.slice(ends[1], len(later))
    limits = config.learning, config.judged, config.judged
    learning, stopping, judging = (questions_of(part, limit=limit) for part, limit in zip(parts, limits, strict=True))
    return Exam(earlier, parts[1], learning, stopping, judging)


def _by_last_event(sessions: Sessions, config: ExamConfig, seed: int = 7) -> Exam:
    """For shops whose customers come back: the last event of each history, cut in three by customer."""
    last = without_last(sessions)
    asked = np.random.default_rng(seed).permutation(np.flatnonzero(sessions.lengths > 1))
    held = min(config.judged, len(asked) // 6)
    stopping, judging, learning = asked[:held], asked[held : 2 * held], asked[2 * held :][: config.learning]
    return Exam(
        last,
        only(sessions, np.sort(stopping)),
        *(last_questions(sessions, part) for part in (learning, stopping, judging)),
    )


def last_questions(sessions: Sessions, which: Ints) -> list[Question]:
    """What the given sessions did last, and all that they had done before."""
    starts, ends = sessions.offsets[which], sessions.offsets[which + 1] - 1
    return [
        Question(sessions.items[start:end], int(sessions.items[end])) for start, end in zip(starts, ends, strict=True)
    ]


def only(sessions: Sessions, which: Ints) -> Sessions:
    """The given sessions, whole, with the same vocabulary."""
    owner = np.repeat(np.arange(len(sessions)), sessions.lengths)
    rows = np.isin(owner, which)
    offsets = np.concatenate([[0], np.cumsum(sessions.lengths[which])]).astype(np.int64)
    return Sessions(sessions.items[rows], offsets, sessions.times[rows], sessions.weights[rows], sessions.item_ids)


def without_last(sessions: Sessions) -> Sessions:
    """Every session without its last event; one that is left empty is gone."""
    is_last = np.zeros(len(sessions.items), bool)
    is_last[sessions.offsets[1:][sessions.lengths > 0] - 1] = True
    lengths: Ints = sessions.lengths - (sessions.lengths > 0)
    offsets = np.concatenate([[0], np.cumsum(lengths[lengths > 0])]).astype(np.int64)
    return Sessions(
        sessions.items[~is_last], offsets, sessions.times[~is_last], sessions.weights[~is_last], sessions.item_ids
    )
