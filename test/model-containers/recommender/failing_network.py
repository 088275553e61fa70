"""In a module of its own, because workers import it by name."""

import os
from typing import Self

from recommender.sequential_training import NextItemNetwork


class FailingNetwork(NextItemNetwork):
    """Finds no device in the second worker, while the first waits for it."""

    def to(self, *args: object) -> Self:
        if os.environ.get("RANK") == "1":
            raise ValueError("there is no such device")
        return super().to(*args)
