"""`npm run bench -- classify --train T --test V`: intents by the text container, with LoRA and in full, beside TF-IDF.

Everything is learned and chosen on the training file; the test file is scored once by each finished model.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from command_line import bench_parser, say
from figures import with_interval
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics import f1_score, roc_auc_score
from sklearn.pipeline import make_pipeline
from sklearn.svm import LinearSVC
from text.fine_tune import RunContext
from text.intents.fit import fit_intents
from text.intents.rows import Inquiries, split_by_label
from text.intents.scorer import IntentScorer
from text.intents.settings import IntentSettings

DRAWS = 2000
PEER = "TF-IDF + LinearSVC"
Hits = NDArray[np.bool_]


@dataclass(frozen=True)
class Tuned:
    fields: dict[str, object]
    hits: Hits
    validation: float


def main() -> None:
    given = parse()
    training, test = (read(path, given.text, given.label) for path in (given.train, given.test))
    say(f"{len(training)} inquiries to learn from, {len(test)} to judge by")
    learned, held = split_by_label(training, 0.1, given.seed)
    kinds = ("lora", "full") if given.tuning == "both" else (given.tuning,)
    tuned = {kind: tune(kind, learned, held, test, given) for kind in kinds}
    best = max(tuned, key=lambda kind: tuned[kind].validation)
    peer, peer_hits = judge_peer(training, test)
    print(
        json.dumps(
            {
                **tuned[best].fields,
                "model": best,
                **with_interval("ratio", *ratio_of(tuned[best].hits, peer_hits, given.seed)),
                "tunings": {kind: one.fields for kind, one in tuned.items()},
                "peers": {PEER: peer},
                "seed": given.seed,
            }
        )
    )


def parse() -> argparse.Namespace:
    parser = bench_parser(__doc__)
    parser.add_argument("--train", type=Path, required=True)
    parser.add_argument("--test", type=Path, required=True)
    parser.add_argument("--text", default="text")
    parser.add_argument("--label", default="category")
    parser.add_argument("--base-model", default="packaged:minilm")
    parser.add_argument("--tuning", choices=("lora", "full", "both"), default="both")
    parser.add_argument(
        "--max-seconds", type=float, default=540, help="of fine-tuning, for each tuning: processor time a thread"
    )
    parser.add_argument("--epochs", type=int, default=8)
    parser.add_argument("--seed", type=int, default=7)
    return parser.parse_args()


def read(path: Path, text: str, label: str) -> Inquiries:
    table = (
        pd.read_parquet(path) if path.suffix == ".parquet" else pd.read_csv(path, na_values=[""], keep_default_na=False)
    )
    table = table[[text, label]].dropna()
    return Inquiries.of(table[text].astype(str).tolist(), table[label].astype(str).tolist())


def tune(kind: str, learned: Inquiries, held: Inquiries, test: Inquiries, given: argparse.Namespace) -> Tuned:
    say(f"fine-tuning ({kind}) for at most {given.max_seconds:.0f} s")
    settings = IntentSettings(
        base_model=given.base_model, tuning=kind, epochs=given.epochs, max_seconds=given.max_seconds, seed=given.seed
    )
    with tempfile.TemporaryDirectory() as scratch:
        folder, began = Path(scratch), time.monotonic()
        context = RunContext(folder / "checkpoints", on_epoch=lambda epoch: say(f"  {epoch}"))
        fitted = fit_intents(learned, held, settings, context, folder / "model")
        seconds = time.monotonic() - began
        scorer = IntentScorer.load(folder / "model")
        scored = test.in_scope
        answer = scorer.answer(scored.texts)
        bert = scorer.answer(scored.texts, "bert").probabilities
        truth = np.array(scored.labels)
        names = np.array(scorer.names)
        guessed = names[answer.probabilities.argmax(1)]
        fields = {
            "accuracy": float((guessed == truth).mean()),
            "macro_f1": float(f1_score(truth, guessed, average="macro")),
            "oos_auc": oos_auc(scorer, answer.energies, test),
            "ms_per_text": ms_per_text(scorer, scored.texts),
            "bert_alone_accuracy": float((names[bert.argmax(1)] == truth).mean()),
            "taken_for_unknown": float(1 - answer.is_known.mean()),
            "validation_accuracy": fitted.validation_accuracy,
            "int8": fitted.is_int8,
            "int8_validation_accuracy_delta": fitted.int8_accuracy_delta,
            "epochs": len(fitted.result.epochs),
            "best_epoch": fitted.result.best_epoch + 1,
            "fit_seconds": seconds,
        }
    say(f"  accuracy {fields['accuracy']:.4f} in {seconds:.0f} s")
    return Tuned(fields, guessed == truth, fitted.validation_accuracy["blend"])


def oos_auc(scorer: IntentScorer, known: NDArray[np.float64], test: Inquiries) -> float | None:
    """How well energy tells inquiries that are labelled as out of scope from the others; none where none are."""
    strange = test.out_of_scope
    if not len(strange):
        return None
    energies = np.concatenate([known, scorer.answer(strange.texts).energies])
    return float(roc_auc_score(np.r_[np.ones(len(known)), np.zeros(len(strange))], energies))


def ms_per_text(scorer: IntentScorer, texts: tuple[str, ...], calls: int = 100) -> float:
    """The median of single inquiries, as a conversation asks."""
    times = []
    for text in texts[: calls + 5]:
        began = time.perf_counter()
        scorer.answer([text])
        times.append(time.perf_counter() - began)
    return float(np.median(times[5:]) * 1000)


def judge_peer(training: Inquiries, test: Inquiries) -> tuple[dict[str, float], Hits]:
    known, scored = training.in_scope, test.in_scope
    peer = make_pipeline(TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True), LinearSVC())
    guessed = peer.fit(known.texts, known.labels).predict(scored.texts)
    truth = np.array(scored.labels)
    fields = {
        "accuracy": float((guessed == truth).mean()),
        "macro_f1": float(f1_score(truth, guessed, average="macro")),
    }
    return fields, guessed == truth


def ratio_of(ours: Hits, theirs: Hits, seed: int) -> tuple[float, float, float]:
    random = np.random.default_rng(seed)
    draws = random.integers(0, len(ours), (DRAWS, len(ours)))
    low, high = np.quantile(ours[draws].mean(1) / theirs[draws].mean(1), [0.025, 0.975])
    return float(ours.mean() / theirs.mean()), float(low), float(high)


if __name__ == "__main__":
    main()
