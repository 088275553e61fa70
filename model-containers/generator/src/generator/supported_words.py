"""What may be said of an item: words that claim nothing, and the words of its facts. Sampling never leaves them.

Lexically constrained sampling over tokens: allowed words stand in tries of their token ids, and a text is a walk
through them (Hokamp & Liu 2017 constrain what must appear; this, what may). The weights still choose every word.
"""

import json
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
STOPS, PAUSES, JOINTS = (".", "!", "?"), (",", ";", ":"), ("-",)
OWNS = ("'s", "’s")

#: Where a walk may stand: before a sentence, before a word, right behind a hyphen, behind a word, behind a full stop.
OPENING, INSIDE, JOINED, SAID, STOPPED = "opening", "inside", "joined", "said", "stopped"
FOLLOWERS = {OPENING: (OPENING,), INSIDE: (INSIDE,), JOINED: (JOINED,), SAID: (SAID, INSIDE), STOPPED: (OPENING,)}

Encode = Callable[[str], list[int]]
Mask = NDArray[np.bool_]


@dataclass
class Node:
    """A place in a trie of token ids; `ends` names where a walk stands that stops here."""

    children: dict[int, "Node"] = field(default_factory=dict)
    ends: set[str] = field(default_factory=set)

    def add(self, ids: Sequence[int], end: str) -> None:
        node = self
        for one in ids:
            node = node.children.setdefault(one, Node())
        if node is not self:
            node.ends.add(end)


Tries = dict[str, Node]


def plain_words() -> list[str]:
    """Those of the claim check: generated from core/content/lexicon."""
    return json.loads(files("generator").joinpath("plain_words.json").read_text())


def tries_of_words(words: Iterable[str], encode: Encode) -> Tries:
    """A sentence opens with a capital letter; inside of it a word stands as it is given."""
    tries: Tries = {OPENING: Node(), INSIDE: Node(), JOINED: Node()}
    for word in words:
        tries[OPENING].add(encode(f" {word[0].upper()}{word[1:]}"), SAID)
        tries[INSIDE].add(encode(f" {word}"), SAID)
        tries[JOINED].add(encode(word), SAID)
    return tries


def tries_of_marks(encode: Encode) -> Tries:
    said = Node()
    for marks, end in ((STOPS, STOPPED), (PAUSES, INSIDE), (JOINTS, JOINED), (OWNS, SAID)):
        for mark in marks:
            said.add(encode(mark), end)
    return {SAID: said}


def words_of_facts(facts: Sequence[tuple[str, str]]) -> list[str]:
    """Words and numbers of the values, in the forms that a sentence needs and the check takes for the same."""
    found: list[str] = []
    for _, value in facts:
        found += NUMBER.findall(value)
        for word in WORD.findall(value):
            lower = word.lower()
            found += [word, lower, lower[:-1] if len(lower) > 3 and lower.endswith("s") else f"{lower}s"]
    return list(dict.fromkeys(found))


class SupportedWords:
    """Tells for each sample which tokens may come next. Positions are nodes; several where a word may end or go on."""

    def __init__(self, layers: Sequence[Tries], vocabulary: int, end: int, *, ends_anywhere: bool) -> None:
        self._layers = layers
        self._vocabulary = vocabulary
        self._end = end
        self._ends_anywhere = ends_anywhere

    def start(self) -> list[Node]:
        return [layer[OPENING] for layer in self._layers if OPENING in layer]

    def mask(self, positions: Sequence[Node]) -> Mask:
        """(vocabulary,) of what may come next."""
        mask = np.zeros(self._vocabulary, bool)
        for node in self._reached(positions):
            if node.children:
                mask[list(node.children)] = True
        mask[self._end] = self._may_end(positions) or not mask.any()
        return mask

    def step(self, positions: Sequence[Node], token: int) -> list[Node]:
        return [node.children[token] for node in self._reached(positions) if token in node.children]

    def _may_end(self, positions: Sequence[Node]) -> bool:
        ends = {end for node in positions for end in node.ends}
        return STOPPED in ends or (self._ends_anywhere and SAID in ends)

    def _reached(self, positions: Sequence[Node]) -> list[Node]:
        """The positions, and where those that may end lead on to."""
        places = {place for node in positions for end in node.ends for place in FOLLOWERS[end]}
        return [*positions, *(layer[place] for place in sorted(places) for layer in self._layers if place in layer)]
