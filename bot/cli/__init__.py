"""The `maillage` command. Each sub-command imports what it needs when it runs, so that `--help` is quick."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(name="maillage", no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)


@app.callback()
def maillage() -> None:
    """Maillage, the community bot of public-interest networks."""


@app.command()
def console(
    data_dir: Annotated[
        Path | None, typer.Option(help="Folder of the data; a temporary one by default.")
    ] = None,
    user: Annotated[str, typer.Option("--as", help="Who speaks first.")] = "camille",
    channel: Annotated[str, typer.Option("--in", help="The channel where to begin.")] = "general",
    now: Annotated[
        str | None, typer.Option(help="Start a simulated clock at this instant (ISO 8601).")
    ] = None,
    zone: Annotated[str | None, typer.Option("--tz", help="Time zone of the network.")] = None,
    language: Annotated[str | None, typer.Option("--lang", help="Language of the network: fr or en.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
    config: Annotated[Path | None, typer.Option(help="Configuration file.")] = None,
) -> None:
    """Chat with the bot in this terminal: several people, channels, buttons, and a clock to move."""
    import asyncio
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from bot.cli.console import Options, converse
    from bot.config import load

    start = datetime.fromisoformat(now) if now else None
    if start and start.tzinfo is None:
        start = start.replace(tzinfo=ZoneInfo(zone or "Europe/Paris"))
    asyncio.run(converse(Options(load(config), data_dir, user, channel, start, zone, language, as_json)))


def main() -> None:
    """Run the command line."""
    app()
