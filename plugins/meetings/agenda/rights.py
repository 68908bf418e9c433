"""Who may do what with an agenda: anybody proposes, who organises or coordinates orders it."""

from __future__ import annotations

from bot.language.messages import _
from bot.plugin import Context, NotAllowed
from plugins.meetings.agenda.models import ItemRow
from plugins.meetings.agenda.register import Agenda
from plugins.meetings.coordinating import coordinates
from plugins.meetings.gatherings import managing

_NOT_YOURS = _("Only who proposed this item, who organises the meeting and who coordinates can do that.")


async def may_manage(ctx: Context, agenda: Agenda) -> bool:
    """Return whether the person may order an agenda; what waits in a channel is for who coordinates there."""
    if agenda.meeting is not None:
        return await managing.may_manage(ctx, agenda.meeting)
    return await coordinates(ctx, [agenda.place])


async def check_manages(ctx: Context, agenda: Agenda) -> None:
    """Check that the person may order an agenda.

    Raises:
        NotAllowed: only others may.
    """
    if not await may_manage(ctx, agenda):
        raise NotAllowed(managing.ONLY_OTHERS)


async def check_may_change(ctx: Context, agenda: Agenda, row: ItemRow) -> None:
    """Check that the person may rewrite or withdraw an item: their own, or any where they manage.

    Raises:
        NotAllowed: only others may.
    """
    if row.member_id != ctx.member.id and not await may_manage(ctx, agenda):
        raise NotAllowed(_NOT_YOURS)
