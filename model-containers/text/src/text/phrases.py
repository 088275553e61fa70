"""Sentence vectors of the phrases that histories and candidates are made of, each computed once."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
Encode = Callable[[Sequence[str]], Vectors]
MAX_REMEMBERED = 50_000  # new phrases kept while serving: 75 MB at 384 numbers each


@dataclass
class PhraseVectors:
    """(phrases, width) unit vectors by phrase. Phrases that are not in the table are encoded when first met."""

    table: dict[str, int]
    matrix: Vectors
    encode: Encode
    _new: dict[str, Vectors] = field(default_factory=dict)

    @staticmethod
    def of(phrases: Sequence[str], encode: Encode) -> "PhraseVectors":
        distinct = list(dict.fromkeys(phrases))
        return PhraseVectors({phrase: row for row, phrase in enumerate(distinct)}, encode(distinct), encode)

    def look_up(self, phrases: Sequence[str]) -> Vectors:
        """(len(phrases), width)."""
        unknown = [phrase for phrase in dict.fromkeys(phrases) if phrase not in self.table and phrase not in self._new]
        if unknown:
            if len(self._new) + len(unknown) > MAX_REMEMBERED:
                self._new = {}
                unknown = [phrase for phrase in dict.fromkeys(phrases) if phrase not in self.table]
            # A new dictionary rather than a change in place: another thread may be reading this one.
            self._new = {**self._new, **dict(zip(unknown, self.encode(unknown), strict=True))}
        found = self._new
        rows = [self.matrix[self.table[one]] if one in self.table else found[one] for one in phrases]
        return np.stack(rows) if rows else np.empty((0, self.matrix.shape[1]), np.float32)
