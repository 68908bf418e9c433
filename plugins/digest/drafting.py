"""The draft of the coming letter on demand: made now if there is none yet, shown to who asks, and changed."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sqlalchemy import select

from bot.chat.messages import Reply
from bot.chat.places import PlaceKind
from bot.language.folding import fold
from bot.language.messages import Instant, Markup, Text, _
from bot.language.reordering import Change, Step
from bot.plugin import Context, OpenForm, Refusal
from bot.plugin.finding import Misread
from plugins.digest import dates, ordering, preparing, register, sending, showing
from plugins.digest.choices import named
from plugins.digest.controls import title_of_item
from plugins.digest.forms import editorial_form, set_editorial
from plugins.digest.models import DraftRow, ItemRow, LetterRow, SeriesRow, State, titles_of
from plugins.digest.standing import check_may_prepare, series_here

_TAKING_OUT = re.compile(
    r"(?:efface|supprime|retire|enleve|vide|remove|delete|clear|erase)[rz]?"
    r"(?:[ -](?:le|la|tout|all|it|(?:l'|the )?edito(?:rial)?))?|aucun|none"
)
NONE_TO_GO = _("No letter is about to go here. `/letter show` says how it stands.")


async def draft_of(ctx: Context, series: SeriesRow) -> LetterRow:
    """Return the draft that waits, up to date, or that of the coming letter; one without a rhythm waits.

    Raises:
        Refusal: the letter is paused.
    """
    letter = await register.open_letter(ctx.session, series)
    if letter is not None:
        await sending.bring_up_to_date(ctx, series, letter)
        return letter
    if series.paused_at is not None:
        raise Refusal(
            "paused", _("This letter is paused. `/letter resume` has it come again, then there is a draft.")
        )
    at = series.next_at or await dates.free_instant(ctx.session, series, ctx.now)
    letter = await sending.begin(ctx, series, at, at, ctx.now)
    await register.schedule(ctx, series)
    return letter


async def show(ctx: Context, series: SeriesRow) -> Reply:
    """Show who asks the draft of a letter by direct message, with all that can be done to it."""
    letter = await draft_of(ctx, series)
    await _take_over(ctx, series)
    await sending.show_anew(ctx, series, letter, ctx.member)
    lines = [_("The draft is in your direct messages: to drop, reorder, introduce, postpone or send.")]
    if not letter.waits_for_somebody(series):
        lines.append(_("The letter goes on {at}.", at=Instant(letter.send_at)))
    if len(await register.items(ctx.session, letter.id)) > 1:
        lines.append(_("Typed, it is for example `/letter draft up 3`, or `/letter draft 3 last`."))
    return Reply(text=ctx.words.join(lines), private=True)


async def skip(ctx: Context, series: SeriesRow) -> Reply:
    """Have the next letter not be sent, and no other: its draft is gone.

    Raises:
        Refusal: none is to go by itself.
    """
    letter = await register.open_letter(ctx.session, series)
    if letter is None and (series.next_at is None or series.paused_at is not None):
        raise Refusal("none_to_go", NONE_TO_GO)
    letter = letter or await draft_of(ctx, series)
    await sending.skip(ctx, series, letter)
    lines = [showing.over(letter)]
    if series.next_at is not None:
        lines.append(_("What it would have told can come in the next one, {at}.", at=Instant(series.next_at)))
        lines.append(_("To have none come any more: `/letter pause`."))
    return Reply(text=ctx.words.join(lines))


async def _take_over(ctx: Context, series: SeriesRow) -> None:
    """Have the drafts of a letter that nobody prepares come to who asks for one."""
    home = await ctx.find_place(series.place_id)
    if series.member_id is None and home is not None and not await preparing.others(ctx, home):
        series.member_id = ctx.member.id


async def change(ctx: Context, wanted: Change) -> Reply:
    """Change the draft that waits as was typed, and show it to whoever prepares the letter.

    In a direct message it is the draft that the person was shown.

    Raises:
        Refusal: there is no draft, or nothing in it of that number or title.
    """
    series = await _series_shown(ctx) if ctx.place.kind is PlaceKind.DM else await series_here(ctx)
    letter = await register.open_letter(ctx.session, series)
    if letter is None:
        raise Refusal(
            "no_draft",
            _("There is no draft yet: `/letter draft` makes it, with a number for each of its items."),
        )
    said = await _done(ctx, letter, wanted)
    await sending.refresh_drafts(ctx, series, letter)
    if all(row.member_id != ctx.member.id for row in await register.drafts(ctx.session, letter.id)):
        await sending.show_anew(ctx, series, letter, ctx.member)
    shown = _("The draft in your direct messages is as it is now.")
    return Reply(text=ctx.words.join([said, shown]), private=True)


async def _series_shown(ctx: Context) -> SeriesRow:
    """Return the letter of which the person was shown the draft that waits, and that they may prepare."""
    found = await ctx.session.scalars(
        select(LetterRow.series_id)
        .join(DraftRow, DraftRow.letter_id == LetterRow.id)
        .where(DraftRow.member_id == ctx.member.id, LetterRow.state == State.WAITING)
        .distinct()
    )
    numbers = found.all()
    if len(numbers) != 1:
        said = _(
            "You were shown several drafts that wait: type this in the channel of the one that you mean."
        )
        none = _("No draft waits here. `/letter draft`, in the channel of a letter, shows you its draft.")
        raise Refusal("which_draft", said if numbers else none)
    series = await register.get_series(ctx, numbers[0])
    await check_may_prepare(ctx, series)
    return series


async def _done(ctx: Context, letter: LetterRow, wanted: Change) -> Text:
    """Change a draft as was typed, and return what is so now."""
    if wanted.step is not None and wanted.item is None:
        return await _section_moved(ctx, letter, wanted.section, wanted.step)
    if wanted.restored:
        return await _restored(ctx, letter, wanted.item)
    before = ordering.as_shown(letter, await register.items(ctx.session, letter.id))
    row = _numbered(before, wanted.item)
    if wanted.beside is not None:
        other = _numbered(before, wanted.beside.item)
        await ordering.move_beside(ctx, letter, row, other, wanted.beside.side)
    elif wanted.step is not None:
        await ordering.move_item(ctx, letter, row.id, wanted.step)
    else:
        return await _dropped(ctx, letter, [row, *(_numbered(before, number) for number in wanted.others)])
    return await _place_of(ctx, letter, row)


def _numbered(shown: Sequence[ItemRow], number: int | None) -> ItemRow:
    """Return the item that a draft shows under a number.

    Raises:
        Refusal: none has it.
    """
    if not shown:
        raise Refusal("no_such_item", _("The draft is empty for now: no item is there to move or to drop."))
    if number is None or not 1 <= number <= len(shown):
        raise Refusal(
            "no_such_item",
            _("The draft has no item of that number: they go from 1 to {last}.", last=len(shown)),
        )
    return shown[number - 1]


async def _dropped(ctx: Context, letter: LetterRow, rows: Sequence[ItemRow]) -> Text:
    for row in rows:
        await sending.drop(ctx, letter, row.id)
    named = showing.listed([_("“{item}”", item=title_of_item(row)) for row in dict.fromkeys(rows)])
    return _("Dropped: {items}. `/letter draft put back` undoes it.", items=named)


async def _restored(ctx: Context, letter: LetterRow, number: int | None) -> Text:
    """Put back the only item that was dropped, or that of a number among them."""
    rows = await register.items(ctx.session, letter.id, dropped=True)
    if not rows:
        raise Refusal("nothing_dropped", _("Nothing was dropped from this draft."))
    if number is None and len(rows) > 1:
        lines = [
            _("{number}. {item}", number=place, item=title_of_item(row)) for place, row in enumerate(rows, 1)
        ]
        asked = _("Which one shall be put back? Write for example `/letter draft put back 1`:")
        raise Refusal("which_item", ctx.words.join([asked, *lines]))
    row = _numbered(rows, number or 1)
    await sending.restore(ctx, letter, row.id)
    return await _place_of(ctx, letter, row)


async def _place_of(ctx: Context, letter: LetterRow, row: ItemRow) -> Text:
    now = ordering.as_shown(letter, await register.items(ctx.session, letter.id))
    number = now.index(row) + 1
    return _("“{item}” is no. {number} now.", item=title_of_item(row), number=number)


async def _section_moved(ctx: Context, letter: LetterRow, title: str, step: Step) -> Text:
    there = ordering.shown_sections(letter, await register.items(ctx.session, letter.id))
    offered = [one for one in await register.sections(ctx) if one.name in there]
    if not offered:
        raise Refusal("no_such_item", _("The draft is empty: there is nothing to move in it."))
    try:
        name = named(title, offered).name
    except Misread as problem:
        raise Refusal("no_such_section", problem.text) from None
    await ordering.move_section(ctx, letter, name, step)
    there = ordering.shown_sections(letter, await register.items(ctx.session, letter.id))
    titles = titles_of(letter)
    return _("The sections now: {sections}.", sections=showing.listed([Markup(titles[one]) for one in there]))


async def write_editorial(ctx: Context, series: SeriesRow, text: str | None) -> OpenForm | Reply:
    """Write the editorial of the coming letter, whose draft is made if need be.

    Without words its form is opened, and also where there is one already: with both, so that none is lost.
    So it is for words that ask to take it out: what is erased there is seen.
    """
    if text is not None and _TAKING_OUT.fullmatch(fold(text).strip(" .!")):
        text = None
    letter = await register.open_letter(ctx.session, series)
    if letter is None:
        letter = await draft_of(ctx, series)
        await sending.show_anew(ctx, series, letter, ctx.member)
    if text is None or letter.editorial:
        return editorial_form(letter, text or "")
    return await set_editorial(ctx, series, letter, text)
