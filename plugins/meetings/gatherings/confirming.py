"""A change that was said in passing is asked about before it is made: it may have meant something else."""

from __future__ import annotations

import json
from collections.abc import Sequence

from bot.chat.messages import Button, Reply, Style
from bot.language.messages import Text, _, escape
from bot.plugin import Context, OpenForm, Refusal
from plugins.meetings.declaration import plugin
from plugins.meetings.gatherings import meant, spelling, telling
from plugins.meetings.gatherings.changes import changed, wanted
from plugins.meetings.gatherings.details import Details
from plugins.meetings.gatherings.managing import managed
from plugins.meetings.gatherings.modifying import apply, modify_as_typed, unchanged
from plugins.meetings.gatherings.moving import Unclear
from plugins.meetings.gatherings.phrases import meant_by, parts_of
from plugins.meetings.polls.proposal import Faulty


async def propose_change(ctx: Context, change: str) -> Reply | OpenForm:
    """Ask whether a meeting is to change as some words say, which name it first."""
    rows = await meant.coming(ctx)
    if not rows:
        raise meant.none_there(ctx)
    said = meant_by(rows, change, ctx.reading)
    if not said.rows:
        raise meant.unknown(ctx, rows, said.parts[0])
    if len(said.rows) != 1:
        return meant.which(ctx, said.rows, "propose-change", change=" ; ".join(said.parts))
    return await _propose(ctx, said.rows[0].id, said.parts)


@plugin.action("propose-change")
async def propose_chosen(ctx: Context, change: str = "", meeting: int = 0) -> Reply | OpenForm:
    """Ask whether the meeting that was chosen in a menu is to change so."""
    return await _propose(ctx, meant.chosen(ctx, meeting), parts_of(change))


async def _propose(ctx: Context, meeting: int, parts: Sequence[str]) -> Reply | OpenForm:
    row = await managed(ctx, meeting)
    before = Details.of(row)
    try:
        new = changed(before, wanted(parts, ctx.reading), ctx.reading) if parts else before
    except (Faulty, Unclear):
        return await modify_as_typed(ctx, meeting, " ; ".join(parts))
    if not parts:
        return await modify_as_typed(ctx, meeting, "")
    if new == before:
        raise unchanged()
    title, when = escape(row.title), spelling.when(row, ctx.words)
    lines: list[Text] = [_("Change “{title}”, {when}?", title=title, when=when)]
    lines += [_("- {line}", line=ctx.words(line)) for line in telling.differences(before, new, ctx.words)]
    if new.concerns_people(before):
        lines.append(_("Those who said that they come or may are told."))
    so = json.dumps(new.to_json(), ensure_ascii=False)
    arguments: dict[str, int | str | bool] = {"meeting": row.id, "seen": row.sequence, "so": so}
    button = Button(_("Change the meeting"), "change-so", arguments, Style.PRIMARY)
    return Reply(text=ctx.words.join(lines), buttons=(button,), private=True)


@plugin.action("change-so")
async def change_so(ctx: Context, meeting: int, seen: int, so: str) -> Reply:
    """Change a meeting as was agreed, unless it changed since."""
    row = await managed(ctx, meeting)
    if row.sequence != seen:
        raise Refusal(
            "changed_meanwhile", _("This meeting has changed meanwhile. Say once more what is to change.")
        )
    new = Details.from_json(json.loads(so))
    if new.over_at <= ctx.now:
        raise Refusal("past", _("That date is past by now. Say once more when it is."))
    return await apply(ctx, row, new)
