"""What is written: messages, their files and reactions, and how tests read them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from .flags import LOADING, SUPPRESS_EMBEDS
from .places import Channel
from .users import Json, Role, User, stamp

if TYPE_CHECKING:
    from .interactions import Interaction

DEFAULT, REPLY, CHAT_COMMAND, CONTEXT_COMMAND = 0, 19, 20, 23
"""resources/message: message types."""


class NotThereError(AssertionError):
    """What somebody wanted to press, choose or fill in is not there."""


@dataclass(eq=False)
class Attachment:
    """A file of a message."""

    id: str
    filename: str
    content: bytes
    url: str
    content_type: str = "application/octet-stream"
    description: str | None = None
    ephemeral: bool = False

    def json(self) -> Json:
        """As in the OpenAPI's `MessageAttachmentResponse`."""
        told: Json = {
            "id": self.id,
            "filename": self.filename,
            "size": len(self.content),
            "url": self.url,
            "proxy_url": self.url,
            "content_type": self.content_type,
        }
        if self.description is not None:
            told["description"] = self.description
        return told | {"ephemeral": True} if self.ephemeral else told


def walk(components: list[Json]) -> Iterator[Json]:
    """Every component, those inside others too, in reading order."""
    for one in components:
        yield one
        yield from walk(one.get("components") or [])
        inside = [one[name] for name in ("accessory", "component") if isinstance(one.get(name), dict)]
        yield from walk(inside)


