"""What people read when the command line is not as it should be, or when something unexpected happens."""

from __future__ import annotations

import secrets
import sqlite3
from collections.abc import Iterable, Sequence

from bot.cli.speech import environment_language, exit_code, say, text_of
from bot.errors import ConfigurationError, MaillageError, PluginError
from bot.language.folding import nearest
from bot.language.messages import Markup, Text, _
from bot.language.reasons import reason_of

_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_UNUSABLE = {
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_CORRUPT,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_NOTADB,
    sqlite3.SQLITE_READONLY,
}
"""SQLite's primary result codes of a file that cannot be used; other errors are faults of ours."""


def not_loaded(name: str, causes: Sequence[PluginError]) -> ConfigurationError:
    """Return the error of a command that may be one of plugins which cannot be loaded, with why."""
    why = Markup(" ; ".join(say(cause.text) for cause in causes))
    return ConfigurationError(
        _("There is no command “{name}”, but not all plugins can be loaded: {why}", name=name, why=why)
    )


def unknown_command(name: str, known: Iterable[str]) -> ConfigurationError:
    """Return the error of a command that does not exist, with the nearest ones."""
    close = nearest(name, known)
    if close:
        return ConfigurationError(
            _("There is no command “{name}”. Is it {close}?", name=name, close=Markup(", ".join(close)))
        )
    return ConfigurationError(
        _("There is no command “{name}”. `maillage --help` lists those that exist.", name=name)
    )


def describe(error: Exception) -> tuple[Text, int]:
    """Return what to say of an error that ended the command, and the exit code.

    An unexpected one is logged with its traceback under a reference.
    """
    if isinstance(error, MaillageError):
        return text_of(error), exit_code(error)
    reason = _database_reason(error)
    if reason is not None:
        return _("The database cannot be used: {reason}.", reason=reason), 1
    if hasattr(error, "format_message") and hasattr(error, "exit_code"):
        return _misused(error), 2
    return _apology(error), 1


def _database_reason(error: Exception) -> Text | None:
    """Return what keeps SQLite from using its file, None if the error is of another kind."""
    original = getattr(error, "orig", error)
    code = getattr(original, "sqlite_errorcode", None)
    return reason_of(original) if code is not None and code & 0xFF in _UNUSABLE else None


def _misused(error: Exception) -> Text:
    """Return what is wrong with the options or arguments.

    `error` is one of Typer's, told apart by the names of their classes: Typer does not export them.
    """
    if type(error).__name__ == "NoArgsIsHelpError":
        return Markup(error)
    option = getattr(error, "option_name", None)
    parameter = getattr(error, "param", None)
    context = getattr(error, "ctx", None)
    command = Markup(getattr(context, "command_path", "maillage"))
    if type(error).__name__ == "NoSuchOption":
        known = (
            [name for item in context.command.get_params(context) for name in item.opts] if context else []
        )
        close = nearest(str(option).lstrip("-"), [name.lstrip("-") for name in known])
        text: Text = _("There is no option {option}.", option=Markup(option))
        if close:
            names = Markup(", ".join(f"--{name}" for name in close))
            text = _("There is no option {option}. Is it {close}?", option=Markup(option), close=names)
    elif type(error).__name__ == "MissingParameter" and parameter is not None:
        text = _("{name} is missing.", name=Markup(parameter.metavar or parameter.name))
    elif option is not None:
        text = _("The option {option} needs a value.", option=Markup(option))
    elif parameter is not None:
        is_option = parameter.param_type_name == "option"
        name = Markup(parameter.opts[0] if is_option else parameter.metavar or parameter.name)
        text = _("{name}: this value is not one that is expected.", name=name)
    else:
        text = _("There are too many words, or some that mean nothing here.")
    return _("{problem} `{command} --help` shows how it is written.", problem=text, command=command)


def _apology(error: Exception) -> Text:
    from bot.logs import get_logger

    reference = "".join(secrets.choice(_ALPHABET) for _index in range(6))
    get_logger(__name__).error("unexpected error", reference=reference, exc_info=error)
    return _(
        "Sorry, something unexpected happened and the command stopped. The log above tells more, under the "
        "reference {reference}.",
        reference=Markup(reference),
    )


def print_mistake(error: Exception) -> int:
    """Tell on standard error what went wrong and return the exit code."""
    import sys

    text, code = describe(error)
    sys.stderr.write(say(text, environment_language()) + "\n")
    return code
