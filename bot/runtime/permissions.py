"""Permissions: what a person may do, decided when they act."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.chat.people import Author, Member, Network, Rights, Role
from bot.chat.places import Place, PlaceKind
from bot.store.tables import RoleGrantRow

_ROLES = {"member": Role.MEMBER, "coordinator": Role.COORDINATOR, "admin": Role.ADMIN}


class Permissions:
    """Decides roles from the grants, the platform's own rights and the configured administrators.

    `admins` holds `platform:username` for each configured administrator.
    """

    def __init__(self, admins: frozenset[str] = frozenset()) -> None:
        self.admins = admins

    async def role(
        self,
        session: AsyncSession,
        network: Network,
        member: Member,
        place: Place | None,
        *,
        author: Author | None = None,
        platform: str | None = None,
        here: Place | None = None,
    ) -> Role:
        """Return the highest role of a member in a place (None: in the network as a whole).

        In a DM what they are in a community or a territory counts, and not what they are in one channel.
        The platform's rights, which `author` carries, count for the place where the author speaks (`here`),
        and for every place of its community if they administer that. Whoever has a role in a whole community
        has it in the network: its communities are peers.
        """
        if author is not None and f"{platform}:{author.username}" in self.admins:
            return Role.ADMIN
        roles = [Role.MEMBER]
        grants = select(RoleGrantRow.role).where(RoleGrantRow.member_id == member.id)
        if place is None:
            grants = grants.where(RoleGrantRow.scope.in_(("network", "community")))
        elif place.kind is PlaceKind.DM:
            grants = grants.where(RoleGrantRow.scope.in_(("network", "community", "territory")))
        else:
            grants = grants.where(or_(*(_scope(scope, key) for scope, key in _scopes(network, place))))
        names = await session.scalars(grants)
        roles += [_ROLES[name] for name in names]
        if max(roles) < Role.COORDINATOR and author is not None and here is not None:
            rights = await author.rights()
            if _administers(rights, here, place):
                roles.append(Role.COORDINATOR)
        return max(roles)


def _administers(rights: Rights, here: Place, place: Place | None) -> bool:
    if place is None:
        return rights.community
    if place.id == here.id:
        return rights.place or rights.community
    return rights.community and place.community_id == here.community_id is not None


def _scopes(network: Network, place: Place) -> list[tuple[str, str]]:
    scopes = [("network", str(network.id)), ("place", str(place.id))]
    if place.community_id is not None:
        scopes.append(("community", str(place.community_id)))
    if place.territory is not None:
        scopes.append(("territory", place.territory))
    return scopes


def _scope(scope: str, key: str) -> ColumnElement[bool]:
    return and_(RoleGrantRow.scope == scope, RoleGrantRow.scope_id == key)
