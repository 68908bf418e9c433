"""Telling: those who had voted are told what changed of the dates, once for all changes of some minutes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select

from bot.chat.messages import Button, Post, Style
from bot.language.catalogue import Words
from bot.language.messages import Text, _, escape
from bot.plugin import TimerContext
from bot.store.people import find_members
from plugins.meetings.declaration import plugin
from plugins.meetings.models import OptionRow, PollRow
from plugins.meetings.polls import register
from plugins.meetings.polls.spelling import spell_option


@plugin.timer("tell")
async def tell(ctx: TimerContext, poll: int) -> None:
    """Tell those who had voted what changed since they were last told."""
    row = await register.held(ctx.session, poll)
    if row is None or row.closed_at is not None:
        return
    options = await ctx.session.scalars(select(OptionRow).where(OptionRow.poll_id == poll))
    changes = _changes(options.all(), row.told_at)
    row.told_at = ctx.now
    if not changes:
        return
    button = Button(_("See my vote"), "vote", {"poll": poll}, Style.PRIMARY)
    voters = await register.voters(ctx.session, row)
    for member, reader in (await find_members(ctx.session, ctx.network.id, voters)).items():
        post = Post(text=_told(row, changes, ctx.words_for(reader)), buttons=(button,))
        await ctx.post(reader, post, key=f"tell:{poll}:{ctx.now.isoformat()}:{member}", unsolicited=True)


def _changes(
    options: Sequence[OptionRow], since: datetime | None
) -> list[tuple[OptionRow | None, OptionRow | None]]:
    """Return what changed since an instant, None for ever: a date as it was, and as it is.

    The one is None where it is new, the other where it is gone.
    """
    by_id = {one.id: one for one in options}
    was = {one.id for one in options if not _is_later(one.added_at, since)}
    found: list[tuple[OptionRow | None, OptionRow | None]] = []
    replaced: set[int] = set()
    for one in options:
        if one.removed_at is not None or one.id in was:
            continue
        old = one
        while old.moved_from is not None and old.id not in was:
            old = by_id[old.moved_from]
        is_moved = old.id in was and _is_later(old.removed_at, since)
        replaced.add(old.id)
        found.append((old if is_moved else None, one))
    gone = [one for one in options if one.id in was and _is_later(one.removed_at, since)]
    return [*found, *((one, None) for one in gone if one.id not in replaced)]


def _is_later(at: datetime | None, since: datetime | None) -> bool:
    return at is not None and (since is None or at > since)


def _told(row: PollRow, changes: Sequence[tuple[OptionRow | None, OptionRow | None]], words: Words) -> Text:
    zone = ZoneInfo(row.zone)
    lines: list[Text] = [_("The dates of “{title}” changed since you voted:", title=escape(row.title))]
    for old, new in changes:
        before = spell_option(old, zone, words) if old is not None else None
        after = spell_option(new, zone, words) if new is not None else None
        if before is None:
            lines.append(_("- added: {date}", date=after))
        elif after is None:
            lines.append(_("- removed: {date}", date=before))
        else:
            lines.append(_("- {old} becomes {new}", old=before, new=after))
    if any(new is not None for _old, new in changes):
        lines.append(_("Say whether the new dates suit you: your answers to the others still count."))
    return words.join(lines)
