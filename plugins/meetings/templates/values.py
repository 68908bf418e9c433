"""What the variables of templates stand for, for a meeting, in the words of a channel."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from bot.chat.places import Place
from bot.language.catalogue import Words
from bot.language.dates import spell_day, spell_time
from bot.plugin import WorkContext
from plugins.meetings.agenda import register as agenda
from plugins.meetings.agenda.showing import title_of
from plugins.meetings.gatherings import register
from plugins.meetings.gatherings.spelling import how_soon, when
from plugins.meetings.hosting.register import host_name
from plugins.meetings.models import MeetingRow
from plugins.meetings.templates.purposes import Value


async def values_of(ctx: WorkContext, row: MeetingRow, place: Place, words: Words) -> dict[str, Value]:
    """Return what the variables stand for, by their French names; what is not known is not there."""
    coming = await register.who_comes(ctx.session, row)
    organiser = await ctx.find_member(row.member_id) if row.member_id is not None else None
    zone = ZoneInfo(row.zone) if row.all_day else words.zone
    start = row.starts_at.astimezone(zone)
    end = row.ends_at.astimezone(zone) if row.ends_at is not None else None
    days = (start.date() - ctx.now.astimezone(zone).date()).days
    found: dict[str, Value] = {
        "titre": row.title,
        "date": when(row, words),
        "jour": spell_day(start, words.language),
        "delai": str(words(how_soon(days))) if days >= 0 else "",
        "lieu": row.place,
        "lien": row.link,
        "inscrits": str(len(coming.seated)),
        "organise": organiser.name if organiser is not None else "",
        "accueil": await host_name(ctx, row),
        "reseau": ctx.network.name,
        "canal": place.name,
        "heure": "" if row.all_day else spell_time(start.time(), words.language),
        "fin": "" if end is None or row.all_day else spell_time(end.time(), words.language),
        "places": "" if row.seats is None else str(row.seats),
        "places_libres": "" if row.seats is None else str(max(row.seats - len(coming.seated), 0)),
        "ordre_du_jour": await _agenda(ctx, row, place, words),
    }
    return found


async def _agenda(ctx: WorkContext, row: MeetingRow, place: Place, words: Words) -> tuple[str, ...]:
    items = await agenda.items(ctx.session, agenda.Agenda(row, place.id))
    return tuple(words(title_of(item)) for item in items)
