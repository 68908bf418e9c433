"""Spreading: a poll that stands in several channels, of one chat or of several, and is one poll."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from pydantic import BaseModel
from sqlalchemy import select

from bot.chat.delivery import SendFailedError, SendRefusedError
from bot.chat.forms import FieldKind
from bot.chat.messages import Button, Reply, Update
from bot.chat.people import Role
from bot.chat.places import Place, PlaceKind
from bot.language.messages import Markup, Text, _, escape
from bot.plugin import Arg, ChannelPeople, Context, FormRefusal, OpenForm, Refusal, WorkContext
from bot.plugin.arguments import RestArgument
from bot.plugin.errands import Outside
from bot.plugin.finding import Misread
from bot.store.channels import Channel, called, channels, labelled, typed_names
from bot.store.people import bot_is_in, place_of
from bot.store.tables import PlaceRow
from plugins.meetings.declaration import plugin
from plugins.meetings.models import Names, PollRow
from plugins.meetings.polls import counting, posting, register
from plugins.meetings.polls.managing import managed
from plugins.meetings.polls.proposal import Faulty

GONE = _("This channel is not there any more.")

MOST = 10
"""So many channels a poll stands in."""
_ASKED = 4
"""So many chat servers are asked at once whether somebody is in a channel."""
_OFFERED = 3


@dataclass(frozen=True, slots=True)
class _IsIn:
    """Whether a member is in a channel, None where its chat does not tell."""

    member: int
    place: int

    async def look(self, outside: Outside) -> bool | None:
        """Ask the chat."""
        try:
            present = await outside.service(ChannelPeople).present(self.place)
        except (SendFailedError, SendRefusedError):
            return None
        return self.member in present.members if present is not None else None


async def read_places(ctx: Context, typed: str, here: Sequence[Place], names: Names) -> list[Place]:
    """Return the channels that a list names, besides those `here`, where the poll stands already.

    Raises:
        Misread: one is not known, not the person's to post in, or private where names are shown.
    """
    known = [one for one in await channels(ctx.session, ctx.network.id) if not one.is_left]
    own = {place.community_id for place in here}
    found: dict[int, Place] = {}
    for name in typed_names(typed, known):
        place = _only(name, [one for one in called(name, known) if one.place.id], known, own)
        if place.id not in {one.id for one in here}:
            found[place.id] = place
    if len(here) + len(found) > MOST:
        raise Misread(_("A poll stands in {most} channels at most.", most=MOST))
    check_mixed([*here, *found.values()], names)
    await _check_rights(ctx, list(found.values()))
    return list(found.values())


async def others_in(ctx: Context, typed: str, names: Names) -> list[Place]:
    """Return the channels in which a new poll stands besides this one.

    Raises:
        Faulty: it cannot stand in one of them.
    """
    try:
        return await read_places(ctx, typed, [ctx.place], names) if typed else []
    except Misread as wrong:
        raise Faulty({"also": wrong.text}) from None


def _only(name: str, found: Sequence[Channel], known: Sequence[Channel], own: set[int | None]) -> Place:
    """Return the channel of a name, of several that of the community where the poll is.

    Raises:
        Misread: there is none, or it may be several.
    """
    if not found:
        raise Misread(
            _("I know no channel “{name}”. Is its name written as it is there?", name=name.lstrip("#~ ")[:80])
        )
    near = [one for one in found if one.place.community_id in own] if len(found) > 1 else found
    if len(near) == 1:
        return near[0].place
    choices = Markup(", ".join(escape(labelled(one, known)) for one in found))
    raise Misread(
        _(
            "Several channels are called “{name}”. Write which one: {choices}.",
            name=name[:80],
            choices=choices,
        )
    )


def check_mixed(places: Sequence[Place], names: Names) -> None:
    """Check that nobody is shown the names of who votes in a channel that they cannot see.

    Raises:
        Misread: they would be.
    """
    private = next((place for place in places if place.is_private), None)
    if private is not None and len(places) > 1 and names is Names.VISIBLE:
        raise Misread(
            _(
                "“{name}” is private, and who votes there would be named elsewhere. For one poll in all of "
                "them write “hidden names” as well.",
                name=private.name,
            )
        )


async def _check_rights(ctx: Context, places: Sequence[Place]) -> None:
    """Check that somebody may post in each of some channels: who coordinates it, or is in it.

    Raises:
        Misread: they may not.
    """
    asked = 0
    for place in places:
        if await ctx.may_there(Role.COORDINATOR, place):
            continue
        asked += 1
        if asked > _ASKED or not await ctx.outside(_IsIn(ctx.member.id, place.id)):
            raise Misread(
                _("“{name}” can only be added by somebody who coordinates it, or is in it.", name=place.name)
            )


async def elsewhere(ctx: WorkContext, poll: PollRow) -> list[Place]:
    """Return channels of the same territory in other communities, in which a poll could stand as well."""
    numbers = [row.place_id for row in await register.places(ctx.session, poll.id)]
    places = [place for number in numbers if (place := await ctx.find_place(number)) is not None]
    territories = {place.territory for place in places if place.territory is not None}
    rows = await ctx.session.scalars(
        select(PlaceRow)
        .where(
            PlaceRow.network_id == ctx.network.id,
            PlaceRow.kind == PlaceKind.CHANNEL.value,
            PlaceRow.territory.in_(territories),
            PlaceRow.community_id.not_in({place.community_id for place in places if place.community_id}),
            PlaceRow.is_private.is_not(True),
            PlaceRow.id.not_in(numbers),
            bot_is_in(),
        )
        .order_by(PlaceRow.id)
        .limit(_OFFERED)
    )
    return [place_of(row) for row in rows.all()]


async def offered(ctx: WorkContext, poll: PollRow) -> list[Button]:
    """Return a button for each of those channels."""
    places = await elsewhere(ctx, poll)
    known = await channels(ctx.session, ctx.network.id, {place.name for place in places})
    names = {one.place.id: labelled(one, known) for one in known}
    return [
        Button(
            _("Post it in {name}, too", name=names.get(place.id, place.name)),
            "spread",
            {"poll": poll.id, "place": place.id},
            name=f"spread{place.id}",
        )
        for place in places
    ]


async def spread(ctx: Context, row: PollRow, places: Sequence[Place]) -> None:
    """Post a poll in more channels; who is there is expected to answer as well."""
    for place in places:
        await posting.open_in(ctx, row, place)
    await counting.soon(ctx, row)


async def _here(ctx: Context, row: PollRow) -> list[Place]:
    found = [await ctx.find_place(stands.place_id) for stands in await register.places(ctx.session, row.id)]
    return [place for place in found if place is not None]


@plugin.action("spread")
async def spread_to(ctx: Context, poll: int, place: int) -> Update:
    """Post a poll in a channel that was offered."""
    row = await managed(ctx, poll)
    register.check_open(row, ctx.now)
    there, here = await ctx.find_place(place), await _here(ctx, row)
    if there is None:
        raise Refusal("unknown_place", GONE)
    try:
        check_mixed([*here, there], Names(row.names))
        await _check_rights(ctx, [there])
    except Misread as wrong:
        raise Refusal("not_there", wrong.text) from None
    if all(one.id != place for one in here):
        await spread(ctx, row, [there])
    return Update(text=_told(row, [there]))


@plugin.action("post-again")
async def post_again(ctx: Context, poll: int, place: int) -> Update:
    """Post a poll once more in a channel where it was to stand."""
    row = await managed(ctx, poll)
    register.check_open(row, ctx.now)
    there = await ctx.find_place(place)
    stands = next((one for one in await register.places(ctx.session, poll) if one.place_id == place), None)
    if there is None or stands is None:
        raise Refusal("unknown_place", GONE)
    await posting.post_again(ctx, row, stands, there)
    await counting.soon(ctx, row)
    return Update(text=_told(row, [there]))


def _told(row: PollRow, places: Sequence[Place]) -> Text:
    names = ", ".join(place.name for place in places)
    return _(
        "“{title}” is posted in {names} as well: it is one poll.",
        title=escape(row.title),
        names=escape(names),
    )


class Elsewhere(BaseModel):
    """The form of more channels."""

    channels: Annotated[
        str,
        RestArgument(FieldKind.TEXT),
        Arg(_("channels"), help=_("Their names: #loire, #rhone (Discord).")),
    ]


@plugin.action("ask-spread")
async def ask_where(ctx: Context, poll: int) -> OpenForm:
    """Open the form of more channels."""
    register.check_open(await managed(ctx, poll), ctx.now)
    return OpenForm(form="elsewhere", arguments={"poll": poll})


@plugin.form("elsewhere", Elsewhere, title=_("Post it elsewhere"), submit=_("Post it"))
async def post_elsewhere(ctx: Context, form: Elsewhere, poll: int) -> Reply:
    """Post a poll in the channels that the form names."""
    row = await managed(ctx, poll)
    register.check_open(row, ctx.now)
    try:
        return await also_in(ctx, row, form.channels)
    except Misread as wrong:
        raise FormRefusal({"channels": wrong.text}) from None


async def also_in(ctx: Context, row: PollRow, typed: str) -> Reply:
    """Post a poll in the channels that a list names.

    Raises:
        Misread: it cannot stand in one of them.
    """
    register.check_open(row, ctx.now)
    places = await read_places(ctx, typed, await _here(ctx, row), Names(row.names))
    if not places:
        raise Misread(_("The poll is there already."))
    await spread(ctx, row, places)
    return Reply(text=_told(row, places), private=True)
