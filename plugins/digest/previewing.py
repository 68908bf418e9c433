"""Looking at a letter before it goes, for anybody in its channel; asking before it is sent at once."""

from __future__ import annotations

from datetime import timedelta

from bot.chat.messages import Button, Post, Reply, Style
from bot.chat.places import Place
from bot.language.messages import Markup, Text, _
from bot.plugin import Context
from plugins.digest import audience, register, showing
from plugins.digest.composing import compose
from plugins.digest.documents import Document, sections_of_parts
from plugins.digest.models import SeriesRow
from plugins.digest.sending import nothing_to_tell
from plugins.digest.standing import may_prepare

_LOOKED_BACK = timedelta(days=7)
"""A channel without a letter is shown what one would tell of so long."""


async def preview_reply(ctx: Context, series: SeriesRow | None, place: Place) -> Reply:
    """Return what the letter of a channel would say now; its draft, with what can be done, to who may."""
    letter = await register.open_letter(ctx.session, series) if series is not None else None
    if series is not None and letter is not None:
        if await may_prepare(ctx, series):
            return _reply(await showing.draft_post(ctx, series, letter, words=ctx.words))
        shown = await showing.document_of(ctx, series, letter)
    else:
        shown = await _composed(ctx, series, place)
    if shown.is_empty:
        return Reply(text=_("Preview: there is nothing to tell for now."), private=True)
    said = _("Preview: if the letter went now, it would say this. Nobody else sees it.")
    return _letter_reply(ctx, said, shown)


async def ask_to_send(ctx: Context, series: SeriesRow) -> Reply:
    """Return what would be sent now, with the button that does it.

    Raises:
        Refusal: there is nothing to tell.
    """
    letter = await register.open_letter(ctx.session, series)
    home = await ctx.find_place(series.place_id)
    shown = (
        await showing.document_of(ctx, series, letter)
        if letter is not None
        else await _composed(ctx, series, home or ctx.place)
    )
    if shown.is_empty:
        raise nothing_to_tell()
    places = await showing.places_in_words(ctx, series)
    said = _("This is what goes to {places}. Send it now?", places=places)
    send = Button(_("Send now"), "send", {"series": series.id, "number": series.number + 1}, Style.PRIMARY)
    return _letter_reply(ctx, said, shown, send)


async def _composed(ctx: Context, series: SeriesRow | None, place: Place) -> Document:
    places = await register.destinations(ctx, series) if series is not None else [place]
    since = series.covered_to if series is not None else ctx.now - _LOOKED_BACK
    words = ctx.words_for(places[0] if places else place)
    number = series.number + 1 if series is not None else 1
    head = await audience.head_of(ctx, series, place) if series is not None else place
    return Document(
        title=showing.title_of(number, head, ctx.now, words),
        editorial=Markup(""),
        note=Markup(""),
        sections=sections_of_parts(await compose(ctx, series, places, since, ctx.now)),
        language=words.language,
        zone=words.zone,
        dated=ctx.now,
    )


def _letter_reply(ctx: Context, said: Text, shown: Document, *buttons: Button) -> Reply:
    post = showing.post_of(shown)
    text = ctx.words.join([said, Markup("\n---\n"), post.text])
    return Reply(text=text, embeds=post.embeds, buttons=buttons, private=True)


def _reply(post: Post) -> Reply:
    return Reply(text=post.text, embeds=post.embeds, buttons=post.buttons, menus=post.menus, private=True)
