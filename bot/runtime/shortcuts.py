"""Shortcuts: plugins' commands chosen on a message, or on a person, from a platform's own menu."""

from __future__ import annotations

from dataclasses import replace

from bot.chat.answers import Answer
from bot.chat.incoming import ChosenMessage, Shortcut
from bot.chat.markup import clean
from bot.chat.people import Member
from bot.errors import Refusal
from bot.language.messages import _
from bot.plugin import Context, Plugin
from bot.plugin.context import HandlerAnswer
from bot.plugin.declared import ShortcutDeclaration, ShortcutOn
from bot.runtime.failures import ROBOT, SWITCHED_OFF
from bot.runtime.handlers import Handlers
from bot.runtime.identity import Identity, Speaker
from bot.runtime.running import Runner, check_role

_GONE = _("This command belongs to a part of me that is not here any more. Nothing was done.")


class Shortcuts:
    """Runs what was chosen."""

    def __init__(self, identity: Identity, handlers: Handlers, runner: Runner) -> None:
        self._identity = identity
        self._handlers = handlers
        self._runner = runner

    async def receive(self, shortcut: Shortcut, speaker: Speaker) -> list[Answer]:
        """Run the command; a person who is chosen becomes a member by it, as whoever is named does.

        Raises:
            Refusal: there is no such command here, or a bot was chosen.
        """
        plugin, declared = self._declared(shortcut)
        if not await self._handlers.switches.is_on(speaker.network.id, plugin.name):
            raise Refusal("switched_off", SWITCHED_OFF)
        chosen = await self._chosen(shortcut, speaker)

        async def handle(ctx: Context) -> HandlerAnswer:
            await check_role(ctx, declared.role)
            answer: HandlerAnswer = await declared.handler(ctx, chosen)
            return answer

        return await self._runner.run(shortcut, speaker, plugin, handle, role=declared.role)

    def _declared(self, shortcut: Shortcut) -> tuple[Plugin, ShortcutDeclaration]:
        plugin = self._handlers.host.plugins.get(shortcut.plugin)
        declared = plugin.shortcuts.get(shortcut.name) if plugin is not None else None
        on = ShortcutOn.MESSAGE if shortcut.message is not None else ShortcutOn.MEMBER
        if plugin is None or declared is None or declared.on is not on:
            raise Refusal("stale_shortcut", _GONE)
        return plugin, declared

    async def _chosen(self, shortcut: Shortcut, speaker: Speaker) -> ChosenMessage | Member:
        message, person = shortcut.message, shortcut.person
        if message is not None:
            return replace(message, text=clean(message.text), author=clean(message.author))
        if person is None:
            raise Refusal("stale_shortcut", _GONE)
        if person.id == shortcut.author.id:
            return speaker.member
        if person.is_bot:
            raise Refusal("bot_chosen", ROBOT)
        known = await self._identity.resolve(person, shortcut.location, network=speaker.network.id)
        return known.member
