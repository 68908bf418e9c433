"""The order of a draft: of its items in their section, and of its sections, in this one letter.

Items of one group (a source of news) stand together: one that leaves the edge of its group takes it along.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from bot.language.messages import _
from bot.language.reordering import Side, Step, moved, put_beside
from bot.plugin import Refusal, WorkContext
from plugins.digest import register
from plugins.digest.models import ItemRow, LetterRow


def moved_in_groups(rows: Sequence[ItemRow], row: ItemRow, step: Step) -> list[ItemRow]:
    """Return the items of a section, those of a group together, in the order in which one went a step."""
    groups: dict[str, list[ItemRow]] = {}
    for one in rows:
        groups.setdefault(one.heading, []).append(one)
    headings, own = list(groups), groups[row.heading]
    groups[row.heading] = moved(own, row, step)
    if step in (Step.TOP, Step.END) or groups[row.heading] == own:
        headings = moved(headings, row.heading, step)
    return [one for heading in headings for one in groups[heading]]


def merged(own: Sequence[str], usual: Sequence[str]) -> list[str]:
    """Return the `usual` names in a letter's `own` order: one that it did not have follows its predecessor.

    >>> merged(["news", "links"], ["links", "needs", "news"])
    ['news', 'links', 'needs']
    """
    order = [name for name in own if name in usual]
    for at, name in enumerate(usual):
        if name not in order:
            before = next((one for one in reversed(usual[:at]) if one in order), None)
            order.insert(order.index(before) + 1 if before is not None else 0, name)
    return order


def shown_sections(letter: LetterRow, rows: Collection[ItemRow]) -> list[str]:
    """Return the names of the sections of a letter that have items among these, in order."""
    there = {row.section for row in rows}
    return [name for name, *_more in letter.sections if name in there]


def as_shown(letter: LetterRow, rows: Sequence[ItemRow]) -> list[ItemRow]:
    """Return the items of a draft in the order in which it shows them, and numbers them from 1."""
    return [row for name in shown_sections(letter, rows) for row in rows if row.section == name]


async def move_item(ctx: WorkContext, letter: LetterRow, item: int, step: Step) -> ItemRow:
    """Have an item of a draft go a step in its section, and return it.

    Raises:
        Refusal: it is not in the draft, or it is there already.
    """
    rows = await register.items(ctx.session, letter.id, dropped=None)
    row = next((one for one in rows if one.id == item and not one.dropped), None)
    if row is None:
        raise Refusal("gone", _("This item is not in the letter any more."))
    own = [one for one in rows if one.section == row.section and not one.dropped]
    after = moved_in_groups(own, row, step)
    if after == own:
        raise _there_already(step)
    await _put(ctx, letter, rows, own, after)
    return row


async def move_beside(ctx: WorkContext, letter: LetterRow, row: ItemRow, other: ItemRow, side: Side) -> None:
    """Have an item of a draft stand right before or after another one, or in its place.

    Raises:
        Refusal: it stands there, or they are in two sections, or under two headings of one.
    """
    if (row.section, row.heading) != (other.section, other.heading) or row is other:
        raise Refusal(
            "other_section",
            _("Items stay in their section, and under their heading there: these two have not the same."),
        )
    rows = await register.items(ctx.session, letter.id, dropped=None)
    own = [one for one in rows if one.section == row.section and not one.dropped]
    after = put_beside(own, row, other, side)
    if after != own:
        await _put(ctx, letter, rows, own, after)


async def _put(
    ctx: WorkContext,
    letter: LetterRow,
    rows: Sequence[ItemRow],
    own: Sequence[ItemRow],
    after: Sequence[ItemRow],
) -> None:
    """Have the items of a section stand in another order, `after`: somebody ordered it now."""
    places = iter(after)
    for position, one in enumerate(rows, 1):
        (next(places) if one in own else one).position = position
    letter.sections = [
        [name, title, "".join(more[:1]), True] if name == after[0].section else [name, title, *more]
        for name, title, *more in letter.sections
    ]
    await ctx.session.flush()


async def move_section(ctx: WorkContext, letter: LetterRow, name: str, step: Step) -> None:
    """Have a section of a draft go a step; the settings of the letter stay as they are.

    Raises:
        Refusal: it is not in the draft, or it is there already.
    """
    shown = shown_sections(letter, await register.items(ctx.session, letter.id))
    if name not in shown:
        raise Refusal("gone", _("This section is not in the letter any more."))
    after = moved(shown, name, step)
    if after == shown:
        raise _there_already(step)
    stored = {section[0]: section for section in letter.sections}
    places = iter(after)
    letter.sections = [
        stored[next(places)] if section[0] in shown else section for section in letter.sections
    ]
    await ctx.session.flush()


def _there_already(step: Step) -> Refusal:
    if step in (Step.UP, Step.TOP):
        return Refusal("there_already", _("It stands first already."))
    return Refusal("there_already", _("It stands last already."))
