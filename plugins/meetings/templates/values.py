"""What the variables of templates stand for, for a meeting, in the words of a channel."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.chat.places import Place
from bot.language.catalogue import Words
from bot.language.dates import spell_day, spell_time
from bot.language.messages import Text, _, ngettext
from bot.plugin import WorkContext
from plugins.meetings.gatherings import register, spelling
from plugins.meetings.hosting.register import host_name
from plugins.meetings.models import MeetingRow
from plugins.meetings.templates.purposes import Value


async def values_of(ctx: WorkContext, row: MeetingRow, place: Place, words: Words) -> dict[str, Value]:
    """Return what the variables stand for, by their French names; what is not known is not there."""
    coming = await register.who_comes(ctx.session, row)
    organiser = await ctx.find_member(row.member_id) if row.member_id is not None else None
    zone = ZoneInfo(row.zone) if row.all_day else words.zone
    start = row.starts_at.astimezone(zone)
    found: dict[str, Value] = {
        "titre": row.title,
        "date": spelling.when(row, words),
        "jour": spell_day(start, words.language),
        "delai": str(words(delay(ctx.now.astimezone(zone), start))),
        "lieu": row.place,
        "lien": row.link,
        "inscrits": str(len(coming.seated)),
        "organise": organiser.name if organiser is not None else "",
        "accueil": await host_name(ctx, row),
        "reseau": ctx.network.name,
        "canal": place.name,
    }
    if not row.all_day:
        found["heure"] = spell_time(start.time(), words.language)
        if row.ends_at is not None:
            found["fin"] = spell_time(row.ends_at.astimezone(zone).time(), words.language)
    if row.seats is not None:
        found["places"] = str(row.seats)
        found["places_libres"] = str(max(row.seats - len(coming.seated), 0))
    return found


def delay(now: datetime, start: datetime) -> Text:
    """Return how many days away a meeting is, on the same clocks."""
    days = (start.date() - now.date()).days
    if days < 0:
        return _("over")
    if days == 0:
        return _("today")
    if days == 1:
        return _("tomorrow")
    return ngettext("in {count} day", "in {count} days", days)


def examples(found: Mapping[str, Value], example: Mapping[str, Value]) -> dict[str, Value]:
    """Return what is known, and examples for all that is not: so a preview shows each variable."""
    return {**example, **{name: value for name, value in found.items() if value}}
