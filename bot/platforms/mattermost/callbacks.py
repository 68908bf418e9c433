"""Callbacks: slash commands, presses and dialogs, which a Mattermost server brings over HTTP.

A command is known by its token. Presses and dialogs come without any, so what they carry is signed. Whoever
calls waits for the answer: it is made of what the server shows to that person alone; all else is posted.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hmac import compare_digest
from typing import Any
from urllib.parse import parse_qs

import structlog
from aiohttp import web

from bot.chat.answers import Answer
from bot.chat.delivery import SendFailedError, SendRefusedError
from bot.chat.forms import FormView
from bot.chat.hosting import Host
from bot.chat.incoming import Line, Press, Shows, Submission
from bot.chat.messages import Reply
from bot.chat.people import Author
from bot.chat.places import Location, PlaceKind
from bot.counting import Counters
from bot.language.catalogue import Words
from bot.platforms.mattermost import wording
from bot.platforms.mattermost.dialogs import dialog_of, errors_of, values_of
from bot.platforms.mattermost.failures import RequestError
from bot.platforms.mattermost.limits import MAX_ELEMENTS
from bot.platforms.mattermost.people import People
from bot.platforms.mattermost.places import Places
from bot.platforms.mattermost.probing import probe_answer
from bot.platforms.mattermost.rendering import Controls, actions_of, markdown
from bot.platforms.mattermost.rest import Rest
from bot.platforms.mattermost.signing import ExpiredError, ForgedError, SignedForm, Signer
from bot.web.routes import Route
from bot.web.throttle import CHANNEL, PERSON, Throttle

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Callback:
    """Who called, from where: what all three kinds of callback tell.

    `channel_name` is that of the channel where it was, which the server does not tell again with a dialog.
    """

    author: Author
    location: Location
    channel_name: str
    trigger: str


class Callbacks:
    """Answers the callbacks of one server.

    `tokens` are those of the slash commands, by `team id/trigger`. `dm` returns the id of somebody's DM with
    the bot. `url` is where the server calls, without the last part of the path; `words` are the network's.
    """

    def __init__(
        self,
        *,
        name: str,
        url: str,
        tokens: Mapping[str, str],
        signer: Signer,
        rest: Rest,
        people: People,
        places: Places,
        dm: Callable[[str], Awaitable[str]],
        counters: Counters,
        words: Words,
        now: Callable[[], datetime],
        monotonic: Callable[[], float],
    ) -> None:
        self._name = name
        self._url = url
        self._tokens = tokens
        self._signer = signer
        self._rest = rest
        self._people = people
        self._places = places
        self._dm = dm
        self._counters = counters
        self._now = now
        self._monotonic = monotonic
        self._persons = Throttle(PERSON)
        self._channels = Throttle(CHANNEL)
        self.host: Host | None = None
        self.words = words

    @property
    def routes(self) -> tuple[Route, ...]:
        """What the web server is to serve, below the address that holds the secret."""
        return (
            Route("mattermost command", "POST", "/command", self.command),
            Route("mattermost action", "POST", "/action", self.action),
            Route("mattermost dialog", "POST", "/dialog", self.dialog),
            Route("mattermost ping", "GET", "/ping", self.ping),
        )

    async def ping(self, _request: web.BaseRequest) -> web.Response:
        """Answer whoever checks that this address leads here."""
        return web.json_response({"maillage": self._name})

    async def command(self, request: web.BaseRequest) -> web.Response:
        """Answer a slash command."""
        form = _form(await request.read())
        token = request.headers.get("Authorization", "").removeprefix("Token ").strip()
        if not self._is_command(form, token):
            raise web.HTTPNotFound
        if (answer := probe_answer(form.get("text", ""))) is not None:
            return web.json_response(answer)
        if (wait := self._too_much(form)) is not None or self.host is None:
            return _ephemeral(self._words_of_refusal(wait))
        callback = await self._callback(form)
        is_dm = callback.location.kind is PlaceKind.DM and self._places.is_own_dm(
            form.get("channel_name", "")
        )
        answers = await self._receive(
            Line(
                author=callback.author,
                location=callback.location,
                shows=Shows.TEXT | Shows.FORM if is_dm else Shows.TEXT | Shows.FORM | Shows.BUTTONS,
                people=await self._people.named_in(form.get("text", ""), _listed(form, "user_mentions_ids")),
                longest_form=MAX_ELEMENTS,
                text=f"{form['command']} {form.get('text', '')}",
            )
        )
        said = await self._show(answers, callback, self._rendered)
        return web.json_response(_command_answer(said))

    async def action(self, request: web.BaseRequest) -> web.Response:
        """Answer a press of a button, or a choice in a menu."""
        payload = _payload(await request.read())
        if (wait := self._too_much(payload)) is not None or self.host is None:
            return _action_answer([self._words_of_refusal(wait)])
        context = payload.get("context")
        try:
            signed = self._signer.verify(context, self._now())
        except ForgedError:
            return _action_answer([self.words(wording.FORGED_BUTTON)])
        except ExpiredError:
            return _action_answer([self.words(wording.EXPIRED_BUTTON)])
        callback = await self._callback(payload)
        choice = context.get("selected_option") if isinstance(context, Mapping) else None
        answers = await self._receive(
            Press(
                author=callback.author,
                location=callback.location,
                shows=Shows.TEXT | Shows.FORM,
                longest_form=MAX_ELEMENTS,
                plugin=signed.plugin,
                action=signed.action,
                arguments=signed.arguments,
                choice=choice if isinstance(choice, str) else None,
                post=_text(payload, "post_id"),
                delivery=signed.delivery,
            )
        )
        said = await self._show(answers, callback, self._rendered)
        return _action_answer([item["text"] for item in said])

    async def dialog(self, request: web.BaseRequest) -> web.Response:
        """Answer a dialog that somebody filled in."""
        payload = _payload(await request.read())
        if payload.get("cancelled"):
            return web.json_response({})
        if (wait := self._too_much(payload)) is not None or self.host is None:
            return web.json_response({"error": self._words_of_refusal(wait)})
        try:
            signed = self._signer.verify_state(
                payload.get("state"), _text(payload, "user_id") or "", self._now()
            )
        except ForgedError:
            return web.json_response({"error": self.words(wording.FORGED_FORM)})
        except ExpiredError:
            return web.json_response({"error": self.words(wording.EXPIRED_FORM)})
        return web.json_response(await self._submitted(payload, signed))

    async def _submitted(self, payload: Mapping[str, Any], signed: SignedForm) -> dict[str, Any]:
        name, _space, thread = signed.extra.partition(" ")
        callback = await self._callback({**payload, "channel_name": name, "root_id": thread})
        values = {
            key: value for key, value in values_of(payload.get("submission")).items() if key in signed.fields
        }
        answers = await self._receive(
            Submission(
                author=callback.author,
                location=callback.location,
                shows=Shows.NOTHING,
                people=await self._people.named_in(" ".join(values.values())),
                longest_form=MAX_ELEMENTS,
                plugin=signed.plugin,
                form=signed.form,
                values=values,
                arguments=signed.arguments,
            )
        )
        return errors_of(answers, signed.fields)

    async def _receive(self, incoming: Line | Press | Submission) -> list[Answer]:
        assert self.host is not None  # noqa: S101 - whoever calls looked
        kind = type(incoming).__name__.lower()
        self._counters.add("maillage_events_total", platform=self._name, kind=kind)
        return await self.host.receive(incoming)

    async def _callback(self, payload: Mapping[str, Any]) -> Callback:
        user, channel = _text(payload, "user_id") or "", _text(payload, "channel_id") or ""
        name, team = _text(payload, "channel_name") or "", _text(payload, "team_id")
        is_dm = self._places.is_own_dm(name)
        author = await self._people.author(
            user, _text(payload, "user_name"), team=None if is_dm else team, channel=channel
        )
        if is_dm:
            location = self._places.dm(channel, author.username)
        elif self._places.is_dm_of_others(name):
            location = self._places.dm(await self._own_dm(user, channel), author.username)
        else:
            location = self._places.channel(channel, name, team, _text(payload, "root_id"))
        trigger = _text(payload, "trigger_id") or ""
        return Callback(author=author, location=location, channel_name=name, trigger=trigger)

    async def _own_dm(self, user: str, channel: str) -> str:
        """Return the person's DM with the bot, which cannot write in a DM of theirs with somebody else."""
        try:
            return await self._dm(user)
        except (SendFailedError, SendRefusedError) as error:
            log.warning("a DM cannot be opened", reason=str(error))
            return channel

    async def _show(
        self,
        answers: Sequence[Answer],
        callback: Callback,
        rendered: Callable[[Reply], dict[str, Any]],
    ) -> list[dict[str, Any]]:
        """Open the form among the answers, and return what there is to say."""
        form = next((answer for answer in answers if isinstance(answer, FormView)), None)
        said = [rendered(answer) for answer in answers if isinstance(answer, Reply)]
        if form is None or await self._open(form, callback):
            return said
        return [*said, {"text": self.words(wording.NOT_OPENED)}]

    async def _open(self, form: FormView, callback: Callback) -> bool:
        """Open a dialog; return whether the server did, for its trigger lives a few seconds only."""
        state = self._signer.state(
            user=callback.author.id,
            plugin=form.plugin,
            form=form.name,
            arguments=form.arguments,
            fields=tuple(field.name for field in form.fields),
            until=self._now() + wording.FORM_KEPT_FOR,
            extra=f"{callback.channel_name} {callback.location.thread or ''}",
        )
        try:
            await self._rest.open_dialog(callback.trigger, f"{self._url}/dialog", dialog_of(form, state))
        except RequestError as error:
            log.warning("a dialog was not opened", reason=str(error))
            return False
        return True

    def _rendered(self, reply: Reply) -> dict[str, Any]:
        controls = Controls(self._signer, f"{self._url}/action")
        actions = actions_of((*reply.buttons, *reply.menus), controls)
        text = {"text": markdown(reply.text, {})}
        return {**text, "attachments": [{"actions": actions}]} if actions else text

    def _is_command(self, form: Mapping[str, str], token: str) -> bool:
        key = f"{form.get('team_id', '')}/{form.get('command', '').removeprefix('/').lower()}"
        expected = self._tokens.get(key, "")
        given = token or form.get("token", "")
        return bool(expected) and compare_digest(expected.encode(), given.encode(errors="replace"))

    def _too_much(self, payload: Mapping[str, Any]) -> float | None:
        """Return how many seconds to wait if too much comes from this person or channel."""
        now = self._monotonic()
        wait = self._persons.allow(_text(payload, "user_id"), now)
        if wait is None:
            wait = self._channels.allow(_text(payload, "channel_id"), now)
        if wait is not None:
            self._counters.add("maillage_throttled_requests_total", platform=self._name)
        return wait

    def _words_of_refusal(self, wait: float | None) -> str:
        return self.words(wording.STARTING if wait is None else wording.too_much(wait))


