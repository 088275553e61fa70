"""`python3 -m insights.response.serve`: `POST /invocations` {"questions": […]} → {"probabilities": […]}."""

import os
from dataclasses import dataclass
from typing import Any

import orjson
from common.contracts import ContractError, check_contract
from common.manifest import ModelManifest
from common.model_server import BadBodyError, create_model_app, serve_app
from common.moments import epoch_seconds
from common.paths import MlPaths

from insights.model import TabularModel
from insights.response.features import FEATURE_NAMES, Question, matrix_of


@dataclass(frozen=True)
class ResponseModel:
    model: TabularModel
    names: tuple[str, ...]
    version: str

    @staticmethod
    def load(paths: MlPaths) -> "ResponseModel":
        manifest = ModelManifest.read(paths.model / "model.json")
        strange = set(manifest.feature_names) - set(FEATURE_NAMES)
        if strange:
            raise ValueError(f"this model needs the feature {min(strange)}, which is not computed any more")
        version = os.environ.get("MODEL_VERSION", manifest.created_at)
        return ResponseModel(TabularModel.load(paths.model, manifest.family), manifest.feature_names, version)

    def answer(self, body: bytes) -> dict[str, Any]:
        """ResponseScores of core/campaigns/response-contract.ts."""
        questions = parse_questions(body)
        probabilities = self.model.probabilities(matrix_of(questions, self.names))
        return {
            "modelVersion": self.version,
            "scorer": self.model.family,
            "probabilities": [round(one, 8) for one in probabilities.tolist()],
        }


def parse_questions(body: bytes) -> list[Question]:
    try:
        given = orjson.loads(body)
        check_contract("ResponseScoringRequest", given)
        return [_question(one) for one in given["questions"]]
    except (ContractError, ValueError) as error:
        raise BadBodyError(str(error)) from error


def _question(given: dict[str, Any]) -> Question:
    return Question(
        at=epoch_seconds(given["at"]),
        kind=given["kind"],
        channel=given["channel"],
        language=given["language"],
        interactions=tuple((epoch_seconds(one["at"]), one["kind"]) for one in given["interactions"]),
        orders=tuple(epoch_seconds(one) for one in given["orders"]),
        contacted=tuple(epoch_seconds(one) for one in given["contacted"]),
    )


if __name__ == "__main__":
    serve_app(create_model_app(ResponseModel.load(MlPaths.from_environment()).answer))
