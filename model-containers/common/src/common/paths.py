"""Where SageMaker puts things below /opt/ml, re-rooted by ML_ROOT on a laptop and in tests."""

import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class MlPaths:
    root: Path

    @staticmethod
    def from_environment() -> "MlPaths":
        return MlPaths(Path(os.environ.get("ML_ROOT", "/opt/ml")))

    @property
    def hyperparameters(self) -> Path:
        return self.root / "input/config/hyperparameters.json"

    def channel(self, name: str) -> Path:
        return self.root / "input/data" / name

    @property
    def model(self) -> Path:
        return self.root / "model"

    @property
    def output_data(self) -> Path:
        return self.root / "output/data"

    @property
    def checkpoints(self) -> Path:
        return self.root / "checkpoints"

    @property
    def failure(self) -> Path:
        return self.root / "output/failure"

    @property
    def exit_message(self) -> Path:
        """What a processing job says of its end."""
        return self.root / "output/message"

    def processing_input(self, name: str) -> Path:
        return self.root / "processing/input" / name

    def processing_output(self, name: str) -> Path:
        return self.root / "processing/output" / name
