"""The tables of surveys: one for each meeting, what was answered, and the messages that ask."""

from datetime import datetime

from sqlalchemy import (
    JSON,
    ForeignKey,
    Index,
    LargeBinary,
    SmallInteger,
    String,
    Text,
    UniqueConstraint,
    false,
)
from sqlalchemy.orm import Mapped, mapped_column

from bot.store import Base
from bot.store.personal import declares
from plugins.meetings.survey import held


class SurveyRow(Base):
    """What is asked of a meeting: people may answer until `ends_at`.

    `asked_at` is null until the messages that ask went out: some answer before. `ended_at` is null until it
    is over; then `counts` says how many people gave 1, 2, … 10, and is null if they were too few to be told.
    One that is not `named` is anonymous: until it is over the keys of its answers are made of its `secret`.
    """

    __tablename__ = "meetings_survey"
    __table_args__ = (
        UniqueConstraint("meeting_id"),
        {"sqlite_autoincrement": True, "info": declares(held.SURVEY)},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    network_id: Mapped[int] = mapped_column(ForeignKey("network.id", ondelete="CASCADE"), index=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings_meeting.id", ondelete="CASCADE"))
    named: Mapped[bool] = mapped_column(server_default=false(), default=False)
    secret: Mapped[bytes | None] = mapped_column(LargeBinary(32))
    asked_at: Mapped[datetime | None]
    ends_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    counts: Mapped[list[int] | None] = mapped_column(JSON(none_as_null=True))


class SurveyAnswerRow(Base):
    """What somebody thought of a meeting: a `score` from 1 to 10, null where there is only a comment.

    `voter` is who it is: `member:12`, or while an anonymous survey lasts a key that its secret makes of that;
    then `member_id` is null. Once that is over only comments are left, in any order, under keys of chance.
    """

    __tablename__ = "meetings_survey_answer"
    __table_args__ = (
        UniqueConstraint("survey_id", "voter"),
        Index("ix_meetings_survey_answer_member_id", "member_id"),
        {"sqlite_autoincrement": True, "info": declares(held.ANSWER)},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    network_id: Mapped[int] = mapped_column(ForeignKey("network.id", ondelete="CASCADE"), index=True)
    survey_id: Mapped[int] = mapped_column(ForeignKey("meetings_survey.id", ondelete="CASCADE"))
    member_id: Mapped[int | None] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"))
    voter: Mapped[str] = mapped_column(String(80))
    score: Mapped[int | None] = mapped_column(SmallInteger)
    comment: Mapped[str] = mapped_column(Text)


class SurveyPostRow(Base):
    """A message that asks: to a member, or in a channel. Those to members are forgotten once it is over."""

    __tablename__ = "meetings_survey_post"
    __table_args__ = (
        UniqueConstraint("survey_id", "member_id"),
        UniqueConstraint("survey_id", "place_id"),
        Index("ix_meetings_survey_post_member_id", "member_id"),
        {"sqlite_autoincrement": True, "info": declares(held.POST)},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    network_id: Mapped[int] = mapped_column(ForeignKey("network.id", ondelete="CASCADE"), index=True)
    survey_id: Mapped[int] = mapped_column(ForeignKey("meetings_survey.id", ondelete="CASCADE"))
    member_id: Mapped[int | None] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"))
    place_id: Mapped[int | None] = mapped_column(ForeignKey("place.id", ondelete="CASCADE"), index=True)
    delivery_id: Mapped[int]
