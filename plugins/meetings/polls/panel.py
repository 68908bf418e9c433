"""Managing a poll: who has not answered, and what who made it or coordinates can do with it."""

from __future__ import annotations

from bot.chat.messages import Button, Reply, Style
from bot.language.messages import Instant, Text, _, escape, ngettext
from bot.plugin import Context
from plugins.meetings.declaration import plugin
from plugins.meetings.models import Ended, Kind, PollRow
from plugins.meetings.polls import posting, register
from plugins.meetings.polls.closing import may_reopen
from plugins.meetings.polls.managing import about_managing, managed
from plugins.meetings.polls.showing import is_hidden
from plugins.meetings.polls.spelling import spell_closing

_NAMED = 40
"""So many of those who have not answered are named; of more, how many there are."""

NONE = _(
    "No poll that you made or coordinate is open here. To ask a question, write it with its answers: "
    "`/poll Which tool? ; Etherpad ; CryptPad`"
)


@plugin.action("manage")
async def manage(ctx: Context, poll: int) -> Reply:
    """Show how a poll stands to who may manage it, with what can be done."""
    return await shown(ctx, await managed(ctx, poll))


async def shown(ctx: Context, row: PollRow) -> Reply:
    """Return what can be done with a poll, which the person may manage."""
    lines = [_state(ctx, row), *await _missing(ctx, row)]
    return Reply(
        text=ctx.words.join(lines), buttons=tuple(_buttons(row)), private=True, about=about_managing(row)
    )


def opened(ctx: Context, row: PollRow) -> Reply:
    """Return until when people vote again on a poll that was opened again; who is missing is counted anew."""
    return Reply(text=_state(ctx, row), buttons=tuple(_buttons(row)), private=True, about=about_managing(row))


def _state(ctx: Context, row: PollRow) -> Text:
    title = escape(row.title)
    if row.closed_at is not None:
        return _("“{title}”: the vote closed {at}.", title=title, at=Instant(row.closed_at))
    if row.closes_at is not None:
        return _(
            "“{title}”: people vote until {at}.", title=title, at=spell_closing(row.closes_at, row, ctx.words)
        )
    return _("“{title}”: people vote until you close it.", title=title)


async def _missing(ctx: Context, row: PollRow) -> list[Text]:
    """Return who has not answered: by name only to who made the poll."""
    if row.closed_at is not None:
        return []
    standing = await posting.standing(ctx, row)
    if standing.missing is None:
        return [_("Who is in the channel is not told here: I cannot say who has not answered.")]
    if not standing.missing:
        return [_("Everybody has answered.")]
    count = ngettext("{count} person has not answered", "{count} people have not answered", standing.missing)
    asked = await register.options(ctx.session, row.id)
    cast = register.cast_of(asked, await register.ballots(ctx.session, row.id))
    missing = await register.missing(ctx.session, row, cast)
    if row.member_id != ctx.member.id or not 0 < len(missing) <= _NAMED:
        return [_("{sentence}.", sentence=count)]
    people = [await ctx.find_member(member) for member in missing]
    names = ", ".join(sorted(one.name for one in people if one is not None))
    if row.strangers:
        others = ngettext("{count} whom I do not know", "{count} whom I do not know", row.strangers)
        return [_("{count}: {names}, and {others}.", count=count, names=escape(names), others=others)]
    return [_("{count}: {names}.", count=count, names=escape(names))]


def _buttons(row: PollRow) -> list[Button]:
    about = {"poll": row.id}
    is_open, is_date = row.closed_at is None, row.kind == Kind.DATE
    buttons: list[Button] = []
    if is_date and row.decided_id is None and (is_open or may_reopen(row)):
        buttons.append(Button(_("Add dates"), "ask-dates", about))
    if is_date and is_open:
        buttons.append(Button(_("Change or remove a date"), "ask-change", about))
    if is_open:
        edits = _("Change the rest") if is_date else _("Change the poll")
        buttons.append(Button(edits, "ask-edit", about))
    if is_date and row.decided_id is None and not is_hidden(row):
        buttons.append(Button(_("Choose a date"), "ask-decide", about, Style.PRIMARY))
    if is_open:
        buttons.append(Button(_("Remind who is missing"), "ask-remind", about))
        buttons.append(Button(_("Post it elsewhere"), "ask-spread", about))
        buttons.append(Button(_("Close the vote"), "ask-close", about, Style.DANGER))
    elif may_reopen(row) and row.ended != Ended.EVERYBODY:
        buttons.append(Button(_("Open it again"), "ask-reopen", about))
    return buttons
