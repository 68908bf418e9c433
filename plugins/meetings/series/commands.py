"""The verb of series: one is set by a line or a form, shown, and changed by what is typed behind the verb."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel

from bot.chat.messages import Reply
from bot.language.messages import _
from bot.plugin import Arg, Context, OpenForm
from bot.plugin.arguments import RestArgument
from plugins.meetings.declaration import meetings, plugin
from plugins.meetings.gatherings.fixing import LINE


class SeriesForm(BaseModel):
    """The form of a series."""

    rhythm: Annotated[
        str,
        LINE,
        Arg(_("when"), help=_("Every 1st Tuesday of the month 14:00-16:00, except August.")),
    ]
    title: Annotated[str, LINE, Arg(_("what about"), help=_("A few words: “Network meeting”."))] = ""
    where: Annotated[
        str, RestArgument(), Arg(_("place"), help=_("A place, the link to a video call, or both."))
    ] = ""
    seats: Annotated[str, LINE, Arg(_("seats"), help=_("How many people have room, if that is limited."))] = (
        ""
    )
    more: Annotated[
        str,
        LINE,
        Arg(_("besides"), help=_("“Announced 10 days before”, “in turn with the letter”.")),
    ] = ""


@meetings.command(
    "série",
    english="series",
    aliases=(
        "séries",
        "récurrente",
        "récurrentes",
        "régulière",
        "régulières",
        "cycle",
        "rythme",
        "recurring",
    ),
    summary=_("Have a group meet again and again"),
    examples=_(
        "/meeting series every 1st Tuesday of the month 14:00-16:00 ; Network meeting ; place: village hall\n"
        "/meeting series pause August\n"
        "/meeting series move 5 January to 12 January 14:00"
    ),
    opens_form=True,
)
async def series(
    ctx: Context,
    wanted: Annotated[
        str | None,
        RestArgument(),
        Arg(_("series"), help=_("when it comes and what it is about, or what to change of it.")),
    ] = None,
) -> Reply | OpenForm:
    """Set a series, show it, or change it as the words say."""
    from plugins.meetings.series import doing

    return await doing.as_typed(ctx, wanted)


@plugin.form("series", SeriesForm, title=_("A series of meetings"), submit=_("Set it"))
async def series_in_form(ctx: Context, form: SeriesForm, series: int) -> Reply:
    """Set the series that a form describes, or change the one that it was opened for."""
    from plugins.meetings.series import doing

    return await doing.as_in_form(ctx, form, series)
