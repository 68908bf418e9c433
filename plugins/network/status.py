"""`/maillage état`: how the bot is doing, for coordinators."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.chat import Reply, Role
from bot.chat.places import platform_title
from bot.language.catalogue import Words
from bot.language.dates import spell_duration
from bot.language.messages import Instant, Markup, Message, Text, _
from bot.plugin import Context, Fault, Figures, PlatformFigures, Plugins, PluginState, Status
from plugins.network.declaration import maillage

_SHOWN_FAULTS = 5


@maillage.command(
    "état",
    english="status",
    summary=_("How I am doing: version, features, what waits and what went wrong"),
    role=Role.COORDINATOR,
)
async def show(ctx: Context) -> Reply:
    """Answer how the bot is doing."""
    figures = await ctx.service(Status).figures(ctx.network.id)
    states = await ctx.service(Plugins).states(ctx.network.id)
    return Reply(text=report(ctx.words, figures, states))


def report(words: Words, figures: Figures, states: Sequence[PluginState]) -> Markup:
    """Return the figures in plain words."""
    uptime = spell_duration(figures.uptime, words.language)
    return words.join(
        [
            _("**How I am doing**"),
            _("- Version {version}, running for {uptime}", version=figures.version, uptime=uptime),
            *(_platform_line(platform) for platform in figures.platforms),
            *_feature_lines(words, states, figures.not_loaded),
            *_timer_lines(figures),
            *_delivery_lines(figures),
            *_index_lines(figures),
            *_fault_lines(figures.faults, states),
        ]
    )


def _feature_lines(words: Words, states: Sequence[PluginState], not_loaded: Sequence[str]) -> list[Message]:
    on = [state.title for state in states if state.is_on]
    off = [state.title for state in states if not state.is_on]
    lines = [_("- Features that are on: {titles}", titles=words.join(on, ", ") if on else _("none"))]
    if off:
        lines.append(_("- Features that are off: {titles}", titles=words.join(off, ", ")))
    if not_loaded:
        lines.append(
            _("- Features that could not be loaded (my log says why): {names}", names=", ".join(not_loaded))
        )
    return lines


def _platform_line(platform: PlatformFigures) -> Message:
    since, name = Instant(platform.since), platform_title(platform.name)
    told = {
        "connected": _("- {name}: connected since {since}", name=name, since=since),
        "connecting": _("- {name}: connecting since {since}", name=name, since=since),
        "lost": _("- {name}: connection lost since {since}; I try again by myself", name=name, since=since),
        "stopped": _(
            "- {name}: stopped since {since}; it needs the person who looks after me",
            name=name,
            since=since,
        ),
    }
    line = told[platform.state]
    if platform.reason is None:
        return line
    return _("{line} ({reason})", line=line, reason=platform.reason)


def _timer_lines(figures: Figures) -> list[Message]:
    lines = [_("- Things to do later: {count}", count=figures.pending_timers)]
    if figures.late_timers:
        lines.append(_("- Late things: {count}", count=figures.late_timers))
    if figures.held_timers:
        lines.append(
            _("- Things on hold (feature off, or failed too often): {count}", count=figures.held_timers)
        )
    return lines


def _delivery_lines(figures: Figures) -> list[Message]:
    lines = [_("- Messages to send: {count}", count=figures.pending_deliveries)]
    if figures.dead_deliveries:
        lines.append(
            _(
                "- Messages that could not be delivered (channel gone, or person who refuses them): {count}",
                count=figures.dead_deliveries,
            )
        )
    return lines


def _index_lines(figures: Figures) -> list[Message]:
    if figures.reindexed is None:
        return []
    return [
        _(
            "- I am updating my search indexes: {percent} % is ready. Until all is, a search may miss "
            "what it should find.",
            percent=figures.reindexed,
        )
    ]


def _fault_lines(faults: Sequence[Fault], states: Sequence[PluginState]) -> list[Text]:
    if not faults:
        return [_("- Errors since I started: none")]
    titles = {state.name: state.title for state in states}
    return [
        Markup(""),
        _("**Last errors** (the reference finds the details in my log)"),
        *(_fault_line(fault.at, fault, titles.get(fault.plugin)) for fault in faults[:_SHOWN_FAULTS]),
    ]


def _fault_line(at: datetime, fault: Fault, title: Message | None) -> Message:
    return _(
        "- {at}: reference {reference}, in “{feature}”, {summary}",
        at=Instant(at),
        reference=Markup(f"`{fault.reference}`"),
        feature=title or _("my core"),
        summary=Markup(f"`{fault.summary}`"),
    )
