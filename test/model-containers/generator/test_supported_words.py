"""What sampling may say: plain words and words of the facts, in whole sentences, without echoes."""

import re
from dataclasses import replace

import pytest
import torch
from generator.decoder import Decoder, Shape
from generator.echoes import TokenShapes
from generator.elsewhere import elsewhere_of
from generator.sampling import Sampling
from generator.supported_words import plain_words
from generator.tokens import Tokens
from generator.wishes import Wish, fact_lines
from generator.writer import Writer, WriterShape, whole_sentences
from written_catalogue import a_text

TEXTS = [a_text(number) for number in range(60)]
FACTS = (("title", "Amber Linen Lamps"), ("size", "40 cm"))
HOT = Sampling(samples=6, temperature=1.5, top_p=1.0, max_tokens=60, seed=3)


@pytest.fixture(scope="module")
def writer():
    tokens = Tokens.train([f"{fact_lines(one.facts())}\n {one.text}" for one in TEXTS], 400)
    torch.manual_seed(7)
    model = Decoder(Shape(len(tokens), 48, 2, 2, 96))
    for weight in model.parameters():  # a fresh decoder writes noise, which is what must be held
        torch.nn.init.normal_(weight, std=0.2)
    weights = {name: weight.numpy() for name, weight in model.state_dict().items()}
    return Writer(weights, WriterShape(48, 2, 2), tokens)


def words_in(text):
    return re.findall(r"[^\W\d_]+(?:['’][^\W\d_]+)*", text)


def test_even_noise_says_nothing_but_plain_words_and_facts(writer):
    plain = {word.lower() for word in plain_words()}
    allowed = plain | {"amber", "ambers", "linen", "linens", "lamp", "lamps", "cm", "cms"}

    texts = writer.write_supported(FACTS, Wish(), HOT).texts

    assert len(texts) == 6
    for text in texts:
        said = {word.lower().removesuffix("'s").removesuffix("’s") for word in words_in(text)}
        assert said <= allowed, said - allowed
        assert set(re.findall(r"\d+", text)) <= {"40"}


def test_noise_without_the_constraint_does_leave_the_facts(writer):
    texts = writer.write(FACTS, Wish(), HOT).texts

    assert any(word.lower() not in plain_words() for text in texts for word in words_in(text))


def test_a_sentence_opens_with_a_capital_letter_and_a_broken_one_is_left_out(writer):
    for text in writer.write_supported(FACTS, Wish(), HOT).texts:
        opening = text[0]
        assert opening.isupper() or opening.isdigit()
    assert whole_sentences("It is a lamp. It has a") == "It is a lamp."
    assert whole_sentences("It is a cele") == "It is a"


def test_the_same_seed_keeps_the_same_texts(writer):
    assert writer.write_supported(FACTS, Wish(), HOT) == writer.write_supported(FACTS, Wish(), HOT)


def test_what_is_said_of_other_goods_alone_is_not_said_of_these(writer):
    shy = Writer(writer.weights, writer.shape, writer.tokens, {"Clothing": ["home", "decor", "lamp"]})
    of_clothing = (("title", "Amber Linen Lamps"), ("category", "Clothing > Shirts"))
    hot = Sampling(samples=40, temperature=1.5, top_p=1.0, max_tokens=60, seed=3)

    said = {word.lower() for text in shy.write_supported(of_clothing, Wish(), hot).texts for word in words_in(text)}
    elsewhere = {word.lower() for text in shy.write_supported(FACTS, Wish(), hot).texts for word in words_in(text)}

    assert not said & {"home", "decor"}
    assert "lamp" in said  # a fact may always be said
    assert elsewhere & {"home", "decor"}


def test_words_of_elsewhere_are_those_that_many_texts_hold_and_none_of_a_category():
    lamps = [replace(a_text(n), category=("Lamps",), text="A cozy lamp for every home and room.") for n in range(40)]
    shirts = [replace(a_text(n), category=("Shirts",), text="A casual shirt for every outing.") for n in range(40)]
    few = [replace(a_text(n), category=("Pens",), text="A casual pen.") for n in range(4)]

    chinese = [replace(a_text(n), category=("Books",), text="一本好书,适合每个家庭。") for n in range(60)]

    found = elsewhere_of([*lamps, *shirts, *few, *chinese])

    assert {"home", "room", "cozy"} <= set(found["Shirts"])
    assert "casual" in found["Lamps"]
    assert "every" not in found["Lamps"]  # said of both, and sentences need it
    assert "Pens" not in found  # too few to tell
    assert "Books" not in found  # not said in these words at all


def test_what_a_writer_leaves_out_is_kept_with_it(writer, tmp_path):
    Writer(writer.weights, writer.shape, writer.tokens, {"Clothing": ["decor"]}).save(tmp_path)

    assert Writer.load(tmp_path).elsewhere == {"Clothing": ["decor"]}


def test_no_telling_word_comes_twice_in_a_sentence_and_a_new_sentence_is_free():
    shapes = TokenShapes.of(["Ġstyle", "Ġin", "ish", "Ġbra", ".", ","])

    assert set(shapes.echoes([0, 1])) == {0}
    assert set(shapes.echoes([3, 2, 5, 1])) == {3}
    assert set(shapes.echoes([0, 4])) == set()


def test_the_plain_words_hold_no_claim():
    assert not {"leather", "red", "best", "women", "her", "waterproof", "tiny"} & set(plain_words())
    assert {"the", "perfect", "elevate"} <= set(plain_words())


def test_a_sentence_that_was_forced_is_left_out_and_of_forced_ones_the_least():
    tokens = Tokens.train(["A lamp of oak. It we is too.", "A lamp. It is."], 300)
    writer = Writer.__new__(Writer)
    writer.tokens = tokens
    text = "A lamp of oak. It we is too."
    ids = tokens.judged(text)[:-1]
    ends = [len(tokens.read(ids[: place + 1])) for place in range(len(ids))]

    def forced(first, second):
        return [first if end <= len("A lamp of oak.") else second for end in ends]

    assert writer._said_freely(ids, forced(0.1, 9.0)) == "A lamp of oak."
    assert writer._said_freely(ids, forced(0.1, 0.1)) == text
    assert writer._said_freely(ids, forced(9.0, 8.0)) == "It we is too."
