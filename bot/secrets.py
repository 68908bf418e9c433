"""Secrets: what opens doors, in a file of its own that only its owner can read.

`maillage mattermost install` and `maillage discord install` write it; it is TOML, and may also be written by
hand. It stays out of the configuration so that that one can be shown to whoever helps.
"""

from __future__ import annotations

import json
import secrets
import stat
import tomllib
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError

from bot.errors import ConfigurationError, StoreError
from bot.language.messages import Markup, _
from bot.language.reasons import reason_of
from bot.replacing import OWNER_ONLY, replace

_PATH_BYTES = 24
_KEY_BYTES = 32


class MattermostSecrets(BaseModel):
    """What the bot needs of one Mattermost server.

    `token` is the bot's access token. `path` stands in the addresses that the server calls, and `key` signs
    what comes back from buttons and dialogs. `commands` holds the token of each slash command, under
    `team id/trigger`; `addresses` is where those of a team call the bot, by the team's id, without `path`.
    `account` is the user name to which the token belongs: another token is made for the same one.
    """

    model_config = ConfigDict(extra="forbid")

    token: SecretStr = SecretStr("")
    account: str = ""
    path: Annotated[SecretStr, Field(min_length=16)]
    key: Annotated[SecretStr, Field(min_length=32)]
    commands: dict[str, SecretStr] = {}
    addresses: dict[str, str] = {}

    @classmethod
    def new(cls) -> MattermostSecrets:
        """Return fresh secrets, without the server's own tokens."""
        return cls(
            path=SecretStr(secrets.token_urlsafe(_PATH_BYTES)),
            key=SecretStr(secrets.token_urlsafe(_KEY_BYTES)),
        )


class DiscordSecrets(BaseModel):
    """What the bot needs of Discord: the token of its application."""

    model_config = ConfigDict(extra="forbid")

    token: Annotated[SecretStr, Field(min_length=1)]


class Secrets(BaseModel):
    """All secrets: those of Mattermost by the name of the server that they are for, that of Discord."""

    model_config = ConfigDict(extra="forbid")

    mattermost: dict[str, MattermostSecrets] = {}
    discord: DiscordSecrets | None = None


def load_secrets(file: Path) -> Secrets:
    """Read the file; there are no secrets if it does not exist.

    Raises:
        ConfigurationError: it cannot be read or is not as it should be; no secret is quoted.
    """
    name = Markup(file)
    try:
        return Secrets(**tomllib.loads(file.read_text(encoding="utf-8")))
    except FileNotFoundError:
        return Secrets()
    except OSError as error:
        raise ConfigurationError(
            _("{file} cannot be read: {reason}", file=name, reason=reason_of(error))
        ) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError):
        raise ConfigurationError(_("{file} is not valid TOML.", file=name)) from None
    except ValidationError as problem:
        loc = problem.errors(include_url=False, include_input=False)[0]["loc"]
        command = "maillage discord install" if loc[0] == "discord" else "maillage mattermost install"
        raise ConfigurationError(
            _(
                "{file}: “{key}” is missing or not as it should be. `{command}` writes it.",
                file=name,
                key=".".join(str(part) for part in loc),
                command=Markup(command),
            )
        ) from None


def save_secrets(file: Path, kept: Secrets) -> None:
    """Write the file, readable by its owner only, at once or not at all.

    Raises:
        StoreError: it cannot be written.
    """
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        replace(file, _text(kept), mode=OWNER_ONLY)
    except OSError as error:
        raise StoreError(
            _("{file} cannot be written: {reason}", file=Markup(file), reason=reason_of(error))
        ) from None


def is_readable_by_others(file: Path) -> bool:
    """Return whether anybody but its owner can read the file."""
    try:
        return bool(file.stat().st_mode & (stat.S_IRGRP | stat.S_IROTH))
    except OSError:
        return False


def _text(kept: Secrets) -> str:
    lines = ["# Secrets of Maillage: for nobody to read but the bot."]
    for name, server in kept.mattermost.items():
        lines += ["", f"[mattermost.{json.dumps(name)}]"]
        for key in ("token", "path", "key"):
            lines.append(f"{key} = {json.dumps(getattr(server, key).get_secret_value())}")
        if server.account:
            lines.append(f"account = {json.dumps(server.account)}")
        lines += ["", f"[mattermost.{json.dumps(name)}.commands]"]
        for command, token in server.commands.items():
            lines.append(f"{json.dumps(command)} = {json.dumps(token.get_secret_value())}")
        lines += ["", f"[mattermost.{json.dumps(name)}.addresses]"]
        lines += [f"{json.dumps(team)} = {json.dumps(address)}" for team, address in server.addresses.items()]
    if kept.discord is not None:
        lines += ["", "[discord]", f"token = {json.dumps(kept.discord.token.get_secret_value())}"]
    return "\n".join(lines) + "\n"
