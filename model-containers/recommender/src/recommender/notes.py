"""What a training says of why it chose as it did: for programs a code with values, for readers the same in English."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

# The codes and their values are those of TrainingNote in core/models/training-note.ts.
SENTENCES = {
    "no-search-asked": "no search was asked for",
    "too-few-to-search": "{sessions} visits are too few to search among models; what goes with what serves",
    "nothing-to-judge-by": "no later session has two events to judge by; what goes with what serves",
    "too-few-to-blend": "{questions} events to learn from are too few for a blend; the best simple model serves",
    "nothing-proposed": "nothing that was proposed came true in what a blend learns and stops by; "
    "the best simple model serves",
    "blend-better": "{winner} against {best}: NDCG@20 x {ratio:.3f} ({low:.3f} to {high:.3f}) on held events",
    "blend-not-surely-better": "{winner} against {best}: NDCG@20 x {ratio:.3f} ({low:.3f} to {high:.3f}) "
    "on held events; not surely better",
    "habit-orders": "where a slate shows what was taken before, habit places it: "
    "× {ratio:.2f} ({low:.2f} … {high:.2f})",
    "habit-says-nothing": "where a slate shows what was taken before, habit places it no better: "
    "× {ratio:.2f} ({low:.2f} … {high:.2f})",
    "too-few-described": "too few customers share what is said of them: {customers}",
    "attributes-say-nothing": "attributes say nothing surely of cold customers: × {ratio:.2f} ({low:.2f} … {high:.2f})",
    "attributes-order": "attributes order cold customers' slates × {ratio:.2f} ({low:.2f} … {high:.2f})",
}


@dataclass(frozen=True)
class Note:
    code: str
    values: Mapping[str, str | float] = field(default_factory=dict)

    @property
    def text(self) -> str:
        return SENTENCES[self.code].format(**self.values)

    def told(self) -> dict[str, Any]:
        """As a manifest and an evaluation hold it."""
        return {"text": self.text, "says": {"code": self.code, "values": dict(self.values)}}
