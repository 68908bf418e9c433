"""The buttons: under how a letter stands, under its draft, and under those that were sent."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import date

from bot.chat.messages import Button, Reply, Style, Update
from bot.chat.people import Role
from bot.chat.places import Place, PlaceKind
from bot.language.messages import Instant, Text, _
from bot.language.reordering import Step
from bot.language.spans import Span
from bot.plugin import Context, NotAllowed, OpenForm, Refusal
from plugins.digest import archive, ordering, pausing, register, removing, sending, showing
from plugins.digest.controls import PAGE_MARK, SECTION_MARK, View
from plugins.digest.declaration import plugin
from plugins.digest.forms import editorial_form, settings_form, waiting
from plugins.digest.models import LetterRow, SeriesRow
from plugins.digest.previewing import ask_again, ask_to_send, preview_reply
from plugins.digest.removing import ask_to_remove
from plugins.digest.standing import ONLY_COORDINATORS, as_update, check_may_prepare


@plugin.action("preview")
async def preview(ctx: Context, series: int) -> Reply:
    """Show what the letter would say now."""
    row = await register.get_series(ctx, series)
    return await preview_reply(ctx, row, await ctx.find_place(row.place_id) or ctx.place)


@plugin.action("ask-send")
async def ask(ctx: Context, series: int) -> Reply:
    """Show what would go, and ask."""
    row = await _mine(ctx, series)
    return await ask_to_send(ctx, row)


@plugin.action("send")
async def send(ctx: Context, series: int, number: int, shown: str = "") -> Update:
    """Send the letter of that number at once, if it says what was shown; else show it again.

    Buttons of earlier versions do not know what they were shown with.
    """
    row = await _mine(ctx, series)
    if row.number + 1 != number:
        raise Refusal("sent_meanwhile", _("Letter no. {number} was sent meanwhile.", number=number))
    again = await ask_again(ctx, row, shown) if shown else None
    if again is not None:
        return again
    letter = await sending.send_now(ctx, row)
    return Update(text=_over(ctx, row, letter))


@plugin.action("pause")
async def pause(ctx: Context, series: int) -> Update:
    """Pause the letter of a channel."""
    row = await _mine(ctx, series)
    return await as_update(ctx, row, await pausing.pause(ctx, row))


@plugin.action("resume")
async def resume(ctx: Context, series: int) -> Update:
    """Resume the letter of a channel."""
    row = await _mine(ctx, series)
    return await as_update(ctx, row, await pausing.resume(ctx, row))


@plugin.action("settings")
async def change_settings(ctx: Context, series: int) -> OpenForm:
    """Open the form of the settings."""
    return await settings_form(ctx, await _mine(ctx, series))


@plugin.action("ask-remove")
async def ask_remove(ctx: Context, series: int) -> Reply:
    """Ask before the letter of a channel is removed."""
    return await ask_to_remove(ctx, await _mine(ctx, series))


@plugin.action("ask-leave")
async def ask_leave(ctx: Context, series: int, place: int) -> Reply:
    """Ask before a channel is taken out of another one's letter."""
    return await removing.ask_to_leave(ctx, *await _received(ctx, series, place))


@plugin.action("leave")
async def leave(ctx: Context, series: int, place: int) -> Update:
    """Take a channel out of another one's letter."""
    return await removing.leave(ctx, *await _received(ctx, series, place))


@plugin.action("remove")
async def remove(ctx: Context, series: int) -> Update:
    """Remove the letter of a channel."""
    return await removing.remove(ctx, await _mine(ctx, series))


@plugin.action("history")
async def history(ctx: Context, series: int, before: int = 0, first: str = "", last: str = "") -> Reply:
    """List the letters that were sent, or those of some days."""
    span = Span(date.fromisoformat(first), date.fromisoformat(last)) if first and last else None
    return await archive.history_reply(ctx, await register.find_series(ctx, series), before or None, span)


@plugin.action("read")
async def read(ctx: Context, series: int) -> Reply:
    """Show the letter of a channel that was chosen in the list."""
    row, letter = await register.get_letter(ctx, int(ctx.choice or 0))
    if row.id != series:  # what is chosen comes from the chat, unlike what the list is of
        raise Refusal("unknown_letter", _("I have not kept this letter."))
    return await archive.letter_reply(ctx, row, letter)


@plugin.action("send-again")
async def send_again(ctx: Context, letter: int) -> Reply:
    """Send a letter again that did not arrive."""
    series, row = await register.get_letter(ctx, letter)
    await check_may_prepare(ctx, series)
    await sending.send_again(ctx, series, row)
    return Reply(text=_("Letter no. {number} is being sent again.", number=row.number), private=True)


@plugin.action("export")
async def export(ctx: Context, letter: int, form: str) -> Reply:
    """Give a letter as a file."""
    series, row = await register.get_letter(ctx, letter)
    return await archive.exported(ctx, series, row, form)


@plugin.action("draft-drop")
async def drop(ctx: Context, letter: int) -> Update:
    """Take the chosen item out of the draft."""
    return await _with_chosen(ctx, letter, sending.drop)


@plugin.action("draft-move")
async def choose_to_move(ctx: Context, letter: int) -> Update:
    """Show the draft with the buttons that move the chosen item, or section."""
    series, row = await waiting(ctx, letter)
    page = _page(ctx)
    return await _shown(ctx, series, row, View(page or 0, "" if page is not None else ctx.choice or ""))


