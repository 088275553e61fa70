"""How far a text keeps to its facts. Decides the control token that training shows and writing asks for.

A noisy data-to-text corpus teaches a decoder to invent; told for each example how much of it is not in the facts, it
learns both, and can be asked for the faithful kind (Filippova 2020, Controlled Hallucinations, section 3).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from common.item_texts import words_of

from generator.shop_texts import ShopText, sentences_of
from generator.wishes import FREE, KEPT, LOOSE

FREQUENT = 0.03  # a word in a larger share of texts says little about an item


@dataclass(frozen=True)
class Vocabulary:
    """Words that so many of the shop's texts use that they tell no item from another."""

    frequent: frozenset[str]

    @staticmethod
    def of(texts: Sequence[ShopText]) -> "Vocabulary":
        counts: dict[str, int] = {}
        for one in texts:
            for word in set(words_of(one.text)):
                counts[word] = counts.get(word, 0) + 1
        least = max(3, FREQUENT * len(texts))
        return Vocabulary(frozenset(word for word, count in counts.items() if count >= least))

    def unsupported(self, text: str, facts: str) -> list[str]:
        """Telling words of a text that its facts do not have, in order, each once."""
        known = set(words_of(facts))
        telling = (word for word in words_of(text) if word not in self.frequent and word not in known)
        return [word for word in dict.fromkeys(telling) if len(word) > 1 or not word.isascii()]

    def level(self, text: str, facts: str) -> str:
        """Unsupported words a sentence: none or hardly any is `kept`, up to three `loose`, more `free`."""
        a_sentence = len(self.unsupported(text, facts)) / max(1, len(sentences_of(text)))
        return KEPT if a_sentence <= 0.5 else LOOSE if a_sentence <= 3 else FREE
