"""`python3 -m generator.score`: nats that a trained generator needs for texts that it never saw, facts given."""

from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa
import torch
from common.job import processing_job
from common.manifest import ModelManifest
from common.paths import MlPaths
from common.scoring import unpacked, write_scores

from generator.decoder import Decoder, Shape
from generator.examples import plain_example
from generator.fit import nats_of
from generator.shop_texts import ShopText, read_texts
from generator.writer import Writer

BASELINE = "baseline_byte_grams"


def nats(folder: Path, manifest: ModelManifest, texts: Sequence[ShopText]) -> list[float]:
    if manifest.family == "lora":
        from generator.lora import LoraWriter

        return LoraWriter.load(folder).nats(texts)
    writer = Writer.load(folder)
    weights = {name: torch.from_numpy(weight) for name, weight in writer.weights.items()}
    size, width = weights["embedding.weight"].shape
    inner = weights["blocks.0.up.weight"].shape[0]
    model = Decoder(Shape(size, width, writer.shape.layers, writer.shape.heads, inner))
    model.load_state_dict(weights)
    examples = [plain_example(one) for one in texts]
    coded = [(writer.tokens.prompt(one.facts, one.wish), writer.tokens.judged(one.target)) for one in examples]
    return nats_of(model, writer.tokens, coded)


def run(paths: MlPaths) -> pa.Table:
    folder = unpacked(paths.processing_input("model"))
    manifest = ModelManifest.read(folder / "model.json")
    texts = read_texts(paths.processing_input("rows"))
    table = pa.table(
        {
            "item_id": [one.item_id for one in texts],
            "at": [one.at for one in texts],
            "bytes": [len(plain_example(one).target.encode()) for one in texts],
            BASELINE: [one.baseline for one in texts],
            manifest.default_scorer: nats(folder, manifest, texts),
        }
    )
    write_scores(paths, folder, table)
    return table


def main() -> None:
    processing_job(lambda paths: {"rows": run(paths).num_rows})


if __name__ == "__main__":
    main()
