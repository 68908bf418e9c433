"""Removing the letter of a channel: nothing comes any more, and what was sent stays to be read.

The series stays as long as its letters are kept, without a channel to go to: a letter that is programmed
again goes on with its numbers, and tells nothing twice.
"""

from __future__ import annotations

from bot.chat.messages import Button, Reply, Style, Update
from bot.chat.places import Place
from bot.language.messages import Text, _
from bot.plugin import Context
from plugins.digest import pausing, register, showing, standing
from plugins.digest.models import SeriesRow
from plugins.digest.sending import discard, refresh_drafts


async def ask_to_remove(ctx: Context, series: SeriesRow) -> Reply:
    """Return what would be gone, with the buttons that remove the letter, or only pause it."""
    about = {"series": series.id}
    places = await showing.places_in_words(ctx, series)
    lines: list[Text] = [_("Remove this letter? Nothing comes to {places} any more.", places=places)]
    if await register.open_letter(ctx.session, series) is not None:
        lines.append(_("The draft that waits is not sent."))
    if series.number:
        lines.append(_("The letters that were sent stay: `/letter history` lists them."))
    buttons = [Button(_("Remove the letter"), "remove", about, Style.DANGER)]
    if series.wall is not None and series.paused_at is None:
        lines.append(_("To have it come again later, a pause is enough."))
        buttons.append(Button(_("Pause"), "pause", about))
    return Reply(text=ctx.words.join(lines), buttons=tuple(buttons), private=True)


async def ask_to_leave(ctx: Context, series: SeriesRow, place: Place) -> Reply:
    """Return what a channel would receive no more, with the button that takes it out of another one's letter.

    Whoever may remove that letter altogether is offered this too.
    """
    said = _(
        "Take {place} out of the letter {of_channel}? It is not posted here any more, and goes on elsewhere.",
        place=place.name,
        of_channel=await showing.owner_of(ctx, series),
    )
    take_out = Button(
        _("Take this channel out"), "leave", {"series": series.id, "place": place.id}, Style.DANGER
    )
    buttons = [take_out]
    if await standing.may_prepare(ctx, series):
        buttons.append(Button(_("Remove the letter everywhere"), "ask-remove", {"series": series.id}))
    return Reply(text=said, buttons=tuple(buttons), private=True)


async def leave(ctx: Context, series: SeriesRow, place: Place) -> Update:
    """Have a channel not receive the letter of another one any more."""
    await register.remove_destination(ctx.session, series, place.id)
    letter = await register.open_letter(ctx.session, series)
    if letter is not None:
        await refresh_drafts(ctx, series, letter)
    lines = [
        _("{place} does not receive this letter any more.", place=place.name),
        _("To have one of its own: `/letter schedule every Monday 9:00`."),
    ]
    return Update(text=ctx.words.join(lines))


async def remove(ctx: Context, series: SeriesRow) -> Update:
    """Have the letter of a channel come no more, to none of its channels."""
    await discard(ctx, series, for_good=True)
    series.wall = series.rule = series.next_at = series.paused_at = series.member_id = None
    await pausing.forget(ctx.session, series)
    await register.remove_destinations(ctx.session, series)
    await register.schedule(ctx, series)
    lines: list[Text] = [_("The letter is removed: nothing comes any more.")]
    if series.number:
        lines.append(
            _(
                "Those that were sent stay: `/letter history` lists them. If it is programmed again, it goes "
                "on with no. {number}.",
                number=series.number + 1,
            )
        )
    return Update(text=ctx.words.join(lines))
