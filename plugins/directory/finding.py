"""What somebody is answered who looks for people: three at a time, each with why."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from typing import TYPE_CHECKING

from bot.chat.messages import Button, Post, Style
from bot.language.messages import Markup, Text, _, escape
from bot.plugin import Context, Refusal
from bot.plugin.neighbours import Asking, Colleague
from bot.territory import Area, find, name_of
from plugins.directory import misspelt, operations
from plugins.directory.declaration import plugin
from plugins.directory.discretion import discreet

if TYPE_CHECKING:
    from plugins.directory.searching import Found

PAGE = 3
"""How many people are shown at once."""
LONGEST = 300
"""How long what is looked for may be, in characters: a button carries it on."""
_MOST = 30


async def results(ctx: Context, text: str, near: str = "", start: int = 0) -> Post:
    """Return who can help with something, from the `start`th on, or that nobody can.

    What is shown of the text, and carried on by buttons, is redacted; nothing is where nobody can do that.

    Raises:
        Refusal: the place is unknown.
    """
    from plugins.directory.searching import search

    text = text.strip()[:LONGEST]
    asker = await operations.asker_of(ctx)
    around = asker.areas or operations.nearby(ctx, None)
    place = _place(near, around) if near else None
    said = await discreet(ctx, text)
    start = min(max(start, 0), _MOST - PAGE)
    found = await search(
        ctx.session,
        ctx.network,
        text,
        asker,
        ctx.now,
        known=operations.thesaurus_of(ctx),
        near=(place,) if place is not None else (),
        limit=start + PAGE + 1,
    )
    shown = found.people[start : start + PAGE]
    if not shown:
        return await _nobody(ctx, said or "…", near, found)
    lines: list[Text] = [_title(said if said == text else "", found, place)]
    lines += [_line(ctx, number, person) for number, person in enumerate(shown, start + 1)]
    is_last = len(found.people) <= start + PAGE
    turns = _turns(said, near, start, is_last=is_last) if said else []
    return Post(text=Markup("\n\n".join(ctx.words(line) for line in lines)), buttons=(*_cards(shown), *turns))


def _place(near: str, around: Sequence[Area]) -> Area:
    found = find(near, around, 1)
    if not found:
        raise Refusal(
            "unknown_place",
            _(
                "I find no place called “{name}”. Try a commune, its postcode, or a group of communes.",
                name=near[:60],
            ),
        )
    return found[0]


def _title(text: str, found: Found, place: Area | None) -> Text:
    """Return the first line; a text with words taken out does not stand there, for masks say nothing."""
    if found.asked.wants_to_learn:
        return _("For “{text}”, these colleagues would like to learn or take part:", text=escape(text or "…"))
    if not text:
        return _("Found:")
    if place is None:
        return _("Found for: {text}", text=escape(text))
    return _("Found for: {text}, near {place}", text=escape(text), place=name_of(place))


def _line(ctx: Context, number: int, person: Colleague) -> Text:
    why = [*person.why]
    if person.confirmed_at is None:
        why.append(_("card not confirmed yet"))
    reasons = reduce(lambda before, after: _("{before}; {after}", before=before, after=after), why)
    return Markup(f"{number}. **{escape(person.name)}** – {ctx.words(reasons)}")


def _cards(people: Sequence[Colleague]) -> list[Button]:
    return [
        Button(_("Card of {name}", name=person.name), "card", {"card": person.card}, name=f"card-{number}")
        for number, person in enumerate(people, 1)
    ]


def _turns(text: str, near: str, start: int, *, is_last: bool) -> list[Button]:
    about = {"text": text, "near": near}
    turns = []
    if start:
        turns.append(Button(_("Previous"), "found", {**about, "start": start - PAGE}, name="previous"))
    if not is_last and start + PAGE < _MOST:
        turns.append(Button(_("Next ones"), "found", {**about, "start": start + PAGE}, Style.PRIMARY, "next"))
    return turns


async def _nobody(ctx: Context, text: str, near: str, found: Found) -> Post:
    """Say that nobody was found, and offer to ask the colleagues of a channel."""
    need = text if not near else f"{text} ({near})"
    buttons = [await one.offer(ctx, need) for one in await ctx.services(Asking)]
    offered = tuple(button for button in buttons if button is not None)
    lines: list[Text] = [
        _("Nobody has said yet that they would like this: {text}", text=escape(need))
        if found.asked.wants_to_learn
        else _("I found nobody for this: {text}", text=escape(need))
    ]
    if (command := misspelt.alone(text, plugin.commands, ctx.words.language)) is not None:
        lines.append(_("Did you mean `{command}`?", command=command))
    lines.append(
        _("Colleagues may still know: shall I ask them?")
        if offered
        else _("Other words may help: the name of a tool, or of what is to be learnt.")
    )
    return Post(text=ctx.words.join(lines), buttons=offered)
