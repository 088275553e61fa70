"""`python3 -m text.embeddings.export FOLDER`: a sentence encoder as int8 ONNX with its tokenizer."""

import argparse
import json
import tempfile
from pathlib import Path

from text.base_models import PACKAGED_MINILM, locate_base
from text.onnx_export import export_sentence_encoder, quantise

MAX_TOKENS = 160


def export(base: str, folder: Path) -> None:
    """Leave a folder that `SentenceEncoder.load` opens. encoder.json is written last and marks it as whole."""
    from tokenizers import Tokenizer
    from transformers import AutoModel, AutoTokenizer

    location = locate_base(base)
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        plain = Path(scratch) / "encoder.onnx"
        export_sentence_encoder(AutoModel.from_pretrained(location), plain)
        quantise(plain, folder / "encoder.int8.onnx")
    tokenizer = AutoTokenizer.from_pretrained(location, use_fast=True)
    Tokenizer.from_str(tokenizer.backend_tokenizer.to_str()).save(str(folder / "tokenizer.json"))
    described = {"base_model": base, "network": "encoder.int8.onnx", "max_tokens": MAX_TOKENS}
    (folder / "encoder.json").write_text(json.dumps(described))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--base-model", default=PACKAGED_MINILM)
    given = parser.parse_args()
    export(given.base_model, given.folder)


if __name__ == "__main__":
    main()
