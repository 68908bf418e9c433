"""Proposing dates: the command, the form for those who prefer one, and the poll that comes of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from pydantic import BaseModel

from bot.chat.forms import FieldKind
from bot.chat.messages import Button, Reply, Style, Update
from bot.language.messages import Instant, Markup, Text, _
from bot.language.moments import Reading
from bot.plugin import Arg, Context, FormRefusal, OpenForm
from bot.plugin.arguments import RestArgument
from plugins.meetings.declaration import meetings, plugin
from plugins.meetings.gatherings import fixing
from plugins.meetings.gatherings.appointment import placed
from plugins.meetings.polls.deadline import read_closing
from plugins.meetings.polls.making import check_place, for_date
from plugins.meetings.polls.meaning import after_the_vote, spell_slot, write_line
from plugins.meetings.polls.proposal import Faulty, Proposal, Typed, check, slots_as_typed, slots_of, split
from plugins.meetings.polls.remarks import left_out, remarks
from plugins.meetings.polls.slots import Slot
from plugins.meetings.polls.spreading import offered, others_in

_LINE = RestArgument(FieldKind.TEXT)


class Dates(BaseModel):
    """The form of a proposal."""

    title: Annotated[str, _LINE, Arg(_("what about"), help=_("A few words: “Network meeting of December”."))]
    dates: Annotated[
        str,
        RestArgument(),
        Arg(_("dates"), help=_("One a line: Tuesday 14:00-16:00, from 3 to 5 March, 12 January.")),
    ]
    closes: Annotated[str, _LINE, Arg(_("vote until"), help=_("Friday 18:00; without it, in a week."))] = ""
    where: Annotated[
        str, RestArgument(), Arg(_("place"), help=_("A place, the link to a video call, or both."))
    ] = ""
    rest: Annotated[
        str,
        RestArgument(),
        Arg(
            _("the rest"), help=_("12 seats, anonymous, hidden names, results at the end, also in #channel.")
        ),
    ] = ""


@meetings.command(
    "proposer",
    english="propose",
    aliases=("propose", "organiser", "doodle", "framadate"),
    summary=_("Have a group choose a date"),
    examples=_(
        "/meeting propose Network meeting ; Tuesday 14:00-16:00 ; Thursday 10:00 ; closing Monday 18:00"
    ),
    opens_form=True,
)
async def propose(
    ctx: Context,
    proposal: Annotated[
        str | None,
        RestArgument(),
        Arg(_("proposal"), help=_("what about, then the dates, each after a semicolon.")),
    ] = None,
) -> Reply | OpenForm:
    """Post a poll for the date of a gathering; what is missing or wrong is asked for in a form."""
    check_place(ctx)
    if proposal is None:
        return OpenForm(form="dates")
    typed = split(proposal, ctx.reading)
    unsure = _unsure(typed, ctx.reading)
    try:
        if not unsure:
            return await _made(ctx, typed)
        check(typed, ctx.reading)
    except Faulty as faulty:
        unsure |= _by_field(faulty)
    return OpenForm(form="dates", values=_values(ctx, typed), errors=unsure)


def _unsure(typed: Typed, reading: Reading) -> dict[str, Text]:
    """Return what is to be looked at before a poll is posted: a part without any time may be the place."""
    found = placed(typed, reading)
    if found is typed:
        return {}
    typed.where, typed.dates = found.where, found.dates
    about = _("There is no day and no hour in “{words}”: is it the place?", words=typed.where[:80])
    return {"where": about}


def _values(ctx: Context, typed: Typed) -> dict[str, str]:
    values = typed.values()
    fields = {name: values[name] for name in ("title", "dates", "closes", "where")}
    return {**fields, "rest": typed.rest(ctx.words)}


def _by_field(faulty: Faulty) -> dict[str, Text]:
    """Return what is wrong by field of the form: seats and channels stand in one."""
    return {name if name in Dates.model_fields else "rest": text for name, text in faulty.wrong.items()}


@plugin.form("dates", Dates, title=_("Choose a date"), submit=_("Post the poll"))
async def propose_in_form(ctx: Context, form: Dates) -> Reply:
    """Post the poll that a form describes."""
    check_place(ctx)
    typed = Typed.of_form(form.title, form.dates, form.closes, form.where, "")
    unclear = typed.take_rest(form.rest, ctx.reading)
    if unclear:
        raise FormRefusal({"rest": _("I do not understand “{words}” here.", words=unclear[:80])})
    try:
        return await _made(ctx, typed)
    except Faulty as faulty:
        raise FormRefusal(_by_field(faulty)) from None


async def _made(ctx: Context, typed: Typed) -> Reply:
    """Make a poll, or ask first what was meant.

    Raises:
        Faulty: some of what was typed cannot be as it is.
    """
    meant = after_the_vote(typed, ctx.reading)
    if meant is not None:
        return _ask_which(ctx, typed, meant)
    proposal = check(typed, ctx.reading)
    others = await others_in(ctx, proposal.also, proposal.manner.names)
    if len(proposal.slots) == 1:
        return _ask_for_more(ctx, typed, proposal)
    poll = await for_date(ctx, proposal, others)
    said: list[Text] = [_("The poll is posted here. People vote until {at}.", at=Instant(proposal.closes_at))]
    said += [*remarks(slots_as_typed(typed.dates, ctx.reading), ctx.words), *left_out(typed.aside)]
    return Reply(
        text=ctx.words.join(said), buttons=tuple(await offered(ctx, poll)), private=True, is_seen=True
    )


def _ask_which(ctx: Context, typed: Typed, meant: Sequence[Slot]) -> Reply:
    """Ask which dates are meant, where weekdays come before the end of the vote."""
    closes_at = read_closing(typed.closes, ctx.reading)
    as_said = slots_of(typed.dates, ctx.reading)
    lines: list[Text] = [
        _("The vote would close {at}, and these days come before that. Did you mean:", at=Instant(closes_at)),
        *(_("- {date}", date=spell_slot(slot, ctx.words)) for slot in meant),
    ]
    line = write_line(typed, meant, closes_at, ctx.words)
    buttons = [Button(_("Yes, these dates"), "propose-line", {"line": line}, Style.PRIMARY)]
    if max(slot.over_at for slot in as_said) > closes_at:
        kept = write_line(typed, as_said, closes_at, ctx.words)
        buttons.append(Button(_("No, as I wrote them"), "propose-line", {"line": kept}, name="as-said"))
    line = write_line(typed, as_said, closes_at, ctx.words)
    buttons.append(Button(_("Change the line"), "correct-line", {"line": line}))
    return Reply(text=ctx.words.join(lines), buttons=tuple(buttons), private=True)


def _ask_for_more(ctx: Context, typed: Typed, proposal: Proposal) -> Reply:
    """Offer to announce the meeting where there is nothing to choose from, or to add dates."""
    when = spell_slot(proposal.slots[0], ctx.words)
    line = write_line(typed, proposal.slots, None, ctx.words)
    said = _(
        "There is only one date, {date}: nothing is to be chosen. To announce the meeting: "
        "`/meeting fix {line}`",
        date=when,
        line=Markup(line.replace("`", " ")),
    )
    buttons = (
        Button(_("Announce the meeting"), "fix-line", {"line": line}, Style.PRIMARY),
        Button(_("Add dates"), "correct-line", {"line": line}),
    )
    return Reply(text=said, buttons=buttons, private=True)


@plugin.action("propose-line")
async def propose_line(ctx: Context, line: str) -> Update | OpenForm:
    """Post the poll of a line that the person meant."""
    check_place(ctx)
    typed = split(line, ctx.reading)
    try:
        made = await _made(ctx, typed)
    except Faulty as faulty:
        return OpenForm(form="dates", values=_values(ctx, typed), errors=_by_field(faulty))
    return Update(text=made.text, buttons=made.buttons)


@plugin.action("correct-line")
async def correct_line(ctx: Context, line: str) -> OpenForm:
    """Open the form with what was typed."""
    return OpenForm(form="dates", values=_values(ctx, split(line, ctx.reading)))


@plugin.action("fix-line")
async def fix_line(ctx: Context, line: str) -> Update | OpenForm:
    """Announce the meeting of a line, which has one date."""
    announced = await fixing.fix(ctx, line)
    return Update(text=announced.text) if isinstance(announced, Reply) else announced
