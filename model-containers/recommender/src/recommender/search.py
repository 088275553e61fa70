"""Choose a shop's model: simple ones first, the blend when it is surely better, all on later sessions of the train.

Nothing here sees a test row. The last sessions are cut in three by order: the forest learns on the first, stops on the
second, and the candidates are judged on the third.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace

import numpy as np

from recommender.blend import Blend, BlendConfig, refit
from recommender.covisitation import CoVisitation
from recommender.evaluation import Figures, Question, answer, figures_of, questions_of, ratio_interval
from recommender.learning_to_rank import ranking_rows, train_forest
from recommender.model import Recommender
from recommender.popularity import Popularity
from recommender.sequential import Sequential
from recommender.sequential_training import SequentialConfig, as_arrays, train_sequential
from recommender.session_neighbours import NeighbourConfig, SessionNeighbours
from recommender.sessions import Floats, Ints, Sessions, split_last
from recommender.sources import Sources, SourcesConfig

Log = Callable[[str], None]
NEIGHBOUR_GRID = (
    NeighbourConfig(500, 1000, "slow", "linear", 1.0),
    NeighbourConfig(500, 1500, "div", "linear", 1.0, 0.5),
    NeighbourConfig(500, 1500, "div", "linear", 1.0, 0.5, keeps_last=False),
    NeighbourConfig(100, 1500, "quadratic", "div", 1.0, 1.0),
)


@dataclass(frozen=True)
class SearchConfig:
    seconds: float = 300.0
    held_share: float = 0.1  # of events
    questions: int = 16_000  # of the held sessions, for the forest
    judged: int = 2_000
    minimum_questions: int = 400  # below that a blend cannot be learnt
    sources: SourcesConfig = field(default_factory=SourcesConfig)
    blend: BlendConfig = field(default_factory=BlendConfig)
    sequential: SequentialConfig = field(default_factory=SequentialConfig)


@dataclass(frozen=True)
class Trial:
    name: str
    figures: Figures
    ranks: Ints
    seconds: float


@dataclass(frozen=True)
class Choice:
    """The winner, fitted on everything, every trial with its figures, and in words why it won."""

    name: str
    model: Recommender
    trials: tuple[Trial, ...]
    reason: str


def search(sessions: Sessions, config: SearchConfig, log: Log = lambda line: None) -> Choice:
    deadline = time.monotonic() + config.seconds
    earlier, later = split_last(sessions, config.held_share)
    learning, stopping, judging = three_parts(later, config)
    simple = {
        "popularity": Popularity.fit,
        "covisitation": CoVisitation.fit,
        **{f"neighbours-{i}": _neighbours(c) for i, c in enumerate(NEIGHBOUR_GRID)},
    }
    trials = [_try(name, fit(earlier), judging, len(sessions.item_ids), log) for name, fit in simple.items()]
    best = max(trials, key=lambda trial: trial.figures.ndcg20)
    if len(learning) < config.minimum_questions:
        reason = f"{len(learning)} later events are too few to learn a blend; the best simple model serves"
        return Choice(best.name, simple[best.name](sessions), tuple(trials), reason)

    candidates: dict[str, tuple[Blend, Sequential | None]] = {}
    plain = fit_blend(earlier, learning, stopping, None, config)
    candidates["blend"] = plain, None
    trials.append(_try("blend", plain, judging, len(sessions.item_ids), log))
    trained = None
    if deadline - time.monotonic() > config.seconds / 3:
        timed = replace(config.sequential, seconds=(deadline - time.monotonic()) * 0.5)
        trained = train_sequential(earlier, later, timed)
        log(f"sequential: {trained.epochs} epochs, loss {trained.validation_loss:.4f}")
        sequential = as_arrays(trained.network, timed)
        candidates["blend-sequential"] = (
            fit_blend(earlier, learning, stopping, sequential, config),
            sequential,
        )
        trials.append(_try("blend-sequential", candidates["blend-sequential"][0], judging, len(sessions.item_ids), log))
    winner = max((trial for trial in trials if trial.name in candidates), key=lambda trial: trial.figures.ndcg20)
    ratio, low, high = ratio_interval(winner.ranks, best.ranks, ndcg_gains)
    says = f"{winner.name} against {best.name}: NDCG@20 x {ratio:.3f} ({low:.3f} to {high:.3f}) on later sessions"
    if low <= 1:
        return Choice(best.name, simple[best.name](sessions), tuple(trials), f"{says}; not surely better")
    blend, sequential = candidates[winner.name]
    return Choice(
        winner.name, refit(blend, Sources.fit(sessions, config.sources, sequential), sessions), tuple(trials), says
    )


def fit_blend(
    earlier: Sessions,
    learning: list[Question],
    stopping: list[Question],
    sequential: Sequential | None,
    config: SearchConfig,
) -> Blend:
    sources = Sources.fit(earlier, config.sources, sequential)
    rows = ranking_rows(sources, learning, config.blend.candidates)
    held = ranking_rows(sources, stopping, config.blend.candidates)
    return Blend(sources, train_forest(rows, held, config.blend), Popularity.fit(earlier), config.blend)


def three_parts(later: Sessions, config: SearchConfig) -> tuple[list[Question], list[Question], list[Question]]:
    """Questions to learn from, to stop by and to judge by, each of sessions that end after those of the part before."""
    ends = [int(np.searchsorted(later.offsets, share * later.offsets[-1])) for share in (0.7, 0.85)]
    parts = later.slice(0, ends[0]), later.slice(ends[0], ends[1]), later.slice(ends[1], len(later))
    limits = config.questions, config.judged, config.judged
    learning, stopping, judging = (questions_of(part, limit=limit) for part, limit in zip(parts, limits, strict=True))
    return learning, stopping, judging


def ndcg_gains(ranks: Ints) -> Floats:
    return np.where(ranks > 0, 1 / np.log2(np.maximum(ranks, 1) + 1), 0.0)


def _neighbours(config: NeighbourConfig) -> Callable[[Sessions], SessionNeighbours]:
    return lambda sessions: SessionNeighbours.fit(sessions, config)


def _try(name: str, model: Recommender, questions: list[Question], catalogue: int, log: Log) -> Trial:
    started = time.monotonic()
    answers = answer(model, questions, catalogue)
    trial = Trial(name, figures_of(answers), answers.ranks, time.monotonic() - started)
    log(f"{name}: {trial.figures} in {trial.seconds:.1f} s")
    return trial
