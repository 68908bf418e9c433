"""Deciding: which date it will be; the ranking proposes, and somebody chooses with one press."""

from __future__ import annotations

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from bot.chat.messages import Button, Menu, Option, Post, Style, Update
from bot.chat.people import Member
from bot.language.messages import Text, _, escape, ngettext
from bot.plugin import Context, Refusal, WorkContext
from plugins.meetings.declaration import plugin
from plugins.meetings.gatherings import announcing, making
from plugins.meetings.models import Kind, OptionRow, PollRow
from plugins.meetings.polls import posting, register
from plugins.meetings.polls.managing import managed
from plugins.meetings.polls.ranking import Tally, best, ranked
from plugins.meetings.polls.spelling import spell_option


async def ask(ctx: WorkContext, poll: PollRow) -> None:
    """Ask who made a poll, or else who coordinates, which date it will be."""
    if poll.kind != Kind.DATE:
        return
    for member in await _who_decides(ctx, poll):
        await ctx.post(member, await _question(ctx, poll, member), key=f"decide:{poll.id}:{member.id}")


async def _who_decides(ctx: WorkContext, poll: PollRow) -> Sequence[Member]:
    maker = await ctx.find_member(poll.member_id) if poll.member_id is not None else None
    if maker is not None:
        return [maker]
    first = next(iter(await register.places(ctx.session, poll.id)), None)
    place = await ctx.find_place(first.place_id) if first is not None else None
    return await ctx.coordinators(place)


async def _question(ctx: WorkContext, poll: PollRow, reader: Member) -> Post:
    """Return the ranking, with a button for each of the best dates, and a menu of all others."""
    words, zone = ctx.words_for(reader), ZoneInfo(poll.zone)
    asked = {row.id: row for row in await register.options(ctx.session, poll.id)}
    cast = await register.ballots(ctx.session, poll.id)
    dates = register.dated(
        [row for row in asked.values() if not register.is_over(row, ctx.now)],
        register.tallies(poll, list(asked.values()), cast),
    )
    leading = best(dates)
    lines: list[Text] = [_headline(poll, len(leading))]
    for level in ranked(dates):
        for date in level:
            what = spell_option(asked[date.option], zone, words)
            lines.append(_("- {option}: {counts}", option=what, counts=_counts(date.tally)))
    about = {"poll": poll.id}
    buttons = [
        Button(
            _("Choose {date}", date=spell_option(asked[date.option], zone, words)),
            "decide",
            {**about, "option": date.option},
            Style.PRIMARY if len(leading) == 1 else Style.DEFAULT,
            name=f"decide{date.option}",
        )
        for date in leading
    ]
    others = [date for date in dates if date not in leading]
    menu = Menu(
        _("Another date"),
        "decide-other",
        tuple(Option(str(one.option), spell_option(asked[one.option], zone, words)) for one in others),
        about,
    )
    return Post(text=words.join(lines), buttons=tuple(buttons), menus=(menu,) if others else ())


def _headline(poll: PollRow, leading: int) -> Text:
    title = escape(poll.title)
    if not leading:
        return _("The vote on “{title}” is closed, and no date suits anybody.", title=title)
    if leading == 1:
        return _("The vote on “{title}” is closed. Which date shall it be?", title=title)
    return _(
        "The vote on “{title}” is closed: {count} dates suit as many people. Which one shall it be?",
        title=title,
        count=leading,
    )


def _counts(tally: Tally) -> Text:
    return _(
        "{yes}, {if_need_be} if need be, {no} no",
        yes=ngettext("{count} yes", "{count} yes", tally.yes),
        if_need_be=tally.if_need_be,
        no=tally.no,
    )


@plugin.action("decide")
async def decide(ctx: Context, poll: int, option: int) -> Update:
    """Choose a date: a meeting is made of it, and announced where the poll stands."""
    row = await managed(ctx, poll)
    if row.decided_id is not None:
        raise Refusal("decided", _("A date is chosen already for “{title}”.", title=escape(row.title)))
    chosen = await _option(ctx, row, option)
    row.decided_id = chosen.id
    await posting.refresh(ctx, row)
    places = [await ctx.find_place(stands.place_id) for stands in await register.places(ctx.session, row.id)]
    meeting = making.from_poll(ctx, row, chosen)
    await making.make(ctx, meeting, [place for place in places if place is not None])
    when = announcing.when(meeting, ctx.words)
    return Update(text=_("“{title}” is set: {when}. It is announced.", title=escape(row.title), when=when))


async def _option(ctx: Context, row: PollRow, option: int) -> OptionRow:
    found = next((one for one in await register.options(ctx.session, row.id) if one.id == option), None)
    if found is None:
        raise Refusal("unknown_option", _("This date is not there any more."))
    if register.is_over(found, ctx.now):
        raise Refusal("passed", _("This date has passed."))
    return found


@plugin.action("decide-other")
async def decide_other(ctx: Context, poll: int) -> Update:
    """Choose a date that does not suit the most."""
    choice = ctx.choice or ""
    if not choice.isdecimal():
        raise Refusal("unknown_option", _("This date is not there any more."))
    return await decide(ctx, poll, int(choice))
