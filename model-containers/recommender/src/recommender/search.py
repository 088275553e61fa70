"""Choose a shop's model: simple ones first, the blend when it is surely better, all on later sessions of the train.

Nothing here sees a test row; `exams.py` says what each part of the train is used for.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from functools import reduce

import numpy as np
from numpy.typing import NDArray

from recommender.blend import Blend, BlendConfig, refit
from recommender.conditional_logit import ConditionalLogit, Part
from recommender.covisitation import CoVisitation
from recommender.dense import DenseModel
from recommender.dense_training import (
    DenseConfig,
    DenseTime,
    affordable,
    fit_closed,
    has_time_for_linear,
    suited,
    train_dense,
)
from recommender.evaluation import (
    Figures,
    answer,
    figures_of,
    mean_intervals,
    ndcg_gains,
    ratio_interval,
)
from recommender.exams import Exam, ExamConfig, ExamKind, examine
from recommender.finders import Alone, finding_seconds
from recommender.habit import Learned, learn_habit
from recommender.item_neighbours import ItemNeighbours
from recommender.learning_to_rank import ranking_rows, train_forest
from recommender.linear_items import LinearItems
from recommender.model import Ranker, Recommender
from recommender.notes import Note
from recommender.personal_frequency import PersonalFrequency
from recommender.popularity import Popularity
from recommender.session_neighbours import NeighbourConfig, SessionNeighbours
from recommender.sessions import Ints, Sessions
from recommender.sources import Sources, SourcesConfig

Log = Callable[[str], None]
QUESTIONS_A_SECOND = 50  # of the budget: two forests learn from each in 10 to 15 ms
FEWEST_QUESTIONS = 8_000
LOGIT_QUESTIONS = 2_500  # teach the six weights of a logit, at most
LOGIT_A_SECOND = 20  # of the budget: one takes up to 2 ms
JUDGED_A_SECOND = 10  # of the budget: nine models answer each within 5 ms, and of 2,000 chance may choose the blend
DENSE_SHARE = 0.7  # of the time that simple models and the plain blend leave
RICHER = 1.25  # a blend that asks dense models too takes so much longer to learn than the plain one
NEIGHBOUR_GRID = (
    NeighbourConfig(500, 1000, "slow", "linear", 1.0),
    NeighbourConfig(500, 1500, "div", "linear", 1.0, 0.5),
    NeighbourConfig(500, 1500, "div", "linear", 1.0, 0.5, keeps_last=False),
    NeighbourConfig(100, 1500, "quadratic", "div", 1.0, 1.0),
)


@dataclass(frozen=True)
class SearchConfig:
    """`seconds` are of processor time, so that a busy machine does not choose another model.

    Those of a model that learns on a GPU pass on the wall. They come last and are a share of what is left, so that
    nothing here waits for a GPU while it counts.
    """

    seconds: float = 300.0
    exam: ExamConfig = field(default_factory=ExamConfig)
    minimum_questions: int = 400  # below that a blend cannot be learnt
    sources: SourcesConfig = field(default_factory=SourcesConfig)
    blend: BlendConfig = field(default_factory=BlendConfig)
    dense: DenseConfig = field(default_factory=DenseConfig)


@dataclass(frozen=True)
class Trial:
    name: str
    figures: Figures
    ranks: Ints
    askers: Ints
    seconds: float


@dataclass(frozen=True)
class Choice:
    """The winner, fitted on everything, every trial with its figures, and why it won; `learned` is for slates that show
    what somebody took before."""

    name: str
    model: Recommender
    trials: tuple[Trial, ...]
    note: Note
    learned: Learned = field(default_factory=Learned)


def search(
    sessions: Sessions,
    config: SearchConfig,
    log: Log = lambda line: None,
    text: NDArray[np.float32] | None = None,
) -> Choice:
    """`text` (items, dimensions), where the catalogue has descriptions, lets items without behaviour be found."""
    deadline = time.process_time() + config.seconds
    exam = examine(sessions, affordable_exam(config))
    # A forest learns, stops and is judged on different visits; a few long ones cannot be divided so.
    is_small = len(exam.learning) < config.minimum_questions or not (exam.stopping and exam.judging)
    if is_small:  # where no forest learns, every later question may judge
        exam = replace(exam, judging=[*exam.learning, *exam.stopping, *exam.judging])
    if not exam.judging:
        return Choice("covisitation", CoVisitation.fit(sessions), (), Note("nothing-to-judge-by"))
    simple = simple_fits(sessions, config, is_small)
    neighbours = ItemNeighbours.fit(exam.earlier, config.dense.neighbours)
    # A blend asks the one and a logit both; others are fitted again where habit is learned beside them.
    known: dict[str, Recommender] = {
        "item-neighbours": neighbours,
        "neighbours-0": simple["neighbours-0"](exam.earlier),
    }
    trials = [_try(name, known.get(name) or fit(exam.earlier), exam, log) for name, fit in simple.items()]

    def best() -> Trial:
        return max((trial for trial in trials if trial.name in simple), key=lambda trial: trial.figures.ndcg20)

    def simply(note: Note) -> Choice:
        name = best().name
        learned = learn_habit(lambda: known.get(name) or simple[name](exam.earlier), exam)
        return Choice(name, simple[name](sessions), tuple(trials), note, learned)

    if is_small:
        return simply(Note("too-few-to-blend", {"questions": len(exam.learning)}))
    dense = suited(config.dense, sessions, config.exam.kind)
    tried = try_blends(exam, config, dense, deadline, log, text, {"item-neighbours": neighbours})
    if not tried.blends:
        return simply(Note("nothing-proposed"))
    trials += tried.trials
    simple["linear"] = lambda shop: LinearItems.fit(shop, tried.dense.linear)  # a blend may have asked it
    for blend in tried.blends.values():
        known |= blend.sources.dense
    if (logit := fit_logit(exam, known, config)) is not None:
        known["logit"] = logit
        simple["logit"] = lambda shop: logit.refit(logit_fits(tried.dense), shop)
        trials.append(_try("logit", logit, exam, log))
    winner = reduce(better_of, (trial for trial in trials if trial.name in tried.blends))
    ratio, low, high = ratio_of(winner, best())
    judged = {"winner": winner.name, "best": best().name, "ratio": ratio, "low": low, "high": high}
    if low <= 1:
        return simply(Note("blend-not-surely-better", judged))
    blend = tried.blends[winner.name]
    learned = learn_habit(lambda: blend, exam)
    served = fitted_on_everything(blend, sessions, config.sources, tried.dense, log, text)
    return Choice(winner.name, served, tuple(trials), Note("blend-better", judged), learned)


def simple_fits(
    sessions: Sessions, config: SearchConfig, is_small: bool
) -> dict[str, Callable[[Sessions], Recommender]]:
    """By name, how each model that may serve by itself is fitted; a linear one too, where no blend will ask it."""
    fits: dict[str, Callable[[Sessions], Recommender]] = {
        "popularity": Popularity.fit,
        "personal-frequency": PersonalFrequency.fit,
        "covisitation": CoVisitation.fit,
        "item-neighbours": lambda shop: ItemNeighbours.fit(shop, config.dense.neighbours),
        **{name: _neighbours(one) for name, one in neighbours_for(config.exam.kind).items()},
    }
    if is_small:
        afforded = affordable(config.dense, config.seconds)
        if has_time_for_linear(afforded, sessions):
            fits["linear"] = lambda shop: LinearItems.fit(shop, afforded.linear)
    return fits


def neighbours_for(kind: ExamKind) -> dict[str, NeighbourConfig]:
    """By name. No slate shows what was met last, so that there it is all one whether a model may answer with it."""
    named = {f"neighbours-{i}": config for i, config in enumerate(NEIGHBOUR_GRID)}
    return {name: config for name, config in named.items() if config.keeps_last or kind != "slates"}


@dataclass(frozen=True)
class Tried:
    """Blends by name, with a trial of each and of every model that they alone ask; `dense` as those were fitted."""

    blends: Mapping[str, Blend]
    trials: list[Trial]
    dense: DenseConfig


def try_blends(
    exam: Exam,
    config: SearchConfig,
    dense: DenseConfig,
    deadline: float,
    log: Log,
    text: NDArray[np.float32] | None,
    known: Mapping[str, DenseModel],
) -> Tried:
    """The plain blend and, where time is left before `deadline` of the processor, one that asks dense models too; no
    blend where none can be learnt. `known` models are fitted, and judged by themselves, already."""
    started = time.process_time()
    plain = fit_blend(exam, {}, config)
    if plain is None:
        return Tried({}, [], dense)
    blends, trials = {"blend": plain}, [_try("blend", plain, exam, log)]
    now = time.process_time()
    if (left := deadline - now) > config.seconds / 3:
        richer = RICHER * (now - started) + finding_seconds(len(exam.earlier.item_ids))
        given = DenseTime(left * DENSE_SHARE, deadline - richer)
        dense = affordable(dense, given.seconds)
        models = train_dense(exam, config.exam.kind, dense, given, log, text, known)
        if (richer := fit_blend(exam, models, config)) is not None:
            others = {name: one for name, one in richer.sources.finders.items() if name not in known}
            trials += [_try(name, Alone(finder), exam, log) for name, finder in others.items()]
            blends["blend-dense"] = richer
            trials.append(_try("blend-dense", richer, exam, log))
    return Tried(blends, trials, dense)


def fitted_on_everything(
    blend: Blend,
    sessions: Sessions,
    sources: SourcesConfig,
    dense: DenseConfig,
    log: Log,
    text: NDArray[np.float32] | None,
) -> Blend:
    """The blend over all sessions: what has a closed form is fitted again, and what learned order stays."""
    models = blend.sources.dense
    if models:
        models |= fit_closed(sessions, dense, log, text)
    return refit(blend, Sources.fit(sessions, sources, models, blend.sources.finders), sessions)


def affordable_exam(config: SearchConfig) -> ExamConfig:
    """Twice the questions rank better (docs/lab-log.d/2026-11-27-recommender.md) and take twice as long.

    Of histories as many judge as ever: those that do teach nobody.
    """
    exam = config.exam
    wanted = max(FEWEST_QUESTIONS, int(QUESTIONS_A_SECOND * config.seconds))
    more = int(JUDGED_A_SECOND * config.seconds) if exam.kind != "last-event" else 0
    return replace(exam, learning=min(wanted, exam.learning), judged=max(exam.judged, more))


def fit_blend(exam: Exam, dense: Mapping[str, DenseModel], config: SearchConfig) -> Blend | None:
    """None where no question's answer was proposed: there is no order to learn, or none to stop by."""
    sources = Sources.fit(exam.earlier, config.sources, dense)
    rows = ranking_rows(sources, exam.learning, config.blend.candidates)
    held = ranking_rows(sources, exam.stopping, config.blend.candidates)
    if not len(rows.groups) or not len(held.groups):
        return None
    return Blend(sources, train_forest(rows, held, config.blend), Popularity.fit(exam.earlier), config.blend)


