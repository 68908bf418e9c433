"""What can never be posted, or shown anew, in a channel: who made it is told, and may post it elsewhere."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sqlalchemy import select

from bot.chat.messages import Button, Post, Style
from bot.chat.people import Member
from bot.chat.places import Place
from bot.language.messages import Text, _, escape, ngettext
from bot.plugin import DeliveryDied, EventContext, PresenceChanged
from bot.store.tables import DeliveryRow
from plugins.meetings.declaration import plugin
from plugins.meetings.gatherings import spelling
from plugins.meetings.models import MeetingPlaceRow, MeetingRow, PollPlaceRow, PollRow
from plugins.meetings.polls import counting, posting
from plugins.meetings.polls.showing import results_of

_OF_POLL = re.compile(r"(poll|results):(\d+):\d+")
_OF_MEETING = re.compile(r"(?:meeting|changed|cancelled|remind|agenda|minutes):(\d+):")
_OF_SURVEY = re.compile(r"survey:(\d+):in:")
_LEFT = _("the channel is archived, or I was removed from it")
_NEXT = 3
"""So many meetings of a channel are told of at once; those after are not announced yet, or can wait."""


@plugin.on(DeliveryDied)
async def tell_of_post(ctx: EventContext, event: DeliveryDied) -> None:
    """Tell who made a poll or organises a meeting what did not arrive in a channel."""
    if event.plugin != plugin.name:
        return
    died = await ctx.session.get(DeliveryRow, event.delivery)
    if died is None or died.place_id is None or died.kind == "delete":
        return
    place = await ctx.find_place(died.place_id)
    post = died if died.edits_id is None else await ctx.session.get(DeliveryRow, died.edits_id)
    if place is None or post is None:
        return
    of_poll, meeting = _OF_POLL.match(post.key), await _meeting_of(ctx, post.key)
    if of_poll is not None:
        poll = await ctx.session.get(PollRow, int(of_poll.group(2)))
        if poll is not None:
            await _tell_of_poll(ctx, poll, place, event.because, has_results=of_poll.group(1) == "results")
    elif meeting is not None:
        await _tell_of_meeting(ctx, meeting, place, event.because)


@plugin.on(PresenceChanged)
async def follow_the_bot(ctx: EventContext, event: PresenceChanged) -> None:
    """Tell of what stands in a channel which the bot cannot reach any more; what it finds again is shown."""
    for poll in await _open_polls(ctx, event.place):
        if event.is_there:
            await counting.soon(ctx, poll)
            await posting.changed(ctx, poll)
        else:
            await _tell_of_poll(ctx, poll, event.place, _LEFT)
    if not event.is_there:
        for meeting in await _coming(ctx, event.place):
            await _tell_of_meeting(ctx, meeting, event.place, _LEFT)


async def _meeting_of(ctx: EventContext, key: str) -> MeetingRow | None:
    """Return the meeting that a post in a channel is about."""
    from plugins.meetings.survey.models import SurveyRow

    survey = _OF_SURVEY.match(key)
    if survey is not None:
        row = await ctx.session.get(SurveyRow, int(survey.group(1)))
        return await ctx.session.get(MeetingRow, row.meeting_id) if row is not None else None
    found = _OF_MEETING.match(key)
    return await ctx.session.get(MeetingRow, int(found.group(1))) if found is not None else None


async def _open_polls(ctx: EventContext, place: Place) -> Sequence[PollRow]:
    rows = await ctx.session.scalars(
        select(PollRow)
        .join(PollPlaceRow, PollPlaceRow.poll_id == PollRow.id)
        .where(PollPlaceRow.place_id == place.id, PollRow.closed_at.is_(None))
        .order_by(PollRow.id)
    )
    return rows.all()


async def _coming(ctx: EventContext, place: Place) -> Sequence[MeetingRow]:
    rows = await ctx.session.scalars(
        select(MeetingRow)
        .join(MeetingPlaceRow, MeetingPlaceRow.meeting_id == MeetingRow.id)
        .where(
            MeetingPlaceRow.place_id == place.id,
            MeetingPlaceRow.delivery_id.is_not(None),
            MeetingRow.cancelled_at.is_(None),
            MeetingRow.starts_at > ctx.now,
        )
        .order_by(MeetingRow.starts_at)
        .limit(_NEXT)
    )
    return rows.all()


async def _tell_of_poll(
    ctx: EventContext, poll: PollRow, place: Place, because: Text | None, *, has_results: bool = False
) -> None:
    """Tell who made a poll that it does not stand in a channel, once a day; or what came of it."""
    maker = await ctx.find_member(poll.member_id) if poll.member_id is not None else None
    if maker is None or (poll.closed_at is not None and not has_results):
        return
    words, title, channel = ctx.words_for(maker), escape(poll.title), escape(place.name)
    if has_results:
        said: Text = _("I could not post in {channel} what came of “{title}”.", channel=channel, title=title)
        results = results_of(await posting.standing(ctx, poll), words).text
        post = Post(text=words.join([said, *_reason(because), results]))
        await ctx.post(maker, post, key=f"undelivered:results:{poll.id}:{place.id}")
        return
    said = _(
        "Your poll “{title}” does not show in {channel} now: I cannot post there, or its message is gone.",
        title=title,
        channel=channel,
    )
    answered = (await posting.standing(ctx, poll)).answered
    lines = [said, *_reason(because)]
    if answered:
        lines.append(
            ngettext("The vote of {count} person is kept.", "The votes of {count} people are kept.", answered)
        )
    lines.append(
        _(
            "Post it elsewhere: it stays one poll. Or have me let in there again, then post it there once "
            "more."
        )
    )
    about = {"poll": poll.id}
    buttons = (
        Button(_("Post it elsewhere"), "ask-spread", about, Style.PRIMARY),
        Button(_("Post it there again"), "post-again", {**about, "place": place.id}),
        Button(_("Manage"), "manage", about),
    )
    await _tell(ctx, maker, Post(text=words.join(lines), buttons=buttons), f"poll:{poll.id}:{place.id}")


async def _tell_of_meeting(ctx: EventContext, row: MeetingRow, place: Place, because: Text | None) -> None:
    """Tell who organises a meeting that a channel does not learn of it, once a day."""
    organiser = await ctx.find_member(row.member_id) if row.member_id is not None else None
    if organiser is None:
        return
    words = ctx.words_for(organiser)
    lines: list[Text] = [
        _(
            "I cannot post in {channel} what there is to say of “{title}”, {when}.",
            channel=escape(place.name),
            title=escape(row.title),
            when=spelling.when(row, words),
        ),
        *_reason(because),
    ]
    buttons: tuple[Button, ...] = ()
    if row.cancelled_at is None and row.starts_at > ctx.now:
        lines.append(
            _(
                "The meeting stands, and those who said that they come hear of it by direct message. "
                "Announce it elsewhere; or have me let in there again, then announce it there once more."
            )
        )
        about = {"meeting": row.id}
        buttons = (
            Button(_("Announce it elsewhere"), "ask-announce", about, Style.PRIMARY),
            Button(_("Announce it there again"), "announce-again", {**about, "place": place.id}),
        )
    await _tell(ctx, organiser, Post(text=words.join(lines), buttons=buttons), f"meeting:{row.id}:{place.id}")


def _reason(because: Text | None) -> list[Text]:
    return [_("The reason: {because}.", because=because)] if because is not None else []


async def _tell(ctx: EventContext, reader: Member, post: Post, about: str) -> None:
    today = ctx.now.astimezone(ctx.network.zone).date()
    await ctx.post(reader, post, key=f"undelivered:{about}:{today}")
