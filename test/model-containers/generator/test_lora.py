import json

import pytest
import torch
from common.manifest import ModelManifest
from generator.chat import BadRequestError, read_request
from generator.lora import LoraWriter, fit_lora, fitting_tokens, open_base
from generator.score import nats
from generator.settings import GeneratorSettings
from generator.tokens import Tokens
from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast
from written_catalogue import a_text

PLACES = 256
TEXTS = [a_text(number) for number in range(40)]


@pytest.fixture(scope="module")
def base(tmp_path_factory):
    """A tiny base with random weights, laid out as an open model is."""
    folder = tmp_path_factory.mktemp("base")
    Tokens.train([one.text for one in TEXTS], 400).save(folder / "tokenizer.json")
    tokenizer = PreTrainedTokenizerFast(
        tokenizer_file=str(folder / "tokenizer.json"), eos_token="<|end|>", pad_token="<|pad|>"
    )
    tokenizer.save_pretrained(folder)
    torch.manual_seed(3)
    config = LlamaConfig(
        vocab_size=len(tokenizer),
        hidden_size=32,
        intermediate_size=64,
        num_hidden_layers=2,
        num_attention_heads=2,
        max_position_embeddings=PLACES,
    )
    LlamaForCausalLM(config).save_pretrained(folder)
    return folder


@pytest.fixture(scope="module")
def trained(base, tmp_path_factory):
    folder = tmp_path_factory.mktemp("model")
    settings = GeneratorSettings(
        family="lora",
        base_model=str(base),
        epochs=2,
        batch_size=8,
        lora_learning_rate=1e-2,
        dropout=0.0,
        max_length=160,
    )
    result = fit_lora(TEXTS[:32], TEXTS[32:], settings)
    result.save(folder)
    return result, folder


def test_learns_with_few_weights_and_keeps_only_those(trained, base):
    result, folder = trained

    assert result.epochs[-1].validation_loss < result.epochs[0].validation_loss
    assert result.metrics["learned_parameters"] < 0.2 * sum(one.numel() for one in open_base(str(base))[0].parameters())
    assert not list(folder.rglob("model.safetensors"))


def test_scores_and_writes_from_what_it_kept(trained):
    _, folder = trained
    body = {"messages": [{"role": "user", "content": "Facts:\n- title: amber lamp"}], "n": 2, "max_tokens": 8}
    request = read_request(body, json.dumps(body).encode())
    writer = LoraWriter.load(folder)

    writing = writer.answer(request)

    assert len(writing.texts) == 2
    assert writing == writer.answer(request)
    manifest = ModelManifest("lora", ("lora",), "lora", (), "x", "now")
    assert nats(folder, manifest, TEXTS[:2]) == pytest.approx(writer.nats(TEXTS[:2]))


def test_writes_as_many_texts_as_are_asked_for_where_nothing_is_drawn(trained):
    body = {"messages": [{"role": "user", "content": "Facts:\n- title: amber lamp"}], "n": 3, "max_tokens": 4}
    request = read_request({**body, "temperature": 0}, b"")

    writing = LoraWriter.load(trained[1]).answer(request)

    assert len(writing.texts) == len(writing.finished) == 3
    assert len(set(writing.texts)) == 1


def asked_of(content, *before, **given):
    messages = [*before, {"role": "user", "content": content}]
    return read_request({"messages": messages, **given}, b"")


def test_a_prompt_that_is_too_long_for_the_base_loses_its_last_facts_and_keeps_its_end(trained):
    writer = LoraWriter.load(trained[1])
    long = asked_of("Facts:\n- title: amber lamp\n" + "- note: warm light\n" * 200, max_tokens=20)

    writing = writer.answer(long)

    assert PLACES - 20 - 30 < writing.prompt_tokens <= PLACES - 20
    prompt = writer.tokenizer.decode(fitting_tokens(writer.tokenizer, long.messages, PLACES - 20))
    assert "amber lamp" in prompt
    assert prompt.endswith("Text:")


@pytest.mark.parametrize(("facts", "most"), [(1, PLACES), (200, PLACES // 2)])
def test_what_is_written_may_take_the_places_that_its_prompt_leaves_or_half_of_the_bases(trained, facts, most):
    writer = LoraWriter.load(trained[1])
    writer.model.generation_config.eos_token_id = None  # writes as much as it may
    asked = asked_of("Facts:\n- title: amber lamp" + "\n- note: warm light" * facts, max_tokens=4000)

    writing = writer.answer(asked)

    assert writing.text_tokens == min(most, PLACES - writing.prompt_tokens)


@pytest.mark.parametrize("room", range(60, 120, 7))
def test_a_fact_that_is_told_is_told_whole(trained, room):
    tokenizer = LoraWriter.load(trained[1]).tokenizer
    facts = ["title: amber lamp", *(f"size {place}: {place}20 cm\nor {place}25 cm" for place in range(40))]
    long = asked_of("\n- ".join(["Facts:", *facts]))

    tokens = fitting_tokens(tokenizer, long.messages, room)

    _, *told = tokenizer.decode(tokens).removesuffix("\n\nText:").split("\n- ")
    assert len(tokens) <= room
    assert told == facts[: len(told)]


@pytest.mark.parametrize(
    ("system", "fact"), [("Write of warm light. " * 200, "amber lamp"), ("Write.", "amber lamp " * 200)]
)
def test_messages_that_leave_no_room_for_a_whole_fact_are_refused(trained, system, fact):
    asked = asked_of(f"Facts:\n- title: {fact}\n- colour: red", {"role": "system", "content": system})

    with pytest.raises(BadRequestError, match="leave no room for a fact"):
        LoraWriter.load(trained[1]).answer(asked)


def test_a_family_without_its_base_is_refused_before_it_trains():
    with pytest.raises(ValueError, match="needs base_model"):
        GeneratorSettings.parse({"family": "lora"})
