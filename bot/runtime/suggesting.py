"""Suggesting: what somebody may do whose sentence no plugin claims, as each plugin says of itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.chat.answers import Failure
from bot.chat.messages import Button
from bot.language.messages import Markup, Text, _
from bot.plugin import Context, Plugin, Suggestion
from bot.runtime.faults import Faults

_NOT_UNDERSTOOD = _("I did not understand. `/maillage help` lists all that I can do.")
_TRY_INSTEAD = _("I did not understand. You can write to me as to a colleague, or ask me for this:")
_ALL = _("`/maillage help` lists all that I can do.")


async def not_understood(ctx: Context, text: str, plugins: Sequence[Plugin], faults: Faults) -> Failure:
    """Return the answer to a sentence that none of the plugins that are on claims, with what each offers.

    A plugin that fails offers nothing.
    """
    found: list[Suggestion] = []
    for plugin in plugins:
        found += await _of(plugin, ctx, text, faults)
    if not found:
        return Failure(code="not_understood", text=ctx.words(_NOT_UNDERSTOOD))
    offered: list[Text] = [Markup(f"- {ctx.words(one.text)}") for one in found]
    said = ctx.words.join([_TRY_INSTEAD, *offered, _ALL])
    buttons: list[Button] = [button for one in found for button in one.buttons]
    return Failure(code="not_understood", text=said, buttons=tuple(buttons))


async def _of(plugin: Plugin, ctx: Context, text: str, faults: Faults) -> list[Suggestion]:
    found: list[Suggestion] = []
    for suggest in plugin.suggestions:
        savepoint = await ctx.session.begin_nested()
        try:
            suggestion: Suggestion | None = await suggest(ctx, text)
        except Exception as error:  # noqa: BLE001 - a plugin's fault stays its own
            await savepoint.rollback()
            faults.record(plugin.name, error)
            continue
        await savepoint.rollback()  # it only reads
        if suggestion is not None:
            buttons = (button.rendered(ctx.words, plugin.name) for button in suggestion.buttons)
            found.append(replace(suggestion, buttons=tuple(buttons)))
    return found