@plugin.action("draft-step")
async def move(ctx: Context, letter: int, moving: str, step: str) -> Update:
    """Have an item go a step in its section of the draft, or a section in the draft."""
    series, row = await waiting(ctx, letter)
    if moving.startswith(SECTION_MARK):
        await ordering.move_section(ctx, row, moving.removeprefix(SECTION_MARK), Step(step))
    else:
        await ordering.move_item(ctx, row, int(moving), Step(step))
    return await _changed(ctx, series, row, View(moving=moving))


@plugin.action("draft-show")
async def show_draft(ctx: Context, letter: int) -> Update:
    """Show the draft as it is, with nothing chosen in it."""
    return await _shown(ctx, *await waiting(ctx, letter), View())


@plugin.action("draft-restore")
async def restore(ctx: Context, letter: int) -> Update:
    """Put the chosen item back into the draft."""
    return await _with_chosen(ctx, letter, sending.restore)


@plugin.action("draft-editorial")
async def editorial(ctx: Context, letter: int) -> OpenForm:
    """Open the form of the editorial."""
    _series, row = await waiting(ctx, letter)
    return editorial_form(row)


@plugin.action("draft-postpone")
async def postpone(ctx: Context, letter: int) -> OpenForm:
    """Open the form of another hour."""
    await waiting(ctx, letter)
    return OpenForm(form="postpone", arguments={"letter": letter})


@plugin.action("draft-send")
async def send_draft(ctx: Context, letter: int) -> Reply:
    """Send the draft at once."""
    series, row = await waiting(ctx, letter)
    if await sending.bring_up_to_date(ctx, series, row):
        return Reply(
            text=_(
                "What the draft tells changed meanwhile, so I sent nothing: it shows now what goes. Read it, "
                "and send it then."
            )
        )
    await sending.send_now(ctx, series)
    return Reply(text=_over(ctx, series, row))


@plugin.action("draft-skip")
async def ask_skip(ctx: Context, letter: int) -> Reply:
    """Ask before the letter is not sent this time: its draft does not come back."""
    series, row = await waiting(ctx, letter)
    asked: Text = _(
        "The draft and what was changed in it are gone then. Shall the letter not be sent this time?"
    )
    if not row.waits_for_somebody(series):
        asked = _(
            "The draft and what was changed in it are gone then. Shall the letter of {at} not be sent?",
            at=Instant(row.send_at),
        )
    button = Button(_("Yes, do not send it"), "draft-skip-now", {"letter": letter}, Style.DANGER)
    return Reply(text=asked, buttons=(button,), private=True)


@plugin.action("draft-skip-now")
async def skip(ctx: Context, letter: int) -> Update:
    """Have the letter not be sent this time."""
    series, row = await waiting(ctx, letter)
    await sending.skip(ctx, series, row)
    lines = [showing.over(row)]
    if series.next_at is not None:
        lines.append(_("What it would have told can come in the next one, {at}.", at=Instant(series.next_at)))
    return Update(text=ctx.words.join(lines))


def _over(ctx: Context, series: SeriesRow, letter: LetterRow) -> Text:
    """Return that a letter went, and when the next one goes."""
    if series.next_at is None or series.paused_at is not None:
        return showing.over(letter)
    return ctx.words.join([showing.over(letter), _("The next one: {at}.", at=Instant(series.next_at))])


async def _mine(ctx: Context, series: int) -> SeriesRow:
    """Return the letter of a channel, which the person may prepare."""
    row = await register.get_series(ctx, series)
    await check_may_prepare(ctx, row)
    return row


async def _received(ctx: Context, series: int, place: int) -> tuple[SeriesRow, Place]:
    """Return the letter of another channel that goes to one, which the person coordinates."""
    row = await register.series_of(ctx.session, place)
    here = await ctx.find_place(place)
    if row is None or here is None or row.id != series or row.place_id == place:
        raise Refusal("not_received", _("This channel does not receive this letter any more."))
    if not await ctx.may_there(Role.COORDINATOR, here):
        raise NotAllowed(ONLY_COORDINATORS)
    return row, here


def _page(ctx: Context) -> int | None:
    """Return which page of a menu was asked for, None if an item was chosen."""
    choice = ctx.choice or ""
    return int(choice.removeprefix(PAGE_MARK)) if choice.startswith(PAGE_MARK) else None


async def _with_chosen(
    ctx: Context, letter: int, change: Callable[[Context, LetterRow, int], Awaitable[None]]
) -> Update:
    """Do that to the item that was chosen in a menu of a draft, unless another page of the menu was."""
    series, row = await waiting(ctx, letter)
    page = _page(ctx)
    if page is not None:
        return await _shown(ctx, series, row, View(page))
    await change(ctx, row, int(ctx.choice or 0))
    return await _changed(ctx, series, row, View())


async def _changed(ctx: Context, series: SeriesRow, letter: LetterRow, view: View) -> Update:
    """Show the draft as it is now, here and to all others who were shown it."""
    here = ctx.member.id if ctx.place.kind is PlaceKind.DM else None
    await sending.refresh_drafts(ctx, series, letter, but=here)
    return await _shown(ctx, series, letter, view)


async def _shown(ctx: Context, series: SeriesRow, letter: LetterRow, view: View) -> Update:
    shown = await showing.draft_post(ctx, series, letter, words=ctx.words, view=view)
    return Update(text=shown.text, embeds=shown.embeds, buttons=shown.buttons, menus=shown.menus)
