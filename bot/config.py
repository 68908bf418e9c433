"""The configuration: a TOML file, then the environment (`MAILLAGE_NETWORK__NAME=…`).

One model for each concern.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo, available_timezones

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from bot.errors import ConfigurationError
from bot.language.messages import Language, Markup, Text, _
from bot.territory import by_code

BUILT_IN_PLUGINS = ("plugins.network", "plugins.reminders")


def _known_zone(name: str) -> str:
    if name not in available_timezones():
        raise ValueError(
            "a time zone of the IANA database is expected, such as Europe/Paris or Indian/Reunion"
        )
    return name


def _known_territory(code: str) -> str:
    if by_code(code) is None:
        raise ValueError(
            "the code of a département or overseas collectivity is expected, such as 42, 2A or 974"
        )
    return code


Zone = Annotated[str, AfterValidator(_known_zone)]


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid")


class NetworkSection(_Section):
    """The network that the bot serves, as the first start creates it; `/maillage configurer` changes it."""

    name: str = Field(default="Mon réseau", min_length=1, max_length=200)
    language: Language = "fr"
    zone: Zone = "Europe/Paris"
    territory: Annotated[str, AfterValidator(_known_territory)] | None = None


class StoreSection(_Section):
    """Where the data are: a folder for the SQLite file, or the URL of another database."""

    data_dir: Path = Path("data")
    url: str | None = None


class PluginsSection(_Section):
    """Plugins beyond those that come with the bot and those that are installed: a folder of packages."""

    folder: Path | None = None


class RolesSection(_Section):
    """Administrators, each as `platform:username`."""

    admins: list[Annotated[str, Field(pattern=r"^[^:\s]+:\S+$")]] = []


class LogSection(_Section):
    """What is logged and how: `text` for people, `json` for machines."""

    level: Literal["debug", "info", "warning", "error"] = "info"
    format: Literal["text", "json"] = "text"


class ConsoleSection(_Section):
    """The console as the platform that `maillage run` serves."""

    enabled: bool = False


class Config(BaseSettings):
    """Everything that can be configured."""

    model_config = SettingsConfigDict(env_prefix="MAILLAGE_", env_nested_delimiter="__", extra="forbid")

    network: NetworkSection = NetworkSection()
    store: StoreSection = StoreSection()
    plugins: PluginsSection = PluginsSection()
    roles: RolesSection = RolesSection()
    log: LogSection = LogSection()
    console: ConsoleSection = ConsoleSection()

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],  # noqa: ARG003 - pydantic-settings calls it so
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The environment stands above the file."""
        return env_settings, init_settings

    def database_url(self) -> str:
        """Return the SQLAlchemy URL of the database."""
        return self.store.url or f"sqlite+aiosqlite:///{self.store.data_dir / 'maillage.db'}"

    def zone(self) -> ZoneInfo:
        """Return the network's zone."""
        return ZoneInfo(self.network.zone)


def load(file: Path | None) -> Config:
    """Read the configuration; without a file, the defaults and the environment.

    Relative paths are those of the file's own folder.

    Raises:
        ConfigurationError: it says the file, the key and what is expected.
    """
    values: dict[str, Any] = {}
    if file is not None:
        values = _read(file)
    try:
        config = Config(**values)
    except ValidationError as problem:
        raise ConfigurationError(_explain(file, problem)) from None
    if file is not None:
        config.store.data_dir = file.parent / config.store.data_dir
        if config.plugins.folder is not None:
            config.plugins.folder = file.parent / config.plugins.folder
    return config


def _read(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ConfigurationError(
            _("{file} does not exist. `maillage init` writes one.", file=str(file))
        ) from None
    except OSError as error:
        raise ConfigurationError(
            _("{file} cannot be read: {reason}", file=str(file), reason=error.strerror or str(error))
        ) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigurationError(
            _("{file} is not valid TOML: {reason}", file=str(file), reason=str(error))
        ) from None


def _explain(file: Path | None, problem: ValidationError) -> Text:
    where = str(file) if file else "MAILLAGE_…"
    lines = [
        f"{where}: {'.'.join(str(part) for part in error['loc'])}: {error['msg'].removeprefix('Value error, ')}"
        for error in problem.errors(include_url=False)
    ]
    return Markup("\n".join(lines))
