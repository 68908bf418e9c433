"""Deciding: once the vote is closed the dates are ranked, and somebody chooses with one press."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select

from bot.chat.messages import Button, Menu, Option, Post, Reply, Style, Update
from bot.chat.people import Member
from bot.language.catalogue import Words
from bot.language.messages import Markup, Text, _, escape, ngettext
from bot.plugin import Context, Refusal, WorkContext
from plugins.meetings.declaration import plugin
from plugins.meetings.gatherings import making, spelling
from plugins.meetings.gatherings.attending import Coming, Voter
from plugins.meetings.models import BallotRow, Ended, Kind, Names, OptionRow, PollRow
from plugins.meetings.polls import ending, posting, register
from plugins.meetings.polls.managing import about_managing, back_to, managed
from plugins.meetings.polls.ranking import Answer, Dated, Tally, best, overtaken, ranked
from plugins.meetings.polls.showing import is_hidden
from plugins.meetings.polls.spelling import spell_option

_MENU = 25
"""So many choices a menu has."""
_BUTTONS = 5
"""So many dates have a button of their own: with a menu that is room for all of a poll's."""
_COMING = {Answer.YES: Coming.YES, Answer.IF_NEED_BE: Coming.MAYBE, Answer.NO: Coming.NO}


async def ask(ctx: WorkContext, poll: PollRow, *, again: datetime | None = None) -> None:
    """Ask who made a poll, or else who coordinates, which date it will be; or do it `again`, saying why."""
    if poll.kind != Kind.DATE or poll.closed_at is None:
        return
    for member in await _who_decides(ctx, poll):
        words, key = ctx.words_for(member), f"decide:{poll.id}:{member.id}:{poll.closed_at.isoformat()}"
        asked = await question(ctx, poll, words)
        if again is not None:
            waits = _("“{title}” still has no date: people voted, and wait for it.", title=escape(poll.title))
            asked, key = replace(asked, text=words.join([waits, asked.text])), f"{key}:{again.isoformat()}"
        await ctx.post(member, asked, key=key)


async def _who_decides(ctx: WorkContext, poll: PollRow) -> Sequence[Member]:
    maker = await ctx.find_member(poll.member_id) if poll.member_id is not None else None
    if maker is not None:
        return [maker]
    first = next(iter(await register.places(ctx.session, poll.id)), None)
    place = await ctx.find_place(first.place_id) if first is not None else None
    return await ctx.coordinators(place)


async def question(ctx: WorkContext, poll: PollRow, words: Words) -> Post:
    """Return the ranking, with a button for each of the best dates, and a menu of all others."""
    zone = ZoneInfo(poll.zone)
    asked = {row.id: row for row in await register.options(ctx.session, poll.id)}
    cast = register.cast_of(asked.values(), await register.ballots(ctx.session, poll.id))
    answered = len(cast) if poll.answered is None else poll.answered
    dates = register.dated(
        [row for row in asked.values() if not register.is_over(row, ctx.now)],
        register.tallies(poll, list(asked.values()), cast),
    )
    spelled = {date.option: spell_option(asked[date.option], zone, words) for date in dates}
    leading, order = best(dates), [date for level in ranked(dates) for date in level]
    lines: list[Text] = [_headline(poll, dates, leading, answered)]
    for date in order:
        counts = _counts(date.tally, answered)
        lines.append(_("- {option}: {counts}", option=spelled[date.option], counts=counts))
    lines += [_fewer(spelled[date.option], date.tally, answered) for date in overtaken(dates)[:1]]
    if not dates and poll.answered is not None:
        lines.append(_again(poll))
    shown = min(max(len(leading) + len(overtaken(dates)), len(order) - _MENU), _BUTTONS)
    first = [*leading, *overtaken(dates), *(date for date in order if date not in leading)]
    pressed = list({date.option: date for date in first}.values())[:shown]
    buttons = [*_to_choose(poll, pressed, spelled, is_clear=len(pressed) == 1)]
    if poll.closed_at is not None and poll.answered is None:
        buttons.append(Button(_("Propose other dates"), "ask-dates", {"poll": poll.id}))
        if not answered:
            buttons.append(Button(_("Open it again"), "ask-reopen", {"poll": poll.id}))
    label = _("Another date") if pressed else _("Choose a date")
    menu = _others(poll, [date for date in order if date not in pressed], spelled, label)
    return Post(text=words.join(lines), buttons=tuple(buttons), menus=menu)


def _to_choose(
    poll: PollRow, dates: Sequence[Dated], spelled: Mapping[int, Markup], *, is_clear: bool
) -> list[Button]:
    return [
        Button(
            _("Choose {date}", date=spelled[date.option]),
            "decide",
            {"poll": poll.id, "option": date.option},
            Style.PRIMARY if is_clear else Style.DEFAULT,
            name=f"decide{date.option}",
        )
        for date in dates
    ]


def _others(
    poll: PollRow, dates: Sequence[Dated], spelled: Mapping[int, Markup], label: Text
) -> tuple[Menu, ...]:
    options = tuple(Option(str(one.option), spelled[one.option]) for one in dates[:_MENU])
    return (Menu(label, "decide-other", options, {"poll": poll.id}),) if options else ()


