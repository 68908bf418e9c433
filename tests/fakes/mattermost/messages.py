"""Posts, reactions and files, as the server keeps them and shows them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Any

from .attachments import stripped
from .ids import new_id

MAX_RUNES = 16_383
MAX_PROPS_RUNES, MAX_PROPS_RUNES_BEFORE_6 = 800_000, 8_000
_MENTION = re.compile(r"(?<![\w@])@([a-z0-9][a-z0-9._-]*)", re.IGNORECASE)
_HASHTAG = re.compile(r"(?<!\S)#[^\W\d]\w*(?:[-.]\w+)*")


def mentioned_names(text: str) -> list[list[str]]:
    """Each `@name` of a text: the spellings that it may stand for, the longest first (`@ana.` is `ana`)."""
    found = []
    for match in _MENTION.finditer(text):
        name = match.group(1).lower()
        spellings = [name]
        while name and name[-1] in "._-":
            name = name[:-1]
            spellings.append(name)
        found.append(spellings)
    return found


def hashtags(text: str) -> str:
    return " ".join(_HASHTAG.findall(text))


@dataclass
class Reaction:
    """Somebody's emoji under a post."""

    user_id: str
    post_id: str
    emoji_name: str
    at: int

    def json(self) -> dict[str, Any]:
        return {
            "user_id": self.user_id,
            "post_id": self.post_id,
            "emoji_name": self.emoji_name,
            "create_at": self.at,
            "update_at": self.at,
            "delete_at": 0,
            "remote_id": "",
        }


@dataclass
class File:
    """An uploaded file; it belongs to a post once that post was created with its id."""

    name: str
    content: bytes
    mime_type: str
    user_id: str
    channel_id: str
    create_at: int
    post_id: str = ""
    id: str = field(default_factory=new_id)

    def json(self) -> dict[str, Any]:
        _, _, extension = self.name.rpartition(".")
        return {
            "id": self.id,
            "user_id": self.user_id,
            "post_id": self.post_id,
            "channel_id": self.channel_id,
            "create_at": self.create_at,
            "update_at": self.create_at,
            "delete_at": 0,
            "name": self.name,
            "extension": extension if "." in self.name else "",
            "size": len(self.content),
            "mime_type": self.mime_type,
            "has_preview_image": False,
            "mini_preview": None,
            "remote_id": "",
        }


@dataclass
class Post:
    """A message. `props` keeps the integrations of its buttons, which `json` never shows.

    `versions` are what it said before it was edited: deleted posts, of which `original_id` is the post.
    """

    user_id: str
    channel_id: str
    message: str
    create_at: int
    props: dict[str, Any] = field(default_factory=dict)
    root_id: str = ""
    type: str = ""
    pending_post_id: str = ""
    file_ids: list[str] = field(default_factory=list)
    files: list[File] = field(default_factory=list)
    reactions: list[Reaction] = field(default_factory=list)
    is_pinned: bool = False
    update_at: int = 0
    edit_at: int = 0
    delete_at: int = 0
    reply_count: int = 0
    last_reply_at: int = 0
    original_id: str = ""
    versions: list[Post] = field(default_factory=list)
    id: str = field(default_factory=new_id)

    def keep_version(self, moment: int) -> None:
        """Keep what it says, before that is replaced."""
        gone = {"id": new_id(), "original_id": self.id, "update_at": moment, "delete_at": moment}
        self.versions.append(replace(self, **gone, reactions=[], versions=[]))

    @property
    def is_system_message(self) -> bool:
        return self.type.startswith("system_")

    def json(self, *, modern: bool = False, pending: bool = False, metadata: bool = True) -> dict[str, Any]:
        """The post as a client sees it.

        Args:
            modern: from version 6 on, where `parent_id` is gone.
            pending: show `pending_post_id`, which only the answer to the creation and its event do.
            metadata: show `metadata`, which the answer to a repeated creation does not.
        """
        shown: dict[str, Any] = {
            "id": self.id,
            "create_at": self.create_at,
            "update_at": self.update_at or self.create_at,
            "edit_at": self.edit_at,
            "delete_at": self.delete_at,
            "is_pinned": self.is_pinned,
            "user_id": self.user_id,
            "channel_id": self.channel_id,
            "root_id": self.root_id,
            "original_id": self.original_id,
            "message": self.message,
            "type": self.type,
            "props": stripped(self.props),
            "hashtags": hashtags(self.message) if not self.is_system_message else "",
            "pending_post_id": self.pending_post_id if pending else "",
            "reply_count": self.reply_count,
            "last_reply_at": self.last_reply_at,
            "participants": None,
        }
        if not modern:
            shown["parent_id"] = self.root_id
        if self.file_ids:
            shown["file_ids"] = list(self.file_ids)
        if self.reactions:
            shown["has_reactions"] = True
        if metadata:
            shown["metadata"] = self._metadata()
        return shown

    def _metadata(self) -> dict[str, Any]:
        about: dict[str, Any] = {}
        if self.props.get("attachments"):
            about["embeds"] = [{"type": "message_attachment"}]
        if self.files:
            about["files"] = [file.json() for file in self.files]
        if self.reactions:
            about["reactions"] = [reaction.json() for reaction in self.reactions]
        return about
