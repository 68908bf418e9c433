"""`maillage mattermost`: the bot on a Mattermost server, installed and checked."""

from __future__ import annotations

import getpass
import sys
from collections.abc import AsyncIterator, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.building import Command
from bot.cli.speech import one_answer, say
from bot.cli.target import AsJson, ConfigFile
from bot.errors import ConfigurationError
from bot.language.messages import Markup, _

if TYPE_CHECKING:
    from bot.config import Config
    from bot.platforms.remarks import Remark
    from bot.secrets import MattermostSecrets
    from bot.sections import MattermostServer

ENVIRONMENT_VARIABLE = "MAILLAGE_MATTERMOST_ADMIN_TOKEN"
_DEFAULT_NAME = "mattermost"

AdminToken = Annotated[
    str | None,
    typer.Option(
        "--admin-token",
        metavar="TOKEN",
        envvar=ENVIRONMENT_VARIABLE,
        show_envvar=False,
        help=_("Access token of an administrator; else the variable MAILLAGE_MATTERMOST_ADMIN_TOKEN.").text,
    ),
]

mattermost = typer.Typer(add_completion=False, rich_markup_mode=None, no_args_is_help=True)


@mattermost.command(
    cls=Command,
    help=_("Install the bot on a server, or bring it up to date there: account, teams, slash commands.").text,
)
def install(
    url: Annotated[
        str | None, typer.Option(metavar="URL", help=_("Address of the server, as people open it.").text)
    ] = None,
    admin_token: AdminToken = None,
    team: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", help=_("Team in which the bot works; once for each.").text),
    ] = None,
    channel: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME",
            help=_("Channel to which the bot is added, NAME or TEAM/NAME; once for each.").text,
        ),
    ] = None,
    name: Annotated[
        str, typer.Option(metavar="NAME", help=_("Name of the server in the configuration.").text)
    ] = _DEFAULT_NAME,
    bot_username: Annotated[
        str | None, typer.Option(metavar="NAME", help=_("Account of the bot; maillage by default.").text)
    ] = None,
    callback_url: Annotated[
        str | None,
        typer.Option(metavar="URL", help=_("Address at which the server reaches the bot.").text),
    ] = None,
    config: ConfigFile = None,
    as_json: AsJson = False,
) -> None:
    """Do what is missing on the server, in the secrets and in the configuration, then check everything."""
    from bot.cli.configuration_file import existing_file
    from bot.cli.mattermost_setup import wished_server
    from bot.cli.remarks import show
    from bot.config import load
    from bot.platforms.mattermost.checking import SUBJECTS

    with one_answer(as_json=as_json):
        file = existing_file(config)
        configuration = load(file)
        server = wished_server(configuration, file, name, url, callback_url, team or [])
        token = admin_token or _asked_token()
        work = _installation(configuration, file, server, token, channel or [], bot_username)
        show(work, SUBJECTS, as_json=as_json)


@mattermost.command(
    cls=Command, help=_("Check everything on the way between the bot and its servers; change nothing.").text
)
def check(
    name: Annotated[
        str | None, typer.Option(metavar="NAME", help=_("Only the server of this name.").text)
    ] = None,
    admin_token: AdminToken = None,
    config: ConfigFile = None,
    as_json: AsJson = False,
) -> None:
    """Repeat the checks of the installation."""
    from bot.cli.mattermost_setup import server_named
    from bot.cli.remarks import show
    from bot.cli.target import configured
    from bot.platforms.mattermost.checking import SUBJECTS

    with one_answer(as_json=as_json):
        configuration = configured(config)
        servers = server_named(configuration, name)
        show(_checks(configuration, servers, admin_token), SUBJECTS, as_json=as_json)


def _asked_token() -> str:
    """Return the administrator's token, typed without showing it."""
    if not sys.stdin.isatty():
        raise ConfigurationError(
            _(
                "An administrator’s token is needed: give {option}, or the variable {variable}.",
                option=Markup("`--admin-token`"),
                variable=Markup(f"`{ENVIRONMENT_VARIABLE}`"),
            )
        )
    token = getpass.getpass(say(_("Access token of an administrator (it is not shown):")) + " ").strip()
    if not token:
        raise ConfigurationError(_("Without an administrator’s token, nothing can be installed."))
    return token


