"""The table of who covers what in a département, as it is shown, with a file that says all of it."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from bot.chat.messages import File, Reply
from bot.language.messages import Markup, Text, _, escape, ngettext
from bot.plugin import Context, Refusal
from bot.store.search import Query
from bot.territory import Area, Level, by_code, departements_of, find, name_of
from plugins.directory import entries, operations, visibility
from plugins.directory.coverage import OVERLAP, Coverage, Group, Person, as_csv, coverage
from plugins.directory.models import CardRow

_MOST_ROWS = 15
"""So many EPCI are shown in a table: few départements have more, and the file has all."""
_MOST_NAMES = 4
_MOST_COMMUNES = 3
_MOST_PEOPLE = 5000


async def shown(ctx: Context, where: str | None) -> Reply:
    """Return who covers what in the département that is named, or else the one where they speak.

    Raises:
        Refusal: no département is meant.
    """
    departement = await _departement(ctx, where)
    found = coverage(departement, await _people(ctx, departement))
    name = name_of(Area(Level.DEPARTEMENT, departement))
    lines: list[Text] = [_("**Who covers what: {name}**", name=name), *_summary(found)]
    rows = found.groups[:_MOST_ROWS]
    table = Markup("\n".join([*_heading(ctx), *(_row(ctx, group) for group in rows)]))
    left = len(found.groups) - len(rows)
    notes: list[Text] = [_overlap_note()]
    if left > 0:
        notes.insert(0, ngettext("And {count} more, in the file.", "And {count} more, in the file.", left))
    name = ctx.words(_("coverage-{code}.csv", code=departement))
    return Reply(
        text=Markup("\n\n".join([ctx.words.join(lines), table, ctx.words.join(notes)])),
        files=(File(name, "text/csv", as_csv(found, _headings(ctx))),),
        private=True,
    )


async def _departement(ctx: Context, where: str | None) -> str:
    asker = await operations.asker_of(ctx)
    here = [ctx.place.territory or "", ctx.network.territory or ""]
    if where:
        candidates = [code for area in find(where, asker.areas, 1) for code in departements_of(area)]
        if not candidates:
            raise Refusal(
                "unknown_place",
                _("I find no département called “{name}”. Try its name or its number.", name=where[:60]),
            )
        return candidates[0]
    own = [code for area in asker.areas for code in departements_of(area)]
    known = [code for code in (here[0], *own[:1], here[1]) if departements_of(Area(Level.DEPARTEMENT, code))]
    if not known:
        raise Refusal(
            "which_departement",
            _("Which département do you mean? For example: `/directory coverage Loire`."),
        )
    return known[0]


async def _people(ctx: Context, departement: str) -> list[Person]:
    """Return the people of a département whose cards the person may see, their own among them."""
    asker = await operations.asker_of(ctx)
    area = Area(Level.DEPARTEMENT, departement)
    scope = [
        (entries.network_token(ctx.network.id),),
        visibility.tokens_for(asker),
        (entries.token_of(area), *_regions(area)),
    ]
    hits = await entries.index.search(ctx.session, Query([], scope), _MOST_PEOPLE)
    rows = await ctx.session.scalars(
        select(CardRow).where(CardRow.id.in_([hit.id for hit in hits])).order_by(CardRow.name)
    )
    return [
        Person(row.name, visibility.areas_of_row(row))
        for row in rows
        if visibility.may_see(row, asker, ctx.now)
    ]


def _regions(area: Area) -> tuple[str, ...]:
    """Return the token of the region of a département: who covers the region covers it."""
    found = by_code(area.code)
    if found is None or found.region is None:
        return ()
    return (entries.token_of(Area(Level.REGION, found.region.code)),)


def _summary(found: Coverage) -> list[Text]:
    lines: list[Text] = []
    if found.everywhere:
        lines.append(_("In the whole département: {names}.", names=_names(found.everywhere)))
    covered = found.communes - found.uncovered
    lines.append(
        ngettext(
            "{count} of {total} communes has somebody of its own.",
            "{count} of {total} communes have somebody of their own.",
            covered,
            total=found.communes,
        )
    )
    return lines


def _heading(ctx: Context) -> list[str]:
    cells = (_("Group of communes"), _("Who"), _("Communes without anybody"), _("Several people"))
    return [
        "| " + " | ".join(ctx.words(cell) for cell in cells) + " |",
        "|---|---|---|---|",
    ]


def _row(ctx: Context, group: Group) -> str:
    name = Markup(escape(group.name)) if group.name else ctx.words(_("in no group of communes"))
    who = Markup(_names(group.people)) if group.people else ctx.words(_("nobody"))
    cells = (name, who, _uncovered(ctx, group), _overlapping(ctx, group))
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _uncovered(ctx: Context, group: Group) -> Markup:
    count = len(group.uncovered)
    if count == len(group.communes):
        return ctx.words(_("its only commune") if count == 1 else _("all {count} communes", count=count))
    if not count:
        return ctx.words(_("none"))
    names = ", ".join(escape(one.name) for one in group.uncovered[:_MOST_COMMUNES])
    if count <= _MOST_COMMUNES:
        return Markup(names)
    return ctx.words(_("{count}, such as {names}", count=count, names=Markup(names)))


def _overlapping(ctx: Context, group: Group) -> Markup:
    if not group.overlapping:
        return ctx.words(_("none"))
    shown = group.overlapping[:_MOST_COMMUNES]
    texts = [f"{escape(one.commune.name)} ({len(one.people)})" for one in shown]
    left = len(group.overlapping) - len(shown)
    if left:
        texts.append(ctx.words(ngettext("{count} more", "{count} more", left)))
    return Markup(", ".join(texts))


def _names(people: Sequence[str]) -> Markup:
    names = ", ".join(escape(name) for name in people[:_MOST_NAMES])
    left = len(people) - _MOST_NAMES
    return Markup(f"{names} + {left}" if left > 0 else names)


def _headings(ctx: Context) -> list[str]:
    cells = (
        _("Group of communes"),
        _("Commune"),
        _("INSEE code"),
        _("Population"),
        _("People"),
        _("Names"),
        _("Who covers the whole département"),
    )
    return [str(ctx.words(cell)) for cell in cells]


def _overlap_note() -> Text:
    return _(
        "“Several people”: {least} or more in one commune. Cards that you may not see count nowhere. The "
        "file "
        "has a line for each commune.",
        least=OVERLAP,
    )
