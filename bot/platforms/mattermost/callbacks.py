"""Callbacks: slash commands, presses and dialogs, which a Mattermost server brings over HTTP.

A command is known by its token. Presses and dialogs come without any, so what they carry is signed. Whoever
calls waits for the answer: it is made of what the server shows to that person alone; all else is posted.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hmac import compare_digest
from typing import Any

from aiohttp import web

from bot.chat.answers import Answer
from bot.chat.delivery import SendFailedError, SendRefusedError
from bot.chat.forms import FormView
from bot.chat.hosting import Host
from bot.chat.incoming import Line, Press, Shows, Submission
from bot.chat.messages import Reply
from bot.chat.people import Author
from bot.chat.places import Location
from bot.counting import Counters
from bot.language.catalogue import Words
from bot.language.messages import Text
from bot.logs import get_logger
from bot.platforms.crowding import Crowd
from bot.platforms.excuses import EXPIRED_BUTTON, STARTING, UNKNOWN_BUTTON, UNKNOWN_FORM, too_much
from bot.platforms.mattermost import wording
from bot.platforms.mattermost.bodies import NoBodyError, firsts, form_of, payload_of, text_in
from bot.platforms.mattermost.controls import Controls
from bot.platforms.mattermost.dialogs import dialog_of, errors_of, values_of
from bot.platforms.mattermost.failures import RequestError
from bot.platforms.mattermost.limits import MAX_ELEMENTS
from bot.platforms.mattermost.origins import Origin
from bot.platforms.mattermost.people import People
from bot.platforms.mattermost.places import Places
from bot.platforms.mattermost.presence import Presence
from bot.platforms.mattermost.probing import probe_answer
from bot.platforms.mattermost.rendering import render
from bot.platforms.mattermost.rest import Rest
from bot.platforms.mattermost.signing import ExpiredError, ForgedError, SignedAction, SignedForm, Signer
from bot.platforms.mattermost.waiting import PATIENCE, Waiting
from bot.web.routes import Route

log = get_logger(__name__)


class _RefusedError(Exception):
    """Nothing is done; `text` says why."""

    def __init__(self, text: Text) -> None:
        super().__init__()
        self.text = text


@dataclass(frozen=True, slots=True, kw_only=True)
class Callback:
    """Who called, from where: what all three kinds of callback tell.

    `is_shut_out` if what the bot posts there cannot arrive.
    """

    author: Author
    location: Location
    origin: Origin
    trigger: str
    is_shut_out: bool


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
        patience: float = PATIENCE,
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
        self._crowd = Crowd(name, counters, monotonic)
        self._presence = Presence(rest, monotonic)
        self._waiting = Waiting(patience)
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
        try:
            form = form_of(await request.read())
        except NoBodyError:
            raise web.HTTPNotFound from None
        fields = firsts(form)
        token = request.headers.get("Authorization", "").removeprefix("Token ").strip()
        if not self._is_command(fields, token):
            raise web.HTTPNotFound
        typed = fields.get("text", "")
        if (answer := probe_answer(typed)) is not None:
            return web.json_response(answer)
        try:
            callback = await self._callback(fields, Origin.told(fields), is_typed=True)
            mentioned = [user for user in form.get("user_mentions_ids", ()) if user]
            incoming = Line(
                author=callback.author,
                location=callback.location,
                shows=self._shown(callback, Shows.TEXT | Shows.FORM | Shows.BUTTONS),
                people=await self._people.named_in(typed, mentioned),
                longest_form=MAX_ELEMENTS,
                text=f"{fields['command']} {typed}",
            )
            said = await self._answered(incoming, callback)
        except _RefusedError as refusal:
            said = [{"text": self.words(refusal.text)}]
        return web.json_response(_command_answer(said))

    async def action(self, request: web.BaseRequest) -> web.Response:
        """Answer a press of a button, or a choice in a menu."""
        payload = await _payload(request)
        try:
            signed = self._verified(request, payload)
            callback = await self._callback(payload, Origin.told(payload))
            incoming = Press(
                author=callback.author,
                location=callback.location,
                shows=self._shown(callback, Shows.TEXT | Shows.FORM),
                longest_form=MAX_ELEMENTS,
                plugin=signed.plugin,
                action=signed.action,
                arguments=signed.arguments,
                choice=signed.choice,
                post=text_in(payload, "post_id"),
                delivery=signed.delivery,
            )
            said = await self._answered(incoming, callback)
        except _RefusedError as refusal:
            said = [{"text": self.words(refusal.text)}]
        return _action_answer([item["text"] for item in said])

    async def dialog(self, request: web.BaseRequest) -> web.Response:
        """Answer a dialog that somebody filled in."""
        payload = await _payload(request)
        if payload.get("cancelled"):
            return web.json_response({})
        try:
            answer = await self._submitted(payload, self._verified_form(request, payload))
        except _RefusedError as refusal:
            answer = {"error": self.words(refusal.text)}
        return web.json_response(answer)

    async def _submitted(self, payload: Mapping[str, Any], signed: SignedForm) -> dict[str, Any]:
        callback = await self._callback(payload, Origin.of(signed.extra))
        values = {
            key: value for key, value in values_of(payload.get("submission")).items() if key in signed.fields
        }
        answers = await self._receive(
            Submission(
                author=callback.author,
                location=callback.location,
                shows=Shows.SAME_FORM,
                people=await self._people.named_in(" ".join(values.values())),
                longest_form=MAX_ELEMENTS,
                plugin=signed.plugin,
                form=signed.form,
                values=values,
                arguments=signed.arguments,
            )
        )
        return errors_of(answers or (), signed.fields)

    def _verified(self, request: web.BaseRequest, payload: Mapping[str, Any]) -> SignedAction:
        """Return what a press authorises; raise _RefusedError if it is forged or too late."""
        try:
            return self._signer.verify(payload.get("context"), self._now())
        except ForgedError:
            raise self._refusal_of_stranger(request, UNKNOWN_BUTTON) from None
        except ExpiredError:
            raise _RefusedError(EXPIRED_BUTTON) from None

    def _verified_form(self, request: web.BaseRequest, payload: Mapping[str, Any]) -> SignedForm:
        """Return what a submission authorises; raise _RefusedError if it is forged or too late."""
        user = text_in(payload, "user_id") or ""
        try:
            return self._signer.verify_state(payload.get("state"), user, self._now())
        except ForgedError:
            raise self._refusal_of_stranger(request, UNKNOWN_FORM) from None
        except ExpiredError:
            raise _RefusedError(wording.EXPIRED_FORM) from None

    def _refusal_of_stranger(self, request: web.BaseRequest, text: Text) -> _RefusedError:
        wait = self._crowd.wait_of_stranger(request.remote)
        return _RefusedError(text if wait is None else too_much(wait))

    async def _callback(
        self, payload: Mapping[str, Any], origin: Origin, *, is_typed: bool = False
    ) -> Callback:
        """Return who calls from where; raise _RefusedError if nothing is to be done for them now."""
        if self.host is None:
            raise _RefusedError(STARTING)
        user = text_in(payload, "user_id") or ""
        if (wait := self._crowd.wait_of(user, origin.channel if is_typed else None)) is not None:
            raise _RefusedError(too_much(wait))
        is_dm, is_theirs = self._places.is_own_dm(origin.name), self._places.is_dm_of_others(origin.name)
        if not (is_dm or is_theirs or self._places.is_ours(origin.team)):
            raise _RefusedError(wording.NOT_OURS)
        try:
            author = await self._people.author(
                user, team=None if is_dm else origin.team, channel=origin.channel
            )
        except RequestError:
            raise _RefusedError(wording.UNKNOWN) from None
        if is_dm:
            location = self._places.dm(origin.channel, author.username)
        elif is_theirs:
            location = self._places.dm(await self._own_dm(user, origin.channel), author.username)
        else:
            location = self._places.channel(origin.channel, origin.name, origin.team, origin.thread)
        return Callback(
            author=author,
            location=location,
            origin=origin,
            trigger=text_in(payload, "trigger_id") or "",
            is_shut_out=not is_dm and not is_theirs and await self._presence.is_shut_out(origin.channel),
        )

    def _shown(self, callback: Callback, shows: Shows) -> Shows:
        """Return what can be shown at once, of `shows`.

        In a DM with the bot, buttons are posted, so that they are still there later. Where no post can
        arrive, what is for everyone is shown to the person alone rather than lost.
        """
        if callback.is_shut_out:
            return shows | Shows.PUBLIC
        return shows & ~Shows.BUTTONS if self._places.is_own_dm(callback.origin.name) else shows

    async def finish(self, within: float) -> None:
        """Take nothing new, and wait so many seconds for what people did."""
        self.host = None
        await self._waiting.finish(within)

    async def _receive(self, incoming: Line | Press | Submission) -> list[Answer] | None:
        """Return the answers, None if they come later."""
        if self.host is None:  # it has stopped meanwhile
            raise _RefusedError(STARTING)
        kind = type(incoming).__name__.lower()
        self._counters.add("maillage_events_total", platform=self._name, kind=kind)
        return await self._waiting.receive(self.host, incoming)

    async def _own_dm(self, user: str, channel: str) -> str:
        """Return the person's DM with the bot, which cannot write in a DM of theirs with somebody else."""
        try:
            return await self._dm(user)
        except (SendFailedError, SendRefusedError) as error:
            log.warning("a DM cannot be opened", reason=str(error))
            return channel

    async def _answered(self, incoming: Line | Press, callback: Callback) -> list[dict[str, Any]]:
        """Hand in what somebody did, open the form among the answers, and return what there is to say.

        A form that cannot be opened any more is left for later, behind a button.
        """
        answers = await self._receive(incoming)
        if answers is None:
            return [{"text": self.words(wording.LATER)}]
        form = next((answer for answer in answers if isinstance(answer, FormView)), None)
        if form is not None and not await self._open(form, callback):
            answers = await self._put_off(incoming, answers)
        said = [shown for reply in answers if isinstance(reply, Reply) for shown in self._rendered(reply)]
        if callback.is_shut_out:
            said.append({"text": self.words(wording.shut_out(self._places.username))})
        return said

    async def _put_off(self, incoming: Line | Press, answers: Sequence[Answer]) -> list[Answer]:
        """Return what is said in place of a form, which is kept; that it was not opened if it cannot be."""
        shows = incoming.shows & ~Shows.FORM
        kept = await self.host.resettle(replace(incoming, shows=shows), answers) if self.host else []
        return kept or [Reply(text=self.words(wording.NOT_OPENED))]

    async def _open(self, form: FormView, callback: Callback) -> bool:
        """Open a dialog; return whether the server did, for its trigger lives a few seconds only."""
        state = self._signer.state(
            user=callback.author.id,
            plugin=form.plugin,
            form=form.name,
            arguments=form.arguments,
            fields=tuple(field.name for field in form.fields),
            until=self._now() + wording.FORM_KEPT_FOR,
            extra=callback.origin.kept(),
        )
        try:
            await self._rest.open_dialog(callback.trigger, f"{self._url}/dialog", dialog_of(form, state))
        except RequestError as error:
            log.warning("a dialog was not opened", reason=str(error))
            return False
        return True

    def _rendered(self, reply: Reply) -> list[dict[str, Any]]:
        """Return the messages of a reply; whom it names is not called, for they see it already."""
        controls = Controls(self._signer, f"{self._url}/action", language=self.words.language)
        rendered = render(reply, controls, {})
        props = {"props": {**rendered.props}} if rendered.props else {}
        *others, last = [{"text": message, **props} for message in rendered.messages]
        below = {"attachments": [*rendered.attachments]} if rendered.attachments else {}
        return [*others, {**last, **below}]

    def _is_command(self, form: Mapping[str, str], token: str) -> bool:
        key = f"{form.get('team_id', '')}/{form.get('command', '').removeprefix('/').lower()}"
        expected = self._tokens.get(key, "")
        given = token or form.get("token", "")
        return bool(expected) and compare_digest(expected.encode(), given.encode(errors="replace"))


async def _payload(request: web.BaseRequest) -> Mapping[str, Any]:
    try:
        return payload_of(await request.read())
    except NoBodyError:
        raise web.HTTPNotFound from None


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
