"""Composing a letter: what its sections have to tell, each within its size, nothing that was told before.

A section that fails is left out, and named in the log: the letter goes.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.chat.markup import clean
from bot.chat.places import Place
from bot.chat.plain import plain
from bot.language.catalogue import Words
from bot.language.marks import spelled
from bot.language.messages import Markup, Text, _, escape, ngettext
from bot.plugin import WorkContext
from bot.plugin.neighbours import DigestItem, DigestSection, DigestWindow
from plugins.digest import audience, register
from plugins.digest.choices import choose
from plugins.digest.models import ItemRow, LetterRow, SeriesRow, titles_of
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

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Part:
    """A section as it was composed: its items have keys, texts and headings, in the letter's language.

    `more` says how many there was no room for, and where they are; it is empty if there was room for all.
    """

    name: str
    title: Markup
    items: tuple[DigestItem, ...]
    more: Markup


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
    full: dict[str, int] | None = None,
) -> list[Part]:
    """Return what a letter to these places has to tell of a window of time; nothing is written.

    `full` says how many items each section has already.
    """
    try:
        async with ctx.session.begin_nested():  # one for all: one each would be a third of all statements
            return await _parts(ctx, series, places, since, until, full or {}, alone=False)
    except Exception:
        log.info("a section fails: each is asked alone", exc_info=True)
        return await _parts(ctx, series, places, since, until, full or {}, alone=True)


async def _parts(
    ctx: WorkContext,
    series: SeriesRow | None,
    places: Sequence[Place],
    since: datetime,
    until: datetime,
    full: Mapping[str, int],
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
        room = max(one.size - full.get(one.section.name, 0), 0)
        window = DigestWindow(told_of, since, until, frozenset(told), room, _COUNTED, earlier)
        ask = _part_or_none if alone else _part
        part = await ask(ctx, one.section, window, words)
        if part is not None:
            told.update(item.key for item in part.items)
            parts.append(part)
    return parts


async def _part_or_none(
    ctx: WorkContext, section: DigestSection, window: DigestWindow, words: Words
) -> Part | None:
    """Return what a section tells; nothing if it fails."""
    try:
        async with ctx.session.begin_nested():
            return await _part(ctx, section, window, words)
    except Exception:
        log.exception("a section is left out of a letter: %s", section.name)
        return None


async def _part(ctx: WorkContext, section: DigestSection, window: DigestWindow, words: Words) -> Part | None:
    """Return what a section tells, bounded, each thing once; None if that is nothing."""
    found: dict[str, DigestItem] = {}
    for item in await section.items(ctx.session, ctx.network, window):
        if item.key not in window.excluded and len(item.key) <= _LONGEST_KEY:
            found.setdefault(item.key, item)
    if not found:
        return None
    items = [_bounded(item, words) for item in list(found.values())[: window.limit]]
    more = _more(section, window, len(found) - len(items), words)
    return Part(section.name, words(section.title), _grouped(items), more)


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
        text = escape(f"{words_alone[: LONGEST_ITEM // 2].rsplit(' ', 1)[0].rstrip(' .…')}…")
    heading = _written(item.group, words) if item.group is not None else None
    if heading is not None and len(heading) > _LONGEST_HEADING:
        heading = escape(f"{plain(heading)[: _LONGEST_HEADING // 2]}…")
    return DigestItem(item.key, text, heading)


def _written(text: Text, words: Words) -> Markup:
    """Return a text for good: its dates in words, and nothing that turns round what follows it."""
    return Markup(clean(spelled(words(text))).strip())


def _grouped(items: Sequence[DigestItem]) -> tuple[DigestItem, ...]:
    """Return the items with those of one group together, the groups in the order of their first item."""
    order = {group: place for place, group in reversed(list(enumerate(item.group for item in items)))}
    return tuple(sorted(items, key=lambda item: order[item.group]))


async def fill(
    ctx: WorkContext, series: SeriesRow, letter: LetterRow, places: Sequence[Place], until: datetime
) -> None:
    """Write into a letter what there is to tell until an instant, besides what it tells already."""
    known = await register.items(ctx.session, letter.id, dropped=None)
    dropped = {row.key.partition(_VERSION)[0] for row in known if row.dropped}
    full: dict[str, int] = {}
    for row in known:
        full[row.section] = full.get(row.section, 0) + (not row.dropped)
    parts = await compose(ctx, series, places, letter.since, until, full=full)
    position = max((row.position for row in known), default=0)
    for part in parts:
        for item in part.items:
            if item.key.partition(_VERSION)[0] in dropped:
                continue
            position += 1
            ctx.session.add(_item(letter, part.name, item, position))
    titles: dict[str, str] = titles_of(letter) | {part.name: part.title for part in parts}
    more = {part.name: str(part.more) for part in parts}
    offered = choose(await register.sections(ctx), series.sections)
    usual = [one.section.name for one in offered if one.section.name in titles]
    order = merged([name for name, *_more in letter.sections], usual)
    letter.sections = [[name, str(titles[name]), more.get(name, "")] for name in order]
    letter.until = until
    await ctx.session.flush()


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
    changed = {row.key.partition(_VERSION)[0]: row for row in gone if _VERSION in row.key}
    if not changed:
        return False
    told = await register.told_keys(ctx.session, series.id)
    window = DigestWindow(tuple(told_of), letter.since, ctx.now, told, _COUNTED)
    words = words_of(ctx, places[0] if places else None)
    found: dict[str, ItemRow] = {}
    for name in dict.fromkeys(row.section for row in changed.values()):
        part = await _part_or_none(ctx, offered[name], window, words) if name in offered else None
        for item in part.items if part is not None else ():
            before = changed.get(item.key.partition(_VERSION)[0])
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