@dataclass(eq=False, repr=False)
class Message:
    """A message.

    Attributes:
        ephemeral_to: the id of the only person who sees it; None for those that everybody sees.
        pinged: ids of the accounts that were notified, and of roles; `@everyone` for all.
        interaction: what it answers, if it does.
        deleted: whether it is gone.
        versions: contents that it had before its editions, oldest first.
    """

    id: str
    channel: Channel
    author: User
    at: datetime
    content: str = ""
    embeds: list[Json] = field(default_factory=list)
    components: list[Json] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    flags: int = 0
    kind: int = DEFAULT
    nonce: str | int | None = None
    mentions: list[User] = field(default_factory=list)
    mention_roles: list[Role] = field(default_factory=list)
    mention_everyone: bool = False
    pinged: set[str] = field(default_factory=set)
    reply_to: Message | None = None
    reactions: dict[str, list[str]] = field(default_factory=dict)
    edited_at: datetime | None = None
    ephemeral_to: str | None = None
    interaction: Interaction | None = None
    webhook_id: str | None = None
    thread: Channel | None = None
    pinned: bool = False
    deleted: bool = False
    versions: list[str] = field(default_factory=list)

    def __repr__(self) -> str:
        return f"<message {self.id} by {self.author.username}: {self.text[:80]!r}>"

    # For tests

    @property
    def text(self) -> str:
        """All that it says: content, embeds and text displays, one below the other."""
        said = [self.content]
        for embed in self.shown_embeds:
            said += [embed.get("title") or "", embed.get("description") or ""]
            for one in embed.get("fields") or []:
                said += [one["name"], one["value"]]
            said.append((embed.get("footer") or {}).get("text") or "")
        said += [one["content"] for one in walk(self.components) if one["type"] == 10]
        return "\n".join(part for part in said if part)

    @property
    def shown_embeds(self) -> list[Json]:
        """Its embeds, of which a flag hides all, whoever made them (resources/message: message flags)."""
        return [] if self.flags & SUPPRESS_EMBEDS else self.embeds

    @property
    def is_ephemeral(self) -> bool:
        return self.ephemeral_to is not None

    @property
    def is_thinking(self) -> bool:
        """Whether it only says that the bot is thinking."""
        return bool(self.flags & LOADING)

    @property
    def buttons(self) -> list[str]:
        """Labels of the buttons, in reading order."""
        return [one.get("label") or "" for one in walk(self.components) if one["type"] == 2]

    @property
    def menus(self) -> list[str]:
        """Placeholders of the menus, in reading order."""
        return [one.get("placeholder") or "" for one in walk(self.components) if one["type"] in SELECTS]

    @property
    def files(self) -> dict[str, bytes]:
        """Contents of the files by name."""
        return {one.filename: one.content for one in self.attachments}

    @property
    def url(self) -> str:
        """The link that people copy."""
        guild = self.channel.guild.id if self.channel.guild else "@me"
        return f"https://discord.com/channels/{guild}/{self.channel.id}/{self.id}"

    def button(self, label: str) -> Json:
        """The button with a label.

        Raises:
            NotThereError: there is none, or it is disabled.
        """
        for one in walk(self.components):
            if one["type"] == 2 and label in {one.get("label"), one.get("custom_id"), one.get("url")}:
                return _usable(one, label)
        raise NotThereError(f"no button {label!r} among {self.buttons} of {self.text!r}")

    def menu(self, label: str = "") -> Json:
        """The menu with a placeholder (or custom_id), or the only one."""
        menus = [one for one in walk(self.components) if one["type"] in SELECTS]
        for one in menus:
            if label in {one.get("placeholder"), one.get("custom_id")}:
                return _usable(one, label)
        if not label and len(menus) == 1:
            return _usable(menus[0], label)
        raise NotThereError(f"no menu {label!r} among {self.menus} of {self.text!r}")

    def options(self, label: str = "") -> list[str]:
        """Labels of the options of a menu."""
        return [one["label"] for one in self.menu(label).get("options", [])]

    # For the wire

    def json(self, viewer: User, *, full: bool = True, nested: bool = True) -> Json:
        """As in the OpenAPI's `MessageResponse`.

        Args:
            viewer: whose reactions count as "me".
            full: False empties what the message content intent protects.
            nested: whether the message that it answers is told too.
        """
        told: Json = {
            "type": self.kind,
            "id": self.id,
            "channel_id": self.channel.id,
            "author": self.author.json(),
            "content": self.content if full else "",
            "embeds": self.shown_embeds if full else [],
            "components": self.components if full else [],
            "attachments": [one.json() for one in self.attachments] if full else [],
            "mentions": [user.json() for user in self.mentions],
            "mention_roles": [role.id for role in self.mention_roles],
            "mention_everyone": self.mention_everyone,
            "timestamp": stamp(self.at),
            "edited_timestamp": stamp(self.edited_at) if self.edited_at else None,
            "flags": self.flags,
            "pinned": self.pinned,
            "tts": False,
        }
        if self.reactions:
            told["reactions"] = [self._reaction(emoji, viewer) for emoji in self.reactions]
        if self.nonce is not None:
            told["nonce"] = self.nonce
        if self.webhook_id is not None:
            told |= {"webhook_id": self.webhook_id, "application_id": self.webhook_id}
        if self.interaction is not None:
            told["interaction_metadata"] = self.interaction.metadata()
        if self.thread is not None:
            told["thread"] = self.thread.json()
        return told | self._reference(viewer, full) if nested else told

    def _reference(self, viewer: User, full: bool) -> Json:
        if self.kind != REPLY:
            return {}
        if self.reply_to is None or self.reply_to.deleted:
            return {"referenced_message": None}
        to = self.reply_to
        reference = {"type": 0, "channel_id": to.channel.id, "message_id": to.id}
        if to.channel.guild is not None:
            reference["guild_id"] = to.channel.guild.id
        told = to.json(viewer, full=full or to.author is viewer, nested=False)
        return {"message_reference": reference, "referenced_message": told}

    def _reaction(self, emoji: str, viewer: User) -> Json:
        by = self.reactions[emoji]
        return {
            "emoji": {"id": None, "name": emoji},
            "count": len(by),
            "count_details": {"burst": 0, "normal": len(by)},
            "burst_colors": [],
            "me_burst": False,
            "burst_me": False,
            "burst_count": 0,
            "me": viewer.id in by,
        }


SELECTS = (3, 5, 6, 7, 8)
"""components/reference: string, user, role, mentionable and channel selects."""


def _usable(component: Json, label: str) -> Json:
    if component.get("disabled"):
        raise NotThereError(f"{label!r} is disabled")
    return component
