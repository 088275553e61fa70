"""Fixtures: a cloud shared by the tests that leave it alone, and one for each test that does not."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

# pytest's importlib mode makes neither neighbours nor the package under test importable.
sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parents[2] / "local"))

from cloud_under_test import Cloud


@pytest.fixture(scope="session")
def cloud(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cloud]:
    """One cloud for the tests that do not stop it."""
    started = Cloud(tmp_path_factory.mktemp("cloud")).start()
    yield started
    started.stop()


@pytest.fixture
def own_cloud(tmp_path: Path) -> Iterator[Cloud]:
    """A cloud that the test may stop, kill and start again."""
    started = Cloud(tmp_path / "cloud").start()
    yield started
    started.stop()
