import json
import string

import pytest
from common.contracts import FOLDER
from recommender.notes import SENTENCES, Note
from recommender.train import TrainConfig, fit
from small_shops import a_shop, sessions_of

OPTIONS = {
    option["properties"]["code"]["const"]: option["properties"]["values"]
    for option in json.loads((FOLDER / "TrainingNote.json").read_text())["oneOf"]
}


def test_every_note_of_the_contract_has_a_sentence_and_no_other():
    assert set(SENTENCES) == set(OPTIONS)


@pytest.mark.parametrize("code", SENTENCES)
def test_a_sentence_fills_in_what_the_contract_promises_with_its_code(code):
    filled = {name for _, name, _, _ in string.Formatter().parse(SENTENCES[code]) if name}

    assert filled == set(OPTIONS[code].get("required", []))


def test_a_note_is_told_by_its_code_and_in_words():
    note = Note("too-few-described", {"customers": 12})

    assert note.told() == {
        "text": "too few customers share what is said of them: 12",
        "says": {"code": "too-few-described", "values": {"customers": 12}},
    }


def test_a_shop_with_few_visits_is_not_told_that_nobody_asked_for_a_search():
    visits = sessions_of("ab", "bc", "cd")

    assert fit(visits, TrainConfig(search_seconds=5)).note == Note("too-few-to-search", {"sessions": 3})
    assert fit(visits, TrainConfig()).note == fit(a_shop(60), TrainConfig()).note == Note("no-search-asked")
