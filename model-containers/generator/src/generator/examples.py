"""What a decoder learns from: facts with a wish, and the shop's own words that fulfil it."""

import random
from collections.abc import Sequence
from dataclasses import dataclass

from generator.grounding import Vocabulary
from generator.shop_texts import ShopText, beginning, clean, sentences_of
from generator.wishes import KEPT, LONGEST, Wish, fact_lines

MOST_DETAILS = 6


@dataclass(frozen=True)
class Example:
    facts: tuple[tuple[str, str], ...]
    wish: Wish
    target: str


def length_of(sentences: int) -> str:
    return "short" if sentences <= 1 else "medium" if sentences <= 2 else "long"


def kind_of(text: str) -> str:
    """The shortest kind that a single sentence is fit for."""
    return next((kind for kind in ("subject", "push", "ad") if len(text) <= LONGEST[kind]), "body")


def examples_of(one: ShopText, vocabulary: Vocabulary, chance: random.Random) -> list[Example]:
    """The whole text, its sentences, and the sentences that keep to the facts.

    Half of the whole texts come with the details that they add as a fact, so that details are learned to come from
    facts; wishes are left out at times, so that none is needed.
    """
    facts = one.facts()
    said = fact_lines(facts)
    sentences = sentences_of(one.text)
    found = [_whole(one.text, sentences, facts, said, vocabulary, chance)]
    kept = [sentence for sentence in sentences if vocabulary.level(sentence, said) == KEPT]
    if kept and len(kept) < len(sentences):
        found.append(Example(facts, Wish("description", length_of(len(kept)), KEPT), " ".join(kept)))
    if sentences:
        sentence = chance.choice(sentences)
        wish = Wish(kind_of(sentence), "short", vocabulary.level(sentence, said))
        found.append(Example(facts, wish, sentence))
    return found


def plain_example(one: ShopText) -> Example:
    """As a text is judged: the facts, no wish that would give away what it says, and the beginning of it."""
    return Example(one.facts(), Wish(), beginning(one.text))


def _whole(
    text: str,
    sentences: Sequence[str],
    facts: tuple[tuple[str, str], ...],
    said: str,
    vocabulary: Vocabulary,
    chance: random.Random,
) -> Example:
    details = vocabulary.unsupported(text, said)
    if details and chance.random() < 0.5:
        chosen = sorted(chance.sample(details, min(len(details), MOST_DETAILS)), key=details.index)
        facts = (*facts, ("details", ", ".join(chosen)))
        said = fact_lines(facts)
    if chance.random() < 0.25:
        return Example(facts, Wish(), clean(text))
    kind = "body" if chance.random() < 0.2 else "description"
    return Example(facts, Wish(kind, length_of(len(sentences)), vocabulary.level(text, said)), clean(text))
