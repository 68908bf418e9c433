"""One bot at work in a team on Mattermost and in a guild on Discord, which are one network."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from tests.acceptance.discord.process import write_token
from tests.acceptance.mattermost.targets import Target
from tests.acceptance.mattermost.town import Home, town_of
from tests.acceptance.stories.clock import TownClock
from tests.acceptance.stories.on_discord import DiscordTown
from tests.acceptance.stories.on_mattermost import MattermostTown
from tests.acceptance.stories.process import ServedProcess
from tests.fakes.discord import FakeDiscord, Intent
from tests.fakes.mattermost import FakeMattermost


@dataclass(frozen=True)
class Both:
    """The two sides of the network, and the process that serves them."""

    team: MattermostTown
    guild: DiscordTown
    process: ServedProcess


@asynccontextmanager
async def both_towns(folder: Path) -> AsyncIterator[Both]:
    """The bot at work on both."""
    clock = TownClock()
    async with (
        FakeMattermost.running(now=clock.time) as mattermost,
        FakeDiscord.running(now=clock.now) as discord,
    ):
        discord.grant(Intent.GUILD_MEMBERS)
        guild = discord.guild("Loire")
        home = await Home.found(Target(mattermost.url, mattermost.admin, mattermost, (5, 37, 0)))
        write_token(folder, discord.token)
        also = (
            f'\n[discord]\nenabled = true\nmembers = true\nurl = "{discord.url}"\nguilds = ["{guild.id}"]\n'
            '\n[fetching]\nallowed_hosts = ["127.0.0.1"]\n'
        )
        async with town_of(folder, home, run_by=partial(ServedProcess, clock), also=also) as town:
            process = town.process
            assert isinstance(process, ServedProcess)
            await discord.until(discord.commands.of)
            yield Both(
                MattermostTown(home, process, clock), DiscordTown(discord, guild, process, clock), process
            )
