"""Remarks on a chat network, shown on the terminal or to a program."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import nullcontext
from pathlib import Path

import typer

from bot.cli.check import STATES
from bot.cli.progress import progress_bar
from bot.cli.speech import exit_code, is_terminal, say, tell_json, text_of
from bot.errors import MaillageError
from bot.language.messages import Markup, Message, _
from bot.platforms.remarks import CONFIGURATION, SECRETS, Remark, Subject, good


def kept(file: Path) -> Remark:
    """Return that secrets were written."""
    return good(SECRETS, _("{file}: written, only you can read it", file=Markup(file)))


def written(file: Path, what: Message) -> Remark:
    """Return what was done, or is the case, with the configuration file."""
    return good(CONFIGURATION, _("{file}: {what}", file=Markup(file), what=what))


def show(work: AsyncIterator[Remark], subjects: Sequence[Subject], *, as_json: bool) -> None:
    """Show remarks as they come, or all in one JSON document, and end with 1 if something is wrong.

    A failure that ends the work is told after what was done.
    """
    shown: list[Remark] = []

    async def follow() -> None:
        async for remark in work:
            shown.append(remark)
            if not as_json:
                _show_one(remark, subjects)

    failure: MaillageError | None = None
    with progress_bar(_("Under way")) if is_terminal() and not as_json else nullcontext():
        try:
            asyncio.run(follow())
        except MaillageError as error:
            failure = error
    is_good = failure is None and all(remark.state != "error" for remark in shown)
    if as_json:
        checks = [{"name": item.name, "state": item.state, "text": say(item.text)} for item in shown]
        reason = {} if failure is None else {"error": say(text_of(failure))}
        tell_json({"ok": is_good, "checks": checks, **reason})
    elif failure is not None:
        raise failure
    if not is_good:
        raise typer.Exit(1 if failure is None else exit_code(failure))


def _show_one(remark: Remark, subjects: Sequence[Subject]) -> None:
    state_width = max(len(say(word)) for word in STATES.values())
    title_width = max(len(say(title)) for _name, title in subjects)
    state, title = say(STATES[remark.state]), say(remark.title)
    typer.echo(f"{state:{state_width}}  {title:{title_width}}  {say(remark.text)}")
