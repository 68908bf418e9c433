"""What `maillage discord` reads and writes on this machine, and what it asks whoever installs the bot."""

from __future__ import annotations

import asyncio
import getpass
import os
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from pydantic import SecretStr

from bot.cli.interview import Interview
from bot.cli.speech import say, tell
from bot.config import Config
from bot.errors import ConfigurationError, MaillageError
from bot.language.messages import Markup, Text, _, escape
from bot.language.reasons import reason_of
from bot.platforms.discord.commands import CommandTable, command_table
from bot.platforms.discord.inspecting import Target
from bot.platforms.discord.installing import Met, meet
from bot.platforms.discord.inviting import NEEDS, invitation
from bot.platforms.discord.rest import AskingError, Rest, TokenRefusedError
from bot.runtime.clock import SystemClock
from bot.secrets import DiscordSecrets, load_secrets, save_secrets

T = TypeVar("T")

ENVIRONMENT_VARIABLE = "MAILLAGE_DISCORD_TOKEN"
_LONGEST_TOKEN = 200


class DiscordError(MaillageError):
    """Discord did not do what was asked; `text` says why."""

    def __init__(self, text: Text) -> None:
        super().__init__(say(text, "en"))
        self.text = text


def now() -> datetime:
    """Return the instant."""
    return SystemClock().now()


def ask(url: str, token: str, work: Callable[[Rest], Awaitable[T]]) -> T:
    """Ask something of Discord in the name of the bot.

    Raises:
        TokenRefusedError: the token is not accepted.
        DiscordError: anything else stands in the way.
    """

    async def asked() -> T:
        rest = Rest(url, token, now)
        try:
            return await work(rest)
        finally:
            await rest.close()

    try:
        return asyncio.run(asked())
    except TokenRefusedError:
        raise
    except AskingError as error:
        raise DiscordError(error.text) from None


def commands_of(config: Config) -> CommandTable:
    """Return the commands of the plugins."""
    from bot.app import load_plugins

    plugins = load_plugins(config).plugins.values()
    return command_table(plugins, config.network.language, config.discord.coordinator_roles)


def target_of(config: Config, linked: Sequence[str]) -> Target:
    """Return Discord as the bot is to work on it; `linked` are the guilds that joined a network since."""
    section = config.discord
    settings = {"message_content": section.message_content, "members": section.members}
    return Target(
        url=section.url,
        guilds=section.guilds,
        linked=linked,
        intents=[name for name, is_on in settings.items() if is_on],
        commands=commands_of(config),
    )


def given_token(file: Path | None) -> str | None:
    """Return the token of a file, else of the environment, None without either.

    Raises:
        ConfigurationError: the file cannot be read, or holds no token.
    """
    if file is None:
        return os.environ.get(ENVIRONMENT_VARIABLE, "").strip() or None
    try:
        token = file.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigurationError(
            _("{file} cannot be read: {reason}", file=Markup(file), reason=reason_of(error))
        ) from None
    if not token or len(token.split()) > 1 or len(token) > _LONGEST_TOKEN:
        raise ConfigurationError(_("{file}: the token alone is expected there.", file=Markup(file)))
    return token


def meet_bot(config: Config, given: str | None, *, asks: bool) -> tuple[str, Met]:
    """Return a token that Discord accepts, and whose it is.

    That is the one that is given, else the one that is kept, else one that is typed.

    Raises:
        DiscordError: Discord does not accept it, or cannot be asked.
        ConfigurationError: there is none.
    """
    kept = load_secrets(config.secrets.file).discord
    token = given or (kept.token.get_secret_value() if kept else None)
    while True:
        if token is None:
            token = _typed_token(asks=asks)
        try:
            return token, ask(config.discord.url, token, meet)
        except TokenRefusedError as error:
            if given is not None or not asks:
                raise DiscordError(error.text) from None
            tell(error.text)
            token = None


