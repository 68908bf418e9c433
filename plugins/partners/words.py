"""What is said of a partner: its card, a line in a list, how to reach it, and how fresh all that is.

All that comes from outside is escaped; what is for coordinators is in none of these.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.language.catalogue import Words
from bot.language.messages import Instant, Markup, Message, Text, _, escape, ngettext, pgettext
from bot.language.shortening import shortened
from bot.territory import Area, by_code, commune, departements_of, name_of
from plugins.partners import hours, kinds, vocabulary
from plugins.partners.models import HERE, PartnerRow, PartnerServiceRow, Relation
from plugins.partners.places import FRANCE

_MOST_LISTED = 8
_LONGEST_SUMMARY = 400

RELATIONS: Mapping[Relation, Message] = {
    Relation.TO_CONTACT: _("to be contacted"),
    Relation.CONTACTED: _("contacted"),
    Relation.MET: _("met"),
    Relation.PARTNER: _("we work together"),
    Relation.DORMANT: _("dormant"),
}


def where(row: PartnerRow) -> str:
    """Return the commune of a partner as plain text, else what its source wrote, "" if nobody knows."""
    found = commune(row.commune) if row.commune else None
    return name_of(found.area) if found is not None else row.town


def wall_time(row: PartnerRow, now: datetime) -> datetime:
    """Return the wall time at a partner's, naive: that of its département, of mainland France if unknown."""
    found = commune(row.commune) if row.commune else None
    codes = departements_of(found.area) if found is not None else ()
    territory = by_code(codes[0]) if codes else None
    zone = ZoneInfo(territory.zone if territory is not None else "Europe/Paris")
    return now.astimezone(zone).replace(tzinfo=None)


def hours_now(row: PartnerRow, now: datetime) -> Text | None:
    """Return the opening hours in words, and whether it is open now; None if there are none.

    Hours that nobody can read are shown as they were written.
    """
    if not row.hours:
        return None
    wall = wall_time(row, now)
    readable = hours.said(row.hours, wall.date())
    if readable is None:
        return escape(row.hours)
    present = hours.now_said(row.hours, wall)
    return readable if present is None else _("{hours} ({present})", hours=readable, present=present)


def contact(row: PartnerRow) -> Text | None:
    """Return how to reach a partner: telephone, e-mail, website, the first of each; None if nobody knows."""
    parts = [*map(phone, row.phones[:1]), *row.emails[:1]]
    if not parts:
        parts = row.websites[:1]
    return Markup(", ".join(escape(part) for part in parts)) if parts else None


def phone(number: str) -> str:
    """Return a telephone number as it is written in France, in pairs; as it came if it is none."""
    import phonenumbers

    try:
        parsed = phonenumbers.parse(number, "FR")
    except phonenumbers.NumberParseException:
        return number
    if not phonenumbers.is_possible_number(parsed):
        return number
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.NATIONAL)


def kind_names(row: PartnerRow, reader: Words) -> str:
    """Return the kinds of a partner, as plain text."""
    return ", ".join(kinds.said(row.kinds, reader.language))


def line(row: PartnerRow, reader: Words, now: datetime, why: Sequence[Text] = ()) -> Markup:
    """Return a partner in a list: what and where it is, how to reach it, when it is open."""
    title = _("**{name}**, {where}", name=row.name, where=where(row)) if where(row) else None
    lines: list[Text] = [title or _("**{name}**", name=row.name)]
    facts: list[Text] = []
    if row.kinds:
        facts.append(escape(kind_names(row, reader)))
    if reach := contact(row):
        facts.append(reach)
    if opening := hours_now(row, now):
        facts.append(opening)
    if facts:
        lines.append(reader.join(facts, " – "))
    if why:
        lines.append(_("Because: {reasons}.", reasons=reader.join(why, ", ")))
    lines.append(freshness(row, None))
    return reader.join(lines)


