"""The person's own list: the links that they keep, and those that they shared."""

from __future__ import annotations

from bot.chat.messages import Button, Post
from bot.language.messages import Text, _, ngettext
from bot.plugin import Context
from plugins.watch import own_list, words
from plugins.watch.own_list import Listed

PAGE = 5
"""How many links one page shows."""


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
