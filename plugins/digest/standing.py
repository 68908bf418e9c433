"""How the letter of a channel stands: its rhythm, the next dates, and the buttons of who may change it."""

from __future__ import annotations

from bot.chat.messages import Button, Reply, Style, Update
from bot.chat.people import Role
from bot.chat.places import Place, PlaceKind
from bot.language.dates import spell_month
from bot.language.messages import Instant, Text, _
from bot.language.moments.plans import spell_plan
from bot.plugin import Context, NotAllowed, Refusal
from plugins.digest import audience, dates, leads, pausing, register, showing
from plugins.digest.choices import choose
from plugins.digest.leads import spell_lead
from plugins.digest.models import SeriesRow
from plugins.digest.pausing import is_away
from plugins.digest.preparing import preparing

ONLY_COORDINATORS = _("Only those who coordinate this channel prepare its letter.")
_MONTHS = 3
"""So many of the months without a letter are named."""
_DATES = 3
"""So many of the next dates are told: a rhythm that was misread shows in them."""


def channel(ctx: Context) -> Place:
    """Return the channel where somebody speaks.

    Raises:
        Refusal: they speak in a direct message.
    """
    if ctx.place.kind is PlaceKind.DM:
        raise Refusal(
            "not_a_channel", _("A letter belongs to a channel: type this in the channel that it is for.")
        )
    return ctx.place


async def may_prepare(ctx: Context, series: SeriesRow) -> bool:
    """Return whether somebody may prepare the letters of a channel: who coordinates it, now."""
    home = await ctx.find_place(series.place_id)
    return home is not None and await ctx.may_there(Role.COORDINATOR, home)


async def check_may_prepare(ctx: Context, series: SeriesRow) -> None:
    """Check that somebody may prepare the letters of a channel.

    Raises:
        NotAllowed: they may not.
    """
    if not await may_prepare(ctx, series):
        raise NotAllowed(ONLY_COORDINATORS)


async def check_may_program(ctx: Context) -> Place:
    """Return the channel where somebody speaks, who may give it a letter.

    Raises:
        Refusal: they speak in a direct message; `NotAllowed` if they do not coordinate the channel.
    """
    place = channel(ctx)
    if not await ctx.may(Role.COORDINATOR, place):
        raise NotAllowed(ONLY_COORDINATORS)
    return place


async def series_here(ctx: Context) -> SeriesRow:
    """Return the letter of the channel where somebody speaks, who may prepare it.

    Raises:
        Refusal: there is none; `NotAllowed` if it is not theirs to prepare.
    """
    series = await register.series_of(ctx.session, channel(ctx).id)
    if series is None:
        if not await ctx.may(Role.COORDINATOR):
            raise NotAllowed(ONLY_COORDINATORS)
        raise Refusal(
            "no_letter",
            _("This channel has no letter. To have one: `/letter schedule every Monday 9:00`."),
        )
    if await receives(ctx, series) and not await may_prepare(ctx, series):
        raise NotAllowed(await _of_another(ctx, series))
    await check_may_prepare(ctx, series)
    return series


async def receives(ctx: Context, series: SeriesRow) -> bool:
    """Return whether the person coordinates the channel where they speak, and it has another one's letter."""
    return series.place_id != ctx.place.id and await ctx.may(Role.COORDINATOR)


async def _of_another(ctx: Context, series: SeriesRow) -> Text:
    """Return what is said to who coordinates a channel that only receives the letter of another one."""
    return _(
        "The letter that comes here is that {of_channel}: those who coordinate that channel prepare it, and "
        "may pause or change it. To have it come here no more: `/letter remove`.",
        of_channel=await showing.owner_of(ctx, series),
    )


async def standing(ctx: Context, series: SeriesRow, said: Text | None = None) -> Reply:
    """Return how the letter of a channel stands, with what the person may do about it."""
    may = await may_prepare(ctx, series)
    lines = [said] if said is not None else []
    lines += [*await _where(ctx, series), *await _when(ctx, series)]
    if may:
        lines += [await _sections(ctx, series), _when_empty(series)]
    return Reply(text=ctx.words.join(lines), buttons=await _buttons(ctx, series, may=may))


async def as_update(ctx: Context, series: SeriesRow, said: Text) -> Update:
    """Return the same in the place of the message whose button was pressed."""
    shown = await standing(ctx, series, said)
    return Update(text=shown.text, buttons=shown.buttons)


async def _where(ctx: Context, series: SeriesRow) -> list[Text]:
    home = await ctx.find_place(series.place_id)
    head = await audience.head_of(ctx, series, home) if home else None
    lines: list[Text] = [
        _("**Letter — {name}**", name=await showing.name_of_letter(ctx, head) if head else "?")
    ]
    places = audience.seen_from(ctx.place, await register.destinations(ctx, series))
    others = audience.seen_from(ctx.place, await register.all_destinations(ctx, series))
    if places:
        lines.append(_("- Where: {places}", places=await showing.named_places(ctx, places)))
    if away := [place for place in others if place not in places]:
        said = _(
            "- Not in {places} for now: I was removed from there, or it is archived. It comes there again "
            "once I am invited.",
            places=await showing.named_places(ctx, away),
        )
        lines.append(said)
    return lines


