"""The tables of polls: what is asked, what may be chosen, and what people said."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, String, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column

from bot.store import Base
from bot.store.personal import declares
from plugins.meetings import held


class Kind(StrEnum):
    """What a poll asks for: a date, or a choice between anything else."""

    DATE = "date"
    CHOICE = "choice"


class Names(StrEnum):
    """Who sees who voted what: everybody, who made the poll, or nobody at all."""

    VISIBLE = "visible"
    HIDDEN = "hidden"
    ANONYMOUS = "anonymous"


class Ended(StrEnum):
    """Why a poll is closed."""

    DEADLINE = "deadline"
    BY_HAND = "by_hand"
    EVERYBODY = "everybody"
    PASSED = "passed"


class PollRow(Base):
    """A poll: its dates stand on the clocks of `zone`, of the IANA.

    It closes at `closes_at`, null where nobody said when; `closed_at` and `ended` are null while it is open.
    `decided_id` is the option that was chosen. While it `hides_results` nobody sees any until it is closed.
    `several` answers may be given, and voters may make `additions`, where it is no poll for a date. An
    anonymous one has a `secret` until it is closed: the keys of its ballots are made of it; how many people
    `answered` is noted then. Of those who are expected to answer `strangers` were never met by the bot; it is
    null where nobody knows who is expected. `refreshed_at` is when its posts were last refreshed, `told_at`
    when those who had voted were last told what changed of its dates.
    """

    __tablename__ = "meetings_poll"
    __table_args__ = (
        Index("ix_meetings_poll_member_id", "member_id"),
        {"sqlite_autoincrement": True, "info": declares(held.POLL)},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    network_id: Mapped[int] = mapped_column(ForeignKey("network.id", ondelete="CASCADE"), index=True)
    member_id: Mapped[int | None] = mapped_column(ForeignKey("member.id", ondelete="SET NULL"))
    kind: Mapped[str] = mapped_column(String(8))
    title: Mapped[str] = mapped_column(String(200))
    place: Mapped[str] = mapped_column(String(200))
    link: Mapped[str] = mapped_column(String(2000))
    seats: Mapped[int | None]
    zone: Mapped[str] = mapped_column(String(64))
    names: Mapped[str] = mapped_column(String(16))
    hides_results: Mapped[bool] = mapped_column(server_default=false(), default=False)
    several: Mapped[bool] = mapped_column(server_default=false(), default=False)
    additions: Mapped[bool] = mapped_column(server_default=false(), default=False)
    closes_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    ended: Mapped[str | None] = mapped_column(String(16))
    decided_id: Mapped[int | None]
    secret: Mapped[bytes | None] = mapped_column(LargeBinary(32))
    answered: Mapped[int | None]
    strangers: Mapped[int | None]
    refreshed_at: Mapped[datetime | None]
    told_at: Mapped[datetime | None]
    created_at: Mapped[datetime]


class OptionRow(Base):
    """What may be chosen: a date, from `starts_at` to `ends_at`, or anything else, which its `label` says.

    `added_at` is when it was added to a poll that was there already, null of what was proposed with it. A
    date that was moved is removed, and another one stands for it: `moved_from` is the one that it was. Of a
    poll whose ballots are gone the counts are all that is left of what people said.
    """

    __tablename__ = "meetings_option"
    __table_args__ = (
        Index("ix_meetings_option_member_id", "member_id"),
        {"sqlite_autoincrement": True, "info": declares(held.OPTION)},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    network_id: Mapped[int] = mapped_column(ForeignKey("network.id", ondelete="CASCADE"), index=True)
    poll_id: Mapped[int] = mapped_column(ForeignKey("meetings_poll.id", ondelete="CASCADE"), index=True)
    member_id: Mapped[int | None] = mapped_column(ForeignKey("member.id", ondelete="SET NULL"))
    label: Mapped[str] = mapped_column(String(200))
    starts_at: Mapped[datetime | None]
    ends_at: Mapped[datetime | None]
    all_day: Mapped[bool] = mapped_column(server_default=false(), default=False)
    added_at: Mapped[datetime | None]
    removed_at: Mapped[datetime | None]
    moved_from: Mapped[int | None]
    yes: Mapped[int] = mapped_column(server_default=text("0"), default=0)
    if_need_be: Mapped[int] = mapped_column(server_default=text("0"), default=0)
    no: Mapped[int] = mapped_column(server_default=text("0"), default=0)


class BallotRow(Base):
    """What somebody said: `answers` by the number of the option, as text; what was not answered is not there.

    `voter` is who it is: `member:12`, or in an anonymous poll a key that the poll's secret makes of that;
    then `member_id` and `changed_at` are null.
    """

    __tablename__ = "meetings_ballot"
    __table_args__ = (
        UniqueConstraint("poll_id", "voter"),
        Index("ix_meetings_ballot_member_id", "member_id"),
        {"sqlite_autoincrement": True, "info": declares(held.BALLOT)},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    network_id: Mapped[int] = mapped_column(ForeignKey("network.id", ondelete="CASCADE"), index=True)
    poll_id: Mapped[int] = mapped_column(ForeignKey("meetings_poll.id", ondelete="CASCADE"))
    member_id: Mapped[int | None] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"))
    voter: Mapped[str] = mapped_column(String(80))
    answers: Mapped[dict[str, Any]] = mapped_column(JSON)
    changed_at: Mapped[datetime | None]


class ExpectedRow(Base):
    """Somebody who is in a channel of an open poll, so that their answer is waited for.

    `chaser_id` is the delivery of the reminder that they were last sent.
    """

    __tablename__ = "meetings_expected"
    __table_args__ = (
        UniqueConstraint("poll_id", "member_id"),
        Index("ix_meetings_expected_member_id", "member_id"),
        {"sqlite_autoincrement": True, "info": declares(held.EXPECTED)},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    network_id: Mapped[int] = mapped_column(ForeignKey("network.id", ondelete="CASCADE"), index=True)
    poll_id: Mapped[int] = mapped_column(ForeignKey("meetings_poll.id", ondelete="CASCADE"))
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"))
    chaser_id: Mapped[int | None]


class PollPlaceRow(Base):
    """A channel in which a poll is posted; all of them are one poll."""

    __tablename__ = "meetings_poll_place"
    __table_args__ = (
        UniqueConstraint("poll_id", "place_id"),
        {"sqlite_autoincrement": True, "info": declares(held.PLACE)},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    network_id: Mapped[int] = mapped_column(ForeignKey("network.id", ondelete="CASCADE"), index=True)
    poll_id: Mapped[int] = mapped_column(ForeignKey("meetings_poll.id", ondelete="CASCADE"), index=True)
    place_id: Mapped[int] = mapped_column(ForeignKey("place.id", ondelete="CASCADE"), index=True)
    delivery_id: Mapped[int | None]


class MeetingRow(Base):
    """A meeting: when it is, on the clocks of `zone`; of whole days the dates count.

    `uid` is its name in calendars, the same for ever, and `sequence` counts its changes, the last at
    `changed_at`. `poll_id` is the poll by which its date was chosen. Who organises it is null once they are
    erased. Those who had not answered were asked once, at `chased_at`. One of a series is that of the instant
    `occurs_at` of its rule, wherever it was moved; where it is `left_out` the series cancelled it, and takes
    it in again if it comes all the same. Its posts were shown anew at `refreshed_at`, for the last time. How
    it was `announced` last is noted while a change of it waits to be told, see `gatherings.collecting`.
    """

    __tablename__ = "meetings_meeting"
    __table_args__ = (
        UniqueConstraint("poll_id"),
        UniqueConstraint("uid"),
        UniqueConstraint("series_id", "occurs_at"),
        Index("ix_meetings_meeting_member_id", "member_id"),
        {"sqlite_autoincrement": True, "info": declares(held.MEETING)},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    network_id: Mapped[int] = mapped_column(ForeignKey("network.id", ondelete="CASCADE"), index=True)
    member_id: Mapped[int | None] = mapped_column(ForeignKey("member.id", ondelete="SET NULL"))
    poll_id: Mapped[int | None] = mapped_column(ForeignKey("meetings_poll.id", ondelete="SET NULL"))
    series_id: Mapped[int | None] = mapped_column(ForeignKey("meetings_series.id", ondelete="SET NULL"))
    occurs_at: Mapped[datetime | None]
    left_out: Mapped[bool] = mapped_column(server_default=false(), default=False)
    title: Mapped[str] = mapped_column(String(200))
    place: Mapped[str] = mapped_column(String(200))
    link: Mapped[str] = mapped_column(String(2000))
    seats: Mapped[int | None]
    zone: Mapped[str] = mapped_column(String(64))
    starts_at: Mapped[datetime] = mapped_column(index=True)
    ends_at: Mapped[datetime | None]
    all_day: Mapped[bool] = mapped_column(server_default=false(), default=False)
    uid: Mapped[str] = mapped_column(String(100))
    sequence: Mapped[int] = mapped_column(server_default=text("0"), default=0)
    refreshed_at: Mapped[datetime | None]
    announced: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    cancelled_at: Mapped[datetime | None]
    chased_at: Mapped[datetime | None]
    changed_at: Mapped[datetime]
    created_at: Mapped[datetime]


class MeetingPlaceRow(Base):
    """A channel in which a meeting is announced."""

    __tablename__ = "meetings_meeting_place"
    __table_args__ = (
        UniqueConstraint("meeting_id", "place_id"),
        {"sqlite_autoincrement": True, "info": declares(held.MEETING_PLACE)},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    network_id: Mapped[int] = mapped_column(ForeignKey("network.id", ondelete="CASCADE"), index=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings_meeting.id", ondelete="CASCADE"), index=True)
    place_id: Mapped[int] = mapped_column(ForeignKey("place.id", ondelete="CASCADE"), index=True)
    delivery_id: Mapped[int | None]


class AttendanceRow(Base):
    """Whether somebody comes to a meeting: `answer` is `yes`, `maybe` or `no`; `answered_at` orders seats.

    Who said so of another date is `to_confirm` it, and keeps their seat meanwhile; who said so `by_vote` only
    chose the date so far. Who `waits` for a seat was told so, and not yet that they have one. Who is `muted`
    wants to be reminded of it no more.
    """

    __tablename__ = "meetings_attendance"
    __table_args__ = (
        UniqueConstraint("meeting_id", "member_id"),
        Index("ix_meetings_attendance_member_id", "member_id"),
        {"sqlite_autoincrement": True, "info": declares(held.ATTENDANCE)},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    network_id: Mapped[int] = mapped_column(ForeignKey("network.id", ondelete="CASCADE"), index=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings_meeting.id", ondelete="CASCADE"))
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"))
    answer: Mapped[str] = mapped_column(String(8))
    to_confirm: Mapped[bool] = mapped_column(server_default=false(), default=False)
    by_vote: Mapped[bool] = mapped_column(server_default=false(), default=False)
    waits: Mapped[bool] = mapped_column(server_default=false(), default=False)
    muted: Mapped[bool] = mapped_column(server_default=false(), default=False)
    answered_at: Mapped[datetime]
