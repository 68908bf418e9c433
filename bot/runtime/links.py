"""What `bot.plugin.Links` offers: codes that link accounts and communities, and undoing it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.chat.messages import Post
from bot.chat.people import Role
from bot.chat.places import PlaceKind
from bot.errors import NotAllowed, Refusal
from bot.language.messages import Markup, _
from bot.plugin import AccountsLinked, CommunityJoined, Context, LinkCode, LinkedAccount
from bot.runtime import link_codes, linking
from bot.runtime.communities import Communities
from bot.runtime.link_codes import CodeKind, WrongEntries
from bot.store.people import find_member, mark_changed
from bot.store.tables import AccountRow, CommunityRow, DeliveryRow, LinkCodeRow, NetworkRow

_COORDINATORS_ONLY = _(
    "Only who coordinates the whole network can have a community join it, or leave it. Ask a coordinator."
)


class LiveLinks:
    """Implements `bot.plugin.Links`; `tell` is how plugins hear that members merge or part."""

    def __init__(self, communities: Communities, tell: linking.Tell) -> None:
        self._communities = communities
        self._tell = tell
        self._wrong = WrongEntries()

    async def offer(self, ctx: Context, *, community: bool) -> LinkCode:
        """Return a new code, for an account of the person's or for a community."""
        if community and not await ctx.may_everywhere(Role.COORDINATOR):
            raise NotAllowed(_COORDINATORS_ONLY)
        kind = CodeKind.COMMUNITY if community else CodeKind.ACCOUNT
        return await link_codes.give(ctx.session, ctx.network.id, ctx.account, kind, ctx.now)

    async def network_of(
        self, session: AsyncSession, account: tuple[str, str], typed: str, now: datetime
    ) -> int:
        """Return the network of a code that somebody enters: an account by its platform and its id there.

        Raises:
            Refusal: the code cannot be used.
        """
        return (await self._found(session, account, typed, now)).network_id

    async def enter(self, ctx: Context, code: str) -> AccountsLinked | CommunityJoined:
        """Do what a code is for, here."""
        here = await ctx.session.get_one(AccountRow, ctx.account)
        row = await self._found(ctx.session, (here.platform, here.external_id), code, ctx.now)
        if row.network_id != ctx.network.id:
            network = await ctx.session.get_one(NetworkRow, row.network_id)
            raise Refusal(
                "other_network",
                _(
                    "This code is for the network {other}, and here we are in {name}: what is in one network "
                    "is never mixed with another. Enter it where I serve {other}.",
                    other=network.name,
                    name=ctx.network.name,
                ),
            )
        if row.kind == CodeKind.COMMUNITY:
            return await self._join(ctx, row)
        return await self._link(ctx, row, here)

    async def _found(
        self, session: AsyncSession, account: tuple[str, str], typed: str, now: datetime
    ) -> LinkCodeRow:
        self._wrong.check(account, now)
        row = await link_codes.find(session, typed, now)
        if row is None:
            self._wrong.add(account, now)
            raise link_codes.wrong_code()
        return row

    async def _link(self, ctx: Context, row: LinkCodeRow, here: AccountRow) -> AccountsLinked:
        """Make one member of who made the code and who enters it."""
        await _check_served(ctx)
        if row.account_id == here.id:
            raise Refusal(
                "same_account",
                _(
                    "You asked for this code with this very account. Type `/maillage link {code}` with your "
                    "other one, in the other chat.",
                    code=Markup("…"),
                ),
            )
        there = await ctx.session.get_one(AccountRow, row.account_id)
        if there.member_id == here.member_id:
            raise Refusal(
                "linked_already", _("These two accounts are linked already: there is nothing to do.")
            )
        await link_codes.use(ctx.session, row, ctx.now)
        ids = there.member_id, here.member_id
        told = {"platform": here.platform, "username": here.username}
        elsewhere = (there.platform, there.external_id)
        ctx.member = await linking.link(ctx.session, ctx.network, *ids, ctx.now, self._tell)
        await _tell_account(ctx, elsewhere, told)
        return AccountsLinked(await self.accounts(ctx))

    async def _join(self, ctx: Context, row: LinkCodeRow) -> CommunityJoined:
        """Have the community where somebody speaks join the network of the code."""
        community = await _community(ctx)
        if community.left_at is None:
            raise Refusal(
                "joined_already",
                _(
                    "{community} is in the network {network} already: there is nothing to do.",
                    community=community.name,
                    network=ctx.network.name,
                ),
            )
        if not await ctx.administers_community():
            raise NotAllowed(
                _(
                    "Only who administers {community} can have it join a network. Ask them to enter the code "
                    "here, in time.",
                    community=community.name,
                )
            )
        await link_codes.use(ctx.session, row, ctx.now)
        community.left_at, community.joined_at = None, ctx.now
        mark_changed(ctx.session)
        return CommunityJoined(community.name, ctx.network.name)

    async def accounts(self, ctx: Context) -> Sequence[LinkedAccount]:
        """Return the person's accounts, in the order in which they became known."""
        rows = (
            await ctx.session.scalars(
                select(AccountRow).where(AccountRow.member_id == ctx.member.id).order_by(AccountRow.id)
            )
        ).all()
        chosen = max((row.preferred_at for row in rows if row.preferred_at is not None), default=None)
        return [
            LinkedAccount(
                row.id,
                row.platform,
                row.username,
                row.preferred_at is not None and row.preferred_at == chosen,
            )
            for row in rows
        ]

    async def part(self, ctx: Context, account: int) -> LinkedAccount:
        """Make one of the person's accounts a member of its own again, and return it."""
        row = await ctx.session.get(AccountRow, account)
        if row is None or row.member_id != ctx.member.id:
            raise Refusal(
                "not_linked", _("This account is not linked to you any more: there is nothing to undo.")
            )
        parted = LinkedAccount(row.id, row.platform, row.username)
        await linking.part(ctx.session, ctx.network, row, ctx.now, self._tell)
        mine = await ctx.session.get_one(AccountRow, ctx.account)
        ctx.member = await find_member(ctx.session, ctx.network.id, mine.member_id) or ctx.member
        return parted

    async def prefer(self, ctx: Context, account: int | None) -> None:
        """Say to which of their accounts a person wants their DMs: None for the one that they used last."""
        theirs = update(AccountRow).where(AccountRow.member_id == ctx.member.id)
        if account is None:
            await ctx.session.execute(theirs.values(preferred_at=None))
        else:
            await ctx.session.execute(theirs.where(AccountRow.id == account).values(preferred_at=ctx.now))

    async def leave(self, ctx: Context) -> str:
        """Have the community where the person speaks leave its network, and return its name."""
        community = await _community(ctx)
        if not await ctx.may_everywhere(Role.COORDINATOR):
            raise NotAllowed(_COORDINATORS_ONLY)
        if self._communities.is_admitted(community.platform, community.external_id):
            raise Refusal(
                "configured",
                _(
                    "{community} is in the network by my configuration, so no command can take it out: the "
                    "person who looks after me does, in the configuration file, in the section of "
                    "{platform}.",
                    community=community.name,
                    platform=community.platform,
                ),
            )
        community.left_at, community.joined_at = ctx.now, None
        mark_changed(ctx.session)
        return community.name


