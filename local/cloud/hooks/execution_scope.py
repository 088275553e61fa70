"""Which Step Functions execution, and which branch of it, a thread works for; and whether that work is still wanted."""

from __future__ import annotations

from contextvars import ContextVar
from dataclasses import dataclass, field
from threading import Event
from typing import Any


@dataclass
class Branches:
    """Branches that stand or fall together: the first error ends the others, as on AWS."""

    failed: Event = field(default_factory=Event)
    error: Exception | None = None

    def fail(self, error: Exception) -> None:
        if not self.failed.is_set():
            self.error = error
            self.failed.set()


@dataclass(frozen=True)
class Scope:
    """Where a state runs. `path` holds the indexes of the Map items around it."""

    execution: dict[str, Any]
    path: tuple[int, ...] = ()
    branches: tuple[Branches, ...] = ()
    abandoned: Event = field(default_factory=Event)  # set when the state gave up waiting for its task

    def is_over(self) -> bool:
        """True when nobody waits for the task any more: stopped, timed out, or a sibling failed."""
        if self.execution["status"] != "RUNNING" or self.abandoned.is_set():
            return True
        return any(branches.failed.is_set() for branches in self.branches)

    def sibling_error(self) -> Exception | None:
        return next((branches.error for branches in self.branches if branches.failed.is_set()), None)


SCOPE: ContextVar[Scope | None] = ContextVar("scope", default=None)
