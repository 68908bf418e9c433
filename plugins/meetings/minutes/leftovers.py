"""What becomes of items of which nobody wrote anything: who organises is asked, and one press carries them.

That is some days after a meeting, or when the next agenda is looked at: nothing comes again without anybody
saying so, and nothing is lost meanwhile.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.chat.messages import Button, Menu, Option, Post, Reply, Style, Update
from bot.language.catalogue import Words
from bot.language.messages import Text, _, escape
from bot.language.shortening import in_one_line
from bot.plugin import Context, TimerContext, WorkContext
from plugins.meetings.agenda.models import ItemRow, Outcome
from plugins.meetings.agenda.planned import end_of
from plugins.meetings.agenda.showing import title_of
from plugins.meetings.declaration import plugin
from plugins.meetings.gatherings import register as gatherings
from plugins.meetings.gatherings.managing import check_may_manage, who_organise
from plugins.meetings.gatherings.spelling import when
from plugins.meetings.minutes import commands, register, showing
from plugins.meetings.models import MeetingRow

_DAYS = 3
_HOUR = time(9)
_SATURDAY = 5
_MOST_CHOICES = 25
_LABEL = 80
_NONE = _("Of every item it is written what became of it: nothing is left to carry over.")


def asking_time(row: MeetingRow) -> datetime:
    """Return when who organises is asked: some days after the end, in the morning of a working day."""
    zone = ZoneInfo(row.zone)
    day = end_of(row).astimezone(zone).date() + timedelta(days=_DAYS)
    day += timedelta(days=max(7 - day.weekday(), 0) if day.weekday() >= _SATURDAY else 0)
    return datetime.combine(day, _HOUR, zone).astimezone(UTC)


async def left_open(ctx: WorkContext, row: MeetingRow) -> Sequence[ItemRow]:
    """Return the items of a meeting of which nobody wrote what became of them."""
    return [item for item in await register.items(ctx.session, row) if item.outcome is None]


@plugin.timer("left-open")
async def ask(ctx: TimerContext, meeting: int) -> None:
    """Ask who organised a meeting what becomes of its items, unless its minutes are published."""
    row = await gatherings.held(ctx.session, meeting)
    if row is None or row.cancelled_at is not None or await showing.is_posted(ctx, row):
        return
    if not await left_open(ctx, row):
        return
    for member in await who_organise(ctx, row):
        post = await _post(ctx, row, ctx.words_for(member))
        await ctx.post(member, post, key=f"left-open:{row.id}:{row.sequence}:{member.id}", unsolicited=True)


async def _post(ctx: WorkContext, row: MeetingRow, words: Words, said: Text | None = None) -> Post:
    items = await left_open(ctx, row)
    lines: list[Text] = [said] if said is not None else []
    if not items:
        return Post(text=words.join(lines or [_NONE]))
    title = escape(row.title)
    lines.append(
        _("Nobody wrote what became of this, of “{title}”, {when}:", title=title, when=when(row, words))
    )
    lines += [
        _("{number}. {item}", number=number, item=title_of(item)) for number, item in enumerate(items, 1)
    ]
    lines.append(_("It comes again at the next meeting only if you say so."))
    about = {"meeting": row.id}
    options = tuple(
        Option(str(item.id), escape(in_one_line(item.text, _LABEL))) for item in items[:_MOST_CHOICES]
    )
    return Post(
        text=words.join(lines),
        buttons=(
            Button(_("Carry all over"), "minutes-carry", about, Style.PRIMARY),
            Button(_("All was treated"), "minutes-settled", about),
            showing.fill_button(row),
        ),
        menus=(Menu(_("Carry one over"), "minutes-carry", options, about),),
    )


async def _theirs(ctx: Context, meeting: int) -> MeetingRow:
    """Return a meeting whose minutes the person may write; whoever else writes them waits."""
    row = await gatherings.find(ctx, meeting, for_change=True)
    await check_may_manage(ctx, row)
    return row


@plugin.action("minutes-left")
async def show(ctx: Context, meeting: int) -> Reply:
    """Show what was left open at a meeting, and what can become of it."""
    post = await _post(ctx, await _theirs(ctx, meeting), ctx.words)
    return Reply(text=post.text, buttons=post.buttons, menus=post.menus, private=True)


@plugin.action("minutes-carry")
async def carry(ctx: Context, meeting: int) -> Update:
    """Have all that was left open come again at the next meeting, or the item that was chosen."""
    row = await _theirs(ctx, meeting)
    chosen = [item for item in await left_open(ctx, row) if ctx.choice in (None, str(item.id))]
    return await _settled(ctx, row, chosen, Outcome.LEFT)


@plugin.action("minutes-settled")
async def all_treated(ctx: Context, meeting: int) -> Update:
    """Say of all that was left open that it was treated."""
    row = await _theirs(ctx, meeting)
    return await _settled(ctx, row, await left_open(ctx, row), Outcome.TREATED)


async def _settled(ctx: Context, row: MeetingRow, items: Sequence[ItemRow], outcome: Outcome) -> Update:
    again = await commands.settle(ctx, row, items, outcome)
    if items:
        await register.written(ctx, row)
        await showing.refresh(ctx, row)
    said = commands.told(ctx, again) or (_("Noted.") if items else None)
    post = await _post(ctx, row, ctx.words, said)
    return Update(text=post.text, buttons=post.buttons, menus=post.menus)
