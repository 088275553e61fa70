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
        found = self._new  # looked at once: another thread may forget or add in between
        beyond = [phrase for phrase in dict.fromkeys(phrases) if phrase not in self.table]
        unknown = [phrase for phrase in beyond if phrase not in found]
        if unknown:
            if len(found) + len(unknown) > MAX_REMEMBERED:
                found, unknown = {}, beyond
            found = {**found, **dict(zip(unknown, self.encode(unknown), strict=True))}
            self._new = found
        rows = [self.matrix[self.table[one]] if one in self.table else found[one] for one in phrases]
        return np.stack(rows) if rows else np.empty((0, self.matrix.shape[1]), np.float32)