async def _community(ctx: Context) -> CommunityRow:
    """Return the community where the person speaks.

    Raises:
        Refusal: they are in a DM.
    """
    if ctx.place.kind is PlaceKind.DM or ctx.place.community_id is None:
        raise Refusal(
            "not_in_a_community", _("Type this in a channel of the community that you mean, not in private.")
        )
    return await ctx.session.get_one(CommunityRow, ctx.place.community_id)


async def _check_served(ctx: Context) -> None:
    """Check that an account is not linked where the network is not at home: the place would become known.

    Raises:
        Refusal: the community is in no network.
    """
    if ctx.place.kind is PlaceKind.DM or ctx.place.community_id is None:
        return
    if (await ctx.session.get_one(CommunityRow, ctx.place.community_id)).left_at is not None:
        raise Refusal(
            "enter_in_private",
            _(
                "This code links two accounts of yours. I work for no network here: enter it in a direct "
                "message to me."
            ),
        )


async def _tell_account(ctx: Context, account: tuple[str, str], linked: dict[str, str]) -> None:
    """Tell the account that made a code that it was used: it may have been somebody else who did."""
    text = _(
        "Your account {username} on {platform} is linked to this one: you are one member from now on. If "
        "that was not you, type `/maillage unlink`.",
        **linked,
    )
    row = await ctx.session.get_one(DeliveryRow, await ctx.post(ctx.member, Post(text=text)))
    row.platform, row.recipient = account
