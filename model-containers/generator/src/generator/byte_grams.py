"""The baseline: bytes predicted from the bytes before them, Witten–Bell smoothed (Witten & Bell 1991, method C)."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

ORDER = 6
BYTES = 256
END = b"\x00"


@dataclass(frozen=True)
class ByteGrams:
    """Counts of the next byte by the up to ORDER - 1 bytes before it."""

    counts: Mapping[bytes, Counter[int]]

    @staticmethod
    def fit(texts: Iterable[str]) -> "ByteGrams":
        counts: defaultdict[bytes, Counter[int]] = defaultdict(Counter)
        for text in texts:
            data = text.encode() + END
            for place, byte in enumerate(data):
                for length in range(min(place, ORDER - 1) + 1):
                    counts[data[place - length : place]][byte] += 1
        return ByteGrams(dict(counts))

    def nats(self, text: str) -> float:
        """Minus the log likelihood of a text with its end."""
        data = text.encode() + END
        return sum(
            -math.log(self._probability(data[max(0, at - ORDER + 1) : at], byte)) for at, byte in enumerate(data)
        )

    def _probability(self, before: bytes, byte: int) -> float:
        probability = 1 / BYTES
        for length in range(len(before) + 1):
            seen = self.counts.get(before[len(before) - length :])
            if not seen:
                break
            total, kinds = seen.total(), len(seen)
            probability = (seen[byte] + kinds * probability) / (total + kinds)
        return probability
