"""Running a handler: the checks before it, its unit of work, and what becomes of its answers."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any, TypeVar, cast

from bot.chat.answers import Answer, Failure
from bot.chat.incoming import Incoming, Submission
from bot.chat.messages import Reply
from bot.chat.people import Role
from bot.errors import NotAllowed, NothingSavedError, Refusal
from bot.language.messages import _
from bot.plugin import Context, Plugin
from bot.runtime.answering import settle
from bot.runtime.claims import Claims, Deed, deed_of
from bot.runtime.failures import SWITCHED_OFF
from bot.runtime.handlers import Handlers
from bot.runtime.host import CORE
from bot.runtime.identity import Speaker
from bot.runtime.looking import Findings, LiveOutside, LookupNeededError
from bot.runtime.notices import Notices
from bot.runtime.permissions import RightsNeededError
from bot.runtime.receipts import HandledBeforeError

CULPRIT = "plugin: "
"""Begins the note on an exception that says whose handler raised it."""

E = TypeVar("E", bound=Incoming)
T = TypeVar("T")

Handle = Callable[[Context], Awaitable[Any]]
"""Calls a handler with its arguments. It may be called again: what it did before was taken back."""

_NOT_FOR_GUESTS = _(
    "Guests cannot use this in your network. A coordinator can open it to them with `/maillage configure`."
)


class Runner:
    """Runs one handler for one person."""

    def __init__(self, handlers: Handlers) -> None:
        self._handlers = handlers
        self._outside = LiveOutside(handlers.clock, handlers.service)
        self.claims = Claims()

    async def run(
        self,
        incoming: Incoming,
        speaker: Speaker,
        plugin: Plugin,
        handle: Handle,
        *,
        role: Role = Role.MEMBER,
        choice: str | None = None,
        findings: Findings | None = None,
    ) -> list[Answer]:
        """Return the answers of a handler to show at once; all that it did is committed, or nothing.

        `findings` are what was looked up for that event already.

        Raises:
            Refusal: the person may not do it, or the handler refused, or it is under way already.
            HandledBeforeError: it was handled already.
        """
        await self._check_guest(incoming, speaker, plugin)
        if role > Role.MEMBER:
            incoming = replace(incoming, author=await incoming.author.with_rights())

        async def attempt(incoming: Incoming, findings: Findings) -> list[Answer]:
            return await self._run(incoming, speaker, plugin, handle, choice, findings)

        return await self.with_all_needed(incoming, attempt, findings, deed_of(incoming))

    async def with_all_needed(
        self,
        incoming: E,
        attempt: Callable[[E, Findings], Awaitable[T]],
        findings: Findings | None = None,
        deed: Deed | None = None,
    ) -> T:
        """Return what an attempt returns, which begins anew with what it turns out to need.

        That is the person's rights, or what is to be looked up outside. What it did before was taken back.
        From the first look-up on nobody begins the same `deed`.

        Raises:
            Refusal: it is under way already.
            HandledBeforeError: so it is, for this very event.
        """
        findings = findings or Findings()
        with self.claims.held(deed, incoming.key) as claim:
            while True:
                try:
                    return await attempt(incoming, findings)
                except RightsNeededError as needed:
                    incoming = await _with_rights(incoming, needed)
                except LookupNeededError as needed:
                    claim()
                    await findings.find(needed.lookup, self._outside)

    async def _run(
        self,
        incoming: Incoming,
        speaker: Speaker,
        plugin: Plugin,
        handle: Handle,
        choice: str | None,
        findings: Findings,
    ) -> list[Answer]:
        if not await self._handlers.switches.is_on(speaker.network.id, plugin.name):
            raise Refusal("switched_off", SWITCHED_OFF)  # while something was looked up
        try:
            async with self._handlers.for_person(
                plugin.name, speaker, incoming, choice=choice, findings=findings
            ) as ctx:
                answered = await self._notices().accompany(ctx, incoming, await handle(ctx))
                return await self._settled(ctx, incoming, plugin, answered)
        except (Refusal, NothingSavedError, HandledBeforeError, RightsNeededError, LookupNeededError):
            raise
        except Exception as error:
            error.add_note(f"{CULPRIT}{plugin.name}")
            raise

    async def answer(self, incoming: Incoming, speaker: Speaker, handle: Handle) -> list[Answer]:
        """Return the answers of the bot itself, which no plugin's handler gave, to show at once.

        Raises:
            HandledBeforeError: it was handled already.
        """
        async with self._handlers.for_person(CORE, speaker, incoming) as ctx:
            answered = await self._notices().accompany(ctx, incoming, await handle(ctx))
            return await self._settled(ctx, incoming, None, answered)

    async def informed(self, incoming: Incoming, speaker: Speaker, reply: Reply) -> Reply:
        """Return an answer that no handler gave, with the notice if the person has not read it yet."""
        notices = self._notices()
        if isinstance(incoming, Submission) or not notices.may_have_to_tell(speaker.member.id):
            return reply
        async with self._handlers.for_person(CORE, speaker, replace(incoming, key=None)) as ctx:
            answered = await notices.accompany(ctx, incoming, reply)
            return answered[0] if isinstance(answered, list) else reply

    def _notices(self) -> Notices:
        return cast("Notices", self._handlers.service(Notices))

    async def _settled(
        self, ctx: Context, incoming: Incoming, plugin: Plugin | None, answered: object
    ) -> list[Answer]:
        counters = self._handlers.counters
        counters.add("maillage_answers_total", platform=incoming.location.platform)
        for answer in answered if isinstance(answered, list | tuple) else (answered,):
            if isinstance(answer, Failure):
                counters.add("maillage_failures_total", code=answer.code)
        return await settle(ctx, incoming, plugin, answered)

    async def _check_guest(self, incoming: Incoming, speaker: Speaker, plugin: Plugin) -> None:
        if not incoming.author.is_guest or plugin.always_on:
            return
        if not await self._handlers.switches.is_open_to_guests(speaker.network.id, plugin.name):
            raise NotAllowed(_NOT_FOR_GUESTS)


async def check_role(ctx: Context, role: Role) -> None:
    """Raise `NotAllowed` if the person has not that role here, now."""
    if role > Role.MEMBER and not await ctx.may(role):
        raise NotAllowed


async def _with_rights(incoming: E, needed: RightsNeededError) -> E:
    """Return the event, its author's rights asked of the platform: here, or in the place that is needed."""
    author = incoming.author
    if needed.place is not None:
        return replace(incoming, author=await author.with_place(needed.place))
    if author.ask_rights is None:
        raise needed
    return replace(incoming, author=await author.with_rights())
