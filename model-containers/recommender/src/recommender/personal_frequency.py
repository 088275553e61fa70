"""What somebody buys again and again: how often a history holds an item, the newest events counting most, and what
everybody takes where it holds none.

Personalised item frequency with a decay (Hu et al., 2020, "Modeling personalized item frequency information for
next-basket recommendation") mixed with popularity, the strongest simple model where shopping repeats (Li et al., 2021,
"A next basket recommendation reality check").
"""

from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Self

import numpy as np

from recommender.arrays import load_arrays, save_arrays
from recommender.model import Evidence, Mask, Ranking, best
from recommender.popularity import Popularity
from recommender.recall import ALIKE, Emphases, worths
from recommender.sessions import Floats, Ints, Sessions

DECAYS = (1.0, 0.99, 0.97, 0.9, 0.8, 0.6)  # per event back
REPEATS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 0.9)  # share of events that repeat one of the same history
JUDGED = 5_000  # histories


@dataclass(frozen=True)
class PersonalFrequency:
    """`shares` (items,) of all events; `habit` (2,) the chance that an event repeats an item, and the decay."""

    shares: Floats
    habit: Floats

    @classmethod
    def fit(cls, sessions: Sessions) -> Self:
        """The habit that makes the last events of the newest histories likeliest."""
        shares = Popularity.fit(sessions).shares
        newest = sessions.slice(max(len(sessions) - JUDGED, 0), len(sessions))
        told = [session for session in newest if len(session) > 1]
        expected = np.array([shares[session[-1]] for session in told])
        own = {decay: np.array([_own_share(session, decay) for session in told]) for decay in DECAYS}
        habits = list(product(REPEATS, DECAYS))
        likelihoods = [np.log(repeat * own[decay] + (1 - repeat) * expected + 1e-12).sum() for repeat, decay in habits]
        return cls(shares, np.array(habits[int(np.argmax(likelihoods))]))

    def score(self, session: Ints, k: int, blocked: Mask | None = None, emphases: Emphases = ALIKE) -> Ranking:
        return best(self._own(session, emphases) + (1 - self.habit[0]) * self.shares, k, blocked)

    def explain(self, session: Ints, item: int, emphases: Emphases = ALIKE) -> tuple[Evidence, ...]:
        """The item itself, where the history holds it; else it is popular."""
        return (Evidence(item, 1.0),) if item in session else ()

    def save(self, folder: Path) -> None:
        save_arrays(folder, vars(self))

    @classmethod
    def load(cls, folder: Path) -> Self:
        return cls(**load_arrays(folder))

    def _own(self, session: Ints, emphases: Emphases) -> Floats:
        """(items,) what the history says of each."""
        repeat, decay = self.habit
        worth = worths(session, decay, emphases)
        return repeat * np.bincount(session, worth, len(self.shares)) / max(worth.sum(), 1e-12)


def _own_share(session: Ints, decay: float) -> float:
    """The share of what came before that is the session's last item, each event fading with what came since."""
    worth = worths(session[:-1], decay)
    return float(worth[session[:-1] == session[-1]].sum() / worth.sum())
