"""A byte-level BPE tokenizer of the shop's own texts, with a token for each part of a wish."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from tokenizers import Regex, Tokenizer, decoders, models, pre_tokenizers, trainers

from generator.wishes import KINDS, LENGTHS, LEVELS, Wish, fact_lines

PAD, TEXT, END = "<|pad|>", "<|text|>", "<|end|>"
SPECIAL = (
    PAD,
    TEXT,
    END,
    *(f"<|kind:{kind}|>" for kind in KINDS),
    *(f"<|length:{length}|>" for length in LENGTHS),
    *(f"<|grounding:{level}|>" for level in LEVELS),
)
LONGEST_FACTS = 96
LONGEST_TEXT = 160


class Tokens:
    def __init__(self, tokenizer: Tokenizer) -> None:
        self._tokenizer = tokenizer
        self._ids = {name: tokenizer.token_to_id(name) for name in SPECIAL}
        self.pad, self.text, self.end = self._ids[PAD], self._ids[TEXT], self._ids[END]

    @staticmethod
    def train(texts: Iterable[str], size: int) -> "Tokens":
        tokenizer = Tokenizer(models.BPE())
        # Chinese writes no spaces: each character by itself, so that a name is the same tokens in facts and text.
        one_by_one = pre_tokenizers.Split(Regex(r"[\u3400-\u9fff]"), "isolated")
        by_bytes = pre_tokenizers.ByteLevel(add_prefix_space=False)
        tokenizer.pre_tokenizer = pre_tokenizers.Sequence([one_by_one, by_bytes])
        tokenizer.decoder = decoders.ByteLevel()
        trainer = trainers.BpeTrainer(
            vocab_size=size,
            min_frequency=2,
            special_tokens=list(SPECIAL),
            initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
            show_progress=False,
        )
        tokenizer.train_from_iterator(texts, trainer)
        return Tokens(tokenizer)

    @staticmethod
    def load(file: Path) -> "Tokens":
        return Tokens(Tokenizer.from_file(str(file)))

    def save(self, file: Path) -> None:
        self._tokenizer.save(str(file))

    def __len__(self) -> int:
        return self._tokenizer.get_vocab_size()

    def prompt(self, facts: Sequence[tuple[str, str]], wish: Wish) -> list[int]:
        """The wish, the facts and the sign that the text begins; too many facts lose their last ones."""
        wishes = (f"<|kind:{wish.kind}|>", f"<|length:{wish.length}|>", f"<|grounding:{wish.grounding}|>")
        told = self._encode(fact_lines(facts))[:LONGEST_FACTS]
        return [*(self._ids[name] for name in wishes), *told, self.text]

    def target(self, text: str) -> list[int]:
        """The space before the first word lets one token stand for a word in facts and text alike."""
        return [*self._encode(f" {text}")[:LONGEST_TEXT], self.end]

    def judged(self, text: str) -> list[int]:
        """The target whole: what is left out of a loss must not be divided by."""
        return [*self._encode(f" {text}"), self.end]

    def pieces(self) -> list[str]:
        return [self._tokenizer.id_to_token(one) or "" for one in range(len(self))]

    def of_word(self, text: str) -> list[int]:
        """A word with or without the space before it, as it stands inside of a text."""
        return self._encode(text)

    def read(self, ids: Sequence[int]) -> str:
        """Without characters of which only some bytes were written."""
        return self._tokenizer.decode(list(ids), skip_special_tokens=True).replace("\ufffd", "").strip()

    def _encode(self, text: str) -> list[int]:
        """Nobody's title may hold one of our signs."""
        return self._tokenizer.encode(text.replace("<|", "< |"), add_special_tokens=False).ids


def facts_of_prompt(length: int) -> slice:
    """Where the facts lie: between the three wishes and the sign of the text; a prompt without any has that sign."""
    return slice(3, max(4, length - 1))
