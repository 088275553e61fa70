"""Turn texts into token rows. Shared by training and serving; needs `tokenizers` and numpy alone."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

Ids = NDArray[np.int64]


@dataclass(frozen=True)
class TokenRows:
    """Rows of different lengths: `ids[i]` and `types[i]` are (time,) for row i."""

    ids: list[Ids]
    types: list[Ids]

    def __len__(self) -> int:
        return len(self.ids)

    @property
    def lengths(self) -> Ids:
        return np.fromiter((len(row) for row in self.ids), np.int64, len(self.ids))

    def take(self, rows: Sequence[int] | Ids) -> "TokenRows":
        return TokenRows([self.ids[row] for row in rows], [self.types[row] for row in rows])


@dataclass(frozen=True)
class PairEncoder:
    """Encodes `history` and `candidate` as one sentence pair of at most `max_tokens` tokens.

    A long history loses its end (it is written most recent first) and a candidate keeps up to `candidate_share`
    of the room. Each distinct text is tokenised once per call, because the candidates of one purchase share a history.
    """

    tokenizer: Tokenizer
    max_tokens: int = 64
    candidate_share: float = 0.6  # facts and title; a history is read for what was last
    _frame: "_Frame" = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self.tokenizer.no_truncation()
        self.tokenizer.no_padding()
        object.__setattr__(self, "_frame", _Frame.of(self.tokenizer))
        if self.max_tokens < self._frame.pair_overhead + 2:
            raise ValueError(f"max_tokens is {self.max_tokens}; a pair needs at least {self._frame.pair_overhead + 2}")

    def encode_pairs(self, histories: Sequence[str], candidates: Sequence[str]) -> TokenRows:
        if len(histories) != len(candidates):
            raise ValueError(f"{len(histories)} histories cannot pair with {len(candidates)} candidates")
        first, second = self._tokens(histories), self._tokens(candidates)
        room = self.max_tokens - self._frame.pair_overhead
        rows = []
        for history, candidate in zip(histories, candidates, strict=True):
            left, right = first[history], second[candidate]
            reserved = min(len(right), max(int(room * self.candidate_share), room - len(left)))
            rows.append(self._frame.pair(left[: room - reserved], right[:reserved]))
        return TokenRows([ids for ids, _ in rows], [types for _, types in rows])

    def encode_texts(self, texts: Sequence[str]) -> TokenRows:
        known = self._tokens(texts)
        room = self.max_tokens - self._frame.single_overhead
        rows = [self._frame.single(known[text][:room]) for text in texts]
        return TokenRows([ids for ids, _ in rows], [types for _, types in rows])

    def _tokens(self, texts: Sequence[str]) -> dict[str, Ids]:
        distinct = list(dict.fromkeys(texts))
        # Tokens are seldom longer than 24 characters, so a text far beyond the limit need not be read to its end.
        clipped = [text[: 24 * self.max_tokens] for text in distinct]
        encoded = self.tokenizer.encode_batch(clipped, add_special_tokens=False)
        return {text: np.asarray(one.ids, np.int64) for text, one in zip(distinct, encoded, strict=True)}


@dataclass(frozen=True)
class _Frame:
    """The special tokens that a tokenizer puts around one text and around a pair, learned by asking it."""

    pair_parts: tuple[Ids, Ids, Ids]
    pair_types: tuple[int, int]
    single_parts: tuple[Ids, Ids]

    @staticmethod
    def of(tokenizer: Tokenizer) -> "_Frame":
        pair, single = tokenizer.encode("a", "a"), tokenizer.encode("a")
        if 0 not in pair.sequence_ids or 1 not in pair.sequence_ids:
            raise ValueError("this tokenizer cannot encode the probe text 'a'; its vocabulary lacks it and [UNK]")
        sides = np.array([-1 if side is None else side for side in pair.sequence_ids])
        ids, types = np.array(pair.ids, np.int64), pair.type_ids
        first, second = np.flatnonzero(sides == 0), np.flatnonzero(sides == 1)
        alone = np.flatnonzero([side is not None for side in single.sequence_ids])
        lone = np.array(single.ids, np.int64)
        return _Frame(
            (ids[: first[0]], ids[first[-1] + 1 : second[0]], ids[second[-1] + 1 :]),
            (types[first[0]], types[second[0]]),
            (lone[: alone[0]], lone[alone[-1] + 1 :]),
        )

    @property
    def pair_overhead(self) -> int:
        return sum(len(part) for part in self.pair_parts)

    @property
    def single_overhead(self) -> int:
        return sum(len(part) for part in self.single_parts)

    def pair(self, left: Ids, right: Ids) -> tuple[Ids, Ids]:
        before, between, after = self.pair_parts
        ids = np.concatenate([before, left, between, right, after])
        types = np.full(len(ids), self.pair_types[0], np.int64)
        types[len(before) + len(left) + len(between) :] = self.pair_types[1]
        return ids, types

    def single(self, tokens: Ids) -> tuple[Ids, Ids]:
        ids = np.concatenate([self.single_parts[0], tokens, self.single_parts[1]])
        return ids, np.full(len(ids), self.pair_types[0], np.int64)


def pad(rows: TokenRows, chosen: Sequence[int] | Ids, pad_id: int = 0) -> dict[str, Ids]:
    """The `chosen` rows as (batch, time) arrays, no longer than the longest of them."""
    width = max(len(rows.ids[row]) for row in chosen)
    ids = np.full((len(chosen), width), pad_id, np.int64)
    mask = np.zeros((len(chosen), width), np.int64)
    types = np.zeros((len(chosen), width), np.int64)
    for line, row in enumerate(chosen):
        length = len(rows.ids[row])
        ids[line, :length], types[line, :length], mask[line, :length] = rows.ids[row], rows.types[row], 1
    return {"input_ids": ids, "attention_mask": mask, "token_type_ids": types}
