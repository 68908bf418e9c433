"""Proposing dates: the command, the form for those who prefer one, and the poll that comes of it."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel

from bot.chat.forms import FieldKind
from bot.chat.messages import Reply
from bot.language.messages import Instant, Text, _
from bot.plugin import Arg, Context, FormRefusal, OpenForm
from bot.plugin.arguments import RestArgument
from plugins.meetings.declaration import meetings, plugin
from plugins.meetings.polls.making import check_place, for_date
from plugins.meetings.polls.proposal import Faulty, Typed, check, split
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
    try:
        return await _made(ctx, typed)
    except Faulty as faulty:
        return OpenForm(form="dates", values=_values(ctx, typed), errors=_by_field(faulty))


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
    """Make a poll.

    Raises:
        Faulty: some of what was typed cannot be as it is.
    """
    proposal = check(typed, ctx.reading)
    poll = await for_date(ctx, proposal, await others_in(ctx, proposal.also, proposal.manner.names))
    said = _("The poll is posted here. People vote until {at}.", at=Instant(proposal.closes_at))
    return Reply(text=said, buttons=tuple(await offered(ctx, poll)), private=True, is_seen=True)
