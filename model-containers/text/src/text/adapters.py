"""Which weights learn: all of them, the upper layers, or a low-rank addition that is merged away afterwards."""

from peft import LoraConfig, PeftModel, TaskType, get_peft_model
from torch import nn
from transformers import PreTrainedModel

ATTENTION_NAMES = ("query", "value", "q_proj", "v_proj", "q_lin", "v_lin", "query_key_value", "Wqkv")
LORA_DROPOUT = 0.05


def freeze_lower(model: PreTrainedModel, layers: int, freezes_embeddings: bool) -> None:
    """Fix the embeddings and the first `layers` encoder layers at their pre-trained values."""
    body = model.base_model
    if freezes_embeddings or layers:
        for parameter in body.embeddings.parameters() if hasattr(body, "embeddings") else ():
            parameter.requires_grad_(False)
    if layers:
        stack = encoder_layers(model)
        if layers > len(stack):
            raise ValueError(f"frozen_layers is {layers}, but this base has {len(stack)} layers")
        for layer in stack[:layers]:
            layer.requires_grad_(False)


def encoder_layers(model: PreTrainedModel) -> nn.ModuleList:
    """The list of transformer layers: the longest ModuleList, whatever the family calls it."""
    lists = [module for module in model.base_model.modules() if isinstance(module, nn.ModuleList)]
    if not lists:
        raise ValueError(f"{type(model).__name__} has no list of layers to freeze")
    return max(lists, key=len)


def add_lora(model: PreTrainedModel, rank: int, task: TaskType = TaskType.SEQ_CLS) -> PeftModel:
    """Fix the base and learn rank-`rank` additions to the attention's query and value (Hu et al. 2021, section 4.2).

    The head of a classifier learns in full.
    """
    names = {name.rsplit(".", 1)[-1] for name, module in model.named_modules() if isinstance(module, nn.Linear)}
    targets = [name for name in ATTENTION_NAMES if name in names]
    if not targets:
        raise ValueError(f"{type(model).__name__} has none of the attention layers that LoRA adapts: {ATTENTION_NAMES}")
    config = LoraConfig(task_type=task, r=rank, lora_alpha=2 * rank, lora_dropout=LORA_DROPOUT, target_modules=targets)
    return get_peft_model(model, config)


def merged(model: nn.Module) -> nn.Module:
    """The plain network that computes the same: LoRA additions are added into the weights they stand beside."""
    return model.merge_and_unload() if isinstance(model, PeftModel) else model
