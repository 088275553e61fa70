"""A small decoder falls into echoes: "blends style and style". No telling word is said twice in one sentence."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
TELLING = 4  # letters from which on a word is more than grammar
STOPS = ".!?"
SPACE = "Ġ"  # as byte-level BPE writes it


@dataclass(frozen=True)
class TokenShapes:
    """Of each token of a vocabulary: whether it begins a word, is a mark, or ends a sentence; and its letters."""

    begins: NDArray[np.bool_]
    is_mark: NDArray[np.bool_]
    stops: NDArray[np.bool_]
    letters: NDArray[np.int64]

    @staticmethod
    def of(pieces: Sequence[str]) -> "TokenShapes":
        bare = [piece.removeprefix(SPACE) for piece in pieces]
        return TokenShapes(
            begins=np.array([piece.startswith(SPACE) for piece in pieces]),
            is_mark=np.array([not any(one.isalnum() for one in piece) for piece in bare]),
            stops=np.array([piece != "" and piece[-1] in STOPS for piece in bare]),
            letters=np.array([len(piece) for piece in bare]),
        )

    def words(self, ids: Sequence[int]) -> list[tuple[int, ...]]:
        """The words of the last sentence; an empty one stands for a mark, and last for what has not begun."""
        words: list[tuple[int, ...]] = []
        for one in ids:
            if self.stops[one]:
                words = []
            elif self.is_mark[one]:
                words.append(())
            elif self.begins[one] or not words:
                words.append((one,))
            else:
                words[-1] = (*words[-1], one)
        return words

    def echoes(self, ids: Sequence[int]) -> Iterator[int]:
        """Tokens that begin a telling word which the last sentence has had. Others that begin alike go with it: a word
        that has begun can only be ended."""
        for word in self.words(ids):
            if word and self.letters[list(word)].sum() >= TELLING and self.letters[word[0]] > 1:
                yield word[0]


def without_echoes(odds: Floats, written: Sequence[Sequence[int]], shapes: TokenShapes) -> Floats:
    """Takes the odds of echoes, in place."""
    for row, ids in enumerate(written):
        odds[row, list(shapes.echoes(ids))] = 0
    return odds
