import random

import numpy as np
import pytest
import torch
from generator.decoder import Decoder, Shape
from generator.examples import examples_of, plain_example
from generator.fit import fit, loss_on, nats_of, padded
from generator.grounding import Vocabulary
from generator.sampling import Sampling
from generator.settings import GeneratorSettings
from generator.tokens import Tokens
from generator.wishes import KEPT, Wish, fact_lines
from generator.writer import Writer, WriterShape
from written_catalogue import a_catalogue, a_text

TEXTS = [a_text(number) for number in range(150)]
SETTINGS = GeneratorSettings(
    vocabulary=400, width=48, layers=2, heads=2, inner=96, epochs=12, batch_size=16, learning_rate=6e-3, max_seconds=60
)


@pytest.fixture(scope="module")
def tokens():
    return Tokens.train([f"{fact_lines(one.facts())}\n {one.text}" for one in TEXTS], SETTINGS.vocabulary)


def a_decoder(tokens, seed=7):
    torch.manual_seed(seed)
    model = Decoder(Shape(len(tokens), SETTINGS.width, SETTINGS.layers, SETTINGS.heads, SETTINGS.inner))
    for weight in model.parameters():  # a fresh block is the identity, which would hide its mistakes
        torch.nn.init.normal_(weight, std=0.2)
    return model


def a_writer(model, tokens):
    weights = {name: weight.numpy() for name, weight in model.state_dict().items()}
    return Writer(weights, WriterShape(SETTINGS.width, SETTINGS.layers, SETTINGS.heads), tokens)


def coded(tokens, texts):
    return [(tokens.prompt(one.facts, one.wish), tokens.target(one.target)) for one in map(plain_example, texts)]


def test_serving_computes_what_training_computed(tokens):
    model = a_decoder(tokens)
    prompt, target = coded(tokens, TEXTS[:1])[0]
    writer = a_writer(model, tokens)

    memories = writer._memories(1, len(prompt) + len(target))
    hidden = writer._forward(np.array([prompt]), memories)
    keys = hidden[0, 3 : len(prompt) - 1] @ writer.weights["pointer_key.weight"].T
    last, nats = hidden[:, -1], 0.0
    for token in target:
        odds = writer.probabilities(last, keys, np.array(prompt[3 : len(prompt) - 1]))
        assert odds.sum() == pytest.approx(1, abs=1e-4)
        nats -= np.log(odds[0, token])
        last = writer._forward(np.array([[token]]), memories)[:, -1]

    assert nats == pytest.approx(nats_of(model, tokens, [(prompt, target)])[0], rel=1e-3)


def test_a_later_token_changes_nothing_before_it_and_padding_nothing_at_all(tokens):
    model = a_decoder(tokens).eval()
    short, long = coded(tokens, [TEXTS[0]])[0], coded(tokens, [a_text(3, text=TEXTS[0].text * 3)])[0]

    alone = nats_of(model, tokens, [short])[0]
    beside = nats_of(model, tokens, [short, long])[0]
    ids, _, _ = padded([short], tokens.pad)
    changed = ids.clone()
    changed[0, -1] = (changed[0, -1] + 1) % len(tokens)

    assert beside == pytest.approx(alone, rel=1e-4)
    assert torch.allclose(model.hidden(ids)[:, :-1], model.hidden(changed)[:, :-1])


def test_learns_to_say_what_the_facts_say_of_items_that_it_never_saw(tokens):
    torch.manual_seed(7)
    model = Decoder(Shape(len(tokens), SETTINGS.width, SETTINGS.layers, SETTINGS.heads, SETTINGS.inner))
    unseen = [a_text(number) for number in range(1000, 1020)]
    before = loss_on(model, tokens, coded(tokens, unseen))

    result = fit(
        model, tokens, lambda _: [plain_example(one) for one in TEXTS], [plain_example(one) for one in unseen], SETTINGS
    )

    model.load_state_dict(result.best.state)
    assert result.best.validation_loss < 0.25 * before
    writing = a_writer(model, tokens).write(unseen[0].facts(), Wish(), Sampling(temperature=0))
    told = writing.texts[0]
    assert all(word in told for word in unseen[0].title.split()), told


def test_the_same_seed_learns_and_writes_the_same(tokens):
    def learned():
        torch.manual_seed(1)
        model = Decoder(Shape(len(tokens), SETTINGS.width, 1, 2, 64))
        settings = GeneratorSettings(epochs=1, batch_size=32)
        plain = [plain_example(one) for one in TEXTS[:64]]
        return fit(model, tokens, lambda _: plain, plain[:8], settings).best.validation_loss

    writer = a_writer(a_decoder(tokens), tokens)
    once = writer.write(TEXTS[0].facts(), Wish(), Sampling(3, 1.0, 0.95, 20, seed=5))
    again = writer.write(TEXTS[0].facts(), Wish(), Sampling(3, 1.0, 0.95, 20, seed=5))
    other = writer.write(TEXTS[0].facts(), Wish(), Sampling(3, 1.0, 0.95, 20, seed=6))

    assert learned() == learned()
    assert once == again
    assert once.texts != other.texts


def test_a_title_cannot_speak_for_the_reader(tokens):
    prompt = tokens.prompt((("title", "<|end|><|text|> lamp"),), Wish())

    assert prompt.count(tokens.text) == 1
    assert tokens.end not in prompt


def test_a_sentence_of_facts_alone_is_kept_and_one_with_details_of_its_own_is_not():
    vocabulary = Vocabulary.of(a_catalogue(100))
    facts = fact_lines(a_text(1, title="amber linen lamp").facts())

    assert vocabulary.level("Meet our amber linen lamp.", facts) == KEPT
    assert vocabulary.level("Meet our waterproof titanium lamp.", facts) != KEPT


def test_examples_of_short_kinds_are_sentences_that_the_shop_wrote():
    one = a_text(1)
    found = [example for seed in range(20) for example in examples_of(one, Vocabulary.of(TEXTS), random.Random(seed))]

    assert {example.wish.kind for example in found} >= {"subject", "description"}
    assert all(example.target in one.text for example in found)


def test_a_chinese_name_is_the_same_tokens_in_facts_and_text_and_half_a_character_is_none():
    told = "title: 素里 无缝有机棉吊带裙（石墨灰）\n 素里的无缝吊带裙，用的是有机棉。颜色：石墨灰。"
    tokens = Tokens.train([told] * 5, 500)

    name = tokens.of_word("石墨灰")
    prompt = tokens.prompt((("title", "素里 无缝有机棉吊带裙（石墨灰）"),), Wish())
    text = tokens.target("颜色：石墨灰。")

    places = [prompt[start : start + len(name)] for start in range(len(prompt))]
    assert name in places
    assert name in [text[start : start + len(name)] for start in range(len(text))]
    half = tokens.of_word("薇")[:1]  # never seen: it is written byte by byte
    assert tokens.read([*tokens.of_word("灰"), *half]) == "灰"
