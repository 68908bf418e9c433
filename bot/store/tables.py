"""The core tables: who, where, later and elsewhere."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column

from bot.store import held
from bot.store.base import Base
from bot.store.personal import declares


class NetworkRow(Base):
    """A network: the tenant of every row."""

    __tablename__ = "network"
    __table_args__ = ({"info": declares(held.NETWORK)},)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200), unique=True)
    language: Mapped[str] = mapped_column(String(5))
    zone: Mapped[str] = mapped_column(String(64))
    territory: Mapped[str | None] = mapped_column(String(9))
    created_at: Mapped[datetime]


class CommunityRow(Base):
    """A team or guild on one platform; `external_id` is the platform's.

    `left_at` is when it left the network, None while it is served; it is in one network at a time.
    `joined_at` is when it joined by a code, None if it is in the network because the configuration names it.
    """

    __tablename__ = "community"
    __table_args__ = (
        UniqueConstraint("network_id", "platform", "external_id"),
        Index(
            "ix_community_served",
            "platform",
            "external_id",
            unique=True,
            sqlite_where=text("left_at IS NULL"),  # for PostgreSQL, slow to load, a migration says it
        ),
        {"info": declares(held.COMMUNITY)},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    network_id: Mapped[int] = mapped_column(ForeignKey("network.id", ondelete="CASCADE"), index=True)
    platform: Mapped[str] = mapped_column(String(64))
    external_id: Mapped[str] = mapped_column(String(128))
    name: Mapped[str] = mapped_column(String(200))
    created_at: Mapped[datetime]
    left_at: Mapped[datetime | None]
    joined_at: Mapped[datetime | None]


class PlaceRow(Base):
    """A channel or DM; `language`, `zone` and `territory` are null where the network's apply.

    One that `is_private` can be seen by some people of its community only. `left_at` is since when the bot
    cannot post there any more: it was removed, or the channel is gone; None while nobody told that.
    """

    __tablename__ = "place"
    __table_args__ = (
        UniqueConstraint("network_id", "platform", "external_id"),
        {"sqlite_autoincrement": True, "info": declares(held.PLACE)},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    network_id: Mapped[int] = mapped_column(ForeignKey("network.id", ondelete="CASCADE"))
    community_id: Mapped[int | None] = mapped_column(
        ForeignKey("community.id", ondelete="CASCADE"), index=True
    )
    platform: Mapped[str] = mapped_column(String(64))
    external_id: Mapped[str] = mapped_column(String(128))
    kind: Mapped[str] = mapped_column(String(16))
    name: Mapped[str] = mapped_column(String(200))
    territory: Mapped[str | None] = mapped_column(String(9))
    language: Mapped[str | None] = mapped_column(String(5))
    zone: Mapped[str | None] = mapped_column(String(64))
    created_at: Mapped[datetime]
    member_id: Mapped[int | None] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"), index=True)
    """Whose direct messages these are, null for a channel."""
    is_private: Mapped[bool] = mapped_column(server_default=false(), default=False)
    left_at: Mapped[datetime | None]


class MemberRow(Base):
    """A person in a network. Quiet hours are wall times `HH:MM` in the person's zone.

    `left_at` is when they were found to be in no community any more, `warned_at` when they were told that
    their data will be erased unless they give a sign: when `warning_id`, the delivery that says so, was sent.
    `waited_days` counts the days of the bot's own work since. `paused_at` is since when they want to be found
    by nobody, and to be written to only as they ask for it.
    """

    __tablename__ = "member"
    __table_args__ = ({"sqlite_autoincrement": True, "info": declares(held.MEMBER)},)

    id: Mapped[int] = mapped_column(primary_key=True)
    network_id: Mapped[int] = mapped_column(ForeignKey("network.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    language: Mapped[str | None] = mapped_column(String(5))
    zone: Mapped[str | None] = mapped_column(String(64))
    quiet_from: Mapped[str | None] = mapped_column(String(5))
    quiet_to: Mapped[str | None] = mapped_column(String(5))
    daily_cap: Mapped[int | None]
    created_at: Mapped[datetime]
    left_at: Mapped[datetime | None]
    warned_at: Mapped[datetime | None]
    warning_id: Mapped[int | None]
    waited_days: Mapped[int] = mapped_column(server_default=text("0"), default=0)
    paused_at: Mapped[datetime | None]


class AccountRow(Base):
    """A person's account on one platform; `chosen_at` is when its DMs were last given to this network.

    `seen_at` is when the person used this account, to the day: the latest is the one that they used last.
    `preferred_at` is when they chose this one for what is sent to them.
    """

    __tablename__ = "account"
    __table_args__ = (
        UniqueConstraint("network_id", "platform", "external_id"),
        Index("ix_account_platform_external_id", "platform", "external_id"),
        Index("ix_account_network_id_folded", "network_id", "folded"),
        {"sqlite_autoincrement": True, "info": declares(held.ACCOUNT)},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    network_id: Mapped[int] = mapped_column(ForeignKey("network.id", ondelete="CASCADE"))
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"), index=True)
    platform: Mapped[str] = mapped_column(String(64))
    external_id: Mapped[str] = mapped_column(String(128))
    username: Mapped[str] = mapped_column(String(128))
    folded: Mapped[str] = mapped_column(String(128))
    """The user name, folded for look-ups that are blind to accents and case."""
    seen_at: Mapped[datetime]
    chosen_at: Mapped[datetime | None]
    preferred_at: Mapped[datetime | None]


class RoleGrantRow(Base):
    """A role given to a member; `scope` is `network`, `community`, `place` or `territory`."""

    __tablename__ = "role_grant"
    __table_args__ = (
        UniqueConstraint("member_id", "scope", "scope_id"),
        {"sqlite_autoincrement": True, "info": declares(held.ROLE_GRANT)},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"))
    role: Mapped[str] = mapped_column(String(16))
    scope: Mapped[str] = mapped_column(String(16))
    scope_id: Mapped[str] = mapped_column(String(32))
    granted_at: Mapped[datetime]


class TimerRow(Base):
    """Do this at that instant. `run_at` is `due_at`, or later while a failed run waits to be tried again.

    A timer is `held` while its plugin is off in its network, or after it failed too often. An `errand` runs
    in no transaction of its own; `version` goes up each time that it is set, so that one that was set anew
    while it ran is not taken for done; `begun` is how often it was begun since it last ended.
    """

    __tablename__ = "timer"
    __table_args__ = (
        UniqueConstraint("network_id", "plugin", "key"),
        Index("ix_timer_errand_held_run_at_due_at_id", "errand", "held", "run_at", "due_at", "id"),
        {"sqlite_autoincrement": True, "info": declares(held.TIMER)},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    network_id: Mapped[int] = mapped_column(ForeignKey("network.id", ondelete="CASCADE"))
    plugin: Mapped[str] = mapped_column(String(64))
    name: Mapped[str] = mapped_column(String(64))
    key: Mapped[str] = mapped_column(String(128))
    due_at: Mapped[datetime]
    run_at: Mapped[datetime]
    payload: Mapped[dict[str, Any]]
    attempts: Mapped[int] = mapped_column(server_default=text("0"), default=0)
    held: Mapped[bool] = mapped_column(server_default=false(), default=False)
    last_error: Mapped[str | None] = mapped_column(Text)
    errand: Mapped[bool] = mapped_column(server_default=false(), default=False)
    version: Mapped[int] = mapped_column(server_default=text("0"), default=0)
    begun: Mapped[int] = mapped_column(server_default=text("0"), default=0)


class DeliveryRow(Base):
    """Send this there: the outbox.

    `state` goes pending → sending (until `lease_until`) → sent or dead. The destination is a place, a member,
    or a community for what stands in its calendar; `stream` names it, and orders what goes there. `due_at` is
    the instant for which a timer meant it, so that a late one can say so.
    """

    __tablename__ = "delivery"
    __table_args__ = (
        UniqueConstraint("network_id", "plugin", "key"),
        Index("ix_delivery_state_not_before_id", "state", "not_before", "id"),
        Index("ix_delivery_stream_state", "stream", "state"),
        Index("ix_delivery_edits_id", "edits_id"),
        Index("ix_delivery_external_id", "external_id"),
        {"sqlite_autoincrement": True, "info": declares(held.DELIVERY)},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    network_id: Mapped[int] = mapped_column(ForeignKey("network.id", ondelete="CASCADE"))
    plugin: Mapped[str] = mapped_column(String(64))
    key: Mapped[str] = mapped_column(String(128))
    kind: Mapped[str] = mapped_column(String(8))
    place_id: Mapped[int | None] = mapped_column(ForeignKey("place.id", ondelete="CASCADE"), index=True)
    member_id: Mapped[int | None] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"), index=True)
    community_id: Mapped[int | None] = mapped_column(
        ForeignKey("community.id", ondelete="CASCADE"), index=True
    )
    platform: Mapped[str | None] = mapped_column(String(64))
    recipient: Mapped[str | None] = mapped_column(String(128))
    """The account to which a DM goes, settled when it is first sent: a person may have several."""
    thread: Mapped[str | None] = mapped_column(String(128))
    stream: Mapped[str] = mapped_column(String(32))
    edits_id: Mapped[int | None] = mapped_column(ForeignKey("delivery.id", ondelete="CASCADE"))
    content: Mapped[dict[str, Any]]
    language: Mapped[str] = mapped_column(String(5))
    due_at: Mapped[datetime | None]
    unsolicited: Mapped[bool] = mapped_column(server_default=false(), default=False)
    created_at: Mapped[datetime]
    not_before: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(8), server_default="pending", default="pending")
    lease_until: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(server_default=text("0"), default=0)
    last_error: Mapped[str | None] = mapped_column(Text)
    external_id: Mapped[str | None] = mapped_column(Text)
    """The platform's id of the post, once sent: several ids in one, where a long post was split."""
    sent_at: Mapped[datetime | None]


