"""Drafting, changing and sending a letter; what is sent is settled in the transaction that queues its posts.

A draft holds what was to be told when it was made, so that whoever prepares the letter reads what will go:
what happens afterwards is for the next letter. Only what may not be told any more leaves it, and what changed
since, as a date that was moved, is told as it is when the letter goes. One with nothing in it is composed
anew at its hour, and so is one that stands for letters that could not be sent. One that waits for
somebody, or is postponed, is filled up.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import select

from bot.chat.messages import Post
from bot.chat.people import Member
from bot.chat.places import Place
from bot.language.messages import Instant, Markup, Text, _
from bot.plugin import Context, Refusal, TimerContext, WorkContext
from plugins.digest import audience, dates, leads, register, showing
from plugins.digest.composing import fill, renew
from plugins.digest.models import DraftRow, ItemRow, LetterRow, PostedRow, SeriesRow, State

_MICROSECONDS = 1_000_000


async def begin(
    ctx: WorkContext, series: SeriesRow, instant: datetime, send_at: datetime, until: datetime
) -> LetterRow:
    """Return a new letter of a series, with what there is to tell until an instant."""
    places = await register.destinations(ctx, series)
    letter = LetterRow(
        network_id=series.network_id,
        series_id=series.id,
        instant=instant,
        state=State.WAITING,
        language=ctx.words_for(places[0] if places else None).language,
        title="",
        sections=[],
        editorial="",
        send_at=send_at,
        since=series.covered_to,
        until=until,
        missed=0,
    )
    before = await withdrawn_editorial(ctx, series)
    if before is not None:
        letter.editorial, letter.member_id = before.editorial, before.member_id
        before.editorial, before.member_id = "", None
    ctx.session.add(letter)
    await ctx.session.flush()
    await fill(ctx, series, letter, places, until)
    return letter


async def withdrawn_editorial(ctx: WorkContext, series: SeriesRow) -> LetterRow | None:
    """Return the draft taken back with an editorial, which goes into the next one; None if none was."""
    return await ctx.session.scalar(
        select(LetterRow)
        .where(
            LetterRow.series_id == series.id,
            LetterRow.state == State.WITHDRAWN,
            LetterRow.editorial != "",
        )
        .order_by(LetterRow.id.desc())
        .limit(1)
    )


def version_of(editorial: str) -> str:
    """Return a mark by which an editorial is known to be the one that somebody was shown."""
    return sha256(editorial.encode()).hexdigest()[:16]


async def show_draft(
    ctx: WorkContext, series: SeriesRow, letter: LetterRow, members: Sequence[Member]
) -> None:
    """Show the draft of a letter to those who prepare it, by direct message."""
    for member in members:
        post = await showing.draft_post(ctx, series, letter, words=ctx.words_for(member))
        delivery = await ctx.post(
            member,
            post,
            key=f"draft:{letter.id}:{member.id}",
            unsolicited=member.id != series.member_id,
        )
        note_draft(ctx, letter, member, delivery)


def note_draft(ctx: WorkContext, letter: LetterRow, member: Member, delivery: int) -> None:
    """Note by which post somebody was shown a draft."""
    ctx.session.add(
        DraftRow(network_id=letter.network_id, letter_id=letter.id, member_id=member.id, delivery_id=delivery)
    )


async def show_anew(ctx: WorkContext, series: SeriesRow, letter: LetterRow, member: Member) -> None:
    """Show somebody a draft; the post by which they were shown it before says so, and is none any more."""
    before = 0
    for row in await register.drafts(ctx.session, letter.id):
        if row.member_id == member.id:
            await ctx.edit(row.delivery_id, Post(text=_("This draft is shown again further down.")))
            await ctx.session.delete(row)
            before = row.id
    post = await showing.draft_post(ctx, series, letter, words=ctx.words_for(member))
    delivery = await ctx.post(member, post, key=f"draft:{letter.id}:{member.id}:{before}")
    note_draft(ctx, letter, member, delivery)


async def refresh_drafts(
    ctx: WorkContext, series: SeriesRow, letter: LetterRow, *, but: int | None = None
) -> None:
    """Have all who were shown the draft of a letter see how it is now, save a member who does already."""
    for row in await register.drafts(ctx.session, letter.id):
        if row.member_id == but:
            continue
        member = await ctx.find_member(row.member_id)
        post = await showing.draft_post(ctx, series, letter, words=ctx.words_for(member))
        await ctx.edit(row.delivery_id, post)


async def close(ctx: WorkContext, letter: LetterRow, said: Text) -> None:
    """Say in all drafts of a letter that it is over."""
    for row in await register.drafts(ctx.session, letter.id):
        await ctx.edit(row.delivery_id, Post(text=said))


async def deliver(ctx: WorkContext, series: SeriesRow, letter: LetterRow) -> None:
    """Send a letter to its places where the bot is, or note that there is nothing to tell; it is over then.

    Raises:
        Refusal: the bot is in none of them.
    """
    places = await register.destinations(ctx, series)
    if not places:
        raise Refusal(
            "nowhere",
            _("I cannot post in the channel of this letter now: it goes once I am in there again."),
        )
    rows = await register.items(ctx.session, letter.id)
    if not (rows or letter.editorial or series.tells_empty):
        letter.state = State.EMPTY
    else:
        series.number += 1
        letter.number, letter.state, letter.sent_at = series.number, State.SENT, ctx.now
        home = await ctx.find_place(series.place_id) or places[0]
        head = await audience.head_of(ctx, series, home)
        letter.title = await showing.title_of(ctx, series.number, head, ctx.now, ctx.words_for(places[0]))
        series.covered_to = letter.until
        await ctx.session.flush()
        post = showing.post_of(showing.stored_document(series, letter, rows, says_late=False))
        for place in places:
            await _post(ctx, letter, place, post, key=f"letter:{letter.id}:{place.id}")
    await go_on(ctx, series, letter)


async def send_again(ctx: WorkContext, series: SeriesRow, letter: LetterRow) -> None:
    """Send a letter anew where it did not arrive: it is the same one, and has its number.

    Raises:
        Refusal: it did arrive, or the bot is in none of the channels where it did not.
    """
    stand = (await register.arrivals(ctx.session, [letter.id])).get(letter.id, {})
    is_lost = letter.state == State.LOST
    if not is_lost and "dead" not in stand.values():
        raise Refusal("arrived", showing.over(letter))
    there = await register.destinations(ctx, series)
    places = [place for place in there if is_lost or stand.get(place.id) == "dead"]
    if not places:
        raise Refusal("nowhere", _("I am in none of the channels of this letter: invite me there first."))
    if is_lost:
        letter.state, letter.sent_at = State.SENT, ctx.now
    rows = await register.items(ctx.session, letter.id)
    post = showing.post_of(showing.stored_document(series, letter, rows))
    before = {row.place_id: row for row in await register.posts(ctx.session, letter.id)}
    for place in places:
        row = before.get(place.id)
        if row is not None:
            await ctx.session.delete(row)
            await ctx.session.flush()
        time = row.id if row is not None else 0
        await _post(ctx, letter, place, post, key=f"letter:{letter.id}:{place.id}:{time}")
    await close(ctx, letter, showing.over(letter))


async def _post(ctx: WorkContext, letter: LetterRow, place: Place, post: Post, *, key: str) -> None:
    if isinstance(ctx, TimerContext):  # of several that were missed it is the last one that is late
        ctx = replace(ctx, due_at=letter.send_at)
    delivery = await ctx.post(place, post, key=key)
    ctx.session.add(
        PostedRow(network_id=letter.network_id, letter_id=letter.id, place_id=place.id, delivery_id=delivery)
    )


async def go_on(ctx: WorkContext, series: SeriesRow, letter: LetterRow) -> None:
    """Have the next letter of a series come, once one is over."""
    await close(ctx, letter, showing.over(letter))
    plan = register.plan_of(series)
    if plan is not None and series.next_at is not None and letter.instant >= series.next_at:
        series.next_at = await dates.next_free(ctx.session, series, plan, max(letter.instant, ctx.now))
    await register.schedule(ctx, series)


async def catch_up(ctx: WorkContext, series: SeriesRow, letter: LetterRow) -> None:
    """Bring a letter up to date at its hour; one that is late tells also what was missed since."""
    places = await register.destinations(ctx, series)
    await renew(ctx, series, letter, places)
    plan = register.plan_of(series)
    if plan is not None:
        missed = await dates.missed(ctx.session, series, plan, letter.instant, ctx.now)
        letter.missed = len(missed)
        letter.send_at = missed[-1] if missed else letter.send_at  # it is the last of them that is late
    nothing = not await register.items(ctx.session, letter.id)
    if letter.missed > 0 or nothing or series.lead == leads.NONE:
        await fill(ctx, series, letter, places, ctx.now)


async def bring_up_to_date(ctx: WorkContext, series: SeriesRow, letter: LetterRow) -> bool:
    """Have a draft tell what changed as it is now; return whether it does, which nobody was shown then.

    One that nothing sends by itself tells also what happened since, and so does one with nothing in it, which
    does at its hour.
    """
    if letter.waits_for_somebody(series) or not await register.items(ctx.session, letter.id):
        is_changed = await refill(ctx, series, letter)
    else:
        is_changed = await renew(ctx, series, letter, await register.destinations(ctx, series))
    if is_changed:
        await refresh_drafts(ctx, series, letter)
    return is_changed


async def refill(ctx: WorkContext, series: SeriesRow, letter: LetterRow) -> bool:
    """Have a draft tell what there is to tell now; return whether it has what nobody was shown."""
    places = await register.destinations(ctx, series)
    is_changed = await renew(ctx, series, letter, places)
    is_more = await fill(ctx, series, letter, places, ctx.now)
    return is_changed or is_more


async def send_now(ctx: Context, series: SeriesRow) -> LetterRow:
    """Send the letter of a channel at once: its draft if there is one, else what there is to tell.

    Raises:
        Refusal: there is nothing to tell.
    """
    letter = await register.open_letter(ctx.session, series)
    if letter is None:
        at = await dates.free_instant(ctx.session, series, ctx.now)
        letter = await begin(ctx, series, at, at, ctx.now)
    await renew(ctx, series, letter, await register.destinations(ctx, series))
    if not (letter.editorial or await register.items(ctx.session, letter.id)):
        raise nothing_to_tell()
    letter.send_at = ctx.now
    await deliver(ctx, series, letter)
    return letter


def nothing_to_tell() -> Refusal:
    """Return what is said to who would send an empty letter."""
    return Refusal(
        "nothing_to_tell",
        _("There is nothing to tell for now, so I send nothing."),
    )


async def skip(ctx: WorkContext, series: SeriesRow, letter: LetterRow) -> None:
    """Have a letter not be sent: the next one can tell what it would have told, but for what was dropped."""
    rows = await register.items(ctx.session, letter.id)
    await register.forget(ctx.session, [row.id for row in rows])
    letter.state = State.CANCELLED
    await go_on(ctx, series, letter)


async def discard(ctx: WorkContext, series: SeriesRow, *, for_good: bool = False) -> None:
    """Take back the draft of a series, if there is one: another one may come for the same hour.

    What was dropped from it stays dropped, and unless it goes `for_good` its editorial is in the next one: it
    is kept for that, beside the hour that it was for.
    """
    letter = await register.open_letter(ctx.session, series)
    if letter is None:
        return
    at = Instant(letter.send_at)
    said = _("This draft is withdrawn: the letter of {at} was paused, changed or removed.", at=at)
    if letter.editorial:
        kept = _("{said} Its editorial goes into the next one:\n\n{text}")
        lost = _("{said} Here is its editorial, to take up again:\n\n{text}")
        said = (lost if for_good else kept)(said=said, text=Markup(letter.editorial))
        letter.editorial = "" if for_good else letter.editorial
    await close(ctx, letter, said)
    if letter.editorial or await register.items(ctx.session, letter.id, dropped=True):
        await register.forget(ctx.session, [row.id for row in await register.items(ctx.session, letter.id)])
        letter.state = State.WITHDRAWN
        letter.instant -= timedelta(microseconds=letter.id % _MICROSECONDS or 1)
    else:
        await ctx.session.delete(letter)
    await ctx.session.flush()


async def postpone(ctx: Context, series: SeriesRow, letter: LetterRow, at: datetime) -> None:
    """Have a letter go later, or sooner, but before the one that follows it; later it tells more.

    Raises:
        Refusal: the instant has passed, or comes after the next letter.
    """
    if at <= ctx.now:
        raise Refusal("past", _("{at} has passed. To send it at once: “Send now”.", at=Instant(at)))
    plan = register.plan_of(series)
    after = max(letter.instant, ctx.now)
    following = await dates.next_free(ctx.session, series, plan, after) if plan is not None else None
    if following is not None and at >= following:
        raise Refusal(
            "after_the_next",
            _(
                "The next letter goes on {at}: choose a time before, or “Do not send this time”.",
                at=Instant(following),
            ),
        )
    is_later = at > letter.send_at
    letter.send_at = at
    if is_later:
        await refill(ctx, series, letter)
    await register.schedule(ctx, series)
    await refresh_drafts(ctx, series, letter)


async def drop(ctx: Context, letter: LetterRow, item: int) -> None:
    """Take an item out of a draft; it can be put back until the letter goes, and comes in no later one."""
    row = await _item(ctx, letter, item)
    row.dropped = True
    await ctx.session.flush()


async def restore(ctx: Context, letter: LetterRow, item: int) -> None:
    """Put back an item that was taken out of a draft."""
    row = await _item(ctx, letter, item)
    row.dropped = False
    await ctx.session.flush()


async def _item(ctx: Context, letter: LetterRow, item: int) -> ItemRow:
    row = await ctx.session.get(ItemRow, item)
    if row is None or row.letter_id != letter.id:
        raise Refusal("gone", _("This item is not in the letter any more."))
    return row
