"""`maillage backup`: a copy of the database, taken while the bot runs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.progress import progress_bar
from bot.cli.speech import one_answer, spell_size, tell, tell_json
from bot.cli.target import AsJson, ConfigFile, DataDir, sqlite_file, targeted
from bot.errors import StoreError
from bot.language.messages import Markup, _


def backup(
    file: Annotated[Path, typer.Argument(metavar="FILE", help=_("Where to write the copy.").text)],
    data_dir: DataDir = None,
    config: ConfigFile = None,
    force: Annotated[bool, typer.Option("--force", help=_("Replace the file if it exists.").text)] = False,
    as_json: AsJson = False,
) -> None:
    """Copy the database as it stands at one instant, and check the copy."""
    from bot.store.backup import copy_out

    with one_answer(as_json=as_json):
        configuration = targeted(data_dir, config)
        database = sqlite_file(configuration)
        if file.is_dir():
            raise StoreError(_("{file} is a folder: the name of a file is expected.", file=Markup(file)))
        if file.exists() and not force:
            raise StoreError(
                _("{file} exists already. `--force` replaces it; another name keeps it.", file=Markup(file))
            )
        with progress_bar(_("Copying")) as progress:
            revision = copy_out(database, file, progress)
        size = file.stat().st_size
        if as_json:
            tell_json({"ok": True, "file": str(file), "bytes": size, "revision": revision})
            return
        tell(
            _(
                "The database is copied to {file} ({size}), and the copy is checked. Keep it where only "
                "you can read it: it holds what people wrote. The journal of erasures is not in it: it stays "
                "in the data folder.",
                file=Markup(file),
                size=spell_size(size),
            ),
            configuration.network.language,
        )
