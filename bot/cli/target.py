"""On which data a command works: a console's folder, or those of a configuration."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.errors import ConfigurationError
from bot.language.messages import Markup, _

if TYPE_CHECKING:
    from bot.config import Config

CONFIG_FILE = Path("config.toml")

DataDir = Annotated[
    Path | None, typer.Option("--data-dir", metavar="DIR", help="Folder of the data, such as a console’s.")
]
ConfigFile = Annotated[
    Path | None,
    typer.Option("--config", metavar="FILE", help="Configuration file; config.toml if there is one here."),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]


def configured(file: Path | None) -> Config:
    """Return the configuration of the file, else of `config.toml` here, else the defaults."""
    from bot.config import load

    if file is None and CONFIG_FILE.is_file():
        file = CONFIG_FILE
    return load(file)


def targeted(data_dir: Path | None, file: Path | None) -> Config:
    """Return the configuration of the data that a command works on.

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
    if data_dir is None:
        return configured(file)
    if not data_dir.is_dir():
        raise ConfigurationError(_("The folder {folder} does not exist.", folder=Markup(data_dir)))
    from bot.config import load

    config = load(file)
    config.keep_data_in(data_dir)
    return config
