"""A shop's search for its recommender, and what it took."""

import time
from dataclasses import dataclass
from typing import Any

from command_line import say
from recommender.search import Choice, SearchConfig, search, trial_figures
from recommender.sessions import Sessions


@dataclass(frozen=True)
class Searched:
    choice: Choice
    seconds: float
    cpu_seconds: float

    def fields(self) -> dict[str, Any]:
        return {
            "model": self.choice.name,
            "fit_seconds": self.seconds,
            "fit_cpu_seconds": self.cpu_seconds,
            "trials": trial_figures(self.choice.trials),
            "reason": self.choice.note.text,
        }


def searched(sessions: Sessions, config: SearchConfig) -> Searched:
    started, used = time.monotonic(), time.process_time()
    choice = search(sessions, config, say)
    found = Searched(choice, time.monotonic() - started, time.process_time() - used)
    say(choice.note.text)
    return found
