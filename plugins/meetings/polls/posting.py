"""The posts of a poll: one in each of its channels, which all say the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.chat.places import Place
from bot.plugin import TimerContext, WorkContext
from bot.store.people import find_members
from plugins.meetings import pacing
from plugins.meetings.declaration import plugin
from plugins.meetings.models import Names, PollPlaceRow, PollRow
from plugins.meetings.polls import register
from plugins.meetings.polls.ranking import Answer, Tally
from plugins.meetings.polls.showing import NAMED, Standing, is_hidden, post_of, results_of


async def open_in(ctx: WorkContext, poll: PollRow, place: Place) -> None:
    """Post a poll in a channel."""
    row = PollPlaceRow(network_id=ctx.network.id, poll_id=poll.id, place_id=place.id)
    ctx.session.add(row)
    await ctx.session.flush()
    post = post_of(await standing(ctx, poll), ctx.words_for(place), ctx.now)
    row.delivery_id = await ctx.post(place, post, key=f"poll:{poll.id}:{place.id}")


async def post_again(ctx: WorkContext, poll: PollRow, row: PollPlaceRow, place: Place) -> None:
    """Post a poll once more in a channel where its post got lost."""
    post = post_of(await standing(ctx, poll), ctx.words_for(place), ctx.now)
    key = f"poll:{poll.id}:{place.id}:{ctx.now.isoformat()}"
    row.delivery_id = await ctx.post(place, post, key=key)


async def standing(ctx: WorkContext, poll: PollRow) -> Standing:
    """Return how a poll stands now, as its channels are shown it."""
    asked = await register.options(ctx.session, poll.id)
    cast = register.cast_of(asked, await register.ballots(ctx.session, poll.id))
    tallies = register.tallies(poll, asked, cast)
    voters = {}
    if poll.names == Names.VISIBLE and not is_hidden(poll) and not await _is_mixed(ctx, poll):
        voters = await _voters_of(ctx, cast, tallies)
    missing: int | None = None
    if poll.strangers is not None:
        missing = len(await register.missing(ctx.session, poll, cast)) + poll.strangers
    answered = len(cast) if poll.answered is None else poll.answered
    return Standing(poll, asked, tallies, answered, missing, voters)


async def _is_mixed(ctx: WorkContext, poll: PollRow) -> bool:
    """Return whether who votes in a private channel would be named in another one: it became so since."""
    there = [await ctx.find_place(stands.place_id) for stands in await register.places(ctx.session, poll.id)]
    return len(there) > 1 and any(place is not None and place.is_private for place in there)


async def _voters_of(
    ctx: WorkContext, cast: Sequence[register.Ballot], tallies: Mapping[int, Tally]
) -> dict[tuple[int, Answer], list[str]]:
    """Return the names of who said what, by option and answer, where they are few enough to be shown."""
    few: dict[tuple[str, str], list[int]] = {
        (str(option), str(answer)): []
        for option, tally in tallies.items()
        for answer, count in zip(Answer, (tally.yes, tally.if_need_be, tally.no), strict=True)
        if 0 < count <= NAMED
    }
    for ballot in cast if few else ():
        for said in few.keys() & ballot.answers.items() if ballot.member_id is not None else ():
            few[said].append(ballot.member_id or 0)
    known = await find_members(
        ctx.session, ctx.network.id, {one for members in few.values() for one in members}
    )
    return {
        (int(option), Answer(answer)): [known[one].name for one in members if one in known]
        for (option, answer), members in few.items()
    }


async def changed(ctx: WorkContext, poll: PollRow) -> None:
    """Have all posts of a poll say how it stands: at once, or within a second if they just did.

    Whoever votes does not wait for that, and where it is planned already nothing is written.
    """
    await ctx.session.flush()
    await pacing.plan(ctx, "refresh", poll.refreshed_at, key=_key(poll), poll=poll.id)


async def refresh(ctx: WorkContext, poll: PollRow) -> None:
    """Have all posts of a poll say how it stands now, as who manages it expects when they change it."""
    await ctx.cancel(_key(poll))
    poll.refreshed_at = ctx.now
    now = await standing(ctx, poll)
    for row in await register.places(ctx.session, poll.id):
        place = await ctx.find_place(row.place_id)
        if place is not None and row.delivery_id is not None:
            await ctx.edit(row.delivery_id, post_of(now, ctx.words_for(place), ctx.now))


def _key(poll: PollRow) -> str:
    return f"refresh:{poll.id}"


@plugin.timer("refresh")
async def refresh_later(ctx: TimerContext, poll: int) -> None:
    """Have the posts of a poll say how it stands, after many voted."""
    row = await register.held(ctx.session, poll)
    if row is not None:
        await refresh(ctx, row)


async def tell_results(ctx: WorkContext, poll: PollRow) -> None:
    """Tell in each channel of a closed plain poll what came of it."""
    now = await standing(ctx, poll)
    for row in await register.places(ctx.session, poll.id):
        place = await ctx.find_place(row.place_id)
        if place is not None:
            key = f"results:{poll.id}:{place.id}:{ctx.now.isoformat()}"
            await ctx.post(place, results_of(now, ctx.words_for(place)), key=key)
