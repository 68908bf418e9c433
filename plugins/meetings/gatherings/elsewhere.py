"""Announcing a meeting in more channels, or once more where its announcement got lost."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel

from bot.chat.forms import FieldKind
from bot.chat.messages import Reply, Update
from bot.chat.places import Place
from bot.language.messages import Text, _, escape
from bot.plugin import Arg, Context, FormRefusal, OpenForm, Refusal
from bot.plugin.arguments import RestArgument
from bot.plugin.finding import Misread
from plugins.meetings.declaration import plugin
from plugins.meetings.events import MeetingPlanned
from plugins.meetings.gatherings import announcing, register
from plugins.meetings.gatherings.managing import managed
from plugins.meetings.models import MeetingRow, Names
from plugins.meetings.polls.spreading import GONE, read_places


class Elsewhere(BaseModel):
    """The form of more channels."""

    channels: Annotated[
        str,
        RestArgument(FieldKind.TEXT),
        Arg(_("channels"), help=_("Their names: #loire, #rhone (Discord).")),
    ]


@plugin.action("ask-announce")
async def ask_where(ctx: Context, meeting: int) -> OpenForm:
    """Open the form of more channels."""
    await managed(ctx, meeting)
    return OpenForm(form="announce", arguments={"meeting": meeting})


@plugin.form("announce", Elsewhere, title=_("Announce it elsewhere"), submit=_("Announce it"))
async def announce_elsewhere(ctx: Context, form: Elsewhere, meeting: int) -> Reply:
    """Announce a meeting in the channels that the form names."""
    row = await managed(ctx, meeting)
    stands = [await ctx.find_place(one.place_id) for one in await register.places(ctx.session, meeting)]
    here = [place for place in stands if place is not None]
    try:
        places = await read_places(ctx, form.channels, here, Names.HIDDEN)
    except Misread as wrong:
        raise FormRefusal({"channels": wrong.text}) from None
    if not places:
        raise FormRefusal({"channels": _("The meeting is announced there already.")})
    for place in places:
        await announcing.announce(ctx, row, place)
    await ctx.emit(MeetingPlanned(row.id))
    return Reply(text=_told(row, places), private=True)


@plugin.action("announce-again")
async def announce_again(ctx: Context, meeting: int, place: int) -> Update:
    """Announce a meeting once more in a channel where it was to be."""
    row, there = await managed(ctx, meeting), await ctx.find_place(place)
    if there is None or all(one.place_id != place for one in await register.places(ctx.session, meeting)):
        raise Refusal("unknown_place", GONE)
    await announcing.announce(ctx, row, there, again=True)
    return Update(text=_told(row, [there]))


def _told(row: MeetingRow, places: list[Place]) -> Text:
    names = ", ".join(place.name for place in places)
    return _("“{title}” is announced in {names}.", title=escape(row.title), names=escape(names))
