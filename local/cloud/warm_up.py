"""`python -m cloud.warm_up`: loads all that a start loads, so that Python has compiled it before the first one."""

from __future__ import annotations

from dataclasses import replace
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory

from cloud.emulator import load_emulator
from cloud.hooks import register_hooks
from cloud.settings import read_settings


def warm_up() -> None:
    with TemporaryDirectory() as folder:
        settings = replace(read_settings(), state=Path(folder))
        load_emulator(settings)
        register_hooks(settings)
    for program in ("cloud.__main__", "cloud.sagemaker.__main__"):
        import_module(program)


if __name__ == "__main__":
    warm_up()
