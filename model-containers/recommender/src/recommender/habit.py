"""What somebody took before, where a slate shows it again: ranked by habit among what a model finds besides.

Models are chosen and taught by slates that leave it out, as nearly all do. How likely an item that was taken comes
next, habit knows; how likely that is of each place of the model's ranking, later sessions told. So all stand in one
order.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np

from recommender.arrays import load_arrays, save_arrays
from recommender.evaluation import DEPTH, Question, answer, askers_of, ndcg_gains, place_of, ratio_interval
from recommender.exams import Exam
from recommender.model import Ranking, Recommender
from recommender.notes import Note
from recommender.personal_frequency import DECAYS
from recommender.recall import ALIKE, Emphases, worths
from recommender.sessions import Floats, Ints

FEWEST = 50  # questions whose answer was taken before


@dataclass(frozen=True)
class Habit:
    """`repeat` is the chance that what comes next was taken before, of somebody who took something that a slate could
    show; `decay` is what an event counts for per event since.

    `chances` (DEPTH,) are those of each place of the model's ranking that its item comes next, where none that was
    taken does.
    """

    repeat: Floats
    decay: Floats
    chances: Floats

    @classmethod
    def fit(cls, again: Sequence[Question], ranks: Ints) -> Self:
        """`again` are questions of slates that show what was taken, `ranks` a model's of those that do not.

        The decay makes what came again likeliest. No place has a greater chance than the one before it (isotonic
        regression: Barlow et al., 1972).
        """
        from scipy.optimize import isotonic_regression  # loads solvers that no server needs

        asked = [question for question in again if len(question.taken)]
        came = [question for question in asked if question.target in question.taken]
        likelihoods = [sum(np.log(_share_of_target(question, decay)) for question in came) for decay in DECAYS]
        hits = np.bincount(ranks, minlength=DEPTH + 1)[1:] / max(len(ranks), 1)
        return cls(
            np.array(len(came) / max(len(asked), 1)),
            np.array(DECAYS[int(np.argmax(likelihoods))]),
            isotonic_regression(hits, increasing=False).x,
        )

    def own(self, session: Ints, taken: Ints, emphases: Emphases = ALIKE) -> Ranking:
        """The `taken` items, all of the session, with the chance of each that it comes next; likeliest first."""
        items, shares = _shares(session, taken, float(self.decay), emphases)
        order = np.lexsort((items, -shares))
        return Ranking(items[order], self.repeat * shares[order])

    def order(self, own: Ranking, others: int) -> Ints:
        """Places, best first, in `own` followed by so many `others` in the order of the model."""
        places = np.arange(others)
        chances = self.chances[np.minimum(places, DEPTH - 1)] * np.minimum(DEPTH / (places + 1), 1)
        return np.argsort(-np.concatenate([own.scores, (1 - self.repeat) * chances]), kind="stable")

    def save(self, folder: Path) -> None:
        save_arrays(folder, vars(self))

    @classmethod
    def load(cls, folder: Path) -> Self:
        return cls(**load_arrays(folder))


@dataclass(frozen=True)
class Learned:
    """`habit` where it surely orders better than the model alone, by how much says `note`; neither where too little
    comes again to tell."""

    habit: Habit | None = None
    note: Note | None = None


def learn_habit(fitted: Callable[[], Recommender], exam: Exam) -> Learned:
    """Beside a model that is `fitted` on the earlier sessions of the exam; where little comes again, it never is."""
    came = sum(question.target in question.taken for question in exam.habits)
    if came < FEWEST or not exam.judging_habits or not exam.stopping:
        return Learned()
    model, items = fitted(), len(exam.earlier.item_ids)
    habit = Habit.fit(exam.habits, answer(model, exam.stopping, items).ranks)
    asked = exam.judging_habits
    ours = np.array([place_of(merged(habit, model, question, items), question.target) for question in asked])
    ratio, low, high = ratio_interval(ours, answer(model, asked, items).ranks, ndcg_gains, askers_of(asked))
    told = {"ratio": ratio, "low": low, "high": high}
    return Learned(habit, Note("habit-orders", told)) if low > 1 else Learned(None, Note("habit-says-nothing", told))


def merged(habit: Habit, model: Recommender, question: Question, items: int) -> Ints:
    """What a slate shows first where it shows what was taken too."""
    hidden = np.zeros(items, bool)
    hidden[question.off_slate] = True
    own = habit.own(question.prefix, question.taken)
    hidden[question.taken] = True
    others = model.score(question.prefix, DEPTH, hidden).items
    return np.concatenate([own.items, others])[habit.order(own, len(others))][:DEPTH]


def _shares(session: Ints, taken: Ints, decay: float, emphases: Emphases = ALIKE) -> tuple[Ints, Floats]:
    """Distinct items of the session that were taken, and the share of each in all that was done with them."""
    worth = worths(session, decay, emphases)
    is_taken = np.isin(session, taken)
    items, place = np.unique(session[is_taken], return_inverse=True)
    sums = np.bincount(place, worth[is_taken], len(items))
    return items, sums / max(sums.sum(), 1e-12)


def _share_of_target(question: Question, decay: float) -> float:
    items, shares = _shares(question.prefix, question.taken, decay)
    return float(shares[items == question.target].sum())