def card(
    row: PartnerRow,
    services: Sequence[PartnerServiceRow],
    reader: Words,
    now: datetime,
    checked_by: Text | None = None,
) -> Markup:
    """Return the whole card, as all members may read it."""
    lines: list[Text] = [_("**{name}**", name=row.name)]
    if row.kinds:
        lines.append(_("Kind: {kinds}", kinds=kind_names(row, reader)))
    address = ", ".join(part for part in (row.address, " ".join((row.postcode, row.town)).strip()) if part)
    if address:
        lines.append(_("Address: {address}", address=address))
    lines += _reaching(row)
    opening = hours_now(row, now)
    if opening is not None:
        lines.append(_("Hours: {hours}", hours=opening))
    lines += _doing(row, services, reader)
    lines += _for_whom(row, reader)
    if row.summary:
        lines.append(escape(shortened(row.summary, _LONGEST_SUMMARY)))
    if row.areas:
        lines.append(_("Serves: {areas}", areas=", ".join(map(area_name, row.areas[:_MOST_LISTED]))))
    lines.append(freshness(row, checked_by))
    return reader.join(lines)


def freshness(row: PartnerRow, checked_by: Text | None) -> Message:
    """Return when a card was last checked, by whom if that may be told, or where it comes from."""
    if row.checked_at is not None:
        day = Instant(row.checked_at, all_day=True)
        if checked_by is not None:
            return _("Checked on {day} by {name}.", day=day, name=checked_by)
        return _("Checked on {day}.", day=day)
    if row.source == HERE or row.imported_at is None:
        return _("Never checked.")
    day = Instant(row.imported_at, all_day=True)
    return _("Never checked since it was imported on {day}.", day=day)


def area_name(area: str) -> str:
    """Return the name of an area of a card, as plain text."""
    return "France" if area == FRANCE else name_of(Area.parse(area))


def relation_line(row: PartnerRow) -> Message:
    """Return where the network stands with a partner: for coordinators only."""
    if row.relation is None:
        return _("Relation (coordinators only): not said yet.")
    return _("Relation (coordinators only): {relation}.", relation=RELATIONS[Relation(row.relation)])


def said_of(values: Iterable[str], names: Mapping[str, Message], reader: Words) -> Markup:
    """Return the values of a vocabulary in the reader's words, those that it does not know left out."""
    return reader.join([names[value] for value in values if value in names], ", ")


def _reaching(row: PartnerRow) -> list[Text]:
    lines: list[Text] = []
    if row.phones:
        lines.append(_("Telephone: {numbers}", numbers=", ".join(map(phone, row.phones[:3]))))
    if row.emails:
        lines.append(_("E-mail: {addresses}", addresses=", ".join(row.emails[:3])))
    if row.websites:
        lines.append(_("Website: {addresses}", addresses=Markup(" ".join(map(escape, row.websites[:3])))))
    if row.booking:
        lines.append(_("Appointments: {address}", address=row.booking))
    return lines


def _doing(row: PartnerRow, services: Sequence[PartnerServiceRow], reader: Words) -> list[Text]:
    lines: list[Text] = []
    done = [reader(vocabulary.SERVICES[value]) for value in row.services if value in vocabulary.SERVICES]
    codes = dict.fromkeys([*row.themes, *(code for service in services for code in service.themes)])
    named = vocabulary.themes()
    done += [escape(named[code]) for code in codes if code in named]
    if done:
        lines.append(_("Helps with: {subjects}", subjects=_listed(done, reader)))
    if services:
        offered = [escape(service.name) for service in services]
        lines.append(_("Services: {services}", services=_listed(offered, reader)))
    return lines


def _for_whom(row: PartnerRow, reader: Words) -> list[Text]:
    lines: list[Text] = []
    for values, names, said in (
        (row.publics, vocabulary.PUBLICS, _("For: {values}")),
        (row.support, vocabulary.SUPPORT, _("Particular care: {values}")),
        (row.costs, vocabulary.COSTS, _("Costs: {values}")),
        (row.access, vocabulary.ACCESS, _("How to come: {values}")),
    ):
        if found := said_of(values, names, reader):
            lines.append(said(values=found))
    if row.accessibility:
        lines.append(_("Accessibility of the place: {address}", address=row.accessibility))
    return lines


def _listed(items: Sequence[Markup], reader: Words) -> Markup:
    shown = ", ".join(items[:_MOST_LISTED])
    left = len(items) - _MOST_LISTED
    if left <= 0:
        return Markup(shown)
    return reader(ngettext("{items} and {count} more", "{items} and {count} more", left, items=Markup(shown)))


def nothing_found(typed: str) -> Message:
    """Return what to say where no partner was found."""
    return pgettext("partners", "I know no partner for “{typed}”.")(typed=typed)
