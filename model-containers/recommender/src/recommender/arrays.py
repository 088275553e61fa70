"""Arrays on disk, one file each, so that servers map them into memory instead of reading them."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray


def save_arrays(folder: Path, arrays: Mapping[str, NDArray]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, values in arrays.items():
        np.save(folder / f"{name}.npy", np.asarray(values, order="C"))


def load_arrays(folder: Path) -> dict[str, NDArray]:
    """Every array of a folder, mapped: workers of one server share the pages until one writes, and none does.

    As plain arrays over the mapping, because numba knows those at once and looks long at numpy's class of mapped ones.
    """
    return {path.stem: np.asarray(np.load(path, mmap_mode="c")) for path in sorted(folder.glob("*.npy"))}


def folder_megabytes(folder: Path) -> float:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 2**20
