"""The configuration: a TOML file, then the environment (`MAILLAGE_NETWORK__NAME=…`).

Its sections are in `bot.sections`.
"""

from __future__ import annotations

import os
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, ValidationError, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from bot.errors import ConfigurationError
from bot.language.messages import Markup, _
from bot.language.reasons import reason_of
from bot.sections import (
    About,
    ConsoleSection,
    DiscordSection,
    FetchingSection,
    LogSection,
    MattermostServer,
    NetworkSection,
    PluginsSection,
    PrivacySection,
    RolesSection,
    SecretsSection,
    StoreSection,
    WebSection,
)

if TYPE_CHECKING:
    from sqlalchemy.engine import URL

BUILT_IN_PLUGINS = (
    "plugins.network",
    "plugins.reminders",
    "plugins.directory",
    "plugins.partners",
    "plugins.referral",
    "plugins.welcome",
    "plugins.watch",
    "plugins.digest",
    "plugins.meetings",
)
ENVIRONMENT_PREFIX = "MAILLAGE_"
ENVIRONMENT_SEPARATOR = "__"


class Config(BaseModel):
    """Everything that can be configured: what is given, and what the environment says above it."""

    model_config = ConfigDict(extra="forbid")

    network: Annotated[
        NetworkSection,
        About(
            _("The network that the bot serves. From the first start on, /maillage configurer changes it.")
        ),
    ] = NetworkSection()
    store: Annotated[StoreSection, About(_("Where the data are."))] = StoreSection()
    plugins: Annotated[PluginsSection, About(_("Plugins beyond those that come with the bot."))] = (
        PluginsSection()
    )
    roles: Annotated[RolesSection, About(_("Who looks after the bot."))] = RolesSection()
    privacy: Annotated[
        PrivacySection, About(_("What people are told of their data, and how long these are kept."))
    ] = PrivacySection()
    log: Annotated[LogSection, About(_("What is logged, and how."))] = LogSection()
    secrets: Annotated[SecretsSection, About(_("Where the secrets are."))] = SecretsSection()
    web: Annotated[WebSection, About(_("The web server that chat servers call back."))] = WebSection()
    fetching: Annotated[FetchingSection, About(_("How the bot reads what lies on the web."))] = (
        FetchingSection()
    )
    mattermost: Annotated[
        list[MattermostServer], About(_("Mattermost servers: repeat this section for each one."))
    ] = []
    discord: Annotated[DiscordSection, About(_("The guilds of Discord."))] = DiscordSection()
    console: Annotated[ConsoleSection, About(_("The chat in the terminal."))] = ConsoleSection()

    @field_validator("mattermost")
    @classmethod
    def _names_differ(cls, servers: list[MattermostServer]) -> list[MattermostServer]:
        if len({server.name for server in servers}) < len(servers):
            raise PydanticCustomError("same_name", "each server needs a name of its own")
        return servers

    @field_validator("discord")
    @classmethod
    def _name_differs(cls, section: DiscordSection, info: ValidationInfo) -> DiscordSection:
        taken = {server.name for server in info.data.get("mattermost", [])}
        if section.enabled and section.name in taken:
            raise PydanticCustomError("same_name", "each server needs a name of its own")
        return section

    def __init__(self, **values: object) -> None:
        """Check the values, and those of the environment.

        Raises:
            ConfigurationError: a variable is no JSON, though its setting has no simple form.
            ValidationError: a value is not what is expected.
        """
        if any(name.upper().startswith(ENVIRONMENT_PREFIX) for name in os.environ):
            from bot.environment import above

            values = above(values, type(self), ENVIRONMENT_PREFIX, ENVIRONMENT_SEPARATOR)
        super().__init__(**values)

    def database_url(self) -> str | URL:
        """Return the SQLAlchemy URL of the database; its folder may have any name."""
        from sqlalchemy.engine import URL

        return self.store.url or URL.create(
            "sqlite+aiosqlite", database=str(self.store.data_dir / "maillage.db")
        )

    def zone(self) -> ZoneInfo:
        """Return the network's zone."""
        return ZoneInfo(self.network.zone)

    def callback_url(self, server: MattermostServer) -> str:
        """Return the address at which a Mattermost server calls the bot, without what follows it."""
        host = f"[{self.web.host}]" if ":" in self.web.host else self.web.host
        return (server.callback_url or f"http://{host}:{self.web.port}").rstrip("/")

    def keep_data_in(self, folder: Path) -> None:
        """Use the database of that folder, whatever the file says."""
        self.store = StoreSection(data_dir=folder)


def load(file: Path | None) -> Config:
    """Read the configuration; without a file, the defaults and the environment.

    Relative paths are those of the file's own folder.

    Raises:
        ConfigurationError: it says the file, the key and what is expected, for every mistake.
    """
    from bot.configuration_mistakes import explain

    values: dict[str, Any] = {}
    if file is not None:
        values = _read(file)
    try:
        config = Config(**values)
    except ValidationError as problem:
        raise ConfigurationError(explain(problem, file, Config)) from None
    if file is not None:
        config.store.data_dir = file.parent / config.store.data_dir
        config.secrets.file = file.parent / config.secrets.file
        if config.plugins.folder is not None:
            config.plugins.folder = file.parent / config.plugins.folder
        if config.plugins.lexicon is not None:
            config.plugins.lexicon = file.parent / config.plugins.lexicon
    return config


def _read(file: Path) -> dict[str, Any]:
    name = Markup(file)
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ConfigurationError(_("{file} does not exist. `maillage init` writes one.", file=name)) from None
    except OSError as error:
        raise ConfigurationError(
            _("{file} cannot be read: {reason}", file=name, reason=reason_of(error))
        ) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigurationError(
            _("{file} is not valid TOML: {reason}", file=name, reason=reason_of(error))
        ) from None
