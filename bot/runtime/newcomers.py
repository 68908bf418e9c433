"""Newcomers: communities that are in no network, and people whom no network knows.

Nothing is kept of them. A command is answered by how to join; the one that joins (`Command.joins`) runs in a
unit of work which also holds all that becomes known by it: a code that cannot be used leaves nothing.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from uuid import uuid4
from zoneinfo import ZoneInfo

import structlog

from bot.chat.answers import Answer
from bot.chat.delivery import DeliveryKind, Outgoing, Platform
from bot.chat.incoming import Incoming, Invocation, Line, Press, Shortcut, Shows, Submission
from bot.chat.markup import clean
from bot.chat.messages import Post, Reply
from bot.chat.places import PlaceKind
from bot.errors import NothingSavedError, Refusal
from bot.language.catalogue import Words
from bot.language.messages import LANGUAGES, Text, _
from bot.plugin import Command
from bot.runtime.answering import settle
from bot.runtime.failures import apology, failure, not_saved
from bot.runtime.handlers import Handlers
from bot.runtime.host import PluginHost
from bot.runtime.identity import Identity, Speaker
from bot.runtime.links import LiveLinks
from bot.runtime.receipts import HandledBeforeError
from bot.runtime.routing import route_verb

log = structlog.get_logger(__name__)

_ASKED = (Line, Invocation, Press, Submission, Shortcut)
"""Events by which somebody asks the bot for something."""
_SEND_WITHIN = 20.0
_ZONE = ZoneInfo("Europe/Paris")

_HOW_TO_JOIN = _(
    "This community is in no network of mine yet, so I can do nothing here and I keep nothing of it. To have "
    "it join one: a coordinator of the network types `/maillage link community` there, and whoever "
    "administers this community types `/maillage link` and the code here, within ten minutes."
)
_HOW_TO_BE_KNOWN = _(
    "I do not know you yet. Write to me once in a channel of your network, then here. If you have an account "
    "in another chat where I am, type `/maillage link` there, and `/maillage link` and the code here."
)


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
            called = self._joins(incoming)
            if called is None:
                is_dm = incoming.location.kind is PlaceKind.DM
                return await self._refuse(incoming, "not_joined", _HOW_TO_BE_KNOWN if is_dm else _HOW_TO_JOIN)
            return await self._join(incoming, *called)
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

    def _joins(self, incoming: Incoming) -> tuple[Command, str] | None:
        """Return the command that joins, and the code that was typed, if that is what somebody wants."""
        if isinstance(incoming, Invocation):
            name = f"{incoming.root} {incoming.verb}" if incoming.verb else incoming.root
            command, text = self._host.command(name), "".join(incoming.options.values())
        elif isinstance(incoming, Line):
            word, _space, rest = clean(incoming.text).strip().removeprefix("/").lstrip().partition(" ")
            root = self._host.root(word)
            if root is None or root.verb(rest.partition(" ")[0]) is None:
                return None
            route = route_verb(root, rest.strip())
            command, text = route.command, route.text
        else:
            return None
        return (command, text.strip()) if command is not None and command.joins and text.strip() else None

    async def _join(self, incoming: Incoming, command: Command, code: str) -> list[Answer]:
        """Run the command in the network of the code; all that it needs is created with it, or nothing."""
        author, location = await incoming.author.with_rights(), incoming.location
        incoming = replace(incoming, author=author)
        async with self._handlers.unit() as session:
            account = (location.platform, author.id)
            network = await self._links.network_of(session, account, code, self._handlers.clock.now())
            speaker: Speaker = await self._identity.meet(session, author, location, network)
            async with self._handlers.in_unit(session, command.plugin, speaker, incoming) as ctx:
                answer = await command.handler(ctx, **{command.parameters[0].name: code})
                return await settle(ctx, incoming, self._host.plugins[command.plugin], answer)

    async def _refuse(self, incoming: Incoming, code: str, text: Text) -> list[Answer]:
        language = next((one for one in LANGUAGES if one == incoming.author.language), LANGUAGES[0])
        self._handlers.counters.add("maillage_failures_total", code=code)
        answer = failure(Words(language, _ZONE), code, text)
        if Shows.TEXT in incoming.shows:
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
            post=Post(text=answer.text),
            channel=location.id,
            thread=incoming.reply_to or location.thread,
            origin=key,
        )
        try:
            async with asyncio.timeout(_SEND_WITHIN):
                await self._platforms[location.platform].send(outgoing)
        except Exception as error:  # noqa: BLE001 - nobody is there to be told
            log.info("a newcomer is not answered", platform=location.platform, error=type(error).__name__)
