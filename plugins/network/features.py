"""Plugins on or off: a page with one button each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.chat import Button, Post, Role, Style, Update
from bot.language.catalogue import Words
from bot.language.messages import Text, _
from bot.plugin import Context, NotAllowed, Plugins, PluginState, Refusal
from plugins.network.declaration import plugin

NOT_EVERYWHERE = _(
    "You coordinate this channel, not the whole network. A coordinator of the whole network can change this."
)

GONE = _("This feature is not here any more. Nothing was done.")


@plugin.action("switch", role=Role.COORDINATOR)
async def switch(ctx: Context, feature: str, on: bool) -> Update:
    """Turn one plugin on or off, and show how they stand now."""
    if not await ctx.may_everywhere(Role.COORDINATOR):
        raise NotAllowed(NOT_EVERYWHERE)
    plugins = ctx.service(Plugins)
    before = await plugins.states(ctx.network.id)
    if feature not in {state.name for state in before if not state.always_on}:
        raise Refusal("stale_button", GONE)
    after = [replace(state, is_on=on) if state.name == feature else state for state in before]
    await plugins.switch(ctx.session, ctx.network.id, [state.name for state in after if state.is_on])
    shown = page(ctx.words, after)
    return Update(text=shown.text, buttons=shown.buttons)


@plugin.action("guests", role=Role.COORDINATOR)
async def open_to_guests(ctx: Context, feature: str, on: bool) -> Update:
    """Open one plugin to guests, or close it to them, and show how they stand now."""
    if not await ctx.may_everywhere(Role.COORDINATOR):
        raise NotAllowed(NOT_EVERYWHERE)
    plugins = ctx.service(Plugins)
    before = await plugins.states(ctx.network.id)
    if feature not in {state.name for state in before if not state.always_on}:
        raise Refusal("stale_button", GONE)
    after = [replace(state, for_guests=on) if state.name == feature else state for state in before]
    opened = [state.name for state in after if state.for_guests and not state.always_on]
    await plugins.open_to_guests(ctx.session, ctx.network.id, opened)
    shown = page(ctx.words, after)
    return Update(text=shown.text, buttons=shown.buttons)


def page(words: Words, states: Sequence[PluginState]) -> Post:
    """Return how the plugins stand, with a button for each that can be turned on or off."""
    lines: list[Text] = [_("**Features of the network**")]
    for state in states:
        line = (
            _("- {title}: on", title=state.title) if state.is_on else _("- {title}: off", title=state.title)
        )
        if state.always_on:
            line = _("{line} (always)", line=line)
        elif state.is_on and state.for_guests:
            line = _("{line}, also for guests", line=line)
        lines.append(line)
    switched = [state for state in states if not state.always_on]
    return Post(
        text=words.join(lines),
        buttons=(*map(_button, switched), *(_guest_button(state) for state in switched if state.is_on)),
    )


def _button(state: PluginState) -> Button:
    turn_off, turn_on = _("Turn off: {title}", title=state.title), _("Turn on: {title}", title=state.title)
    return Button(
        label=turn_off if state.is_on else turn_on,
        action="switch",
        arguments={"feature": state.name, "on": not state.is_on},
        style=Style.DEFAULT if state.is_on else Style.PRIMARY,
        name=f"switch-{state.name}",
    )


def _guest_button(state: PluginState) -> Button:
    close, open_ = (
        _("Close to guests: {title}", title=state.title),
        _("Open to guests: {title}", title=state.title),
    )
    return Button(
        label=close if state.for_guests else open_,
        action="guests",
        arguments={"feature": state.name, "on": not state.for_guests},
        name=f"guests-{state.name}",
    )
