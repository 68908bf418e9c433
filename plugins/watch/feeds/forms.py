"""The form in which one says how a channel follows a feed."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel

from bot.chat.messages import Reply
from bot.language.messages import _
from bot.plugin import Context, FormRefusal, OpenForm
from plugins.watch.declaration import plugin
from plugins.watch.feeds import following, showing
from plugins.watch.feeds.arguments import EXCLUDE, INCLUDE, MAXIMUM, MODE, ADayArgument, WordsArgument
from plugins.watch.feeds.following import MOST_A_DAY, Wish
from plugins.watch.feeds.models import LONGEST_WORDS, Mode
from plugins.watch.feeds.rows import Follow


class Following(BaseModel):
    """How a channel follows a feed."""

    mode: Annotated[Literal["now", "letter"], MODE]
    include: Annotated[str | None, WordsArgument(), INCLUDE] = None
    exclude: Annotated[str | None, WordsArgument(), EXCLUDE] = None
    maximum: Annotated[int, ADayArgument(), MAXIMUM]


def open_form(row: Follow) -> OpenForm:
    """Return the form, as the channel follows the feed now."""
    values = {
        "mode": row.mode,
        "include": row.include,
        "exclude": row.exclude,
        "maximum": str(row.maximum),
    }
    return OpenForm(form="feed", values=values, arguments={"follow": row.id})


@plugin.form("feed", Following, title=_("Edit the feed"), submit=_("Save"))
async def edit(ctx: Context, form: Following, follow: int) -> Reply:
    """Change how a channel follows a feed."""
    row = await following.touched(ctx, follow)
    if not 1 <= form.maximum <= MOST_A_DAY:
        raise FormRefusal({"maximum": following.bad_maximum()})
    for name, words in (("include", form.include), ("exclude", form.exclude)):
        if words and len(words) > LONGEST_WORDS:
            raise FormRefusal({name: following.too_many_words()})
    await following.change(
        ctx, row, Wish(Mode(form.mode), form.include or "", form.exclude or "", form.maximum)
    )
    post = showing.one(ctx, await following.shown(ctx, follow), said=_("Changed."))
    return Reply(text=post.text, buttons=post.buttons)
