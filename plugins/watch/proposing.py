"""Proposing a share to a wider channel: who coordinates there is asked, and takes it in with one press."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from bot.chat.messages import Button, Post, Reply, Style, Update
from bot.chat.people import Member, Role
from bot.chat.places import Place
from bot.language.messages import Message, Text, _
from bot.plugin import Context, NotAllowed, Refusal
from plugins.watch import levels, register, rights, showing, words
from plugins.watch.declaration import plugin
from plugins.watch.models import Proposal, ProposalRow, ShareRow

_DECLINED = _("Your link is not taken into {channel} this time: {title}")


async def propose(ctx: Context, row: ShareRow, place: Place) -> Reply:
    """Propose a share of a channel to the wider channels.

    Raises:
        Refusal: there are none, or nobody coordinates them.
        NotAllowed: the person neither shared it nor coordinates there.
    """
    await rights.check_may_change(ctx, row)
    wider = await levels.wider(ctx, place)
    if not wider:
        raise Refusal(
            "nothing_wider",
            _(
                "No channel of the network covers more than this one does ({area}). A coordinator sets what "
                "a channel covers with `/watch settings`.",
                area=levels.spelled(await levels.covers(ctx, place)),
            ),
        )
    lines = [await _propose_to(ctx, row, other) for other in wider]
    return Reply(text=ctx.words.join(lines), private=True)


async def _propose_to(ctx: Context, row: ShareRow, place: Place) -> Text:
    """Propose a share to one channel, once; return what became of it."""
    coordinates = await ctx.may(Role.COORDINATOR, place)
    if not coordinates and not await showing.may_be_named(ctx, place, ctx.member, ctx.place):
        return await _propose_unseen(ctx, row, place)
    channel = words.channel(place.name)
    if await register.last_here(ctx.session, row.id, place.id) is not None:
        return _("{channel} has this link already.", channel=channel)
    if await _is_proposed(ctx, row, place):
        return _("It was proposed to {channel} already.", channel=channel)
    if coordinates:
        await showing.bring(ctx, row, place, ctx.member)
        return _("You coordinate {channel}: the link is posted there.", channel=channel)
    coordinators = await ctx.coordinators(place)
    if not coordinators:
        return _("Nobody coordinates {channel} for now: I have nobody to ask.", channel=channel)
    if not await _ask(ctx, row, place, coordinators):
        return _("It was proposed to {channel} already.", channel=channel)
    return _("Proposed to {channel}: who coordinates it decides.", channel=channel)


async def _propose_unseen(ctx: Context, row: ShareRow, place: Place) -> Text:
    """Propose a share to a private channel that the person is not in; what is told says nothing of it.

    Neither its name, nor whether the link stands there, or was proposed by others who are in it.
    """
    coordinators = await ctx.coordinators(place)
    if not coordinators:
        return _(
            "Nobody coordinates {channel} for now: I have nobody to ask.", channel=showing.A_PRIVATE_CHANNEL
        )
    stands = await register.last_here(ctx.session, row.id, place.id) is not None
    if not stands and not await _is_proposed(ctx, row, place):
        await _ask(ctx, row, place, coordinators)
    return _(
        "Who coordinates {channel} decides, unless they know this link already.",
        channel=showing.A_PRIVATE_CHANNEL,
    )


async def _is_proposed(ctx: Context, row: ShareRow, place: Place) -> bool:
    found = select(ProposalRow.id).where(ProposalRow.share_id == row.id, ProposalRow.place_id == place.id)
    return await ctx.session.scalar(found) is not None


async def _ask(ctx: Context, row: ShareRow, place: Place, coordinators: Sequence[Member]) -> bool:
    """Write a proposal down, and ask those who coordinate the channel; return whether nobody did just now."""
    proposal = ProposalRow(
        network_id=ctx.network.id,
        share_id=row.id,
        place_id=place.id,
        member_id=ctx.member.id,
        state=Proposal.ASKED.value,
        proposed_at=ctx.now,
    )
    try:
        async with ctx.session.begin_nested():
            ctx.session.add(proposal)
    except IntegrityError:
        return False
    for member in coordinators:
        post = await _question(ctx, row, proposal, place)
        await ctx.post(member, post, key=f"proposal:{proposal.id}:{member.id}", unsolicited=True)
    return True


async def _question(ctx: Context, row: ShareRow, proposal: ProposalRow, place: Place) -> Post:
    shown = await showing.shown(ctx, row, place)
    stands = await showing.where(ctx, await register.appearances(ctx.session, row.id), None, place)
    reader = ctx.words_for(None)
    lines: list[Text] = [
        _(
            "{name} proposes a link for {channel}, which stands in {channels}: {title}",
            name=words.named(ctx.member),
            channel=words.channel(place.name),
            channels=reader.join(stands, ", "),
            title=words.linked(row),
        )
    ]
    if row.description:
        lines.append(words.in_short(row.description))
    lines += words.notes_of(shown)
    about: dict[str, int | str | bool] = {"proposal": proposal.id}
    return Post(
        text=reader.join(lines),
        buttons=(
            Button(_("Post it there"), "take", about, Style.PRIMARY),
            Button(_("Not this time"), "leave", about),
        ),
    )


@plugin.action("take")
async def take(ctx: Context, proposal: int) -> Update:
    """Take a proposed share into a channel."""
    answered, row, place = await _asked(ctx, proposal)
    answered.state = Proposal.ACCEPTED
    if await register.last_here(ctx.session, row.id, place.id) is None:
        proposer = await ctx.find_member(answered.member_id) if answered.member_id is not None else None
        if proposer is None or not await showing.may_be_named(ctx, place, proposer, None):
            proposer = ctx.member  # who brought a link to a private channel counts as being in it
        await showing.bring(ctx, row, place, proposer)
    await _tell(ctx, answered, _("Your link is taken into {channel}: {title}"), row, place)
    return Update(
        text=_("Posted in {channel}: {title}", channel=words.channel(place.name), title=words.linked(row))
    )


@plugin.action("leave")
async def leave(ctx: Context, proposal: int) -> Update:
    """Leave a proposed share where it is."""
    answered, row, place = await _asked(ctx, proposal)
    answered.state = Proposal.DECLINED
    await _tell(ctx, answered, _DECLINED, row, place)
    return Update(
        text=_(
            "Not this time for {channel}: {title}",
            channel=words.channel(place.name),
            title=words.linked(row),
        )
    )


async def _asked(ctx: Context, proposal: int) -> tuple[ProposalRow, ShareRow, Place]:
    """Return a proposal that waits for an answer, which the person may give: another one waits meanwhile."""
    found = await ctx.session.get(ProposalRow, proposal, with_for_update=True)
    place = await ctx.find_place(found.place_id) if found is not None else None
    if found is None or found.network_id != ctx.network.id or place is None:
        raise Refusal("unknown_share", _("This link is not in the shared watch any more."))
    if found.state != Proposal.ASKED:
        raise Refusal(
            "answered",
            _("Somebody answered already: it was posted.")
            if found.state == Proposal.ACCEPTED
            else _("Somebody answered already: not this time."),
        )
    asked = {member.id for member in await ctx.coordinators(place)}
    if ctx.member.id not in asked and not await ctx.may(Role.COORDINATOR, place):
        raise NotAllowed
    return found, await register.get(ctx, found.share_id), place


async def _tell(ctx: Context, answered: ProposalRow, said: Message, row: ShareRow, place: Place) -> None:
    """Tell who proposed a share what became of it."""
    proposer = await ctx.find_member(answered.member_id) if answered.member_id is not None else None
    if proposer is None or proposer.id == ctx.member.id:
        return
    is_known = await showing.may_be_named(ctx, place, proposer, None)
    channel = words.channel(place.name) if is_known else showing.A_PRIVATE_CHANNEL
    text = said(channel=channel, title=words.linked(row))
    await ctx.post(proposer, Post(text=text), key=f"answered:{answered.id}", unsolicited=True)
