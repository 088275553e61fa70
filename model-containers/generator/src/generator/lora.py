"""A low-rank addition to an open instruct model (Hu et al. 2021), learned from the shop's own texts."""

import json
import random
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock

import torch
from common.devices import pick_device
from peft import LoraConfig, PeftModel, TaskType, get_peft_model
from text.base_models import locate_base
from torch import Tensor, nn
from transformers import AutoModelForCausalLM, AutoTokenizer, PreTrainedModel, PreTrainedTokenizerBase

from generator.chat import BadRequestError, ChatRequest
from generator.epochs import Pace, keep_best, update
from generator.examples import Example, examples_of, plain_example
from generator.grounding import Vocabulary
from generator.settings import GeneratorSettings
from generator.shop_texts import ShopText, language_of
from generator.train import Trained
from generator.wishes import fact_lines
from generator.writer import Writing

TARGETS = ("q_proj", "v_proj", "k_proj", "o_proj", "c_attn", "query_key_value")
IGNORED = -100  # label of what is not learned
FACT = "\n- "  # how each begins in the last message


def open_base(base: str) -> tuple[PreTrainedModel, PreTrainedTokenizerBase]:
    location = locate_base(base)
    tokenizer = AutoTokenizer.from_pretrained(location)
    if tokenizer.pad_token_id is None:
        tokenizer.pad_token = tokenizer.eos_token
    kind = torch.bfloat16 if pick_device().type == "cuda" else torch.float32
    return AutoModelForCausalLM.from_pretrained(location, dtype=kind), tokenizer


def prompt_of(tokenizer: PreTrainedTokenizerBase, one: Example) -> str:
    """The lines that serving asks by, in the base's own chat format where it has one."""
    facts, wish = one.facts, one.wish
    told = "\n".join(f"- {line}" for line in fact_lines(facts).split("\n"))
    asked = ("Kind", wish.kind), ("Length", wish.length), ("Tone", "plain"), ("Language", language_of(one.target))
    content = "\n".join([*(f"{name}: {value}" for name, value in asked), "Vertical: general", "Facts:", told])
    return chat_text(tokenizer, [{"role": "user", "content": content}])


def chat_text(tokenizer: PreTrainedTokenizerBase, messages: Sequence[dict[str, str]]) -> str:
    if tokenizer.chat_template:
        return tokenizer.apply_chat_template(list(messages), tokenize=False, add_generation_prompt=True)
    return "\n\n".join(message["content"] for message in messages) + "\n\nText:"


def fit_lora(
    training: Sequence[ShopText],
    validation: Sequence[ShopText],
    settings: GeneratorSettings,
    is_stopped: Callable[[], bool] = lambda: False,
) -> Trained:
    """Keeps the epoch that validates best. Losses are nats: a token of training texts, a byte of validation texts."""
    if not validation:
        raise ValueError("there must be texts to validate on")
    torch.manual_seed(settings.seed)
    base, tokenizer = open_base(settings.base_model)
    device = pick_device()
    model = with_lora(base, settings).to(device)
    optimizer = torch.optim.AdamW(learned_weights(model).values(), lr=settings.lora_learning_rate)
    vocabulary = Vocabulary.of(training)
    held = [plain_example(one) for one in validation]
    pace = Pace(device, settings.epochs, settings.max_seconds, settings.lora_learning_rate, is_stopped)

    def learn(epoch: int) -> list[float]:
        chance = random.Random(settings.seed * 1000 + epoch)
        drawn = [example for one in training for example in examples_of(one, vocabulary, chance)]
        chance.shuffle(drawn)
        return steps(model, tokenizer, optimizer, drawn, epoch, pace, settings)

    best = keep_best(
        epochs=settings.epochs,
        patience=settings.epochs,  # a few epochs that are dear: none is left out
        learn=learn,
        validate=lambda: nats_per_byte(model, tokenizer, held, settings),
        weights=lambda: learned_weights(model),
    )
    model.load_state_dict(best.state, strict=False)
    learned = float(sum(weight.numel() for weight in best.state.values()))
    metrics = {"learned_parameters": learned, "validation_nats_per_byte": best.validation_loss}
    return Trained(lambda folder: save_adapter(folder, model, tokenizer, settings), best.epochs, metrics)


