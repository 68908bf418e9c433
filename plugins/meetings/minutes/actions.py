"""What is pressed for minutes: write them, look at them before they are published, publish, have the file."""

from __future__ import annotations

from collections.abc import Mapping

from bot.chat.messages import Reply, Update
from bot.language.messages import Text, _
from bot.plugin import Context, OpenForm, Refusal
from plugins.meetings.agenda import questions
from plugins.meetings.agenda.meant import chosen_meeting
from plugins.meetings.agenda.models import ItemRow, Outcome
from plugins.meetings.agenda.register import Agenda
from plugins.meetings.declaration import plugin
from plugins.meetings.gatherings import register as gatherings
from plugins.meetings.gatherings.managing import check_may_manage
from plugins.meetings.minutes import commands, filling, people, register, showing
from plugins.meetings.minutes.filling import BECAME, DECISION, NOTES, PEOPLE
from plugins.meetings.models import MeetingRow


async def _writable(ctx: Context, meeting: int) -> MeetingRow:
    """Return a meeting whose minutes the person may write; whoever else writes them waits.

    Raises:
        Refusal: it is not there any more, cancelled, or has not begun.
        NotAllowed: only others may.
    """
    row = await gatherings.find(ctx, meeting, for_change=True)
    await check_may_manage(ctx, row)
    if row.cancelled_at is not None or row.starts_at > ctx.now:
        raise Refusal("not_yet", _("This meeting was moved or cancelled: there is nothing to write of it."))
    return row


@plugin.action("minutes-of")
async def show_chosen(ctx: Context) -> Reply:
    """Show the minutes of the meeting that was chosen."""
    return await commands.shown(ctx, await chosen_meeting(ctx))


@plugin.action("minutes-fill")
async def fill(ctx: Context, meeting: int) -> OpenForm:
    """Open the form of minutes."""
    return await filling.form_of(ctx, await _writable(ctx, meeting))


@plugin.questions("minutes", filling.questions, title=_("Minutes"), submit=_("Keep"))
async def keep(ctx: Context, answers: Mapping[str, str], meeting: int, seen: str) -> Reply | OpenForm:
    """Write down what the form says, unless somebody else wrote since it was opened."""
    from plugins.meetings.minutes.typed import Naming, People, read_names

    row = await _writable(ctx, meeting)
    now = await filling.values_of(ctx, row)
    typed = {name: str(value) for name, value in answers.items() if value}
    if filling.fingerprint(now) != seen:
        changed = [name for name in now if now[name] != typed.get(name, "")]
        if changed:
            return await filling.form_of(ctx, row, typed, {name: _meanwhile(now[name]) for name in changed})
    found = await register.written(ctx, row)
    if typed.get(PEOPLE, "") != now.get(PEOPLE, ""):
        await people.name(ctx, row, found, People(read_names(typed.get(PEOPLE, "")), Naming.THESE))
    await register.note(found, typed.get(NOTES, ""))
    again: list[tuple[ItemRow, Agenda]] = []
    for item in await register.items(ctx.session, row):
        became = typed.get(f"{BECAME}{item.id}")
        then = await register.settle(ctx, row, item, Outcome(became) if became else None)
        again += [(item, then)] if then is not None else []
        await register.decide(ctx, row, item, typed.get(f"{DECISION}{item.id}", ""))
    await showing.refresh(ctx, row)
    return await commands.shown(ctx, row, commands.told(ctx, again))


def _meanwhile(text: str) -> Text:
    return _("Somebody wrote meanwhile: “{text}”. Send it again to have your words.", text=text)


@plugin.action("minutes-done")
async def all_treated(ctx: Context, meeting: int) -> Reply:
    """Say of all items that they were treated."""
    row = await _writable(ctx, meeting)
    await register.written(ctx, row)
    await commands.settle_all(ctx, row, Outcome.TREATED)
    await showing.refresh(ctx, row)
    return await commands.shown(ctx, row)


@plugin.action("minutes-preview")
async def preview(ctx: Context, meeting: int) -> Reply:
    """Show what the channels will see."""
    return await commands.before_publishing(ctx, await _writable(ctx, meeting))


@plugin.action("minutes-publish")
async def publish(ctx: Context, meeting: int) -> Update:
    """Post minutes in the channels of their meeting; who was there is what they say from then on."""
    row = await _writable(ctx, meeting)
    if await showing.is_posted(ctx, row):
        return Update(text=_("They are published already. What you change changes in their post."))
    found = await register.written(ctx, row)
    there = await people.present(ctx, row, found)
    if not there.is_known:
        await people.keep(ctx, row, found, there.members, there.guests)
    again = await commands.settle_all(ctx, row, Outcome.LEFT)
    await showing.publish(ctx, row)
    lines: list[Text] = [_("The minutes are published. What you change from now on changes in their post.")]
    lines += [again] if again is not None else []
    lines += await questions.where_asked(ctx, await register.items(ctx.session, row))
    return Update(text=ctx.words.join(lines))


@plugin.action("minutes-file")
async def give_file(ctx: Context, meeting: int) -> Reply:
    """Give minutes as a file."""
    return await commands.export(ctx, await gatherings.find(ctx, meeting))
