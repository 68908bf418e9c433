"""What may come onto somebody's card once they accept: what they said, what they were seen to do."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from bot.chat.messages import Button, Post, Reply, Style, Update
from bot.chat.people import Member
from bot.language.folding import fold
from bot.language.messages import Text, _
from bot.language.terms import terms
from bot.plugin import (
    Context,
    EventContext,
    MemberErasing,
    OpenForm,
    Refusal,
    TimerContext,
    WorkContext,
)
from plugins.directory import operations
from plugins.directory.cards import LONGEST_VALUE, Content, Kind, State
from plugins.directory.declaration import plugin
from plugins.directory.discretion import discreet
from plugins.directory.keeping import ProposalRow
from plugins.directory.models import CardRow
from plugins.directory.rows import content_of
from plugins.directory.said import Said
from plugins.directory.showing import parts, seen_by
from plugins.directory.thesaurus import Thesaurus
from plugins.directory.visibility import is_paused

KEPT = timedelta(days=30)
"""How long a sentence waits to be accepted."""
_LONGEST_SUBJECT = 200


async def propose(ctx: Context, said: Said) -> Reply:
    """Show what was understood of a sentence, and keep it until the person accepts it, or a month."""
    content = await operations.content_now(ctx)
    after = said.added_to(content)
    if after == content:
        return Reply(
            text=_("Your card does not say this.")
            if said.dropped
            else _("All of this is on your card already."),
            buttons=(Button(_("See my card"), "own-card"),),
            private=True,
        )
    row = ProposalRow(
        network_id=ctx.network.id, member_id=ctx.member.id, said=said.to_json(), made_at=ctx.now
    )
    ctx.session.add(row)
    await ctx.session.flush()
    await ctx.later("forget-proposal", ctx.now + KEPT, key=_key(row.id), proposal=row.id)
    lines: list[Text] = [_("Here is what I understood:"), *parts(said.news_for(content))]
    if said.name:
        lines.insert(1, _("- Name: {name}", name=said.name))
    gone = [value for kind in Kind for value in content.values(kind) if value not in after.values(kind)]
    if gone:
        lines.append(_("- Comes off your card: {values}", values=", ".join(gone)))
    if said.lost:
        lines.append(
            _("I do not find this place: {names}. “Correct” lets you say it.", names=", ".join(said.lost))
        )
    lines += [seen_by(after), _("Nothing is published before you accept.")]
    about = {"proposal": row.id}
    return Reply(
        text=ctx.words.join(lines),
        buttons=(
            Button(_("Publish"), "publish", about, Style.PRIMARY),
            Button(_("Correct"), "correct", about),
            Button(_("Cancel"), "cancel", about),
        ),
        private=True,
    )


async def nothing_understood(ctx: Context, sentence: str) -> Reply:
    """Say that a sentence has nothing for a card, and offer what else it may be for."""
    looked_for = ((await discreet(ctx, sentence)) or "")[:300]
    return Reply(
        text=_(
            "I found nothing in this for your card, so nothing is kept. Try for example: "
            "`/directory I can teach photo editing`, `/directory I would like to learn sign "
            "language`, or fill in "
            "the form."
        ),
        buttons=(
            Button(_("Open the form"), "edit", style=Style.PRIMARY),
            *_look_for(looked_for),
        ),
        private=True,
    )


def _look_for(text: str) -> tuple[Button, ...]:
    if not text:
        return ()
    return (Button(_("Look for this"), "found", {"text": text, "near": "", "start": 0}),)


@plugin.action("publish")
async def publish(ctx: Context, proposal: int) -> Update:
    """Put what was understood onto the person's card."""
    row = await waiting(ctx, proposal)
    await operations.write(ctx, Said.from_json(row.said).added_to(await operations.content_now(ctx)))
    await close(ctx, row)
    return Update(
        text=_("Published: thank you. `/directory card` shows your card, `/directory edit` changes it."),
        buttons=(Button(_("See my card"), "own-card"),),
    )


@plugin.action("correct")
async def correct(ctx: Context, proposal: int) -> OpenForm:
    """Open the form of the card, with what was understood in it."""
    from plugins.directory.forms import open_form

    row = await waiting(ctx, proposal)
    said = Said.from_json(row.said)
    return open_form(said.added_to(await operations.content_now(ctx)), proposal=proposal, lost=said.lost)


@plugin.action("cancel")
async def cancel(ctx: Context, proposal: int) -> Update:
    """Forget what was understood."""
    await close(ctx, await waiting(ctx, proposal))
    return Update(text=_("Understood: nothing is published, and nothing is kept of it."))


