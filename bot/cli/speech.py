"""How the command line speaks: in which language, in plain text, and to people or to programs."""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NoReturn

import typer

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from bot.errors import MaillageError
    from bot.language.messages import Language, Message, Text

_ESCAPED = re.compile(r"\\([*_~`|\\\[<#>])")


def environment_language() -> Language:
    """Return the language of the terminal: English if its locale is English, else French."""
    variables = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
    locale = next((value for name in variables if (value := os.environ.get(name))), "")
    return "en" if locale.lower().startswith("en") else "fr"


def say(text: Text, language: Language | None = None, zone: ZoneInfo | None = None) -> str:
    """Return a message as plain text, in the terminal's language unless another one is given.

    Instants in it are spelled in that zone, in UTC unless one is given.
    """
    from zoneinfo import ZoneInfo

    from bot.language import catalogue
    from bot.language.catalogue import Words
    from bot.language.marks import spelled

    catalogue.add_package("bot.language")
    words = Words(language or environment_language(), zone or ZoneInfo("UTC"))
    return _ESCAPED.sub(r"\1", spelled(words(text)))


def tell(text: Text, language: Language | None = None) -> None:
    """Print a message for people."""
    typer.echo(say(text, language))


def tell_json(document: Mapping[str, Any]) -> None:
    """Print one JSON document on one line."""
    typer.echo(json.dumps(document, ensure_ascii=False, default=str))


@contextmanager
def one_answer(*, as_json: bool, language: Language | None = None) -> Iterator[None]:
    """Turn an error raised within into the answer that was asked for: a message, or a JSON document.

    What is logged within goes to standard error, if it is a warning at least.
    """
    from bot.errors import MaillageError
    from bot.logs import configure_log

    configure_log("warning", "text")
    try:
        yield
    except MaillageError as error:
        if as_json:
            tell_json({"ok": False, "error": say(text_of(error), language)})
            raise typer.Exit(exit_code(error)) from None
        fail(text_of(error), code=exit_code(error), language=language)


def fail(text: Text, *, code: int, language: Language | None = None) -> NoReturn:
    """Tell what is wrong, on standard error, and end with that exit code."""
    typer.echo(say(text, language), err=True)
    raise typer.Exit(code)


def text_of(error: MaillageError) -> Text:
    """Return what people read of an error."""
    from bot.errors import NothingSavedError
    from bot.language.messages import Markup, _

    if isinstance(error, NothingSavedError):
        return _("Nothing could be saved: the disk is full or read-only.")
    text: Message | Markup = getattr(error, "text", Markup(error))
    return text


def exit_code(error: MaillageError) -> int:
    """Return 2 for a mistake in the configuration or on the command line, 1 for all else."""
    from bot.errors import ConfigurationError

    return 2 if isinstance(error, ConfigurationError) else 1


def is_terminal() -> bool:
    """Return whether a person sits there to answer questions."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def spell_size(size: int) -> Text:
    """Return a number of bytes as people read it."""
    from bot.language.messages import _

    for unit, text in ((10**9, _("{count} GB")), (10**6, _("{count} MB"))):
        if size >= unit:
            return text(count=round(size / unit))
    return _("{count} kB", count=max(1, round(size / 1000)))
