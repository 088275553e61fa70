import tracemalloc

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from recommender.item_texts import TextSpace, features_of, hashed


def test_texts_that_share_rare_words_lie_nearer_than_texts_that_share_none():
    texts = ["red ceramic mug", "blue ceramic mug", "garden chair", "folding garden chair", "red scarf", ""]

    vectors = TextSpace.fit(texts, dimensions=4).vectors

    assert vectors[0] @ vectors[1] > 0.5 > vectors[0] @ vectors[2]
    assert not vectors[5].any()


def test_the_same_texts_give_the_same_vectors():
    texts = [f"item {word} of the {word} kind" for word in ("mug", "chair", "mug", "lamp")]

    assert np.allclose(TextSpace.fit(texts, 2).vectors, TextSpace.fit(texts, 2).vectors, atol=1e-6)


def test_chinese_is_cut_in_pairs_of_signs():
    assert features_of("陶瓷马克杯") == ["陶瓷马克杯", "陶瓷~", "瓷马~", "马克~", "克杯~"]


words = st.text(alphabet="ab c陶瓷!", max_size=12)


@settings(max_examples=100, deadline=None)
@given(st.lists(words, max_size=8), st.lists(words, max_size=4))
def test_whatever_is_said_a_vector_has_length_1_or_says_nothing_and_likeness_is_a_cosine(texts, later):
    space = TextSpace.fit(texts)

    vectors = np.concatenate([space.vectors, space.place([*later, *texts])])

    lengths = np.linalg.norm(vectors, axis=1)
    assert (np.isclose(lengths, 1, atol=1e-4) | (lengths == 0)).all()
    assert np.abs(vectors @ vectors.T).max(initial=0) <= 1 + 1e-4


def test_a_text_that_comes_later_lies_where_it_would_have_lain_and_costs_no_catalogue():
    texts = [
        f"{colour} {thing} number{size}" for colour in ("red", "blue") for thing in ("mug", "lamp") for size in "abcd"
    ]
    space = TextSpace.fit(texts)

    assert np.allclose(space.place(texts), space.vectors, atol=1e-5)
    assert not space.place(["", "wholly unheard"]).any()


def test_a_catalogue_of_long_texts_takes_little_more_room_than_what_it_says():
    texts = [" ".join(f"word{(row + place) % 500}" for place in range(1_200)) for row in range(60)]

    tracemalloc.start()
    found = hashed(texts)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert most < 5 * (found.data.nbytes + found.indices.nbytes)


def test_a_shop_without_any_text_gets_vectors_that_say_nothing():
    assert not TextSpace.fit(["", "", ""]).vectors.any()
