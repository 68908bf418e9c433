"""Pages of partners and single cards, with what the person who reads may do with them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.chat.messages import Button, Menu, Option, Post, Reply, Style
from bot.chat.people import Role
from bot.language.messages import Instant, Text, _, escape, ngettext
from bot.language.shortening import in_one_line
from bot.plugin import Context, Refusal
from bot.store.accesses import note_access
from bot.territory import Area
from plugins.partners import indexing, register, words
from plugins.partners.arguments import BY_NUMBER
from plugins.partners.discretion import discreet
from plugins.partners.finding import closeness
from plugins.partners.indexing import services_of
from plugins.partners.models import PartnerNoteRow, PartnerRow, Relation
from plugins.partners.nearness import Near, around
from plugins.partners.offering import reason

PAGE = 3
_MOST_CHOICES = 10
_BEGINNING = 70
"""So many characters of a note are enough to know it by."""
_VERBS = {
    "edit": _("Change which card?"),
    "check": _("Still true: which card?"),
    "report": _("Something is wrong: on which card?"),
    "relation": _("Relation with which one?"),
    "note": _("Note about which one?"),
}
"""What the menu says in which one of several cards is chosen, by what is done with it."""


async def page(
    ctx: Context, partners: Sequence[int], number: int, place: Sequence[Area], said: Text | None = None
) -> Post:
    """Return one page of the partners found, from 1 on; `place` is the one that was named, if any."""
    last = max(1, -(-len(partners) // PAGE))
    number = min(max(number, 1), last)
    shown = partners[(number - 1) * PAGE : number * PAGE]
    rows = await register.all_of(ctx.session, ctx.network.id, shown)
    near = await _near(ctx, rows, place)
    lines: list[Text] = [said] if said is not None else []
    for index, row in enumerate(rows):
        why = [reason(near[row.id])] if row.id in near else []
        if index or lines:
            lines.append(escape(""))
        lines.append(words.line(row, ctx.words, ctx.now, why))
    if last > 1:
        lines += [escape(""), _("Page {page} of {last}.", page=number, last=last)]
    kept: dict[str, int | str | bool] = {
        "partners": ",".join(map(str, partners)),
        "place": ",".join(map(str, place)),
    }
    buttons = []
    if number > 1:
        buttons.append(Button(_("Previous ones"), "page", {**kept, "number": number - 1}, name="previous"))
    if number < last:
        buttons.append(Button(_("Next ones"), "page", {**kept, "number": number + 1}, name="next"))
    return Post(text=ctx.words.join(lines), buttons=tuple(buttons), menus=_menu(rows, "show"))


def read_page(partners: str, place: str) -> tuple[list[int], tuple[Area, ...]]:
    """Return what the buttons of a page carry.

    Raises:
        Refusal: they carry something else.
    """
    try:
        ids = [int(number) for number in partners.split(",") if number]
        return ids, tuple(Area.parse(text) for text in place.split(",") if text)
    except ValueError:
        raise Refusal("stale_button", _("This list is too old: search again.")) from None


async def card(ctx: Context, row: PartnerRow, said: Text | None = None) -> Post:
    """Return a whole card, with buttons for what the person may do.

    It may be read by everybody where it is asked for: what is for coordinators is behind a button.
    """
    services = await services_of(ctx.session, [row.id])
    checked_by = await _name(ctx, row.checked_by)
    text = words.card(row, services.get(row.id, ()), ctx.words, ctx.now, checked_by)
    lines: list[Text] = [text] if said is None else [said, text]
    about: dict[str, int | str | bool] = {"partner": row.id}
    buttons = [Button(_("Still true"), "still-true", about, Style.PRIMARY)]
    is_coordinator = await ctx.may_everywhere(Role.COORDINATOR)
    if is_coordinator or row.added_by == ctx.member.id:
        buttons.append(Button(_("Change the card"), "change", about))
        buttons.append(Button(_("Remove the card"), "remove", about, Style.DANGER))
    if is_coordinator:
        buttons.append(Button(_("Relation and notes"), "relation", about))
    else:
        buttons.append(Button(_("Something is wrong"), "report", about))
    return Post(text=ctx.words.join(lines), buttons=tuple(buttons))


async def relation(ctx: Context, row: PartnerRow, number: int = 1) -> Post:
    """Return where the network stands with a partner, who added the card, and one page of the notes on it.

    It is for coordinators, and for their eyes alone; those whose names they read there can see that they did.
    """
    notes = await register.notes(ctx.session, row)
    last = max(1, -(-len(notes) // _MOST_CHOICES))
    number = min(max(number, 1), last)
    notes = notes[(number - 1) * _MOST_CHOICES : number * _MOST_CHOICES]
    await _note_look(ctx, [row.added_by, *(note.member_id for note in notes)])
    lines: list[Text] = [_("**{name}**", name=row.name), words.relation_line(row)]
    added_by = await _name(ctx, row.added_by)
    if added_by is not None:
        lines.append(_("Added by {name} (coordinators only).", name=added_by))
    reported = await register.reports(ctx.session, row)
    if reported:
        lines.append(
            ngettext(
                "Reported {count} time since it was last checked.",
                "Reported {count} times since it was last checked.",
                reported,
            )
        )
    lines += [await _line_of(ctx, note) for note in notes]
    if last > 1:
        lines.append(_("Page {page} of {last}.", page=number, last=last))
    options = tuple(Option(one.value, label) for one, label in words.RELATIONS.items())
    about: dict[str, int | str | bool] = {"partner": row.id}
    buttons = [Button(_("Add a note"), "note", about, Style.PRIMARY)]
    if number > 1:
        buttons.append(_notes_button(_("Newer notes"), row, number - 1, "newer"))
    if number < last:
        buttons.append(_notes_button(_("Older notes"), row, number + 1, "older"))
    menus = [Menu(_("Where we stand"), "relate", options, about)]
    if notes:
        listed = tuple(map(_option, notes))
        menus.append(Menu(_("Remove a note"), "remove-note", listed, {**about, "number": number}))
    return Post(text=ctx.words.join(lines), buttons=tuple(buttons), menus=tuple(menus))


async def removal(ctx: Context, row: PartnerRow, note: PartnerNoteRow, number: int) -> Post:
    """Return the question whether a note, of that page of the notes on a partner, is to be removed."""
    await _note_look(ctx, [note.member_id])
    about: dict[str, int | str | bool] = {"partner": row.id, "note": note.id, "number": number}
    return Post(
        text=ctx.words.join(
            [
                _("Remove this note on **{name}**? It does not come back.", name=row.name),
                await _line_of(ctx, note),
            ]
        ),
        buttons=(
            Button(_("Remove the note"), "erase-note", about, Style.DANGER),
            _notes_button(_("Keep the note"), row, number, "keep"),
        ),
    )


def _notes_button(label: Text, row: PartnerRow, number: int, name: str) -> Button:
    """Return the button that shows a page of the notes on a partner."""
    return Button(label, "notes", {"partner": row.id, "number": number}, name=name)


async def _line_of(ctx: Context, note: PartnerNoteRow) -> Text:
    """Return a note as coordinators read it: when and by whom it was written, and what it says."""
    author = await _name(ctx, note.member_id) or _("somebody who left")
    said = _("- {day}, {name} reports: {text}") if note.is_report else _("- {day}, {name}: {text}")
    return said(day=Instant(note.written_at, all_day=True), name=author, text=note.text)


def _option(note: PartnerNoteRow) -> Option:
    """Return a note as one chooses it: by how it begins."""
    return Option(str(note.id), escape(in_one_line(note.text, _BEGINNING)))


async def resolve(ctx: Context, name: str, verb: str) -> PartnerRow | Post:
    """Return the card that a name means, else a question which of several; `verb` is what is done with it.

    Raises:
        Refusal: no card is called so.
    """
    typed = name.strip()
    if typed.startswith(BY_NUMBER) and typed[1:].isdecimal() and len(typed) < 17:
        row = await register.find(ctx.session, ctx.network.id, int(typed[1:]))
        if row is None:
            raise Refusal("unknown_partner", _("This card is not there any more."))
        return row
    rows = await register.named(ctx.session, ctx.network.id, typed, _MOST_CHOICES)
    rows = rows or await register.beginning(ctx.session, ctx.network.id, typed, _MOST_CHOICES)
    is_sure = len(rows) == 1
    rows = rows or await _alike(ctx, typed)
    if not rows:
        raise Refusal(
            "unknown_partner",
            _(
                "I know no partner called “{name}”. `/partner search` finds them by their kind "
                "or by what they do.",
                name=typed,
            ),
        )
    if is_sure:
        return rows[0]
    about = {"verb": verb, "typed": await discreet(ctx, typed, [row.name for row in rows])}
    if len(rows) > 1:
        question = _("{count} partners may be meant: which one?", count=len(rows))
        return Post(text=question, menus=_menu(rows, "choose", about))
    return rows[0] if verb == "card" else _is_it(rows[0], about)


def _is_it(row: PartnerRow, about: Mapping[str, str]) -> Post:
    """Return the question whether the only card that is like a name is the one that is meant."""
    question = _("Is it this one: **{name}**?", name=row.name)
    if words.where(row):
        question = _("Is it this one: **{name}**, {where}?", name=row.name, where=words.where(row))
    yes = Button(_("Yes, this one"), "this-one", {**about, "partner": row.id}, Style.PRIMARY)
    return Post(text=question, buttons=(yes,))


async def shown(ctx: Context, partner: int) -> PartnerRow:
    """Return the card that a button is about.

    Raises:
        Refusal: it is not there any more.
    """
    row = await register.find(ctx.session, ctx.network.id, partner)
    if row is None:
        raise Refusal("unknown_partner", _("This card is not there any more."))
    return row


async def _alike(ctx: Context, name: str) -> list[PartnerRow]:
    """Return the cards whose name is like what was typed: nothing is done with one before it is chosen."""
    partners = await indexing.by_name(ctx.session, ctx.network.id, name, _MOST_CHOICES)
    return await register.all_of(ctx.session, ctx.network.id, partners)


async def _near(ctx: Context, rows: Sequence[PartnerRow], place: Sequence[Area]) -> Mapping[int, Near]:
    """Return how near partners are to the place that was named, if one was."""
    if not place:
        return {}
    places = await indexing.places_of(ctx.session, ctx.network.id, [row.id for row in rows])
    steps = around(place)
    near = [closeness(partner, commune, served, steps) for partner, (commune, served) in places.items()]
    return {one.partner: one for one in near if one is not None}


def _menu(
    rows: Sequence[PartnerRow], action: str, about: Mapping[str, int | str | bool] | None = None
) -> tuple[Menu, ...]:
    if not rows:
        return ()
    options = tuple(
        Option(
            str(row.id),
            _("{name}, {where}", name=row.name, where=words.where(row))
            if words.where(row)
            else escape(row.name),
        )
        for row in rows
    )
    label = _VERBS.get(str((about or {}).get("verb", "")), _("See a card"))
    return (Menu(label, action, options, about or {}),)


async def _note_look(ctx: Context, members: Sequence[int | None]) -> None:
    """Write down, for those who wrote something that only coordinators see, that one looked at it."""
    what = str(ctx.words_for(None)(_("who wrote the card of a partner, or a note on one")))
    whom = {one for one in members if one is not None}
    await note_access(ctx.session, ctx.network.id, ctx.member.id, whom, what, ctx.now)


def reply(post: Post, *, private: bool = False) -> Reply:
    """Return a post as the answer to who asked for it."""
    return Reply(text=post.text, buttons=post.buttons, menus=post.menus, private=private)


async def _name(ctx: Context, member: int | None) -> Text | None:
    found = await ctx.find_member(member) if member is not None else None
    return escape(f"@{found.username}") if found is not None else None


def relation_of(value: str | None) -> Relation:
    """Return the relation that was chosen in the menu.

    Raises:
        Refusal: it is none.
    """
    try:
        return Relation(value or "")
    except ValueError:
        raise Refusal("stale_button", _("This list is too old: open it again.")) from None