def _form(body: bytes) -> dict[str, str]:
    """Return the fields of a form, the first value of each; a body that is no form has none."""
    try:
        fields = parse_qs(body.decode(), keep_blank_values=True, max_num_fields=100)
    except ValueError:
        raise web.HTTPNotFound from None
    return {name: values[0] for name, values in fields.items()} | {
        f"{name}[]": "\n".join(values) for name, values in fields.items() if len(values) > 1
    }


def _listed(form: Mapping[str, str], name: str) -> list[str]:
    return [item for item in form.get(f"{name}[]", form.get(name, "")).split("\n") if item]


def _payload(body: bytes) -> Mapping[str, Any]:
    try:
        payload = json.loads(body)
    except (ValueError, RecursionError):
        raise web.HTTPNotFound from None
    if not isinstance(payload, dict):
        raise web.HTTPNotFound
    return payload


def _text(payload: Mapping[str, Any], name: str) -> str | None:
    value = payload.get(name)
    return value if isinstance(value, str) and value else None


def _ephemeral(text: str) -> web.Response:
    return web.json_response(_command_answer([{"text": text}]))


def _command_answer(said: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return the answer of a command: nothing to see if there is nothing to say."""
    if not said:
        return {}
    shown = [{"response_type": "ephemeral", "skip_slack_parsing": True, **item} for item in said]
    first, *others = shown
    return {**first, "extra_responses": others} if others else first


def _action_answer(texts: Sequence[str]) -> web.Response:
    if not texts:
        return web.json_response({})
    return web.json_response({"ephemeral_text": "\n\n".join(texts), "skip_slack_parsing": True})
