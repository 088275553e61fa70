"""The compact decoder as serving runs it: numpy alone, all samples of one wish in a batch, keys and values kept."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from generator.architecture import EPSILON, ROTARY_BASE
from generator.drafts import Drafts
from generator.echoes import TokenShapes, without_echoes
from generator.elsewhere import category_of
from generator.sampling import Sampling, chosen, without_repeats
from generator.shop_texts import sentences_of
from generator.supported_words import (
    STOPS,
    SupportedWords,
    Tries,
    plain_words,
    tries_of_marks,
    tries_of_words,
    words_of_facts,
)
from generator.tokens import LONGEST_TEXT, Tokens, facts_of_prompt
from generator.wishes import Wish

Floats = NDArray[np.float32]
LEAST_LEFT = np.float32(1e-9)
DRAWN = 2  # texts for each that is asked for: those are given that tell most, then those that swerved least
ELSEWHERE = "elsewhere.json"
MOST_FORCED = 2.0  # nats: where less than an eighth of what the decoder would say may be said, the sentence breaks
ENDS_ANYWHERE = ("subject", "push")


@dataclass(frozen=True)
class WriterShape:
    width: int
    layers: int
    heads: int


@dataclass(frozen=True)
class Writing:
    texts: tuple[str, ...]
    #: `stop` where the decoder ended the text itself, else `length`.
    finished: tuple[str, ...]
    prompt_tokens: int
    text_tokens: int
    #: Nats a token that were passed over because what was likely might not be said.
    swerves: tuple[float, ...] = ()
    #: The texts without the sentences that were forced; of restricted writing alone.
    free: tuple[str, ...] = ()


@dataclass
class _Memory:
    """Keys and values of one layer: (samples, heads, time, width / heads)."""

    keys: Floats
    values: Floats
    length: int = 0


class Writer:
    """Weights by the names that the decoder gave them."""

    def __init__(
        self,
        weights: dict[str, Floats],
        shape: WriterShape,
        tokens: Tokens,
        elsewhere: Mapping[str, Sequence[str]] | None = None,
    ) -> None:
        """`elsewhere`: by category, the plain words that are said of other goods alone."""
        self.weights = {name: np.ascontiguousarray(weight, np.float32) for name, weight in weights.items()}
        self.shape = shape
        self.tokens = tokens
        self.elsewhere = elsewhere or {}
        self._plain: dict[str, list[Tries]] = {}

    @staticmethod
    def load(folder: Path) -> "Writer":
        with np.load(folder / "decoder.npz") as weights:
            arrays = {name: weights[name] for name in weights.files}
        shape = WriterShape(**json.loads((folder / "decoder.json").read_text()))
        elsewhere = folder / ELSEWHERE
        words = json.loads(elsewhere.read_text()) if elsewhere.is_file() else {}
        return Writer(arrays, shape, Tokens.load(folder / "tokenizer.json"), words)

    def save(self, folder: Path) -> None:
        np.savez(folder / "decoder.npz", **self.weights)
        (folder / "decoder.json").write_text(json.dumps(asdict(self.shape)))
        self.tokens.save(folder / "tokenizer.json")
        (folder / ELSEWHERE).write_text(json.dumps(self.elsewhere, ensure_ascii=False, indent=0))

    def write_supported(self, facts: Sequence[tuple[str, str]], wish: Wish, sampling: Sampling) -> Writing:
        """As `write`, of words alone that claim nothing or stand in the facts. English: Chinese words have no spaces.

        Where the likely word is not allowed, another comes out of turn. Sentences in which nearly all that the decoder
        would say had to be passed over are left out; of twice as many texts those are kept that have most left to say,
        and of these the ones in which the least was passed over.
        """
        layers = [*self._plain_of(category_of(facts)), tries_of_words(words_of_facts(facts), self.tokens.of_word)]
        supported = SupportedWords(layers, len(self.tokens), self.tokens.end, ends_anywhere=wish.kind in ENDS_ANYWHERE)
        more = replace(sampling, samples=DRAWN * sampling.samples)
        writing = self.write(facts, wish, more, supported)
        told = [-len(sentences_of(text)) for text in writing.free]
        best = sorted(np.lexsort((writing.swerves, told))[: sampling.samples].tolist())
        return replace(
            writing,
            texts=tuple(
                writing.free[one] if writing.finished[one] == "stop" else whole_sentences(writing.free[one])
                for one in best
            ),
            free=(),
            finished=tuple(writing.finished[one] for one in best),
            swerves=tuple(writing.swerves[one] for one in best),
        )

    def _plain_of(self, category: str) -> list[Tries]:
        """Of what claims nothing, what may be said of this category. Made once for each that has words of its own."""
        known = category if category in self.elsewhere else ""
        if known not in self._plain:
            avoided = frozenset(self.elsewhere.get(known, ()))
            words = [word for word in plain_words() if word not in avoided]
            self._plain[known] = [tries_of_words(words, self.tokens.of_word), tries_of_marks(self.tokens.of_word)]
        return self._plain[known]

    @cached_property
    def _shapes(self) -> TokenShapes:
        return TokenShapes.of(self.tokens.pieces())

    def write(
        self,
        facts: Sequence[tuple[str, str]],
        wish: Wish,
        sampling: Sampling,
        supported: SupportedWords | None = None,
    ) -> Writing:
        """`sampling.samples` texts of one wish. The same seed writes the same."""
        prompt = self.tokens.prompt(facts, wish)
        most = min(sampling.max_tokens, LONGEST_TEXT)
        memories = self._memories(sampling.samples, len(prompt) + most)
        hidden = self._forward(np.array([prompt]), memories)
        facts_at = facts_of_prompt(len(prompt))
        keys = hidden[0, facts_at] @ self.weights["pointer_key.weight"].T
        copied = np.array(prompt[facts_at])
        for memory in memories:  # one reading of the prompt serves all samples
            memory.keys[1:, :, : memory.length] = memory.keys[:1, :, : memory.length]
            memory.values[1:, :, : memory.length] = memory.values[:1, :, : memory.length]
        last = np.repeat(hidden[:, -1], sampling.samples, axis=0)
        return self._sample(last, memories, keys, copied, sampling, len(prompt), most, supported)

    def probabilities(self, last: Floats, keys: Floats, copied: NDArray[np.int64]) -> Floats:
        """(samples, vocabulary) from the last place of each: what is generated mixed with what is copied."""
        weights = self.weights
        generated = softmax(last @ weights["embedding.weight"].T)
        attention = softmax(last @ weights["pointer_query.weight"].T @ keys.T / np.float32(self.shape.width**0.5))
        gate = 1 / (1 + np.exp(-(last @ weights["gate.weight"].T + weights["gate.bias"])))
        mixed = (1 - gate) * generated
        for place, token in enumerate(copied.tolist()):
            mixed[:, token] += gate[:, 0] * attention[:, place]
        return mixed

    def _sample(
        self,
        last: Floats,
        memories: Sequence[_Memory],
        keys: Floats,
        copied: NDArray[np.int64],
        sampling: Sampling,
        prompt_tokens: int,
        most: int,
        supported: SupportedWords | None,
    ) -> Writing:
        chance = np.random.default_rng(sampling.seed)
        drafts = Drafts.begun(sampling.samples, self.tokens.end, supported)
        for _ in range(most):
            odds, passed_over = self._odds(self.probabilities(last, keys, copied), drafts)
            drawn = chosen(odds, sampling, chance)
            drafts.add(drawn, passed_over)
            if drafts.is_done.all():
                break
            last = self._forward(drawn[:, None], memories)[:, -1]
        return self._writing(drafts, prompt_tokens)

    def _odds(self, odds: Floats, drafts: Drafts) -> tuple[Floats, NDArray[np.float64]]:
        """The odds of what may come next, and the nats (samples,) that were passed over for it."""
        odds = without_repeats(odds, drafts.written)
        if not drafts.supported:
            return odds, np.zeros(len(odds))
        odds = without_echoes(odds, drafts.written, self._shapes)
        return odds, _restrict(odds, [drafts.supported.mask(place) for place in drafts.places])

    def _writing(self, drafts: Drafts, prompt_tokens: int) -> Writing:
        written = drafts.written
        told = zip(written, drafts.forced, strict=True) if drafts.supported else ()
        return Writing(
            texts=tuple(self.tokens.read(ids) for ids in written),
            finished=tuple("stop" if done else "length" for done in drafts.is_done.tolist()),
            prompt_tokens=prompt_tokens,
            text_tokens=sum(map(len, written)),
            swerves=tuple(float(one / max(1, len(ids))) for one, ids in zip(drafts.swerves, written, strict=True)),
            free=tuple(self._said_freely(ids, nats) for ids, nats in told),
        )

    def _said_freely(self, ids: Sequence[int], nats: Sequence[float]) -> str:
        """A text without the sentences that were forced; of one that was forced throughout, the sentence least so."""
        text = self.tokens.read(ids)
        ends = [len(self.tokens.read(ids[: place + 1])) for place in range(len(ids))]
        told: list[tuple[float, str]] = []
        begin = 0
        for sentence in sentences_of(text):
            begin = text.index(sentence, begin)
            inside = [one for end, one in zip(ends, nats, strict=True) if begin < end <= begin + len(sentence)]
            told.append((max(inside, default=0.0), sentence))
            begin += len(sentence)
        kept = [sentence for worst, sentence in told if worst <= MOST_FORCED]
        return " ".join(kept) or (min(told)[1] if told else text)

    def _memories(self, samples: int, longest: int) -> list[_Memory]:
        size = (samples, self.shape.heads, longest + 1, self.shape.width // self.shape.heads)
        return [_Memory(np.zeros(size, np.float32), np.zeros(size, np.float32)) for _ in range(self.shape.layers)]

    def _forward(self, ids: NDArray[np.int64], memories: Sequence[_Memory]) -> Floats:
        """(samples, time) new ids after all that came before them; answers (samples, time, width)."""
        x = norm(self.weights["embedding.weight"][ids])
        for layer, memory in enumerate(memories):
            x = x + self._attention(norm(x), layer, memory)
            inner = np.maximum(norm(x) @ self.weights[f"blocks.{layer}.up.weight"].T, 0) ** 2
            x = x + inner @ self.weights[f"blocks.{layer}.down.weight"].T
        return norm(x)

    def _attention(self, x: Floats, layer: int, memory: _Memory) -> Floats:
        samples, time, width = x.shape
        heads = self.shape.heads
        parts = (x @ self.weights[f"blocks.{layer}.qkv.weight"].T).reshape(samples, time, 3, heads, width // heads)
        query, key, value = parts.transpose(2, 0, 3, 1, 4)
        start, end = memory.length, memory.length + time
        memory.keys[:samples, :, start:end] = rotated(norm(key), start)
        memory.values[:samples, :, start:end] = value
        memory.length = end
        scores = rotated(norm(query), start) @ memory.keys[:samples, :, :end].swapaxes(-1, -2)
        scores /= np.float32((width // heads) ** 0.5)
        later = np.arange(end)[None, :] > np.arange(start, end)[:, None]
        seen = softmax(np.where(later, np.float32(-1e30), scores)) @ memory.values[:samples, :, :end]
        return seen.transpose(0, 2, 1, 3).reshape(samples, time, width) @ self.weights[f"blocks.{layer}.out.weight"].T


def whole_sentences(text: str) -> str:
    """Of a text that broke off, the sentences before; of a first sentence that broke off, its whole words."""
    return text[: max(text.rfind(stop) for stop in STOPS) + 1] or text.rpartition(" ")[0]


def _restrict(odds: Floats, masks: Sequence[NDArray[np.bool_]]) -> NDArray[np.float64]:
    """Takes the odds of whatever may not come next, in place; answers the nats (samples,) that this passed over."""
    allowed = np.stack(masks)
    odds[~allowed] = 0
    left = odds.sum(-1, keepdims=True)
    # Where nothing likely is left, anything that is allowed is as good.
    np.copyto(
        odds, np.where(left > LEAST_LEFT, odds / np.maximum(left, LEAST_LEFT), allowed / allowed.sum(-1)[:, None])
    )
    return -np.log(np.maximum(left[:, 0], LEAST_LEFT))


def norm(x: Floats) -> Floats:
    return x / np.sqrt((x * x).mean(-1, keepdims=True) + np.float32(EPSILON))


def softmax(x: Floats) -> Floats:
    powers = np.exp(x - x.max(-1, keepdims=True))
    return powers / powers.sum(-1, keepdims=True)


def rotated(x: Floats, start: int) -> Floats:
    """Rotary positions from `start`, as the decoder learned them."""
    width = x.shape[-1]
    rates = ROTARY_BASE ** (-np.arange(0, width, 2, dtype=np.float32) / width)
    angles = np.arange(start, start + x.shape[-2], dtype=np.float32)[:, None] * rates
    cos, sin = np.cos(angles).astype(np.float32), np.sin(angles).astype(np.float32)
    first, second = np.split(x, 2, axis=-1)
    return np.concatenate([first * cos - second * sin, first * sin + second * cos], axis=-1)
