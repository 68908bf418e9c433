"""The minutes in words: what was treated and decided, who was there, and their publication."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

from bot.chat.messages import Button, Reply, Style
from bot.language.messages import Markup, Text, _, escape
from bot.language.shortening import in_one_line
from bot.plugin import Arg, Context, OpenForm, Refusal
from bot.plugin.arguments import RestArgument
from plugins.meetings.agenda.changing import listed
from plugins.meetings.agenda.models import ItemRow, Outcome
from plugins.meetings.agenda.register import Agenda
from plugins.meetings.declaration import meetings
from plugins.meetings.gatherings import managing, meant
from plugins.meetings.gatherings import register as gatherings
from plugins.meetings.gatherings.managing import check_may_manage
from plugins.meetings.gatherings.spelling import when
from plugins.meetings.minutes import filling, people, register, showing
from plugins.meetings.minutes.models import MinutesRow
from plugins.meetings.models import MeetingRow
from plugins.meetings.templates.filling import missing_parts, part_button
from plugins.meetings.templates.purposes import Purpose

if TYPE_CHECKING:
    from plugins.meetings.minutes.typed import Wanted

_OF = re.compile(
    r"^(?:rendu\s+)?(?:(?:pour|de|of|for)\s+)?(?:(?:la|the)\s+)?(?:(?:réunion|rencontre|meeting)\s+)?"
    r"(?:du|de|d['’]|of|on)\s+(?P<of>[^:;\n]+?)(?:\s*[:;\n]\s*(?P<rest>.*))?$",
    re.IGNORECASE | re.DOTALL,
)
_GLANCE = 80
_TYPED = _("Only you see this. Typed, it is for example `/meeting minutes decision 2: …`, `done 1, 3`.")
_REST_KEPT = _("The rest is written down.")
_HOW = _(
    "What shall I write down? For example `/meeting minutes decision 2: …`, `done 1, 3`, `not done 2`, "
    "`there: Léa, Paul`, `note: …`, `publish`; or nothing, for a form."
)


@meetings.command(
    "compte-rendu",
    english="minutes",
    aliases=("cr", "compte", "comptes-rendus", "pv", "relevé", "report"),
    summary=_("Write what a meeting treated and decided, and publish it"),
    examples=_(
        "/meeting minutes\n/meeting minutes decision 2: Montbrison hosts in March\n"
        "/meeting minutes done 1, 3\n/meeting minutes there: Léa, Paul\n/meeting minutes publish"
    ),
    instead=("ordre-du-jour",),
    opens_form=True,
)
async def minutes(
    ctx: Context,
    what: Annotated[
        str | None,
        RestArgument(),
        Arg(
            _("what"),
            help=_("nothing to see it; or “decision 2: …”, “done 1, 3”, “there: …”, “note: …”, “publish”."),
            example=_("done 1, 3"),
        ),
    ] = None,
) -> Reply | OpenForm:
    """Show the minutes of the last meeting, or write into them what was typed."""
    from plugins.meetings.minutes.naming import by_words
    from plugins.meetings.minutes.typed import Act, Words, read_lines

    row, typed = await _meeting(ctx, (what or "").strip())
    if isinstance(row, Reply):
        return row
    wanted = read_lines(typed)
    if any(isinstance(one, Words) for one in wanted):
        wanted = by_words(wanted, [item.text for item in await register.items(ctx.session, row)])
    if all(isinstance(one, Words) for one in wanted):
        raise Refusal("not_understood", ctx.words.join([*_unknown(wanted), _HOW]))
    if wanted == [Act.SHOW]:
        return await shown(ctx, row)
    if wanted == [Act.EXPORT]:
        return await export(ctx, row)
    await check_may_manage(ctx, row)
    if wanted == [Act.FILL]:
        return await filling.form_of(ctx, row)
    await gatherings.find(ctx, row.id, for_change=True)
    lines, refused = await _write(ctx, row, [one for one in wanted if not isinstance(one, Act | Words)])
    refused += _unknown(wanted)
    if Act.PUBLISH in wanted and not refused:
        return await before_publishing(ctx, row)
    lines += [*refused, _REST_KEPT] if refused else []
    return await shown(ctx, row, ctx.words.join(lines) if lines else None)


def _unknown(wanted: Sequence[Wanted]) -> list[Text]:
    """Return which parts of what was typed were not understood."""
    from plugins.meetings.minutes.typed import Words

    words = [in_one_line(one.text, _GLANCE) for one in wanted if isinstance(one, Words)]
    return [_("I did not understand “{words}”.", words=one) for one in words]


async def _meeting(ctx: Context, typed: str) -> tuple[MeetingRow | Reply, str]:
    """Return the meeting that is meant, the last one unless words name another, and what else was typed."""
    from plugins.meetings.minutes.typed import Words, read_lines

    rows = await meant.past(ctx)
    match = _OF.match(typed)
    of, rest = (match["of"], match["rest"] or "") if match else (typed, "")
    if typed:
        found = meant.named(rows, of, ctx.reading) if match or isinstance(read_lines(typed)[0], Words) else []
        if len(found) == 1:
            return found[0], rest
        if found:
            return meant.which(ctx, found, "minutes-of"), rest
    if rows:
        return rows[0], typed
    coming = await meant.coming(ctx)
    if coming:
        raise Refusal(
            "not_yet",
            _(
                "“{title}” has not begun: {when}. Its minutes are written from then on.",
                title=coming[0].title,
                when=when(coming[0], ctx.words),
            ),
        )
    raise Refusal("no_meeting", _("There was no meeting here of which minutes could be written."))


async def _write(ctx: Context, row: MeetingRow, wanted: Sequence[Wanted]) -> tuple[list[Text], list[Text]]:
    """Write down what was typed, and return what else is so from now on, and why some of it was not.

    Raises:
        Refusal: nothing of it can be.
    """
    if not wanted:
        return [], []
    items = await register.items(ctx.session, row)
    found = await register.written(ctx, row)
    again: list[tuple[ItemRow, Agenda]] = []
    refused: list[Refusal] = []
    for one in wanted:
        try:
            again += await _write_one(ctx, row, one, found, items)
        except Refusal as refusal:  # each is refused before anything of it is written
            refused.append(refusal)
    if refused and len(refused) == len(wanted):
        raise refused[0]
    await showing.refresh(ctx, row)
    lines = [line for line in (told(ctx, again),) if line is not None]
    return lines, [refusal.text for refusal in refused]


async def _write_one(
    ctx: Context, row: MeetingRow, one: Wanted, found: MinutesRow, items: Sequence[ItemRow]
) -> list[tuple[ItemRow, Agenda]]:
    """Write down one thing, and return what goes to which agenda with it."""
    from plugins.meetings.minutes.typed import Decided, Noted, People, Settled

    if isinstance(one, Settled):
        chosen = [register.numbered(items, number) for number in one.numbers]
        return await settle(ctx, row, chosen or [item for item in items if item.outcome is None], one.outcome)
    if isinstance(one, Decided):
        await register.decide(ctx, row, register.numbered(items, one.number), one.text)
    elif isinstance(one, People):
        await people.name(ctx, row, found, one)
    elif isinstance(one, Noted):
        await register.note(found, f"{found.notes}\n{one.text}".strip())
    return []


async def settle(
    ctx: Context, row: MeetingRow, items: Sequence[ItemRow], outcome: Outcome
) -> list[tuple[ItemRow, Agenda]]:
    """Say of items what became of them; return those that come again, each with its next agenda."""
    found = [(item, await register.settle(ctx, row, item, outcome)) for item in items]
    return [(item, then) for item, then in found if then is not None]


def told(ctx: Context, again: Sequence[tuple[ItemRow, Agenda]]) -> Text | None:
    """Return where what was left comes again, None if nothing does from now on."""
    if not again:
        return None
    items = listed(ctx, [item for item, _then in again])
    meeting = again[0][1].meeting
    if meeting is None:
        return _("On the agenda of the next meeting, once there is one: {items}", items=items)
    return _(
        "On the agenda of “{title}”, {when}: {items}",
        title=meeting.title,
        when=when(meeting, ctx.words),
        items=items,
    )


async def shown(ctx: Context, row: MeetingRow, said: Text | None = None) -> Reply:
    """Show minutes: to who may write them as they are, to others once they are published.

    Raises:
        Refusal: they are not published.
    """
    writes = await managing.may_manage(ctx, row)
    posted = await showing.is_posted(ctx, row)
    if not writes and not posted:
        raise Refusal(
            "not_published",
            _("The minutes of “{title}” are not published yet.", title=escape(row.title)),
        )
    lines: list[Text] = [said] if said is not None else []
    if not writes:
        lines.append(await showing.text_for_channels(ctx, row))
        return Reply(text=ctx.words.join(lines, "\n\n"), buttons=(showing.file_button(row),), private=True)
    lines.append(await showing.text_of(ctx, row, ctx.words))
    buttons = [showing.fill_button(row)]
    if posted:
        lines.append(_("It is published: what you change changes in its post."))
    else:
        buttons.append(Button(_("Publish"), "minutes-preview", {"meeting": row.id}))
        lines.append(_TYPED)
    buttons.append(showing.file_button(row))
    about = f"minutes:{row.id}"
    return Reply(text=ctx.words.join(lines, "\n\n"), buttons=tuple(buttons), private=True, about=about)


async def export(ctx: Context, row: MeetingRow) -> Reply:
    """Give minutes as a file, to those who may see them."""
    if not await showing.is_posted(ctx, row):
        await check_may_manage(ctx, row)
    file = await showing.file_of(ctx, row, ctx.words)
    return Reply(text=_("The minutes, as Markdown."), files=(file,), private=True)


async def before_publishing(ctx: Context, row: MeetingRow) -> Reply:
    """Show what the channels will see, and what becomes of the items of which nobody said anything."""
    if await showing.is_posted(ctx, row):
        return await shown(ctx, row)
    lines: list[Text] = [_("This is what the channel will see:"), await showing.text_for_channels(ctx, row)]
    open_ones = [item for item in await register.items(ctx.session, row) if item.outcome is None]
    if open_ones:
        lines.append(
            _(
                "Nobody noted what became of these, so they come again at the next meeting: {items}",
                items=listed(ctx, open_ones),
            )
        )
    buttons = [
        Button(_("Publish it now"), "minutes-publish", {"meeting": row.id}, Style.PRIMARY),
        showing.fill_button(row),
    ]
    left = await missing_parts(ctx, row, Purpose.REPORT)
    if left:
        labels = Markup(", ".join(escape(part.label) for part in left))
        lines.append(_("The template leaves something to fill in: {labels}.", labels=labels))
        buttons.append(part_button(row, (Purpose.REPORT,)))
    about = f"minutes:{row.id}"
    return Reply(text=ctx.words.join(lines, "\n\n"), buttons=tuple(buttons), private=True, about=about)


async def settle_all(ctx: Context, row: MeetingRow, outcome: Outcome) -> Text | None:
    """Say of all items of which nobody said anything what became of them; return where they come again."""
    open_ones = [item for item in await register.items(ctx.session, row) if item.outcome is None]
    return told(ctx, await settle(ctx, row, open_ones, outcome))
