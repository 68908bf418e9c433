"""The configuration file, which a command may add to or change; what people wrote in it stays."""

from __future__ import annotations

import os
import re
import shutil
import tomllib
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from bot.cli.target import CONFIG_FILE
from bot.cli.template import as_toml
from bot.errors import ConfigurationError, StoreError
from bot.language.messages import Markup, _
from bot.language.reasons import reason_of


def existing_file(file: Path | None) -> Path:
    """Return the configuration file that is to be used.

    Raises:
        ConfigurationError: there is none.
    """
    found = file or CONFIG_FILE
    if not found.is_file():
        raise ConfigurationError(_("{file} does not exist. `maillage init` writes one.", file=Markup(found)))
    return found


def append(file: Path, text: str) -> None:
    """Write at the end of the file: all of it, or nothing."""
    with file.open("ab") as opened:
        size = opened.tell()
        try:
            opened.write(text.encode())
            opened.flush()
            os.fsync(opened.fileno())
        except OSError:
            os.truncate(file, size)
            raise


def change_section(file: Path, name: str, values: Mapping[str, object]) -> bool:
    """Give the settings of a section these values and return whether any was another; all else stays.

    Raises:
        StoreError: the file cannot be read or written.
        ConfigurationError: the section is written in a way that cannot be changed here.
    """
    try:
        before = file.read_text(encoding="utf-8")
        known = tomllib.loads(before)
        wanted = {**known, name: {**known.get(name, {}), **values}}
        if wanted == known:
            return False
        after = _with_values(before, name, values)
        if not _says(after, wanted):
            raise ConfigurationError(
                _(
                    "{file}: I cannot change the section {section} as it is written there. Write this in it: "
                    "{settings}",
                    file=Markup(file),
                    section=Markup(f"`[{name}]`"),
                    settings=Markup(
                        "; ".join(f"`{key} = {as_toml(value)}`" for key, value in values.items())
                    ),
                )
            )
        _replace(file, after)
    except OSError as error:
        raise StoreError(
            _("{file} cannot be written: {reason}", file=Markup(file), reason=reason_of(error))
        ) from None
    return True


def _with_values(text: str, name: str, values: Mapping[str, object]) -> str:
    """Return the text with those settings in the section, each on one line; new ones stand at its head."""
    lines = text.splitlines()
    header = re.compile(rf"\s*\[\s*{re.escape(name)}\s*\]\s*(?:#.*)?")
    start = next((number for number, line in enumerate(lines) if header.fullmatch(line)), None)
    if start is None:
        lines += ["", f"[{name}]"]
        start = len(lines) - 1
    end = next((n for n in range(start + 1, len(lines)) if lines[n].lstrip().startswith("[")), len(lines))
    missing = []
    for key, value in values.items():
        setting = f"{key} = {as_toml(value)}"
        place = next((n for n in range(start + 1, end) if re.match(rf"\s*{key}\s*=", lines[n])), None)
        if place is None:
            missing.append(setting)
        else:
            lines[place] = setting
    lines[start + 1 : start + 1] = missing
    return "\n".join(lines) + "\n"


def _says(text: str, wanted: Mapping[str, object]) -> bool:
    try:
        return tomllib.loads(text) == wanted
    except tomllib.TOMLDecodeError:
        return False


def _replace(file: Path, text: str) -> None:
    """Write the file at once or not at all; who may read it stays the same."""
    staged = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        descriptor = os.open(staged, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as opened:
            opened.write(text)
            opened.flush()
            os.fsync(opened.fileno())
        shutil.copymode(file, staged)
        staged.replace(file.resolve())
    except OSError:
        with suppress(OSError):
            staged.unlink(missing_ok=True)
        raise
