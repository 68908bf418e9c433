"""What `bot.plugin.Links` offers: codes that link accounts and communities, and undoing it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.chat.messages import Post
from bot.chat.people import Role
from bot.chat.places import PlaceKind, platform_title
from bot.errors import NotAllowed, Refusal
from bot.language.messages import Markup, _
from bot.plugin import AccountsFound, CommunityJoined, Context, LinkCode, LinkedAccount
from bot.runtime import link_codes, linking
from bot.runtime.communities import Communities
from bot.runtime.link_codes import CodeKind, WrongEntries
from bot.store.people import account_of, find_member, mark_changed
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

    async def enter(self, ctx: Context, code: str) -> AccountsFound | CommunityJoined:
        """Have the community here join by its code, or return with whom an account's code would link."""
        row = await self._entered(ctx, code)
        if row.kind == CodeKind.COMMUNITY:
            return await self._join(ctx, row)
        there, _here = await self._both(ctx, row)
        found = await _accounts(ctx.session, there.member_id)
        return AccountsFound(sorted(found, key=lambda one: one.id != there.id), row.expires_at)

    async def link(self, ctx: Context, code: str) -> Sequence[LinkedAccount]:
        """Make one member of who made a code and who enters it."""
        row = await self._entered(ctx, code)
        if row.kind == CodeKind.COMMUNITY:
            raise link_codes.wrong_code()
        there, here = await self._both(ctx, row)
        await link_codes.use(ctx.session, row, ctx.now)
        told = {"platform": platform_title(here.platform), "username": here.username}
        elsewhere = (there.platform, there.external_id)
        ctx.member = await linking.link(ctx.session, ctx.network, (there, here), ctx.now, self._tell)
        await _tell_account(ctx, elsewhere, told)
        return await self.accounts(ctx)

    async def _entered(self, ctx: Context, code: str) -> LinkCodeRow:
        """Return the code that the person enters, if it is for the network in which they speak."""
        here = await ctx.session.get_one(AccountRow, ctx.account)
        row = await self._found(ctx.session, (here.platform, here.external_id), code, ctx.now)
        if row.network_id == ctx.network.id:
            return row
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

    async def _found(
        self, session: AsyncSession, account: tuple[str, str], typed: str, now: datetime
    ) -> LinkCodeRow:
        self._wrong.check(account, now)
        row = await link_codes.find(session, typed, now)
        if row is not None and row.used_at is None:
            return row
        if row is not None and await _is_theirs(session, row, account):
            raise _linked_already()
        self._wrong.add(account, now)
        raise link_codes.wrong_code()

    async def _both(self, ctx: Context, row: LinkCodeRow) -> tuple[AccountRow, AccountRow]:
        """Return the account that made a code, and the one that enters it, if they may be linked here."""
        await _check_served(ctx)
        if row.account_id == ctx.account:
            raise Refusal(
                "same_account",
                _(
                    "You asked for this code with this very account. Type `/maillage link {code}` with your "
                    "other one, in the other chat.",
                    code=Markup("…"),
                ),
            )
        there = await ctx.session.get_one(AccountRow, row.account_id)
        here = await ctx.session.get_one(AccountRow, ctx.account)
        if there.member_id == here.member_id:
            raise _linked_already()
        return there, here

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
        return await _accounts(ctx.session, ctx.member.id)

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
                    platform=platform_title(community.platform),
                ),
            )
        community.left_at, community.joined_at = ctx.now, None
        mark_changed(ctx.session)
        return community.name


async def _accounts(session: AsyncSession, member: int) -> list[LinkedAccount]:
    rows = (
        await session.scalars(
            select(AccountRow).where(AccountRow.member_id == member).order_by(AccountRow.id)
        )
    ).all()
    chosen = max((row.preferred_at for row in rows if row.preferred_at is not None), default=None)
    return [
        LinkedAccount(
            row.id, row.platform, row.username, row.preferred_at is not None and row.preferred_at == chosen
        )
        for row in rows
    ]


async def _is_theirs(session: AsyncSession, row: LinkCodeRow, account: tuple[str, str]) -> bool:
    """Return whether a code is for an account, and was made by one of the same person's."""
    made_by = await session.get_one(AccountRow, row.account_id)
    entering = await account_of(session, row.network_id, account[1], account[0])
    is_one = entering is not None and entering.member_id == made_by.member_id
    return is_one and row.kind == CodeKind.ACCOUNT


def _linked_already() -> Refusal:
    return Refusal("linked_already", _("These two accounts are linked already: there is nothing to do."))


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
