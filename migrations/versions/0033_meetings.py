"""Polls and meetings: what is asked, what people said, when and where they meet, and who comes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.store.base import Identifier, UtcDateTime

revision = "0033"
down_revision = "0032"


def upgrade() -> None:
    op.create_table(
        "meetings_poll",
        sa.Column("id", Identifier, nullable=False),
        sa.Column("network_id", Identifier, nullable=False),
        sa.Column("member_id", Identifier, nullable=True),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("link", sa.String(length=2000), nullable=False),
        sa.Column("seats", Identifier, nullable=True),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("names", sa.String(length=16), nullable=False),
        sa.Column("hides_results", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("several", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("additions", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("closes_at", UtcDateTime(), nullable=True),
        sa.Column("closed_at", UtcDateTime(), nullable=True),
        sa.Column("ended", sa.String(length=16), nullable=True),
        sa.Column("decided_id", Identifier, nullable=True),
        sa.Column("secret", sa.LargeBinary(length=32), nullable=True),
        sa.Column("answered", Identifier, nullable=True),
        sa.Column("strangers", Identifier, nullable=True),
        sa.Column("refreshed_at", UtcDateTime(), nullable=True),
        sa.Column("told_at", UtcDateTime(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_meetings_poll_member_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["network_id"], ["network.id"], name=op.f("fk_meetings_poll_network_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meetings_poll")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_meetings_poll_member_id", "meetings_poll", ["member_id"], unique=False)
    op.create_index(op.f("ix_meetings_poll_network_id"), "meetings_poll", ["network_id"], unique=False)
    op.create_table(
        "digest_months_of_meetings",
        sa.Column("id", Identifier, nullable=False),
        sa.Column("network_id", Identifier, nullable=False),
        sa.Column("place_id", Identifier, nullable=False),
        sa.Column("away_from", UtcDateTime(), nullable=False),
        sa.Column("away_until", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["network_id"],
            ["network.id"],
            name=op.f("fk_digest_months_of_meetings_network_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["place_id"], ["place.id"], name=op.f("fk_digest_months_of_meetings_place_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_digest_months_of_meetings")),
        sa.UniqueConstraint(
            "place_id", "away_from", name=op.f("uq_digest_months_of_meetings_place_id_away_from")
        ),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_digest_months_of_meetings_network_id"),
        "digest_months_of_meetings",
        ["network_id"],
        unique=False,
    )
    op.create_table(
        "meetings_ballot",
        sa.Column("id", Identifier, nullable=False),
        sa.Column("network_id", Identifier, nullable=False),
        sa.Column("poll_id", Identifier, nullable=False),
        sa.Column("member_id", Identifier, nullable=True),
        sa.Column("voter", sa.String(length=80), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_meetings_ballot_member_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["network_id"], ["network.id"], name=op.f("fk_meetings_ballot_network_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["poll_id"], ["meetings_poll.id"], name=op.f("fk_meetings_ballot_poll_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meetings_ballot")),
        sa.UniqueConstraint("poll_id", "voter", name=op.f("uq_meetings_ballot_poll_id_voter")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_meetings_ballot_member_id", "meetings_ballot", ["member_id"], unique=False)
    op.create_index(op.f("ix_meetings_ballot_network_id"), "meetings_ballot", ["network_id"], unique=False)
    op.create_table(
        "meetings_expected",
        sa.Column("id", Identifier, nullable=False),
        sa.Column("network_id", Identifier, nullable=False),
        sa.Column("poll_id", Identifier, nullable=False),
        sa.Column("member_id", Identifier, nullable=False),
        sa.Column("chaser_id", Identifier, nullable=True),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_meetings_expected_member_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["network_id"], ["network.id"], name=op.f("fk_meetings_expected_network_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["poll_id"], ["meetings_poll.id"], name=op.f("fk_meetings_expected_poll_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meetings_expected")),
        sa.UniqueConstraint("poll_id", "member_id", name=op.f("uq_meetings_expected_poll_id_member_id")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_meetings_expected_member_id", "meetings_expected", ["member_id"], unique=False)
    op.create_index(
        op.f("ix_meetings_expected_network_id"), "meetings_expected", ["network_id"], unique=False
    )
    op.create_table(
        "meetings_option",
        sa.Column("id", Identifier, nullable=False),
        sa.Column("network_id", Identifier, nullable=False),
        sa.Column("poll_id", Identifier, nullable=False),
        sa.Column("member_id", Identifier, nullable=True),
        sa.Column("label", sa.String(length=200), nullable=False),
        sa.Column("starts_at", UtcDateTime(), nullable=True),
        sa.Column("ends_at", UtcDateTime(), nullable=True),
        sa.Column("all_day", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("added_at", UtcDateTime(), nullable=True),
        sa.Column("removed_at", UtcDateTime(), nullable=True),
        sa.Column("moved_from", Identifier, nullable=True),
        sa.Column("yes", Identifier, server_default=sa.text("0"), nullable=False),
        sa.Column("if_need_be", Identifier, server_default=sa.text("0"), nullable=False),
        sa.Column("no", Identifier, server_default=sa.text("0"), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_meetings_option_member_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["network_id"], ["network.id"], name=op.f("fk_meetings_option_network_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["poll_id"], ["meetings_poll.id"], name=op.f("fk_meetings_option_poll_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meetings_option")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_meetings_option_member_id", "meetings_option", ["member_id"], unique=False)
    op.create_index(op.f("ix_meetings_option_network_id"), "meetings_option", ["network_id"], unique=False)
    op.create_index(op.f("ix_meetings_option_poll_id"), "meetings_option", ["poll_id"], unique=False)
    op.create_table(
        "meetings_poll_place",
        sa.Column("id", Identifier, nullable=False),
        sa.Column("network_id", Identifier, nullable=False),
        sa.Column("poll_id", Identifier, nullable=False),
        sa.Column("place_id", Identifier, nullable=False),
        sa.Column("delivery_id", Identifier, nullable=True),
        sa.ForeignKeyConstraint(
            ["network_id"], ["network.id"], name=op.f("fk_meetings_poll_place_network_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["place_id"], ["place.id"], name=op.f("fk_meetings_poll_place_place_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["poll_id"], ["meetings_poll.id"], name=op.f("fk_meetings_poll_place_poll_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meetings_poll_place")),
        sa.UniqueConstraint("poll_id", "place_id", name=op.f("uq_meetings_poll_place_poll_id_place_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_meetings_poll_place_network_id"), "meetings_poll_place", ["network_id"], unique=False
    )
    op.create_index(
        op.f("ix_meetings_poll_place_place_id"), "meetings_poll_place", ["place_id"], unique=False
    )
    op.create_index(op.f("ix_meetings_poll_place_poll_id"), "meetings_poll_place", ["poll_id"], unique=False)
    op.create_table(
        "meetings_proposed",
        sa.Column("id", Identifier, nullable=False),
        sa.Column("network_id", Identifier, nullable=False),
        sa.Column("place_id", Identifier, nullable=False),
        sa.Column("source", sa.String(length=100), nullable=False),
        sa.ForeignKeyConstraint(
            ["network_id"], ["network.id"], name=op.f("fk_meetings_proposed_network_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["place_id"], ["place.id"], name=op.f("fk_meetings_proposed_place_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meetings_proposed")),
        sa.UniqueConstraint("place_id", "source", name=op.f("uq_meetings_proposed_place_id_source")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_meetings_proposed_network_id"), "meetings_proposed", ["network_id"], unique=False
    )
    op.create_table(
        "meetings_series",
        sa.Column("id", Identifier, nullable=False),
        sa.Column("network_id", Identifier, nullable=False),
        sa.Column("place_id", Identifier, nullable=False),
        sa.Column("member_id", Identifier, nullable=True),
        sa.Column("announced_days", Identifier, nullable=False),
        sa.Column("alternates", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("paused_at", UtcDateTime(), nullable=True),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_meetings_series_member_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["network_id"], ["network.id"], name=op.f("fk_meetings_series_network_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["place_id"], ["place.id"], name=op.f("fk_meetings_series_place_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meetings_series")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_meetings_series_member_id", "meetings_series", ["member_id"], unique=False)
    op.create_index(op.f("ix_meetings_series_network_id"), "meetings_series", ["network_id"], unique=False)
    op.create_index(op.f("ix_meetings_series_place_id"), "meetings_series", ["place_id"], unique=False)
    op.create_table(
        "meetings_template",
        sa.Column("id", Identifier, nullable=False),
        sa.Column("network_id", Identifier, nullable=False),
        sa.Column("place_id", Identifier, nullable=True),
        sa.Column("member_id", Identifier, nullable=True),
        sa.Column("purpose", sa.String(length=16), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_meetings_template_member_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["network_id"], ["network.id"], name=op.f("fk_meetings_template_network_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["place_id"], ["place.id"], name=op.f("fk_meetings_template_place_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meetings_template")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_meetings_template_member_id", "meetings_template", ["member_id"], unique=False)
    op.create_index(
        "ix_meetings_template_of", "meetings_template", ["network_id", "purpose", "place_id"], unique=False
    )
    op.create_index("ix_meetings_template_place_id", "meetings_template", ["place_id"], unique=False)
    op.create_table(
        "meetings_meeting",
        sa.Column("id", Identifier, nullable=False),
        sa.Column("network_id", Identifier, nullable=False),
        sa.Column("member_id", Identifier, nullable=True),
        sa.Column("poll_id", Identifier, nullable=True),
        sa.Column("series_id", Identifier, nullable=True),
        sa.Column("occurs_at", UtcDateTime(), nullable=True),
        sa.Column("left_out", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("link", sa.String(length=2000), nullable=False),
        sa.Column("seats", Identifier, nullable=True),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("starts_at", UtcDateTime(), nullable=False),
        sa.Column("ends_at", UtcDateTime(), nullable=True),
        sa.Column("all_day", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("uid", sa.String(length=100), nullable=False),
        sa.Column("sequence", Identifier, server_default=sa.text("0"), nullable=False),
        sa.Column("cancelled_at", UtcDateTime(), nullable=True),
        sa.Column("chased_at", UtcDateTime(), nullable=True),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_meetings_meeting_member_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["network_id"], ["network.id"], name=op.f("fk_meetings_meeting_network_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["poll_id"], ["meetings_poll.id"], name=op.f("fk_meetings_meeting_poll_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["series_id"],
            ["meetings_series.id"],
            name=op.f("fk_meetings_meeting_series_id"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meetings_meeting")),
        sa.UniqueConstraint("poll_id", name=op.f("uq_meetings_meeting_poll_id")),
        sa.UniqueConstraint("series_id", "occurs_at", name=op.f("uq_meetings_meeting_series_id_occurs_at")),
        sa.UniqueConstraint("uid", name=op.f("uq_meetings_meeting_uid")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_meetings_meeting_member_id", "meetings_meeting", ["member_id"], unique=False)
    op.create_index(op.f("ix_meetings_meeting_network_id"), "meetings_meeting", ["network_id"], unique=False)
    op.create_index(op.f("ix_meetings_meeting_starts_at"), "meetings_meeting", ["starts_at"], unique=False)
    op.create_table(
        "meetings_series_pause",
        sa.Column("id", Identifier, nullable=False),
        sa.Column("network_id", Identifier, nullable=False),
        sa.Column("series_id", Identifier, nullable=False),
        sa.Column("away_from", UtcDateTime(), nullable=False),
        sa.Column("away_until", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["network_id"],
            ["network.id"],
            name=op.f("fk_meetings_series_pause_network_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["series_id"],
            ["meetings_series.id"],
            name=op.f("fk_meetings_series_pause_series_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meetings_series_pause")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_meetings_series_pause_network_id"), "meetings_series_pause", ["network_id"], unique=False
    )
    op.create_index(
        op.f("ix_meetings_series_pause_series_id"), "meetings_series_pause", ["series_id"], unique=False
    )
    op.create_table(
        "meetings_terms",
        sa.Column("id", Identifier, nullable=False),
        sa.Column("network_id", Identifier, nullable=False),
        sa.Column("series_id", Identifier, nullable=False),
        sa.Column("member_id", Identifier, nullable=True),
        sa.Column("since", UtcDateTime(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("link", sa.String(length=2000), nullable=False),
        sa.Column("seats", Identifier, nullable=True),
        sa.Column("wall", sa.String(length=32), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("rule", sa.String(length=500), nullable=False),
        sa.Column("skip_holidays", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("territory", sa.String(length=9), nullable=True),
        sa.Column("minutes", Identifier, nullable=True),
        sa.Column("all_day", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_meetings_terms_member_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["network_id"], ["network.id"], name=op.f("fk_meetings_terms_network_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["series_id"],
            ["meetings_series.id"],
            name=op.f("fk_meetings_terms_series_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meetings_terms")),
        sa.UniqueConstraint("series_id", "since", name=op.f("uq_meetings_terms_series_id_since")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_meetings_terms_member_id", "meetings_terms", ["member_id"], unique=False)
    op.create_index(op.f("ix_meetings_terms_network_id"), "meetings_terms", ["network_id"], unique=False)
    op.create_table(
        "meetings_attendance",
        sa.Column("id", Identifier, nullable=False),
        sa.Column("network_id", Identifier, nullable=False),
        sa.Column("meeting_id", Identifier, nullable=False),
        sa.Column("member_id", Identifier, nullable=False),
        sa.Column("answer", sa.String(length=8), nullable=False),
        sa.Column("to_confirm", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("waits", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("answered_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["meeting_id"],
            ["meetings_meeting.id"],
            name=op.f("fk_meetings_attendance_meeting_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_meetings_attendance_member_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["network_id"], ["network.id"], name=op.f("fk_meetings_attendance_network_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meetings_attendance")),
        sa.UniqueConstraint(
            "meeting_id", "member_id", name=op.f("uq_meetings_attendance_meeting_id_member_id")
        ),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_meetings_attendance_member_id", "meetings_attendance", ["member_id"], unique=False)
    op.create_index(
        op.f("ix_meetings_attendance_network_id"), "meetings_attendance", ["network_id"], unique=False
    )
    op.create_table(
        "meetings_filling",
        sa.Column("id", Identifier, nullable=False),
        sa.Column("network_id", Identifier, nullable=False),
        sa.Column("meeting_id", Identifier, nullable=False),
        sa.Column("member_id", Identifier, nullable=True),
        sa.Column("part", sa.String(length=80), nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["meeting_id"],
            ["meetings_meeting.id"],
            name=op.f("fk_meetings_filling_meeting_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_meetings_filling_member_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["network_id"], ["network.id"], name=op.f("fk_meetings_filling_network_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meetings_filling")),
        sa.UniqueConstraint("meeting_id", "part", name=op.f("uq_meetings_filling_meeting_id_part")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_meetings_filling_member_id", "meetings_filling", ["member_id"], unique=False)
    op.create_index(op.f("ix_meetings_filling_network_id"), "meetings_filling", ["network_id"], unique=False)
    op.create_table(
        "meetings_host",
        sa.Column("id", Identifier, nullable=False),
        sa.Column("network_id", Identifier, nullable=False),
        sa.Column("place_id", Identifier, nullable=False),
        sa.Column("meeting_id", Identifier, nullable=True),
        sa.Column("after_id", Identifier, nullable=True),
        sa.Column("member_id", Identifier, nullable=False),
        sa.Column("asked_by_id", Identifier, nullable=True),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["after_id"], ["meetings_meeting.id"], name=op.f("fk_meetings_host_after_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["member.id"], name=op.f("fk_meetings_host_asked_by_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"],
            ["meetings_meeting.id"],
            name=op.f("fk_meetings_host_meeting_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_meetings_host_member_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["network_id"], ["network.id"], name=op.f("fk_meetings_host_network_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["place_id"], ["place.id"], name=op.f("fk_meetings_host_place_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meetings_host")),
        sa.UniqueConstraint("meeting_id", "member_id", name=op.f("uq_meetings_host_meeting_id_member_id")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_meetings_host_asked_by_id", "meetings_host", ["asked_by_id"], unique=False)
    op.create_index("ix_meetings_host_member_id", "meetings_host", ["member_id"], unique=False)
    op.create_index(op.f("ix_meetings_host_network_id"), "meetings_host", ["network_id"], unique=False)
    op.create_index(op.f("ix_meetings_host_place_id"), "meetings_host", ["place_id"], unique=False)
    op.create_table(
        "meetings_item",
        sa.Column("id", Identifier, nullable=False),
        sa.Column("network_id", Identifier, nullable=False),
        sa.Column("place_id", Identifier, nullable=False),
        sa.Column("meeting_id", Identifier, nullable=True),
        sa.Column("member_id", Identifier, nullable=True),
        sa.Column("kind", sa.String(length=16), nullable=True),
        sa.Column("text", sa.String(length=500), nullable=False),
        sa.Column("minutes", Identifier, nullable=True),
        sa.Column("position", Identifier, nullable=False),
        sa.Column("source", sa.String(length=100), nullable=False),
        sa.Column("outcome", sa.String(length=16), nullable=True),
        sa.Column("decision", sa.String(length=2000), nullable=False),
        sa.Column("origin_id", Identifier, nullable=True),
        sa.Column("before_id", Identifier, nullable=True),
        sa.Column("dropped_at", UtcDateTime(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["meeting_id"],
            ["meetings_meeting.id"],
            name=op.f("fk_meetings_item_meeting_id"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_meetings_item_member_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["network_id"], ["network.id"], name=op.f("fk_meetings_item_network_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["place_id"], ["place.id"], name=op.f("fk_meetings_item_place_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meetings_item")),
        sa.UniqueConstraint("before_id", name=op.f("uq_meetings_item_before_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_meetings_item_meeting_id"), "meetings_item", ["meeting_id"], unique=False)
    op.create_index("ix_meetings_item_member_id", "meetings_item", ["member_id"], unique=False)
    op.create_index(op.f("ix_meetings_item_network_id"), "meetings_item", ["network_id"], unique=False)
    op.create_index(op.f("ix_meetings_item_place_id"), "meetings_item", ["place_id"], unique=False)
    op.create_table(
        "meetings_meeting_place",
        sa.Column("id", Identifier, nullable=False),
        sa.Column("network_id", Identifier, nullable=False),
        sa.Column("meeting_id", Identifier, nullable=False),
        sa.Column("place_id", Identifier, nullable=False),
        sa.Column("delivery_id", Identifier, nullable=True),
        sa.ForeignKeyConstraint(
            ["meeting_id"],
            ["meetings_meeting.id"],
            name=op.f("fk_meetings_meeting_place_meeting_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["network_id"],
            ["network.id"],
            name=op.f("fk_meetings_meeting_place_network_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["place_id"], ["place.id"], name=op.f("fk_meetings_meeting_place_place_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meetings_meeting_place")),
        sa.UniqueConstraint(
            "meeting_id", "place_id", name=op.f("uq_meetings_meeting_place_meeting_id_place_id")
        ),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_meetings_meeting_place_meeting_id"), "meetings_meeting_place", ["meeting_id"], unique=False
    )
    op.create_index(
        op.f("ix_meetings_meeting_place_network_id"), "meetings_meeting_place", ["network_id"], unique=False
    )
    op.create_index(
        op.f("ix_meetings_meeting_place_place_id"), "meetings_meeting_place", ["place_id"], unique=False
    )
    op.create_table(
        "meetings_minutes",
        sa.Column("id", Identifier, nullable=False),
        sa.Column("network_id", Identifier, nullable=False),
        sa.Column("meeting_id", Identifier, nullable=False),
        sa.Column("member_id", Identifier, nullable=True),
        sa.Column("notes", sa.String(length=4000), nullable=False),
        sa.Column("guests", sa.String(length=1000), nullable=False),
        sa.Column("has_people", sa.Boolean(), nullable=False),
        sa.Column("written_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["meeting_id"],
            ["meetings_meeting.id"],
            name=op.f("fk_meetings_minutes_meeting_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_meetings_minutes_member_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["network_id"], ["network.id"], name=op.f("fk_meetings_minutes_network_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meetings_minutes")),
        sa.UniqueConstraint("meeting_id", name=op.f("uq_meetings_minutes_meeting_id")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_meetings_minutes_member_id", "meetings_minutes", ["member_id"], unique=False)
    op.create_index(op.f("ix_meetings_minutes_network_id"), "meetings_minutes", ["network_id"], unique=False)
    op.create_table(
        "meetings_posted",
        sa.Column("id", Identifier, nullable=False),
        sa.Column("network_id", Identifier, nullable=False),
        sa.Column("meeting_id", Identifier, nullable=False),
        sa.Column("place_id", Identifier, nullable=False),
        sa.Column("paper", sa.String(length=16), nullable=False),
        sa.Column("delivery_id", Identifier, nullable=True),
        sa.ForeignKeyConstraint(
            ["meeting_id"],
            ["meetings_meeting.id"],
            name=op.f("fk_meetings_posted_meeting_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["network_id"], ["network.id"], name=op.f("fk_meetings_posted_network_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["place_id"], ["place.id"], name=op.f("fk_meetings_posted_place_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meetings_posted")),
        sa.UniqueConstraint(
            "meeting_id", "place_id", "paper", name=op.f("uq_meetings_posted_meeting_id_place_id_paper")
        ),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_meetings_posted_network_id"), "meetings_posted", ["network_id"], unique=False)
    op.create_index(op.f("ix_meetings_posted_place_id"), "meetings_posted", ["place_id"], unique=False)
    op.create_table(
        "meetings_present",
        sa.Column("id", Identifier, nullable=False),
        sa.Column("network_id", Identifier, nullable=False),
        sa.Column("meeting_id", Identifier, nullable=False),
        sa.Column("member_id", Identifier, nullable=False),
        sa.ForeignKeyConstraint(
            ["meeting_id"],
            ["meetings_meeting.id"],
            name=op.f("fk_meetings_present_meeting_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_meetings_present_member_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["network_id"], ["network.id"], name=op.f("fk_meetings_present_network_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meetings_present")),
        sa.UniqueConstraint("meeting_id", "member_id", name=op.f("uq_meetings_present_meeting_id_member_id")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_meetings_present_member_id", "meetings_present", ["member_id"], unique=False)
    op.create_index(op.f("ix_meetings_present_network_id"), "meetings_present", ["network_id"], unique=False)
    op.create_table(
        "meetings_survey",
        sa.Column("id", Identifier, nullable=False),
        sa.Column("network_id", Identifier, nullable=False),
        sa.Column("meeting_id", Identifier, nullable=False),
        sa.Column("named", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("secret", sa.LargeBinary(length=32), nullable=True),
        sa.Column("asked_at", UtcDateTime(), nullable=True),
        sa.Column("ends_at", UtcDateTime(), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.Column("counts", sa.JSON(none_as_null=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["meeting_id"],
            ["meetings_meeting.id"],
            name=op.f("fk_meetings_survey_meeting_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["network_id"], ["network.id"], name=op.f("fk_meetings_survey_network_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meetings_survey")),
        sa.UniqueConstraint("meeting_id", name=op.f("uq_meetings_survey_meeting_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_meetings_survey_network_id"), "meetings_survey", ["network_id"], unique=False)
    op.create_table(
        "meetings_survey_answer",
        sa.Column("id", Identifier, nullable=False),
        sa.Column("network_id", Identifier, nullable=False),
        sa.Column("survey_id", Identifier, nullable=False),
        sa.Column("member_id", Identifier, nullable=True),
        sa.Column("voter", sa.String(length=80), nullable=False),
        sa.Column("score", sa.SmallInteger(), nullable=True),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_meetings_survey_answer_member_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["network_id"],
            ["network.id"],
            name=op.f("fk_meetings_survey_answer_network_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["survey_id"],
            ["meetings_survey.id"],
            name=op.f("fk_meetings_survey_answer_survey_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meetings_survey_answer")),
        sa.UniqueConstraint("survey_id", "voter", name=op.f("uq_meetings_survey_answer_survey_id_voter")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_meetings_survey_answer_member_id", "meetings_survey_answer", ["member_id"], unique=False
    )
    op.create_index(
        op.f("ix_meetings_survey_answer_network_id"), "meetings_survey_answer", ["network_id"], unique=False
    )
    op.create_table(
        "meetings_survey_post",
        sa.Column("id", Identifier, nullable=False),
        sa.Column("network_id", Identifier, nullable=False),
        sa.Column("survey_id", Identifier, nullable=False),
        sa.Column("member_id", Identifier, nullable=True),
        sa.Column("place_id", Identifier, nullable=True),
        sa.Column("delivery_id", Identifier, nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_meetings_survey_post_member_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["network_id"],
            ["network.id"],
            name=op.f("fk_meetings_survey_post_network_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["place_id"], ["place.id"], name=op.f("fk_meetings_survey_post_place_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["survey_id"],
            ["meetings_survey.id"],
            name=op.f("fk_meetings_survey_post_survey_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meetings_survey_post")),
        sa.UniqueConstraint(
            "survey_id", "member_id", name=op.f("uq_meetings_survey_post_survey_id_member_id")
        ),
        sa.UniqueConstraint("survey_id", "place_id", name=op.f("uq_meetings_survey_post_survey_id_place_id")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_meetings_survey_post_member_id", "meetings_survey_post", ["member_id"], unique=False)
    op.create_index(
        op.f("ix_meetings_survey_post_network_id"), "meetings_survey_post", ["network_id"], unique=False
    )
    op.create_index(
        op.f("ix_meetings_survey_post_place_id"), "meetings_survey_post", ["place_id"], unique=False
    )
