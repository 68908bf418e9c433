"""REST: channels, threads and direct messages (resources/channel, resources/user)."""

from __future__ import annotations

from typing import Any

from . import limits
from .errors import Form, invalid, refusal
from .flags import Permission
from .places import PUBLIC_THREAD, Channel
from .routing import Call, Created, Routes

routes = Routes()


@routes("GET", "/channels/{channel_id}")
async def get(call: Call) -> Any:
    return call.channel().json(call.state.bot)


@routes("POST", "/users/@me/channels")
async def open_dm(call: Call) -> Any:
    """https://docs.discord.com/developers/resources/user#create-dm"""
    recipient = call.body.get("recipient_id")
    if recipient is None:
        raise invalid(("recipient_id",), "BASE_TYPE_REQUIRED", "This field is required")
    user = call.state.users.get(str(recipient))
    if user is None or user is call.state.bot:
        raise refusal(50033)
    if user.bot:
        raise refusal(50007)
    return call.state.conversation(call.state.bot, user).json(call.state.bot)


@routes("POST", "/channels/{channel_id}/messages/{message_id}/threads")
async def thread_of_message(call: Call) -> Any:
    channel = call.channel()
    message = call.talk.message(channel, call.id("message_id"))
    call.state.needs(channel, Permission.CREATE_PUBLIC_THREADS)
    if message.thread is not None:
        raise refusal(160004)
    message.thread = _begin(call, channel, PUBLIC_THREAD, message.id)
    call.talk.refresh(message)
    return Created(message.thread.json())


@routes("POST", "/channels/{channel_id}/threads")
async def thread(call: Call) -> Any:
    channel = call.channel()
    call.state.needs(channel, Permission.CREATE_PUBLIC_THREADS)
    kind = call.body.get("type", 12)
    return Created(_begin(call, channel, kind, call.state.new_id()).json())


def _begin(call: Call, channel: Channel, kind: int, thread_id: str) -> Channel:
    if channel.is_dm or channel.is_thread:
        raise refusal(50024)
    form = Form()
    if form.required(("name",), call.body.get("name")):
        form.length(("name",), call.body["name"], limits.THREAD_NAME, least=1)
    form.done()
    return call.fake.world.add_thread(
        channel, call.body["name"], call.state.bot, kind=kind, thread_id=thread_id
    )


@routes("PATCH", "/channels/{channel_id}")
async def change(call: Call) -> Any:
    """Name, topic, and whether a thread is archived."""
    channel = call.channel()
    if channel.is_dm:
        raise refusal(50003)
    assert channel.guild is not None
    own = channel.is_thread and channel.owner_id == call.state.bot.id
    if not own:
        call.state.needs(
            channel, Permission.MANAGE_THREADS if channel.is_thread else Permission.MANAGE_CHANNELS
        )
    form = Form()
    form.length(("name",), call.body.get("name"), limits.THREAD_NAME, least=1)
    form.length(("topic",), call.body.get("topic"), 1024)
    form.done()
    channel.name = call.body.get("name", channel.name)
    channel.topic = call.body.get("topic", channel.topic)
    channel.archived = call.body.get("archived", channel.archived)
    call.fake.world.tell_channel(channel)
    return channel.json()


@routes("DELETE", "/channels/{channel_id}")
async def delete(call: Call) -> Any:
    channel = call.channel()
    if not channel.is_dm:
        call.state.needs(
            channel, Permission.MANAGE_THREADS if channel.is_thread else Permission.MANAGE_CHANNELS
        )
        call.fake.world.remove_channel(channel)
    return channel.json(call.state.bot)


@routes("PUT", "/channels/{channel_id}/thread-members/@me")
async def join_thread(call: Call) -> None:
    channel = call.channel()
    if not channel.is_thread:
        raise refusal(50024)
    channel.members.add(call.state.bot.id)
