"""The configuration's variables of the environment: `MAILLAGE_NETWORK__NAME=…`.

It is loaded only where there are some: pydantic-settings brings 1.5 MB with it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from pydantic import BaseModel
from pydantic_settings import BaseSettings, EnvSettingsSource, SettingsError

from bot.errors import ConfigurationError


def above(
    values: Mapping[str, object], model: type[BaseModel], prefix: str, separator: str
) -> dict[str, object]:
    """Return values with what the environment says above them.

    Raises:
        ConfigurationError: a variable is no JSON, though its setting has no simple form.
    """
    from bot.configuration_mistakes import explain_environment

    read = EnvSettingsSource(
        cast("type[BaseSettings]", model), env_prefix=prefix, env_nested_delimiter=separator
    )
    try:
        return _laid_over(values, read())
    except SettingsError as problem:
        key = str(problem).partition('"')[2].partition('"')[0]
        raise ConfigurationError(explain_environment(key)) from None


def _laid_over(values: Mapping[str, object], above: Mapping[str, object]) -> dict[str, object]:
    """Return values with others above them, table by table."""
    laid = dict(values)
    for key, value in above.items():
        below = laid.get(key)
        if isinstance(below, Mapping) and isinstance(value, Mapping):
            laid[key] = _laid_over(below, value)
        else:
            laid[key] = value
    return laid
