import numpy as np
from recommender.personal_frequency import PersonalFrequency
from recommender.recall import emphasised
from small_shops import index, sessions_of

HABITS = sessions_of(*["abcaaa", "dbcddd", "ecbeee"] * 10)
WANDERERS = sessions_of(*["abcde", "bcdea", "cdeab", "deabc"] * 10)


def named(shop, ranking):
    return "".join(shop.item_ids[item] for item in ranking.items)


def test_who_buys_the_same_again_is_shown_it_first_and_then_what_all_take():
    model = PersonalFrequency.fit(HABITS)

    assert named(HABITS, model.score(index(HABITS, "dbd"), 2))[0] == "d"
    assert named(HABITS, model.score(index(HABITS, "ee"), 3))[0] == "e"
    assert set(named(HABITS, model.score(index(HABITS, "ee"), 5))) == set("abcde")


def test_where_nobody_comes_back_to_an_item_it_hardly_counts_that_one_was_met():
    assert PersonalFrequency.fit(WANDERERS).habit[0] < 0.05 < 0.5 < PersonalFrequency.fit(HABITS).habit[0]


def test_where_what_was_bought_last_is_bought_again_older_events_fade():
    turning = sessions_of(*["aaaaaabbb", "ccccccddd", "eeeeeefff"] * 10)

    model = PersonalFrequency.fit(turning)

    assert model.habit[1] < 1
    assert named(turning, model.score(index(turning, "aaaaaabb"), 2)) == "ba"


def test_an_event_counts_for_as_much_as_its_kind_does():
    model, session = PersonalFrequency.fit(HABITS), index(HABITS, "aaaad")
    emphases = emphasised({int(session[-1]): 9.0, int(session[0]): 1.0})

    assert named(HABITS, model.score(session, 1)) == "a"
    assert named(HABITS, model.score(session, 1, emphases=emphases)) == "d"


def test_only_what_a_history_holds_has_the_history_for_its_reason():
    model, session = PersonalFrequency.fit(HABITS), index(HABITS, "ab")

    assert [one.item for one in model.explain(session, int(session[0]))] == [session[0]]
    assert model.explain(session, int(index(HABITS, "e")[0])) == ()


def test_a_shop_of_single_events_is_answered_by_what_is_popular():
    singles = sessions_of("a", "a", "b")

    assert named(singles, PersonalFrequency.fit(singles).score(np.zeros(0, np.int64), 2)) == "ab"
