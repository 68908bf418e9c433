"""The forms: the settings of a letter, its editorial, and another hour for one that waits."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Annotated, Any

from pydantic import BaseModel

from bot.chat.messages import Button, Reply
from bot.language.messages import Instant, Markup, Text, _
from bot.language.moments import Understood
from bot.plugin import Arg, Context, FormRefusal, OpenForm, Refusal
from bot.plugin.finding import Misread
from plugins.digest import register, sending, settings
from plugins.digest.adjusting import Wanted
from plugins.digest.arguments import LONGEST_EDITORIAL, LineArgument, LinesArgument
from plugins.digest.declaration import plugin
from plugins.digest.models import LetterRow, SeriesRow, State
from plugins.digest.shifting import Hour, When, instant_of
from plugins.digest.standing import check_may_prepare, standing

_LONGEST_FIELD = 1_000


class Settings(BaseModel):
    """The settings of a letter, as they are typed."""

    sections: Annotated[
        str,
        LinesArgument(),
        Arg(
            _("sections"),
            help=_("one a line, in order, each with how many items at most; 0 leaves it out."),
            max_length=_LONGEST_FIELD,
        ),
    ]
    lead: Annotated[
        str,
        LineArgument(),
        Arg(
            _("draft"),
            help=_("when I send it to you: “the day before at 18:00”, “no draft”."),
            max_length=100,
        ),
    ] = ""
    empty: Annotated[bool, Arg(_("even if empty"), help=_("send it even if there is nothing to tell."))] = (
        False
    )
    places: Annotated[
        str,
        LineArgument(),
        Arg(
            _("other channels"),
            help=_("those that receive it too, separated by “;”."),
            max_length=_LONGEST_FIELD,
        ),
    ] = ""


class Editorial(BaseModel):
    """The words before the sections of a letter."""

    text: Annotated[
        str,
        LinesArgument(),
        Arg(
            _("editorial"),
            help=_("it stands first in the letter; empty takes it out."),
            max_length=LONGEST_EDITORIAL,
        ),
    ] = ""


class OtherHour(BaseModel):
    """When a letter goes that waits."""

    when: Hour


async def settings_form(ctx: Context, series: SeriesRow) -> OpenForm:
    """Return the form of the settings of a letter."""
    return OpenForm(
        form="settings", values=await settings.values_of(ctx, series), arguments={"series": series.id}
    )


@plugin.form("settings", Settings, title=_("Settings of the letter"), submit=_("Save"))
async def save_settings(ctx: Context, form: Settings, series: int) -> Reply:
    """Save the settings of a letter; a field that is wrong changes nothing."""
    row = await register.get_series(ctx, series)
    await check_may_prepare(ctx, row)
    errors: dict[str, Text] = {}

    async def read(field: str, value: Awaitable[Any] | Callable[[], Any]) -> Any:  # noqa: ANN401 - any field
        try:
            return value() if callable(value) else await value
        except Misread as problem:
            errors[field] = problem.text
            return None

    chosen = await read("sections", settings.read_sections(ctx, form.sections))
    lead = await read("lead", lambda: settings.read_draft_lead(ctx, row, form.lead))
    places = await read("places", settings.read_places(ctx, row, form.places))
    if errors:
        raise FormRefusal(errors)
    row.sections, row.lead, row.tells_empty = chosen, lead, form.empty
    await settings.change_places(ctx, row, places)
    return await _saved(ctx, row)


async def adjust_settings(ctx: Context, series: SeriesRow, wanted: Wanted) -> Reply:
    """Change one setting of a letter as it was typed.

    Raises:
        Refusal: it cannot be so.
    """
    try:
        await settings.adjust(ctx, series, wanted)
    except Misread as problem:
        raise Refusal("wrong_setting", problem.text) from None
    return await _saved(ctx, series)


async def _saved(ctx: Context, series: SeriesRow) -> Reply:
    await register.schedule(ctx, series)
    return await standing(ctx, series, _("Saved. What is drafted already stays as it is."))


def editorial_form(letter: LetterRow, more: str = "") -> OpenForm:
    """Return the form of the editorial of a draft, with what stands in it now and `more` below that."""
    return OpenForm(
        form="editorial",
        values={"text": "\n\n".join(part for part in (letter.editorial, more) if part)},
        arguments={"letter": letter.id, "version": sending.version_of(letter.editorial)},
    )


@plugin.form("editorial", Editorial, title=_("Editorial"), submit=_("Save"))
async def save_editorial(ctx: Context, form: Editorial, letter: int, version: str = "") -> Reply:
    """Save the editorial of a draft, unless somebody else changed the `version` that the person was shown."""
    series, row = await waiting(ctx, letter)
    if version not in ("", sending.version_of(row.editorial)) and form.text != row.editorial:
        return await _changed_meanwhile(ctx, row, form.text)
    return await set_editorial(ctx, series, row, form.text)


async def set_editorial(ctx: Context, series: SeriesRow, letter: LetterRow, text: str) -> Reply:
    """Put words before the sections of a draft, in the place of those there; empty takes them out."""
    letter.editorial = text
    letter.member_id = ctx.member.id if text else None
    await ctx.session.flush()
    await sending.refresh_drafts(ctx, series, letter)
    if not text:
        return Reply(text=_("The letter goes without an editorial."))
    return Reply(text=_("The editorial stands in the draft."))


async def _changed_meanwhile(ctx: Context, letter: LetterRow, text: str) -> Reply:
    """Return the editorial of somebody else, who was faster, and the one that is not saved for that."""
    author = await ctx.find_member(letter.member_id) if letter.member_id is not None else None
    lines: list[Text] = [
        _("{name} changed the editorial meanwhile: yours is not saved.", name=author.name)
        if author is not None
        else _("The editorial was changed meanwhile: yours is not saved.")
    ]
    if letter.editorial:
        lines.append(_("It says now:\n\n{text}", text=Markup(letter.editorial)))
    lines.append(_("Yours was:\n\n{text}", text=Markup(text)))
    button = Button(_("Change the editorial"), "draft-editorial", {"letter": letter.id})
    return Reply(text=ctx.words.join(lines), buttons=(button,), private=True)


@plugin.form("postpone", OtherHour, title=_("Postpone the letter"), submit=_("Postpone"))
async def postpone(ctx: Context, form: OtherHour, letter: int) -> Reply:
    """Have a draft go at another hour."""
    series, row = await waiting(ctx, letter)
    try:
        return await postpone_to(ctx, series, row, form.when)
    except Refusal as problem:
        raise FormRefusal({"when": problem.text}) from None


async def postpone_to(ctx: Context, series: SeriesRow, row: LetterRow, when: When) -> Reply:
    """Have a draft go at another hour, or so much later than it was to; what has no hour yet, than now.

    Raises:
        Refusal: it cannot go then.
    """
    at = instant_of(when, max(row.send_at, ctx.now), ctx.words.zone)
    await sending.postpone(ctx, series, row, at)
    said = ctx.words(_("The letter goes on {at}.", at=Instant(row.send_at)))
    note = when.note if isinstance(when, Understood) else None
    return Reply(text=ctx.words.join([said, note]) if note else Markup(said))


async def waiting(ctx: Context, letter: int) -> tuple[SeriesRow, LetterRow]:
    """Return a draft that the person may change.

    Raises:
        Refusal: the letter is over; `NotAllowed` if it is not theirs to prepare.
    """
    series, row = await register.get_letter(ctx, letter)
    await check_may_prepare(ctx, series)
    if row.state != State.WAITING:
        from plugins.digest.showing import over

        raise Refusal("over", over(row))
    return series, row
