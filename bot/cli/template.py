"""The text of a configuration file, which explains each setting; TOML has no writer that keeps comments."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterator, Mapping
from pathlib import Path

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from bot.cli.speech import say
from bot.config import About, Config
from bot.language.messages import Language, _

Values = Mapping[str, Mapping[str, object]]
"""Values by section and setting, in place of the defaults."""

_WIDTH = 100
_HEAD = _(
    "The configuration of Maillage. What stands after a # is a comment. An environment variable stands above "
    "a setting: MAILLAGE_NETWORK__NAME above “name” in [network]. After a change: maillage check"
)


def configuration_text(values: Values, language: Language) -> str:
    """Return the text of a file with those values, and the defaults for all else."""
    lines = [*_comment(say(_HEAD, language))]
    for name, field in Config.model_fields.items():
        lines += ["", *_comment(say(_about(field).text, language)), f"[{name}]"]
        section = field.annotation
        if isinstance(section, type) and issubclass(section, BaseModel):
            lines += _settings(section, values.get(name, {}), language)
    return "\n".join(lines) + "\n"


def _settings(section: type[BaseModel], values: Mapping[str, object], language: Language) -> Iterator[str]:
    for name, field in section.model_fields.items():
        about = _about(field)
        value = values.get(name, field.default)
        yield from _comment(say(about.text, language))
        yield f"# {name} = {about.example}" if value is None else f"{name} = {_toml(value)}"


def _about(field: FieldInfo) -> About:
    return next(item for item in field.metadata if isinstance(item, About))


def _comment(text: str) -> list[str]:
    return [f"# {line}" for line in textwrap.wrap(text, _WIDTH, break_long_words=False)]


def _toml(value: object) -> str:
    """Return a value as TOML: as JSON, but for one character."""
    shown = str(value) if isinstance(value, Path) else value
    return json.dumps(shown, ensure_ascii=False).replace("\x7f", "\\u007f")
