"""A plugin for tests: it uses the whole contract, with nothing of its own to remember."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.chat import Button, Post, Reply, Role
from bot.language.messages import Markup, _
from bot.plugin import (
    Addressee,
    Context,
    DeliveryDied,
    Errand,
    EventContext,
    Moment,
    Plugin,
    Rest,
    TimerContext,
)
from bot.store.settings import set_setting


def probe(deaths: list[DeliveryDied] | None = None) -> Plugin:
    """Return the plugin; it tells `deaths` what it hears."""
    plugin = Plugin("probe", _("Probe"))
    _declare_commands(plugin)
    _declare_notes(plugin)
    _declare_timers(plugin)

    @plugin.on(DeliveryDied)
    async def died(ctx: EventContext, event: DeliveryDied) -> None:
        if deaths is not None:
            deaths.append(event)

    return plugin


def _declare_commands(plugin: Plugin) -> None:
    @plugin.command("sonner", english="ring", summary=_("Ring later"))
    async def ring(ctx: Context, when: Moment, text: Rest, to: Addressee = None) -> Reply:
        assert when.at is not None
        key = f"ring:{text}"
        await ctx.later("ring", when.at, key=key, place=ctx.place.id, text=text)
        return Reply(text=Markup("noted"))

    @plugin.command("dire", english="say", summary=_("Say now"))
    async def say(ctx: Context, text: Rest) -> Reply:
        await ctx.post(ctx.place, Post(text=Markup(text)))
        return Reply(text=Markup("said"))

    @plugin.command("réserver", english="reserve", summary=_("For coordinators"), role=Role.COORDINATOR)
    async def reserve(ctx: Context) -> Reply:
        return Reply(text=Markup("reserved"))


def _declare_notes(plugin: Plugin) -> None:
    @plugin.command("garder", english="keep", summary=_("Keep a note"))
    async def keep(ctx: Context, text: Rest) -> Reply:
        await set_setting(
            ctx.session, ctx.network.id, "note", text, scope="member", scope_id=str(ctx.member.id)
        )
        return Reply(text=Markup("kept"), buttons=(Button(_("Again"), "again", {"text": text}),))

    @plugin.command("planter", english="crash", summary=_("Keep a note, then crash"))
    async def crash(ctx: Context, text: Rest) -> Reply:
        await keep(ctx, text)
        await ctx.post(ctx.place, Post(text=Markup(text)))
        raise RuntimeError("secret words of the traceback")

    @plugin.action("again")
    async def again(ctx: Context, text: str) -> Reply:
        return await keep(ctx, text)


def _declare_timers(plugin: Plugin) -> None:
    @plugin.timer("ring")
    async def rings(ctx: TimerContext, place: int, text: str) -> None:
        where = await ctx.find_place(place)
        assert where is not None
        await ctx.post(where, Post(text=Markup(text)), key=f"{text}@{ctx.due_at.isoformat()}")

    @plugin.timer("daily")
    async def daily(ctx: TimerContext, place: int, left: int) -> None:
        """Ring once a day; what was missed while the bot was off is one ring."""
        await rings(ctx, place, "daily")
        at = _next_day(ctx.due_at, ctx.now)
        if left > 1:
            await ctx.later("daily", at, key="daily", place=place, left=left - 1)

    @plugin.timer("fail")
    async def fails(ctx: TimerContext, place: int) -> None:
        await rings(ctx, place, "never seen")
        raise RuntimeError("a timer that fails")

    @plugin.errand("fetch")
    async def fetch(errand: Errand, place: int, text: str) -> None:
        """Post what was fetched, once, however often it is fetched."""
        async with errand.unit() as ctx:
            where = await ctx.find_place(place)
            assert where is not None
            await ctx.post(where, Post(text=Markup(text)), key=f"fetched:{text}")


def _next_day(due_at: datetime, now: datetime) -> datetime:
    missed = (now - due_at) // timedelta(days=1)
    return due_at + timedelta(days=missed + 1)
