"""What a person fills in for a meeting: asked for when it is set, in a form, and then shown in its posts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any

from bot.chat.messages import Button, Post, Reply, Style
from bot.language.messages import Markup, Text, _, escape, ngettext
from bot.plugin import Arg, Context, EventContext, OpenForm, Parameter, WorkContext
from bot.plugin.arguments import RestArgument
from plugins.meetings.declaration import plugin
from plugins.meetings.events import MeetingPlanned
from plugins.meetings.gatherings import announcing, register
from plugins.meetings.gatherings.managing import check_may_manage
from plugins.meetings.minutes import showing as minutes
from plugins.meetings.models import MeetingRow
from plugins.meetings.templates import keeping
from plugins.meetings.templates.parts import Part
from plugins.meetings.templates.purposes import Purpose
from plugins.meetings.templates.rendering import parts_in

_BEFORE = (Purpose.INVITATION, Purpose.REMINDER)
"""What is posted before a meeting is filled in when it is set; the minutes once there are some."""
_LONGEST = 1_000


async def open_parts(ctx: WorkContext, row: MeetingRow, purposes: Sequence[Purpose]) -> list[Part]:
    """Return the parts of the templates that count for a meeting which a person fills in, each once."""
    found: dict[str, Part] = {}
    for stands in await register.places(ctx.session, row.id):
        for purpose in purposes:
            template = await keeping.current(ctx, stands.place_id, purpose)
            if template is not None:
                for part in await parts_in(template.source, purpose):
                    found.setdefault(part.key, part)
    return list(found.values())


async def missing_parts(ctx: WorkContext, row: MeetingRow, purpose: Purpose) -> list[Part]:
    """Return the parts that nobody filled in yet for a meeting."""
    given = await keeping.fillings(ctx.session, row.id)
    return [part for part in await open_parts(ctx, row, (purpose,)) if part.key not in given]


def part_button(row: MeetingRow, purposes: Sequence[Purpose]) -> Button:
    """Return the button that asks for what a person fills in."""
    arguments: dict[str, int | str | bool] = {"meeting": row.id, "purposes": ",".join(purposes)}
    return Button(_("Fill it in"), "template-fill", arguments, Style.PRIMARY)


@plugin.on(MeetingPlanned)
async def ask_to_fill(ctx: EventContext, event: MeetingPlanned) -> None:
    """Ask who organises a meeting for what its templates leave open, once for each set of parts."""
    row = await ctx.session.get(MeetingRow, event.meeting)
    if row is None or row.cancelled_at is not None or row.member_id is None or row.starts_at <= ctx.now:
        return
    given = await keeping.fillings(ctx.session, row.id)
    left = [part for part in await open_parts(ctx, row, _BEFORE) if part.key not in given]
    organiser = await ctx.find_member(row.member_id)
    if not left or organiser is None:
        return
    labels = Markup(", ".join(escape(part.label) for part in left))
    said = ngettext(
        "For “{title}” one part of what I post is yours to fill in: {labels}. Until then I post that it will "
        "be announced.",
        "For “{title}” {count} parts of what I post are yours to fill in: {labels}. Until then I post that "
        "they will be announced.",
        len(left),
        title=escape(row.title),
        labels=labels,
    )
    key = sha256("\n".join(sorted(part.key for part in left)).encode()).hexdigest()[:16]
    post = Post(text=ctx.words_for(organiser)(said), buttons=(part_button(row, _BEFORE),))
    await ctx.post(organiser, post, key=f"fill:{row.id}:{key}")


@plugin.action("template-fill")
async def fill(ctx: Context, meeting: int, purposes: str) -> Reply | OpenForm:
    """Open the form of what a person fills in, with what is filled in already."""
    row = await _theirs(ctx, meeting)
    asked = await open_parts(ctx, row, _purposes(purposes))
    if not asked:
        return Reply(text=_("There is nothing to fill in any more."), private=True)
    given = await keeping.fillings(ctx.session, row.id)
    return OpenForm(
        form="template-parts",
        values={f"part{index}": given.get(part.key, "") for index, part in enumerate(asked)},
        arguments={"meeting": meeting, "purposes": purposes, "keys": _keys(asked)},
    )


async def questions(ctx: Context, meeting: int, purposes: str, keys: str) -> list[Parameter]:
    """Return a question for each part to fill in."""
    del keys
    row = await _theirs(ctx, meeting)
    return [
        Parameter(
            f"part{index}",
            RestArgument(),
            Arg(_("{label}", label=part.label), help=_("{label}", label=part.label), max_length=_LONGEST),
            required=False,
        )
        for index, part in enumerate(await open_parts(ctx, row, _purposes(purposes)))
    ]


@plugin.questions("template-parts", questions, title=_("To fill in"), submit=_("Save"))
async def save_parts(
    ctx: Context, answers: Mapping[str, Any], meeting: int, purposes: str, keys: str
) -> Reply:
    """Keep what was filled in, and show it where the meeting is announced."""
    row = await _theirs(ctx, meeting, for_change=True)
    asked = await open_parts(ctx, row, _purposes(purposes))
    if _keys(asked) != keys:
        text: Text = _("The template was changed meanwhile: open the form again.")
        return Reply(text=text, buttons=(part_button(row, _purposes(purposes)),), private=True)
    said = {part.key: str(answers.get(f"part{index}") or "").strip() for index, part in enumerate(asked)}
    await keeping.fill(ctx, meeting, said)
    if Purpose.REPORT in _purposes(purposes):
        await minutes.refresh(ctx, row)
    else:
        await announcing.refresh(ctx, row)
    left = [part.label for part in asked if not said[part.key]]
    if not left:
        return Reply(text=_("Thank you: everything is filled in."), private=True)
    labels = Markup(", ".join(map(escape, left)))
    return Reply(
        text=_("Saved. Still to fill in: {labels}.", labels=labels),
        buttons=(part_button(row, _purposes(purposes)),),
        private=True,
    )


def _keys(asked: Sequence[Part]) -> str:
    return sha256("\n".join(part.key for part in asked).encode()).hexdigest()[:16]


def _purposes(names: str) -> tuple[Purpose, ...]:
    return tuple(Purpose(name) for name in names.split(","))


async def _theirs(ctx: Context, meeting: int, *, for_change: bool = False) -> MeetingRow:
    """Return a meeting that the person organises, or of a channel that they coordinate."""
    row = await register.find(ctx, meeting, for_change=for_change)
    await check_may_manage(ctx, row)
    return row
