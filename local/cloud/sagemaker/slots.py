"""How many jobs run at once on this machine, and how many cores each may take."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Condition


class Slots:
    """First come, first served; the others wait as Pending."""

    def __init__(self, limit: int) -> None:
        self.limit = max(1, limit)
        self.changed = Condition()
        self.waiting: list[object] = []
        self.taken = 0

    @contextmanager
    def take(self, is_cancelled: Callable[[], bool]) -> Iterator[bool]:
        """Yields True with a slot held, or False when the wait was cancelled."""
        ticket = object()
        with self.changed:
            self.waiting.append(ticket)
            while not (self.waiting[0] is ticket and self.taken < self.limit):
                if is_cancelled():
                    self.waiting.remove(ticket)
                    self.changed.notify_all()
                    break
                self.changed.wait(0.1)
            else:
                self.waiting.remove(ticket)
                self.taken += 1
                self.changed.notify_all()
                ticket = None
        if ticket is not None:
            yield False
            return
        try:
            yield True
        finally:
            with self.changed:
                self.taken -= 1
                self.changed.notify_all()

    def threads(self) -> int:
        """The cores for a job that starts now: all of them when it is alone, else its share."""
        with self.changed:
            sharing = min(self.limit, self.taken + len(self.waiting))
        return max(1, (os.cpu_count() or 1) // max(1, sharing))
