"""What a meeting was given: told only where three answered, with charts, and a trend if there is one."""

import random

from plugins.meetings.survey.charts import distribution_chart, means_chart, spell_mean
from plugins.meetings.survey.results import Satisfaction, satisfaction, tally
from plugins.meetings.survey.trend import Trend, trend


def test_three_answers_are_told_and_two_are_not():
    assert satisfaction(tally([10, 10, 1])) == Satisfaction(3, 7.0)
    assert tally([10, 1]) is None
    assert satisfaction(None) is None
    assert satisfaction([1, 0, 0, 0, 0, 0, 0, 0, 0, 1]) is None


def test_charts_have_a_line_each_with_its_number():
    lines = distribution_chart([0, 0, 0, 1, 0, 0, 0, 2, 40, 0]).splitlines()
    assert lines[0] == lines[-1] == "```"
    assert lines[1:4] == ["10 0", f" 9 {'█' * 20} 40", " 8 █ 2"]
    assert lines[7] == " 4 ▌ 1"
    assert means_chart([("08/12", 8.25), ("12/01", 10.0)], "fr").splitlines()[1:-1] == [
        "08/12 ████████ 8,3",
        "12/01 ██████████ 10",
    ]
    assert spell_mean(7.0, "fr") == "7"


def test_a_trend_needs_five_meetings_that_go_one_way_and_a_change_that_people_notice():
    assert trend([9, 6, 6.5, 7, 7.5, 8]) == Trend(rises=True, since=1)
    assert trend([9, 8.5, 8, 7.5, 7]) == Trend(rises=False, since=0)
    assert trend([6, 7, 8, 9]) is None
    assert trend([7.0, 7.1, 7.2, 7.3, 7.4]) is None
    assert trend([7, 7, 7, 7, 7, 7]) is None
    assert trend([]) is None


def test_chance_alone_seldom_makes_a_trend():
    chance = random.Random(7)
    told = sum(trend([chance.gauss(7.5, 0.6) for _meeting in range(12)]) is not None for _turn in range(1000))
    assert told < 80
