"""What people do with their cards, from whichever command, button or form: with timers and consents."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import update

from bot.chat.people import Member
from bot.plugin import Context, PersonalData, Refusal, WordLists, WorkContext
from bot.plugin.neighbours import Asker
from bot.store.tables import MemberRow
from bot.territory import Area, Level
from plugins.directory import register, sections, strangers, visibility
from plugins.directory.cards import Content, State, Visibility
from plugins.directory.models import CardRow
from plugins.directory.optional import note_consents, withdraw_consents
from plugins.directory.people import known_words
from plugins.directory.rows import content_of
from plugins.directory.showing import NO_CARD, STALE_AFTER
from plugins.directory.thesaurus import Thesaurus

FIRST_ASKED, AGAIN_AFTER, MOST_ASKED = STALE_AFTER, timedelta(days=30), 2
"""When somebody is asked whether their card is still true, after how long again, and how often at most."""


async def own_card(ctx: WorkContext, member: Member) -> CardRow | None:
    """Return a member's own card, None if they have none; one that waited for them is theirs from now on."""
    row = await register.card_of(ctx.session, ctx.network.id, member.id)
    return row if row is not None else await given_card(ctx, member)


async def given_card(ctx: WorkContext, member: Member) -> CardRow | None:
    """Give a member the card that was imported for them, and have them told of it; None if there is none."""
    row = await strangers.card_for(ctx.session, ctx.network.id, member)
    if row is None or row.state != State.PUBLISHED:
        return None
    if row.told_at is None:
        await ctx.later("tell", ctx.now, key=f"tell:{row.id}", card=row.id)
    return row


async def needed_card(ctx: Context) -> CardRow:
    """Return the card of the person who acts.

    Raises:
        Refusal: they have none.
    """
    row = await own_card(ctx, ctx.member)
    if row is None:
        raise Refusal("no_card", NO_CARD)
    return row


async def asker_of(ctx: Context) -> Asker:
    """Return the person who acts as those who are looked at know them."""
    return visibility.asker_of(await own_card(ctx, ctx.member), ctx.member.id)


def nearby(ctx: Context, row: CardRow | None) -> tuple[Area, ...]:
    """Return where somebody is, or else the territory of where they speak: it settles names of places."""
    own = visibility.areas_of_row(row) if row is not None else ()
    code = ctx.place.territory or ctx.network.territory
    around = (Area(Level.DEPARTEMENT, code),) if code else ()
    return (*own, *around)


def thesaurus_of(ctx: WorkContext) -> Thesaurus:
    """Return the thesaurus of the network."""
    return known_words(ctx.service(WordLists))


def blank(member: Member) -> Content:
    """Return a card that says a name, and nothing more."""
    return Content(name=member.name)


async def content_now(ctx: Context) -> Content:
    """Return what the card of the person who acts says, or would say if they had one."""
    row = await own_card(ctx, ctx.member)
    return content_of(row) if row is not None else blank(ctx.member)


async def write(ctx: Context, content: Content) -> CardRow:
    """Write the card of the person who acts, who has just agreed to what it says."""
    row = await register.write(ctx.session, ctx.network.id, ctx.member, content, ctx.now)
    await note_consents(ctx, ctx.member.id, content_of(row))
    await sections.withdraw_hidden(ctx, row)
    await ask_in_a_year(ctx, row)
    return row


async def confirm(ctx: Context, row: CardRow) -> None:
    """Have the person's card be true, as they say; it is shown if it was a draft."""
    await register.publish(ctx.session, row, ctx.now)
    await ask_in_a_year(ctx, row)


async def pause(ctx: Context, row: CardRow, until: datetime | None) -> None:
    """Have nobody find the person, until an instant or until they resume."""
    await register.pause(ctx.session, row, ctx.now, until)
    await ctx.cancel(back_key(row.id))
    if until is not None:
        await ctx.later("back", until, key=back_key(row.id), card=row.id)


async def resume(ctx: WorkContext, row: CardRow) -> None:
    """Have the person found again, also if they were on pause altogether."""
    await register.resume(ctx.session, row)
    await ctx.session.execute(update(MemberRow).where(MemberRow.id == row.member_id).values(paused_at=None))
    await ctx.cancel(back_key(row.id))


async def show_to(ctx: Context, row: CardRow, who: Visibility) -> None:
    """Change who sees the person's card."""
    await register.show_to(ctx.session, row, who, ctx.now)
    await sections.withdraw_hidden(ctx, row)


async def refuse(ctx: Context, row: CardRow) -> None:
    """Empty a card that was imported, for good."""
    await _forget_timers(ctx, row)
    await register.refuse(ctx.session, row, ctx.now)
    await sections.withdraw(ctx, row)


async def erase(ctx: Context, row: CardRow) -> None:
    """Remove the person's card, and their consents to what it said."""
    await _forget_timers(ctx, row)
    await sections.withdraw(ctx, row)
    await register.erase(ctx.session, row)
    version = ctx.service(PersonalData).responsible.version
    await withdraw_consents(ctx.session, ctx.network.id, ctx.member.id, ctx.now, version)


async def ask_in_a_year(ctx: WorkContext, row: CardRow) -> None:
    """Have the person asked in a year whether their card is still true."""
    await ctx.later("confirm", ctx.now + FIRST_ASKED, key=f"confirm:{row.id}", card=row.id, asked=0)


def back_key(card: int) -> str:
    """Return the key of the timer at which a card is found again."""
    return f"back:{card}"


async def _forget_timers(ctx: WorkContext, row: CardRow) -> None:
    for key in (f"tell:{row.id}", f"confirm:{row.id}", back_key(row.id)):
        await ctx.cancel(key)
