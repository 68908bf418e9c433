"""Looking at a letter before it goes, for anybody in its channel; asking before it is sent at once."""

from __future__ import annotations

from datetime import timedelta
from hashlib import sha256

from bot.chat.messages import Button, Post, Reply, Style, Update
from bot.chat.places import Place
from bot.language.messages import Instant, Markup, Text, _
from bot.plugin import Context
from plugins.digest import audience, register, showing
from plugins.digest.composing import compose
from plugins.digest.documents import Document, sections_of_parts
from plugins.digest.models import SeriesRow
from plugins.digest.sending import bring_up_to_date, nothing_to_tell, withdrawn_editorial
from plugins.digest.standing import may_prepare

_LOOKED_BACK = timedelta(days=7)
"""A channel without a letter is shown what one would tell of so long."""


async def preview_reply(ctx: Context, series: SeriesRow | None, place: Place) -> Reply:
    """Return what the letter of a channel would say now; its draft, with what can be done, to who may."""
    letter = await register.open_letter(ctx.session, series) if series is not None else None
    if series is not None and letter is not None:
        await bring_up_to_date(ctx, series, letter)
        if await may_prepare(ctx, series):
            return _reply(await showing.draft_post(ctx, series, letter, words=ctx.words))
        shown = await showing.document_of(ctx, series, letter)
    else:
        shown = await _composed(ctx, series, place)
    if shown.is_empty:
        return Reply(text=_("Preview: there is nothing to tell for now."), private=True)
    said = _("Preview: if the letter went now, it would say this. Nobody else sees it.")
    return _letter_reply(ctx, said, shown)


async def ask_to_send(ctx: Context, series: SeriesRow, said: Text | None = None) -> Reply:
    """Return what would be sent now, with the button that does it.

    Raises:
        Refusal: there is nothing to tell.
    """
    shown = await _to_send(ctx, series)
    if shown.is_empty:
        raise nothing_to_tell()
    places = await showing.places_in_words(ctx, series)
    asked: Text = _("This is what goes to {places}. Send it now?", places=places)
    waiting = await register.open_letter(ctx.session, series)
    if waiting is not None and not waiting.waits_for_somebody(series):
        asked = _(
            "This is what goes to {places}, instead of the letter of {at}. Send it now?",
            places=places,
            at=Instant(waiting.send_at),
        )
    about: dict[str, int | str | bool] = {
        "series": series.id,
        "number": series.number + 1,
        "shown": _mark(shown),
    }
    text = asked if said is None else _("{said} {asked}", said=said, asked=asked)
    return _letter_reply(ctx, text, shown, Button(_("Send now"), "send", about, Style.PRIMARY))


async def ask_again(ctx: Context, series: SeriesRow, shown: str) -> Update | None:
    """Return what would be sent now if that is not what was `shown`; None if it is, or there is nothing."""
    now = await _to_send(ctx, series)
    if now.is_empty or _mark(now) == shown:
        return None
    said = _("What there is to tell changed meanwhile, so I sent nothing.")
    asked = await ask_to_send(ctx, series, said)
    return Update(text=asked.text, embeds=asked.embeds, buttons=asked.buttons)


async def _to_send(ctx: Context, series: SeriesRow) -> Document:
    """Return what is sent if the letter is sent now: its draft, brought up to date, if there is one."""
    letter = await register.open_letter(ctx.session, series)
    if letter is None:
        return await _composed(ctx, series, await ctx.find_place(series.place_id) or ctx.place)
    await bring_up_to_date(ctx, series, letter)
    return await showing.document_of(ctx, series, letter, goes_now=True)


def _mark(document: Document) -> str:
    """Return a mark by which what a letter says is known again, but for its title, which has its date."""
    said = repr((document.editorial, document.note, document.sections))
    return sha256(said.encode()).hexdigest()[:16]


async def _composed(ctx: Context, series: SeriesRow | None, place: Place) -> Document:
    places = await register.destinations(ctx, series) if series is not None else [place]
    since = series.covered_to if series is not None else ctx.now - _LOOKED_BACK
    words = ctx.words_for(places[0] if places else place)
    number = series.number + 1 if series is not None else 1
    head = await audience.head_of(ctx, series, place) if series is not None else place
    kept = await withdrawn_editorial(ctx, series) if series is not None else None
    return Document(
        title=await showing.title_of(ctx, number, head, ctx.now, words),
        editorial=Markup(kept.editorial if kept is not None else ""),
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
