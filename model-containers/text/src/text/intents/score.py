"""`python3 -m text.intents.score`: a trained model answers for the later window, without torch."""

import numpy as np
import pyarrow as pa
from common.job import processing_job
from common.manifest import ModelManifest
from common.paths import MlPaths
from common.scoring import unpacked, write_scores

from text.intents.rows import MOMENT, read_inquiries
from text.intents.scorer import IntentScorer

LEAST = 1e-6


def run(paths: MlPaths) -> dict[str, object]:
    """scores.parquet: what each scorer gave the true intent, and how sure and how right its best guess was.

    An intent that this model never learned gets the least probability: a model that does not know it is no better.
    """
    folder = unpacked(paths.processing_input("model"))
    manifest = ModelManifest.read(folder / "model.json")
    rows = read_inquiries(paths.processing_input("rows")).in_scope
    scorer = IntentScorer.load(folder)
    place = {name: code for code, name in enumerate(scorer.names)}
    truth = np.array([place.get(label, -1) for label in rows.labels])
    columns: dict[str, pa.Array] = {"row": pa.array(range(len(rows))), "label": pa.array(rows.labels)}
    columns["at"] = pa.array(rows.times, MOMENT)
    known, every = truth >= 0, np.arange(len(rows))
    columns["prior"] = pa.array(np.where(known, np.array(scorer.prior)[truth], LEAST))
    columns["commonest"] = pa.array(np.full(len(rows), max(scorer.prior)))
    columns["is_commonest"] = pa.array(truth == np.argmax(scorer.prior))  # of equals the first alone is guessed
    for name in manifest.scorers:
        answer = scorer.answer(rows.texts, name).probabilities
        columns[f"{name}:true"] = pa.array(np.where(known, answer[every, truth], LEAST))
        columns[f"{name}:best"] = pa.array(answer.max(1))
        columns[f"{name}:hit"] = pa.array(answer.argmax(1) == truth)
    write_scores(paths, folder, pa.table(columns))
    return {"rows": len(rows), "scorers": list(manifest.scorers)}


def main() -> None:
    processing_job(run)


if __name__ == "__main__":
    main()
