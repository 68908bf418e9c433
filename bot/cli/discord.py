"""`maillage discord`: the bot in Discord guilds, installed and checked."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.building import Command
from bot.cli.speech import environment_language, is_terminal, one_answer
from bot.cli.target import AsJson, ConfigFile
from bot.language.messages import Markup, _

if TYPE_CHECKING:
    from bot.config import Config
    from bot.platforms.discord.installing import Met
    from bot.platforms.remarks import Remark
    from bot.secrets import DiscordSecrets

discord = typer.Typer(add_completion=False, rich_markup_mode=None, no_args_is_help=True)


@discord.command(
    cls=Command,
    help=_("Install the bot, or bring it up to date: token, guilds, intents, slash commands.").text,
)
def install(
    token_file: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help=_("File with the bot’s token; else the variable MAILLAGE_DISCORD_TOKEN.").text,
        ),
    ] = None,
    guild: Annotated[
        list[str] | None,
        typer.Option(metavar="ID", help=_("Guild of the network, by its id; once for each.").text),
    ] = None,
    coordinator_role: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME", help=_("Role whose holders are coordinators, by its name; once for each.").text
        ),
    ] = None,
    message_content: Annotated[
        bool | None,
        typer.Option(
            "--message-content/--no-message-content",
            help=_("Whether the bot reads all messages of its channels; not by default.").text,
        ),
    ] = None,
    config: ConfigFile = None,
    as_json: AsJson = False,
) -> None:
    """Ask what is not given, do what is missing, then check everything."""
    from bot.cli import discord_setup as setup
    from bot.cli.configuration_file import existing_file
    from bot.cli.interview import Interview
    from bot.cli.remarks import show
    from bot.config import load
    from bot.platforms.discord.checking import SUBJECTS

    with one_answer(as_json=as_json):
        file = existing_file(config)
        configuration = load(file)
        asks = is_terminal() and not as_json
        interview = Interview(environment_language(), asks=asks)
        token, met = setup.meet_bot(configuration, setup.given_token(token_file), asks=asks)
        setup.keep_token(configuration.secrets.file, token)
        met = setup.wait_for_guild(met, configuration, token, interview, asks=asks)
        guilds = setup.chosen_guilds(met, configuration, guild or (), interview, asks=asks)
        section = configuration.discord
        reads = section.message_content if message_content is None else message_content
        if asks and message_content is None and not reads:
            reads = interview.confirms(
                _(
                    "Is the bot to read all messages of its channels, for the links that are shared there? "
                    "It reads those that name it in any case."
                )
            )
        values = {
            "enabled": True,
            "guilds": guilds,
            "coordinator_roles": coordinator_role or section.coordinator_roles,
            "message_content": reads,
        }
        show(_installation(file, met, token, values), SUBJECTS, as_json=as_json)


@discord.command(cls=Command, help=_("Check everything between the bot and its guilds; change nothing.").text)
def check(config: ConfigFile = None, as_json: AsJson = False) -> None:
    """Repeat the checks of the installation."""
    from bot.cli.remarks import show
    from bot.cli.target import configured
    from bot.platforms.discord.checking import SUBJECTS

    with one_answer(as_json=as_json):
        show(_checks(configured(config)), SUBJECTS, as_json=as_json)


async def _installation(file: Path, met: Met, token: str, values: dict[str, object]) -> AsyncIterator[Remark]:
    """Yield what is done, then what the checks say."""
    from bot.cli import discord_setup as setup
    from bot.cli.configuration_file import change_section
    from bot.cli.remarks import kept, written
    from bot.config import load
    from bot.platforms.discord.installing import register, switch_on
    from bot.platforms.discord.rest import AskingError, Rest

    yield kept(load(file).secrets.file)
    if change_section(file, "discord", values):
        yield written(file, _("the section of Discord is written"))
    else:
        yield written(file, _("the section of Discord is there"))
    config = load(file)
    target = setup.target_of(config, await _linked(config))
    rest = Rest(target.url, token, setup.now)
    try:
        if (switched := await switch_on(rest, met.application, target.intents)) is not None:
            yield switched
        yield await register(rest, met.application["id"], target.commands)
    except AskingError as error:
        raise setup.DiscordError(error.text) from None
    finally:
        await rest.close()
    async for remark in _checks(config):
        yield remark


async def _checks(config: Config) -> AsyncIterator[Remark]:
    from bot.cli import discord_setup as setup
    from bot.platforms.discord.inspecting import inspect
    from bot.platforms.remarks import CONFIGURATION, to_see_to
    from bot.secrets import load_secrets

    secrets = load_secrets(config.secrets.file).discord
    yield secrets_remark(config, secrets)
    if not config.discord.enabled:
        text = _("Discord is not switched on: `maillage discord install` does it.")
        yield to_see_to(CONFIGURATION, text)
    if secrets is None:
        return
    target = setup.target_of(config, await _linked(config))
    async for remark in inspect(target, secrets.token.get_secret_value(), setup.now):
        yield remark


async def _linked(config: Config) -> list[str]:
    """Return the guilds that joined a network by `/maillage lier`; none if there are no data yet."""
    from sqlalchemy import select
    from sqlalchemy.exc import SQLAlchemyError

    from bot.store import Store
    from bot.store.tables import CommunityRow

    if config.store.url is None and not (config.store.data_dir / "maillage.db").exists():
        return []
    store = Store(config.database_url())
    try:
        async with store.read() as session:
            rows = await session.scalars(
                select(CommunityRow.external_id).where(
                    CommunityRow.platform == config.discord.name,
                    CommunityRow.left_at.is_(None),
                    CommunityRow.joined_at.is_not(None),
                )
            )
            return list(rows)
    except (SQLAlchemyError, OSError):  # what is wrong with the data is for `maillage check` to say
        return []
    finally:
        await store.close()


def secrets_remark(config: Config, secrets: DiscordSecrets | None) -> Remark:
    """Return whether the token is there, and for nobody else to read."""
    from bot.platforms.remarks import SECRETS, good, to_see_to, wrong
    from bot.secrets import is_readable_by_others

    file = Markup(config.secrets.file)
    if secrets is None:
        return wrong(
            SECRETS, _("{file} has no token for Discord: `maillage discord install` asks for it.", file=file)
        )
    if is_readable_by_others(config.secrets.file):
        return to_see_to(
            SECRETS,
            _("{file}: other users of this machine can read it; `chmod 600` keeps it to you", file=file),
        )
    return good(SECRETS, file)