def _headline(poll: PollRow, dates: Sequence[Dated], leading: Sequence[Dated], answered: int) -> Text:
    title = escape(poll.title)
    if poll.closed_at is None:
        return _("Choosing a date for “{title}” closes the vote. Which one shall it be?", title=title)
    if not dates:
        return _(
            "The vote on “{title}” is closed, and all of its dates have passed: propose others.", title=title
        )
    if not answered:
        return _(
            "The vote on “{title}” is closed, and nobody answered: choose a date all the same, propose "
            "others, or open the vote again.",
            title=title,
        )
    if not leading:
        return _("The vote on “{title}” is closed, and no date suits anybody.", title=title)
    if len(leading) == 1:
        return _("The vote on “{title}” is closed. Which date shall it be?", title=title)
    return _(
        "The vote on “{title}” is closed: {count} dates have as few “no” and as many “yes”. Which one shall "
        "it be?",
        title=title,
        count=len(leading),
    )


def _again(poll: PollRow) -> Text:
    """Return how others vote anew where nobody may be asked about other dates: the ballots are gone."""
    return _(
        "In its channel: `/meeting propose {title} ; …`, with the new dates behind.",
        title=Markup(poll.title.replace("`", "’")),
    )


def _counts(tally: Tally, answered: int) -> Text:
    said: Text = _(
        "{yes}, {if_need_be} if need be, {no} no",
        yes=ngettext("{count} yes", "{count} yes", tally.yes),
        if_need_be=tally.if_need_be,
        no=tally.no,
    )
    if tally.answered >= answered:
        return said
    return _("{before}, {count} without an answer", before=said, count=answered - tally.answered)


def _fewer(date: Markup, tally: Tally, answered: int) -> Text:
    return ngettext(
        "Fewer people answered the date that comes first: {available} of {count} person can come {date}.",
        "Fewer people answered the date that comes first: {available} of {count} people can come {date}.",
        answered,
        date=date,
        available=tally.available,
    )


@plugin.action("ask-decide")
async def ask_to_decide(ctx: Context, poll: int) -> Reply:
    """Show how the dates stand, each with what chooses it."""
    row = await managed(ctx, poll)
    _check_undecided(row)
    _check_shown(row)
    post = await question(ctx, row, ctx.words)
    return Reply(
        text=post.text,
        buttons=(*post.buttons, back_to(row)),
        menus=post.menus,
        private=True,
        about=about_managing(row),
    )


@plugin.action("decide")
async def decide(ctx: Context, poll: int, option: int, sure: bool = False) -> Update:
    """Choose a date: a meeting is made of it, and announced where the poll stands. An open vote is closed."""
    row = await managed(ctx, poll)
    _check_undecided(row)
    _check_shown(row)
    chosen = await _option(ctx, row, option)
    if not sure and not await _suits_somebody(ctx, row, chosen):
        what = spell_option(chosen, ZoneInfo(row.zone), ctx.words)
        about = {"poll": poll, "option": option, "sure": True}
        button = Button(_("Choose it all the same"), "decide", about, Style.DANGER, name="sure")
        other = Button(_("Choose another date"), "ask-decide", {"poll": poll})
        return Update(text=_("Nobody said that they can come {date}.", date=what), buttons=(button, other))
    if row.closed_at is None:
        await ending.end(ctx, row, Ended.BY_HAND)
    row.decided_id = chosen.id
    await ctx.cancel(ending.undecided(row))
    await posting.refresh(ctx, row)
    places = [await ctx.find_place(stands.place_id) for stands in await register.places(ctx.session, row.id)]
    meeting = making.from_poll(ctx, row, chosen)
    voters = await _voters(ctx, row, chosen)
    await making.make(ctx, meeting, [place for place in places if place is not None], voters)
    when = spelling.when(meeting, ctx.words)
    lines: list[Text] = [_("“{title}” is set: {when}. It is announced.", title=escape(row.title), when=when)]
    if voters:
        lines.append(_("Those who voted for it count as coming, until they say otherwise."))
    return Update(text=ctx.words.join(lines))


async def _voters(ctx: Context, row: PollRow, chosen: OptionRow) -> list[Voter]:
    """Return what people said of the date that was chosen. Where names are hidden, nobody is said to come."""
    if row.names != Names.VISIBLE:
        return []
    cast = await ctx.session.execute(
        select(BallotRow.member_id, BallotRow.answers, BallotRow.changed_at)
        .where(BallotRow.poll_id == row.id, BallotRow.member_id.is_not(None))
        .order_by(BallotRow.id)
    )
    return [
        Voter(member, _COMING[Answer(answers[str(chosen.id)])], changed_at or ctx.now)
        for member, answers, changed_at in cast
        if str(chosen.id) in answers
    ]


def _check_undecided(row: PollRow) -> None:
    if row.decided_id is not None:
        raise Refusal("decided", _("A date is chosen already for “{title}”.", title=escape(row.title)))


def _check_shown(row: PollRow) -> None:
    """Check that who decides may see how the vote stands: where nobody may, it is closed first.

    Raises:
        Refusal: nobody may.
    """
    if is_hidden(row):
        raise Refusal(
            "hidden", _("Nobody sees the results of this vote before it is closed: close it, then choose.")
        )


async def _suits_somebody(ctx: Context, row: PollRow, option: OptionRow) -> bool:
    asked = await register.options(ctx.session, row.id)
    cast = await register.ballots(ctx.session, row.id)
    return register.tallies(row, asked, cast)[option.id].suits_somebody


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
