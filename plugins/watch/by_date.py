"""What was found by date, shown page by page: each page knows where it ends, to the first link of all."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.chat.messages import Button, Post, Update
from bot.language.messages import Text, _, ngettext
from bot.plugin import Context, Refusal
from plugins.watch import searching, words
from plugins.watch.declaration import plugin
from plugins.watch.latest import Edge, latest
from plugins.watch.searching import Listed
from plugins.watch.tags import read_tags
from plugins.watch.wanted import Wanted

PAGE = 5
"""How many links one page shows."""
_BEGAN = datetime(1970, 1, 1, tzinfo=UTC)
_TICK = timedelta(microseconds=1)


async def page(
    ctx: Context, wanted: Wanted, edge: Edge | None = None, first: int = 1, *, newer: bool = False
) -> Post:
    """Return the page after an edge, or if `newer` the one before it; it begins with number `first`."""
    found = await latest(ctx.session, ctx.network.id, wanted, PAGE + 1, edge, newer=newer)
    if newer and len(found) <= PAGE:  # the very first page, with whatever was shared meanwhile
        return await page(ctx, wanted)
    shown = found[-PAGE:] if newer else found[:PAGE]
    items = await searching.listed(ctx.session, ctx.network.id, [one.share for one in shown])
    if not items:
        gone = _("These links are not there any more.")
        return Post(text=gone if edge is not None else _("I found no shared link for that."))
    last = first + len(items) - 1
    lines: list[Text] = [words.since_line(wanted.since, ctx.words)] if wanted.since is not None else []
    lines.append(_("Links {first} to {last}, the latest first:", first=first, last=last))
    lines += [await line(ctx, number, item) for number, item in enumerate(items, first)]
    buttons = []
    if edge is not None:
        buttons.append(_button(_("Previous"), wanted, shown[0], max(1, first - PAGE), newer=True))
    if newer or len(found) > PAGE:
        buttons.append(_button(_("Next"), wanted, shown[-1], last + 1, newer=False))
    return Post(text=ctx.words.join(lines), buttons=tuple(buttons))


def _button(label: Text, wanted: Wanted, edge: Edge, first: int, *, newer: bool) -> Button:
    about: dict[str, int | str | bool] = {
        "tags": " ".join(tag.name for tag in wanted.tags),
        "since": _spelt(wanted.since) if wanted.since is not None else 0,
        "by": wanted.by or 0,
        "at": _spelt(edge.at),
        "share": edge.share,
        "first": first,
        "newer": newer,
    }
    return Button(label, "found-date", about, name="previous" if newer else "next")


@plugin.action("found-date")
async def turn(
    ctx: Context, tags: str, since: int, by: int, at: int, share: int, first: int, *, newer: bool
) -> Update:
    """Show another page of what was found by date."""
    try:
        edge, day = Edge(_read(at), share), _read(since) if since else None
    except OverflowError:
        raise Refusal("stale_button", _("This list is too old: search again.")) from None
    member = await ctx.find_member(by) if by else None
    if by and member is None:
        return Update(text=_("These links are not there any more."))
    wanted = Wanted("", read_tags(tags.split()), day, member.id if member is not None else None)
    post = await page(ctx, wanted, edge, first, newer=newer)
    return Update(text=post.text, buttons=post.buttons)


def _spelt(at: datetime) -> int:
    """Return an instant as buttons carry it: microseconds since 1970."""
    return (at - _BEGAN) // _TICK


def _read(spelt: int) -> datetime:
    return _BEGAN + spelt * _TICK


async def line(ctx: Context, number: int, item: Listed) -> Text:
    """Return the line of a share in a list: its title as a link, its facts, who shared it when, its tags."""
    facts = [*words.facts(item.row, ctx.words, ctx.network.language)]
    by = await ctx.find_member(item.row.member_id) if item.row.member_id is not None else None
    day = words.day(item.row.created_at, ctx.words)
    facts.append(_("shared on {day}", day=day) if by is None else _shared(words.named(by), day))
    if item.useful:
        facts.append(ngettext("useful to {count} person", "useful to {count} people", item.useful))
    said = _(
        "{number}. {title} ({facts})",
        number=number,
        title=words.linked(item.row),
        facts=ctx.words.join(facts, ", "),
    )
    return ctx.words.join([said, words.tag_line(item.tags)], " ") if item.tags else said


def _shared(name: Text, day: object) -> Text:
    return _("shared by {name} on {day}", name=name, day=day)
