"""Interactions: commands, buttons, menus, forms and what is typed meanwhile, each answered whatever happens.

They come from Discord's gateway alone, so what they carry needs no proof. Whoever did something waits for the
answer, which the exchange acknowledges in time.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Awaitable, Callable, Iterator
from datetime import datetime
from typing import Any, cast

import discord

from bot.chat.hosting import Host
from bot.chat.places import Location, PlaceKind
from bot.counting import Counters
from bot.language.catalogue import Words
from bot.language.messages import Language
from bot.logs import get_logger
from bot.platforms.crowding import Crowd
from bot.platforms.discord import excuses
from bot.platforms.discord.acknowledging import PATIENCE, PATIENCE_FOR_FORMS, Exchange
from bot.platforms.discord.autocompleting import Offers
from bot.platforms.discord.commands import CommandTable
from bot.platforms.discord.membership import Membership
from bot.platforms.discord.people import People, language_of
from bot.platforms.discord.places import Places
from bot.platforms.discord.showing import Display
from bot.platforms.discord.translating import RefusedError, Translator
from bot.platforms.excuses import STARTING, too_much
from bot.web.throttle import CHANNEL, Throttle

log = get_logger(__name__)

_TAKEN = "maillage"
"""In `interaction.extras`: it is being answered already."""
_KINDS = {
    discord.InteractionType.application_command: "command",
    discord.InteractionType.component: "press",
    discord.InteractionType.modal_submit: "submission",
}


class Interactions:
    """Answers all interactions of one connection.

    `host` is None while the bot starts or stops. `words` are in the network's language, for people whose
    Discord speaks none of the bot's. `on_dm` is told the channel of a DM and the id of what happened there.
    """

    def __init__(
        self,
        client: discord.Client,
        *,
        name: str,
        places: Places,
        people: People,
        table: CommandTable,
        counters: Counters,
        words: Words,
        now: Callable[[], datetime],
        on_dm: Callable[[str, str], None],
        membership: Membership,
        spell: Callable[[str], str] = str,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._name = name
        self._translator = Translator(client, places, people, table, now, membership)
        self._counters = counters
        self._words = words
        self._now = now
        self._on_dm = on_dm
        self._spell = spell
        self._sleep = sleep
        self._monotonic = monotonic
        self._crowd = Crowd(name, counters, monotonic)
        self._typing = Throttle(CHANNEL)
        self._offers = Offers(sleep)
        self._under_way = 0
        self._idle = asyncio.Event()
        self._idle.set()
        self.host: Host | None = None

    async def take(self, interaction: discord.Interaction[Any]) -> None:
        """Answer an interaction; one that was taken already is left alone. It never raises."""
        if _TAKEN in interaction.extras:
            return
        interaction.extras[_TAKEN] = True
        try:
            with self._counted_as_under_way():
                if interaction.type is discord.InteractionType.autocomplete:
                    await self._complete(interaction)
                elif interaction.type in _KINDS:
                    await self._answer(interaction)
        except Exception:
            log.exception("an interaction was not answered", platform=self._name)

    async def finish(self, within: float) -> None:
        """Wait until everything that was taken is answered, so many seconds at most."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(within):
                await self._idle.wait()

    @contextlib.contextmanager
    def _counted_as_under_way(self) -> Iterator[None]:
        self._under_way += 1
        self._idle.clear()
        try:
            yield
        finally:
            self._under_way -= 1
            if not self._under_way:
                self._idle.set()

    async def _complete(self, interaction: discord.Interaction[Any]) -> None:
        is_too_much = self._typing.allow(interaction.user.id, self._monotonic()) is not None
        completion = None if is_too_much else self._translator.completion(interaction)
        await self._offers.offer(interaction, completion, self.host)

    async def _answer(self, interaction: discord.Interaction[Any]) -> None:
        """Answer, and acknowledge in time, whatever happens."""
        chosen = self._translator.chosen(interaction)
        may_open_form = chosen.command.opens_form if chosen else True
        exchange = Exchange(
            interaction,
            is_private=chosen is None or not chosen.command.public,
            now=self._now,
            sleep=self._sleep,
        )
        display = Display(exchange, self._words_of(interaction), self._spell)
        exchange.begin(PATIENCE_FOR_FORMS if may_open_form else PATIENCE)
        try:
            await self._handle(interaction, display)
        except RefusedError as refusal:
            await display.say(refusal.text)
        except Exception:
            log.exception("an interaction could not be handled", platform=self._name)
            await display.say(excuses.FAILED)
        finally:
            await exchange.end()

    async def _handle(self, interaction: discord.Interaction[Any], display: Display) -> None:
        host = self.host
        if host is None:
            raise RefusedError(STARTING)
        channel = str(interaction.channel_id) if self._translator.is_command(interaction) else None
        wait = self._crowd.wait_of(str(interaction.user.id), channel)
        if wait is not None:
            raise RefusedError(too_much(wait))
        scene = await self._translator.scene(interaction)
        if not self._translator.is_command(interaction) and not await self._is_served(interaction, host):
            raise RefusedError(excuses.NOT_HERE)
        self._note_dm(scene.location, interaction.id)
        self._counters.add("maillage_events_total", platform=self._name, kind=_KINDS[interaction.type])
        incoming = await self._translator.incoming(interaction, scene, host)
        await display.show(incoming, await host.receive(incoming), host)

    async def _is_served(self, interaction: discord.Interaction[Any], host: Host) -> bool:
        """Return whether the bot works where something is done; elsewhere it takes commands only."""
        return interaction.guild_id is None or await host.is_joined(str(interaction.guild_id))

    def _note_dm(self, location: Location, interaction: int) -> None:
        if location.kind is PlaceKind.DM:
            self._on_dm(location.id, str(interaction))

    def _words_of(self, interaction: discord.Interaction[Any]) -> Words:
        """Return the words for what the bot says by itself: in the language of that person's Discord."""
        language = language_of(interaction.locale) or self._words.language
        return Words(cast("Language", language), self._words.zone)
