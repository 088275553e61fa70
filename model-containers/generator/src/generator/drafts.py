"""The samples of one wish while they are written, each with what it passed over and where it stands."""

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from generator.supported_words import Node, SupportedWords


@dataclass
class Drafts:
    """`forced` are the nats that each written token passed over, `swerves` their sum with that of the end."""

    end: int
    supported: SupportedWords | None
    written: list[list[int]]
    forced: list[list[float]]
    places: list[list[Node]]
    is_done: NDArray[np.bool_]
    swerves: NDArray[np.float64]

    @classmethod
    def begun(cls, samples: int, end: int, supported: SupportedWords | None) -> Self:
        return cls(
            end=end,
            supported=supported,
            written=[[] for _ in range(samples)],
            forced=[[] for _ in range(samples)],
            places=[supported.start() if supported else [] for _ in range(samples)],
            is_done=np.zeros(samples, bool),
            swerves=np.zeros(samples),
        )

    def add(self, drawn: NDArray[np.int64], passed_over: NDArray[np.float64]) -> None:
        """The next token of each sample, and the nats that it passed over; of one that has ended nothing is taken."""
        self.swerves += passed_over * ~self.is_done
        for sample, token in enumerate(drawn.tolist()):
            if self.is_done[sample]:
                continue
            if token == self.end:
                self.is_done[sample] = True
                continue
            self.written[sample].append(token)
            self.forced[sample].append(float(passed_over[sample]))
            if self.supported:
                self.places[sample] = self.supported.step(self.places[sample], token)
