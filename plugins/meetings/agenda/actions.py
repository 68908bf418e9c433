"""What is pressed for an agenda: propose, change, withdraw, say what an item is, publish."""

from __future__ import annotations

from dataclasses import replace

from bot.chat.messages import Reply, Update
from bot.language.messages import _
from bot.plugin import Context, OpenForm, Refusal
from bot.plugin.insisting import digest
from plugins.meetings.agenda import changing, commands, forms, needs, planned, register, rights, showing
from plugins.meetings.agenda.forms import ItemForm
from plugins.meetings.agenda.items import Typed, parts_of
from plugins.meetings.agenda.meant import agenda_of, chosen_meeting, that_of
from plugins.meetings.agenda.models import ItemRow, Topic
from plugins.meetings.agenda.register import Agenda
from plugins.meetings.declaration import plugin
from plugins.meetings.gatherings import register as meetings


@plugin.action("agenda-of")
async def show_chosen(ctx: Context) -> Reply:
    """Show the agenda of the meeting that was chosen."""
    return await commands.shown(ctx, await that_of(ctx, await chosen_meeting(ctx)))


def _chosen(ctx: Context) -> int:
    choice = ctx.choice or ""
    return int(choice) if choice.isdecimal() else 0


@plugin.action("agenda-add")
async def propose(_ctx: Context, meeting: int = 0) -> OpenForm:
    """Open the form of an item."""
    return forms.to_propose(None, meeting)


@plugin.form("agenda-item", ItemForm, title=_("To speak of"), submit=_("Propose it"))
async def propose_in_form(ctx: Context, form: ItemForm, meeting: int) -> Reply:
    """Put what a form describes on an agenda."""
    typed = forms.read_form(ctx, form)
    found = await _agenda(ctx, meeting)
    await register.lock(ctx, found)
    return await commands.added(ctx, found, (typed,))


async def _agenda(ctx: Context, meeting: int) -> Agenda:
    """Return the agenda of a meeting, of the next one where that one is over, cancelled or gone."""
    if not meeting:
        return await agenda_of(ctx)
    row = await meetings.find(ctx, meeting)
    if row.cancelled_at is None and planned.end_of(row) > ctx.now:
        return await that_of(ctx, row)
    return await planned.next_agenda(ctx.session, ctx.network.id, (await that_of(ctx, row)).place, ctx.now)


async def _own(ctx: Context, item: int) -> tuple[ItemRow, Agenda]:
    """Return an item that the person may change, and its agenda.

    Raises:
        Refusal: it is not on an agenda any more, or its meeting has begun.
        NotAllowed: only others may.
    """
    row = await register.find(ctx, item)
    meeting = await meetings.find(ctx, row.meeting_id) if row.meeting_id is not None else None
    agenda = Agenda(meeting, row.place_id)
    await register.lock(ctx, agenda)
    await ctx.session.refresh(row)
    await rights.check_may_change(ctx, agenda, row)
    if row.outcome is not None or (meeting is not None and planned.end_of(meeting) <= ctx.now):
        raise Refusal("over", _("This meeting is over: what became of the item stands in its minutes."))
    return row, agenda


@plugin.action("agenda-edit")
async def edit(ctx: Context, item: int) -> OpenForm:
    """Open an item to change it."""
    row, _agenda_of_it = await _own(ctx, item)
    return forms.to_change(row)


@plugin.action("agenda-edit-one")
async def edit_chosen(ctx: Context) -> OpenForm:
    """Open the item that was chosen."""
    return await edit(ctx, _chosen(ctx))


@plugin.form("agenda-change", ItemForm, title=_("An item"), submit=_("Change it"))
async def change_in_form(ctx: Context, form: ItemForm, item: int, seen: str) -> Reply | OpenForm:
    """Change an item, unless somebody else did since the form was opened."""
    typed = forms.read_form(ctx, form)
    row, agenda = await _own(ctx, item)
    if digest(row.text) != seen and digest(row.text) != digest(typed.text):
        again = forms.to_change(row, typed.text)
        said = _(
            "Somebody changed this meanwhile: “{text}”. Send it again to have your words.", text=row.text
        )
        return replace(again, errors={"text": said})
    row.text, row.kind, row.minutes = typed.text, typed.topic, typed.minutes
    await changing.shown_again(ctx, agenda)
    return await commands.shown(ctx, agenda, _("Changed."))


@plugin.action("agenda-withdraw")
async def withdraw(ctx: Context, item: int) -> Reply:
    """Take an item off its agenda."""
    row, agenda = await _own(ctx, item)
    await changing.drop(ctx, row)
    await changing.shown_again(ctx, agenda)
    return Reply(
        text=_(
            "Taken off the agenda: {items}. `/meeting topics put back` undoes it.",
            items=changing.listed(ctx, [row]),
        ),
        private=True,
    )


@plugin.action("agenda-split")
async def split(ctx: Context, item: int) -> Reply:
    """Make several items of one: those between its semicolons, one behind the other."""
    row, agenda = await _own(ctx, item)
    parts = parts_of(row.text, ctx.words.language)
    if len(parts) > 1:
        first, *others = parts
        row.text, row.kind, row.minutes = first.text, first.topic or row.kind, first.minutes or row.minutes
        new = [await register.add(ctx, agenda, one, row.member_id) for one in others]
        rows = [one for one in await register.items(ctx.session, agenda) if one not in new]
        at = rows.index(row) + 1
        await register.put_in_order(ctx, [*rows[:at], *new, *rows[at:]])
        await changing.shown_again(ctx, agenda)
    return await commands.shown(ctx, agenda)


@plugin.action("agenda-topic")
async def classify(ctx: Context, item: int) -> Reply:
    """Say what an item is."""
    row, agenda = await _own(ctx, item)
    if ctx.choice not in set(Topic):
        raise Refusal("unknown_topic", _("This is none of the choices."))
    row.kind = Topic(ctx.choice)
    await changing.shown_again(ctx, agenda)
    return Reply(text=_("Noted: {item}", item=showing.title_of(row)), private=True)


@plugin.action("agenda-publish")
async def publish(ctx: Context, meeting: int) -> Reply:
    """Post an agenda in the channels of its meeting."""
    row = await meetings.find(ctx, meeting, for_change=True)
    if row.cancelled_at is not None or planned.end_of(row) <= ctx.now:
        raise Refusal("over", _("This meeting is over, or cancelled: its agenda is not published any more."))
    return Reply(text=await commands.publish(ctx, await that_of(ctx, row)), private=True)


@plugin.action("agenda-need")
async def add_need(ctx: Context, meeting: int, place: int) -> Update:
    """Put the need that was chosen on an agenda."""
    found = await _agenda(ctx, meeting) if meeting else Agenda(None, place)
    await rights.check_manages(ctx, found)
    await register.lock(ctx, found)
    need = next((one for one in await needs.waiting(ctx, found) if one.key == ctx.choice), None)
    if need is None:
        raise Refusal("gone", _("This need is on an agenda already, or has its answer by now."))
    await register.add(ctx, found, Typed(need.text, Topic.NEED), None, source=need.key)
    await changing.shown_again(ctx, found)
    now = await commands.shown(ctx, found, _("Added: {need}", need=need.text))
    return Update(text=now.text, buttons=now.buttons, menus=now.menus)
