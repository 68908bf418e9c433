"""What one says of reminders that are there, in plain sentences: `mes rappels`, `supprime le rappel 1`."""

from __future__ import annotations

import re

from bot.chat.messages import Reply
from bot.language.folding import fold
from bot.language.messages import _
from bot.plugin import Context, Refusal
from bot.plugin.finding import Misread
from plugins.reminders import operations, register, words
from plugins.reminders.arguments import PostponementArgument
from plugins.reminders.listing import MINE, listing

_LIST = re.compile(
    r"(?:(?:montre|affiche|donne)[ -]moi |show(?: me)? |list )?(?:la |the )?"
    r"(?:(?:liste|list)(?: de mes rappels| of my reminders)?|mes rappels|my reminders)[ .!?]*"
)
_THANKS = re.compile(r"(?:ok |super )?(?:merci|thanks|thank you)(?: beaucoup| bien| a toi| a lot)?[ .!]*")
_ABOUT = r"(?:le |mon |the |my )?(?:rappel|reminder) (?:n°? ?|no\.? ?)?(\d{1,6})"
_REMOVE = re.compile(rf"(?:supprime[rsz]?|annule[rsz]?|efface[rsz]?|delete|remove|cancel) {_ABOUT}[ .!]*")
_POSTPONE = re.compile(
    rf"(?:reporte[rsz]?|repousse[rsz]?|postpone|snooze) {_ABOUT} (?:(?:a|au|to|until) )?(.+)"
)


def is_order(text: str) -> bool:
    """Return whether a sentence says what to do with reminders that are there, or thanks."""
    said = fold(text.strip())
    return any(pattern.fullmatch(said) for pattern in (_LIST, _THANKS, _REMOVE, _POSTPONE))


async def obey(ctx: Context, text: str) -> Reply:
    """Do what an order says.

    Raises:
        Refusal: there is no such reminder, or the date cannot be.
    """
    said = fold(text.strip())
    if removal := _REMOVE.fullmatch(said):
        return await _remove(ctx, int(removal.group(1)))
    if postponement := _POSTPONE.fullmatch(said):
        return await _postpone(ctx, int(postponement.group(1)), postponement.group(2))
    if _THANKS.fullmatch(said):
        return Reply(text=_("With pleasure!"))
    page = await listing(ctx, MINE)
    return Reply(text=page.text, buttons=page.buttons, menus=page.menus)


async def _remove(ctx: Context, number: int) -> Reply:
    row = await register.numbered(ctx.session, ctx.member.id, number, rung=True)
    said = words.removed(row)
    await operations.remove(ctx, row)
    return Reply(text=said, buttons=(words.restore_button(row),))


async def _postpone(ctx: Context, number: int, when: str) -> Reply:
    row = await register.numbered(ctx.session, ctx.member.id, number, rung=True)
    try:
        until = PostponementArgument().read(when, ctx.reading)
    except Misread as problem:
        raise Refusal("bad_argument", problem.text) from None
    await operations.postpone(ctx, row, await operations.postponement(ctx, row, until))
    note = None if until.delay is not None else until.note
    return Reply(text=words.postponed(row, ctx.words, note), buttons=(words.correct_button(row),))
