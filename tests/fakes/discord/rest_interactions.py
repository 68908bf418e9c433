"""REST: answers to interactions; their tokens stand in the path (interactions/receiving-and-responding)."""

from __future__ import annotations

from typing import Any

from .errors import refusal
from .interactions import Interaction
from .routing import Call, Routes

routes = Routes()
_WEBHOOK = "/webhooks/{webhook_id}/{webhook_token}"
_ORIGINAL = _WEBHOOK + "/messages/@original"
_MESSAGE = _WEBHOOK + "/messages/{message_id}"


@routes("POST", "/interactions/{interaction_id}/{interaction_token}/callback", is_open=True)
async def callback(call: Call) -> Any:
    interaction = call.fake.interactions.to_answer(call.id("interaction_id"), call.name("interaction_token"))
    call.fake.callbacks.answer(interaction, call.body, call.files)
    if not call.truth("with_response"):
        return None
    original = interaction.original
    return interaction.callback_json(call.talk.json(original) if original is not None else None)


def _asked(call: Call) -> Interaction:
    return call.fake.interactions.of_token(call.id("webhook_id"), call.name("webhook_token"))


def _message_id(call: Call) -> str:
    return "@original" if "message_id" not in call.request.match_info else call.id("message_id")


@routes("POST", _WEBHOOK, is_open=True)
async def follow_up(call: Call) -> Any:
    """The answer carries the message always: for interactions `wait` is true."""
    return call.talk.json(call.fake.callbacks.follow_up(_asked(call), call.body, call.files))


@routes("GET", _ORIGINAL, is_open=True)
@routes("GET", _MESSAGE, is_open=True)
async def get(call: Call) -> Any:
    return call.talk.json(call.fake.callbacks.find(_asked(call), _message_id(call)))


@routes("PATCH", _ORIGINAL, is_open=True)
@routes("PATCH", _MESSAGE, is_open=True)
async def edit(call: Call) -> Any:
    message = call.fake.callbacks.find(_asked(call), _message_id(call))
    call.fake.callbacks.edit(message, call.body, call.files)
    return call.talk.json(message)


@routes("DELETE", _ORIGINAL, is_open=True)
@routes("DELETE", _MESSAGE, is_open=True)
async def delete(call: Call) -> None:
    message = call.fake.callbacks.find(_asked(call), _message_id(call))
    if message.author is not call.state.bot:
        raise refusal(50013)
    call.talk.delete(message)
