"""The person's own list: the links that they keep, and those that they shared."""

from __future__ import annotations

from bot.chat.messages import Button, Post
from bot.language.messages import Markup, Text, _, ngettext
from bot.plugin import Context
from plugins.watch import own_list, words
from plugins.watch.own_list import Listed
from plugins.watch.wanted import Wanted

PAGE = 5
"""How many links one page shows."""
_MOST = 15
"""How many links are shown of those that answer."""


async def listing(ctx: Context, page: int = 1, *, said: Text | None = None) -> Post:
    """Return one page of the person's list; pages count from 1."""
    length = await own_list.list_length(ctx.session, ctx.network.id, ctx.member.id)
    last = max(1, -(-length // PAGE))
    page = min(max(page, 1), last)
    start = (page - 1) * PAGE
    found = await own_list.list_of(ctx.session, ctx.network.id, ctx.member.id, start, PAGE)
    lines: list[Text] = [said] if said is not None else []
    lines.append(_title(length))
    buttons: list[Button] = []
    for number, item in enumerate(found, start + 1):
        lines.append(await _line(ctx, number, item))
        buttons.append(_button(number, item, page))
    if page > 1:
        buttons.append(Button(_("Previous"), "my-page", {"page": page - 1}, name="previous"))
    if page < last:
        lines.append(_("Page {page} of {last}.", page=page, last=last))
        buttons.append(Button(_("Next"), "my-page", {"page": page + 1}, name="next"))
    return Post(text=ctx.words.join(lines), buttons=tuple(buttons))


async def found_in_list(ctx: Context, wanted: Wanted) -> Post:
    """Return what answers of the person's list: the latest `_MOST` of it."""
    found = await own_list.matching(ctx.session, ctx.network.id, ctx.member.id, wanted)
    if not found:
        return Post(text=_none(wanted))
    lines: list[Text] = [
        ngettext("{count} link of your list answers:", "{count} links of your list answer:", len(found))
    ]
    for number, item in enumerate(found[:_MOST], 1):
        lines.append(await _line(ctx, number, item))
    if len(found) > _MOST:
        lines.append(_("Say more exactly what you look for to see the others."))
    return Post(text=ctx.words.join(lines))


def _none(wanted: Wanted) -> Text:
    asked = " ".join((*(f"#{tag.name}" for tag in wanted.tags), *wanted.words.replace("`", "'").split()))
    if not asked:
        return _("Nothing in your list is of that time. `/watch my-links` shows all of it.")
    return _(
        "Nothing in your list answers to that. `/watch my-links` shows all of it, and `/watch search "
        "{words}` looks among what everybody shared.",
        words=Markup(asked),
    )


def _title(length: int) -> Text:
    if not length:
        return _(
            "Your list is empty. “Save” under a link keeps it here; so does `/watch save` with an address."
        )
    return ngettext("{count} link that you keep or shared:", "{count} links that you keep or shared:", length)


async def _line(ctx: Context, number: int, item: Listed) -> Text:
    row = item.row
    facts: list[Text] = [*words.facts(row, ctx.words, ctx.network.language)]
    facts.append(_said_of(item))
    return _(
        "{number}. {title} ({facts})",
        number=number,
        title=words.linked(row),
        facts=ctx.words.join(facts, ", "),
    )


def _said_of(item: Listed) -> Text:
    if item.is_saved and item.is_own:
        return _("kept, shared by you")
    if item.is_saved and item.row.removed_at is not None:
        return _("kept, not shared any more")
    return _("kept") if item.is_saved else _("shared by you")


def _button(number: int, item: Listed, page: int) -> Button:
    about: dict[str, int | str | bool] = {"share": item.row.id, "page": page}
    if item.is_saved:
        return Button(_("Drop {number}", number=number), "my-drop", about, name=f"drop-{number}")
    return Button(_("Edit {number}", number=number), "edit", {"share": item.row.id}, name=f"edit-{number}")
