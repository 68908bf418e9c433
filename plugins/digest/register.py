"""The register of letters: looking up the letter of a channel, its numbers, its items, and where it goes."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_, delete, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.chat.places import Place, PlaceKind
from bot.language.messages import _
from bot.language.moments.plans import Plan
from bot.plugin import Context, Refusal, WorkContext
from bot.plugin.letters import DigestSection, thing_of
from bot.plugin.neighbours import Agenda
from bot.store.people import bot_is_in, place_of
from bot.store.tables import DeliveryRow, PlaceRow
from plugins.digest import leads
from plugins.digest.agenda import Coming
from plugins.digest.leads import draft_at
from plugins.digest.models import DestinationRow, DraftRow, ItemRow, LetterRow, PostedRow, SeriesRow, State


async def series_of(session: AsyncSession, place: int) -> SeriesRow | None:
    """Return the letter that goes to a channel, None if none does; nobody changes it meanwhile."""
    return await session.scalar(
        select(SeriesRow)
        .join(DestinationRow, DestinationRow.series_id == SeriesRow.id)
        .where(DestinationRow.place_id == place)
        .with_for_update(of=SeriesRow)
    )


async def archive_of(session: AsyncSession, place: int) -> SeriesRow | None:
    """Return the letters that can be read again in a channel: of the one that it has, else of one removed.

    A removed one is read where it was programmed, and wherever its last letter was sent.
    """
    series = await series_of(session, place)
    if series is not None:
        return series
    last = (
        select(LetterRow.series_id)
        .join(PostedRow, PostedRow.letter_id == LetterRow.id)
        .join(SeriesRow, SeriesRow.id == LetterRow.series_id)
        .where(PostedRow.place_id == place, LetterRow.number == SeriesRow.number)
    )
    removed = SeriesRow.id.not_in(select(DestinationRow.series_id))
    return await session.scalar(
        select(SeriesRow)
        .where(removed, or_(SeriesRow.place_id == place, SeriesRow.id.in_(last)))
        .order_by(SeriesRow.place_id != place, SeriesRow.id.desc())
        .limit(1)
    )


async def find_series(ctx: WorkContext, series: int) -> SeriesRow | None:
    """Return the letter of a channel by id, None if it is gone; nobody changes it meanwhile."""
    return await ctx.session.scalar(
        select(SeriesRow)
        .where(SeriesRow.id == series, SeriesRow.network_id == ctx.network.id)
        .with_for_update()
    )


async def get_series(ctx: WorkContext, series: int) -> SeriesRow:
    """Return the letter of a channel by id.

    Raises:
        Refusal: it was removed.
    """
    row = await find_series(ctx, series)
    goes = select(DestinationRow.id).where(DestinationRow.series_id == series).limit(1)
    if row is None or await ctx.session.scalar(goes) is None:
        raise Refusal("no_letter", _("This channel has no letter any more."))
    return row


async def get_letter(ctx: WorkContext, letter: int) -> tuple[SeriesRow, LetterRow]:
    """Return one letter by id, and what it is one of.

    Raises:
        Refusal: it is gone.
    """
    number = await ctx.session.scalar(
        select(LetterRow.series_id).where(LetterRow.id == letter, LetterRow.network_id == ctx.network.id)
    )
    series = await find_series(ctx, number) if number is not None else None
    if series is None:
        raise Refusal("unknown_letter", _("I have not kept this letter."))
    return series, await ctx.session.get_one(LetterRow, letter, populate_existing=True)


def plan_of(row: SeriesRow) -> Plan | None:
    """Return when a letter goes, None if it is only sent by hand."""
    if row.wall is None:
        return None
    return Plan.stored(row.wall, row.zone, row.rule, row.skip_holidays, row.territory)


async def open_letter(session: AsyncSession, series: SeriesRow) -> LetterRow | None:
    """Return the draft that waits for its hour, None if there is none."""
    return await session.scalar(
        select(LetterRow).where(LetterRow.series_id == series.id, LetterRow.state == State.WAITING)
    )


async def items(session: AsyncSession, letter: int, *, dropped: bool | None = False) -> Sequence[ItemRow]:
    """Return what a letter tells, in order; with `dropped` what was dropped from it, with None both."""
    wanted = [ItemRow.letter_id == letter]
    if dropped is not None:
        wanted.append(ItemRow.dropped.is_(dropped))
    found = await session.scalars(select(ItemRow).where(*wanted).order_by(ItemRow.position, ItemRow.id))
    return found.all()


async def items_below(ctx: WorkContext, key: str) -> Sequence[ItemRow]:
    """Return the items of all letters of the network that have a key, in any version, or one below it."""
    here = ItemRow.network_id == ctx.network.id
    found = await ctx.session.scalars(
        select(ItemRow)
        # each part names the network: SQLite goes by the index only in conditions that stand whole
        .where(or_(and_(here, ItemRow.key == key), *(and_(here, *one) for one in _below(ctx.session, key))))
        .order_by(ItemRow.letter_id, ItemRow.id)
    )
    return found.all()


def _below(session: AsyncSession, key: str) -> list[tuple[ColumnElement[bool], ...]]:
    """Whether an item's key begins with another one and a colon, or is a version of it.

    Both are ranges: SQLite has no index for LIKE.
    """
    ranges = [(f"{key}{sign}", f"{key}{chr(ord(sign) + 1)}") for sign in ":@"]
    if session.get_bind().dialect.name == "postgresql":  # its own order may heed signs last, or not at all
        by_bytes = ItemRow.key.bool_op
        return [(by_bytes("~>=~")(first), by_bytes("~<~")(end)) for first, end in ranges]
    return [(ItemRow.key >= first, ItemRow.key < end) for first, end in ranges]


async def told_keys(session: AsyncSession, series: int | None) -> frozenset[str]:
    """Return the keys of all that stood in a letter of a channel, and what was dropped in any version."""
    if series is None:
        return frozenset()
    found = await session.execute(select(ItemRow.key, ItemRow.dropped).where(ItemRow.series_id == series))
    rows = {row.key: row.dropped for row in found}
    return frozenset(rows) | {thing_of(key) for key, is_dropped in rows.items() if is_dropped}


async def told_since(session: AsyncSession, series: int | None) -> datetime | None:
    """Return since when the last letter of a channel that was sent told, None if none was."""
    if series is None:
        return None
    return await session.scalar(
        select(LetterRow.since)
        .where(LetterRow.series_id == series, LetterRow.state == State.SENT)
        .order_by(LetterRow.number.desc())
        .limit(1)
    )


async def forget(session: AsyncSession, rows: Collection[int]) -> None:
    """Remove items by their ids: they may come up again, if they still are of use."""
    await session.execute(delete(ItemRow).where(ItemRow.id.in_(rows)))


async def destinations(ctx: WorkContext, series: SeriesRow) -> list[Place]:
    """Return the channels to which a letter goes, its own first; none where the bot was taken away."""
    rows = await ctx.session.scalars(
        select(PlaceRow)
        .join(DestinationRow, DestinationRow.place_id == PlaceRow.id)
        .where(DestinationRow.series_id == series.id, bot_is_in())
        .order_by(PlaceRow.id != series.place_id, PlaceRow.id)
    )
    return [place_of(row) for row in rows]


async def all_destinations(ctx: WorkContext, series: SeriesRow) -> list[Place]:
    """Return the channels that a letter is for, also those where the bot is not; its own first."""
    rows = await ctx.session.scalars(
        select(PlaceRow)
        .join(DestinationRow, DestinationRow.place_id == PlaceRow.id)
        .where(DestinationRow.series_id == series.id)
        .order_by(PlaceRow.id != series.place_id, PlaceRow.id)
    )
    return [place_of(row) for row in rows]


async def series_to(session: AsyncSession, places: Collection[int]) -> frozenset[int]:
    """Return the ids of the letters that go to one of these channels."""
    if not places:
        return frozenset()
    found = await session.scalars(select(DestinationRow.series_id).where(DestinationRow.place_id.in_(places)))
    return frozenset(found)


async def drafts(session: AsyncSession, letter: int) -> Sequence[DraftRow]:
    """Return the posts by which the draft of a letter was shown."""
    found = await session.scalars(select(DraftRow).where(DraftRow.letter_id == letter).order_by(DraftRow.id))
    return found.all()


async def posts(session: AsyncSession, letter: int) -> Sequence[PostedRow]:
    """Return the posts by which a letter was sent."""
    found = await session.scalars(
        select(PostedRow).where(PostedRow.letter_id == letter).order_by(PostedRow.id)
    )
    return found.all()


async def arrivals(session: AsyncSession, letters: Collection[int]) -> dict[int, dict[int, str]]:
    """Return how the posts of letters stand, by letter and place: `pending`, `sending`, `sent` or `dead`.

    Of a letter that is old nothing is known any more.
    """
    rows = await session.execute(
        select(PostedRow.letter_id, PostedRow.place_id, DeliveryRow.state)
        .join(DeliveryRow, DeliveryRow.id == PostedRow.delivery_id)
        .where(PostedRow.letter_id.in_(letters))
        .order_by(PostedRow.id)
    )
    found: dict[int, dict[int, str]] = {}
    for letter, place, state in rows:
        found.setdefault(letter, {})[place] = state
    return found


async def programmed(ctx: WorkContext, places: Collection[int] = ()) -> Sequence[SeriesRow]:
    """Return the letters that go by themselves and are not paused: all, or those that go to some channels."""
    given_an_hour = select(LetterRow.series_id).where(
        LetterRow.state == State.WAITING, LetterRow.send_at != LetterRow.instant
    )
    wanted = [
        SeriesRow.network_id == ctx.network.id,
        or_(SeriesRow.next_at.is_not(None), SeriesRow.id.in_(given_an_hour)),
        SeriesRow.paused_at.is_(None),
    ]
    if places:
        to = select(DestinationRow.series_id).where(DestinationRow.place_id.in_(places))
        wanted.append(SeriesRow.id.in_(to))
    found = await ctx.session.scalars(
        select(SeriesRow).where(*wanted).order_by(SeriesRow.id).with_for_update()
    )
    return found.all()


async def platforms(session: AsyncSession, places: Collection[int]) -> dict[int, str]:
    """Return on which platforms places are, by their configured names."""
    rows = await session.execute(select(PlaceRow.id, PlaceRow.platform).where(PlaceRow.id.in_(places)))
    return {row.id: row.platform for row in rows}


async def twins(ctx: WorkContext, home: Place) -> list[Place]:
    """Return the channels of other platforms that are bound to the same territory, without a letter.

    What is private has a letter of its own: it takes none in, and is taken into none.
    """
    if home.territory is None or home.is_private:
        return []
    taken = set(await ctx.session.scalars(select(DestinationRow.place_id)))
    known = await channels(ctx)
    own = next((platform for place, platform in known if place.id == home.id), None)
    return [
        place
        for place, platform in known
        if place.territory == home.territory
        and platform != own
        and place.id not in taken
        and not place.is_private
    ]


async def channels(ctx: WorkContext) -> list[tuple[Place, str]]:
    """Return the channels of the network where the bot is, each with its platform."""
    rows = await ctx.session.scalars(
        select(PlaceRow)
        .where(
            PlaceRow.network_id == ctx.network.id,
            PlaceRow.kind == PlaceKind.CHANNEL.value,
            bot_is_in(),
        )
        .order_by(PlaceRow.id)
    )
    return [(place_of(row), row.platform) for row in rows]


async def add_destination(ctx: WorkContext, series: SeriesRow, place: Place) -> None:
    """Have a letter go to one more channel."""
    ctx.session.add(DestinationRow(network_id=ctx.network.id, series_id=series.id, place_id=place.id))
    await ctx.session.flush()


async def remove_destination(session: AsyncSession, series: SeriesRow, place: int) -> None:
    """Have a letter not go to a channel any more."""
    await session.execute(
        delete(DestinationRow).where(DestinationRow.series_id == series.id, DestinationRow.place_id == place)
    )


async def remove_destinations(session: AsyncSession, series: SeriesRow) -> None:
    """Have a letter go to no channel any more: it is removed."""
    await session.execute(delete(DestinationRow).where(DestinationRow.series_id == series.id))


async def create(ctx: Context, place: Place, covered_to: datetime) -> SeriesRow:
    """Give a channel a letter of its own, which nothing sends yet; one that was removed goes on.

    Of two people who do at once the second is given the letter of the first.
    """
    await ctx.session.execute(
        select(PlaceRow.id).where(PlaceRow.id == place.id).with_for_update(key_share=True)
    )
    there = await series_of(ctx.session, place.id)
    if there is not None:
        return there
    removed = await ctx.session.scalar(
        select(SeriesRow).where(SeriesRow.place_id == place.id).with_for_update()
    )
    if removed is not None:
        removed.member_id, removed.covered_to = ctx.member.id, max(removed.covered_to, covered_to)
        await add_destination(ctx, removed, place)
        return removed
    row = SeriesRow(
        network_id=ctx.network.id,
        place_id=place.id,
        member_id=ctx.member.id,
        number=0,
        zone=(place.zone or ctx.network.zone).key,
        lead=leads.USUAL,
        sections=[],
        covered_to=covered_to,
        created_at=ctx.now,
    )
    ctx.session.add(row)
    await ctx.session.flush()
    await add_destination(ctx, row, place)
    return row


async def sections(ctx: WorkContext) -> list[DigestSection]:
    """Return the sections that there are: those of other plugins, then what is coming."""
    offered = list(await ctx.services(DigestSection))
    return [*offered, Coming(await ctx.services(Agenda), ctx.words_for, ctx.now)]


async def forget_emptied(session: AsyncSession, network: int) -> None:
    """Remove the letters that were removed from their channels, and of which none is kept any more."""
    await session.execute(
        delete(SeriesRow).where(
            SeriesRow.network_id == network,
            SeriesRow.id.not_in(select(DestinationRow.series_id)),
            SeriesRow.id.not_in(select(LetterRow.series_id)),
        )
    )


async def schedule(ctx: WorkContext, row: SeriesRow) -> None:
    """Set the timers of a letter as it stands: one for its draft, one for its sending."""
    await ctx.session.flush()
    draft, send = f"{row.id}:draft", f"{row.id}:send"
    waiting = await open_letter(ctx.session, row)
    at = waiting.send_at if waiting is not None else row.next_at
    if row.paused_at is not None or at is None or (waiting and waiting.waits_for_somebody(row)):
        await ctx.cancel(draft)
        await ctx.cancel(send)
        return
    await ctx.later("send", at, key=send, series=row.id)
    shown = draft_at(row.lead, at, ZoneInfo(row.zone))
    if shown is None or (waiting is not None and waiting.until >= shown):  # on demand it may come before
        await ctx.cancel(draft)
    else:
        await ctx.later("draft", max(shown, ctx.now), key=draft, series=row.id)
