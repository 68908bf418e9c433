"""Meetings as a table for spreadsheets."""

import csv
import io
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from plugins.meetings.overview.table import HEADINGS, Line, State, as_csv

PARIS = ZoneInfo("Europe/Paris")
STATES = {State.HELD: "a eu lieu", State.COMING: "à venir", State.CANCELLED: "annulée"}
MEETING = Line(
    start=datetime(2026, 12, 8, 14, tzinfo=PARIS),
    end=datetime(2026, 12, 8, 16, tzinfo=PARIS),
    all_day=False,
    title="Réunion de réseau",
    state=State.HELD,
    channels=("loire-42", "rhone-69"),
    place="Feurs",
    has_link=True,
    host="Léa",
    seats=12,
    come=7,
    may_come=1,
    absent=2,
    waiting=0,
    opinions=3,
    mean=8.25,
)


def cells(*lines, language="fr"):
    content = as_csv(lines, [heading.text for heading in HEADINGS], STATES, language)
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))
    assert {len(row) for row in rows} == {len(HEADINGS)}
    return rows[1:]


def test_a_meeting_is_a_line_that_a_french_spreadsheet_reads():
    assert cells(MEETING) == [
        [
            *("2026-12-08", "mardi", "14:00", "16:00", "Réunion de réseau", "a eu lieu"),
            *("loire-42 | rhone-69", "Feurs", "oui", "Léa", "12", "7", "1", "2", "0", "3", "8,3"),
        ]
    ]
    assert cells(MEETING, language="en")[0][-1] == "8.3"


def test_what_is_not_known_is_empty_and_days_are_told_where_they_differ():
    (line,) = cells(replace(MEETING, end=None, seats=None, opinions=None, mean=None))
    assert (line[3], line[10], line[15], line[16]) == ("", "", "", "")
    night = replace(MEETING, end=datetime(2026, 12, 9, 1, tzinfo=PARIS))
    days = replace(night, all_day=True)
    assert [line[2:4] for line in cells(night, days)] == [["14:00", "2026-12-09 01:00"], ["", "2026-12-09"]]


def test_no_cell_is_calculated():
    (line,) = cells(
        replace(MEETING, title='=HYPERLINK("http://x")', place="+33 4", host="@lea", channels=("-a",))
    )
    assert [line[number] for number in (4, 6, 7, 9)] == ['\'=HYPERLINK("http://x")', "'-a", "'+33 4", "'@lea"]
    (line,) = cells(replace(MEETING, title='un ; deux\ntrois « " »'))
    assert line[4] == 'un ; deux trois « " »'
