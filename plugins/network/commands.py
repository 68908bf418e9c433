"""The commands that a person may use."""

from __future__ import annotations

from collections.abc import Sequence

from bot.chat import Role
from bot.plugin import CommandCatalogue, CommandHelp, CompletionContext, Context


async def commands_for(ctx: Context | CompletionContext) -> Sequence[CommandHelp]:
    """Return the commands that the person may use here, in the order of declaration."""
    role = Role.MEMBER
    for higher in (Role.COORDINATOR, Role.ADMIN):
        if not await ctx.may(higher):
            break
        role = higher
    return await ctx.service(CommandCatalogue).commands(ctx.network.id, role)
