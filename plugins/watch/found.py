"""What was found for somebody's subscriptions, as they are told it: one DM, the rest behind a button."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from sqlalchemy import select

from bot.chat.messages import Button, Post, Reply
from bot.chat.people import Member
from bot.language.messages import Text, _, escape, ngettext
from bot.plugin import Context, Refusal, WorkContext
from plugins.watch import searching, words
from plugins.watch.declaration import plugin
from plugins.watch.feeds.models import EntryRow
from plugins.watch.searching import Listed

PAGE = 15
"""So many links one message lists."""
MOST = 200
"""So many links are told at a time, by a message and what its button gives; the others come the next time."""


class Found(NamedTuple):
    """A share, or an entry of a feed."""

    share: int | None
    entry: int | None

    def spell(self) -> str:
        """Return it as buttons carry it."""
        return f"s{self.share}" if self.share is not None else f"e{self.entry}"

    @classmethod
    def read(cls, text: str) -> Found:
        """Return what a button carries.

        Raises:
            ValueError: it is nothing of the kind.
        """
        number = int(text[1:])
        return cls(number, None) if text[0] == "s" else cls(None, number)


async def post(
    ctx: WorkContext, member: Member, found: Sequence[Found], why: Mapping[Found, Sequence[str]]
) -> Post | None:
    """Return what somebody is told, None if nothing of it is left; `why` are subscriptions that found it."""
    lines = await _lines(ctx, member, found, why)
    if not lines:
        return None
    heading = ngettext("{count} link that you asked for:", "{count} links that you asked for:", len(lines))
    return _page(ctx, member, heading, lines)


@plugin.action("found-more")
async def more(ctx: Context, rest: str) -> Reply:
    """Tell the further ones."""
    try:
        found = [Found.read(one) for one in rest.split(",")]
    except (ValueError, IndexError):
        raise Refusal("stale_button", _("This list is too old: search again.")) from None
    lines = await _lines(ctx, ctx.member, found, {})
    if not lines:
        return Reply(text=_("These links are not there any more."), private=True)
    page = _page(ctx, ctx.member, _("And these:"), lines)
    return Reply(text=page.text, buttons=page.buttons, private=True)


def _page(ctx: WorkContext, member: Member, heading: Text, lines: Mapping[Found, Text]) -> Post:
    said = [heading, *list(lines.values())[:PAGE]]
    buttons = [Button(_("My subscriptions"), "found-list")]
    rest = list(lines)[PAGE:]
    if rest:
        said.append(ngettext("… and {count} more.", "… and {count} more.", len(rest)))
        carried = ",".join(one.spell() for one in rest)
        buttons.insert(0, Button(_("Show more"), "found-more", {"rest": carried}))
    return Post(text=ctx.words_for(member).join(said), buttons=tuple(buttons))


async def _lines(
    ctx: WorkContext, member: Member, found: Sequence[Found], why: Mapping[Found, Sequence[str]]
) -> dict[Found, Text]:
    """Return the lines of what is still there, shares first."""
    shares = [one.share for one in found if one.share is not None]
    entries = [one.entry for one in found if one.entry is not None]
    said: dict[Found, Text] = {}
    for item in await searching.listed(ctx.session, ctx.network.id, shares):
        if item.row.member_id != member.id:
            said[Found(item.row.id, None)] = await _share_line(ctx, member, item)
    rows = await ctx.session.scalars(select(EntryRow).where(EntryRow.id.in_(entries)).order_by(EntryRow.id))
    for row in rows:
        if row.network_id == ctx.network.id:
            title = words.link(row.title, row.url) if row.url is not None else words.in_short(row.title)
            said[Found(None, row.id)] = title
    return {one: _because(line, why.get(one, ())) for one, line in said.items()}


async def _share_line(ctx: WorkContext, member: Member, item: Listed) -> Text:
    """Return the line of a share: its title, its facts, who shared it."""
    speaks = ctx.words_for(member)
    facts = words.facts(item.row, speaks, ctx.network.language)
    by = await ctx.find_member(item.row.member_id) if item.row.member_id is not None else None
    if by is not None:
        facts.append(_("shared by {name}", name=words.named(by)))
    return _("{title} ({facts})", title=words.linked(item.row), facts=speaks.join(facts, ", "))


def _because(line: Text, why: Sequence[str]) -> Text:
    if not why:
        return _("- {line}", line=line)
    return _("- {line} – {why}", line=line, why=escape(", ".join(dict.fromkeys(why))))
