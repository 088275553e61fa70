"""Items in words: the phrase that stands for one, and how near phrases are by TF-IDF."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.preprocessing import normalize

WORD = re.compile(r"[^\W_]+")
IDEOGRAPH = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
LONGEST_PHRASE = 120


def phrase_of(title: str, category: Sequence[str], brand: str) -> str:
    """A title, and the narrowest category and brand where the title does not say them. Holds no semicolon."""
    parts = [title, *category[-1:], brand]
    said = ""
    for part in parts:
        clean = " ".join(part.replace(";", " ").lower().split())
        if not set(words_of(clean)) <= set(words_of(said)):
            said = f"{said}, {clean}" if said else clean
    return said[:LONGEST_PHRASE]


def words_of(text: str) -> list[str]:
    """Words without a plural s, and single characters where a script writes no spaces."""
    found: list[str] = []
    for word in WORD.findall(text.lower()):
        if IDEOGRAPH.search(word):
            found += list(word)
        else:
            found.append(word[:-1] if len(word) > 3 and word.endswith("s") else word)
    return found


@dataclass(frozen=True)
class TfIdf:
    """Smoothed inverse document frequencies, `weights` by the place in `words`. From the catalogue alone: no behaviour
    has a part in them."""

    words: dict[str, int]
    weights: NDArray[np.float32]

    @staticmethod
    def fit(phrases: Sequence[str]) -> "TfIdf":
        counts: dict[str, int] = {}
        for phrase in phrases:
            for word in set(words_of(phrase)):
                counts[word] = counts.get(word, 0) + 1
        words = {word: place for place, word in enumerate(sorted(counts))}
        idf = [np.log((1 + len(phrases)) / (1 + counts[word])) + 1 for word in words]
        return TfIdf(words, np.asarray(idf, np.float32))

    def vectors(self, phrases: Sequence[str]) -> csr_matrix:
        """(phrases, words), unit length; a phrase of unknown words is zero."""
        indices, starts = [], [0]
        for phrase in phrases:
            known = {self.words[word] for word in words_of(phrase) if word in self.words}
            indices += sorted(known)
            starts.append(len(indices))
        columns = np.asarray(indices, np.int32)
        shape = (len(phrases), max(1, len(self.words)))
        return normalize(csr_matrix((self.weights[columns], columns, np.asarray(starts)), shape=shape)).astype(
            np.float32
        )