def learned_weights(model: nn.Module) -> dict[str, nn.Parameter]:
    """What the addition consists of; the base is in none of them."""
    return {name: weight for name, weight in model.named_parameters() if weight.requires_grad}


def steps(
    model: nn.Module,
    tokenizer: PreTrainedTokenizerBase,
    optimizer: torch.optim.Optimizer,
    drawn: Sequence[Example],
    epoch: int,
    pace: Pace,
    settings: GeneratorSettings,
) -> list[float]:
    """The losses of as many batches as there is time for: of each the mean over its texts."""
    model.train()
    losses: list[float] = []
    for start in range(0, len(drawn), settings.batch_size):
        rate = pace.rate(epoch + start / len(drawn))
        if rate is None:
            break
        nats = losses_of(model, tokenizer, drawn[start : start + settings.batch_size], settings.max_length)
        loss = nats.sum(1).div((nats > 0).sum(1).clamp_min(1)).mean()
        losses.append(update(optimizer, loss, rate))
    return losses


def save_adapter(
    folder: Path, model: PeftModel, tokenizer: PreTrainedTokenizerBase, settings: GeneratorSettings
) -> None:
    """What `LoraWriter.load` opens; the base itself stays where it is."""
    model.save_pretrained(folder / "adapter")
    tokenizer.save_pretrained(folder / "adapter")
    (folder / "lora.json").write_text(json.dumps({"baseModel": settings.base_model, "maxLength": settings.max_length}))


def with_lora(base: PreTrainedModel, settings: GeneratorSettings) -> PeftModel:
    names = {name.rsplit(".", 1)[-1] for name, module in base.named_modules() if not list(module.children())}
    targets = [name for name in TARGETS if name in names]
    if not targets:
        raise ValueError(f"{type(base).__name__} has none of the layers that LoRA adapts: {', '.join(TARGETS)}")
    config = LoraConfig(
        task_type=TaskType.CAUSAL_LM,
        r=settings.lora_rank,
        lora_alpha=settings.lora_alpha,
        lora_dropout=settings.dropout,
        target_modules=targets,
        fan_in_fan_out="c_attn" in targets,
    )
    return get_peft_model(base, config)


