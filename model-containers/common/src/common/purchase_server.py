"""The serving container of a purchase model: `GET /ping`, `POST /invocations`. A model brings only its Score."""

import os
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import orjson
from numpy.typing import NDArray
from starlette.applications import Starlette

from common.manifest import ModelManifest
from common.model_server import BadBodyError, create_model_app, serve_app
from common.purchase_request import BadRequestError, ScoringRequest, parse_requests
from common.purchase_rows import FEATURE_NAMES, History, Texts, rows_for
from common.scoring import Floats, Score
from common.tables import ItemText, Tables


@dataclass(frozen=True)
class PurchaseModel:
    """A loaded model with the tables that its rows are computed from."""

    score: Score
    tables: Tables
    scorer: str
    version: str
    columns: tuple[int, ...]

    @staticmethod
    def of(score: Score, tables: Tables, manifest: ModelManifest) -> "PurchaseModel":
        """SCORER picks one of the model's scorers and MODEL_VERSION names the version in answers."""
        scorer = manifest.scorer_for(os.environ.get("SCORER"))
        places = {name: place for place, name in enumerate(FEATURE_NAMES)}
        unknown = [name for name in manifest.feature_names if name not in places]
        if unknown:
            raise ValueError(f"this model needs the feature {unknown[0]}, which is not computed any more")
        columns = tuple(places[name] for name in manifest.feature_names)
        return PurchaseModel(score, tables, scorer, os.environ.get("MODEL_VERSION", manifest.created_at), columns)

    def answer(self, requests: Sequence[ScoringRequest]) -> dict[str, object]:
        """All candidates of all requests are scored in one batch.

        `unmet` are the places of those that nobody had met when the tables were made. A model learns from items that
        somebody met: beside them the score of another is chance (a tree sends it where the youngest or cheapest went).
        """
        parts = [self._rows(request) for request in requests]
        texts = Texts.joined([part[0] for part in parts])
        matrix = np.concatenate([part[1] for part in parts])[:, self.columns]
        probabilities = np.clip(self.score(texts, np.ascontiguousarray(matrix))[self.scorer], 0, 1)
        sizes = np.cumsum([len(request.candidates) for request in requests])[:-1]
        scores = [part.tolist() for part in np.split(np.asarray(probabilities, np.float64), sizes)]
        unmet = [np.flatnonzero(~part[2]).tolist() for part in parts]
        return {"modelVersion": self.version, "scorer": self.scorer, "scores": scores, "unmet": unmet}

    def _rows(self, request: ScoringRequest) -> tuple[Texts, Floats, NDArray[np.bool_]]:
        described = {item.item_id for item in request.items}
        nameless = [ItemText(one, "") for one in request.candidates if one not in described]
        tables = self.tables.with_items([*request.items, *nameless])
        known = [action for action in request.history if action.item_id in tables.index]
        history = History.of(
            [(tables.index[one.item_id], one.kind, one.time, one.price, one.quantity) for one in known]
        )
        candidates = np.array([tables.index[item] for item in request.candidates], np.int64)
        return *rows_for(history, candidates, request.at, tables), tables.is_met(candidates)


def create_app(model: PurchaseModel) -> Starlette:
    def answer(body: bytes) -> dict[str, object]:
        try:
            return model.answer(parse_requests(orjson.loads(body)))
        except orjson.JSONDecodeError as error:
            raise BadBodyError(f"the body is not JSON: {error}") from error
        except BadRequestError as error:
            raise BadBodyError(str(error)) from error

    return create_model_app(answer)


def serve(model: PurchaseModel) -> None:
    serve_app(create_app(model))
