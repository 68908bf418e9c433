"""The dispatcher: one thing that a person did, one handler, one unit of work, and the answers."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from typing import cast
from zoneinfo import ZoneInfo

from bot.chat.answers import Answer, Failure
from bot.chat.incoming import (
    Completion,
    Incoming,
    Invocation,
    Left,
    Line,
    Press,
    Shortcut,
    Shows,
    Submission,
)
from bot.chat.markup import clean
from bot.chat.messages import Option, Reply
from bot.chat.people import Network
from bot.errors import NothingSavedError, Refusal
from bot.language.catalogue import Words
from bot.language.messages import Text, _
from bot.plugin import Context, WordLists
from bot.plugin.context import HandlerAnswer
from bot.runtime import piecemeal
from bot.runtime.answering import delivery_pressed, settle
from bot.runtime.communities import NotServedError
from bot.runtime.completing import Completions
from bot.runtime.drafts import OPEN_DRAFT
from bot.runtime.failures import (
    CHOOSE_NETWORK,
    STALE_BUTTON,
    SWITCHED_OFF,
    apology,
    ask_for_network,
    failure,
    not_saved,
)
from bot.runtime.fitting import fits, is_integer
from bot.runtime.handlers import Handlers, words_for
from bot.runtime.happenings import Happening, Happenings
from bot.runtime.host import CORE, PluginHost
from bot.runtime.identity import Identity, SeveralNetworks, Speaker
from bot.runtime.newcomers import Newcomers
from bot.runtime.orders import Orders
from bot.runtime.pieces import Pieces
from bot.runtime.receipts import HandledBeforeError
from bot.runtime.routing import SURE, claimant
from bot.runtime.running import CULPRIT, Runner, check_role
from bot.runtime.shortcuts import Shortcuts
from bot.runtime.submissions import Submissions
from bot.runtime.suggesting import not_understood

MAX_LINE = 20_000
"""Longer lines, in characters, are refused: more than any platform lets a person type."""

_NOBODY = Words("fr", ZoneInfo("Europe/Paris"))
"""The words for somebody who is not known: only when identity itself cannot be settled."""


class Dispatcher:
    """Receives what people do and answers them."""

    def __init__(self, identity: Identity, handlers: Handlers, newcomers: Newcomers) -> None:
        self._identity = identity
        self._newcomers = newcomers
        self._handlers = handlers
        self._host: PluginHost = handlers.host
        self._runner = Runner(handlers)
        self._orders = Orders(handlers, self._runner)
        self._submissions = Submissions(handlers, self._runner)
        self._pieces = Pieces(handlers, self._runner, self._submissions)
        self._shortcuts = Shortcuts(identity, handlers, self._runner)
        self._completions = Completions(identity, handlers)
        self._happenings = Happenings(handlers)

    async def receive(self, incoming: Incoming) -> list[Answer]:
        """Handle what a person did and return the answers for them, there and then; it never raises.

        Other bots, and what people say to each other, are passed over: nobody becomes a member by it. Where
        nothing can be shown (`Shows.NOTHING`) an answer comes back only if nothing could be saved.
        """
        if incoming.author.is_bot:
            return []
        if not self._concerns_bot(incoming):
            return await self._overhear(incoming)
        speaker: Speaker | None = None
        try:
            if await self._happenings.is_nothing(incoming):
                return []
            speaker = await self._speaker(incoming)
            return await self._handle(incoming, speaker)
        except NotServedError:
            return await self._newcomers.receive(incoming)
        except HandledBeforeError:
            return []
        except Exception as error:  # noqa: BLE001 - a crash of a handler is an answer, not an exit
            if isinstance(incoming, Happening):
                return self._unanswered(speaker, error)
            return await self._excuse(incoming, speaker, error)

    async def _overhear(self, incoming: Incoming) -> list[Answer]:
        """Take from what is not for the bot that somebody is still there, and nothing else."""
        if not isinstance(incoming, Left):
            try:
                await self._identity.hear(incoming.author, incoming.location)
            except Exception as error:  # noqa: BLE001 - it is heard the next time
                self._handlers.faults.record(CORE, error)
        return []

    async def resettle(self, incoming: Incoming, answers: Sequence[Answer]) -> list[Answer]:
        """Settle anew answers to an event which can be shown less well than was said; it never raises."""
        again = replace(incoming, key=None)
        try:
            speaker = await self._identity.resolve(again.author, again.location)
            async with self._handlers.for_person(CORE, speaker, again) as ctx:
                return await settle(ctx, again, None, list(answers))
        except NotServedError:
            return [answer for answer in answers if isinstance(answer, Reply)]
        except Exception as error:  # noqa: BLE001 - what can be shown is shown all the same
            self._handlers.faults.record(CORE, error)
            return [answer for answer in answers if isinstance(answer, Reply)]

    async def complete(self, completion: Completion) -> list[Option]:
        """Return what the argument that a person types may become; it never raises, and writes nothing."""
        return await self._completions.complete(completion)

    def _unanswered(self, speaker: Speaker | None, error: Exception) -> list[Answer]:
        """Note what went wrong with an event by which nobody asked for anything: nobody is told.

        Only that it could not be saved is handed back, so that it is handed in again.
        """
        if isinstance(error, Refusal | SeveralNetworks):
            return []
        told = self._failure(speaker, error)
        return [told] if isinstance(error, NothingSavedError) else []

    async def _excuse(self, incoming: Incoming, speaker: Speaker | None, error: Exception) -> list[Answer]:
        """Tell who did something why it was not done, or what has to be known first."""
        if isinstance(error, SeveralNetworks):
            words = Words(error.language, error.zone)
            question = ask_for_network(words, error.networks)
            return await self._say(incoming, None, question, error.networks[0])
        return await self._say(incoming, speaker, self._failure(speaker, error))

    def _failure(self, speaker: Speaker | None, error: Exception) -> Failure:
        words = words_for(speaker) if speaker is not None else _NOBODY
        code, text = self._explain(error)
        self._handlers.counters.add("maillage_failures_total", code=code)
        return failure(words, code, text)

    def _explain(self, error: Exception) -> tuple[str, Text]:
        if isinstance(error, Refusal):
            return error.code, error.text
        reference = self._handlers.faults.record(_culprit(error), error)
        if isinstance(error, NothingSavedError):
            return "not_saved", not_saved(reference)
        return "internal_error", apology(reference)

    async def _say(
        self, incoming: Incoming, speaker: Speaker | None, reply: Reply, network: Network | None = None
    ) -> list[Answer]:
        """Answer outside any handler: at once if it can be shown, else by a post of its own."""
        if speaker is not None:
            reply = await self._informed(incoming, speaker, reply)
        if Shows.TEXT in incoming.shows and (not reply.buttons or Shows.BUTTONS in incoming.shows):
            return [reply]
        try:
            if speaker is None or self._handlers.is_another(speaker):
                known = network.id if network else None
                speaker = await self._identity.resolve(incoming.author, incoming.location, network=known)
            async with self._handlers.for_person(CORE, speaker, incoming) as ctx:
                return await settle(ctx, incoming, None, reply)
        except (HandledBeforeError, Refusal):  # who was erased meanwhile would be known anew by a post
            return []
        except Exception as error:  # noqa: BLE001 - nothing can be written: say so without
            self._handlers.faults.record(CORE, error)
            return [reply]

    async def _informed(self, incoming: Incoming, speaker: Speaker, reply: Reply) -> Reply:
        try:
            return await self._runner.informed(incoming, speaker, reply)
        except Exception as error:  # noqa: BLE001 - the answer matters more; they are told with the next one
            if not isinstance(error, Refusal | NothingSavedError):
                self._handlers.faults.record(CORE, error)
            return reply

    async def _speaker(self, incoming: Incoming) -> Speaker:
        if isinstance(incoming, Press) and (incoming.plugin, incoming.action) == (CORE, CHOOSE_NETWORK):
            network = incoming.arguments.get("network")
            if not is_integer(network):
                raise Refusal("stale_button", STALE_BUTTON)
            await self._identity.choose(incoming.author, incoming.location.platform, network)
        people = [person for person in incoming.people if not person.is_bot]
        return await self._identity.resolve(incoming.author, incoming.location, people)

    async def _handle(self, incoming: Incoming, speaker: Speaker) -> list[Answer]:
        match incoming:
            case Line():
                return await self._line(incoming, speaker)
            case Invocation():
                return await self._orders.receive(incoming, speaker)
            case Press():
                return await self._press(incoming, speaker)
            case Submission() if (incoming.plugin, incoming.form) == (CORE, piecemeal.PART):
                return await self._pieces.receive(incoming, speaker)
            case Submission():
                return await self._submissions.receive(incoming, speaker)
            case Shortcut():
                return await self._shortcuts.receive(incoming, speaker)
            case _:
                await self._happenings.receive(incoming, speaker)
                return []

    async def _line(self, line: Line, speaker: Speaker) -> list[Answer]:
        text = clean(line.text).strip()
        is_command = text.startswith("/")
        if len(text) > MAX_LINE:
            raise Refusal(
                "too_long", _("This message is too long for me: {limit} characters at most.", limit=MAX_LINE)
            )
        plugins = await self._handlers.switches.plugins_on(speaker.network.id)
        if is_command:
            return await self._orders.receive_line(line, text[1:].lstrip(), speaker, plugins)
        lists = cast("WordLists", self._handlers.service(WordLists))
        faults = self._handlers.faults
        claim = await asyncio.to_thread(claimant, text, plugins, lists, faults.record)
        first_word = text.partition(" ")[0]
        if (claim is None or claim[2] < SURE) and self._host.root(first_word) is not None:
            return await self._orders.receive_line(line, text, speaker, plugins)
        if claim is None:
            offering = () if line.author.is_guest else plugins
            return await self._runner.answer(
                line, speaker, lambda ctx: not_understood(ctx, text, offering, faults)
            )
        plugin, sentence, _sure = claim
        return await self._runner.run(line, speaker, plugin, lambda ctx: sentence.handler(ctx, text))

    async def _press(self, press: Press, speaker: Speaker) -> list[Answer]:
        if (press.plugin, press.action) == (CORE, CHOOSE_NETWORK):
            chosen = _("Understood: here we speak of the network {name}.", name=speaker.network.name)
            return await self._say(press, speaker, Reply(text=words_for(speaker)(chosen)))
        if (press.plugin, press.action) == (CORE, OPEN_DRAFT):
            return await self._submissions.open(press, speaker)
        if press.plugin == CORE and press.action in piecemeal.ACTIONS:
            return await self._pieces.press(press, speaker)
        plugin = self._host.plugins.get(press.plugin)
        action = plugin.actions.get(press.action) if plugin else None
        if plugin is None or action is None or not fits(action.handler, press.arguments):
            raise Refusal("stale_button", STALE_BUTTON)
        if not await self._handlers.switches.is_on(speaker.network.id, plugin.name):
            raise Refusal("switched_off", SWITCHED_OFF)

        async def handle(ctx: Context) -> HandlerAnswer:
            await delivery_pressed(ctx, press)
            await check_role(ctx, action.role)
            answer: HandlerAnswer = await action.handler(ctx, **press.arguments)
            return answer

        return await self._runner.run(press, speaker, plugin, handle, role=action.role, choice=press.choice)

    async def message_deleted(self, platform: str, channel: str, message: str) -> None:
        """Tell the plugins that listen that a message was deleted."""
        await self._happenings.message_deleted(platform, channel, message)

    async def message_edited(
        self, platform: str, channel: str, message: str, links: Sequence[str], key: str
    ) -> None:
        """Tell the plugins that listen that a message was changed, and holds no links, or no tags, now."""
        await self._happenings.message_edited(platform, channel, message, links, key)

    def listens(self, kind: type[Incoming]) -> bool:
        """Return whether anything comes of what is of that kind: plugins listen for it, or none need to."""
        return self._happenings.listens(kind)

    def _concerns_bot(self, incoming: Incoming) -> bool:
        """Return whether something may be for the bot: no line without mention, nor what nobody awaits."""
        match incoming:
            case Line():
                return incoming.to_bot or clean(incoming.text).lstrip().startswith("/")
            case _:
                return self.listens(type(incoming))


def _culprit(error: BaseException) -> str:
    notes = [note for note in getattr(error, "__notes__", ()) if note.startswith(CULPRIT)]
    return notes[-1].removeprefix(CULPRIT) if notes else CORE