async def _when(ctx: Context, series: SeriesRow) -> list[Text]:
    plan = register.plan_of(series)
    waiting = await register.open_letter(ctx.session, series)
    if plan is None:
        by_hand: list[Text] = [_("- When: only when somebody sends it, with `/letter send`")]
        if waiting is not None and not waiting.waits_for_somebody(series):
            by_hand.append(_("- The next one: {at}", at=Instant(waiting.send_at)))
        return by_hand
    lines: list[Text] = [_("- When: {rule}", rule=spell_plan(plan, ctx.words) or "?")]
    left_out = [one for one in await dates.left_out(ctx.session, series) if one.away_until > ctx.now]
    if left_out:
        lines.append(
            _(
                "- In turn with the meetings: none in {months}, when there is one",
                months=showing.listed(
                    [
                        spell_month(one.away_from.astimezone(plan.zone), ctx.words.language)
                        for one in left_out[:_MONTHS]
                    ]
                ),
            )
        )
    if series.paused_at is not None:
        return [*lines, _("- It is paused: `/letter resume` has it come again")]
    if series.next_at is not None and await is_away(ctx, series, plan):
        until = Instant(series.next_at)
        lines.append(_("- It is paused until {at}: `/letter resume` has it come again before", at=until))
    later = [one for one in await pausing.to_come(ctx, series) if one.away_from > (series.next_at or ctx.now)]
    lines += map(pausing.spell, later)
    coming = [waiting.send_at] if waiting is not None else [series.next_at] if series.next_at else []
    if coming:
        after = max(waiting.instant if waiting is not None else coming[0], ctx.now)
        coming += await dates.coming(ctx.session, series, plan, after, _DATES - 1)
    if not coming:
        return [*lines, _("- Its rhythm has ended: none comes any more, until it is given another one")]
    lines.append(_("- The next ones:"))
    lines += [_("  - {at}", at=Instant(at)) for at in coming]
    return [*lines, await _draft(ctx, series)]


async def _draft(ctx: Context, series: SeriesRow) -> Text:
    if series.lead == leads.NONE:
        return _("- Draft: none, it goes as it is composed")
    home = await ctx.find_place(series.place_id)
    lead = spell_lead(series.lead, ctx.words)
    shown = await preparing(ctx, series, home) if home is not None else []
    if len(shown) == 1 and shown[0].id == series.member_id:
        return _("- Draft: {lead}, to {name}, by direct message", lead=lead, name=shown[0].name)
    if home is None or await ctx.coordinators(home):
        return _("- Draft: {lead}, to those who coordinate this channel, by direct message", lead=lead)
    if shown:
        return _(
            "- Draft: {lead}, to those who coordinate elsewhere in the network, by direct message: I know "
            "nobody who coordinates this channel",
            lead=lead,
        )
    return _("- Draft: to nobody, I know nobody who coordinates this channel")


async def _sections(ctx: Context, series: SeriesRow) -> Text:
    chosen = choose(await register.sections(ctx), series.sections)
    named: list[Text] = [
        _("{title} ({size})", title=one.section.title, size=one.size) for one in chosen if one.size
    ]
    if not named:
        return _("- Sections: none")
    return _("- Sections, with how many items at most: {sections}", sections=showing.listed(named))


def _when_empty(series: SeriesRow) -> Text:
    if series.tells_empty:
        return _("- With nothing to tell: it goes all the same")
    return _("- With nothing to tell: it does not go")


async def _buttons(ctx: Context, series: SeriesRow, *, may: bool) -> tuple[Button, ...]:
    about = {"series": series.id}
    preview = Button(_("Preview"), "preview", about)
    history = Button(_("Earlier letters"), "history", about)
    if not may and await receives(ctx, series):
        here = {**about, "place": ctx.place.id}
        return (preview, history, Button(_("Take this channel out"), "ask-leave", here))
    if not may:
        return (preview, history)
    pause = Button(_("Pause"), "pause", about)
    plan = register.plan_of(series)
    if plan is not None and await is_away(ctx, series, plan):
        pause = Button(_("Resume"), "resume", about, Style.PRIMARY)
    waiting = await register.open_letter(ctx.session, series)
    has_ended = series.next_at is None and waiting is None and series.paused_at is None
    scheduled = () if plan is None or has_ended else (pause,)
    return (
        preview,
        Button(_("Send now"), "ask-send", about),
        *scheduled,
        Button(_("Settings"), "settings", about),
        history,
        Button(_("Remove"), "ask-remove", about),
    )