@plugin.timer("forget-proposal")
async def forget(ctx: TimerContext, proposal: int) -> None:
    """Forget a sentence that nobody accepted."""
    row = await ctx.session.get(ProposalRow, proposal)
    if row is not None:
        await ctx.session.delete(row)


async def waiting(ctx: Context, proposal: int) -> ProposalRow:
    """Return a proposal to the person who acts that waits for their answer.

    Raises:
        Refusal: it does not wait, or is somebody else's.
    """
    row = await ctx.session.scalar(
        select(ProposalRow).where(
            ProposalRow.id == proposal,
            ProposalRow.member_id == ctx.member.id,
            ProposalRow.network_id == ctx.network.id,
            ProposalRow.answered_at.is_(None),
        )
    )
    if row is None:
        raise Refusal(
            "answered", _("This does not wait for an answer any more. `/directory card` shows your card.")
        )
    return row


async def close(ctx: Context, row: ProposalRow) -> None:
    """Forget a sentence that was answered; a skill proposed stays, so that it is not proposed again."""
    if row.subject is not None:
        row.answered_at = ctx.now
        return
    await ctx.cancel(_key(row.id))
    await ctx.session.delete(row)


async def propose_skill(ctx: WorkContext, member: Member, skill: str) -> None:
    """Ask a member, by DM and once for each skill, whether it should stand on their card.

    The context may be another plugin's: nothing but the post is done in its name.
    """
    skill = " ".join(skill.split())[:LONGEST_VALUE]
    subject = fold(skill)[:_LONGEST_SUBJECT]
    card = await ctx.session.scalar(
        select(CardRow).where(CardRow.network_id == ctx.network.id, CardRow.member_id == member.id)
    )
    if not subject or (card is not None and (card.state == State.REFUSED or is_paused(card, ctx.now))):
        return
    asked = select(ProposalRow.id).where(ProposalRow.member_id == member.id, ProposalRow.subject == subject)
    if await ctx.session.scalar(asked) is not None:
        return
    if card is not None and _has(content_of(card), skill, operations.thesaurus_of(ctx)):
        return
    said = Said(lists={Kind.SKILLS: (skill,)})
    row = ProposalRow(
        network_id=ctx.network.id,
        member_id=member.id,
        said=said.to_json(),
        subject=subject,
        made_at=ctx.now,
    )
    ctx.session.add(row)
    await ctx.session.flush()
    about = {"proposal": row.id}
    await ctx.post(
        member,
        Post(
            text=_(
                "You helped a colleague with this: {skill}. Thank you! Shall I add it to your card, so "
                "that others "
                "find you for it? I ask only once.",
                skill=skill,
            ),
            buttons=(
                Button(_("Add"), "add-skill", about, Style.PRIMARY, plugin=plugin.name),
                Button(_("No, thanks"), "no-skill", about, plugin=plugin.name),
            ),
        ),
        key=f"directory-skill:{row.id}",
        unsolicited=True,
    )


@plugin.action("add-skill")
async def add_skill(ctx: Context, proposal: int) -> Update:
    """Put the skill proposed onto the person's card."""
    row = await waiting(ctx, proposal)
    (skill,) = Said.from_json(row.said).lists[Kind.SKILLS]
    await operations.write(ctx, Said.from_json(row.said).added_to(await operations.content_now(ctx)))
    await close(ctx, row)
    return Update(
        text=_("Added to your card: {skill}. `/directory remove` takes it off again.", skill=skill),
        buttons=(Button(_("See my card"), "own-card"),),
    )


@plugin.action("no-skill")
async def no_skill(ctx: Context, proposal: int) -> Update:
    """Leave the card as it is, and do not propose that skill again."""
    await close(ctx, await waiting(ctx, proposal))
    return Update(text=_("Understood: your card stays as it is, and I will not ask this again."))


@plugin.on(MemberErasing)
async def forget_waiting(ctx: EventContext, event: MemberErasing) -> None:
    """Forget the timers of sentences of who is erased; the sentences go with them."""
    rows = await ctx.session.scalars(select(ProposalRow.id).where(ProposalRow.member_id.in_(event.members)))
    for proposal in rows.all():
        await ctx.cancel(_key(proposal))


def _has(content: Content, skill: str, known: Thesaurus) -> bool:
    """Return whether a card says a skill already, in these words or in others that mean the same."""
    values = (*content.skills, *content.specialities)
    meant = {one.concept for one in known.recognise(terms(skill, stops=True))}
    return any(
        fold(value) == fold(skill)
        or (meant and meant == {one.concept for one in known.recognise(terms(value, stops=True))})
        for value in values
    )


def _key(proposal: int) -> str:
    return f"proposal:{proposal}"
