"""Completing: what an argument may become while somebody types it. Nothing is written by it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeVar, cast

from sqlalchemy.ext.asyncio import AsyncSession

from bot.chat.incoming import Completion
from bot.chat.markup import clean
from bot.chat.messages import Option
from bot.chat.people import Member, Role
from bot.chat.places import Place
from bot.chat.plain import plain
from bot.errors import Refusal
from bot.language.catalogue import Words
from bot.language.messages import Markup
from bot.language.shortening import shortened
from bot.plugin import Command
from bot.plugin.completion import Completer, CompletionContext
from bot.plugin.parameters import Parameter
from bot.runtime.communities import NotServedError
from bot.runtime.handlers import Handlers
from bot.runtime.host import CORE
from bot.runtime.identity import Identity, SeveralNetworks
from bot.runtime.recognising import Recognised, recognise
from bot.store.people import all_members, channels_of

S = TypeVar("S")

MOST = 25
"""How many choices are offered: as many as Discord shows."""
LONGEST = 100
"""How long a choice may be, in characters: its value, and its label."""


@dataclass(frozen=True, slots=True)
class _Surroundings:
    """Implements `bot.plugin.completion.Surroundings` for one completion."""

    handlers: Handlers
    session: AsyncSession
    completion: Completion
    who: Recognised

    def service(self, kind: type[S]) -> S:
        return cast("S", self.handlers.quick_service(kind))

    async def may(self, role: Role) -> bool:
        if role is Role.MEMBER:
            return True
        who = self.who
        held = await self.handlers.permissions.role(
            self.session,
            who.network,
            who.member,
            who.place,
            author=self.completion.author,
            platform=self.completion.location.platform,
            here=who.place,
        )
        return held >= role

    async def members(self) -> Sequence[Member]:
        return await all_members(self.session, self.who.network.id, self.completion.location.platform)

    async def channels(self) -> Sequence[Place]:
        return await channels_of(self.session, self.who.place.community_id)


class Completions:
    """Completes the arguments of commands."""

    def __init__(self, identity: Identity, handlers: Handlers) -> None:
        self._identity = identity
        self._handlers = handlers

    async def complete(self, completion: Completion) -> list[Option]:
        """Return what the argument may become, the likeliest first; it never raises.

        Nothing is offered where the command could not be used, nor to a bot.
        """
        found = self._declared(completion)
        if found is None or completion.author.is_bot:
            return []
        command, parameter, completer = found
        plugin = CORE
        try:
            who = await recognise(
                self._handlers.store, self._identity, completion.author, completion.location
            )
            if not await self._may_use(completion, who, command):
                return []
            completion = replace(completion, author=await completion.author.with_rights())
            plugin = command.plugin
            return await self._offer(completion, who, command, parameter, completer)
        except (Refusal, SeveralNetworks, NotServedError):
            return []
        except Exception as error:  # noqa: BLE001 - whoever types goes on without choices
            self._handlers.faults.record(plugin, error)
            return []

    def _declared(self, completion: Completion) -> tuple[Command, Parameter, Completer] | None:
        name = f"{completion.root} {completion.verb}" if completion.verb else completion.root
        command = self._handlers.host.command(name)
        if command is None:
            return None
        for parameter in command.parameters:
            if parameter.name == completion.argument and parameter.completer is not None:
                return command, parameter, parameter.completer
        return None

    async def _may_use(self, completion: Completion, who: Recognised, command: Command) -> bool:
        switches = self._handlers.switches
        if not await switches.is_on(who.network.id, command.plugin):
            return False
        if not completion.author.is_guest:
            return True
        return await switches.is_open_to_guests(who.network.id, command.plugin)

    async def _offer(
        self,
        completion: Completion,
        who: Recognised,
        command: Command,
        parameter: Parameter,
        completer: Completer,
    ) -> list[Option]:
        before, typed = _split(clean(completion.typed), parameter)
        async with self._handlers.store.read() as session:
            surroundings = _Surroundings(self._handlers, session, completion, who)
            if not await surroundings.may(command.role):
                return []
            ctx = CompletionContext(
                network=who.network,
                member=who.member,
                place=who.place,
                words=who.words,
                now=self._handlers.clock.now(),
                session=session,
                options={name: clean(value) for name, value in completion.options.items()},
                surroundings=surroundings,
            )
            return _fitting(await completer(ctx, typed), before, ctx.words)


def _split(typed: str, parameter: Parameter) -> tuple[str, str]:
    """Return what comes before the item that is being typed, and the item: a list is split on `;`."""
    if not parameter.many:
        return "", typed.strip()
    before, mark, item = typed.rpartition(";")
    return f"{before.strip()}{mark} " if mark else "", item.strip()


def _fitting(options: Sequence[Option], before: str, words: Words) -> list[Option]:
    """Return the options that can be shown, in plain words: a value is never cut, a label may be."""
    fitting: dict[str, Option] = {}
    for option in options:
        value = f"{before}{option.value}"
        label = clean(" ".join(f"{before}{plain(words(option.label))}".splitlines()))
        if value and label and len(value) <= LONGEST and value not in fitting:
            fitting[value] = Option(value, Markup(shortened(label, LONGEST)))
        if len(fitting) == MOST:
            break
    return list(fitting.values())
