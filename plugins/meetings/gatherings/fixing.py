"""Fixing a meeting whose date is known: the command, the form for those who prefer one, the announcement."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from pydantic import BaseModel

from bot.chat.forms import FieldKind
from bot.chat.messages import Reply
from bot.chat.places import Place, PlaceKind
from bot.language.messages import _, escape
from bot.plugin import Arg, Context, FormRefusal, OpenForm, Refusal
from bot.plugin.arguments import RestArgument
from plugins.meetings.declaration import meetings, plugin
from plugins.meetings.gatherings import making, spelling
from plugins.meetings.gatherings.appointment import Appointment, check
from plugins.meetings.gatherings.typed import read_line
from plugins.meetings.models import Names
from plugins.meetings.polls.proposal import Faulty, Typed
from plugins.meetings.polls.spreading import others_in

LINE = RestArgument(FieldKind.TEXT)


class MeetingForm(BaseModel):
    """The form of a meeting: when and where it is."""

    title: Annotated[str, LINE, Arg(_("what about"), help=_("A few words: “Network meeting of December”."))]
    date: Annotated[
        str, LINE, Arg(_("date"), help=_("Tuesday 8 December 14:00-16:00, or from 3 to 5 March."))
    ]
    where: Annotated[
        str, RestArgument(), Arg(_("place"), help=_("A place, the link to a video call, or both."))
    ] = ""
    seats: Annotated[str, LINE, Arg(_("seats"), help=_("How many people have room, if that is limited."))] = (
        ""
    )


def values_of(typed: Typed) -> dict[str, str]:
    """Return what was typed as the values of the form's fields."""
    values = typed.values()
    return {
        "title": values["title"],
        "date": " ; ".join(typed.dates),
        "where": values["where"],
        "seats": values["seats"],
    }


@meetings.command(
    "fixer",
    english="fix",
    aliases=("fixe", "planifier", "programmer", "prévoir", "convoquer", "créer", "set", "plan", "create"),
    summary=_("Announce a meeting whose date is known"),
    examples=_(
        "/meeting fix Network meeting ; Tuesday 8 December 14:00-16:00 ; place: village hall ; 12 seats"
    ),
    instead=("proposer",),
    opens_form=True,
)
async def fix(
    ctx: Context,
    meeting: Annotated[
        str | None,
        RestArgument(),
        Arg(_("meeting"), help=_("what about, then the date, the place, the link, each after a semicolon.")),
    ] = None,
) -> Reply | OpenForm:
    """Announce a meeting at once; what is missing or wrong is asked for in a form."""
    check_place(ctx)
    if meeting is None:
        return OpenForm(form="fix")
    typed = read_line(meeting, ctx.reading)
    try:
        appointment = check(typed, ctx.reading)
    except Faulty as faulty:
        return OpenForm(form="fix", values=values_of(typed), errors=faulty.wrong)
    return await _made(ctx, appointment, await _others(ctx, typed.also))


async def _others(ctx: Context, typed: str) -> list[Place]:
    """Return the other channels in which a meeting is announced as well; nobody is named there.

    Raises:
        Refusal: it cannot be announced in one of them.
    """
    try:
        return await others_in(ctx, typed, Names.HIDDEN)
    except Faulty as faulty:
        raise Refusal("unknown_place", faulty.wrong["also"]) from None


@plugin.form("fix", MeetingForm, title=_("A meeting"), submit=_("Announce it"))
async def fix_in_form(ctx: Context, form: MeetingForm) -> Reply:
    """Announce the meeting that a form describes."""
    check_place(ctx)
    typed = Typed.of_form(form.title, form.date, "", form.where, form.seats)
    try:
        return await _made(ctx, check(typed, ctx.reading), [])
    except Faulty as faulty:
        raise FormRefusal(dict(faulty.wrong)) from None


def check_place(ctx: Context) -> None:
    """Check that a meeting can be announced where somebody speaks.

    Raises:
        Refusal: it is a direct message.
    """
    if ctx.place.kind is PlaceKind.DM:
        raise Refusal(
            "no_channel", _("A meeting is announced in a channel, where those who come are: set it there.")
        )


async def _made(ctx: Context, appointment: Appointment, others: Sequence[Place]) -> Reply:
    row = making.from_appointment(ctx, appointment)
    await making.make(ctx, row, [ctx.place, *others])
    title, when = escape(row.title), spelling.when(row, ctx.words)
    said = _("“{title}” is set: {when}. It is announced here.", title=title, when=when)
    if others:
        also = escape(", ".join(place.name for place in others))
        said = _(
            "“{title}” is set: {when}. It is announced here, and in {channels}.",
            title=title,
            when=when,
            channels=also,
        )
    return Reply(text=said, private=True, is_seen=True)
