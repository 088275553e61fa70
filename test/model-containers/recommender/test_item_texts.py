import numpy as np
from recommender.item_texts import TextSpace, features_of


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


def test_a_shop_without_any_text_gets_vectors_that_say_nothing():
    assert not TextSpace.fit(["", "", ""]).vectors.any()
