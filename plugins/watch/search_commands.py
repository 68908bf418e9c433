"""`/veille chercher` and `/veille tags`: finding again what colleagues shared."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from bot.chat.messages import Button, Post, Reply, Update
from bot.language.messages import Markup, Text, _, escape, ngettext
from bot.plugin import Arg, Context, Refusal, Rest, Tags
from plugins.watch import searching, words
from plugins.watch.declaration import plugin, watch
from plugins.watch.index import index
from plugins.watch.searching import Found, Listed, Wanted
from plugins.watch.since import Since
from plugins.watch.tags import read_tags

PAGE = 5
"""How many links one page shows."""
_WORDS = Arg(_("words"), help=_("what you remember of it, in any order."), example=_("digital identity"))
_TAGS = Arg(_("tags"), help=_("only links that have all of these tags."), example=Markup("#seniors"))
_SINCE = Arg(_("since"), help=_("only links shared since that day."), example=_("since 3 months"))


@watch.command(
    "chercher",
    english="search",
    aliases=("cherche", "rechercher", "recherche", "trouver", "retrouver", "find"),
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
    """Find shares by words, tags and days; the best first."""
    wanted = Wanted(text or "", read_tags(tags), since)
    if not (wanted.words.strip() or wanted.tags or wanted.since):
        raise Refusal(
            "nothing_asked",
            _("Say what you look for, for example: `/watch search digital identity`, or a tag: `#seniors`."),
        )
    found = await searching.search(ctx.session, ctx.network.id, wanted, ctx.now)
    if not found.shares:
        return Reply(text=await _nothing(ctx, wanted), private=True)
    post = await _page(ctx, found.shares, 1, _instead(found))
    return Reply(text=post.text, buttons=post.buttons, private=True)


@plugin.action("found-page")
async def turn(ctx: Context, shares: str, number: int) -> Update:
    """Show another page of what was found."""
    try:
        found = [int(share) for share in shares.split(",")]
    except ValueError:
        raise Refusal("stale_button", _("This list is too old: search again.")) from None
    post = await _page(ctx, found, number, [])
    return Update(text=post.text, buttons=post.buttons)


@watch.command(
    "tags",
    english="tags",
    aliases=("tag", "etiquettes", "etiquette", "mots-cles"),
    summary=_("See the tags of shared links, those used last first"),
)
async def tags(ctx: Context) -> Reply:
    """Show the tags in use."""
    found = await searching.tags_in_use(ctx.session, ctx.network.id)
    if not found:
        return Reply(
            text=_(
                "No shared link has a tag yet. Write some after the link: `/watch LINK #seniors #mobile`."
            ),
            private=True,
        )
    lines: list[Text] = [
        ngettext("{count} tag, used last first:", "{count} tags, those used last first:", len(found)),
        *(_tag_line(tag) for tag in found[: searching.MOST_TAGS]),
    ]
    if len(found) > searching.MOST_TAGS:
        more = len(found) - searching.MOST_TAGS
        lines.append(ngettext("… and {count} older one.", "… and {count} older ones.", more))
    lines.append(_("To see links: `/watch search #tag`. To be told of new ones: `/watch subscribe #tag`."))
    return Reply(text=ctx.words.join(lines), private=True)


def _tag_line(tag: searching.TagInUse) -> Text:
    return ngettext(
        "- {tags}: {count} link", "- {tags}: {count} links", tag.count, tags=words.tag_line(tag.names)
    )


async def _page(ctx: Context, shares: Sequence[int], number: int, said: Sequence[Text]) -> Post:
    """Return one page of these shares, from 1 on."""
    last = max(1, -(-len(shares) // PAGE))
    number = min(max(number, 1), last)
    start = (number - 1) * PAGE
    shown = await searching.listed(ctx.session, ctx.network.id, shares[start : start + PAGE])
    lines: list[Text] = [*said, _counted(len(shares))]
    lines += [await line(ctx, place, item) for place, item in enumerate(shown, start + 1)]
    if last > 1:
        lines.append(_("Page {page} of {last}.", page=number, last=last))
    about: dict[str, int | str | bool] = {"shares": ",".join(map(str, shares))}
    buttons = []
    if number > 1:
        buttons.append(Button(_("Previous"), "found-page", {**about, "number": number - 1}, name="previous"))
    if number < last:
        buttons.append(Button(_("Next"), "found-page", {**about, "number": number + 1}, name="next"))
    return Post(text=ctx.words.join(lines), buttons=tuple(buttons))


def _counted(count: int) -> Text:
    if count >= searching.MOST:
        return _("Here are the {count} links that answer best:", count=count)
    return ngettext("{count} link found:", "{count} links found:", count)


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
