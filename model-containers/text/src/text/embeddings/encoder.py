"""An exported sentence encoder on ONNX Runtime. Imports neither torch nor transformers."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from text.encoding import PairEncoder
from text.onnx_scorer import OnnxEncoder


@dataclass(frozen=True)
class SentenceEncoder:
    base_model: str
    words: PairEncoder
    network: OnnxEncoder

    @staticmethod
    def load(folder: Path, threads: int | None = None) -> "SentenceEncoder":
        described = json.loads((folder / "encoder.json").read_text())
        return SentenceEncoder(
            base_model=described["base_model"],
            words=PairEncoder(Tokenizer.from_file(str(folder / "tokenizer.json")), described["max_tokens"]),
            network=OnnxEncoder.open(folder / described["network"], threads, batch_size=16),
        )

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """(texts, width), each of length 1."""
        return self.network.run(self.words.encode_texts(texts))
