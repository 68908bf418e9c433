"""The dates of a series: over clock changes, from one rhythm to the next, without what is left out."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from bot.language.moments.plans import Plan
from plugins.meetings.series.dates import (
    Off,
    Terms,
    coming,
    every_other_month,
    in_turn,
    leaves_months,
    spans_of_months,
)

PARIS = ZoneInfo("Europe/Paris")
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
MONTHLY = "FREQ=MONTHLY;BYDAY=1TU"


def plan(rule=MONTHLY, wall="2026-12-01T14:00", zone=PARIS):
    return Plan(datetime.fromisoformat(wall), zone, rule)


def day(month, number, year=2027):
    return datetime(year, month, number, tzinfo=PARIS).astimezone(UTC)


def days(found):
    return [f"{date.at.astimezone(PARIS):%d/%m %H:%M}" for date in found]


def test_the_hours_stay_on_the_clock_when_the_clocks_change():
    sundays = Terms(plan("FREQ=WEEKLY;BYDAY=SU", "2026-03-22T16:00"), NOW, minutes=120)
    found = coming([sundays], [], datetime(2026, 3, 20, tzinfo=UTC), 2)
    assert [f"{date.at:%H:%M}-{date.end:%H:%M}" for date in found] == ["16:00-18:00", "16:00-18:00"]
    night = Terms(plan("FREQ=WEEKLY;BYDAY=SU", "2026-03-22T01:00"), NOW, minutes=90)
    date = coming([night], [], datetime(2026, 3, 28, tzinfo=UTC), 1)[0]  # 2:30 does not exist
    assert date.end > date.at


def test_another_rhythm_holds_from_its_day_on():
    before, later = Terms(plan(), NOW), Terms(plan("FREQ=MONTHLY;BYDAY=2TH"), day(2, 1), all_day=True)
    found = coming([before, later], [], NOW, 4)
    assert days(found) == ["01/12 14:00", "05/01 14:00", "11/02 14:00", "11/03 14:00"]
    assert [date.terms.all_day for date in found] == [False, False, True, True]


@given(
    st.lists(
        st.tuples(st.integers(0, 400), st.integers(1, 60)).map(
            lambda span: Off(NOW + timedelta(days=span[0]), NOW + timedelta(days=sum(span)))
        ),
        max_size=6,
    ),
    st.integers(0, 300),
)
def test_no_date_is_in_what_is_left_out_and_none_other_is_lost(off, since):
    after = NOW + timedelta(days=since)
    every = coming([Terms(plan("FREQ=WEEKLY;BYDAY=TU"), NOW)], [], after, 90)
    kept = coming([Terms(plan("FREQ=WEEKLY;BYDAY=TU"), NOW)], off, after, 20)
    expected = [one.at for one in every if not any(span.start <= one.at < span.back for span in off)]
    assert [one.at for one in kept] == expected[:20]


def test_every_other_month_leaves_the_others_to_the_letter():
    halved = every_other_month(plan())
    assert halved.rule == "FREQ=MONTHLY;INTERVAL=2;BYDAY=1TU"
    assert every_other_month(halved) == halved
    assert leaves_months(halved, NOW)
    assert not leaves_months(plan(), NOW)
    assert not leaves_months(plan("FREQ=WEEKLY;BYDAY=TU"), NOW)


def test_it_begins_in_a_month_that_is_free():
    halved = every_other_month(plan())
    letters = spans_of_months([day(12, 7, 2026), day(2, 1), day(4, 5)], halved)
    assert days(coming([Terms(in_turn(halved, letters, NOW), NOW)], [], NOW, 2)) == [
        "05/01 14:00",
        "02/03 14:00",
    ]
    assert in_turn(halved, [], NOW) == halved


@given(st.integers(0, 90_000), st.sampled_from(["Indian/Reunion", "America/Cayenne", "Europe/Paris"]))
def test_an_instant_is_in_the_span_of_its_month_on_the_clocks_of_the_series(hours, zone):
    at = NOW + timedelta(hours=hours)
    (span,) = spans_of_months([at], plan(zone=ZoneInfo(zone)))
    assert span.start <= at < span.back
    local = span.start.astimezone(ZoneInfo(zone))
    assert (local.day, local.hour) == (1, 0)
