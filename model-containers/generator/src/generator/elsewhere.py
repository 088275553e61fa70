"""Words that a shop says of its other goods and never of these: a jacket lifts nobody's home decor.

No claim is false in them, so no check of claims finds them; the shop's own texts tell what belongs where.
"""

from collections import Counter
from collections.abc import Sequence

from generator.shop_texts import CATEGORY_SEPARATOR, ShopText
from generator.supported_words import WORD, plain_words

EXPECTED = 5.0  # texts of a category that would hold the word, were it used everywhere alike
SELDOM = 0.1  # of those
#: Sentences need them, whatever they are about.
FUNCTION_WORDS = frozenset((
    "a", "about", "after", "all", "also", "an", "and", "any", "are", "as", "at", "be", "both", "but", "by",
    "each", "every", "for", "from", "has", "have", "in", "into", "is", "it", "its", "more", "not", "of", "off",
    "on", "or", "our", "over", "so", "such", "than", "that", "the", "their", "them", "these", "they", "this",
    "those", "through", "to", "up", "very", "was", "when", "where", "which", "while", "who", "whose", "will",
    "with", "within", "without", "you", "your",
))  # fmt: skip


def elsewhere_of(texts: Sequence[ShopText]) -> dict[str, list[str]]:
    """By the first part of the category: the plain words that its texts avoid, in order."""
    told = [one for one in texts if one.category and one.language == "en"]  # the plain words are English
    sizes = Counter(one.category[0] for one in told)
    holding: Counter[str] = Counter()
    together: Counter[tuple[str, str]] = Counter()
    plain = frozenset(plain_words()) - FUNCTION_WORDS
    for one in told:
        said = plain.intersection(word.lower() for word in WORD.findall(one.text))
        holding.update(said)
        together.update((word, one.category[0]) for word in said)
    avoided: dict[str, list[str]] = {}
    for category, size in sizes.items():
        share = size / len(told)
        expected = {word: share * count for word, count in holding.items() if share * count >= EXPECTED}
        words = sorted(word for word, many in expected.items() if together[word, category] <= SELDOM * many)
        if words:
            avoided[category] = words
    return avoided


def category_of(facts: Sequence[tuple[str, str]]) -> str:
    """Empty where the facts name none."""
    return next((value.split(CATEGORY_SEPARATOR)[0] for name, value in facts if name == "category"), "")