def _typed_token(*, asks: bool) -> str:
    """Return the token, typed without showing it."""
    if not asks:
        raise ConfigurationError(
            _(
                "The token of the bot is needed: give {option}, or the variable {variable}.",
                option=Markup("`--token-file FILE`"),
                variable=Markup(f"`{ENVIRONMENT_VARIABLE}`"),
            )
        )
    tell(
        _(
            "In the Developer Portal ({portal}), make an application, then “Bot”, “Reset Token”, and copy "
            "the token.",
            portal=Markup("https://discord.com/developers/applications"),
        )
    )
    token = getpass.getpass(say(_("Token of the bot (it is not shown):")) + " ").strip()
    if not token:
        raise ConfigurationError(_("Without the token of the bot, nothing can be installed."))
    return token


def keep_token(file: Path, token: str) -> None:
    """Write the token beside the other secrets.

    Raises:
        StoreError: the file cannot be written.
        ConfigurationError: what is in the file is not as it should be.
    """
    kept = load_secrets(file)
    save_secrets(file, kept.model_copy(update={"discord": DiscordSecrets(token=SecretStr(token))}))


def explain_invitation(met: Met, url: str) -> None:
    """Tell how the bot is invited to a guild, and what each permission is for."""
    tell(
        _(
            "Whoever manages the guild (Discord’s “server”) opens this link and chooses it there: {link}",
            link=Markup(invitation(met.application["id"], url)),
        )
    )
    tell(_("What the bot asks for:"))
    for need in NEEDS:
        tell(_("- “{permission}”, {why}", permission=need.title, why=need.why))


def wait_for_guild(met: Met, config: Config, token: str, interview: Interview, *, asks: bool) -> Met:
    """Return the bot as it is once it is in a guild.

    Raises:
        DiscordError: it is in none, and nobody is there to invite it now.
    """
    url = config.discord.url
    while not met.guilds:
        if asks:
            explain_invitation(met, url)
        if not interview.confirms(_("Is it done?")):
            raise DiscordError(
                _(
                    "The bot is in no guild yet. Its token is kept: open {link}, then run `maillage discord "
                    "install` again.",
                    link=Markup(invitation(met.application["id"], url)),
                )
            )
        met = ask(url, token, meet)
    return met


def chosen_guilds(
    met: Met, config: Config, given: Sequence[str], interview: Interview, *, asks: bool
) -> list[str]:
    """Return the guilds of the network: those that are given, else those that are chosen.

    Those of the configuration are proposed, else the only one in which the bot is.

    Raises:
        ConfigurationError: what is given is no guild in which the bot is.
    """
    there = met.guilds
    if given:
        return [_read_guild(item, there) for item in given]
    numbered = list(there)
    if asks:
        tell(_("The bot is in:"))
        for number, guild in enumerate(numbered, 1):
            tell(escape(f"{number}. {there[guild]} ({guild})"))
    known = [str(numbered.index(guild) + 1) for guild in config.discord.guilds if guild in there]
    proposal = " ".join(known) or ("1" if len(numbered) == 1 else "")
    if not asks and not proposal:
        raise ConfigurationError(
            _("The bot is in: {guilds}. Say which are the network’s: `--guild ID`.", guilds=_listed(there))
        )
    question = _("Which of them are the network’s (numbers, with spaces between them)?")
    chosen = interview.answer(None, question, proposal, lambda text: _read_numbers(text, numbered))
    return [*chosen, *(guild for guild in config.discord.guilds if guild not in there)]


def _read_guild(text: str, there: Mapping[str, str]) -> str:
    if text in there:
        return text
    raise ConfigurationError(
        _(
            "The bot is in no guild {guild}; it is in: {guilds}.",
            guild=text,
            guilds=_listed(there),
        )
    )


def _listed(there: Mapping[str, str]) -> str:
    return ", ".join(f"{name} ({guild})" for guild, name in there.items()) or "—"


def _read_numbers(text: str, numbered: Sequence[str]) -> list[str]:
    words = text.replace(",", " ").split()
    if words and all(word.isdecimal() and 0 < int(word) <= len(numbered) for word in words):
        return [numbered[int(word) - 1] for word in dict.fromkeys(words)]
    raise ConfigurationError(
        _("Numbers from 1 to {count} are expected: say which with `--guild ID`.", count=len(numbered))
    )
