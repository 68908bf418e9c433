"""What a Mattermost server tells over its WebSocket, as values.

A frame is a JSON object: an event (`event`, `data`, `broadcast`, `seq`) or the reply to a request of ours
(`seq_reply`, `status`). In `data`, posts, reactions and lists of mentions are JSON inside a string. Seen on a
5.37 server; 11.x adds fields, which are ignored. Instants are milliseconds since 1970, as servers count.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

UNAUTHENTICATED = 401
"""The code of a reply from a server for which the token is valid no more."""


class MalformedFrameError(Exception):
    """The frame is not what the server's protocol describes; `seq` is its number, if it has one."""

    seq: int | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """Something that the server told. `name` is the server's word for it."""

    name: str


@dataclass(frozen=True, slots=True)
class Other(Event):
    """An event that nobody here is interested in, or that is not known."""


@dataclass(frozen=True, slots=True)
class Reply(Event):
    """The answer to the request number `to`; `code` is the HTTP-like status if it failed, else None."""

    to: int
    code: int | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Hello(Event):
    """A new connection: events of an earlier one are lost. `connection` is empty if it cannot be resumed."""

    connection: str
    version: str


@dataclass(frozen=True, slots=True)
class PostSeen:
    """A post as the server shows it, over the WebSocket or REST.

    `root_id` is the post under which it hangs, None if under none; `type` is empty for what a person or a bot
    wrote and `system_…` for what the server did. `props` has no `integration`: the server hides it. `edit_at`
    is when it was edited last, 0 if it never was.
    """

    id: str
    user_id: str
    channel_id: str
    message: str
    create_at: int
    root_id: str | None = None
    type: str = ""
    props: Mapping[str, Any] = field(default_factory=dict)
    file_ids: tuple[str, ...] = ()
    from_bot: bool = False
    from_webhook: bool = False
    edit_at: int = 0


@dataclass(frozen=True, slots=True)
class Posted(Event):
    """A post was made where the bot is. `channel_type` is `D` for a DM, `G` for a group, `O` or `P` else.

    `team_id` is None outside teams; `mentions` are the ids of the people whom the server notifies.
    """

    post: PostSeen
    channel_type: str
    channel_name: str
    team_id: str | None
    mentions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PostEdited(Event):
    """Something of a post changed: what it says (`post.edit_at`), or only that it was pinned."""

    post: PostSeen


@dataclass(frozen=True, slots=True)
class PostDeleted(Event):
    """A post was deleted, by whomever; what hung under it is too, which nobody is told.

    `may_have_answers` unless it hung under another itself: its number of answers is always 0 here.
    """

    post_id: str
    channel_id: str
    may_have_answers: bool = False


@dataclass(frozen=True, slots=True)
class ReactionAdded(Event):
    """Somebody reacted to a post."""

    user_id: str
    post_id: str
    emoji_name: str
    create_at: int
    channel_id: str


@dataclass(frozen=True, slots=True)
class UserAdded(Event):
    """Somebody is in a channel from now on."""

    channel_id: str
    user_id: str
    team_id: str | None


@dataclass(frozen=True, slots=True)
class UserRemoved(Event):
    """Somebody is in a channel no more: they left, or somebody removed them."""

    channel_id: str
    user_id: str


@dataclass(frozen=True, slots=True)
class TeamLeft(Event):
    """Somebody is in a team no more, nor in any of its channels, of which nobody is told."""

    team_id: str
    user_id: str


@dataclass(frozen=True, slots=True)
class ChannelDeleted(Event):
    """A channel was archived, or it is gone: nobody posts there any more."""

    channel_id: str


@dataclass(frozen=True, slots=True)
class ChannelRestored(Event):
    """A channel that was archived is there again."""

    channel_id: str


@dataclass(frozen=True, slots=True)
class ChannelConverted(Event):
    """A channel that was open to all is private from now on, or the other way round."""

    channel_id: str


@dataclass(frozen=True, slots=True)
class UserUpdated(Event):
    """Somebody changed their name, language or time zone."""

    user_id: str


@dataclass(frozen=True, slots=True)
class Frame:
    """One frame: its event and, unless it is a reply, its number in the connection's sequence."""

    event: Event
    seq: int | None = None


def parse_frame(text: str) -> Frame:
    """Read one text frame.

    Raises:
        MalformedFrameError: it is not JSON, or lacks what its kind must have; it says what, and no content.
    """
    frame = _object(_json(text, "frame"), "frame")
    if "seq_reply" in frame:
        return Frame(_reply(frame))
    seq = _number(frame, "seq")
    try:
        return Frame(_event(frame), seq)
    except MalformedFrameError as error:
        error.seq = seq
        raise


def parse_post(post: Mapping[str, Any]) -> PostSeen:
    """Read a post as REST returns it.

    Raises:
        MalformedFrameError: it has no id, author, channel or instant.
    """
    props = post.get("props")
    props = props if isinstance(props, Mapping) else {}
    return PostSeen(
        id=_text(post, "id"),
        user_id=_text(post, "user_id"),
        channel_id=_text(post, "channel_id"),
        message=_text_or_empty(post, "message"),
        create_at=_number(post, "create_at"),
        root_id=_text_or_empty(post, "root_id") or None,
        type=_text_or_empty(post, "type"),
        props=props,
        file_ids=_texts(post.get("file_ids")),
        from_bot=props.get("from_bot") == "true",
        from_webhook=props.get("from_webhook") == "true",
        edit_at=edited if isinstance(edited := post.get("edit_at"), int) else 0,
    )


