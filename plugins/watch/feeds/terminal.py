"""`maillage watch`: lists of feeds in and out, and how the feeds are."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.chat.places import PlaceKind
from bot.chat.plain import plain
from bot.language.folding import fold
from bot.language.messages import Instant, Text, _, ngettext
from bot.plugin import Refusal
from bot.plugin.desk import Desk
from bot.store.tables import CommunityRow, PlaceRow
from plugins.watch.declaration import plugin

if TYPE_CHECKING:
    from plugins.watch.feeds.importing import Outcome
    from plugins.watch.feeds.rows import Follow

cli = plugin.cli_group("watch", summary=_("Feeds: lists in and out, and how they are"))

_BATCH = 200
_SHOWN = 200
Channel = Annotated[
    str | None, typer.Option("--channel", metavar="CHANNEL", help=_("The channel, by its name.").text)
]
AsJson = Annotated[bool, typer.Option("--json", help=_("Write one JSON document.").text)]


@cli.command("import", help=_("Have a channel follow the feeds of an OPML file."))
async def read_feeds(
    desk: Desk,
    file: Annotated[Path, typer.Argument(metavar="FILE.opml")],
    channel: Channel = None,
    as_json: AsJson = False,
) -> None:
    """Have a channel follow the feeds of a file."""
    from plugins.watch.feeds.importing import LARGEST, Following, Outcome, follow_all, read_outlines
    from plugins.watch.feeds.polling import POLL

    outlines, refused = await read_outlines(desk.content_of(file, LARGEST))
    async with desk.read() as session:
        place = await _place(session, desk, channel)
    outcome = Outcome(refused=refused)
    following = Following(desk.network.id, place.id, None)
    with desk.progress(_("Following the feeds")) as advance:
        for start in range(0, len(outlines), _BATCH):
            async with desk.unit() as session:
                part = outlines[start : start + _BATCH]
                await follow_all(session, part, following, outcome, desk.now)
                await desk.later(session, POLL, desk.now, key=POLL)
            advance(start + len(part), len(outlines))
    if as_json:
        desk.tell_json(_as_outcome(desk, outcome))
    else:
        _tell(desk, outcome)
    if outcome.refused:
        desk.leave(1)


def _tell(desk: Desk, outcome: Outcome) -> None:
    from plugins.watch.feeds.importing import refusal, summary

    for line in summary(outcome):
        desk.tell(line)
    for one in outcome.refused[:_SHOWN]:
        desk.warn(refusal(one))
    if len(outcome.refused) > _SHOWN:
        desk.warn(_("… and {count} more; `--json` gives all.", count=len(outcome.refused) - _SHOWN))


def _as_outcome(desk: Desk, outcome: Outcome) -> dict[str, Any]:
    return {
        "ok": True,
        "followed": outcome.followed,
        "already": outcome.already,
        "refused": [
            {"title": one.title, "url": one.url, "why": _plain(desk, one.why)} for one in outcome.refused
        ],
    }


@cli.command(
    "export",
    help=_("Write the feeds of the network, or of a channel, as an OPML file."),
    needs_data=True,
)
async def write_feeds(
    desk: Desk,
    file: Annotated[Path | None, typer.Argument(metavar="FILE")] = None,
    channel: Channel = None,
) -> None:
    """Write followed feeds into a file, or to standard output."""
    from plugins.watch.feeds.importing import as_opml

    rows = await _followed(desk, channel)
    unique = {row.feed_id: row for row in rows}
    content = as_opml(desk.network.name, list(unique.values()), desk.now)
    desk.write(content, file)
    if file is not None:
        desk.tell(ngettext("{count} feed written.", "{count} feeds written.", len(unique)))


@cli.command("feeds", help=_("List the feeds that are followed, and how they are."), needs_data=True)
async def list_feeds(desk: Desk, channel: Channel = None, as_json: AsJson = False) -> None:
    """List what is followed, as a table or as JSON."""
    rows = await _followed(desk, channel)
    async with desk.read() as session:
        places = await session.execute(select(PlaceRow.id, PlaceRow.name))
        names = {place.id: place.name for place in places}
    feeds = [_as_feed(desk, row, names) for row in rows]
    if as_json:
        desk.tell_json({"feeds": feeds})
        return
    if not feeds:
        desk.tell(_("No feed is followed."))
        return
    _print_table(desk, feeds)


def _as_feed(desk: Desk, row: Follow, names: dict[int, str]) -> dict[str, Any]:
    from plugins.watch.feeds.models import State
    from plugins.watch.feeds.words import reason

    fails = row.feed_state == State.FAILING
    return {
        "channel": names.get(row.place_id, ""),
        "number": row.number,
        "title": row.feed_title,
        "url": row.feed_url,
        "mode": row.mode,
        "include": row.include,
        "exclude": row.exclude,
        "maximum": row.maximum,
        "state": "paused" if row.paused else row.feed_state,
        "problem": row.feed_problem if fails else None,
        "status": row.feed_status if fails else None,
        "why": _plain(desk, reason(row.feed_problem, row.feed_status)) if fails else None,
        "last_success_at": _iso(row.feed_last_success_at),
        "next_at": _iso(row.feed_next_at),
    }


def _print_table(desk: Desk, feeds: list[dict[str, Any]]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text as Cell

    titles = (_("Channel"), _("No."), _("Feed"), _("State"), _("Last read"), _("Why not"))
    table = Table(*(_plain(desk, title) for title in titles))
    states = {
        "active": _("active"),
        "failing": _("fails"),
        "paused": _("paused"),
        "gone": _("gone"),
    }
    for feed in feeds:
        cells = (
            feed["channel"],
            str(feed["number"]),
            feed["title"],
            _plain(desk, states[feed["state"]]),
            _spelled(desk, feed["last_success_at"]),
            feed["why"] or "",
        )
        table.add_row(*(Cell(cell) for cell in cells))
    Console().print(table)


async def _followed(desk: Desk, channel: str | None) -> Sequence[Follow]:
    from plugins.watch.feeds import register

    async with desk.read() as session:
        if channel is not None:
            place = await _place(session, desk, channel)
            return await register.followed_in(session, place.id)
        return await register.followed(session, desk.network.id)


async def _place(session: AsyncSession, desk: Desk, name: str | None) -> PlaceRow:
    """Return the channel of a name; without one the only one that there is.

    Raises:
        Refusal: none, or several, are meant.
    """
    rows = (
        await session.scalars(
            select(PlaceRow)
            .outerjoin(CommunityRow, CommunityRow.id == PlaceRow.community_id)
            .where(
                PlaceRow.network_id == desk.network.id,
                PlaceRow.kind != PlaceKind.DM.value,
                CommunityRow.left_at.is_(None),
            )
            .order_by(PlaceRow.id)
        )
    ).all()
    wanted = fold(name.lstrip("#~")) if name is not None else None
    found = [row for row in rows if wanted is None or wanted in (fold(row.name), fold(row.external_id))]
    if len(found) == 1:
        return found[0]
    known = ", ".join(sorted({row.name for row in rows})[:20]) or "–"
    if wanted is None and rows:
        raise Refusal(
            "which_channel", _("Say for which channel: `--channel NAME`. I know: {known}.", known=known)
        )
    if not found:
        raise Refusal(
            "unknown_channel",
            _(
                "I know no channel {name}: somebody has to speak to me there once. I know: {known}.",
                name=name or "",
                known=known,
            ),
        )
    raise Refusal("ambiguous_channel", _("Several channels are called {name}.", name=name or ""))


def _plain(desk: Desk, text: Text) -> str:
    """Return a text without markup, in the network's language."""
    return plain(desk.words(text))


def _spelled(desk: Desk, at: str | None) -> str:
    """Return an instant as people of the network say it, in its zone."""
    return _plain(desk, _("{moment}", moment=Instant(datetime.fromisoformat(at)))) if at else ""


def _iso(at: datetime | None) -> str | None:
    return at.isoformat() if at is not None else None
