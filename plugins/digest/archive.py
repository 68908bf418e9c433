"""Reading letters again: their list, one of them, and its exports as files."""

from __future__ import annotations

from bot.chat.messages import Button, Menu, Option, Reply
from bot.chat.plain import plain
from bot.language.messages import Instant, Markup, Text, _
from bot.plugin import Context, Refusal
from plugins.digest import register, showing
from plugins.digest.exporting import FORMATS, file_of, name_of_series
from plugins.digest.models import LetterRow, SeriesRow, State
from plugins.digest.standing import may_prepare

_LISTED = 10
_SENT_AGAIN = 3
"""So many letters that did not arrive have a button."""


async def history_reply(ctx: Context, series: SeriesRow | None, before: int | None = None) -> Reply:
    """Return the letters that were sent, the newest first: those with a number below `before`."""
    found = [] if series is None else await register.letters(ctx.session, series.id, before, _LISTED + 1)
    if series is None or not found:
        return Reply(text=_("No letter was sent here yet."), private=True)
    listed = found[:_LISTED]
    lines: list[Text] = [_("**Earlier letters**")]
    arrivals = await register.arrivals(ctx.session, [letter.id for letter in listed])
    lines += [_line(letter, arrivals.get(letter.id, frozenset())) for letter in listed]
    menu = Menu(
        _("Read one again"),
        "read",
        tuple(Option(str(letter.id), Markup(plain(letter.title))) for letter in listed),
        {"series": series.id},
    )
    older = {"series": series.id, "before": listed[-1].number or 0}
    buttons = [Button(_("Earlier ones"), "history", older)] if len(found) > _LISTED else []
    lost = [letter for letter in listed if letter.state == State.LOST]
    if lost and await may_prepare(ctx, series):
        buttons += [_again(letter) for letter in lost[:_SENT_AGAIN]]
    return Reply(text=ctx.words.join(lines), buttons=tuple(buttons), menus=(menu,), private=True)


def _again(letter: LetterRow) -> Button:
    label = _("Send no. {number} again", number=letter.number)
    return Button(label, "send-again", {"letter": letter.id}, name=f"send-again-{letter.number}")


def _line(letter: LetterRow, posts: frozenset[str]) -> Text:
    """Return a letter on a line; `posts` says how its posts stand, where that is known."""
    if letter.state == State.LOST:
        return _("- No. {number}, which did not arrive", number=letter.number)
    if posts and "sent" not in posts:
        return _("- No. {number}, being sent", number=letter.number)
    sent = Instant(letter.sent_at or letter.send_at)
    return _("- No. {number}, sent on {at}", number=letter.number, at=sent)


async def letter_reply(ctx: Context, series: SeriesRow, letter: LetterRow) -> Reply:
    """Return a letter as it was sent, with the buttons that export it."""
    post = showing.post_of(await showing.document_of(ctx, series, letter))
    buttons = tuple(
        Button(label, "export", {"letter": letter.id, "form": name}, name=f"export-{name}")
        for name, label in FORMATS.items()
    )
    return Reply(text=post.text, embeds=post.embeds, buttons=buttons, private=True)


async def numbered_reply(ctx: Context, series: SeriesRow | None, number: int) -> Reply:
    """Return the letter of that number.

    Raises:
        Refusal: there is none, or it is not kept any more.
    """
    letter = await register.letter_numbered(ctx.session, series.id, number) if series is not None else None
    if series is None or letter is None:
        raise Refusal(
            "unknown_letter",
            _("There is no letter no. {number} here. `/letter history` lists them.", number=number),
        )
    return await letter_reply(ctx, series, letter)


async def exported(ctx: Context, series: SeriesRow, letter: LetterRow, form: str) -> Reply:
    """Return a letter as a file.

    Raises:
        Refusal: there is no such form.
    """
    if form not in FORMATS:
        raise Refusal("unknown_form", _("I do not know this format."))
    document = await showing.document_of(ctx, series, letter)
    file = await file_of(document, form, name_of_series(series))
    return Reply(text=_("{title}, as a file.", title=document.title), files=(file,), private=True)
