"""Newcomers: communities that are in no network, and people whom no network knows.

Nothing is kept of them. A command is answered by how to join; the one that joins (`Command.joins`), or the
button by which it is confirmed, runs in a unit of work which also holds all that becomes known by it: a code
that is not used by it leaves nothing.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

from bot.chat.answers import Answer
from bot.chat.delivery import DeliveryKind, Outgoing, Platform
from bot.chat.incoming import Incoming, Invocation, Line, Press, Shortcut, Shows, Submission
from bot.chat.markup import clean
from bot.chat.messages import Reply
from bot.chat.places import PlaceKind
from bot.errors import NothingSavedError, Refusal
from bot.language.catalogue import Words
from bot.language.messages import LANGUAGES, Text, _
from bot.logs import get_logger
from bot.plugin import Command
from bot.runtime.answering import settle
from bot.runtime.failures import apology, failure, not_saved
from bot.runtime.fitting import fits
from bot.runtime.handlers import Handlers
from bot.runtime.host import PluginHost
from bot.runtime.identity import Identity, Speaker
from bot.runtime.link_codes import USED
from bot.runtime.links import LiveLinks
from bot.runtime.receipts import HandledBeforeError
from bot.runtime.routing import route_verb

log = get_logger(__name__)

_ASKED = (Line, Invocation, Press, Submission, Shortcut)
"""Events by which somebody asks the bot for something."""
_SEND_WITHIN = 20.0
_ZONE = ZoneInfo("Europe/Paris")

_HOW_TO_JOIN = _(
    "This community is in no network of mine, so I do nothing here, and I keep nothing of what is written. "
    "To have it join one: a coordinator of the network types `/maillage link community` there, and whoever "
    "administers this community types `/maillage link` and the code here, within ten minutes."
)
_HOW_TO_BE_KNOWN = _(
    "I see you in no network of mine. If you are in a community of one, write to me once in a channel there, "
    "then here. If you have an account in another chat where I am, type `/maillage link` there, and "
    "`/maillage link` and the code here."
)


@dataclass(frozen=True, slots=True)
class _Entry:
    """A code that was entered, what takes it, and with which arguments."""

    code: str
    plugin: str
    handler: Callable[..., Any]
    arguments: Mapping[str, object]


class _OnlyAskedError(Exception):
    """A handler used no code: what it answered is a question, and all the rest is taken back."""

    def __init__(self, question: Reply) -> None:
        super().__init__()
        self.question = question


class Newcomers:
    """Answers those whom no network serves."""

    def __init__(
        self, identity: Identity, handlers: Handlers, links: LiveLinks, platforms: Mapping[str, Platform]
    ) -> None:
        self._identity = identity
        self._handlers = handlers
        self._host: PluginHost = handlers.host
        self._links = links
        self._platforms = platforms

    async def receive(self, incoming: Incoming) -> list[Answer]:
        """Answer somebody who is not served: it never raises, and passes over what asks for nothing."""
        if not isinstance(incoming, _ASKED):
            return []
        try:
            entry = self._entry(incoming)
            if entry is None:
                is_dm = incoming.location.kind is PlaceKind.DM
                return await self._refuse(incoming, "not_joined", _HOW_TO_BE_KNOWN if is_dm else _HOW_TO_JOIN)
            return await self._join(incoming, entry)
        except _OnlyAskedError as asked:
            return await self._show(incoming, asked.question)
        except HandledBeforeError:
            return []
        except Refusal as refusal:
            return await self._refuse(incoming, refusal.code, refusal.text)
        except NothingSavedError as error:
            return await self._refuse(incoming, "not_saved", not_saved(self._record(error)))
        except Exception as error:  # noqa: BLE001 - a crash of a handler is an answer, not an exit
            return await self._refuse(incoming, "internal_error", apology(self._record(error)))

    def _record(self, error: Exception) -> str:
        return self._handlers.faults.record("network", error)

    def _entry(self, incoming: Incoming) -> _Entry | None:
        """Return the code that somebody enters, or confirms, if that is what they want."""
        if isinstance(incoming, Press):
            plugin = self._host.plugins.get(incoming.plugin)
            action = plugin.actions.get(incoming.action) if plugin else None
            if action is None or not action.joins or not fits(action.handler, incoming.arguments):
                return None
            return _Entry(
                str(incoming.arguments["code"]), incoming.plugin, action.handler, incoming.arguments
            )
        command, text = self._typed(incoming)
        if command is None or not command.joins or not text.strip():
            return None
        code = text.strip()
        return _Entry(code, command.plugin, command.handler, {command.parameters[0].name: code})

    def _typed(self, incoming: Incoming) -> tuple[Command | None, str]:
        """Return the command that somebody gives, and what stands after it."""
        if isinstance(incoming, Invocation):
            name = f"{incoming.root} {incoming.verb}" if incoming.verb else incoming.root
            return self._host.command(name), "".join(incoming.options.values())
        if not isinstance(incoming, Line):
            return None, ""
        word, _space, rest = clean(incoming.text).strip().removeprefix("/").lstrip().partition(" ")
        root = self._host.root(word)
        if root is None or root.verb(rest.partition(" ")[0]) is None:
            return None, ""
        route = route_verb(root, rest.strip())
        return route.command, route.text

    async def _join(self, incoming: Incoming, entry: _Entry) -> list[Answer]:
        """Run what takes the code in its network; all that it needs is created with it, or nothing."""
        author, location = await incoming.author.with_rights(), incoming.location
        incoming = replace(incoming, author=author)
        async with self._handlers.unit() as session:
            account = (location.platform, author.id)
            network = await self._links.network_of(session, account, entry.code, self._handlers.clock.now())
            speaker: Speaker = await self._identity.meet(session, author, location, network)
            async with self._handlers.in_unit(session, entry.plugin, speaker, incoming) as ctx:
                answer = await entry.handler(ctx, **entry.arguments)
                if USED not in session.info and isinstance(answer, Reply):
                    raise _OnlyAskedError(answer.rendered(ctx.words, ctx.plugin))
                return await settle(ctx, incoming, self._host.plugins[entry.plugin], answer)

    async def _refuse(self, incoming: Incoming, code: str, text: Text) -> list[Answer]:
        language = next((one for one in LANGUAGES if one == incoming.author.language), LANGUAGES[0])
        self._handlers.counters.add("maillage_failures_total", code=code)
        return await self._show(incoming, failure(Words(language, _ZONE), code, text))

    async def _show(self, incoming: Incoming, answer: Reply) -> list[Answer]:
        needed = Shows.TEXT | Shows.BUTTONS if answer.buttons else Shows.TEXT
        if needed in incoming.shows:
            return [answer]
        await self._post(incoming, answer)
        return []

    async def _post(self, incoming: Incoming, answer: Reply) -> None:
        """Post an answer past the outbox, which is a network's: if it gets lost, the person asks again."""
        location, key = incoming.location, f"newcomer:{incoming.key or uuid4().hex}"
        outgoing = Outgoing(
            delivery=0,
            key=key,
            kind=DeliveryKind.POST,
            post=answer.posted(),
            channel=location.id,
            thread=incoming.reply_to or location.thread,
            origin=key,
        )
        try:
            async with asyncio.timeout(_SEND_WITHIN):
                await self._platforms[location.platform].send(outgoing)
        except Exception as error:  # noqa: BLE001 - nobody is there to be told
            log.info("a newcomer is not answered", platform=location.platform, error=type(error).__name__)