class SettingRow(Base):
    """A setting of a network, or of a plugin in it; `value` is any JSON value."""

    __tablename__ = "setting"
    __table_args__ = (
        UniqueConstraint("network_id", "scope", "scope_id", "name"),
        {"info": declares(held.SETTING)},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    network_id: Mapped[int] = mapped_column(ForeignKey("network.id", ondelete="CASCADE"))
    scope: Mapped[str] = mapped_column(String(16))
    scope_id: Mapped[str] = mapped_column(String(64))
    name: Mapped[str] = mapped_column(String(64))
    value: Mapped[Any] = mapped_column(JSON)


class ReceivedRow(Base):
    """An event of a platform that was handled: one that comes twice is handled once."""

    __tablename__ = "received"
    __table_args__ = (Index("ix_received_at", "at"), {"info": declares(held.RECEIVED)})

    platform: Mapped[str] = mapped_column(String(64), primary_key=True)
    key: Mapped[str] = mapped_column(String(128), primary_key=True)
    at: Mapped[datetime]


class PositionRow(Base):
    """How far a platform got in one of its channels, in its own terms: where it goes on after an outage."""

    __tablename__ = "position"
    __table_args__ = ({"info": declares(held.POSITION)},)

    platform: Mapped[str] = mapped_column(String(64), primary_key=True)
    channel: Mapped[str] = mapped_column(String(128), primary_key=True)
    value: Mapped[str] = mapped_column(Text)


class DraftRow(Base):
    """A form that waits to be opened, or filled in step by step, by one member; `form` is rendered."""

    __tablename__ = "draft"
    __table_args__ = (
        Index("ix_draft_created_at", "created_at"),
        {"sqlite_autoincrement": True, "info": declares(held.DRAFT)},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    network_id: Mapped[int] = mapped_column(ForeignKey("network.id", ondelete="CASCADE"), index=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"), index=True)
    form: Mapped[dict[str, Any]]
    created_at: Mapped[datetime]


class KeptRow(Base):
    """A text too long for what a button can hold: the button has its number instead.

    `member_id` is who alone is shown the button, None if others are too.
    """

    __tablename__ = "kept"
    __table_args__ = (UniqueConstraint("digest"), {"sqlite_autoincrement": True, "info": declares(held.KEPT)})

    id: Mapped[int] = mapped_column(primary_key=True)
    digest: Mapped[str] = mapped_column(String(64))
    """The SHA-256 of whose text it is, and of the text: for one person the same text is kept once."""
    member_id: Mapped[int | None] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"), index=True)
    text: Mapped[str] = mapped_column(Text)
    kept_at: Mapped[datetime]


class LinkCodeRow(Base):
    """A code that joins two accounts, or a community to a network: given on one side, entered on the other.

    Only its digest is kept. `kind` is `account` or `community`; `account_id` is the one that it was given to.
    """

    __tablename__ = "link_code"
    __table_args__ = (
        UniqueConstraint("digest"),
        {"sqlite_autoincrement": True, "info": declares(held.LINK_CODE)},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    network_id: Mapped[int] = mapped_column(ForeignKey("network.id", ondelete="CASCADE"), index=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(16))
    digest: Mapped[str] = mapped_column(String(64))
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class MemberLinkRow(Base):
    """One member became a part of another: what came with them, so that they can be parted again.

    The row of the member who is `gone` stays, without an account. `moved` lists the rows that pointed at
    them and point at the other now; `aside` holds those that had no room beside the other's; `changed` what
    the other got of them; `notes` is what plugins wrote down.
    """

    __tablename__ = "member_link"
    __table_args__ = (
        UniqueConstraint("gone_id"),
        {"sqlite_autoincrement": True, "info": declares(held.MEMBER_LINK)},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    network_id: Mapped[int] = mapped_column(ForeignKey("network.id", ondelete="CASCADE"), index=True)
    gone_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"))
    kept_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"), index=True)
    linked_at: Mapped[datetime]
    moved: Mapped[list[Any]] = mapped_column(JSON)
    aside: Mapped[list[Any]] = mapped_column(JSON)
    changed: Mapped[dict[str, Any]]
    notes: Mapped[dict[str, Any]]
