"""What the search index holds of who is erased: the words of their notes, and their name."""

from __future__ import annotations

from sqlalchemy import select

from bot.language.terms import terms
from bot.plugin import EventContext, MemberErasing, TimerContext
from bot.store.search import Group, Query
from plugins.watch.declaration import plugin
from plugins.watch.index import entries_of, index, network_filter
from plugins.watch.models import NoteRow

_MOST = 2000
"""Shares that may name somebody: more name somebody else of that name, and hold it wherever else it is."""
_AT_ONCE = 200


@plugin.on(MemberErasing)
async def take_out(ctx: EventContext, event: MemberErasing) -> None:
    """Take shares out of the index that may hold words of theirs; what is left comes back right after.

    Their notes and their names go from the tables after this, in the same transaction.
    """
    shares = set(
        await ctx.session.scalars(select(NoteRow.share_id).where(NoteRow.member_id.in_(event.members)))
    )
    for name in (event.member.name, event.member.username):
        groups = [Group.of(term, required=True) for term in terms(name.replace(".", " ").replace("_", " "))]
        if groups:
            query = Query(groups, [[network_filter(ctx.network.id)]])
            shares |= {hit.id for hit in await index.search(ctx.session, query, limit=_MOST)}
    numbers = sorted(shares)
    await index.remove(ctx.session, numbers)
    for start in range(0, len(numbers), _AT_ONCE):
        some = ",".join(map(str, numbers[start : start + _AT_ONCE]))
        await ctx.later("find-again", ctx.now, key=f"find-again:{numbers[start]}", shares=some)


@plugin.timer("find-again")
async def find_again(ctx: TimerContext, shares: str) -> None:
    """Have shares be found as they are now."""
    await index.put(ctx.session, await entries_of(ctx.session, [int(share) for share in shares.split(",")]))
