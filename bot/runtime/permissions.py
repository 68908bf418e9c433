"""Permissions: what a person may do, decided when they act."""

from __future__ import annotations

from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.chat.people import Author, Member, Network, Role
from bot.chat.places import Place, PlaceKind
from bot.runtime.administering import Administering
from bot.store.base import table_of
from bot.store.people import is_in_force
from bot.store.tables import AccountRow, PlaceRow, RoleGrantRow

_GRANT = table_of(RoleGrantRow)
_GRANTS = select(_GRANT.c.role, _GRANT.c.scope, _GRANT.c.scope_id).where(
    _GRANT.c.member_id == bindparam("member"), is_in_force(_GRANT)
)
_ACCOUNT = table_of(AccountRow)
_ACCOUNTS = select(_ACCOUNT.c.platform, _ACCOUNT.c.external_id, _ACCOUNT.c.username).where(
    _ACCOUNT.c.member_id == bindparam("member")
)
_ROLES = {"member": Role.MEMBER, "coordinator": Role.COORDINATOR, "admin": Role.ADMIN}


class RightsNeededError(Exception):
    """The platform is to be asked for the person's rights: not in a unit of work, where all would wait.

    `place` is the platform's id of another place than the one where they speak, None for their rights here.
    """

    def __init__(self, place: str | None = None) -> None:
        super().__init__(place)
        self.place = place


class Permissions:
    """Decides roles from the grants, the platform's own rights and the configured administrators.

    `admins` holds `platform:username` or `platform:#id` for each configured administrator. `administering` is
    what platforms told of their own rights, for finding people: who acts is asked about anew.
    """

    def __init__(
        self, admins: frozenset[str] = frozenset(), administering: Administering | None = None
    ) -> None:
        self.admins = admins
        self.administering = administering or Administering()

    async def role(
        self,
        session: AsyncSession,
        network: Network,
        member: Member | None,
        place: Place | None,
        *,
        author: Author | None = None,
        platform: str | None = None,
        here: Place | None = None,
        asks: bool = False,
    ) -> Role:
        """Return the highest role of a member in a place (None: in the network as a whole).

        Who is not known yet (None) has no grant, only what the platform or the configuration says.
        In a DM what they are in a community or a territory counts, and not what they are in one channel.
        The platform's rights, which `author` carries, count for the place where the author speaks (`here`),
        and for every place of its community if they administer that. If it `asks`, those over another place
        count too, for which the platform is asked: as a rule one does not see them from elsewhere. Whoever
        has a role in a whole community has it in the network: its communities are peers.

        Raises:
            RightsNeededError: it depends on rights that the platform is still to be asked for.
        """
        if author is not None and self._names(platform, author.id, author.username):
            return Role.ADMIN
        highest = Role.MEMBER
        if member is not None:
            if author is not None and await self._is_admin_by_another_account(
                session, member, f"{platform}:{author.id}"
            ):
                return Role.ADMIN
            highest = await _granted(session, network, member, place)
        if highest >= Role.COORDINATOR or author is None or here is None:
            return highest
        if author.ask_rights is not None:
            raise RightsNeededError
        if _administers(author, here, place):
            return Role.COORDINATOR
        if not asks or place is None or place.id == here.id:
            return highest
        there = await _administers_there(session, author, platform, place)
        return Role.COORDINATOR if there else highest

    def _names(self, platform: str | None, account: str, username: str) -> bool:
        """Return whether the configuration names an account: by its user name, or by its id.

        Nobody can take over an id. It has a sign before it, for a user name may look like somebody's id.
        """
        return not self.admins.isdisjoint((f"{platform}:{username}", f"{platform}:#{account}"))

    async def _is_admin_by_another_account(self, session: AsyncSession, member: Member, here: str) -> bool:
        """Return whether an account of the member, save the one `here`, is an administrator's."""
        if not self.admins:
            return False
        accounts = await session.execute(_ACCOUNTS, {"member": member.id})
        return any(
            self._names(row.platform, row.external_id, row.username)
            for row in accounts
            if f"{row.platform}:{row.external_id}" != here
        )


async def _granted(session: AsyncSession, network: Network, member: Member, place: Place | None) -> Role:
    counts = _scopes_that_count(network, place)
    grants = await session.execute(_GRANTS, {"member": member.id})
    held = [_ROLES[row.role] for row in grants if (row.scope, row.scope_id) in counts or row.scope in counts]
    return max(held, default=Role.MEMBER)


def _administers(author: Author, here: Place, place: Place | None) -> bool:
    if place is None:
        return author.administers_community
    if place.id == here.id:
        return author.administers_place or author.administers_community
    return author.administers_community and place.community_id == here.community_id is not None


async def _administers_there(
    session: AsyncSession, author: Author, platform: str | None, place: Place
) -> bool:
    """Return whether a person administers another place than the one where they speak, by its own rights.

    Raises:
        RightsNeededError: the platform is still to be asked.
    """
    if author.ask_place is None:
        return False
    row = await session.get(PlaceRow, place.id)
    if row is None or row.platform != platform:
        return False
    if row.external_id not in author.places:
        raise RightsNeededError(row.external_id)
    return author.places[row.external_id]


def _scopes_that_count(network: Network, place: Place | None) -> frozenset[str | tuple[str, str]]:
    """Return the kinds of scope of which any counts, and the scopes that count by themselves."""
    if place is None:
        return frozenset(("network", "community"))
    if place.kind is PlaceKind.DM:
        return frozenset(("network", "community", "territory"))
    return frozenset(
        {
            ("network", str(network.id)),
            ("place", str(place.id)),
            ("community", str(place.community_id)),
            ("territory", str(place.territory)),
        }
    )
