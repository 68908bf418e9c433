"""Pieces: what people fill in of piecemeal forms, part by part or choice by choice, and what they turn to."""

from __future__ import annotations

from dataclasses import replace

from bot.chat.answers import Answer
from bot.chat.forms import FormView
from bot.chat.incoming import Incoming, Press, Submission
from bot.chat.markup import clean
from bot.chat.messages import Reply, Update
from bot.errors import Refusal
from bot.plugin import Context, OpenForm, Plugin
from bot.runtime import piecemeal
from bot.runtime.failures import STALE_FORM, SWITCHED_OFF
from bot.runtime.fitting import fits, is_integer
from bot.runtime.forming import opened
from bot.runtime.handlers import Handlers
from bot.runtime.identity import Speaker
from bot.runtime.piecemeal import Parts, Whole
from bot.runtime.running import Runner
from bot.runtime.submissions import Submissions


class Pieces:
    """Takes the parts of piecemeal forms; nothing is kept of them here."""

    def __init__(self, handlers: Handlers, runner: Runner, submissions: Submissions) -> None:
        self._host = handlers.host
        self._switches = handlers.switches
        self._runner = runner
        self._submissions = submissions

    async def press(self, press: Press, speaker: Speaker) -> list[Answer]:
        """Open a part, turn to it, take a choice or end it, as the button or the menu says."""
        plugin, whole = await self._of(press, speaker)
        part = int(press.arguments["part"])
        if press.action == piecemeal.CHOOSE:
            return await self._choose(press, speaker, plugin, whole)

        async def show(ctx: Context) -> object:
            parts = Parts.for_(await _now(ctx, plugin, whole), press)
            if press.action == piecemeal.LEAVE:
                return parts.ended()
            shown = parts.opened(part, ctx.words)
            if press.action == piecemeal.TURN and isinstance(shown, Reply):
                return _in_place(shown)
            return shown

        return await self._runner.run(press, speaker, plugin, show)

    async def receive(self, sent: Submission, speaker: Speaker) -> list[Answer]:
        """Take one part as a form that was filled in, and say how to go on: no form can follow another."""
        plugin, whole = await self._of(sent, speaker)
        part, of = int(sent.arguments["part"]), sent.arguments.get("of")

        async def onwards(ctx: Context, answered: object) -> object:
            count = of if is_integer(of) else 1
            if isinstance(answered, Reply):
                return piecemeal.onwards(whole, part, count, answered, ctx.words)
            more = piecemeal.onwards(
                whole, part, count, Reply(text=plugin.forms[whole.form].title, private=True), ctx.words
            )
            return [answered, more] if more.buttons else answered

        handed_in = replace(sent, plugin=whole.plugin, form=whole.form, arguments=whole.arguments)
        filled = {name: clean(value) for name, value in sent.values.items()}
        values = piecemeal.changed(sent.arguments, filled)
        return await self._submissions.hand_in(handed_in, values, speaker, plugin, follow=onwards)

    async def _choose(self, press: Press, speaker: Speaker, plugin: Plugin, whole: Whole) -> list[Answer]:
        """Hand in what was chosen in one menu of a sheet, which then shows it."""
        part = int(press.arguments["part"])

        async def stay(ctx: Context, answered: object) -> object:
            parts = await _left(ctx, plugin, whole, press)
            said = answered if isinstance(answered, Reply) else None
            if parts is None:
                return _in_place(said) if said is not None else answered
            sheet = parts.sheet(part, ctx.words, said.text if said is not None else None)
            if said is not None:
                return _in_place(replace(sheet, buttons=(*sheet.buttons, *said.buttons)))
            return [_in_place(sheet), answered]

        field = str(press.arguments.get("field", ""))
        handed_in = Submission(
            author=press.author,
            location=press.location,
            key=press.key,
            shows=press.shows,
            longest_form=press.longest_form,
            plugin=whole.plugin,
            form=whole.form,
            values={field: press.choice or ""},
            arguments=whole.arguments,
        )
        return await self._submissions.hand_in(handed_in, handed_in.values, speaker, plugin, follow=stay)

    async def _of(self, incoming: Press | Submission, speaker: Speaker) -> tuple[Plugin, Whole]:
        """Return which form somebody does something with.

        Raises:
            Refusal: there is none like that any more.
        """
        whole = Whole.carried(incoming.arguments)
        plugin = self._host.plugins.get(whole.plugin)
        declared = plugin.forms.get(whole.form) if plugin is not None else None
        if plugin is None or declared is None or declared.answered is None:
            raise Refusal("stale_form", STALE_FORM)
        if not fits(declared.handler, whole.arguments, "form"):
            raise Refusal("stale_form", STALE_FORM)
        if not await self._switches.is_on(speaker.network.id, plugin.name):
            raise Refusal("switched_off", SWITCHED_OFF)
        return plugin, whole


async def _now(ctx: Context, plugin: Plugin, whole: Whole) -> FormView:
    """Return a form as it is to be filled in now, with what was answered so far."""
    form = await opened(ctx, plugin, OpenForm(form=whole.form, arguments=whole.arguments))
    return form.rendered(ctx.words)


async def _left(ctx: Context, plugin: Plugin, whole: Whole, incoming: Incoming) -> Parts | None:
    """Return a form after a piece of it was saved, None if that ended it: nothing is asked any more."""
    try:
        return Parts.for_(await _now(ctx, plugin, whole), incoming)
    except Refusal:
        return None


def _in_place(said: Reply) -> Update:
    """Return what stands in the place of the message that was pressed."""
    return Update(text=said.text, embeds=said.embeds, buttons=said.buttons, menus=said.menus)
