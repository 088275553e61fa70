"""Where a network is trained and whose time that takes. Whoever imports this has torch."""

import time

import torch


def best_kind() -> str:
    return "cuda" if torch.cuda.is_available() else "cpu"


def pick_device(kind: str | None = None) -> torch.device:
    """This process's device of a kind; by default its GPU, or the CPU where there is none."""
    kind = kind or best_kind()
    return torch.device(kind, torch.cuda.current_device()) if kind == "cuda" else torch.device(kind)


def device_seconds(device: torch.device, threads: int = 1) -> float:
    """Processor time a thread: a machine that others use, too, does not train another model.

    A GPU's time passes outside of this process, so there the clock on the wall counts.
    """
    return time.monotonic() if device.type == "cuda" else time.process_time() / threads
