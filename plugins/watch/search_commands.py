"""`/veille chercher` and `/veille tags`: finding again what colleagues shared."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from bot.chat.messages import Button, Post, Reply, Update
from bot.language.messages import Markup, Text, _, escape, ngettext
from bot.plugin import Context, Refusal, Rest, Tags
from plugins.watch import by_date, searching, tag_list, words
from plugins.watch.arguments import WordsAlone
from plugins.watch.authors import People, Whose, author_in
from plugins.watch.by_date import PAGE
from plugins.watch.declaration import plugin, watch
from plugins.watch.index import index
from plugins.watch.latest import latest
from plugins.watch.searching import Found
from plugins.watch.since import INTRODUCED, Since
from plugins.watch.tags import read_tags
from plugins.watch.wanted import LIKE, OF_TAGS, SINCE, WORDS, Wanted, without_links_named


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
    since: Annotated[Since | None, SINCE] = None,
    tags: Annotated[Tags, OF_TAGS] = (),
    text: Annotated[Rest | None, WORDS] = None,
) -> Reply:
    """Find shares by words, tags, days and who shared them: the best first, or without words the latest."""
    text = without_links_named((text or "").strip())
    whose = await author_in(ctx, text)
    by = whose.member.id if whose.member is not None else None
    wanted = Wanted(whose.words, read_tags(tags), since, by)
    if not (wanted.words.strip() or wanted.tags or wanted.since or wanted.by):
        return await latest_links(ctx)
    found = await searching.search(ctx.session, ctx.network.id, wanted, ctx.now)
    if not found.shares and whose.guessed:
        wanted, whose = Wanted(whose.guessed, wanted.tags, since), Whose(None, whose.guessed)
        found = await searching.search(ctx.session, ctx.network.id, wanted, ctx.now)
    if not found.shares:
        if whose.doubt is not None and whose.doubt.code == "several_members":
            raise whose.doubt
        return Reply(text=await _nothing(ctx, wanted, whose), private=True)
    said = [*_undated(text, wanted), *_guessed(whose), *_instead(found)]
    if since is not None:
        said.append(words.since_line(since, ctx.words))
    if found.more and not wanted.words.strip():
        post = await by_date.page(ctx, wanted)
    else:
        post = await _page(ctx, found.shares, 1, said, more=found.more)
    return Reply(text=post.text, buttons=post.buttons, private=True)


def _undated(text: str, wanted: Wanted) -> list[Text]:
    """Return that what follows `depuis` is a word as the others, where it is."""
    if wanted.since is not None or INTRODUCED.search(text) is None:
        return []
    return [_("What follows “since” is no day: I looked for all of these words.")]


def _guessed(whose: Whose) -> list[Text]:
    """Return that some words were taken for a name, which may have been looked for as they are."""
    if whose.member is None or not whose.guessed:
        return []
    return [
        _(
            "Of what {name} shared. Among the links of all: `/watch search {words}`.",
            name=words.named(whose.member),
            words=Markup(whose.guessed.replace("`", "'")),
        )
    ]


async def latest_links(ctx: Context) -> Reply:
    """Show what was shared last, to the first link of all."""
    if not await latest(ctx.session, ctx.network.id, Wanted(), 1):
        return Reply(text=_("No link is shared yet. `/watch` and a link share the first one."), private=True)
    post = await by_date.page(ctx, Wanted())
    hint = _(
        "To look for one among all: `/watch search digital identity`, or a tag: `/watch search #seniors`."
    )
    return Reply(text=ctx.words.join([post.text, hint]), buttons=post.buttons, private=True)


@watch.command(
    "derniers",
    english="latest",
    aliases=(
        *("dernier", "dernières", "derniers-liens", "nouveautés", "nouveauté", "nouveaux", "nouveaux-liens"),
        *("récents", "liens-récents", "tous-les-liens", "les-liens", "les-liens-partagés", "liens-partagés"),
        *("les-derniers-liens", "quoi-de-neuf", "news", "new", "recent"),
    ),
    summary=_("See what was shared last"),
    examples=_("/watch latest\n/watch latest #seniors"),
)
async def last_ones(
    ctx: Context,
    since: Annotated[Since | None, SINCE] = None,
    tags: Annotated[Tags, OF_TAGS] = (),
    text: Annotated[Rest | None, WORDS] = None,
) -> Reply:
    """Show what was shared last: of all, with tags, since a day, by somebody or about something."""
    return await search(ctx, since, tags, text)


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
    aliases=("tag", "hashtags", "hashtag", "etiquettes", "etiquette", "mots-cles"),
    instead=("chercher",),
    summary=_("See the tags of shared links, those used last first"),
    examples=_("/watch tags\n/watch tags seniors"),
)
async def tags(ctx: Context, text: Annotated[WordsAlone | None, LIKE] = None) -> Reply:
    """Show the tags in use, page by page, or those that are like some words."""
    post = await (tag_list.like(ctx, text) if text else tag_list.page(ctx, 1))
    return Reply(text=post.text, buttons=post.buttons, private=True)


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


async def _nothing(ctx: Context, wanted: Wanted, whose: Whose) -> Text:
    """Return that nothing was found, and what to try next."""
    lines: list[Text] = [_("I found no shared link for that.")]
    if wanted.since is not None:
        lines.insert(0, words.since_line(wanted.since, ctx.words))
    lines += _undated(wanted.words, wanted)
    if whose.doubt is not None:
        lines.append(_("- {line}", line=whose.doubt.text))
    people = await People(ctx).called(wanted.words) if wanted.by is None and wanted.words.strip() else ()
    if len(people) == 1:
        username = Markup(people[0].username.replace("`", "'"))
        lines.append(_("- What this person shared: `/watch search @{username}`", username=username))
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
