"""The list of what is on: polls that wait for answers, and meetings, each with what the person said of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import select

from bot.chat.messages import Button, Menu, Option, Post, Style
from bot.language.messages import Markup, Text, _, escape
from bot.plugin import Context
from plugins.meetings.gatherings.attending import Coming
from plugins.meetings.gatherings.meant import next_of_each
from plugins.meetings.gatherings.spelling import when
from plugins.meetings.models import AttendanceRow, Kind, MeetingPlaceRow, MeetingRow, PollPlaceRow, PollRow
from plugins.meetings.overview import finding
from plugins.meetings.overview.lines import hosts_of
from plugins.meetings.overview.scope import Scope, scope_of
from plugins.meetings.overview.wanted import Wanted, corrected
from plugins.meetings.polls import register as polls_register
from plugins.meetings.polls.managing import may_manage
from plugins.meetings.polls.spelling import spell_closing

PAGE = 8
"""How many polls and meetings one page shows."""
_SHORT = 30
"""Characters of a title that a button has room for."""


async def listing(ctx: Context, wanted: Wanted, page: int = 1) -> Post:
    """Return one page of what is on, or was, where the person speaks; pages count from 1."""
    scope = await scope_of(ctx)
    zone = ctx.words.zone
    polls = await finding.polls(ctx.session, scope, wanted, ctx.now, zone)
    meetings = await finding.meetings(ctx.session, scope, wanted, ctx.now, zone)
    found: list[PollRow | MeetingRow] = [*polls, *meetings]
    if not found:
        return Post(text=_nothing(scope, wanted))
    last = -(-len(found) // PAGE)
    page = min(max(page, 1), last)
    shown = found[(page - 1) * PAGE : page * PAGE]
    where = await _channels(ctx, scope, shown)
    lines: list[Text] = []
    buttons: list[Button] = []
    of_polls = [row for row in shown if isinstance(row, PollRow)]
    of_meetings = [row for row in shown if isinstance(row, MeetingRow)]
    if of_polls:
        lines.append(_("**Votes:**"))
        for poll in of_polls:
            lines.append(await _poll_line(ctx, poll, where.get(poll)))
            buttons += await _to_vote(ctx, poll)
    soon = {row.id for row in next_of_each(meetings)}
    said, hosts = await _answers(ctx, of_meetings), await hosts_of(ctx.session, of_meetings)
    if of_meetings:
        lines.append(_("**Past meetings:**") if wanted.is_past else _("**Meetings to come:**"))
        lines += [
            _meeting_line(
                ctx,
                row,
                _answer(row, said.get(row.id), wanted, is_next=row.id in soon),
                where.get(row),
                wanted,
                hosts.get(row.id, ""),
            )
            for row in of_meetings
        ]
    if last > 1:
        lines.append(_("Page {page} of {last}.", page=page, last=last))
    buttons += _turning(wanted, page, last)
    return Post(
        text=ctx.words.join(lines), buttons=tuple(buttons), menus=_to_answer(ctx, of_meetings, wanted)
    )


def _nothing(scope: Scope, wanted: Wanted) -> Text:
    if wanted.is_past and wanted.days is None and not wanted.words:
        return _("No meeting took place yet.")
    meant = corrected(wanted.said) if wanted.days is None else ""
    if meant:
        return _(
            "Nothing here is about “{words}”. Did you mean `/meeting coming {meant}`?",
            words=escape(wanted.said),
            meant=escape(meant),
        )
    if wanted.days is not None and not wanted.words and not wanted.is_past:
        return _(
            "Nothing is planned for “{words}”. `/meeting coming` shows all that is on.",
            words=escape(wanted.said),
        )
    if wanted.said:
        return _(
            "Nothing here is about “{words}”. `/meeting coming` shows all that is on.",
            words=escape(wanted.said),
        )
    if scope.place is None:
        return _(
            "No poll waits for your answer, and no meeting of your channels is planned. A date is chosen in "
            "a channel: write `/meeting propose` there."
        )
    return _(
        "Nothing is planned here. To choose a date together: `/meeting propose Network meeting ; "
        "Tuesday 14:00 ; Thursday 10:00`"
    )


async def _channels(
    ctx: Context, scope: Scope, rows: Sequence[PollRow | MeetingRow]
) -> Mapping[object, Text]:
    """Return in which channels polls and meetings stand, where that has to be said: in a DM.

    A private channel that the person may have left is not named.
    """
    if scope.place is not None:
        return {}
    found: dict[object, Text] = {}
    for row in rows:
        numbers = await ctx.session.scalars(
            select(PollPlaceRow.place_id).where(PollPlaceRow.poll_id == row.id)
            if isinstance(row, PollRow)
            else select(MeetingPlaceRow.place_id).where(MeetingPlaceRow.meeting_id == row.id)
        )
        places = [await ctx.find_place(number) for number in numbers.all()]
        names = [
            place.name
            for place in places
            if place is not None and (not place.is_private or place.id in scope.whereabouts.inside)
        ]
        if names:
            found[row] = escape(", ".join(names))
    return found


async def _poll_line(ctx: Context, row: PollRow, where: Text | None) -> Text:
    title: Text = Markup(f"**{escape(row.title)}**")
    if where is not None:
        title = _("{title} (in {channels})", title=title, channels=where)
    if row.closed_at is not None:
        return _("- {title}: the vote is closed, and the date is not chosen yet.", title=title)
    ballot = await polls_register.ballot_of(ctx.session, row, ctx.member.id)
    answered = _("You have answered.") if ballot is not None else _("You have not answered yet.")
    if row.closes_at is None:
        return _("- {title}: people vote until it is closed. {answered}", title=title, answered=answered)
    return _(
        "- {title}: people vote until {at}. {answered}",
        title=title,
        at=spell_closing(row.closes_at, row, ctx.words),
        answered=answered,
    )


async def _to_vote(ctx: Context, row: PollRow) -> list[Button]:
    """Return the button to vote; of a vote that is closed, what chooses its date for who may."""
    if row.closed_at is not None:
        if not await may_manage(ctx, row):
            return []
        label = _("Choose the date: {title}", title=_in_short(row.title))
        return [Button(label, "ask-decide", {"poll": row.id}, Style.PRIMARY, name=f"decide{row.id}")]
    label = _("Vote: {title}", title=_in_short(row.title))
    action = "vote" if row.kind == Kind.DATE else "show-poll"
    return [Button(label, action, {"poll": row.id}, Style.PRIMARY, name=f"vote{row.id}")]


def _in_short(title: str) -> Markup:
    return escape(title if len(title) <= _SHORT else f"{title[: _SHORT - 1].rstrip()}…")


async def _answers(ctx: Context, rows: Sequence[MeetingRow]) -> Mapping[int, str]:
    """Return what the person said of meetings, by their ids."""
    found = await ctx.session.execute(
        select(AttendanceRow.meeting_id, AttendanceRow.answer).where(
            AttendanceRow.member_id == ctx.member.id, AttendanceRow.meeting_id.in_([row.id for row in rows])
        )
    )
    return {row.meeting_id: row.answer for row in found}


def _meeting_line(
    ctx: Context, row: MeetingRow, answer: Text, where: Text | None, wanted: Wanted, host: str
) -> Text:
    title: Text = Markup(f"**{escape(row.title)}**")
    if where is not None:
        title = _("{title} (in {channels})", title=title, channels=where)
    line: Text = _("{title}: {when}", title=title, when=when(row, ctx.words))
    if row.place:
        line = _("{meeting}, {place}", meeting=line, place=escape(row.place))
    if host:
        line = _("{meeting}. {name} hosts", meeting=line, name=escape(host))
    told = _("- {meeting}. {answer}", meeting=line, answer=answer)
    if not row.link or wanted.is_past or row.cancelled_at is not None:
        return told
    return ctx.words.join([told, _("Video call: {link}", link=Markup(row.link))], " ")


def _answer(row: MeetingRow, said: str | None, wanted: Wanted, *, is_next: bool) -> Text:
    """Return what the person said of coming; of later meetings of a series nobody waits for that yet."""
    if row.cancelled_at is not None:
        return _("It is cancelled.")
    if wanted.is_past:
        told = {
            Coming.YES: _("You had said that you would come."),
            Coming.NO: _("You had said that you would not come."),
        }
        return told.get(Coming(said), Markup("")) if said is not None else Markup("")
    if said is None:
        return _("You have not said whether you come.") if is_next else Markup("")
    told = {
        Coming.YES: _("You come."),
        Coming.MAYBE: _("You may come."),
        Coming.NO: _("You do not come."),
    }
    return told[Coming(said)]


def _to_answer(ctx: Context, rows: Sequence[MeetingRow], wanted: Wanted) -> tuple[Menu, ...]:
    """Return the menu by which a meeting of the page is shown with all that can be done with it."""
    options = tuple(
        Option(str(row.id), _("{title}, {when}", title=_in_short(row.title), when=when(row, ctx.words)))
        for row in rows
        if row.cancelled_at is None
    )
    if not options or wanted.is_past:
        return ()
    return (Menu(_("See a meeting, say whether you come"), "show-meeting", options),)


def _turning(wanted: Wanted, page: int, last: int) -> list[Button]:
    buttons = []
    if page > 1:
        about: dict[str, int | str | bool] = {"said": wanted.said, "page": page - 1}
        buttons.append(Button(_("Previous"), "coming-page", about, name="previous"))
    if page < last:
        about = {"said": wanted.said, "page": page + 1}
        buttons.append(Button(_("Next"), "coming-page", about, name="next"))
    return buttons
