"""The answer to a need: in this process, from what was typed; what is kept of it is redacted first."""

from __future__ import annotations

from bot.chat.messages import Reply
from bot.plugin import Context
from plugins.referral import register, showing, wording
from plugins.referral.answers import Answer, Target
from plugins.referral.models import NeedRow, State
from plugins.referral.searching import Found, Seeker, search, seeker, topic_of

_MOST_NEEDS = 3
_SURELY_CHAT = 1.0
"""What has a lower score may still name something that a colleague knows about."""


async def answer_need(
    ctx: Context, typed: str, row: NeedRow | None = None, *, was_asked: bool = False
) -> Reply:
    """Answer a need as it was typed; `row` is the one that it completes or corrects.

    Who `was_asked` what it is about, and chose, is asked nothing more.
    """
    answer = await wording.read(ctx, typed, was_asked=was_asked)
    if answer.urgent:
        return showing.emergency(answer.numbers, ctx.words)
    if answer.off_topic and answer.targets[0].score >= _SURELY_CHAT:
        return showing.no_need()
    who = await seeker(ctx)
    parts = [answer] if not answer.needs else list(answer.needs[:_MOST_NEEDS])
    known = [await search(ctx, who, typed if part is answer else part.part, part) for part in parts]
    if answer.off_topic and not _has_anybody(known):
        return showing.no_need()
    row = await _kept(ctx, typed, answer, row)
    await register.note_load(ctx, [one for each in known for one in each.people])
    known = [await _without_details(ctx, one) for one in known]
    if answer.clarify is not None:
        return showing.question(row.id, answer.clarify, ctx.words, known[0])
    left = [(await wording.redacted(ctx, part.part)).text for part in answer.needs[_MOST_NEEDS:]]
    return showing.found(row.id, known, ctx.words, left)


async def answer_for(ctx: Context, row: NeedRow, code: str) -> Reply:
    """Answer a need by another kind of service, one of those that come into question."""
    answer = await wording.read(ctx, row.text)
    who: Seeker = await seeker(ctx)
    chosen: tuple[Target, ...] = tuple(one for one in answer.targets if one.code == code)
    known = await search(ctx, who, row.text, Answer(row.text, chosen))
    return showing.found(row.id, [known], ctx.words)


def elsewhere(answer: Answer) -> tuple[Target, ...]:
    """Return where else a need may lead."""
    first = answer.kinds[:1]
    return tuple(one for one in answer.targets if one.code in answer.kinds and one.code not in first)


async def _kept(ctx: Context, typed: str, answer: Answer, row: NeedRow | None) -> NeedRow:
    text = (await wording.redacted(ctx, typed)).text[: wording.LONGEST]
    if row is None or row.state != State.DRAFT:  # what colleagues read is what its author accepted
        return await register.add_need(ctx, text, topic_of(answer))
    row.text, row.topic = text, topic_of(answer)
    return row


def _has_anybody(known: list[Found]) -> bool:
    return any(one.people or one.earlier for one in known)


async def _without_details(ctx: Context, known: Found) -> Found:
    """Return what is shown, and kept until it is sent: the need that it repeats is redacted too."""
    return Found(
        text=(await wording.redacted(ctx, known.text)).text,
        targets=known.targets,
        partners=known.partners,
        people=known.people,
        earlier=known.earlier,
        places=known.places,
    )
