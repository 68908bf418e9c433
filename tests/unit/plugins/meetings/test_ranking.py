"""Which date suits the most people."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from plugins.meetings.polls.ranking import Answer, Dated, Tally, best, overtaken, ranked

FIRST = datetime(2026, 12, 1, 14, tzinfo=UTC)


def dated(option, yes=0, if_need_be=0, no=0):
    return Dated(option, FIRST + timedelta(days=option), Tally(yes, if_need_be, no))


def test_answers_are_counted():
    assert Tally.of([Answer.YES, Answer.NO, Answer.YES, Answer.IF_NEED_BE]) == Tally(2, 1, 1)


def test_the_fewest_no_then_the_most_yes_come_first():
    dates = [dated(1, yes=9, no=1), dated(2, yes=2, if_need_be=3), dated(3, yes=3), dated(4, yes=9, no=2)]
    assert [[date.option for date in level] for level in ranked(dates)] == [[3], [2], [1], [4]]
    assert [date.option for date in best(dates)] == [3]


def test_dates_that_suit_as_many_tie_and_stand_in_order():
    dates = [dated(3, yes=4), dated(1, yes=4, if_need_be=1), dated(2, yes=4, no=1)]
    assert [date.option for date in best(dates)] == [1, 3]


def test_a_date_that_nobody_looked_at_is_no_better_for_having_no_no():
    dates = [dated(1), dated(2, yes=5, no=1), dated(3, no=2)]
    assert [[date.option for date in level] for level in ranked(dates)] == [[2], [1], [3]]
    assert best([dated(1), dated(3, no=2)]) == []
    assert best([]) == []


def test_a_date_that_few_answered_is_shown_beside_the_one_to_which_most_can_come():
    few, many, fewer = dated(1, yes=1), dated(2, yes=11, if_need_be=2, no=1), dated(3, if_need_be=1)
    assert [date.option for date in best([few, many, fewer])] == [1]
    assert [date.option for date in overtaken([few, many, fewer])] == [2]
    assert overtaken([dated(1, yes=3), dated(2, yes=2, no=1)]) == []
    assert overtaken([]) == []


def test_of_dates_that_tie_those_come_first_to_which_more_can_come_if_need_be():
    dates = [dated(1, yes=5), dated(2, yes=5, if_need_be=5)]
    assert [date.option for date in best(dates)] == [2, 1]


@given(st.lists(st.tuples(*[st.integers(0, 5)] * 3), max_size=12))
def test_all_dates_are_ranked_once_and_none_below_a_worse_one(counts):
    dates = [dated(number, *each) for number, each in enumerate(counts)]
    levels = ranked(dates)
    assert sorted(date.option for level in levels for date in level) == list(range(len(dates)))
    flat = [date for level in levels for date in level]
    suiting = [date.tally for date in flat if date.tally.suits_somebody]
    assert [tally.suits_somebody for tally in (date.tally for date in flat)] == sorted(
        (date.tally.suits_somebody for date in flat), reverse=True
    )
    assert [(tally.no, -tally.yes) for tally in suiting] == sorted(
        (tally.no, -tally.yes) for tally in suiting
    )