async def _installation(
    config: Config,
    file: Path,
    server: MattermostServer,
    admin_token: str,
    channels: list[str],
    username: str | None,
) -> AsyncIterator[Remark]:
    """Yield what is done, then what the checks say."""
    from bot.cli.mattermost_setup import add_section, keep_secrets, target_of
    from bot.cli.remarks import kept, written
    from bot.platforms.mattermost.inspecting import inspect
    from bot.platforms.mattermost.installing import Installation, Wish
    from bot.platforms.mattermost.rest import Rest
    from bot.secrets import MattermostSecrets, load_secrets

    secrets = load_secrets(config.secrets.file).mattermost.get(server.name) or MattermostSecrets.new()
    target = target_of(config, server, secrets)

    def keep(changed: MattermostSecrets) -> None:
        keep_secrets(config.secrets.file, server.name, changed)

    admin = Rest(target.url, admin_token)
    try:
        installation = Installation(
            Wish(target=target, channels=channels, username=username), admin, secrets, keep
        )
        async for remark in installation.run():
            yield remark
        yield kept(config.secrets.file)
        if server.name not in {known.name for known in config.mattermost}:
            add_section(file, server)
            yield written(file, _("the section of this server is added"))
        else:
            yield _compared(config, file, server)
        async for remark in inspect(target, installation.secrets, admin):
            yield remark
    finally:
        await admin.close()


async def _checks(
    config: Config, servers: Iterable[MattermostServer], admin_token: str | None
) -> AsyncIterator[Remark]:
    from bot.cli.mattermost_setup import target_of
    from bot.platforms.mattermost.inspecting import inspect
    from bot.platforms.mattermost.rest import Rest
    from bot.secrets import load_secrets

    known = load_secrets(config.secrets.file).mattermost
    for server in servers:
        yield secrets_remark(config, server.name, known)
        secrets = known.get(server.name)
        if secrets is None or not secrets.token.get_secret_value():
            continue
        target = target_of(config, server, secrets)
        admin = Rest(target.url, admin_token) if admin_token else None
        try:
            async for remark in inspect(target, secrets, admin):
                yield remark
        finally:
            if admin is not None:
                await admin.close()


def secrets_remark(config: Config, name: str, known: dict[str, MattermostSecrets]) -> Remark:
    """Return whether the secrets of a server are there, and for nobody else to read."""
    from bot.platforms.remarks import SECRETS, good, to_see_to, wrong
    from bot.secrets import is_readable_by_others

    file = config.secrets.file
    secrets = known.get(name)
    if secrets is None or not secrets.token.get_secret_value():
        text = _(
            "{file} has no token for “{name}”: `maillage mattermost install` makes one.",
            file=Markup(file),
            name=name,
        )
        return wrong(SECRETS, text)
    if is_readable_by_others(file):
        text = _(
            "{file}: other users of this machine can read it; `chmod 600` keeps it to you", file=Markup(file)
        )
        return to_see_to(SECRETS, text)
    return good(SECRETS, Markup(file))


def _compared(config: Config, file: Path, server: MattermostServer) -> Remark:
    """Return whether the teams of the configuration are those in which the bot is now."""
    from bot.cli.remarks import written
    from bot.platforms.remarks import CONFIGURATION, to_see_to

    known = next(item.teams for item in config.mattermost if item.name == server.name)
    missing = [team for team in server.teams if team not in known]
    if not missing:
        return written(file, _("the section of this server is there"))
    teams = Markup(", ".join(f'"{team}"' for team in [*known, *missing]))
    return to_see_to(
        CONFIGURATION,
        _(
            "{file}: write {setting} for this server",
            file=Markup(file),
            setting=Markup(f"`teams = [{teams}]`"),
        ),
    )
