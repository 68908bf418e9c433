"""Doubts about addresses: where nothing is at one, whoever shares it is asked before it is shared.

What they said of the link waits in a row for their answer, a week at most.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeGuard

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.chat.messages import Button, Post, Style
from bot.chat.people import Member
from bot.chat.places import Place
from bot.language.catalogue import Words
from bot.language.messages import Text, _
from bot.plugin import Context, DayPassed, EventContext, NotAllowed, Refusal, WorkContext
from plugins.watch import register, words
from plugins.watch.declaration import plugin
from plugins.watch.models import DoubtRow, Origin
from plugins.watch.pages.page import Page, Unreachable
from plugins.watch.tags import read_tags
from plugins.watch.taking import Wish


def is_nowhere(page: Page | Unreachable | None) -> TypeGuard[Unreachable]:
    """Return whether nothing is at the address that was looked at, as far as one can know."""
    return isinstance(page, Unreachable) and page.is_nowhere


async def keep(
    ctx: WorkContext,
    member: Member,
    wish: Wish,
    place: Place | None,
    origin: Origin = Origin.TYPED,
    message: str | None = None,
) -> DoubtRow:
    """Write down what a person says of a link until they say what becomes of it.

    It is for a `place`, or for one that is still to be asked. `message` is the one of that origin.
    """
    row = DoubtRow(
        network_id=ctx.network.id,
        member_id=member.id,
        place_id=place.id if place is not None else None,
        url=wish.url,
        origin=origin.value,
        message=message,
        asked_at=ctx.now,
    )
    say(row, wish)
    ctx.session.add(row)
    await ctx.session.flush()
    return row


def say(row: DoubtRow, wish: Wish) -> None:
    """Have a doubt be about what a person says of its link now."""
    row.tags, row.note = " ".join(tag.name for tag in wish.tags), wish.note


def wish_of(row: DoubtRow) -> Wish:
    """Return what the person said of the link."""
    return Wish(row.url, read_tags(row.tags.split()), row.note)


def question(reader: Words, row: DoubtRow, place: Place, page: Unreachable) -> Post:
    """Return the question to the person, and nobody else: whether it is the right address."""
    lines: list[Text] = [
        _("Is this the right address? {link}", link=words.link(row.url, row.url)),
        page.text,
        *_where_it_stands(row, place),
    ]
    about: dict[str, int | str | bool] = {"doubt": row.id}
    return Post(
        text=reader.join(lines),
        buttons=(
            correct_button(row),
            Button(_("Share all the same"), "doubt-share", about),
            Button(_("Drop it"), "doubt-drop", about),
        ),
    )


def _where_it_stands(row: DoubtRow, place: Place) -> list[Text]:
    channel = words.channel(place.name)
    if row.origin == Origin.TYPED:
        return [_("Nobody sees it in {channel} yet; what you wrote with it is kept.", channel=channel)]
    lines: list[Text] = [
        _("It stands in a message of {channel}, and is not in the shared watch yet.", channel=channel)
    ]
    if row.origin == Origin.TAGGED:
        lines.append(_("You can also correct your message: I read it again."))
    return lines


def correct_button(row: DoubtRow) -> Button:
    """Return the button that opens the form for another address."""
    return Button(_("Correct the address"), "doubt-correct", {"doubt": row.id}, Style.PRIMARY)


async def get(ctx: Context, doubt: int) -> DoubtRow:
    """Return a doubt that waits for the person's answer; who answers it at the same instant waits.

    Raises:
        Refusal: it does not wait any more.
        NotAllowed: somebody else was asked.
    """
    row = await ctx.session.get(DoubtRow, doubt, with_for_update=True)
    if row is None or row.network_id != ctx.network.id:
        raise Refusal(
            "answered",
            _(
                "This question does not wait any more: you answered it, the message changed, or it is more "
                "than a week old. `/watch` and the link share it."
            ),
        )
    if row.member_id != ctx.member.id:
        raise NotAllowed
    return row


async def of_message(session: AsyncSession, place: int, message: str) -> Sequence[DoubtRow]:
    """Return the doubts about links of a message."""
    found = await session.scalars(
        select(DoubtRow).where(DoubtRow.message == message, DoubtRow.place_id == place).order_by(DoubtRow.id)
    )
    return found.all()


@plugin.on(DayPassed)
async def forget_old(ctx: EventContext, _event: DayPassed) -> None:
    """Forget doubts to which nobody answered for a while."""
    old = ctx.now - register.KEPT_REMOVED
    await ctx.session.execute(
        delete(DoubtRow).where(DoubtRow.network_id == ctx.network.id, DoubtRow.asked_at < old)
    )
