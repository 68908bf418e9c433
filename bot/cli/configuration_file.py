"""The configuration file, which a command may add to or change; what people wrote in it stays."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from bot.cli.target import CONFIG_FILE
from bot.cli.template import as_toml
from bot.errors import ConfigurationError, StoreError
from bot.language.messages import Markup, _
from bot.language.reasons import reason_of
from bot.replacing import replace


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
        before = file.read_bytes().decode()
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
        replace(file, after)
    except OSError as error:
        raise StoreError(
            _("{file} cannot be written: {reason}", file=Markup(file), reason=reason_of(error))
        ) from None
    return True


def _with_values(text: str, name: str, values: Mapping[str, object]) -> str:
    """Return the text with those settings in the section, each on one line; new ones stand at its head."""
    end_of_line = "\r\n" if "\r\n" in text else "\n"
    lines = text.replace("\r\n", "\n").removesuffix("\n").split("\n") if text else []
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
            lines[place] = setting + _comment_of(lines[place])
    lines[start + 1 : start + 1] = missing
    return "".join(f"{line}{end_of_line}" for line in lines)


def _comment_of(line: str) -> str:
    """Return the comment behind a setting, with the space before it: what can be left out of the line."""
    for sign in re.finditer(r"[ \t]*#", line):
        with suppress(tomllib.TOMLDecodeError):
            tomllib.loads(line[: sign.start()])
            return line[sign.start() :].rstrip()
    return ""


def _says(text: str, wanted: Mapping[str, object]) -> bool:
    try:
        return tomllib.loads(text) == wanted
    except tomllib.TOMLDecodeError:
        return False
