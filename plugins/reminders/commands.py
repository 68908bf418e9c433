"""The commands: `/rappel QUAND TEXTE` in any order, and what one does with a reminder afterwards."""

from __future__ import annotations

from typing import Annotated, Literal

from bot.chat.messages import Reply
from bot.chat.people import Member
from bot.chat.places import Place, PlaceKind
from bot.language.messages import _, pgettext
from bot.plugin import Addressee, Arg, Context, Moment, OpenForm, Refusal, Rest
from plugins.reminders import operations, register, replies, words
from plugins.reminders.arguments import (
    TEXT,
    UNTIL,
    WHEN,
    WHOM,
    ActiveNumber,
    NamedChoiceArgument,
    Number,
    OpeningArgument,
    PausedNumber,
    PostponableNumber,
    PostponementArgument,
    Until,
)
from plugins.reminders.blocked import blocked_reply
from plugins.reminders.declaration import reminders
from plugins.reminders.doubts import doubt
from plugins.reminders.listing import HERE, MINE, has_any_here, lettered, listing
from plugins.reminders.models import ReminderRow

_PRIVATE, _HERE = "private", "here"
_PLACES = {_PRIVATE: pgettext("place", "private"), _HERE: pgettext("place", "here")}


@reminders.command(
    "créer",
    english="create",
    aliases=("ajouter", "add"),
    default=True,
    summary=_("Set a reminder"),
    examples=_(
        "/remind tomorrow 9:00 call the town hall\n"
        "/remind here Tuesday 14:00 team meeting\n"
        "/remind @jeanne Thursday 10:00 bring the keys\n"
        "/remind every Monday 9:00 open the room"
    ),
)
async def create(
    ctx: Context,
    whom: Annotated[Addressee, WHOM] = None,
    *,
    when: Annotated[Until, OpeningArgument(), WHEN],
    text: Annotated[Rest, TEXT],
    where: Annotated[
        Literal["private", "here"] | None,
        NamedChoiceArgument((_PRIVATE, _HERE), _PLACES),
        Arg(_("where"), help=_("for yourself only: in a private message, or here.")),
    ] = None,
) -> Reply:
    """Set a reminder."""
    member = whom if isinstance(whom, Member) and whom.id != ctx.member.id else None
    place = whom if isinstance(whom, Place) else None
    if where is not None and (member is not None or place is not None):
        raise Refusal(
            "where_is_for_oneself",
            _(
                "“where” is for your own reminders: a colleague’s come in private, and a channel’s "
                "in the channel."
            ),
        )
    if where == _HERE and ctx.place.kind is not PlaceKind.DM:
        member, place = ctx.member, ctx.place
    row = operations.new_row(ctx, text.removeprefix(": "), member, place)
    question = await doubt(ctx, row, when)
    if question is not None:
        return question
    await operations.start(ctx, row, operations.plan_for(ctx, when))
    return await replies.as_reply(ctx, row, moment=when)


@reminders.command("liste", english="list", summary=_("See your reminders, and those of this channel"))
async def show(ctx: Context) -> list[Reply]:
    """Show the person's reminders, and those for everybody in this channel."""
    pages = [await listing(ctx, MINE)]
    if await has_any_here(ctx):
        pages.append(await listing(ctx, HERE))
    return [Reply(text=page.text, buttons=page.buttons, menus=page.menus) for page in pages]


@reminders.command(
    "modifier",
    english="edit",
    aliases=("changer", "change"),
    summary=_("Change the text or the time of a reminder"),
    examples=_("/remind edit 3 Friday 10:00"),
    opens_form=True,
)
async def edit(
    ctx: Context,
    number: Number = None,
    when: Annotated[Moment | None, WHEN] = None,
    text: Annotated[Rest | None, TEXT] = None,
) -> Reply | OpenForm:
    """Change the time, the text or both; with neither, open the form."""
    row = await _named(ctx, number, rung=True)
    if when is None and not text:
        return replies.edit_form(ctx, row)
    await operations.change(ctx, row, text or None, operations.plan_for(ctx, when) if when else None)
    return await replies.as_reply(ctx, row, said=words.changed(row), moment=when)


@reminders.command(
    "supprimer",
    english="delete",
    aliases=("annuler", "effacer", "cancel", "remove"),
    summary=_("Remove a reminder"),
    examples=_("/remind delete 3"),
)
async def delete(ctx: Context, number: Number = None) -> Reply:
    """Remove a reminder; a button puts it back."""
    row = await _named(ctx, number, rung=True)
    said = words.removed(row)
    await operations.remove(ctx, row)
    return Reply(text=said, buttons=(words.restore_button(row),))


@reminders.command(
    "reporter",
    english="snooze",
    aliases=("repousser", "postpone"),
    summary=_("Postpone a reminder"),
    examples=_("/remind snooze 3 1h"),
)
async def postpone(
    ctx: Context,
    number: PostponableNumber = None,
    *,
    when: Annotated[Until, PostponementArgument(), UNTIL],
) -> Reply:
    """Postpone a reminder to a moment, or by a duration."""
    row = await _named(ctx, number, rung=True)
    await operations.postpone(ctx, row, await operations.postponement(ctx, row, when))
    note = None if when.delay is not None else when.note
    return Reply(text=words.postponed(row, ctx.words, note), buttons=(words.correct_button(row),))


@reminders.command("pause", english="pause", summary=_("Pause a reminder"), examples=_("/remind pause 3"))
async def pause(ctx: Context, number: ActiveNumber = None) -> Reply:
    """Pause a reminder."""
    row = await _named(ctx, number)
    await operations.pause(ctx, row)
    return Reply(
        text=_(
            "Reminder no. {number} is paused: {text}\n`/remind resume {number}` resumes it.",
            number=row.number,
            text=words.shortened(row.text),
        )
    )


@reminders.command(
    "reprendre", english="resume", summary=_("Resume a paused reminder"), examples=_("/remind resume 3")
)
async def resume(ctx: Context, number: PausedNumber = None) -> Reply:
    """Resume a paused reminder."""
    row = await _named(ctx, number)
    await operations.resume(ctx, row)
    said = _("Reminder no. {number} is on again: {text}", number=row.number, text=words.quoted(row.text))
    return await replies.as_reply(ctx, row, said=said)


@reminders.command(
    "bloqués", english="blocked", summary=_("See whose reminders you accept, and whose you do not")
)
async def blocked(ctx: Context) -> Reply:
    """Show the colleagues whose reminders the person accepts or refuses once and for all."""
    return await blocked_reply(ctx)


async def _named(ctx: Context, mark: int | str | None, *, rung: bool = False) -> ReminderRow:
    """Return the reminder of a number of the person's own, or of a letter that the list shows here."""
    if not isinstance(mark, str):
        return await register.numbered(ctx.session, ctx.member.id, mark, rung=rung)
    row = await lettered(ctx, mark)
    await operations.check_may_touch(ctx, row)
    return row
