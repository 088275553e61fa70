"""How the models of a shop are examined before it is served: what they may learn from and what they must foresee."""

import math
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

import numpy as np

from recommender.evaluation import Question, Slates, askers_of, questions_of
from recommender.sessions import Ints, Sessions, split_last

ExamKind = Literal["slates", "later-sessions", "last-event"]


@dataclass(frozen=True)
class ExamConfig:
    kind: ExamKind = "slates"
    held_share: float = 0.1  # of events
    learning: int = 32_000  # questions for the forest, at most
    judged: int = 2_000  # questions to stop by, and as many to judge by
    habits: int = 1_000  # questions to learn habit from, and as many to judge it by


@dataclass(frozen=True)
class Exam:
    """The forest learns on the first questions, stops on the second, and the candidates are judged on the third.

    `validation` are the sessions of the second part, whole: sequential models stop by them, so that none is judged on
    what chose its epoch. The last two ask for slates that show what was taken too: habit is learned on the second part
    and judged on the third.
    """

    earlier: Sessions
    validation: Sessions
    learning: list[Question]
    stopping: list[Question]
    judging: list[Question]
    habits: list[Question] = field(default_factory=list)
    judging_habits: list[Question] = field(default_factory=list)

    @cached_property
    def askers(self) -> Ints:
        """(questions,) whose those are that judge."""
        return askers_of(self.judging)


def examine(sessions: Sessions, config: ExamConfig) -> Exam:
    return _by_last_event(sessions, config) if config.kind == "last-event" else _by_later_sessions(sessions, config)


def _by_later_sessions(sessions: Sessions, config: ExamConfig) -> Exam:
    """Later sessions, cut in three by their end; a shop is asked for what its slates could show alone."""
    earlier, later = split_last(sessions, config.held_share)
    ends = [int(np.searchsorted(later.offsets, share * later.offsets[-1])) for share in (0.7, 0.85)]
    parts = later.slice(0, ends[0]), later.slice(ends[0], ends[1]), later.slice(ends[1], len(later))
    limits = config.learning, config.judged, config.judged
    slates: Slates | None = "usual" if config.kind == "slates" else None
    asked = (
        questions_of(part, limit=limit, slates=slates, asker=first)
        for part, limit, first in zip(parts, limits, (0, *ends), strict=True)
    )
    habits = (questions_of(part, limit=config.habits, slates="with-taken") for part in parts[1:] if slates)
    return Exam(earlier, parts[1], *asked, *habits)


def _by_last_event(sessions: Sessions, config: ExamConfig, seed: int = 7) -> Exam:
    """For shops whose customers come back: the last events of each history, cut in three by customer.

    One of each, or as many as a few customers must be asked for the forest to learn, where their histories are long.
    """
    asked = np.random.default_rng(seed).permutation(np.flatnonzero(sessions.lengths > 1))
    held = min(config.judged, len(asked) // 6)
    stopping, judging, learning = asked[:held], asked[held : 2 * held], asked[2 * held :]
    needed = math.ceil(config.learning / max(len(learning), 1))
    events = max(min(needed, int(config.held_share * len(sessions.items) / max(len(sessions), 1))), 1)
    parts = (
        (learning, config.learning),
        (stopping, config.judged),
        (judging, config.judged),
    )
    return Exam(
        without_last(sessions, events),
        only(sessions, np.sort(stopping)),
        *(last_questions(sessions, part, events)[:limit] for part, limit in parts),
    )


def last_questions(sessions: Sessions, which: Ints, events: int = 1) -> list[Question]:
    """What the given sessions, of two events or more, did last, and all that each had done before; every session's
    last event comes before any session's last but one."""
    starts, ends = sessions.offsets[which], sessions.offsets[which + 1]
    return [
        Question(sessions.items[start : end - back], int(sessions.items[end - back]), asker=asker)
        for back in range(1, events + 1)
        for asker, start, end in zip(which.tolist(), starts, ends, strict=True)
        if end - back > start
    ]


def only(sessions: Sessions, which: Ints) -> Sessions:
    """The given sessions, whole, with the same vocabulary."""
    return sessions.keeping(np.repeat(np.isin(np.arange(len(sessions)), which), sessions.lengths))


def without_last(sessions: Sessions, events: int = 1) -> Sessions:
    """Every session without its last events, but its first stays; one that has no other is gone."""
    lost = np.minimum(events, np.maximum(sessions.lengths - 1, 1))
    return sessions.keeping(sessions.places < np.repeat(sessions.lengths - lost, sessions.lengths))
