"""`maillage init`: a configuration, written from the answers to a few questions."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from bot.cli import values
from bot.cli.interview import Interview, read_administrator, read_folder, read_name, read_territory
from bot.cli.speech import environment_language, tell
from bot.cli.target import CONFIG_FILE
from bot.cli.template import Values, configuration_text
from bot.config import Config, load
from bot.errors import StoreError
from bot.language.messages import Language, Markup, _
from bot.language.reasons import reason_of

_FRANCE = "Europe/Paris"


def init(
    config: Annotated[
        Path,
        typer.Option(
            "--config",
            metavar="FILE",
            show_default=False,
            help=_("File to write; config.toml by default.").text,
        ),
    ] = CONFIG_FILE,
    name: Annotated[str | None, typer.Option(metavar="NAME", help=_("Name of the network.").text)] = None,
    territory: Annotated[
        str | None,
        typer.Option(metavar="NAME|CODE", help=_("Département of the network, such as Loire or 42.").text),
    ] = None,
    tz: Annotated[
        str | None, typer.Option(metavar="ZONE", help=_("Time zone; the territory’s by default.").text)
    ] = None,
    lang: Annotated[
        str | None, typer.Option(metavar="fr|en", help=_("Language of the network.").text)
    ] = None,
    data_dir: Annotated[
        str | None, typer.Option(metavar="DIR", help=_("Folder of the data, relative to the file.").text)
    ] = None,
    admin: Annotated[
        str | None, typer.Option(metavar="PLATFORM:USER", help=_("First administrator.").text)
    ] = None,
    yes: Annotated[
        bool, typer.Option("--yes", help=_("Ask nothing: take the options, else the proposals.").text)
    ] = False,
    force: Annotated[bool, typer.Option("--force", help=_("Replace the file if it exists.").text)] = False,
) -> None:
    """Ask a few questions and write the configuration, readable by its owner only."""
    speaks = values.language(lang) if lang else environment_language()
    interview = Interview(speaks, asks=not yes)
    may_write = force or not config.exists()
    if not may_write and not interview.confirms(_("{file} exists already. Replace it?", file=Markup(config))):
        raise StoreError(
            _("{file} exists already and stays as it is. `--force` replaces it.", file=Markup(config))
        )
    default = Config.model_construct()
    network = interview.answer(name, _("Name of the network?"), default.network.name, read_name)
    land = interview.answer(
        territory,
        _("In which département or overseas collectivity (name or number; nothing if in several)?"),
        "",
        read_territory,
    )
    zone = interview.answer(tz, _("Time zone?"), land.zone if land else _FRANCE, values.zone)
    language = interview.answer(lang, _("Language of the network, fr or en?"), speaks, values.language)
    folder = interview.answer(data_dir, _("Folder of the data?"), str(default.store.data_dir), read_folder)
    admins = interview.answer(
        admin, _("First administrator, as platform:username (nothing for none yet)?"), "", read_administrator
    )
    chosen: Values = {
        "network": {
            "name": network,
            "language": language,
            "zone": zone.key,
            "territory": land.code if land else None,
        },
        "store": {"data_dir": folder},
        "roles": {"admins": admins},
        "console": {"enabled": True},
    }
    write(config, chosen, language)
    load(config)
    _say_what_is_next(config, language)


def write(file: Path, chosen: Values, language: Language) -> None:
    """Write the file, readable by its owner only, at once or not at all.

    Raises:
        StoreError: it cannot be written.
    """
    staged = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(staged, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as opened:
            opened.write(configuration_text(chosen, language))
        staged.replace(file)
    except OSError as error:
        raise StoreError(
            _("{file} cannot be written: {reason}", file=Markup(file), reason=reason_of(error))
        ) from None


def _say_what_is_next(file: Path, language: Language) -> None:
    option = "" if file == CONFIG_FILE else f" --config {file}"
    tell(_("{file} is written; only you can read it. Now:", file=Markup(file)), language)
    for command, purpose in (
        ("check", _("verifies that all is ready")),
        ("console", _("tries this configuration, on data that are thrown away")),
        ("run", _("starts the bot")),
    ):
        shown = (
            f"maillage {command} --config {file}" if command == "console" else f"maillage {command}{option}"
        )
        tell(_("- `{command}` {purpose}", command=Markup(shown), purpose=purpose), language)
