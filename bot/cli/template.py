"""The text of a configuration file, which explains each setting; TOML has no writer that keeps comments."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import get_args

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from bot.cli.speech import say
from bot.config import Config
from bot.language.messages import Language, _
from bot.sections import About

Values = Mapping[str, Mapping[str, object]]
"""Values by section and setting, in place of the defaults."""

_WIDTH = 100
_HEAD = _(
    "The configuration of Maillage. What stands after a # is a comment. An environment variable stands above "
    "a setting: MAILLAGE_NETWORK__NAME above “name” in [network]. After a change: maillage check"
)


def configuration_text(values: Values, language: Language) -> str:
    """Return the text of a file with those values, and the defaults for all else.

    Sections that can be repeated, of which there is none by default, stand in it as comments.
    """
    lines = [*_comment(say(_HEAD, language))]
    for name, field in Config.model_fields.items():
        section, is_repeated = section_of(field)
        lines += ["", *_comment(say(_about(field).text, language))]
        if is_repeated:
            lines += [f"# [[{name}]]", *_settings(section, None, language)]
        else:
            lines += [f"[{name}]", *_settings(section, values.get(name, {}), language)]
    return "\n".join(lines) + "\n"


def repeated_section(name: str, values: Mapping[str, object]) -> str:
    """Return the text of one more section of those that can be repeated, with those values."""
    return "\n".join([f"[[{name}]]", *(f"{key} = {as_toml(value)}" for key, value in values.items())]) + "\n"


def section_of(field: FieldInfo) -> tuple[type[BaseModel], bool]:
    """Return the model of a section, and whether the section can be repeated.

    Raises:
        TypeError: the field is no section.
    """
    for candidate in (field.annotation, *get_args(field.annotation)):
        if isinstance(candidate, type) and issubclass(candidate, BaseModel):
            return candidate, candidate is not field.annotation
    raise TypeError(f"no section: {field.annotation}")


def _settings(
    section: type[BaseModel], values: Mapping[str, object] | None, language: Language
) -> Iterator[str]:
    """Yield the lines of a section; without values, each setting is a comment."""
    for name, field in section.model_fields.items():
        about = _about(field)
        value = (values or {}).get(name, None if field.is_required() else field.default)
        yield from _comment(say(about.text, language))
        shown = about.example if value is None else as_toml(value)
        yield f"{'# ' if value is None or values is None else ''}{name} = {shown}"


def _about(field: FieldInfo) -> About:
    return next(item for item in field.metadata if isinstance(item, About))


def _comment(text: str) -> list[str]:
    return [f"# {line}" for line in textwrap.wrap(text, _WIDTH, break_long_words=False)]


def as_toml(value: object) -> str:
    """Return a value as TOML: as JSON, but for one character."""
    shown = str(value) if isinstance(value, Path) else value
    return json.dumps(shown, ensure_ascii=False).replace("\x7f", "\\u007f")