def fit_logit(exam: Exam, known: Mapping[str, Recommender], config: SearchConfig) -> ConditionalLogit | None:
    """Of a linear model, or of item neighbours where the catalogue is too large for one, and of session neighbours.
    With its six weights it is held to be as simple as they are."""
    linear = known.get("linear")
    first = (
        {"linear": lasting(linear)}
        if isinstance(linear, LinearItems)
        else {"item-neighbours": known["item-neighbours"]}
    )
    limit = min(LOGIT_QUESTIONS, int(LOGIT_A_SECOND * config.seconds))
    places = np.random.default_rng(7).permutation(len(exam.learning))[:limit]
    asked = [exam.learning[place] for place in np.sort(places).tolist()]
    return ConditionalLogit.fit(first | {"neighbours": known["neighbours-0"]}, exam.earlier, asked)


def logit_fits(dense: DenseConfig) -> dict[str, Callable[[Sessions], Part]]:
    """How the parts of a logit are fitted."""
    return {
        "linear": lambda shop: lasting(LinearItems.fit(shop, dense.linear)),
        "item-neighbours": lambda shop: ItemNeighbours.fit(shop, dense.neighbours),
        "neighbours": lambda shop: SessionNeighbours.fit(shop, NEIGHBOUR_GRID[0]),
    }


