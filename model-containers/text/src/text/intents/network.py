"""BERT with the mean of its last states under one linear layer: how sentence encoders such as MiniLM were trained."""

from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from peft import TaskType
from sklearn.linear_model import LogisticRegression
from torch import Tensor, nn

from text.adapters import add_lora, merged
from text.encoding import TokenRows
from text.intents.settings import IntentSettings
from text.predict import predict_logits
from text.sentences import sentence_vectors


@dataclass(frozen=True)
class Logits:
    logits: Tensor


class IntentNetwork(nn.Module):
    """(batch, time) token ids → (batch, intents) logits of the sentence vector at length 1."""

    def __init__(self, body: nn.Module, width: int, intents: int) -> None:
        super().__init__()
        self.body = body
        self.classifier = nn.Linear(width, intents)

    def vector(self, input_ids: Tensor, attention_mask: Tensor, token_type_ids: Tensor) -> Tensor:
        return sentence_vectors(self.body, input_ids, attention_mask, token_type_ids)

    def forward(self, input_ids: Tensor, attention_mask: Tensor, token_type_ids: Tensor) -> Logits:
        return Logits(self.classifier(self.vector(input_ids, attention_mask, token_type_ids)))


class _Vectors(nn.Module):
    """The network without its head, in the shape that `predict_logits` reads."""

    def __init__(self, network: IntentNetwork) -> None:
        super().__init__()
        self.network = network

    def forward(self, input_ids: Tensor, attention_mask: Tensor, token_type_ids: Tensor) -> Logits:
        return Logits(self.network.vector(input_ids, attention_mask, token_type_ids))


def start_head(network: IntentNetwork, rows: TokenRows, labels: NDArray[np.int64], seed: int) -> None:
    """Fit the head alone first: fine-tuning then does not bend good features to a random head (Kumar et al. 2022)."""
    vectors = predict_logits(_Vectors(network), rows)
    probe = LogisticRegression(C=30, max_iter=300, random_state=seed).fit(vectors, labels)
    weights, bias = probe.coef_, probe.intercept_
    if len(weights) == 1:  # of two intents scikit-learn keeps one row
        weights, bias = np.concatenate([-weights, weights]) / 2, np.concatenate([-bias, bias]) / 2
    with torch.no_grad():
        network.classifier.weight.copy_(torch.from_numpy(weights).float())
        network.classifier.bias.copy_(torch.from_numpy(bias).float())


def prepared(network: IntentNetwork, settings: IntentSettings) -> IntentNetwork:
    """Marks what shall learn: all encoder layers, or low-rank additions to attention."""
    if settings.tuning == "full":
        for parameter in network.body.embeddings.parameters():  # half of the weights; word meanings rarely need to move
            parameter.requires_grad_(False)
        return network
    network.body = add_lora(network.body, settings.lora_rank, TaskType.FEATURE_EXTRACTION)
    return network


def finished(network: IntentNetwork) -> IntentNetwork:
    """The plain network on the CPU, its low-rank additions added into the weights they stand beside."""
    network.body = merged(network.body)
    return network.cpu().eval()
