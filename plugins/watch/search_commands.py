"""`/veille chercher` and `/veille tags`: finding again what colleagues shared."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from bot.chat.messages import Button, Post, Reply, Update
from bot.language.messages import Markup, Text, _, escape, ngettext
from bot.plugin import Arg, Context, Refusal, Rest, Tags
from plugins.watch import by_date, searching, words
from plugins.watch.authors import author_in
from plugins.watch.by_date import PAGE
from plugins.watch.declaration import plugin, watch
from plugins.watch.index import index
from plugins.watch.searching import Found
from plugins.watch.since import Since
from plugins.watch.tags import read_tags
from plugins.watch.wanted import Wanted

_TAGS_SHOWN = 30
_WORDS = Arg(_("words"), help=_("what you remember of it, in any order."), example=_("digital identity"))
_TAGS = Arg(_("tags"), help=_("only links that have all of these tags."), example=Markup("#seniors"))
_SINCE = Arg(_("since"), help=_("only links shared since that day."), example=_("since 3 months"))


@watch.command(
    "chercher",
    english="search",
    aliases=("cherche", "rechercher", "recherche", "trouver", "trouve", "retrouver", "retrouve", "find"),
    summary=_("Find a link that colleagues shared"),
    examples=_(
        "/watch search digital identity\n/watch search #seniors since 3 months\n"
        "/watch search home help #seniors since March"
    ),
)
async def search(
    ctx: Context,
    since: Annotated[Since | None, _SINCE] = None,
    tags: Annotated[Tags, _TAGS] = (),
    text: Annotated[Rest | None, _WORDS] = None,
) -> Reply:
    """Find shares by words, tags, days and who shared them: the best first, or without words the latest."""
    author, words_left = await author_in(ctx, text or "")
    wanted = Wanted(words_left, read_tags(tags), since, author.id if author is not None else None)
    if not (wanted.words.strip() or wanted.tags or wanted.since or wanted.by):
        raise Refusal(
            "nothing_asked",
            _("Say what you look for, for example: `/watch search digital identity`, or a tag: `#seniors`."),
        )
    found = await searching.search(ctx.session, ctx.network.id, wanted, ctx.now)
    if not found.shares:
        return Reply(text=await _nothing(ctx, wanted), private=True)
    if found.more and not wanted.words.strip():
        post = await by_date.page(ctx, wanted)
    else:
        post = await _page(ctx, found.shares, 1, _instead(found), more=found.more)
    return Reply(text=post.text, buttons=post.buttons, private=True)


async def latest_links(ctx: Context) -> Reply:
    """Show what was shared last, to the first link of all."""
    post = await by_date.page(ctx, Wanted())
    return Reply(text=post.text, buttons=post.buttons, private=True)


@plugin.action("found-page")
async def turn(ctx: Context, shares: str, number: int, *, more: bool = False) -> Update:
    """Show another page of what was found."""
    try:
        found = [int(share) for share in shares.split(",")]
    except ValueError:
        raise Refusal("stale_button", _("This list is too old: search again.")) from None
    post = await _page(ctx, found, number, [], more=more)
    return Update(text=post.text, buttons=post.buttons)


@watch.command(
    "tags",
    english="tags",
    aliases=("tag", "etiquettes", "etiquette", "mots-cles"),
    summary=_("See the tags of shared links, those used last first"),
)
async def tags(ctx: Context) -> Reply:
    """Show the tags in use, page by page."""
    post = await _tags_page(ctx, 1)
    return Reply(text=post.text, buttons=post.buttons, private=True)


@plugin.action("tags-page")
async def turn_tags(ctx: Context, number: int) -> Update:
    """Show another page of the tags in use."""
    post = await _tags_page(ctx, number)
    return Update(text=post.text, buttons=post.buttons)


async def _tags_page(ctx: Context, number: int) -> Post:
    found = await searching.tags_in_use(ctx.session, ctx.network.id)
    if not found:
        return Post(
            text=_("No shared link has a tag yet. Write some after the link: `/watch LINK #seniors #mobile`.")
        )
    last = -(-len(found) // _TAGS_SHOWN)
    number = min(max(number, 1), last)
    lines: list[Text] = [
        ngettext("{count} tag, used last first:", "{count} tags, those used last first:", len(found)),
        *(_tag_line(tag) for tag in found[(number - 1) * _TAGS_SHOWN : number * _TAGS_SHOWN]),
    ]
    buttons = []
    if last > 1:
        lines.append(_("Page {page} of {last}.", page=number, last=last))
    if number > 1:
        buttons.append(Button(_("Previous"), "tags-page", {"number": number - 1}, name="previous"))
    if number < last:
        buttons.append(Button(_("Next"), "tags-page", {"number": number + 1}, name="next"))
    lines.append(_("To see links: `/watch search #tag`. To be told of new ones: `/watch subscribe #tag`."))
    return Post(text=ctx.words.join(lines), buttons=tuple(buttons))


def _tag_line(tag: searching.TagInUse) -> Text:
    return ngettext(
        "- {tags}: {count} link", "- {tags}: {count} links", tag.count, tags=words.tag_line(tag.names)
    )


async def _page(
    ctx: Context, shares: Sequence[int], number: int, said: Sequence[Text], *, more: bool
) -> Post:
    """Return one page of these shares, from 1 on; there may be `more` of them, which answer less well."""
    last = max(1, -(-len(shares) // PAGE))
    number = min(max(number, 1), last)
    start = (number - 1) * PAGE
    shown = await searching.listed(ctx.session, ctx.network.id, shares[start : start + PAGE])
    lines: list[Text] = [*said, _counted(len(shares), more=more)]
    lines += [await by_date.line(ctx, place, item) for place, item in enumerate(shown, start + 1)]
    if last > 1:
        lines.append(_("Page {page} of {last}.", page=number, last=last))
    about: dict[str, int | str | bool] = {"shares": ",".join(map(str, shares)), "more": more}
    buttons = []
    if number > 1:
        buttons.append(Button(_("Previous"), "found-page", {**about, "number": number - 1}, name="previous"))
    if number < last:
        buttons.append(Button(_("Next"), "found-page", {**about, "number": number + 1}, name="next"))
    return Post(text=ctx.words.join(lines), buttons=tuple(buttons))


def _counted(count: int, *, more: bool) -> Text:
    if more:
        return ngettext(
            "Here is the {count} link that answers best; say more exactly what you look for to see others:",
            "Here are the {count} links that answer best; say more exactly what you look for to see others:",
            count,
        )
    return ngettext("{count} link found:", "{count} links found:", count)


def _instead(found: Found) -> list[Text]:
    return [
        _("Nothing has “{typed}”: this is what has “{word}”.", typed=typed, word=word)
        for typed, word in found.instead.items()
    ]


async def _nothing(ctx: Context, wanted: Wanted) -> Text:
    """Return that nothing was found, and what to try next."""
    lines: list[Text] = [_("I found no shared link for that.")]
    like = [
        name
        for tag in wanted.tags
        for name in await searching.tags_like(ctx.session, ctx.network.id, tag.name)
        if name != tag.name
    ]
    if like:
        lines.append(_("- There is this tag: {tags}", tags=words.tag_line(list(dict.fromkeys(like))[:3])))
    words_like = await _words_like(ctx, wanted)
    if words_like:
        lines.append(_("- Perhaps you meant: {words}", words=escape(", ".join(words_like))))
    if len(wanted.words.split()) > 1:
        lines.append(_("- Try with fewer words, or others that say the same."))
    if wanted.tags and wanted.words.strip():
        lines.append(_("- Try without the tag."))
    if wanted.since is not None:
        lines.append(_("- Try without “since”: it may be older."))
    lines.append(_("- `/watch tags` shows the tags in use; `/watch subscribe` tells you when one comes."))
    return ctx.words.join(lines)


async def _words_like(ctx: Context, wanted: Wanted) -> list[str]:
    """Return words of shares for which those that were typed may be slips."""
    known = await index.words(ctx.session)
    found = [word for typed in wanted.words.split()[:8] for word, _like in known.correct(typed)[:2]]
    return [word for word in dict.fromkeys(found) if word not in wanted.words.lower()][:4]
