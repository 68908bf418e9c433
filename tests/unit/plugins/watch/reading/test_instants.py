from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.watch.reading.instants import OLDEST, read_instant

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


def at(hour, minute=0, *, day=16, month=11):
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("written", "instant"),
    [
        ("Mon, 16 Nov 2026 09:00:00 +0100", at(8)),
        ("Mon, 16 Nov 2026 09:00:00 GMT", at(9)),
        ("16 Nov 26 09:00 CET", at(8)),
        ("Thu, 16 Jul 2026 09:00:00 CEST", at(7, month=7)),
        ("Mon, 16 Nov 2026 09:00:00 EST", at(14)),
        ("Mon, 16 Nov 2026 09:00:00 XYZ", at(9)),
        ("Mon, 16 Nov 2026 09:00:00 Europe/Paris", at(8)),
        ("Mon, 16 Nov 2026 09:00:00 GMT+1", at(8)),
        ("Mon, 16 Nov 2026 09:00:00 +0100 (CET)", at(8)),
        ("Mon, 16 Nov 2026 24:00:00 GMT", at(0, day=17)),
        ("Mon,16 Nov 2026 09:00:00 GMT", at(9)),
        ("lun.,16 nov. 2026 09:00", at(8)),
        ("2026-11-16T09:00:00Z", at(9)),
        ("2026-11-16T09:00:00.123456789+01:00", at(8)),
        ("2026-11-16T09:00+0100", at(8)),
        ("2026-11-16T9:00:00+01", at(8)),
        ("2026-11-16 09:00:00", at(9)),
        ("20261116T090000Z", at(9)),
        ("2026-11-16", at(0)),
        ("2026/11/16 09:00", at(9)),
        ("Mon Nov 16 09:00:00 CET 2026", at(8)),
        ("November 16, 2026 9:00 pm", at(21)),
        ("lun., 16 nov. 2026 09:00", at(8)),
        ("16 novembre 2026", at(23, day=15)),
        ("Lundi 16 novembre 2026 à 9h30", at(8, 30)),
        ("le 1er août 2026 à 14h", at(12, day=1, month=8)),
        ("mer. 15 juil. 2026 10:00:00 +0200", at(8, day=15, month=7)),
        ("16/11/2026 09:00", at(9)),
        ("11/16/2026 9:00 AM", at(9)),
        ("05/06/2026", at(0, day=5, month=6)),
        ("1794819600", datetime(2026, 11, 16, 9, tzinfo=UTC)),
        ("1794819600000", datetime(2026, 11, 16, 9, tzinfo=UTC)),
    ],
)
def test_dates_are_read_as_they_are_written(written, instant):
    assert read_instant(written, NOW) == instant


def test_the_language_of_a_feed_tells_how_an_ambiguous_date_is_meant():
    assert read_instant("05/06/2026", NOW, day_first=False) == at(0, day=6, month=5)


@pytest.mark.parametrize(
    "written",
    [
        "",
        "hier",
        "2026",
        "20261",
        "Thu, 01 Jan 1970 00:00:00 GMT",
        "Mon, 16 Nov 2037 09:00:00 GMT",
        "Sat, 21 Nov 2026 13:00:00 GMT",
        "Mon, 30 Feb 2026 09:00:00 GMT",
        "Mon, 16 Nov 2026 25:00:00 GMT",
        "Mon, 16 Nov 2026 09:00:00 +9999",
        "0000-00-00 00:00:00",
        "31/31/2026",
        "9999999999",
        "Mon, 16 Foo 2026 09:00:00 GMT",
    ],
)
def test_what_cannot_be_true_is_no_date(written):
    assert read_instant(written, NOW) is None


@given(st.integers(0, 11_000), st.times(), st.integers(-12 * 60, 14 * 60))
def test_what_is_written_by_the_book_is_read_exactly(days, clock, east):
    wall = datetime.combine(OLDEST + timedelta(days=days + 1), clock.replace(microsecond=0), UTC)
    offset = f"{'-' if east < 0 else '+'}{abs(east) // 60:02d}{abs(east) % 60:02d}"
    instant = wall - timedelta(minutes=east)
    mail = f"{wall:%d %b %Y %H:%M:%S} {offset}"
    assert read_instant(f"Mon, {mail}", NOW) == instant
    assert read_instant(mail, NOW) == instant
    assert read_instant(f"{wall:%Y-%m-%dT%H:%M:%S}{offset[:3]}:{offset[3:]}", NOW) == instant


@given(st.text(max_size=60))
def test_any_text_is_a_date_that_can_be_true_or_none(text):
    found = read_instant(text, NOW)
    assert found is None or OLDEST <= found <= NOW + timedelta(days=1)