def losses_of(
    model: nn.Module, tokenizer: PreTrainedTokenizerBase, examples: Sequence[Example], longest: int, whole: bool = False
) -> Tensor:
    """(examples, time) nats of each token of the targets, 0 elsewhere; `whole` leaves nothing of a target out."""
    device = next(model.parameters()).device
    coded = []
    for one in examples:
        prompt = tokenizer(prompt_of(tokenizer, one), add_special_tokens=False)["input_ids"]
        target = [*tokenizer(f" {one.target}", add_special_tokens=False)["input_ids"], tokenizer.eos_token_id]
        coded.append((prompt[: longest // 2], target if whole else target[: longest // 2]))
    length = max(len(prompt) + len(target) for prompt, target in coded)
    ids = torch.full((len(coded), length), tokenizer.pad_token_id)
    labels = torch.full((len(coded), length), IGNORED)
    for row, (prompt, target) in enumerate(coded):
        end = len(prompt) + len(target)
        ids[row, :end] = torch.tensor([*prompt, *target])
        labels[row, len(prompt) : end] = torch.tensor(target)
    logits = model(input_ids=ids.to(device)).logits[:, :-1].float()
    wanted = labels[:, 1:].to(device)
    return nn.functional.cross_entropy(logits.transpose(1, 2), wanted, ignore_index=IGNORED, reduction="none")


@torch.no_grad()
def nats_of(
    model: nn.Module, tokenizer: PreTrainedTokenizerBase, examples: Sequence[Example], settings: GeneratorSettings
) -> list[float]:
    """Nats of each whole target, in order."""
    model.eval()
    size = settings.batch_size
    parts = [examples[start : start + size] for start in range(0, len(examples), size)]
    return [
        float(one)
        for part in parts
        for one in losses_of(model, tokenizer, part, settings.max_length, whole=True).sum(1)
    ]


def nats_per_byte(
    model: nn.Module, tokenizer: PreTrainedTokenizerBase, examples: Sequence[Example], settings: GeneratorSettings
) -> float:
    return sum(nats_of(model, tokenizer, examples, settings)) / sum(len(one.target.encode()) for one in examples)


@dataclass(frozen=True)
class LoraWriter:
    model: nn.Module
    tokenizer: PreTrainedTokenizerBase
    max_length: int
    #: One text at a time: draws come from the one generator that torch has, which the request seeds.
    turn: Lock = field(default_factory=Lock)

    @staticmethod
    def load(folder: Path) -> "LoraWriter":
        given = json.loads((folder / "lora.json").read_text())
        base, tokenizer = open_base(given["baseModel"])
        model = PeftModel.from_pretrained(base, folder / "adapter").merge_and_unload()
        model.to(pick_device()).eval()
        return LoraWriter(model, tokenizer, given["maxLength"])

    def nats(self, texts: Sequence[ShopText]) -> list[float]:
        settings = GeneratorSettings(max_length=self.max_length, batch_size=8)
        return nats_of(self.model, self.tokenizer, [plain_example(one) for one in texts], settings)

    @torch.no_grad()
    def answer(self, request: ChatRequest) -> Writing:
        sampling = request.sampling
        prompt, most = self._prompt(request)
        told = {"input_ids": torch.tensor([prompt]), "attention_mask": torch.ones(1, len(prompt), dtype=torch.long)}
        told = {name: one.to(self.model.device) for name, one in told.items()}
        drawn = {"do_sample": True, "temperature": sampling.temperature, "top_p": sampling.top_p}
        with self.turn:
            torch.manual_seed(sampling.seed)
            written = self.model.generate(
                **told,
                **(drawn if sampling.temperature > 0 else {"do_sample": False}),
                num_return_sequences=sampling.samples if sampling.temperature > 0 else 1,
                max_new_tokens=most,
                pad_token_id=self.tokenizer.pad_token_id,
            )
        new = [row[len(prompt) :].tolist() for row in written]
        if sampling.temperature <= 0:
            new *= sampling.samples  # the likeliest text is the same each time
        ended = tuple("stop" if self.tokenizer.eos_token_id in row else "length" for row in new)
        texts = tuple(self.tokenizer.decode(row, skip_special_tokens=True).strip() for row in new)
        return Writing(texts, ended, len(prompt), sum(map(len, new)))

    def _prompt(self, request: ChatRequest) -> tuple[list[int], int]:
        """The tokens of the request, and how many may be written after them: the base knows no more places."""
        most = request.sampling.max_tokens
        places = getattr(self.model.config.get_text_config(), "max_position_embeddings", None)
        whole = tokens_of(self.tokenizer, request.messages)
        if places is None:
            return whole, most
        most = min(most, max(places // 2, places - len(whole)))
        return fitting_tokens(self.tokenizer, request.messages, places - most), most


def tokens_of(tokenizer: PreTrainedTokenizerBase, messages: Sequence[dict[str, str]]) -> list[int]:
    return tokenizer(chat_text(tokenizer, messages), add_special_tokens=False)["input_ids"]


def fitting_tokens(tokenizer: PreTrainedTokenizerBase, messages: Sequence[dict[str, str]], room: int) -> list[int]:
    """At most `room` tokens. What is too long loses the last facts of its last message, each of them whole: half a
    size is another size. The signs of the chat format behind them must stay."""
    *before, last = messages
    head, *facts = last["content"].split(FACT)

    def telling(count: int) -> list[int]:
        return tokens_of(tokenizer, [*before, {**last, "content": FACT.join([head, *facts[:count]])}])

    if len(whole := telling(len(facts))) <= room:
        return whole
    kept = bisect_right(range(1, len(facts)), room, key=lambda count: len(telling(count)))
    if not kept:
        raise BadRequestError(f"the messages leave no room for a fact: the base reads {room} tokens")
    return telling(kept)