def lasting(model: LinearItems) -> LinearItems:
    """The same weights, asked of all that somebody did alike."""
    return replace(model, decay=np.array(1.0))


def better_of(one: Trial, other: Trial) -> Trial:
    """By NDCG; where that cannot tell them apart, the one that shows what came next more often."""
    _, low, high = ratio_of(other, one)
    if low <= 1 <= high:
        return other if other.figures.hr20 > one.figures.hr20 else one
    return other if low > 1 else one


def ratio_of(one: Trial, other: Trial) -> tuple[float, float, float]:
    """Of NDCG, with its interval; both answered the same questions."""
    return ratio_interval(one.ranks, other.ranks, ndcg_gains, one.askers)


def trial_figures(trials: Sequence[Trial]) -> dict[str, dict[str, float]]:
    """Each trial's figures by its name, with the 95 % interval of the one that chooses, all on the same questions."""
    if not trials:
        return {}
    intervals = mean_intervals(np.stack([ndcg_gains(trial.ranks) for trial in trials]), trials[0].askers).tolist()
    return {
        trial.name: asdict(trial.figures) | {"ndcg20_low": low, "ndcg20_high": high}
        for trial, (low, high) in zip(trials, intervals, strict=True)
    }


def _neighbours(config: NeighbourConfig) -> Callable[[Sessions], SessionNeighbours]:
    return lambda sessions: SessionNeighbours.fit(sessions, config)


def _try(name: str, model: Ranker, exam: Exam, log: Log) -> Trial:
    started = time.process_time()
    answers = answer(model, exam.judging, len(exam.earlier.item_ids))
    trial = Trial(name, figures_of(answers), answers.ranks, exam.askers, time.process_time() - started)
    log(f"{name}: {trial.figures} in {trial.seconds:.1f} s")
    return trial
