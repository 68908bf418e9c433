"""The tags of shared links: all of them page by page, those used last first, or those like some words."""

from __future__ import annotations

import re

from bot.chat.messages import Button, Post, Update
from bot.language.folding import fold
from bot.language.messages import Markup, Text, _, escape, ngettext
from bot.plugin import Context
from plugins.watch import searching, words
from plugins.watch.declaration import plugin
from plugins.watch.searching import TagInUse
from plugins.watch.tags import Tag, typed_tags

_SHOWN = 30
_PARTS = re.compile(r"[-_]")


async def page(ctx: Context, number: int) -> Post:
    """Return a page of all tags in use, from 1 on."""
    found = await searching.tags_in_use(ctx.session, ctx.network.id)
    if not found:
        return _none_yet()
    last = -(-len(found) // _SHOWN)
    number = min(max(number, 1), last)
    lines: list[Text] = [
        ngettext("{count} tag, used last first:", "{count} tags, those used last first:", len(found)),
        *(_line(tag) for tag in found[(number - 1) * _SHOWN : number * _SHOWN]),
    ]
    buttons = []
    if last > 1:
        lines.append(_("Page {page} of {last}.", page=number, last=last))
    if number > 1:
        buttons.append(Button(_("Previous"), "tags-page", {"number": number - 1}, name="previous"))
    if number < last:
        buttons.append(Button(_("Next"), "tags-page", {"number": number + 1}, name="next"))
    lines.append(_ways())
    return Post(text=ctx.words.join(lines), buttons=tuple(buttons))


@plugin.action("tags-page")
async def turn(ctx: Context, number: int) -> Update:
    """Show another page of the tags in use."""
    post = await page(ctx, number)
    return Update(text=post.text, buttons=post.buttons)


async def like(ctx: Context, typed: str) -> Post:
    """Return the tags in use of which a part begins like one of some words, else those spelt nearly so."""
    found = await searching.tags_in_use(ctx.session, ctx.network.id)
    if not found:
        return _none_yet()
    asked = typed_tags(typed)
    near = [tag for tag in found if any(_begins(tag, one) for one in asked)]
    if not near:
        close = {
            name for one in asked for name in await searching.tags_like(ctx.session, ctx.network.id, one.name)
        }
        near = [tag for tag in found if close.intersection(tag.names)]
    if not near:
        return Post(
            text=_(
                "No tag is like “{typed}”. `/watch search {words}` looks in the titles, the notes and the "
                "descriptions too; `/watch tags` shows all tags.",
                typed=escape(typed),
                words=Markup(typed.replace("`", "'")),
            )
        )
    lines: list[Text] = [
        ngettext(
            "{count} tag like “{typed}”:", "{count} tags like “{typed}”:", len(near), typed=escape(typed)
        ),
        *(_line(tag) for tag in near[:_SHOWN]),
        _ways(),
    ]
    return Post(text=ctx.words.join(lines))


def _begins(tag: TagInUse, asked: Tag) -> bool:
    """Return whether a name of a tag, or a part of one, begins as was asked: `aide` in `numérique-aide`."""
    names = [fold(name) for name in tag.names]
    beginnings = [part for name in names for part in (name, *_PARTS.split(name))]
    return any(one.startswith((asked.folded, asked.stem)) for one in beginnings)


def _line(tag: TagInUse) -> Text:
    return ngettext(
        "- {tags}: {count} link", "- {tags}: {count} links", tag.count, tags=words.tag_line(tag.names)
    )


def _ways() -> Text:
    return _("To see links: `/watch search #tag`. To be told of new ones: `/watch subscribe #tag`.")


def _none_yet() -> Post:
    return Post(
        text=_("No shared link has a tag yet. Write some after the link: `/watch LINK #seniors #mobile`.")
    )
