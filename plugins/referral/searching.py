"""What is known about a need: where it leads, the nearest partners, colleagues, an answer given before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.chat.people import Member
from bot.plugin import Context, WordLists
from bot.plugin.neighbours import Asker, Colleague, Colleagues, PartnerFound, PartnerRegister
from bot.territory import Area, Level
from plugins.referral import register, wording
from plugins.referral.answers import EMERGENCY, OFF_TOPIC, Answer, Target
from plugins.referral.remembering import Earlier, earlier

_MOST_PEOPLE = 3
_MOST_PARTNERS = 2
_MOST_KINDS = 3
_ANY = 25
"""So many colleagues are looked at to see whether one of them may still be asked."""


@dataclass(frozen=True, slots=True)
class Found:
    """What is known about one need: `targets` may be empty, as all the rest."""

    text: str
    targets: tuple[Target, ...]
    partners: Sequence[PartnerFound]
    people: Sequence[Colleague]
    earlier: Earlier | None
    places: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Seeker:
    """Who asks, from where, and with which other plugins."""

    asker: Asker
    colleagues: Colleagues | None
    partners: PartnerRegister | None


async def seeker(ctx: Context) -> Seeker:
    """Return who asks; plugins that are off are None."""
    colleagues = next(iter(await ctx.services(Colleagues)), None)
    partners = next(iter(await ctx.services(PartnerRegister)), None)
    asker = Asker(member=ctx.member.id)
    if colleagues is not None:
        asker = await colleagues.asker(ctx.session, ctx.network, ctx.member)
    return Seeker(asker, colleagues, partners)


async def search(ctx: Context, who: Seeker, text: str, answer: Answer) -> Found:
    """Return what is known about one need."""
    targets = tuple(one for one in answer.targets if one.code not in (OFF_TOPIC, EMERGENCY))
    places = await wording.places_in(text, who.asker.areas)
    near = tuple(area for place in places for area in place.areas)
    return Found(
        text=text,
        targets=targets,
        partners=await _partners(ctx, who, text, targets, near),
        people=await _people(ctx, who, text, near, _MOST_PEOPLE),
        earlier=await earlier(ctx, who.colleagues, who.asker, text, topic_of(answer)),
        places=tuple(place.name for place in places),
    )


async def still_able(ctx: Context, text: str, member: Member) -> Colleague | None:
    """Return a colleague if they may be asked about a need now: neither paused nor masked, and able."""
    who = await seeker(ctx)
    near = tuple(area for place in await wording.places_in(text, who.asker.areas) for area in place.areas)
    people = await _people(ctx, who, text, near, _ANY)
    return next((one for one in people if one.member == member.id), None)


def topic_of(answer: Answer) -> str | None:
    """Return the need of the lexicon as which a text was recognised."""
    return next((one.need for one in answer.targets if one.need is not None), None)


async def _partners(
    ctx: Context, who: Seeker, text: str, targets: Sequence[Target], near: tuple[Area, ...]
) -> Sequence[PartnerFound]:
    """Return the nearest partners of the best kind; without any, of the kinds that come next."""
    codes = [one.code for one in targets]
    for kinds in (codes[:1], codes[1:_MOST_KINDS]):
        if who.partners is None or not kinds:
            break
        found = await who.partners.nearest(
            ctx.session,
            ctx.network,
            kinds,
            near=near or who.asker.areas or _home(ctx),
            now=ctx.now,
            words=text,
            limit=_MOST_PARTNERS,
        )
        if found:
            return found
    return ()


async def _people(
    ctx: Context, who: Seeker, text: str, near: tuple[Area, ...], limit: int
) -> Sequence[Colleague]:
    if who.colleagues is None:
        return ()
    return await who.colleagues.find(
        ctx.session,
        ctx.network,
        text,
        asker=who.asker,
        now=ctx.now,
        near=near,
        limit=limit,
        lists=ctx.service(WordLists),
        loads=await register.loads(ctx.session, ctx.network.id, ctx.now),
    )


def _home(ctx: Context) -> tuple[Area, ...]:
    territory = ctx.place.territory or ctx.network.territory
    return (Area(Level.DEPARTEMENT, territory),) if territory else ()
