"""Reading letters again: their list, one of them, and its exports as files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta

from bot.chat.messages import Button, Menu, Option, Reply
from bot.chat.plain import plain
from bot.language.messages import Instant, Markup, Text, _
from bot.language.spans import Span
from bot.plugin import Context, Refusal
from plugins.digest import audience, register, sent, showing
from plugins.digest.arguments import LAST
from plugins.digest.exporting import FORMATS, file_of, name_of_series
from plugins.digest.models import LetterRow, SeriesRow, State
from plugins.digest.standing import may_prepare

_LISTED = 10
_SENT_AGAIN = 3
"""So many letters that did not arrive have a button."""


async def history_reply(
    ctx: Context, series: SeriesRow | None, before: int | None = None, span: Span | None = None
) -> Reply:
    """Return the letters that were sent, the newest first: with a number below `before`, or of some days."""
    found: Sequence[LetterRow] = []
    if series is not None:
        between = _instants(span, ctx) if span is not None else None
        found = await sent.letters(ctx.session, series.id, before, _LISTED + 1, between)
    if series is None or not found:
        none = _("No letter was sent here yet.") if span is None else _none_of(span, ctx)
        return Reply(text=none, private=True)
    listed = found[:_LISTED]
    lines: list[Text] = [_("**Earlier letters**") if span is None else _title_of(span, ctx)]
    arrivals = await register.arrivals(ctx.session, [letter.id for letter in listed])
    lines += [await _line(ctx, letter, arrivals.get(letter.id, {})) for letter in listed]
    menu = Menu(
        _("Read one again"),
        "read",
        tuple(Option(str(letter.id), Markup(plain(letter.title))) for letter in listed),
        {"series": series.id},
    )
    older: dict[str, int | str | bool] = {"series": series.id, "before": listed[-1].number or 0}
    if span is not None:
        older |= {"first": span.first.isoformat(), "last": span.last.isoformat()}
    buttons = [Button(_("Earlier ones"), "history", older)] if len(found) > _LISTED else []
    lost = [letter for letter in listed if _is_missing(letter, arrivals.get(letter.id, {}))]
    if lost and await may_prepare(ctx, series):
        buttons += [_again(letter) for letter in lost[:_SENT_AGAIN]]
    return Reply(text=ctx.words.join(lines), buttons=tuple(buttons), menus=(menu,), private=True)


def _instants(span: Span, ctx: Context) -> tuple[datetime, datetime]:
    """Return the beginning of the first day, and of the day after the last, where the reader is."""
    zone = ctx.reading.zone
    after = span.last + timedelta(days=1)
    return datetime.combine(span.first, time(0), zone), datetime.combine(after, time(0), zone)


def _title_of(span: Span, ctx: Context) -> Text:
    if span.first == span.last:
        return _("**Letters of {day}**", day=_day(span.first, ctx))
    return _("**Letters from {first} to {last}**", first=_day(span.first, ctx), last=_day(span.last, ctx))


def _none_of(span: Span, ctx: Context) -> Text:
    if span.first == span.last:
        return _("No letter was sent here on {day}. `/letter history` lists all.", day=_day(span.first, ctx))
    return _(
        "No letter was sent here from {first} to {last}. `/letter history` lists all.",
        first=_day(span.first, ctx),
        last=_day(span.last, ctx),
    )


def _day(day: date, ctx: Context) -> Instant:
    return Instant(datetime.combine(day, time(12), ctx.reading.zone), all_day=True)


def _again(letter: LetterRow) -> Button:
    label = _("Send no. {number} again", number=letter.number)
    return Button(label, "send-again", {"letter": letter.id}, name=f"send-again-{letter.number}")


def _is_missing(letter: LetterRow, posts: Mapping[int, str]) -> bool:
    """Return whether a letter did not arrive somewhere."""
    return letter.state == State.LOST or "dead" in posts.values()


async def _line(ctx: Context, letter: LetterRow, posts: Mapping[int, str]) -> Text:
    """Return a letter on a line; `posts` says how its posts stand, by their places, where that is known."""
    if letter.state == State.LOST:
        return _("- No. {number}, which did not arrive", number=letter.number)
    if posts and "sent" not in posts.values():
        return _("- No. {number}, being sent", number=letter.number)
    went = Instant(letter.sent_at or letter.send_at)
    dead = [await ctx.find_place(place) for place, state in posts.items() if state == "dead"]
    if dead:
        places = audience.seen_from(ctx.place, [place for place in dead if place is not None])
        where = await showing.named_places(ctx, places) if places else _("another channel")
        said = _("- No. {number}, sent on {at}, which did not arrive in {places}")
        return said(number=letter.number, at=went, places=where)
    return _("- No. {number}, sent on {at}", number=letter.number, at=went)


async def letter_reply(ctx: Context, series: SeriesRow, letter: LetterRow) -> Reply:
    """Return a letter as it was sent, with the buttons that export it."""
    post = showing.post_of(await showing.document_of(ctx, series, letter))
    buttons = tuple(
        Button(label, "export", {"letter": letter.id, "form": name}, name=f"export-{name}")
        for name, label in FORMATS.items()
    )
    return Reply(text=post.text, embeds=post.embeds, buttons=buttons, private=True)


async def lacks(ctx: Context, series: SeriesRow | None, number: int) -> bool:
    """Return whether no letter has that number."""
    return series is None or await sent.letter_numbered(ctx.session, series.id, number) is None


async def numbered_reply(ctx: Context, series: SeriesRow | None, number: int) -> Reply:
    """Return the letter of that number.

    Raises:
        Refusal: there is none, or it is not kept any more.
    """
    return await letter_reply(ctx, *await numbered(ctx, series, number))


async def numbered(ctx: Context, series: SeriesRow | None, number: int) -> tuple[SeriesRow, LetterRow]:
    """Return the letter of that number, and whose it is.

    Raises:
        Refusal: there is none, or it is not kept any more.
    """
    if number == LAST and series is not None:
        number = series.number
    letter = await sent.letter_numbered(ctx.session, series.id, number) if series is not None else None
    if series is None or letter is None:
        raise Refusal(
            "unknown_letter",
            _("There is no letter no. {number} here. `/letter history` lists them.", number=number),
        )
    return series, letter


async def numbered_file(ctx: Context, series: SeriesRow | None, number: int | None, form: str) -> Reply:
    """Return the letter of that number, the last one if there is none, as a file.

    Raises:
        Refusal: there is none, or it is not kept any more.
    """
    wanted = number if number is not None else series.number if series is not None else 0
    return await exported(ctx, *await numbered(ctx, series, wanted), form)


async def exported(ctx: Context, series: SeriesRow, letter: LetterRow, form: str) -> Reply:
    """Return a letter as a file.

    Raises:
        Refusal: there is no such form.
    """
    if form not in FORMATS:
        raise Refusal("unknown_form", _("I do not know this format."))
    document = await showing.document_of(ctx, series, letter)
    home = await ctx.find_place(series.place_id)
    head = await audience.head_of(ctx, series, home) if home is not None else ctx.place
    file = await file_of(document, form, name_of_series(series), head.name)
    return Reply(text=_("{title}, as a file.", title=document.title), files=(file,), private=True)
