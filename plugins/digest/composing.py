"""Composing a letter: what its sections have to tell, each within its size, nothing that was told before.

A section that fails is left out, and named in the log: the letter goes.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from bot.chat.markup import clean
from bot.chat.places import Place
from bot.chat.plain import plain
from bot.language.catalogue import Words
from bot.language.marks import spelled
from bot.language.messages import Markup, Text, _, escape, ngettext
from bot.language.shortening import shortened
from bot.plugin import WorkContext
from bot.plugin.letters import DigestItem, DigestSection, DigestWindow, thing_of
from plugins.digest import audience, register
from plugins.digest.choices import choose
from plugins.digest.models import ItemRow, LetterRow, SeriesRow, ordered_by_hand, titles_of
from plugins.digest.ordering import merged

LONGEST_ITEM = 900
"""How long an item may be, in characters as it is read: what is longer is cut, and loses its marks."""
_LONGEST_WITH_LINKS = 2 * LONGEST_ITEM
"""The same with the addresses of its links: an item fits into one message of Discord."""
_LONGEST_HEADING = 200
_LONGEST_KEY = 100
_COUNTED = 100
"""So many items that there is no room for are counted, in a section: beyond that it is “more than”."""
_VERSION = "@"
"""What stands behind it in a key says in which version a thing is told."""

T = TypeVar("T")
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Part:
    """A section as it was composed: its items have keys, texts and headings, in the letter's language.

    `more` says how many there was no room for, and where they are; it is empty if there was room for all.
    `order` has the keys of its items in the order of the section, also of those that a letter has already.
    """

    name: str
    title: Markup
    items: tuple[DigestItem, ...]
    more: Markup
    order: tuple[str, ...] = ()


def words_of(ctx: WorkContext, home: Place | None) -> Words:
    """Return the words of a letter: those of its own channel."""
    return ctx.words_for(home)


async def compose(
    ctx: WorkContext,
    series: SeriesRow | None,
    places: Sequence[Place],
    since: datetime,
    until: datetime,
    *,
    own: Mapping[str, frozenset[str]] | None = None,
) -> list[Part]:
    """Return what a letter to these places has to tell of a window of time; nothing is written.

    `own` are the keys of the items that it has already, by section: they take up room, and are not among
    those that are returned.
    """
    try:
        async with ctx.session.begin_nested():  # one for all: one each would be a third of all statements
            return await _parts(ctx, series, places, since, until, own or {}, alone=False)
    except Exception:
        log.info("a section fails: each is asked alone", exc_info=True)
        return await _parts(ctx, series, places, since, until, own or {}, alone=True)


async def _parts(
    ctx: WorkContext,
    series: SeriesRow | None,
    places: Sequence[Place],
    since: datetime,
    until: datetime,
    own: Mapping[str, frozenset[str]],
    *,
    alone: bool,
) -> list[Part]:
    """Return what the sections tell; each `alone` is in a savepoint of its own, and may fail."""
    words = words_of(ctx, places[0] if places else None)
    told = set(await register.told_keys(ctx.session, series.id if series else None))
    earlier = await register.told_since(ctx.session, series.id if series else None)
    told_of = tuple(await audience.told_places(ctx, series, places))
    parts: list[Part] = []
    for one in choose(await register.sections(ctx), series.sections if series else []):
        if one.size == 0:
            continue
        there = own.get(one.section.name, frozenset())
        most = max(one.size, len(there))
        window = DigestWindow(told_of, since, until, frozenset(told - there), most, _COUNTED, earlier)
        ask = _part_or_none if alone else _part
        part = await ask(ctx, one.section, window, words, there)
        if part is not None:
            told.update(item.key for item in part.items)
            parts.append(part)
    return parts


async def _part_or_none(
    ctx: WorkContext,
    section: DigestSection,
    window: DigestWindow,
    words: Words,
    own: frozenset[str] = frozenset(),
) -> Part | None:
    """Return what a section tells; nothing if it fails."""
    try:
        async with ctx.session.begin_nested():
            return await _part(ctx, section, window, words, own)
    except Exception:
        log.exception("a section is left out of a letter: %s", section.name)
        return None


async def _part(
    ctx: WorkContext,
    section: DigestSection,
    window: DigestWindow,
    words: Words,
    own: frozenset[str] = frozenset(),
) -> Part | None:
    """Return what a section tells besides its `own`, bounded, each thing once; None if that is nothing."""
    found: dict[str, DigestItem] = {}
    for item in await section.items(ctx.session, ctx.network, window):
        if item.key not in window.excluded and len(item.key) <= _LONGEST_KEY:
            found.setdefault(item.key, item)
    if not found:
        return None
    there = own | {thing_of(key) for key in own}  # what is only counted has no version
    others = [item for item in found.values() if item.key not in there]
    items = [_bounded(item, words) for item in others[: window.limit - len(own)]]
    more = _more(section, window, len(others) - len(items), words)
    return Part(section.name, words(section.title), _grouped(items), more, tuple(found))


def _more(section: DigestSection, window: DigestWindow, count: int, words: Words) -> Markup:
    """Return what a letter says of items that it has no room for."""
    if count == 0:
        return Markup("")
    elsewhere = section.elsewhere(window)
    if count >= window.counted:
        said = (
            _("… and more than {count} others: the next letter tells of them if there is room.", count=count)
            if elsewhere is None
            else _("… and more than {count} others: {elsewhere}", count=count, elsewhere=elsewhere)
        )
    elif elsewhere is None:
        said = ngettext(
            "… and {count} more: the next letter tells of it if there is room.",
            "… and {count} more: the next letter tells of them if there is room.",
            count,
        )
    else:
        said = ngettext(
            "… and {count} more: {elsewhere}", "… and {count} more: {elsewhere}", count, elsewhere=elsewhere
        )
    return _written(said, words)


def _bounded(item: DigestItem, words: Words) -> DigestItem:
    text = _written(item.text, words)
    words_alone = plain(text, targets=False)
    if len(words_alone) > LONGEST_ITEM or len(text) > _LONGEST_WITH_LINKS:
        text = escape(shortened(words_alone, LONGEST_ITEM // 2))
    heading = _written(item.group, words) if item.group is not None else None
    if heading is not None and len(heading) > _LONGEST_HEADING:
        heading = escape(shortened(plain(heading), _LONGEST_HEADING // 2))
    return DigestItem(item.key, text, heading)


def _written(text: Text, words: Words) -> Markup:
    """Return a text for good: its dates in words, and nothing that turns round what follows it."""
    return Markup(clean(spelled(words(text))).strip())


def _grouped(items: Sequence[DigestItem]) -> tuple[DigestItem, ...]:
    return tuple(_grouped_by(items, lambda item: item.group))


def _grouped_by(items: Sequence[T], group_of: Callable[[T], object]) -> list[T]:
    """Return the items with those of one group together, the groups in the order of their first item."""
    order = {group: place for place, group in reversed([*enumerate(map(group_of, items))])}
    return sorted(items, key=lambda item: order[group_of(item)])


async def fill(
    ctx: WorkContext, series: SeriesRow, letter: LetterRow, places: Sequence[Place], until: datetime
) -> bool:
    """Write into a letter what there is to tell until an instant; return whether there is more than it told.

    It is up to date (`renew`). What was dropped from it stays so, and so do sections that somebody ordered.
    """
    known = await register.items(ctx.session, letter.id, dropped=None)
    dropped = {thing_of(row.key) for row in known if row.dropped}
    own = {
        name: frozenset(row.key for row in known if row.section == name and not row.dropped)
        for name in dict.fromkeys(row.section for row in known)
    }
    parts = await compose(ctx, series, places, letter.since, until, own=own)
    position = max((row.position for row in known), default=0)
    added: list[ItemRow] = []
    for part in parts:
        for item in part.items:
            if thing_of(item.key) in dropped:
                continue
            position += 1
            added.append(_item(letter, part.name, item, position))
    ctx.session.add_all(added)
    if known and added:
        _put_in_order([*known, *added], {part.name: part.order for part in parts}, ordered_by_hand(letter))
    titles: dict[str, str] = titles_of(letter) | {part.name: part.title for part in parts}
    more = {part.name: str(part.more) for part in parts}
    offered = choose(await register.sections(ctx), series.sections)
    usual = [one.section.name for one in offered if one.section.name in titles]
    order = merged([name for name, *_more in letter.sections], usual)
    by_hand = ordered_by_hand(letter)
    letter.sections = [[name, str(titles[name]), more.get(name, ""), name in by_hand] for name in order]
    letter.until = until
    await ctx.session.flush()
    return bool(added)


def _put_in_order(
    rows: Sequence[ItemRow], orders: Mapping[str, Sequence[str]], by_hand: Collection[str]
) -> None:
    """Have the items of a letter stand in the order of their section, but where somebody ordered it.

    What a section does not name any more comes last; those of one group stand together in any case.
    """
    position = 0
    for name in dict.fromkeys(row.section for row in rows):
        places = {key: place for place, key in enumerate(() if name in by_hand else orders.get(name, ()))}
        own = [row for row in rows if row.section == name]
        own.sort(key=lambda row: places.get(row.key, len(places)))
        for row in _grouped_by(own, lambda row: row.heading):
            position += 1
            row.position = position


async def renew(ctx: WorkContext, series: SeriesRow, letter: LetterRow, places: Sequence[Place]) -> bool:
    """Bring a letter to these places up to date; return whether it tells something that nobody was shown.

    What may not be told any more is taken out, and so is what a section cannot answer for, because it fails
    or its plugin is off. What only changed is told as it is now, in the same place.
    """
    rows = await register.items(ctx.session, letter.id)
    told_of = await audience.told_places(ctx, series, places)
    stand_in = audience.told_of(await register.all_destinations(ctx, series))
    offered = {section.name: section for section in await register.sections(ctx)}
    gone: list[ItemRow] = []
    for name in dict.fromkeys(row.section for row in rows):
        of_section = [row for row in rows if row.section == name]
        still = await _still(ctx, offered.get(name), [row.key for row in of_section], stand_in)
        gone += [row for row in of_section if row.key not in still]
    await register.forget(ctx.session, [row.id for row in gone])
    changed = {thing_of(row.key): row for row in gone if _VERSION in row.key}
    if not changed:
        return False
    told = await register.told_keys(ctx.session, series.id)
    earlier = await register.told_since(ctx.session, series.id)
    window = DigestWindow(tuple(told_of), letter.since, ctx.now, told, _COUNTED, earlier=earlier)
    words = words_of(ctx, places[0] if places else None)
    found: dict[str, ItemRow] = {}
    for name in dict.fromkeys(row.section for row in changed.values()):
        part = await _part_or_none(ctx, offered[name], window, words) if name in offered else None
        for item in part.items if part is not None else ():
            before = changed.get(thing_of(item.key))
            if before is not None and _VERSION in item.key:
                found.setdefault(before.key, _item(letter, name, item, before.position))
    ctx.session.add_all(found.values())
    await ctx.session.flush()
    return bool(found)


def _item(letter: LetterRow, section: str, item: DigestItem, position: int) -> ItemRow:
    return ItemRow(
        network_id=letter.network_id,
        series_id=letter.series_id,
        letter_id=letter.id,
        section=section,
        key=item.key,
        text=str(item.text),
        heading=str(item.group or ""),
        position=position,
    )


async def _still(
    ctx: WorkContext, section: DigestSection | None, keys: list[str], places: Sequence[Place]
) -> frozenset[str]:
    if section is None:
        return frozenset()
    try:
        async with ctx.session.begin_nested():
            return frozenset(await section.still(ctx.session, ctx.network, keys, places))
    except Exception:
        log.exception("a section is left out of a letter: %s", section.name)
        return frozenset()