Part = Mapping[str, Any]


def _event(frame: Part) -> Event:
    name = _text(frame, "event")
    reader = _READERS.get(name)
    return Other(name) if reader is None else reader(name, _part(frame, "data"), _part(frame, "broadcast"))


def _reply(frame: Part) -> Reply:
    to = _number(frame, "seq_reply")
    if "error" not in frame:
        return Reply("reply", to)
    error = _part(frame, "error")
    code = error.get("status_code")
    return Reply("reply", to, code if isinstance(code, int) else 500, _text_or_empty(error, "id") or None)


def _hello(name: str, data: Part, _broadcast: Part) -> Hello:
    return Hello(name, _text_or_empty(data, "connection_id"), _text_or_empty(data, "server_version"))


def _posted(name: str, data: Part, _broadcast: Part) -> Posted:
    mentions = data.get("mentions")
    return Posted(
        name,
        _post(data),
        channel_type=_text(data, "channel_type"),
        channel_name=_text_or_empty(data, "channel_name"),
        team_id=_text_or_empty(data, "team_id") or None,
        mentions=_texts(_json(mentions, "mentions") if isinstance(mentions, str) else mentions),
    )


def _post_edited(name: str, data: Part, _broadcast: Part) -> PostEdited:
    return PostEdited(name, _post(data))


def _post_deleted(name: str, data: Part, _broadcast: Part) -> PostDeleted:
    post = _embedded(data, "post")
    return PostDeleted(name, _text(post, "id"), _text(post, "channel_id"), not post.get("root_id"))


def _reaction_added(name: str, data: Part, broadcast: Part) -> ReactionAdded:
    reaction = _embedded(data, "reaction")
    return ReactionAdded(
        name,
        _text(reaction, "user_id"),
        _text(reaction, "post_id"),
        _text(reaction, "emoji_name"),
        _number(reaction, "create_at"),
        _text(broadcast, "channel_id"),
    )


def _user_added(name: str, data: Part, broadcast: Part) -> UserAdded:
    team = _text_or_empty(data, "team_id") or None
    return UserAdded(name, _text(broadcast, "channel_id"), _text(data, "user_id"), team)


def _user_removed(name: str, data: Part, broadcast: Part) -> UserRemoved:
    """Read the event in both its forms: to those who stay, and to the one who is there no more."""
    channel = data if data.get("channel_id") else broadcast
    user = data if data.get("user_id") else broadcast
    return UserRemoved(name, _text(channel, "channel_id"), _text(user, "user_id"))


def _leave_team(name: str, data: Part, _broadcast: Part) -> TeamLeft:
    return TeamLeft(name, _text(data, "team_id"), _text(data, "user_id"))


def _channel_deleted(name: str, data: Part, _broadcast: Part) -> ChannelDeleted:
    return ChannelDeleted(name, _text(data, "channel_id"))


def _channel_restored(name: str, data: Part, _broadcast: Part) -> ChannelRestored:
    return ChannelRestored(name, _text(data, "channel_id"))


def _channel_converted(name: str, data: Part, _broadcast: Part) -> ChannelConverted:
    return ChannelConverted(name, _text(data, "channel_id"))


def _user_updated(name: str, data: Part, _broadcast: Part) -> UserUpdated:
    return UserUpdated(name, _text(_embedded(data, "user"), "id"))


_READERS: Mapping[str, Callable[[str, Part, Part], Event]] = {
    "hello": _hello,
    "posted": _posted,
    "post_edited": _post_edited,
    "post_deleted": _post_deleted,
    "reaction_added": _reaction_added,
    "user_added": _user_added,
    "user_removed": _user_removed,
    "leave_team": _leave_team,
    "channel_deleted": _channel_deleted,
    "channel_restored": _channel_restored,
    "channel_converted": _channel_converted,
    "user_updated": _user_updated,
}


def _post(data: Part) -> PostSeen:
    return parse_post(_embedded(data, "post"))


def _embedded(data: Part, name: str) -> Part:
    """Return an object that comes as JSON inside a string, or as itself."""
    value = data.get(name)
    return _object(_json(value, name) if isinstance(value, str) else value, name)


def _json(text: str, name: str) -> object:
    try:
        value: object = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise MalformedFrameError(f"{name} is not JSON") from error
    return value


def _part(frame: Part, name: str) -> Part:
    value = frame.get(name)
    return {} if value is None else _object(value, name)


def _object(value: object, name: str) -> Part:
    if not isinstance(value, dict):
        raise MalformedFrameError(f"{name} is not an object")
    return value


def _text(part: Part, name: str) -> str:
    value = part.get(name)
    if not isinstance(value, str) or not value:
        raise MalformedFrameError(f"{name} is not there")
    return value


def _text_or_empty(part: Part, name: str) -> str:
    value = part.get(name)
    return value if isinstance(value, str) else ""


def _number(part: Part, name: str) -> int:
    value = part.get(name)
    if not isinstance(value, int):
        raise MalformedFrameError(f"{name} is not a number")
    return value


def _texts(value: object) -> tuple[str, ...]:
    return tuple(item for item in value if isinstance(item, str)) if isinstance(value, list) else ()
