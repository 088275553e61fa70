"""A saved intent model on ONNX Runtime. Imports neither torch nor transformers."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.special import softmax
from tokenizers import Tokenizer

from text.encoding import PairEncoder
from text.intents.blend import Blend, energy
from text.intents.lexical import LexicalModel
from text.onnx_scorer import OnnxEncoder

Floats = NDArray[np.float64]
SCORERS = ("bert", "blend")


@dataclass(frozen=True)
class Answer:
    """(rows, intents) probabilities and (rows,) energies; `is_known` (rows,) says whose is that of a known inquiry."""

    probabilities: Floats
    energies: Floats
    is_known: NDArray[np.bool_]


@dataclass(frozen=True)
class IntentScorer:
    names: tuple[str, ...]
    prior: tuple[float, ...]  # how often each intent was asked in training
    encoder: PairEncoder
    network: OnnxEncoder
    lexical: LexicalModel
    blend: Blend

    @staticmethod
    def load(folder: Path, threads: int | None = None) -> "IntentScorer":
        described = json.loads((folder / "intents.json").read_text())
        return IntentScorer(
            names=tuple(described["names"]),
            prior=tuple(described["prior"]),
            encoder=PairEncoder(Tokenizer.from_file(str(folder / "tokenizer.json")), described["max_tokens"]),
            network=OnnxEncoder.open(folder / described["network"], threads),
            lexical=LexicalModel.load(folder / "lexical"),
            blend=Blend(**described["blend"]),
        )

    def answer(self, texts: Sequence[str], scorer: str = "blend") -> Answer:
        if scorer not in SCORERS:
            raise ValueError(f"this model has no scorer {scorer!r}; it has {', '.join(SCORERS)}")
        bert = self.network.run(self.encoder.encode_texts(texts)).astype(np.float64)
        margins = self.lexical.margins(tuple(texts))
        known = energy(bert)
        probabilities = softmax(self.blend.logits(scorer, bert, margins), axis=1)
        return Answer(probabilities, known, known >= self.blend.known_above)
