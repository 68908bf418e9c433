"""Taking a link in: what a person says of it, what its page says, and the one row that comes of both."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from sqlalchemy import delete

from bot.chat.markup import clean
from bot.chat.messages import Post
from bot.chat.people import Member
from bot.language.messages import _
from bot.plugin import Refusal, WorkContext
from plugins.watch import register, showing
from plugins.watch.models import (
    LONGEST_DESCRIPTION,
    LONGEST_NOTE,
    LONGEST_TITLE,
    AppearanceRow,
    NoteRow,
    ShareRow,
)
from plugins.watch.pages.canonical import AddressError, canonical, shown_host
from plugins.watch.pages.page import Page, Unreachable
from plugins.watch.subscriptions import WaitingRow
from plugins.watch.tags import Tag, read_tags

MOST_AN_HOUR = 30
"""How many links one person may bring in an hour."""
AGAIN_AFTER = (timedelta(minutes=10), timedelta(hours=1), timedelta(hours=6))
"""When a page that could not be read is looked at again, each time after the time before."""

_LEFT_BY_TAGS = re.compile(r"(?<!\S)[,.;](?!\S)")
"""What stood between tags once they are taken out of the words around."""
_SPACES = re.compile(r"[ \t]+")


@dataclass(frozen=True, slots=True)
class Wish:
    """What a person says of a link: `url` is canonical, `note` plain text."""

    url: str
    tags: tuple[Tag, ...]
    note: str


class Outcome(Enum):
    """What came of taking a link in: it is new, or it stood somewhere before."""

    NEW = "new"
    KNOWN = "known"


def wish_of(typed: str, tags: Sequence[Tag] = (), note: str = "") -> Wish:
    """Return what a person says of a link.

    Raises:
        Refusal: the address cannot be shared, or the note is too long.
    """
    try:
        url = canonical(clean(typed).strip().replace("&amp;", "&"))  # as it stands in the source of a page
    except AddressError as error:
        raise Refusal("bad_address", error.text) from None
    return Wish(url, tuple(tags), checked_note(note))


def checked_note(text: str) -> str:
    """Return a note as it is kept.

    Raises:
        Refusal: it is too long.
    """
    note = _SPACES.sub(" ", _LEFT_BY_TAGS.sub("", clean(text))).strip()
    if not any(letter.isalnum() for letter in note):
        return ""
    if len(note) > LONGEST_NOTE:
        raise Refusal(
            "note_too_long",
            _(
                "This note has {length} characters, and {most} are accepted: shorten it a little.",
                length=len(note),
                most=LONGEST_NOTE,
            ),
        )
    return note


async def standing(ctx: WorkContext, url: str) -> ShareRow | None:
    """Return the share of a page that stands somewhere in the network, None if there is none."""
    row = await register.known(ctx.session, ctx.network.id, [register.key_of(url)])
    return row if row is not None and await is_standing(ctx, row) else None


async def known(ctx: WorkContext, url: str) -> ShareRow | None:
    """Return the share of a page that stands somewhere, or stood there until it was taken back."""
    row = await register.known(ctx.session, ctx.network.id, [register.key_of(url)])
    if row is None or row.removed_at is not None or await is_standing(ctx, row):
        return row
    return None


async def is_standing(ctx: WorkContext, row: ShareRow) -> bool:
    """Return whether a share stands somewhere: it was not taken back, nor only kept by somebody."""
    return row.removed_at is None and await register.first_appearance(ctx.session, row.id) is not None


async def check_pace(ctx: WorkContext, member: Member) -> None:
    """Check that a person does not share more than others can read.

    Raises:
        Refusal: they shared many links within the hour.
    """
    if await register.shared_since(ctx.session, member.id, ctx.now - timedelta(hours=1)) >= MOST_AN_HOUR:
        raise Refusal(
            "too_many_shares",
            _(
                "You shared {count} links within an hour: let your colleagues read them, and share the next "
                "ones a little later. `/watch save` keeps one in your own list meanwhile.",
                count=MOST_AN_HOUR,
            ),
        )


async def take_in(
    ctx: WorkContext, member: Member, wish: Wish, page: Page | Unreachable | None
) -> tuple[ShareRow, Outcome]:
    """Write a link down, with what its page says of itself; None if nobody looked at the page yet.

    Where the page is known already, under this address or its own, nothing of it is changed. Where both are
    known, each by a share of its own, these become one.
    """
    keys = [register.key_of(wish.url)]
    if isinstance(page, Page):
        keys.append(register.key_of(page.url))
    row = await joined(ctx, keys)
    if row is not None and await is_standing(ctx, row):
        await register.add_key(ctx.session, row, keys[0])
        return row, Outcome.KNOWN
    if row is None:
        row = ShareRow(network_id=ctx.network.id, url=wish.url, site=shown_host(wish.url)[:200])
        row.title, row.description, row.created_at = "", "", ctx.now
        other = await register.add(ctx.session, row, keys)
        if other is not None and await is_standing(ctx, other):
            return other, Outcome.KNOWN
        row = other or row
    tags = await _begin_anew(ctx, row, member)
    row.member_id, row.created_at, row.looked_at = member.id, ctx.now, None
    fill(ctx, row, page)
    await register.set_tags(ctx.session, row, read_tags(tag.name for tag in (*tags, *wish.tags)))
    await register.set_note(ctx, row, member.id, wish.note)
    return row, Outcome.NEW


async def joined(ctx: WorkContext, keys: Sequence[str]) -> ShareRow | None:
    """Return the one share of a page whose addresses have these keys, None if there is none.

    Several become one, which stands somewhere if any of them does: people made something of the others while
    it was not known that they are of one page.
    """
    found = await register.all_known(ctx.session, ctx.network.id, keys)
    if not found:
        return None
    row, *others = found
    for other in others:
        await join(ctx, other, row)
    if others and await is_standing(ctx, row):
        await showing.changed(ctx, row)
    return row


async def join(ctx: WorkContext, gone: ShareRow, kept: ShareRow) -> None:
    """Have one share of two that turn out to be of one page; what was taken back of the one stays so."""
    if await is_standing(ctx, gone):
        kept.told_at = kept.told_at or gone.told_at
    else:
        tags = await _without_what_is_gone(ctx, gone) if gone.removed_at is not None else ()
        await register.set_tags(ctx.session, gone, tags)
    await register.merge(ctx.session, gone, kept)


async def _begin_anew(ctx: WorkContext, row: ShareRow, member: Member) -> Sequence[Tag]:
    """Have a share say nothing more that is of those who took it back, or kept it for themselves.

    Return the tags that stay.
    """
    tags = await _without_what_is_gone(ctx, row)
    if row.edited_at is not None and row.member_id != member.id:
        row.title, row.description, row.edited_at = "", "", None
    row.removed_at = row.told_at = None
    return tags


async def _without_what_is_gone(ctx: WorkContext, row: ShareRow) -> Sequence[Tag]:
    """Forget of a share what is of those who took it back, or kept it for themselves, and where it stood.

    What others noted about it stays, as do all marks. Return the tags that stay, for others may have added
    them: all, if others made something of what was taken back.
    """
    stood = await register.appearances(ctx.session, row.id)
    gone = {row.member_id, *(one.member_id for one in stood)} - {None}
    is_others = row.removed_at is not None and await register.made_of_it(ctx.session, row.id, gone) > 0
    await ctx.session.execute(delete(NoteRow).where(NoteRow.share_id == row.id, NoteRow.member_id.in_(gone)))
    await ctx.session.execute(delete(AppearanceRow).where(AppearanceRow.share_id == row.id))
    await ctx.session.execute(delete(WaitingRow).where(WaitingRow.share_id == row.id))
    return read_tags(await register.tags_of(ctx.session, row.id)) if is_others else ()


def fill(ctx: WorkContext, row: ShareRow, page: Page | Unreachable | None) -> None:
    """Have a share say what its page says of itself; what a person wrote stays."""
    if not isinstance(page, Page):
        return
    row.url, row.site, row.looked_at = page.url, page.site[:200], ctx.now
    row.language, row.published_on = page.language, page.published_on
    if row.edited_at is None:
        row.title = clean(page.title)[:LONGEST_TITLE]
        row.description = clean(page.description)[:LONGEST_DESCRIPTION]


async def look_again(ctx: WorkContext, row: ShareRow, attempt: int) -> bool:
    """Have a page looked at again later, after so many attempts; return whether it will be."""
    if attempt >= len(AGAIN_AFTER):
        return False
    at = ctx.now + AGAIN_AFTER[attempt]
    await ctx.later("look", at, key=showing.looking(row), share=row.id, attempt=attempt + 1)
    return True


async def thank(ctx: WorkContext, member: Member, at: datetime) -> None:
    """Thank a person in private for a link that they shared at an instant, if it is their first one."""
    if await register.brought_before(ctx.session, member.id, at):
        return
    text = _(
        "Thank you for your first link: your colleagues can find it again by its words and its tags, it may "
        "stand in the next letter, and you can change it or take it back under its card, or with "
        "`/watch edit` and `/watch remove`."
    )
    await ctx.post(member, Post(text=text), key=f"thanks:{member.id}", unsolicited=True)
