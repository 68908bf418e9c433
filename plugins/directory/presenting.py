"""Cards that are drawn to be presented in a meeting, and what somebody means of their own card."""

from __future__ import annotations

from bot.chat.messages import Button, Reply
from bot.chat.places import PlaceKind
from bot.language.folding import fold, nearest
from bot.language.messages import Markup, Text, _
from bot.plugin import Context, Refusal
from bot.territory import Area, Level
from plugins.directory import operations
from plugins.directory.cards import Content, Kind, State, Visibility
from plugins.directory.declaration import plugin
from plugins.directory.drawing import draw, note_drawn
from plugins.directory.models import CardRow
from plugins.directory.rows import content_of
from plugins.directory.showing import card_text
from plugins.directory.visibility import is_shown

_DRAWN = 2


async def drawn(ctx: Context, *, with_own: bool) -> Reply:
    """Draw two cards: one's own and another, or two others; only those that the whole network may see.

    Raises:
        Refusal: there is none to draw.
    """
    own = await operations.own_card(ctx, ctx.member)
    rows: list[CardRow] = []
    if own is not None and with_own and _may_be_drawn(ctx, own):
        rows.append(own)
        await note_drawn(ctx.session, ctx.network.id, rows, ctx.now)
    without = [own.id] if own is not None else []
    code = ctx.place.territory
    near = (Area(Level.DEPARTEMENT, code),) if code else ()
    others = await draw(
        ctx.session, ctx.network.id, ctx.now, count=_DRAWN - len(rows), without=without, near=near
    )
    if not others and rows:
        raise Refusal("no_card_to_draw", _("There is no other card to draw yet: yours is the only one."))
    if not others:
        raise Refusal(
            "no_card_to_draw",
            _(
                "There is no card to draw yet: those that are paused, or not for the whole network, stay "
                "out of it. "
                "`/directory` followed by a sentence writes yours."
            ),
        )
    rows += others
    texts = [card_text(row, content_of(row), ctx.words, ctx.now, own=False) for row in rows]
    return Reply(
        text=Markup("\n\n".join([ctx.words(_heading(len(rows), with_own=len(rows) > len(others))), *texts])),
        buttons=(Button(_("Draw two others"), "draw"),),
        public=ctx.place.kind is not PlaceKind.DM,
    )


@plugin.action("draw")
async def draw_again(ctx: Context) -> Reply:
    """Draw two other cards."""
    return await drawn(ctx, with_own=False)


def meant_value(content: Content, typed: str) -> str | None:
    """Return the value of a card that somebody types, None if there is none like it."""
    values = {fold(value): value for kind in Kind for value in content.values(kind)}
    close = nearest(typed, values, 1)
    return values[close[0]] if close else None


def _may_be_drawn(ctx: Context, row: CardRow) -> bool:
    is_public = row.state == State.PUBLISHED and row.visibility == Visibility.NETWORK
    return is_public and is_shown(row, ctx.now)


def _heading(count: int, *, with_own: bool) -> Text:
    if count < _DRAWN:
        return _("One card to present: there is no other yet. What could you do together?")
    if with_own:
        return _(
            "Two cards to present: yours, and the one of a colleague. What do they make you want to do "
            "together?"
        )
    return _("Two cards to present. Who knows them? What could you do together?")
