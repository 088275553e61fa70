import numpy as np
from text.phrases import PhraseVectors


def encode(phrases):
    return np.array([[len(phrase)] for phrase in phrases], np.float32).reshape(-1, 1)


class Forgetting(dict):
    """A table beside which another thread forgets what was remembered, while somebody looks the scarf up in it."""

    def __contains__(self, phrase):
        if phrase == "scarf":
            self.vectors._new = {}
        return super().__contains__(phrase)


def test_a_phrase_is_encoded_when_it_is_first_met_and_remembered():
    asked = []
    vectors = PhraseVectors.of(["mug"], lambda phrases: asked.append(list(phrases)) or encode(phrases))

    assert vectors.look_up(["lamp", "mug", "lamp"]).tolist() == [[4], [3], [4]]
    assert vectors.look_up(["lamp"]).tolist() == [[4]]
    assert asked == [["mug"], ["lamp"]]


def test_no_more_is_remembered_than_there_is_room_for(monkeypatch):
    monkeypatch.setattr("text.phrases.MAX_REMEMBERED", 2)
    vectors = PhraseVectors.of([], encode)

    for phrases in (["a", "bb"], ["bb", "ccc"], ["a", "dddd"]):
        assert vectors.look_up(phrases).tolist() == [[len(phrase)] for phrase in phrases]
        assert len(vectors._new) <= 2


def test_what_another_thread_forgets_meanwhile_is_answered_all_the_same():
    table = Forgetting()
    vectors = table.vectors = PhraseVectors(table, np.empty((0, 1), np.float32), encode)
    vectors._new = {"lamp": np.array([4], np.float32), "scarf": np.array([5], np.float32)}

    assert vectors.look_up(["lamp", "scarf"]).tolist() == [[4], [5]]


def test_no_phrases_are_no_vectors():
    assert PhraseVectors.of(["mug"], encode).look_up([]).shape == (0, 1)
