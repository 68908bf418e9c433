"""The parts of a card that nobody has to give: each is there by consent, which is written down."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.plugin import PersonalData, WorkContext
from bot.store.consents import give, withdraw
from plugins.directory.cards import Content, Kind

_OPTIONAL = (
    Kind.SPECIALITIES.value,
    Kind.APPETENCES.value,
    Kind.AUDIENCES.value,
    Kind.LANGUAGES.value,
    Kind.AVAILABILITY.value,
    "contact",
)


async def note_consents(ctx: WorkContext, member: int, content: Content) -> None:
    """Write down to which optional parts a member agrees: those that they filled in, and no other."""
    version = ctx.service(PersonalData).responsible.version
    for name in _OPTIONAL:
        say = give if getattr(content, name) else withdraw
        await say(ctx.session, ctx.network.id, member, f"directory.{name}", ctx.now, version)


async def withdraw_consents(
    session: AsyncSession, network: int, member: int, now: datetime, version: str
) -> None:
    """Write down that a member agrees to none of them any more."""
    for name in _OPTIONAL:
        await withdraw(session, network, member, f"directory.{name}", now, version)
