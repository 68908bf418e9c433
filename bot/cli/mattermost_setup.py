"""What `maillage mattermost` reads and writes on this machine: the configuration, the secrets."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from pathlib import Path

from pydantic import ValidationError

from bot.cli.configuration_file import append
from bot.cli.template import repeated_section
from bot.config import Config
from bot.errors import ConfigurationError, StoreError
from bot.language.messages import Markup, _
from bot.language.reasons import reason_of
from bot.platforms.mattermost.commands import slash_commands
from bot.platforms.mattermost.inspecting import Target
from bot.platforms.mattermost.registering import Home
from bot.secrets import MattermostSecrets, load_secrets, save_secrets
from bot.sections import MattermostServer

_SECTION = "mattermost"


def server_named(config: Config, name: str | None) -> list[MattermostServer]:
    """Return the servers of the configuration, or the one of that name.

    Raises:
        ConfigurationError: there is none.
    """
    found = [server for server in config.mattermost if name in (None, server.name)]
    if not found and name is not None and config.mattermost:
        raise ConfigurationError(
            _(
                "The configuration has no Mattermost server “{name}”; those that it has: {names}.",
                name=name,
                names=Markup(", ".join(server.name for server in config.mattermost)),
            )
        )
    if not found:
        raise ConfigurationError(
            _("The configuration has no Mattermost server: `maillage mattermost install` adds one.")
        )
    return found


def wished_server(
    config: Config, file: Path, name: str, url: str | None, callback_url: str | None, teams: Sequence[str]
) -> MattermostServer:
    """Return the server of that name: the configured one if there is one, with the teams that are given.

    Raises:
        ConfigurationError: it is configured otherwise, or what is given is not as expected.
    """
    known = next((server for server in config.mattermost if server.name == name), None)
    if known is not None:
        _compare(file, name, "url", known.url, url)
        _compare(file, name, "callback_url", known.callback_url, callback_url)
        server = known.model_copy(update={"teams": list(teams) or known.teams})
    elif url is None:
        raise ConfigurationError(_("Say where the server is: {option}.", option=Markup("`--url https://…`")))
    else:
        server = _validated(name, url, callback_url, teams)
    if not server.teams:
        raise ConfigurationError(
            _(
                "Say in which team, by the name in its address: {option}, once for each.",
                option=Markup("`--team NAME`"),
            )
        )
    return server


def _compare(file: Path, name: str, key: str, known: str | None, given: str | None) -> None:
    if given is not None and given.rstrip("/") != (known or "").rstrip("/"):
        raise ConfigurationError(
            _(
                "{file}: the Mattermost server “{name}” has {key} = {known} there. Correct it there, or give "
                "this server another name with `--name`.",
                file=Markup(file),
                name=name,
                key=Markup(f"`{key}`"),
                known=Markup(f"`{known or ''}`"),
            )
        )


def _validated(name: str, url: str, callback_url: str | None, teams: Sequence[str]) -> MattermostServer:
    from bot.configuration_mistakes import explain_options

    values = {"name": name, "url": url.rstrip("/"), "callback_url": callback_url, "teams": list(teams)}
    try:
        return MattermostServer.model_validate(values)
    except ValidationError as problem:
        raise ConfigurationError(explain_options(problem, _SECTION, MattermostServer)) from None


def target_of(config: Config, server: MattermostServer, secrets: MattermostSecrets) -> Target:
    """Return the server as the bot is to work on it, with the slash commands of the plugins.

    Raises:
        ConfigurationError: a plugin declares a word that cannot be a slash command.
    """
    from bot.app import load_plugins

    plugins = load_plugins(config).plugins.values()
    try:
        commands = slash_commands(plugins, config.network.language)
    except ValueError as error:
        raise ConfigurationError(
            _("A plugin’s command cannot be registered: {reason}", reason=str(error))
        ) from None
    return Target(
        name=server.name,
        url=server.url.rstrip("/"),
        teams=server.teams,
        home=Home(config.callback_url(server), secrets.path.get_secret_value()),
        host=config.web.host,
        port=config.web.port,
        commands=commands,
    )


def keep_secrets(file: Path, name: str, secrets: MattermostSecrets) -> None:
    """Write the secrets of a server beside those that are in the file.

    Raises:
        StoreError: the file cannot be written.
        ConfigurationError: what is in the file is not as it should be.
    """
    kept = load_secrets(file)
    save_secrets(file, kept.model_copy(update={"mattermost": {**kept.mattermost, name: secrets}}))


def add_section(file: Path, server: MattermostServer) -> None:
    """Add the section of a server at the end of the file, which stays as it is otherwise.

    Raises:
        StoreError: the file cannot be written.
        ConfigurationError: it has the servers in a form to which no section can be added.
    """
    values = server.model_dump(exclude_none=True)
    try:
        before = file.read_text(encoding="utf-8")
        end_of_line = "" if before.endswith("\n") or not before else "\n"
        added = f"{end_of_line}\n{repeated_section(_SECTION, values)}"
        tomllib.loads(before + added)
        append(file, added)
    except tomllib.TOMLDecodeError:
        raise ConfigurationError(
            _(
                "{file} has its Mattermost servers on one line, so I can add none: add this one by hand.",
                file=Markup(file),
            )
        ) from None
    except OSError as error:
        raise StoreError(
            _("{file} cannot be written: {reason}", file=Markup(file), reason=reason_of(error))
        ) from None
