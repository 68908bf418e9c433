"""How what goes back to the person who did something becomes outputs."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.chat.answers import Failure
from bot.chat.forms import FormView
from bot.chat.messages import Post, Reply, Update
from bot.language.messages import Markup
from bot.platforms.console.outputs import Output, translated
from bot.platforms.console.whereabouts import Whereabouts


def form_output(form: FormView, where: Whereabouts, at: datetime) -> Output:
    """Return the output that opens a form; its text is what stands above the fields."""
    to = where.destination
    post = Post(text=form.introduction or Markup(""))
    return Output(
        kind="form", to=to, at=at, post=post, form=form, seen_by=where.user, ephemeral=to.user is None
    )


def update_output(update: Update, pressed: Output, at: datetime) -> Output:
    """Return the output that replaces the content of another."""
    return replace(pressed, kind="update", at=at, post=translated(update), edits=pressed.id, key=None)


def reply_output(answer: Reply | Update, where: Whereabouts, at: datetime) -> Output:
    """Return the output of a reply, or of a failure."""
    to = where.destination
    is_private = not (isinstance(answer, Reply) and answer.public)
    return Output(
        kind="error" if isinstance(answer, Failure) else "reply",
        to=to,
        at=at,
        post=translated(answer.posted()),
        ephemeral=is_private and to.user is None,
        root=where.thread,
        code=answer.code if isinstance(answer, Failure) else None,
        seen_by=where.user if is_private else None,
    )


def error_output(code: str, text: Markup, where: Whereabouts, at: datetime) -> Output:
    """Return the output that says what is wrong with a line."""
    return reply_output(Failure(code=code, text=text), where, at)


def reaction_output(emoji: str, where: Whereabouts, at: datetime, shown: Output) -> Output:
    """Return the output of a reaction to another."""
    return Output(
        kind="reaction", to=shown.to, at=at, by=where.user, post=Post(text=Markup(emoji)), edits=shown.id
    )
