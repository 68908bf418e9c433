"""What somebody types to change a poll: `ajouter vendredi 10h`, `déplacer mardi 8 au jeudi 14h`, `clore`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum, auto
from zoneinfo import ZoneInfo

from bot.language.folding import fold
from bot.language.messages import _
from bot.language.moments import Reading, Understood, read
from bot.plugin.finding import Misread
from plugins.meetings.models import OptionRow
from plugins.meetings.polls.deadline import after, channels_in, closing_in
from plugins.meetings.polls.several import in_month_of
from plugins.meetings.polls.slots import Slot, read_slots


class What(Enum):
    """What becomes of a poll."""

    ADD = auto()
    REMOVE = auto()
    MOVE = auto()
    CLOSES = auto()
    WHERE = auto()
    SEATS = auto()
    TITLE = auto()
    CLOSE = auto()
    REOPEN = auto()
    CHOOSE = auto()
    ALSO = auto()


@dataclass(frozen=True, slots=True)
class Wanted:
    """What becomes of a poll, and the words that say of what, or to what."""

    what: What
    text: str = ""


_COLON = r"\s*[:=]?\s+"
_ARTICLE = r"(?:(?:la |le |les |l'|une? |des |the |a )?(?:dates?|jours?|options?) )?"
_SAID = {
    What.ADD: r"ajoute[rz]?|ajout|rajoute[rz]?|propose[rz]?|add|plus|\+",
    What.REMOVE: r"retire[rz]?|enleve[rz]?|supprime[rz]?|ote[rz]?|efface[rz]?|remove|delete|drop",
    What.MOVE: r"(?:deplace|decale|reporte|change|modifie|remplace)[rz]?|move|replace|postpone",
    What.CHOOSE: r"choisi[rst]?|retien[st]?|retenir|(?:garde|decide|fixe)[rz]?|choose|keep",
}
_OF_ITSELF = {
    What.TITLE: r"(?:le |nouveau )?titre|renomme[rz]?(?: en)?|title|rename(?: to)?",
    What.WHERE: r"(?:le )?(?:lieu|lien)|visio|adresse|endroit|place|venue|link|where",
    What.SEATS: r"places|jauge|seats|capacite",
}
_PATTERNS = {what: re.compile(rf"(?:{words}){_COLON}") for what, words in _OF_ITSELF.items()} | {
    what: re.compile(rf"(?:{words}) {_ARTICLE}") for what, words in _SAID.items()
}
_CLOSE_NOW = re.compile(
    r"(?:clore|clos|cloture[rz]?|ferme[rz]?|arrete[rz]?|close|end)(?: (?:le |the )?(?:vote|sondage|poll))?"
    r"(?: (?:maintenant|tout de suite|now))?"
)
_REOPEN = re.compile(r"(?:re ?ouvr\w*|rouvr\w*|reopen|open again)(?: (?:le |the )?(?:vote|sondage|poll))?")
_SEATS_FIRST = re.compile(r"(?P<seats>\d{1,7}) (?:places?|seats?|personnes?|people)")


_PARTS = re.compile(r"\s*[;\n]\s*")


def parts(text: str) -> list[str]:
    """Return what stands between semicolons or on lines of their own."""
    return [part for part in _PARTS.split(text.strip()) if part]


def read_wanted(text: str) -> Wanted | None:
    """Return what a line wants of a poll, None if it does not say.

    >>> read_wanted("ajouter vendredi 10h").text, read_wanted("12 places").text, read_wanted("clore").what
    ('vendredi 10h', '12', <What.CLOSE: 8>)
    """
    said = " ".join(text.split()).strip(" .!;")
    folded = fold(said)
    if _CLOSE_NOW.fullmatch(folded):
        return Wanted(What.CLOSE)
    if _REOPEN.fullmatch(folded):
        return Wanted(What.REOPEN)
    if (seats := _SEATS_FIRST.fullmatch(folded)) is not None:
        return Wanted(What.SEATS, seats["seats"])
    for what, pattern in _PATTERNS.items():
        match = pattern.match(f"{folded} ")
        if match is not None and (rest := after(said, match[0])):
            return Wanted(what, rest)
    if also := channels_in(said):
        return Wanted(What.ALSO, also)
    closes = closing_in(said)
    return Wanted(What.CLOSES, closes) if closes else None


_NUMBER = re.compile(r"(?:la |le |the )?(?:n ?[°o]? ?|numero |date )?(\d{1,2})(?:e|eme|nd|th)?")
_AND = re.compile(r"\s*(?:[;,]|\bet\b|\band\b)\s*", re.IGNORECASE)
_TO = re.compile(r"\s+(?:->|→|au|à|en|par|pour|vers|to|by)\s+", re.IGNORECASE)
_HOURS_ALONE = re.compile(
    r"(?:de |from |a )?\d{1,2}\s*(?:h|:)\s*\d{0,2}(?:\s*(?:-|a|to|jusqu'a)\s*\d{1,2}\s*(?:h|:)\s*\d{0,2})?"
)
_WHOLE = re.compile(r"journee|jour entier|all day|whole day")


def named(text: str, options: Sequence[OptionRow], zone: ZoneInfo, reading: Reading) -> list[OptionRow]:
    """Return the dates of a poll that some words may name: by its number in the post, its day or hour."""
    number = _NUMBER.fullmatch(fold(text).strip())
    if number is not None and 1 <= int(number[1]) <= len(options):
        return [options[int(number[1]) - 1]]
    return next((found for at in _readings(options, reading) if (found := _on(text, options, zone, at))), [])


def _readings(options: Sequence[OptionRow], reading: Reading) -> Iterator[Reading]:
    """Return from when a day may have been meant: from now on, or as each date of the poll is near."""
    yield reading
    for option in options:
        if option.starts_at is not None:
            yield replace(reading, now=option.starts_at - timedelta(days=6))


def _on(text: str, options: Sequence[OptionRow], zone: ZoneInfo, reading: Reading) -> list[OptionRow]:
    found = read(text, replace(reading, recurring=False, whole_days=True))
    if not isinstance(found, Understood) or found.rrule is not None:
        return []
    dated = [(one, start) for one in options if (start := _local(one, one.starts_at, zone, reading))]
    that_day = [(one, start) for one, start in dated if start.date() == found.at.date()]
    if found.all_day:
        return [one for one, _start in that_day]
    return [one for one, start in that_day if start == found.at]


def several(text: str, options: Sequence[OptionRow], zone: ZoneInfo, reading: Reading) -> list[OptionRow]:
    """Return the dates of a poll that are named, one or several with “et” or a comma between them.

    Raises:
        Misread: one of them is none of the poll's, or may be several.
    """
    if len(whole := named(text, options, zone, reading)) == 1:
        return whole
    return [_only(part, options, zone, reading) for part in _AND.split(text) if part]


def _only(text: str, options: Sequence[OptionRow], zone: ZoneInfo, reading: Reading) -> OptionRow:
    found = named(text, options, zone, reading)
    if len(found) == 1:
        return found[0]
    if found:
        raise Misread(
            _("Several dates may be meant by “{date}”: write its number in the post.", date=text[:80])
        )
    raise Misread(
        _(
            "None of the dates of this poll is “{date}”. Write its day, or its number in the post.",
            date=text[:80],
        )
    )


def moved(
    text: str, options: Sequence[OptionRow], zone: ZoneInfo, reading: Reading
) -> tuple[OptionRow, Slot]:
    """Return which date of a poll goes where, as it was typed: `mardi 8 au mercredi 9 14h`.

    Raises:
        Misread: it names no date of the poll, or no other one to which it goes.
    """
    problem: Misread | None = None
    for gap in reversed(list(_TO.finditer(text))):
        try:
            old = _only(text[: gap.start()], options, zone, reading)
            return old, moved_to(text[gap.end() :], old, zone, reading)
        except Misread as wrong:
            problem = wrong
    raise problem or Misread(_("From which date to which one? For example “Tuesday 8 to Wednesday 9 14:00”."))


def moved_to(text: str, old: OptionRow, zone: ZoneInfo, reading: Reading) -> Slot:
    """Return where a date goes: what is not said of its hour, its day or its length stays as it is.

    Raises:
        Misread: it is no date, or several.
    """
    start, end = (_local(old, at, zone, reading) for at in (old.starts_at, old.ends_at))
    if start is None:
        raise Misread(_("This is no date."))
    if _HOURS_ALONE.fullmatch(fold(text).strip()):
        text = f"{start:%d/%m/%Y} {text}"
    slots = read_slots(in_month_of(text, start.date()), reading)
    if len(slots) > 1:
        raise Misread(_("A date goes to one other date: add the others."))
    slot = slots[0]
    if slot.all_day and not old.all_day and slot.end is not None and slot.start.date() == slot.end.date():
        if _WHOLE.search(fold(text)):
            return slot
        day = slot.start.date()
        slot = replace(slot, start=datetime.combine(day, start.time(), reading.zone), end=None, all_day=False)
    if slot.end is None and end is not None and not old.all_day and not slot.all_day:
        wall = slot.start.replace(tzinfo=None) + (end.replace(tzinfo=None) - start.replace(tzinfo=None))
        slot = replace(slot, end=wall.replace(tzinfo=reading.zone))
    return replace(slot, label=slot.label or old.label)


def _local(option: OptionRow, at: datetime | None, zone: ZoneInfo, reading: Reading) -> datetime | None:
    """Return an instant of a date on the clocks of who speaks; whole days are the same for everybody."""
    return at.astimezone(zone if option.all_day else reading.zone) if at is not None else None
