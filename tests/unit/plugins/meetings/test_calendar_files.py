"""Meetings as calendar files, read again as calendars do."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from urllib.parse import parse_qs, urlsplit
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from plugins.meetings.calendars.entries import Entry
from plugins.meetings.calendars.files import calendar_file
from plugins.meetings.calendars.links import google_link

PARIS = ZoneInfo("Europe/Paris")
CHANGED = datetime(2026, 11, 23, 8, 30, tzinfo=UTC)
MEETING = Entry(
    uid="rencontre-12@reseau.example",
    sequence=2,
    changed_at=CHANGED,
    title="Réunion ; ateliers, visite\\suite\nde l’été",
    start=datetime(2026, 12, 1, 14, tzinfo=PARIS),
    end=datetime(2026, 12, 1, 16, 30, tzinfo=PARIS),
    where="Salle des fêtes, 42110 Feurs",
    link="https://visio.example/feurs?a=1;b=2",
    about="Ordre du jour :\n- accueil",
    organiser='Jeanne "Jo" Martin; CC',
    alarm=timedelta(minutes=90),
)


def event(*entries):
    (found,) = Calendar.from_ical(calendar_file(entries)).walk("VEVENT")
    return found


def test_all_that_a_calendar_shows_is_read_again():
    read = event(MEETING)
    assert read["uid"] == MEETING.uid
    assert read["sequence"] == 2
    assert read.decoded("dtstamp") == CHANGED
    assert read["summary"] == "Réunion ; ateliers, visite\\suite de l’été"
    assert read.decoded("dtstart") == MEETING.start
    assert read.decoded("dtend") == MEETING.end
    assert read["dtstart"].params["TZID"] == "Europe/Paris"
    assert read["location"] == MEETING.where
    assert read["url"] == MEETING.link
    assert read["description"] == f"{MEETING.about}\n\n{MEETING.link}"
    assert read["organizer"].params["CN"] == "Jeanne 'Jo' Martin; CC"
    (alarm,) = read.walk("VALARM")
    assert alarm.decoded("trigger") == timedelta(minutes=-90)


def test_lines_end_and_break_as_the_format_wants():
    written = calendar_file([replace(MEETING, about="é" * 400)])
    lines = written.split(b"\r\n")
    assert b"\n" not in b"".join(lines)
    assert max(map(len, lines)) <= 75
    assert b"".join(lines).decode()


@pytest.mark.parametrize(
    ("end", "last"),
    [(None, date(2026, 12, 2)), (datetime(2026, 12, 3, 23, 59, tzinfo=PARIS), date(2026, 12, 4))],
)
def test_whole_days_end_before_the_day_after_them_and_need_no_zone(end, last):
    entry = replace(MEETING, start=datetime(2026, 12, 1, tzinfo=PARIS), end=end, all_day=True)
    read = event(entry)
    assert (read.decoded("dtstart"), read.decoded("dtend")) == (date(2026, 12, 1), last)
    assert b"VTIMEZONE" not in calendar_file([entry])


def test_without_an_end_it_takes_an_hour_and_without_a_place_it_is_where_the_link_leads():
    read = event(replace(MEETING, end=None, where="", about=""))
    assert read.decoded("dtend") - read.decoded("dtstart") == timedelta(hours=1)
    assert read["location"] == MEETING.link
    assert "description" not in read


def test_a_cancelled_one_is_taken_out_of_calendars_under_the_same_name():
    cancelled = replace(MEETING, sequence=3, is_cancelled=True)
    calendar = Calendar.from_ical(calendar_file([cancelled]))
    assert calendar["method"] == "CANCEL"
    (read,) = calendar.walk("VEVENT")
    assert (read["status"], read["uid"], read["sequence"]) == ("CANCELLED", MEETING.uid, 3)
    assert not read.walk("VALARM")
    both = Calendar.from_ical(calendar_file([MEETING, replace(cancelled, uid="rencontre-13@reseau.example")]))
    assert both["method"] == "PUBLISH"


def test_a_file_of_many_names_each_zone_once():
    entries = [
        replace(
            MEETING, uid=f"rencontre-{number}@reseau.example", start=MEETING.start.astimezone(zone), end=None
        )
        for number, zone in enumerate([PARIS, ZoneInfo("Indian/Reunion"), PARIS])
    ]
    written = calendar_file(entries, "Réseau de la Loire")
    calendar = Calendar.from_ical(written)
    assert [zone["tzid"] for zone in calendar.walk("VTIMEZONE")] == ["Europe/Paris", "Indian/Reunion"]
    assert calendar["x-wr-calname"] == "Réseau de la Loire"
    assert len(calendar.walk("VEVENT")) == 3


def times(start, end=None):
    read = event(replace(MEETING, start=start, end=end))
    by_zone = "TZID" in read["dtstart"].params
    return read.decoded("dtstart").astimezone(UTC), read.decoded("dtend").astimezone(UTC), by_zone


def test_an_hour_is_an_hour_when_the_clocks_change_and_what_they_show_twice_is_in_utc():
    begins, ends, by_zone = times(datetime(2027, 3, 28, 1, 30, tzinfo=PARIS))
    assert (ends - begins, by_zone) == (timedelta(hours=1), True)
    for fold, hour in ((0, 0), (1, 1)):
        begins, ends, by_zone = times(datetime(2026, 10, 25, 2, 30, tzinfo=PARIS, fold=fold))
        assert (begins, by_zone) == (datetime(2026, 10, 25, hour, 30, tzinfo=UTC), False)
        assert ends - begins == timedelta(hours=1)


def test_where_clocks_change_by_no_rule_it_is_written_in_utc():
    start = datetime(2027, 2, 20, 10, tzinfo=ZoneInfo("Africa/Casablanca"))
    begins, _ends, by_zone = times(start)
    assert (begins, by_zone) == (start, False)
    assert b"VTIMEZONE" not in calendar_file([replace(MEETING, start=start, end=None)])


@pytest.mark.parametrize("day", [date(2026, 3, 29), date(2026, 10, 25)])
@pytest.mark.parametrize("name", ["Europe/Paris", "America/Cayenne", "Indian/Reunion", "Pacific/Auckland"])
def test_whole_days_stay_what_they_are_when_clocks_change(day, name):
    zone = ZoneInfo(name)
    first = datetime(day.year, day.month, day.day, tzinfo=zone)
    read = event(replace(MEETING, start=first, end=first.replace(hour=23, minute=59), all_day=True))
    assert (read.decoded("dtstart"), read.decoded("dtend")) == (day, day + timedelta(days=1))


def test_one_meeting_makes_no_calendar_of_its_own():
    assert b"CALNAME" not in calendar_file([MEETING])
    assert b"\nNAME" not in calendar_file([MEETING])


def test_a_link_says_the_same_to_google():
    asked = parse_qs(urlsplit(google_link(MEETING)).query)
    assert asked["dates"] == ["20261201T130000Z/20261201T153000Z"]
    assert (asked["text"], asked["location"]) == ([MEETING.title], [MEETING.where])
    whole = replace(MEETING, start=datetime(2026, 12, 1, tzinfo=PARIS), end=None, all_day=True)
    assert parse_qs(urlsplit(google_link(whole)).query)["dates"] == ["20261201/20261202"]
    assert not set(" ()<>\n") & set(google_link(replace(MEETING, title="<(x) >")))


def test_nobody_is_called_in_the_night_before_whole_days():
    whole = replace(MEETING, start=datetime(2026, 12, 1, tzinfo=PARIS), end=None, all_day=True)
    for wanted, given in ((timedelta(minutes=30), timedelta(hours=15)), (timedelta(days=2),) * 2):
        (alarm,) = event(replace(whole, alarm=wanted)).walk("VALARM")
        assert alarm.decoded("trigger") == -given


def components(written):
    """Return each component of a file as its properties, read by nothing but the rules of the format."""
    lines = written.decode().replace("\r\n ", "").removesuffix("\r\n").split("\r\n")
    found, open_ones = [], []
    for line in lines:
        name, _colon, value = line.partition(":")
        if name == "BEGIN":
            open_ones.append((value, []))
        elif name == "END":
            found.append(open_ones.pop())
            assert found[-1][0] == value
        else:
            open_ones[-1][1].append((*name.split(";"), value))
    assert not open_ones
    return found


@pytest.mark.parametrize("zone", ["Europe/Paris", "Indian/Reunion", "America/Cayenne", "Pacific/Noumea"])
@pytest.mark.parametrize("is_cancelled", [False, True])
def test_what_outlook_google_and_apple_insist_on_is_there_once(zone, is_cancelled):
    there = replace(
        MEETING,
        title="Réunion 🎄, suite ; " + "é🎉" * 60,
        start=MEETING.start.replace(tzinfo=ZoneInfo(zone)),
        end=None,
        is_cancelled=is_cancelled,
    )
    found = components(calendar_file([there]))
    (properties,) = (given for name, given in found if name == "VEVENT")
    names = [one[0] for one in properties]
    for needed in ("UID", "DTSTAMP", "ORGANIZER", "SEQUENCE", "STATUS", "SUMMARY", "DTSTART", "DTEND"):
        assert names.count(needed) == 1
    assert "DURATION" not in names
    values = {one[0]: one[-1] for one in properties}
    assert values["SUMMARY"] == r"Réunion 🎄\, suite \; " + "é🎉" * 60
    assert values["DTSTART"] == "20261201T140000"
    (calendar,) = (dict(given) for name, given in found if name == "VCALENDAR")
    told = ("CANCEL", "CANCELLED") if is_cancelled else ("PUBLISH", "CONFIRMED")
    assert (calendar["METHOD"], values["STATUS"]) == told
    (described,) = (dict(given) for name, given in found if name == "VTIMEZONE")
    assert {one[1] for one in properties if one[0] in ("DTSTART", "DTEND")} == {f"TZID={described['TZID']}"}
    offset = there.start.strftime("%z")
    assert offset in {dict(given)["TZOFFSETTO"] for name, given in found if name == "STANDARD"}
