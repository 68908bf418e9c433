"""REST: messages, reactions, threads of messages, typing (resources/message, resources/channel)."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote

from . import limits
from .errors import invalid, refusal
from .flags import COMPONENTS_V2, SUPPRESS_EMBEDS, SUPPRESS_NOTIFICATIONS, Permission
from .message_rules import check_flags, check_message
from .messages import Message
from .places import Channel
from .routing import Call, Routes
from .users import stamp

routes = Routes()
_FLAGS = SUPPRESS_EMBEDS | SUPPRESS_NOTIFICATIONS | COMPONENTS_V2
_MESSAGES = "/channels/{channel_id}/messages"
_REACTIONS = _MESSAGES + "/{message_id}/reactions/{emoji_name}"


def _may_write(call: Call, channel: Channel) -> None:
    """Have the bot be able to write there.

    Raises:
        ApiError: 50013, 50007, 50083.
    """
    if channel.is_dm:
        other = next(user for user in channel.recipients if user is not call.state.bot)
        refuses = other.closed or call.state.bot.id in other.blocked
        if refuses or not call.state.share_guild(other, call.state.bot):
            raise refusal(50007)
        return
    in_thread = channel.is_thread
    call.state.needs(channel, Permission.SEND_MESSAGES_IN_THREADS if in_thread else Permission.SEND_MESSAGES)
    if call.body.get("embeds"):
        call.state.needs(channel, Permission.EMBED_LINKS)
    if call.files:
        call.state.needs(channel, Permission.ATTACH_FILES)


def _check_reference(call: Call, channel: Channel) -> None:
    reference = call.body.get("message_reference")
    if reference is None:
        return
    if channel.guild and Permission.READ_MESSAGE_HISTORY not in channel.guild.rights(call.state.bot, channel):
        raise refusal(160002)
    known = str(reference.get("message_id")) in channel.messages
    if not known and reference.get("fail_if_not_exists", True):
        raise invalid(("message_reference",), "REPLIES_UNKNOWN_MESSAGE", "Unknown message")


@routes("POST", _MESSAGES)
async def create(call: Call) -> Any:
    """https://docs.discord.com/developers/resources/message#create-message"""
    channel = call.channel()
    _may_write(call, channel)
    body = call.body
    flags = check_flags(0, body.get("flags"), _FLAGS)
    check_message(body, files=call.files, flags=flags)
    _check_reference(call, channel)
    if body.get("enforce_nonce") and body.get("nonce") is not None:
        before = call.talk.said_before(body["nonce"])
        if before is not None:
            return call.talk.json(before)
    if channel.archived:
        channel.archived = False
    message = call.talk.write(channel, call.state.bot, body, call.files, flags=flags)
    return call.talk.json(message)


@routes("GET", _MESSAGES)
async def read(call: Call) -> Any:
    """https://docs.discord.com/developers/resources/message#get-channel-messages"""
    channel = call.channel()
    if channel.guild and Permission.READ_MESSAGE_HISTORY not in channel.guild.rights(call.state.bot, channel):
        return []
    most = call.number("limit", 50, limits.MESSAGES_A_PAGE)
    messages = [one for one in channel.messages.values() if one.ephemeral_to is None]
    chosen = _page(messages, call, most)
    return [call.talk.json(message) for message in reversed(chosen)]


