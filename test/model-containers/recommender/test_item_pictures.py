"""Items told apart by their pictures alone."""

import numpy as np
import polars as pl
from recommender.answering import Answerer
from recommender.cold_items import LikenessIndex
from recommender.covisitation import CoVisitation
from recommender.finders import Alone, finder_of
from recommender.interactions import read_pictures, read_texts
from recommender.item_pictures import item_picture_vectors, least_likeness
from recommender.item_texts import TextSpace
from recommender.item_vectors import ItemContent, item_vectors
from recommender.popularity import Popularity
from recommender.request import Request
from recommender.saved import SavedModel
from recommender.two_towers import TwoTowers
from small_shops import a_shop

SHOP = a_shop()
RNG = np.random.default_rng(3)


def looks(count: int, width: int = 16) -> np.ndarray:
    """Pictures of much the same direction, as models of pictures have them, which differ in their own."""
    return (5 + RNG.normal(size=(count, width))).astype(np.float32)


def test_pictures_are_compared_by_what_they_differ_in():
    red, blue = looks(2)
    pictures = {"a": red, "b": red + 0.01, "c": blue, "d": blue + 0.01, "e": red}

    vectors = item_picture_vectors(pictures, ["a", "b", "c", "d", "none"])

    assert vectors[0] @ vectors[1] > 0.9 > 0 > vectors[0] @ vectors[2]
    assert not vectors[4].any()


def test_few_dimensions_keep_who_is_like_whom():
    pictures = {f"i{place}": picture for place, picture in enumerate(looks(30, 40))}
    pictures |= {f"j{place}": pictures[f"i{place}"] + 0.01 for place in range(30)}
    ids = sorted(pictures)

    vectors = item_picture_vectors(pictures, ids, dimensions=20)

    likeness = vectors @ vectors.T - 2 * np.eye(len(ids))
    assert vectors.shape == (60, 20)
    assert all(ids[best][1:] == ids[row][1:] for row, best in enumerate(likeness.argmax(axis=1)))


def test_pictures_of_another_model_and_empty_ones_are_left_out():
    pictures = {"a": looks(1)[0], "b": looks(1)[0], "other": looks(1, 9)[0], "zero": np.zeros(16, np.float32)}

    vectors = item_picture_vectors(pictures, ["a", "b", "other", "zero"])

    assert vectors.any(axis=1).tolist() == [True, True, False, False]


def test_a_catalogue_without_pictures_has_none():
    assert item_picture_vectors({}, ["a", "b"]).shape == (2, 0)


def test_words_a_reading_and_pictures_stand_beside_each_other():
    ids, texts = ("a", "b", "c", "d"), {"a": "red mug", "b": "blue mug", "c": "red chair"}
    pictures = {"a": looks(1)[0], "d": looks(1)[0]}

    def encode(texts):
        return np.arange(3 * len(texts), dtype=np.float32).reshape(-1, 3) + 1

    words = item_vectors(ItemContent.of(ids, texts, {}))
    everything = item_vectors(ItemContent.of(ids, texts, pictures), encode)

    assert everything.shape[1] == words.shape[1] + 16 + 3
    assert not words[3].any()
    assert everything[3].any()
    assert item_vectors(ItemContent.of(ids, {}, {})) is None


def test_an_item_with_a_picture_alone_is_found_by_the_two_towers():
    texts = dict.fromkeys(SHOP.item_ids, "thing")
    around = np.linspace(0, 2 * np.pi, len(SHOP.item_ids), endpoint=False)
    order = np.argsort([int(item_id[1:]) for item_id in SHOP.item_ids])
    seen = np.zeros((len(order), 8), np.float32)
    seen[order, 0], seen[order, 1] = np.cos(around), np.sin(around)  # items stand in a circle, as sessions walk it
    pictures = dict(zip(SHOP.item_ids, seen, strict=True))

    towers = TwoTowers.fit(SHOP, item_vectors(ItemContent.of(SHOP.item_ids, texts, pictures)))

    item = SHOP.item_ids.index("i30")
    near = [SHOP.item_ids[code] for code in Alone(finder_of(towers)).score(np.array([item]), 12).items]
    assert sum(24 <= int(item_id[1:]) <= 42 for item_id in near) >= 10


def test_an_unmet_item_stands_behind_what_it_looks_like_and_says_so():
    ids = (*SHOP.item_ids, "new")
    pictures = dict(zip(SHOP.item_ids, looks(len(SHOP.item_ids)), strict=True))
    pictures["new"] = pictures["i5"]
    told = [f"thing{place}" for place in range(len(ids))]
    cold = np.array([item_id == "new" for item_id in ids])
    index = LikenessIndex.of(TextSpace.fit(told), ids, cold, item_picture_vectors(pictures, ids))
    saved = SavedModel(CoVisitation.fit(SHOP), Popularity.fit(SHOP), SHOP.item_ids)

    answer = Answerer.of(saved, "v1", "covisitation", index).answer(Request(("i5",), k=20, exclude=("i5",)))

    found = next(one for one in answer["candidates"] if one["itemId"] == "new")
    assert (found["source"], found["evidence"]) == ("similar-picture", ["i5"])


def test_likeness_comes_back_from_its_folder_also_from_one_of_before_there_were_pictures(tmp_path):
    index = LikenessIndex.of(TextSpace.fit(["red mug", "red lamp"]), ("a", "b"), np.array([True, False]), looks(2))
    (tmp_path / "now").mkdir()
    index.save(tmp_path / "now")

    loaded = LikenessIndex.load(tmp_path / "now", ("a", "b"))
    assert np.array_equal(loaded.pictures, index.pictures)
    (tmp_path / "now/pictures.npy").unlink()
    assert LikenessIndex.load(tmp_path / "now", ("a", "b")).pictures.shape == (2, 0)


def test_the_channel_tells_attributes_in_words_and_pictures_in_numbers(tmp_path):
    rows = [
        {"item_id": "a", "title": "Mug", "attributes": ["colour red", "size big"], "image_vector": [0.5, 1.0]},
        {"item_id": "b", "title": "Lamp", "attributes": None, "image_vector": None},
        {"item_id": "c", "title": "Sofa", "attributes": [], "image_vector": []},
    ]
    pl.DataFrame(rows).write_parquet(tmp_path / "items.parquet")

    assert read_texts(tmp_path)["a"] == "Mug colour red size big"
    assert read_texts(tmp_path)["b"] == "Lamp"
    assert {item_id: vector.tolist() for item_id, vector in read_pictures(tmp_path).items()} == {"a": [0.5, 1.0]}


def test_a_picture_that_many_items_share_is_a_placeholder_and_none_at_all():
    empty, others = looks(1)[0], looks(4)
    pictures = {f"empty{place}": empty for place in range(6)} | {f"i{place}": one for place, one in enumerate(others)}

    vectors = item_picture_vectors(pictures, list(pictures))

    assert vectors.any(axis=1).tolist() == [False] * 6 + [True] * 4


def test_hardly_any_two_unrelated_pictures_are_look_alikes():
    vectors = item_picture_vectors(
        {f"i{place}": one for place, one in enumerate(looks(300))}, [f"i{n}" for n in range(300)]
    )

    pairs = (vectors @ vectors.T)[np.triu_indices(300, 1)]

    assert (pairs >= 0.4).mean() > 0.05
    assert (pairs >= least_likeness(vectors)).mean() < 0.01
    assert least_likeness(vectors[:1]) == 1.0
