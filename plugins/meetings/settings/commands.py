"""The settings of a channel: the command, on one line or by its form, and what follows for its meetings."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, TypeVar

from pydantic import BaseModel
from sqlalchemy import select

from bot.chat.forms import FieldKind
from bot.chat.messages import Reply
from bot.chat.people import Role
from bot.chat.places import PlaceKind
from bot.language.messages import Text, _
from bot.plugin import Arg, Context, FormRefusal, NotAllowed, OpenForm, Refusal
from bot.plugin.arguments import RestArgument
from bot.plugin.finding import Misread
from plugins.meetings.declaration import meetings, plugin
from plugins.meetings.events import MeetingPlanned
from plugins.meetings.gatherings.register import hold_place
from plugins.meetings.habits import Habits, habits_of, keep_habits
from plugins.meetings.models import MeetingPlaceRow, MeetingRow

_LINE = RestArgument(FieldKind.TEXT)
_NOTHING = ("", "-", "non", "no", "aucun", "aucune", "none", "jamais", "never")
V = TypeVar("V")


class HabitsForm(BaseModel):
    """The form of the settings; what is left empty is not done."""

    days: Annotated[
        str, _LINE, Arg(_("reminders"), help=_("days before: “7, 1, 0”; 0 is the day itself; empty, none."))
    ] = ""
    hour: Annotated[str, _LINE, Arg(_("at"), help=_("the hour of the reminders: “9:00”."))] = ""
    alarm: Annotated[
        str, _LINE, Arg(_("calendar alarm"), help=_("how long before: “30 min”; empty, none."))
    ] = ""
    agenda: Annotated[
        str, _LINE, Arg(_("agenda"), help=_("posted so many days before: “1”; empty, never."))
    ] = ""
    survey: Annotated[
        str,
        _LINE,
        Arg(_("survey"), help=_("how long after the meeting: “2h”, or “2h with names”; empty, never.")),
    ] = ""


async def _check(ctx: Context) -> None:
    """Check that somebody changes the settings of a channel that they coordinate.

    Raises:
        Refusal: it is no channel.
        NotAllowed: they do not coordinate it.
    """
    if ctx.place.kind is PlaceKind.DM:
        raise Refusal("no_channel", _("These are the settings of a channel: change them there."))
    if not await ctx.may(Role.COORDINATOR):
        raise NotAllowed(_("Only who coordinates this channel changes its settings."))


@meetings.command(
    "réglages",
    english="settings",
    aliases=("réglage", "régler", "options", "configurer"),
    before=_check,
    summary=_("Choose what is done around the meetings of this channel: reminders, alarm, agenda, survey"),
    examples=_(
        "/meeting settings reminders 7, 2, 0 at 8:00\n/meeting settings alarm 1h before ; no reminder"
    ),
    opens_form=True,
)
async def settings(
    ctx: Context,
    change: Annotated[
        str | None,
        RestArgument(),
        Arg(_("change"), help=_("“no reminder”, “alarm 1h before”, “survey 3h after”.")),
    ] = None,
) -> Reply | OpenForm:
    """Change what a line says of the habits of a channel, or open their form."""
    from plugins.meetings.settings import showing, wishes

    await _check(ctx)
    await hold_place(ctx.session, ctx.place.id)
    habits = await habits_of(ctx.session, ctx.network.id, ctx.place.id)
    if change is None:
        return OpenForm(form="habits", values=showing.values(habits, ctx.words))
    try:
        wanted = wishes.adjusted(habits, change, ctx.words.language)
    except Misread as problem:
        raise Refusal("wrong_setting", problem.text) from None
    return await _keep(ctx, wanted)


@plugin.form("habits", HabitsForm, title=_("Around the meetings"), submit=_("Save"))
async def save_settings(ctx: Context, form: HabitsForm) -> Reply:
    """Keep what a form says of the habits of a channel; a field that is wrong changes nothing."""
    from plugins.meetings.settings import wishes

    await _check(ctx)
    now = await habits_of(ctx.session, ctx.network.id, ctx.place.id)
    language = ctx.words.language
    wrong: dict[str, Text] = {}

    def taken(field: str, typed: str, nothing: V, read: Callable[[str], V]) -> V:
        if typed.strip().casefold() in _NOTHING:
            return nothing
        try:
            return read(typed)
        except Misread as problem:
            wrong[field] = problem.text
            return nothing

    survey: tuple[int | None, bool] = (None, False)
    survey = taken("survey", form.survey, survey, lambda typed: wishes.read_survey(typed, language))
    wanted = Habits(
        reminders=taken("days", form.days, (), wishes.read_days),
        reminder_hour=taken("hour", form.hour, now.reminder_hour, wishes.read_hour),
        alarm_minutes=taken("alarm", form.alarm, None, lambda typed: wishes.read_minutes(typed, language)),
        agenda_days=taken("agenda", form.agenda, None, lambda typed: wishes.read_days(typed)[0]),
        survey_minutes=survey[0],
        survey_shows_names=survey[1],
    )
    if wrong:
        raise FormRefusal(wrong)
    return await _keep(ctx, wanted)


async def _keep(ctx: Context, habits: Habits) -> Reply:
    """Keep the habits of a channel; the meetings to come there follow them."""
    from plugins.meetings.settings import showing

    await keep_habits(ctx.session, ctx.network.id, ctx.place.id, habits)
    rows = await ctx.session.scalars(
        select(MeetingRow.id)
        .join(MeetingPlaceRow, MeetingPlaceRow.meeting_id == MeetingRow.id)
        .where(
            MeetingPlaceRow.place_id == ctx.place.id,
            MeetingRow.cancelled_at.is_(None),
            MeetingRow.starts_at > ctx.now,
        )
    )
    for meeting in rows.all():
        await ctx.emit(MeetingPlanned(meeting))
    lines = [_("Around the meetings of this channel:"), *showing.shown(habits, ctx.words)]
    return Reply(text=ctx.words.join(lines), private=True)
