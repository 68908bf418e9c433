"""Who says that they will be late: those who organise hear it, once."""

from __future__ import annotations

from datetime import timedelta

from bot.chat.messages import Post, Reply
from bot.language.catalogue import Words
from bot.language.messages import Markup, Text, _, escape
from bot.plugin import Context
from plugins.meetings.declaration import plugin
from plugins.meetings.gatherings import meant, register, spelling
from plugins.meetings.gatherings.actions import say
from plugins.meetings.gatherings.attending import Coming
from plugins.meetings.gatherings.managing import check_open, who_organise
from plugins.meetings.models import MeetingRow
from plugins.meetings.presence import listing

_TODAY = timedelta(hours=12)
"""Who names no meeting speaks of the one that is on, or about to be."""
_STILL = timedelta(hours=2)


async def tell_late(ctx: Context, day: str, by: str) -> Reply:
    """Tell who organises a meeting that the person will be late, and the person that they know it.

    Raises:
        Refusal: there is no meeting, or none of that day.
    """
    rows = meant.next_of_each(await meant.theirs_first(ctx, await meant.coming(ctx)))
    soon = [row for row in rows if row.starts_at < ctx.now + _TODAY]
    if not day and soon:
        rows = soon[:1]
    found = await meant.only(ctx, rows, day, "late", by=by)
    return found if isinstance(found, Reply) else await _told(ctx, found, by)


@plugin.action("late")
async def late_to_chosen(ctx: Context, by: str = "", meeting: int = 0) -> Reply:
    """Do so for the meeting that was chosen in a menu."""
    return await _told(ctx, await register.find(ctx, meant.chosen(ctx, meeting)), by)


async def _told(ctx: Context, row: MeetingRow, by: str) -> Reply:
    check_open(ctx, row)
    lines: list[Text] = [listing.headline(ctx, row)]
    mine = await register.answer_of(ctx.session, row.id, ctx.member.id)
    if mine is None or mine.by_vote or mine.answer != Coming.YES:
        lines.append((await say(ctx, await register.find(ctx, row.id, for_change=True), Coming.YES)).text)
    hearers = [one for one in await who_organise(ctx, row) if one.id != ctx.member.id]
    if not hearers:
        lines.append(_("You organise it: say in its channel that you will be late, so that the others know."))
        return Reply(text=ctx.words.join(lines), private=True)
    for one in hearers:
        key = f"late:{row.id}:{row.sequence}:{ctx.member.id}:{one.id}:{by}"
        until = max(row.ends_at or row.starts_at, row.starts_at + _STILL)
        await ctx.post(one, Post(text=_news(ctx, row, by, ctx.words_for(one))), key=key, until=until)
    names = Markup(", ".join(escape(one.name) for one in hearers))
    lines.append(
        _("{names} is told that you will be late: {by}.", names=names, by=escape(by))
        if by
        else _("{names} is told that you will be late.", names=names)
    )
    return Reply(text=ctx.words.join(lines), private=True)


def _news(ctx: Context, row: MeetingRow, by: str, words: Words) -> Markup:
    about = {"name": escape(ctx.member.name), "title": escape(row.title), "when": spelling.when(row, words)}
    if by:
        return words.join([_("{name} will be late to “{title}”, {when}: {by}.", **about, by=escape(by))])
    return words.join([_("{name} will be late to “{title}”, {when}.", **about)])
