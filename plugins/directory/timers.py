"""What people are told unasked: of an imported card, once a year of theirs, of the end of a pause."""

from __future__ import annotations

from bot.chat.messages import Button, Post, Style
from bot.chat.people import Member
from bot.language.messages import Instant, Markup, Text, _
from bot.plugin import PersonalData, TimerContext
from bot.plugin.neighbours import Greeting
from plugins.directory import operations, register, strangers
from plugins.directory.cards import Origin, State, Visibility
from plugins.directory.declaration import plugin
from plugins.directory.models import CardRow
from plugins.directory.pausing import resumed_text
from plugins.directory.rows import content_of
from plugins.directory.showing import STALE_AFTER, parts, seen_by
from plugins.directory.visibility import is_paused


@plugin.timer("tell")
async def tell(ctx: TimerContext, card: int) -> None:
    """Tell somebody once of the card imported for them: what it says, who sees it, how to refuse it."""
    row, member = await _card(ctx, card)
    if row is None or member is None or row.told_at is not None or row.origin != Origin.IMPORT:
        return
    content = content_of(row)
    words = ctx.words_for(member)
    lines: list[Text] = [
        _(
            "Hello {name}. Somebody who coordinates {network} imported a card about you into the "
            "directory of "
            "colleagues, so that others find who can help them. Here is what it says:",
            name=content.name,
            network=ctx.network.name,
        ),
        *parts(content),
        seen_by(content)
        if content.visibility is not Visibility.HIDDEN
        else _("- Seen by: nobody, as it is now"),
        _("Is it right? You can change it, or refuse it: then it is emptied, and not imported again."),
        *[line for one in await ctx.services(Greeting) for line in await one.along(ctx, member)],
        ctx.service(PersonalData).responsible.in_short(),
    ]
    about = {"card": row.id}
    post = Post(
        text=words.join(lines),
        buttons=(
            Button(_("It is right"), "right", about, Style.PRIMARY),
            Button(_("Edit"), "edit"),
            Button(_("Refuse"), "refuse", about, Style.DANGER),
        ),
    )
    await ctx.post(member, post, key=f"tell:{row.id}", unsolicited=True)
    await register.told(ctx.session, row, ctx.now)
    await operations.ask_in_a_year(ctx, row)


@plugin.timer("confirm")
async def ask(ctx: TimerContext, card: int, asked: int) -> None:
    """Ask somebody whether their card is still true: a year after they said so, and again after a month."""
    row, member = await _card(ctx, card)
    if row is None or member is None or row.state != State.PUBLISHED:
        return
    since = row.confirmed_at or row.imported_at or row.created_at
    if is_paused(row, ctx.now) or ctx.now < since + STALE_AFTER:
        later = max(since + STALE_AFTER, row.paused_until or ctx.now)
        later = later if later > ctx.now else ctx.now + operations.AGAIN_AFTER
        await ctx.later("confirm", later, key=f"confirm:{card}", card=card, asked=asked)
        return
    content = content_of(row)
    lines: list[Text] = [
        _(
            "Is your card in the directory still true? You said so last on {day}.",
            day=Instant(since, all_day=True),
        )
        if row.confirmed_at is not None
        else _(
            "Is your card in the directory true? It was imported on {day}.", day=Instant(since, all_day=True)
        ),
        *parts(content),
        seen_by(content),
    ]
    post = Post(
        text=Markup(ctx.words_for(member).join(lines)),
        buttons=(
            Button(_("Still true"), "right", {"card": row.id}, Style.PRIMARY),
            Button(_("Edit"), "edit"),
            Button(_("Pause"), "pause"),
        ),
    )
    key = f"confirm:{row.id}:{int(since.timestamp())}:{asked}"
    await ctx.post(member, post, key=key, unsolicited=True)
    if asked + 1 < operations.MOST_ASKED:
        later = ctx.now + operations.AGAIN_AFTER
        await ctx.later("confirm", later, key=f"confirm:{card}", card=card, asked=asked + 1)


@plugin.timer("back")
async def back(ctx: TimerContext, card: int) -> None:
    """End a pause at the instant that the person said, and tell them."""
    row, member = await _card(ctx, card)
    if row is None or row.paused_until is None or row.paused_until > ctx.now:
        return
    until = row.paused_until
    await register.resume(ctx.session, row)
    if member is not None:
        post = Post(
            text=resumed_text(),
            buttons=(Button(_("See my card"), "own-card"), Button(_("Pause again"), "pause")),
        )
        await ctx.post(member, post, key=f"back:{row.id}:{int(until.timestamp())}", unsolicited=True)


@plugin.timer("forget-strangers")
async def forget_strangers(ctx: TimerContext) -> None:
    """Forget the cards of people who never came, a year after the last file that named them."""
    await strangers.forget(ctx.session, ctx.network.id, ctx.now)


async def _card(ctx: TimerContext, card: int) -> tuple[CardRow | None, Member | None]:
    """Return a card and whose it is, None for what is not there any more."""
    row = await register.find(ctx.session, ctx.network.id, card)
    if row is None or row.state == State.REFUSED or row.member_id is None:
        return None, None
    return row, await ctx.find_member(row.member_id)
