"""When what people schedule comes: wall time over clock changes, what was missed, ends."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language.moments import Reading, Understood, read
from bot.language.moments.plans import Plan, became_due, is_too_frequent, moved, plan_at, plan_of
from plugins.reminders.series import SHORTEST_GAP, monday_morning, tomorrow_morning

PARIS = ZoneInfo("Europe/Paris")
NOUMEA = ZoneInfo("Pacific/Noumea")


def plan(wall, rule=None, zone=PARIS, **more):
    return Plan(datetime.fromisoformat(wall), zone, rule, **more)


def walls(series, count):
    """Return the first wall times of a plan."""
    found, at = [], series.first - timedelta(seconds=1)
    while len(found) < count and (at := series.next_after(at)) is not None:
        found.append(f"{at:%d %H:%M}")
    return found


def understood(text, now="2026-11-21T10:00:00+01:00", territory=None):
    moment = read(text, Reading(datetime.fromisoformat(now), PARIS, "fr", territory))
    assert isinstance(moment, Understood)
    return moment


@pytest.mark.parametrize("wall", ["2027-03-26T09:00", "2027-10-29T09:00"])
def test_nine_o_clock_stays_nine_o_clock_when_the_clocks_change(wall):
    daily = plan(wall, "FREQ=DAILY")
    assert {found[-5:] for found in walls(daily, 5)} == {"09:00"}


def test_an_hour_that_does_not_exist_moves_by_the_gap_on_that_day_only():
    daily = plan("2027-03-27T02:30", "FREQ=DAILY")
    assert walls(daily, 3) == ["27 02:30", "28 03:30", "29 02:30"]


def test_an_hour_that_exists_twice_rings_the_first_time():
    daily = plan("2027-10-30T02:30", "FREQ=DAILY")
    assert walls(daily, 3) == ["30 02:30", "31 02:30", "01 02:30"]
    assert daily.next_after(daily.first).astimezone(UTC).hour == 0


def test_a_single_ring_has_a_next_one_only_before_it():
    once = plan("2026-11-22T09:00")
    assert once.next_after(once.first - timedelta(seconds=1)) == once.first
    assert once.next_after(once.first) is None
    with pytest.raises(ValueError, match="once"):
        _ = once.series


def test_ten_days_of_outage_are_ten_missed_rings_and_one_to_come():
    daily = plan("2026-11-22T09:00", "FREQ=DAILY")
    outcome = became_due(daily, daily.first, daily.first + timedelta(days=9, hours=1))
    assert outcome.count == 10
    assert outcome.next_at == daily.first + timedelta(days=10)


def test_a_ring_in_time_counts_one():
    daily = plan("2026-11-22T09:00", "FREQ=DAILY")
    assert became_due(daily, daily.first, daily.first).count == 1


def test_a_count_ends_the_series():
    thrice = plan("2026-11-22T09:00", "FREQ=DAILY;COUNT=3")
    assert walls(thrice, 10) == ["22 09:00", "23 09:00", "24 09:00"]
    outcome = became_due(thrice, thrice.first, thrice.first + timedelta(days=30))
    assert (outcome.count, outcome.next_at) == (3, None)


def test_an_end_date_ends_the_series():
    until = plan("2026-11-22T09:00", "FREQ=DAILY;UNTIL=20261124T225959Z")
    assert walls(until, 10) == ["22 09:00", "23 09:00", "24 09:00"]


def test_working_days_skip_the_holidays_of_the_territory():
    rule = "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"
    loire = plan("2026-12-24T09:00", rule, skip_holidays=True, territory="42")
    alsace = plan("2026-12-24T09:00", rule, skip_holidays=True, territory="67")
    everywhere = plan("2026-12-24T09:00", rule)
    assert walls(everywhere, 3) == ["24 09:00", "25 09:00", "28 09:00"]
    assert walls(loire, 2) == ["24 09:00", "28 09:00"]
    assert walls(alsace, 2) == ["24 09:00", "28 09:00"]


def test_a_resumed_series_goes_on_with_the_next_ring_to_come():
    weekly = plan("2026-11-24T10:00", "FREQ=WEEKLY;BYDAY=TU")
    resumed = weekly.next_after(datetime(2026, 12, 9, 8, tzinfo=UTC))
    assert resumed == datetime(2026, 12, 15, 10, tzinfo=PARIS)


def test_a_plan_keeps_what_the_time_language_understood():
    made = plan_of(understood("tous les jours ouvrés à 8h45", territory="42"), PARIS, "42")
    assert (made.rule, made.skip_holidays, made.territory) == ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", True, "42")
    assert made.wall.isoformat() == "2026-11-23T08:45:00"
    single = plan_of(understood("demain 9h"), PARIS, "42")
    assert (single.rule, single.territory) == (None, None)


def test_whole_days_ring_in_the_morning_of_the_first():
    made = plan_of(understood("du 3 au 5 mars"), PARIS, None)
    assert made.wall.isoformat() == "2027-03-03T09:00:00"


def test_tomorrow_and_monday_are_those_of_the_zone():
    now = datetime(2026, 11, 22, 20, tzinfo=UTC)
    assert tomorrow_morning(now, PARIS).wall.isoformat() == "2026-11-23T09:00:00"
    assert tomorrow_morning(now, NOUMEA).wall.isoformat() == "2026-11-24T09:00:00"
    assert monday_morning(now, PARIS).wall.isoformat() == "2026-11-23T09:00:00"
    assert monday_morning(now, NOUMEA).wall.isoformat() == "2026-11-30T09:00:00"


def test_a_ring_moves_when_the_rules_of_its_zone_changed():
    nine = plan("2027-07-01T09:00", "FREQ=DAILY")
    set_under_old_rules = nine.first - timedelta(hours=1)
    now = set_under_old_rules
    assert moved(nine, set_under_old_rules, now) == nine.first
    assert moved(nine, nine.first, nine.first) is None
    assert moved(nine, nine.first + timedelta(hours=1), nine.first + timedelta(hours=1)) is None


def test_what_comes_next_is_listed_until_the_series_ends():
    thrice = plan("2026-11-22T09:00", "FREQ=DAILY;COUNT=3")
    assert [at.day for at in thrice.coming(thrice.first - timedelta(days=9), 2)] == [22, 23]
    assert [at.day for at in thrice.coming(thrice.first, 5)] == [23, 24]


@pytest.mark.parametrize("text", ["le 1er jeudi du mois à 10h", "1er jeudi du mois à 10h"])
def test_the_first_thursday_of_the_month_is_one_day_or_one_of_each_month_where_something_recurs(text):
    now = datetime.fromisoformat("2026-11-21T10:00:00+01:00")
    once = read(text, Reading(now, PARIS, "fr"))
    each = read(text, Reading(now, PARIS, "fr", recurring=True))
    assert (once.rrule, each.rrule) == (None, "FREQ=MONTHLY;BYDAY=1TH")
    assert once.at == each.at == datetime(2026, 12, 3, 10, tzinfo=PARIS)


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("le 15 du mois à 8h30", "FREQ=MONTHLY;BYMONTHDAY=15"),
        ("le 1er du mois", "FREQ=MONTHLY;BYMONTHDAY=1"),
        ("le dernier vendredi du mois à 16h", "FREQ=MONTHLY;BYDAY=-1FR"),
        ("the first Thursday of the month at 10:00", "FREQ=MONTHLY;BYDAY=1TH"),
        ("chaque lundi à 9h", "FREQ=WEEKLY;BYDAY=MO"),
        ("le jeudi 3 décembre à 10h", None),
    ],
)
def test_of_the_month_is_of_each_month_where_something_recurs(text, rule):
    now = datetime.fromisoformat("2026-11-21T10:00:00+01:00")
    assert read(text, Reading(now, PARIS, "fr", recurring=True)).rrule == rule


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (None, False),
        ("FREQ=MINUTELY;INTERVAL=5", True),
        ("FREQ=MINUTELY;INTERVAL=15", False),
        ("FREQ=HOURLY", False),
        ("FREQ=DAILY;COUNT=2", False),
        ("FREQ=DAILY", False),
    ],
)
def test_what_recurs_every_few_minutes_is_a_nuisance(rule, expected):
    assert is_too_frequent(plan("2026-11-22T09:00", rule), SHORTEST_GAP) is expected


@given(
    day=st.dates(date(2026, 1, 1), date(2030, 1, 1)),
    minutes=st.integers(0, 24 * 60 - 1),
    zone=st.sampled_from(["Europe/Paris", "America/Miquelon", "Pacific/Noumea", "America/Martinique"]),
    late=st.integers(0, 400),
)
def test_after_any_outage_the_next_ring_is_in_the_future_and_none_is_lost(day, minutes, zone, late):
    wall = datetime.combine(day, datetime.min.time()) + timedelta(minutes=minutes)
    daily = Plan(wall, ZoneInfo(zone), "FREQ=DAILY")
    now = daily.first + timedelta(hours=late)
    outcome = became_due(daily, daily.first, now)
    assert outcome.next_at is not None
    assert now < outcome.next_at <= now + timedelta(hours=26)
    days = (outcome.next_at.astimezone(daily.zone).date() - daily.first.date()).days
    assert outcome.count == days


def test_a_plan_from_an_instant_rings_at_that_minute():
    at = datetime(2026, 11, 21, 9, 10, 30, 123, tzinfo=UTC)
    assert plan_at(at, NOUMEA).first == at.replace(microsecond=0)
