"""The bot at work in a guild, as a process of its own."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from tests.acceptance.mattermost.process import BotProcess, free_port
from tests.fakes.discord import FakeDiscord
from tests.fakes.discord.places import Guild


def write_token(folder: Path, token: str) -> None:
    """Write the token of the bot on Discord where the bot looks for it."""
    file = folder / "secrets.toml"
    file.touch(mode=0o600)
    file.write_text(f'[discord]\ntoken = "{token}"\n')


@asynccontextmanager
async def at_work(
    folder: Path,
    discord: FakeDiscord,
    guild: Guild,
    *,
    reads_messages: bool = False,
    allowed_hosts: Sequence[str] = (),
) -> AsyncIterator[BotProcess]:
    """Give a bot that serves the guild until the end; it may read sites on these hosts of this machine."""
    port = free_port()
    process = BotProcess(folder, "127.0.0.1", port)
    hosts = ", ".join(f'"{host}"' for host in allowed_hosts)
    (folder / "config.toml").write_text(
        f'[network]\nname = "Loire"\n[web]\nport = {port}\n[fetching]\nallowed_hosts = [{hosts}]\n'
        f"[discord]\nenabled = true\nmessage_content = {str(reads_messages).lower()}\n"
        f'url = "{discord.url}"\nguilds = ["{guild.id}"]\n'
    )
    write_token(folder, discord.token)
    await process.start()
    try:
        yield process
    finally:
        await process.stop()
