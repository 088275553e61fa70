"""What may be wished of a text, and how facts are told: shared by learning and serving."""

from collections.abc import Sequence
from dataclasses import dataclass

KINDS = ("description", "body", "ad", "push", "subject")
LENGTHS = ("short", "medium", "long", "any")
#: Most characters of the short kinds; a shop's own sentences of that size are their examples.
LONGEST = {"subject": 60, "push": 110, "ad": 160}
MOST_FACTS = 24
#: How far a text keeps to its facts; see grounding.py.
KEPT, LOOSE, FREE, ANY = "kept", "loose", "free", "any"
LEVELS = (KEPT, LOOSE, FREE, ANY)


@dataclass(frozen=True)
class Wish:
    kind: str = "description"
    length: str = "any"
    grounding: str = ANY


def fact_lines(facts: Sequence[tuple[str, str]]) -> str:
    return "\n".join(f"{name}: {' '.join(value.split())}" for name, value in facts[:MOST_FACTS])
