"""The serving container of a purchase model: `GET /ping`, `POST /invocations`. A model brings only its Score."""

import os
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import orjson
import uvicorn
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from common.manifest import ModelManifest
from common.purchase_request import BadRequestError, ScoringRequest, parse_requests
from common.purchase_rows import FEATURE_NAMES, History, Texts, rows_for
from common.scoring import Floats, Score
from common.tables import ItemText, Tables

LARGEST_BODY = 4_000_000  # bytes; SageMaker itself lets through 6 MB, serverless 4


class TooLargeError(ValueError):
    """A body that is not read to its end."""


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
        scorer = os.environ.get("SCORER") or manifest.default_scorer
        if scorer not in manifest.scorers:
            raise ValueError(f"this model has no scorer {scorer!r}; it has {', '.join(manifest.scorers)}")
        places = {name: place for place, name in enumerate(FEATURE_NAMES)}
        unknown = [name for name in manifest.feature_names if name not in places]
        if unknown:
            raise ValueError(f"this model needs the feature {unknown[0]}, which is not computed any more")
        columns = tuple(places[name] for name in manifest.feature_names)
        return PurchaseModel(score, tables, scorer, os.environ.get("MODEL_VERSION", manifest.created_at), columns)

    def answer(self, requests: Sequence[ScoringRequest]) -> dict[str, object]:
        """All candidates of all requests are scored in one batch."""
        parts = [self._rows(request) for request in requests]
        texts = Texts.joined([part[0] for part in parts])
        matrix = np.concatenate([part[1] for part in parts])[:, self.columns]
        probabilities = np.clip(self.score(texts, np.ascontiguousarray(matrix))[self.scorer], 0, 1)
        sizes = np.cumsum([len(request.candidates) for request in requests])[:-1]
        scores = [part.tolist() for part in np.split(np.asarray(probabilities, np.float64), sizes)]
        return {"modelVersion": self.version, "scorer": self.scorer, "scores": scores}

    def _rows(self, request: ScoringRequest) -> tuple[Texts, Floats]:
        described = {item.item_id for item in request.items}
        nameless = [ItemText(one, "") for one in request.candidates if one not in described]
        tables = self.tables.with_items([*request.items, *nameless])
        known = [action for action in request.history if action.item_id in tables.index]
        history = History.of(
            [(tables.index[one.item_id], one.kind, one.time, one.price, one.quantity) for one in known]
        )
        candidates = np.array([tables.index[item] for item in request.candidates], np.int64)
        return rows_for(history, candidates, request.at, tables)


def create_app(model: PurchaseModel) -> Starlette:
    async def ping(_request: Request) -> Response:
        return Response(status_code=200)

    async def invoke(request: Request) -> Response:
        try:
            requests = parse_requests(orjson.loads(await _bounded_body(request)))
        except TooLargeError as error:
            return _refused(str(error), 413)
        except orjson.JSONDecodeError as error:
            return _refused(f"the body is not JSON: {error}")
        except BadRequestError as error:
            return _refused(str(error))
        answer = await run_in_threadpool(model.answer, requests)
        return Response(orjson.dumps(answer), media_type="application/json")

    return Starlette(routes=[Route("/ping", ping), Route("/invocations", invoke, methods=["POST"])])


async def _bounded_body(request: Request) -> bytes:
    parts, size = [], 0
    async for part in request.stream():
        size += len(part)
        if size > LARGEST_BODY:
            raise TooLargeError(f"the body may have at most {LARGEST_BODY} bytes")
        parts.append(part)
    return b"".join(parts)


def _refused(message: str, status: int = 400) -> Response:
    return Response(orjson.dumps({"message": message}), status_code=status, media_type="application/json")


def serve(model: PurchaseModel) -> None:
    """Run until SageMaker stops the container."""
    uvicorn.run(
        create_app(model),
        host="0.0.0.0",
        port=int(os.environ.get("SAGEMAKER_BIND_TO_PORT", "8080")),
        log_level="warning",
        access_log=False,
    )
