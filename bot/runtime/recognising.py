"""Recognising who is somewhere, by reading alone: nobody becomes known by it."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from bot.chat.people import Author, Member, Network
from bot.chat.places import Location, Place
from bot.language.catalogue import Words
from bot.language.messages import LANGUAGES
from bot.runtime.identity import Identity
from bot.store import Store
from bot.store.people import account_of, member_of, network_of, place_at, place_of
from bot.store.tables import MemberRow


@dataclass(frozen=True, slots=True)
class Recognised:
    """Who is where, as far as the network knows, and the words for them.

    A stranger is no member, and a place where nobody spoke to the bot yet has the id 0.
    """

    network: Network
    member: Member | None
    place: Place
    words: Words


async def recognise(store: Store, identity: Identity, author: Author, location: Location) -> Recognised:
    """Return who is somewhere.

    Raises:
        SeveralNetworks: in a DM, when nothing says which network is meant.
        NotServedError: this place, or this person, is in no network.
    """
    speaker = identity.known(author, location)
    if speaker is not None:
        network, member, place = speaker.network, speaker.member, speaker.place
        return Recognised(network, member, place, _words(author, network, member, place))
    async with store.read() as session:
        return await _look_up(session, identity, author, location)


async def _look_up(
    session: AsyncSession, identity: Identity, author: Author, location: Location
) -> Recognised:
    network_row, community = await identity.network_there(session, author, location)
    network = network_of(network_row)
    account = await account_of(session, network.id, author.id, location.platform)
    member = None
    if account is not None:
        member = member_of(await session.get_one(MemberRow, account.member_id), author.username)
    row = await place_at(session, network.id, location)
    if row is not None:
        place = place_of(row, location.thread)
    else:
        place = Place(0, location.name, location.kind, community.id if community is not None else None)
    return Recognised(network, member, place, _words(author, network, member, place))


def _words(author: Author, network: Network, member: Member | None, place: Place) -> Words:
    """Return the words for a member as for whoever speaks; a stranger has their platform's language."""
    if member is not None:
        language, zone = member.language, member.zone
    else:
        language, zone = next((known for known in LANGUAGES if known == author.language), None), None
    return Words(language or place.language or network.language, zone or place.zone or network.zone)
