"""How dates of a poll are told where there is little room."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from bot.language.catalogue import Words
from plugins.meetings.models import OptionRow
from plugins.meetings.polls.spelling import spell_shortly

PARIS = ZoneInfo("Europe/Paris")


def short(*dates, language="fr"):
    options = [
        OptionRow(
            id=number,
            label="",
            starts_at=start.astimezone(UTC),
            ends_at=end and end.astimezone(UTC),
            all_day=all_day,
        )
        for number, (start, end, all_day) in enumerate(dates)
    ]
    return list(spell_shortly(options, PARIS, Words(language, PARIS)).values())


def at(*when, fold=0):
    return datetime(*when, tzinfo=PARIS, fold=fold)


def test_dates_that_would_be_told_alike_say_their_year_or_their_number():
    assert short((at(2026, 12, 8, 14), at(2026, 12, 8, 16), False), (at(2026, 12, 8, 14), None, False)) == [
        "mar. 08/12 14h-16h",
        "mar. 08/12 14h",
    ]
    assert short((at(2026, 12, 8, 14), None, False), (at(2027, 12, 8, 14), None, False)) == [
        "08/12/26 14h",
        "08/12/27 14h",
    ]
    days = (
        (at(2026, 12, 7), at(2026, 12, 7, 23, 59), True),
        (at(2026, 12, 7), at(2026, 12, 11, 23, 59), True),
    )
    assert short(*days) == ["lun. 07/12", "lun. 07/12-11/12"]
    twice = ((at(2027, 10, 31, 2, 30), None, False), (at(2027, 10, 31, 2, 30, fold=1), None, False))
    assert short(*twice) == ["1. 31/10 2h30", "2. 31/10 2h30"]


INSTANTS = st.integers(0, 3 * 365 * 24 * 60).map(
    lambda minutes: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)


@given(st.lists(INSTANTS, unique=True, max_size=30), st.sampled_from(("fr", "en")))
def test_no_two_dates_are_told_alike_nor_take_more_than_24_bytes(instants, language):
    found = short(*((one, None, False) for one in instants), language=language)
    assert len(set(found)) == len(found)
    assert all(len(one.encode()) <= 24 for one in found)
