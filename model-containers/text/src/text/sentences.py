"""A text as one vector: the mean of an encoder's last states, as sentence encoders such as MiniLM were trained."""

from torch import Tensor, nn


def sentence_vectors(body: nn.Module, input_ids: Tensor, attention_mask: Tensor, token_type_ids: Tensor) -> Tensor:
    """(batch, width), of length 1: the mean over real tokens of the last states of (batch, time) token ids."""
    states = body(input_ids=input_ids, attention_mask=attention_mask, token_type_ids=token_type_ids).last_hidden_state
    weight = attention_mask.unsqueeze(-1).to(states.dtype)
    mean = (states * weight).sum(1) / weight.sum(1).clamp(min=1)
    return nn.functional.normalize(mean, dim=-1)
