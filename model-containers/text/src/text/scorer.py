"""A trained purchase model opened for scoring, on ONNX Runtime: neither torch nor transformers is imported."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import lightgbm
import numpy as np
from numpy.typing import NDArray
from onnxruntime import InferenceSession
from tokenizers import Tokenizer

from text.blend_rows import text_columns, with_text
from text.boosting import booster_logits, load_boosters
from text.cascade import Cascade
from text.encoding import PairEncoder
from text.facts import Facts
from text.gaussian_ranks import GaussianRanks
from text.grouped import GroupedRows, group_rows, tower_batch
from text.history import history_phrases
from text.onnx_scorer import OnnxEncoder, open_session
from text.phrases import PhraseVectors, Vectors
from text.stacking import Stacker

BERT, BLEND = "bert", "bert-blend"
SCORERS = (BERT, BLEND)
SENTENCE_TOKENS = 32  # a title; more is cut
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class BlendParts:
    """The members beside BERT, as serving needs them."""

    boosters: tuple[lightgbm.Booster, ...]
    ranks: GaussianRanks
    tower: InferenceSession
    vectors: PhraseVectors
    cascade: Cascade


@dataclass(frozen=True)
class PurchaseScorer:
    """Calibrated purchase probabilities of candidates by `bert` and, where it was fitted, `bert-blend`."""

    encoder: PairEncoder
    classifier: OnnxEncoder
    facts: Facts
    logit_correction: float
    stacker: Stacker
    blend: BlendParts | None
    feature_names: tuple[str, ...]

    @property
    def scorers(self) -> tuple[str, ...]:
        return SCORERS if self.blend else (BERT,)

    def bert_logits(self, histories: Sequence[str], candidates: Sequence[str], features: NDArray[np.float32]) -> Floats:
        """(rows,) at the true base rate: the thinning of negatives is undone."""
        rows = self.encoder.encode_pairs(histories, self.facts.describe(features, self.feature_names, candidates))
        return self.classifier.run(rows)[:, 0].astype(np.float64) + self.logit_correction

    def probabilities(
        self,
        scorer: str,
        groups: NDArray[np.int64],
        histories: Sequence[str],
        candidates: Sequence[str],
        features: NDArray[np.float32],
    ) -> Floats:
        """(rows,). The rows of a group share a history; `features` has the columns of `feature_names`."""
        return self.all_probabilities((scorer,), groups, histories, candidates, features)[scorer]

    def all_probabilities(
        self,
        scorers: Sequence[str],
        groups: NDArray[np.int64],
        histories: Sequence[str],
        candidates: Sequence[str],
        features: NDArray[np.float32],
    ) -> dict[str, Floats]:
        """By scorer; BERT, which costs most, runs once for all of them and on no more rows than they ask it about."""
        unknown = [scorer for scorer in scorers if scorer not in self.scorers]
        if unknown:
            raise ValueError(f"this model has no scorer {unknown[0]!r}; it has {', '.join(self.scorers)}")
        if not len(groups):
            return {scorer: np.empty(0) for scorer in scorers}
        blend = self.blend if BLEND in scorers else None
        others, is_read = np.empty((len(groups), 0)), np.zeros(len(groups), bool)
        if blend:
            others = member_logits(blend, groups, histories, candidates, features, self.feature_names)
            is_read = blend.cascade.reads(groups, others)
        asked = np.flatnonzero(is_read | (BERT in scorers))
        bert = np.zeros(len(groups))
        bert[asked] = self.bert_logits(
            [histories[row] for row in asked], [candidates[row] for row in asked], features[asked]
        )
        answers = {BERT: self.stacker.probabilities(bert[:, None])} if BERT in scorers else {}
        if blend:
            answers[BLEND] = blend.cascade.probabilities(bert, others, is_read)
        return answers


def member_logits(
    blend: BlendParts,
    groups: NDArray[np.int64],
    histories: Sequence[str],
    candidates: Sequence[str],
    features: NDArray[np.float32],
    names: Sequence[str],
) -> Floats:
    """(rows, 2): trees and tower."""
    texts = text_columns(groups, histories, candidates, blend.vectors)
    columns = with_text(features, names, texts)
    phrases = {history: history_phrases(history) for history in dict.fromkeys(histories)}
    met = PhraseVectors.of(
        [*(one for several in phrases.values() for one in several), *candidates], blend.vectors.look_up
    )
    rows = group_rows(
        groups, [phrases[history] for history in histories], candidates, blend.ranks.apply(columns.matrix), met
    )
    tower = run_tower(blend.tower, rows, met.matrix)
    return np.column_stack([booster_logits(blend.boosters, columns.matrix), tower])


def run_tower(session: InferenceSession, rows: GroupedRows, matrix: Vectors) -> NDArray[np.float32]:
    """One logit for each row, as `predict_tower` computes it with torch."""
    logits = np.zeros(len(rows.candidate), np.float32)
    for lines in np.array_split(np.arange(len(rows)), -(-len(rows) // 64)):
        batch = tower_batch(rows, lines, matrix)
        feed = {
            "candidates": batch.candidates,
            "history": batch.history,
            "mask": batch.mask,
            "features": batch.features,
        }
        logits[rows.row[lines][batch.is_row]] = session.run(None, feed)[0][batch.is_row]
    return logits


def open_scorer(folder: Path, threads: int | None = None) -> PurchaseScorer:
    """Open what `fit_purchase_model` wrote."""
    recipe = json.loads((folder / "recipe.json").read_text())
    blend = None
    if recipe["blend"]:
        arrays = np.load(folder / "blend.npz")
        sentences = PairEncoder(Tokenizer.from_file(str(folder / "tokenizer.json")), SENTENCE_TOKENS)
        encoder = OnnxEncoder.open(folder / "sentences.onnx", threads)
        table = {phrase: row for row, phrase in enumerate(json.loads((folder / "phrases.json").read_text()))}
        blend = BlendParts(
            boosters=load_boosters(folder),
            ranks=GaussianRanks(arrays["knots"]),
            tower=open_session(folder / "tower.onnx", threads),
            vectors=PhraseVectors(
                table,
                arrays["vectors"].astype(np.float32),
                lambda phrases: encoder.run(sentences.encode_texts(phrases)),
            ),
            cascade=Cascade(
                _stacker(recipe["blend"]["first"]), _stacker(recipe["blend"]["last"]), recipe["blend"]["depth"]
            ),
        )
    return PurchaseScorer(
        encoder=PairEncoder(Tokenizer.from_file(str(folder / "tokenizer.json")), recipe["max_tokens"]),
        classifier=OnnxEncoder.open(folder / "classifier.onnx", threads),
        facts=Facts(tuple(recipe["facts"]["names"]), tuple(tuple(cuts) for cuts in recipe["facts"]["cuts"])),
        logit_correction=recipe["logit_correction"],
        stacker=_stacker(recipe["bert"]),
        blend=blend,
        feature_names=tuple(recipe["feature_names"]),
    )


def save_recipe(
    folder: Path,
    max_tokens: int,
    logit_correction: float,
    facts: Facts,
    bert: Stacker,
    blend: Cascade | None,
    feature_names: Sequence[str],
) -> None:
    recipe = {
        "max_tokens": max_tokens,
        "logit_correction": logit_correction,
        "facts": {"names": facts.names, "cuts": facts.cuts},
        "feature_names": list(feature_names),
        "bert": _written(bert),
        "blend": {"first": _written(blend.first), "last": _written(blend.last), "depth": blend.depth}
        if blend
        else None,
    }
    (folder / "recipe.json").write_text(json.dumps(recipe, indent=2))


def _written(stacker: Stacker) -> dict[str, object]:
    return {"members": stacker.members, "weights": stacker.weights, "intercept": stacker.intercept}


def _stacker(written: dict) -> Stacker:
    return Stacker(tuple(written["members"]), tuple(written["weights"]), written["intercept"])