def _page(messages: list[Message], call: Call, most: int) -> list[Message]:
    """The messages that `before`, `after` or `around` want, oldest first."""
    if "before" in call.query:
        return [one for one in messages if int(one.id) < int(call.query["before"])][-most:]
    if "after" in call.query:
        return [one for one in messages if int(one.id) > int(call.query["after"])][:most]
    if "around" in call.query:
        middle = int(call.query["around"])
        older = [one for one in messages if int(one.id) <= middle][-(most // 2 + 1) :]
        return older + [one for one in messages if int(one.id) > middle][: most // 2]
    return messages[-most:]


@routes("GET", _MESSAGES + "/{message_id}")
async def get(call: Call) -> Any:
    channel = call.channel()
    call.state.needs(channel, Permission.READ_MESSAGE_HISTORY)
    return call.talk.json(call.talk.message(channel, call.id("message_id")))


@routes("PATCH", _MESSAGES + "/{message_id}")
async def edit(call: Call) -> Any:
    """https://docs.discord.com/developers/resources/message#edit-message"""
    channel = call.channel()
    message = call.talk.message(channel, call.id("message_id"))
    body = call.body
    if message.author is not call.state.bot:
        if set(body) - {"flags"}:
            raise refusal(50005)
        call.state.needs(channel, Permission.MANAGE_MESSAGES)
    flags = check_flags(message.flags, body.get("flags"), SUPPRESS_EMBEDS | COMPONENTS_V2)
    check_message(body, files=call.files, flags=flags, edited=message)
    call.talk.edit(message, body, call.files, flags)
    return call.talk.json(message)


@routes("DELETE", _MESSAGES + "/{message_id}")
async def delete(call: Call) -> None:
    channel = call.channel()
    message = call.talk.message(channel, call.id("message_id"))
    if message.author is not call.state.bot:
        if channel.is_dm:
            raise refusal(50003)
        call.state.needs(channel, Permission.MANAGE_MESSAGES)
    call.talk.delete(message)


@routes("PUT", _REACTIONS + "/@me")
async def react(call: Call) -> None:
    channel = call.channel()
    message = call.talk.message(channel, call.id("message_id"))
    call.state.needs(channel, Permission.READ_MESSAGE_HISTORY)
    emoji = _emoji(call)
    if emoji not in message.reactions:
        call.state.needs(channel, Permission.ADD_REACTIONS)
    call.talk.react(message, call.state.bot, emoji)


@routes("DELETE", _REACTIONS + "/@me")
async def unreact(call: Call) -> None:
    message = call.talk.message(call.channel(), call.id("message_id"))
    call.talk.unreact(message, call.state.bot, _emoji(call))


@routes("DELETE", _REACTIONS + "/{user_id}")
async def unreact_other(call: Call) -> None:
    channel = call.channel()
    message = call.talk.message(channel, call.id("message_id"))
    call.state.needs(channel, Permission.MANAGE_MESSAGES)
    user = call.state.users.get(call.id("user_id"))
    if user is None:
        raise refusal(10013)
    call.talk.unreact(message, user, _emoji(call))


@routes("GET", _REACTIONS)
async def reactors(call: Call) -> Any:
    message = call.talk.message(call.channel(), call.id("message_id"))
    most = call.number("limit", 25, 100)
    after = int(call.query.get("after", "0"))
    ids = sorted((one for one in message.reactions.get(_emoji(call), []) if int(one) > after), key=int)
    return [call.state.users[one].json() for one in ids[:most]]


def _emoji(call: Call) -> str:
    emoji = unquote(call.name("emoji_name"))
    if not emoji or emoji.isascii():
        raise refusal(10014)
    return emoji


@routes("POST", "/channels/{channel_id}/typing")
async def typing(call: Call) -> None:
    _may_write(call, call.channel())


@routes("GET", "/channels/{channel_id}/messages/pins")
async def pins(call: Call) -> Any:
    pinned = [one for one in call.channel().messages.values() if one.pinned]
    items = [{"pinned_at": stamp(call.state.now()), "message": call.talk.json(one)} for one in pinned]
    return {"items": items, "has_more": False}


@routes("PUT", "/channels/{channel_id}/messages/pins/{message_id}")
async def pin(call: Call) -> None:
    _pin(call, True)


@routes("DELETE", "/channels/{channel_id}/messages/pins/{message_id}")
async def unpin(call: Call) -> None:
    _pin(call, False)


def _pin(call: Call, pinned: bool) -> None:
    channel = call.channel()
    message = call.talk.message(channel, call.id("message_id"))
    call.state.needs(channel, Permission.PIN_MESSAGES)
    message.pinned = pinned
    call.talk.refresh(message)
