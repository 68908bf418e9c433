"""On which data a command works: a console's folder, or those of a configuration."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.errors import ConfigurationError, StoreError
from bot.language.messages import Markup, _
from bot.language.reasons import reason_of

if TYPE_CHECKING:
    from bot.config import Config

CONFIG_FILE = Path("config.toml")

DataDir = Annotated[
    Path | None,
    typer.Option("--data-dir", metavar="DIR", help=_("Folder of the data, such as a console’s.").text),
]
ConfigFile = Annotated[
    Path | None,
    typer.Option(
        "--config", metavar="FILE", help=_("Configuration file; config.toml if there is one here.").text
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help=_("Print one JSON document.").text)]


def configured(file: Path | None) -> Config:
    """Return the configuration of the file, else of `config.toml` here, else the defaults."""
    from bot.config import load

    if file is None and CONFIG_FILE.is_file():
        file = CONFIG_FILE
    return load(file)


def targeted(data_dir: Path | None, file: Path | None, *, create: bool = False) -> Config:
    """Return the configuration of the data that a command works on; `create` makes the folder if need be.

    Raises:
        ConfigurationError: neither a folder nor a configuration is given, or the folder does not exist.
    """
    if data_dir is None and file is None and not CONFIG_FILE.is_file():
        raise ConfigurationError(
            _(
                "Say on which data: {folder} for a console’s folder, {file} for a configuration.",
                folder=Markup("`--data-dir DIR`"),
                file=Markup("`--config FILE`"),
            )
        )
    from bot.config import load

    config = configured(file) if data_dir is None else load(file)
    if data_dir is not None:
        config.keep_data_in(data_dir)
    folder = config.store.data_dir
    if create:
        make_folder(folder)
    elif not folder.is_dir():
        raise ConfigurationError(_("The folder of data {folder} does not exist.", folder=Markup(folder)))
    return config


def make_folder(folder: Path) -> None:
    """Make a folder of data, readable by its owner only, unless it is there.

    Raises:
        ConfigurationError: it cannot be made.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise ConfigurationError(
            _("{folder} cannot be written: {reason}", folder=Markup(folder), reason=reason_of(error))
        ) from None


def sqlite_file(config: Config) -> Path:
    """Return the SQLite file of the configuration.

    Raises:
        StoreError: the configuration names another database.
    """
    if config.store.url is not None and not config.store.url.startswith("sqlite"):
        raise StoreError(
            _("This command is for the database in the folder of data; for another one, use its own tools.")
        )
    from sqlalchemy.engine import make_url

    return Path(make_url(config.database_url()).database or "")
