"""The directory, as other plugins ask it: who can help, and who may be named."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.chat.people import Member, Network
from bot.language.terms import terms
from bot.plugin import WordLists, WorkContext
from bot.plugin.neighbours import Asker, Colleague
from bot.territory import Area
from plugins.directory import register, visibility
from plugins.directory.thesaurus import OWN_NAME, Sort, Thesaurus, thesaurus


class Directory:
    """Implements `bot.plugin.neighbours.Colleagues`."""

    async def asker(self, session: AsyncSession, network: Network, who: Member | str | None) -> Asker:
        """Return what is known of who asks: a member, an account as in the directory's files, or nobody.

        Raises:
            LookupError: nobody has that account.
        """
        if who is None:
            return Asker()
        if isinstance(who, Member):
            row = await register.card_of(session, network.id, who.id)
            return visibility.asker_of(row, who.id)
        row = await register.by_account(session, network.id, who)
        member = await register.member_of_account(session, network.id, who)
        if row is None and member is None:
            raise LookupError(who)
        return visibility.asker_of(row, member)

    async def find(
        self,
        session: AsyncSession,
        network: Network,
        need: str,
        *,
        asker: Asker,
        now: datetime,
        near: Sequence[Area] = (),
        limit: int = 3,
        lists: WordLists | None = None,
        loads: Mapping[int, int] | None = None,
    ) -> Sequence[Colleague]:
        """Return who can help with a need, the best first: nobody rather than somebody who cannot."""
        from plugins.directory.searching import search

        found = await search(
            session,
            network,
            need,
            asker,
            now,
            known=known_words(lists),
            near=near,
            loads=loads,
            limit=limit,
            is_need=True,
        )
        return found.people

    async def is_shown(
        self, session: AsyncSession, network: Network, member: int, *, asker: Asker, now: datetime
    ) -> bool:
        """Return whether a member may be named to who asks: without a card they may."""
        row = await register.card_of(session, network.id, member)
        return row is None or visibility.may_see(row, asker, now)

    async def has_card(self, session: AsyncSession, network: Network, member: int) -> bool | None:
        """Return whether a member has a card, None if they refused one; see `Colleagues.has_card`."""
        return await register.has_card(session, network.id, member)

    def skill_of(self, ctx: WorkContext, need: str) -> str | None:
        """Return how cards say the one skill that a need is about, in its language; None if not one."""
        known = known_words(ctx.service(WordLists))
        found = {one.concept: known.concepts[one.concept] for one in known.recognise(terms(need, stops=True))}
        skills = [one for one in found.values() if one.sort is Sort.SKILL]
        return skills[0].label(ctx.words_for(None).language) if len(skills) == 1 else None

    async def propose_skill(self, ctx: WorkContext, member: Member, skill: str) -> None:
        """Ask a member, by DM and once, whether this should stand on their card."""
        from plugins.directory.proposals import propose_skill

        await propose_skill(ctx, member, skill)


def known_words(lists: WordLists | None) -> Thesaurus:
    """Return the thesaurus, with the network's own list if it has one that can be used."""
    own = lists.find(OWN_NAME) if lists is not None else None
    try:
        return thesaurus(own)
    except (ValueError, OSError):  # `maillage lexicon check` says what is wrong with it
        return thesaurus()
