"""Meetings as a table: a line each, by counts, with nobody's name among those who came."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.language.dates import spell_day
from bot.language.messages import Language, Message, _
from bot.sheets import guarded
from plugins.meetings.survey.charts import spell_mean


class State(StrEnum):
    """What became of a meeting."""

    HELD = "held"
    COMING = "coming"
    CANCELLED = "cancelled"


STATES = {State.HELD: _("took place"), State.COMING: _("to come"), State.CANCELLED: _("cancelled")}
HEADINGS: tuple[Message, ...] = (
    _("Date"),
    _("Day"),
    _("Begins"),
    _("Ends"),
    _("Title"),
    _("State"),
    _("Channels"),
    _("Place"),
    _("Video call"),
    _("Host"),
    _("Seats"),
    _("Come"),
    _("May come"),
    _("Do not come"),
    _("Wait for a seat"),
    _("Opinions"),
    _("Satisfaction (1 to 10)"),
)


@dataclass(frozen=True, slots=True)
class Line:
    """A meeting of the table: wall times of its zone, `end` None where it is not known.

    Of whole days the times say nothing. `mean` is None where fewer people answered than may be told.
    """

    start: datetime
    end: datetime | None
    all_day: bool
    title: str
    state: State
    channels: tuple[str, ...]
    place: str
    has_link: bool
    host: str
    seats: int | None
    come: int
    may_come: int
    absent: int
    waiting: int
    opinions: int | None
    mean: float | None


def as_csv(
    lines: Iterable[Line], headings: Sequence[str], words: dict[State, str], language: Language
) -> bytes:
    """Return the table as a French spreadsheet opens it at once: parted by semicolons, UTF-8 with its mark.

    Days are written as in ISO 8601, which spreadsheets sort and read; `words` say the states.
    """
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(headings)
    for line in lines:
        writer.writerow(_cells(line, words, language))
    return out.getvalue().encode("utf-8-sig")


def _cells(line: Line, words: dict[State, str], language: Language) -> list[str | int]:
    end = line.end
    last_day = end if end is not None and end.date() != line.start.date() else None
    return [
        line.start.date().isoformat(),
        str(spell_day(line.start, language)).partition(" ")[0],
        "" if line.all_day else f"{line.start:%H:%M}",
        _ends(line.all_day, end, last_day),
        guarded(" ".join(line.title.split())),
        words[line.state],
        guarded(" | ".join(line.channels)),
        guarded(" ".join(line.place.split())),
        _yes_no(line.has_link, language),
        guarded(line.host),
        "" if line.seats is None else line.seats,
        line.come,
        line.may_come,
        line.absent,
        line.waiting,
        "" if line.opinions is None else line.opinions,
        "" if line.mean is None else spell_mean(line.mean, language),
    ]


def _ends(all_day: bool, end: datetime | None, last_day: datetime | None) -> str:
    """Return when a meeting ends: the hour, and before it the day where that is another one."""
    if end is None:
        return ""
    day = last_day.date().isoformat() if last_day is not None else ""
    return day if all_day else f"{day} {end:%H:%M}".strip()


def _yes_no(said: bool, language: Language) -> str:
    if language == "fr":
        return "oui" if said else "non"
    return "yes" if said else "no"
