"""Showing: what is answered to an interaction, as messages and forms; what cannot be shown is posted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from bot.chat.answers import Answer
from bot.chat.forms import FormView
from bot.chat.hosting import Host
from bot.chat.incoming import Incoming, Shows
from bot.chat.messages import Reply, Update
from bot.language.catalogue import Words
from bot.language.messages import Text
from bot.logs import get_logger
from bot.platforms.discord import excuses
from bot.platforms.discord.acknowledging import Exchange, InvalidFormError, NotShownError
from bot.platforms.discord.controls import Filled, Keep, custom_id
from bot.platforms.discord.dialogs import modal_of
from bot.platforms.discord.rendering import Controls, Part, render

log = get_logger(__name__)


class Display:
    """Shows answers in one exchange, in these words where nobody else has any.

    `spell` says how the commands in a text are used here.
    """

    def __init__(self, exchange: Exchange, words: Words, spell: Callable[[str], str] = str) -> None:
        self._exchange = exchange
        self._words = words
        self._spell = spell

    async def say(self, text: Text) -> None:
        """Say something, if it can be said."""
        try:
            for part in await self._parts(Reply(text=self._words(text)), _no_keep):
                await self._exchange.show(part)
        except NotShownError as error:
            log.warning("a sentence was not shown", reason=str(error))

    async def show(self, incoming: Incoming, answers: Sequence[Answer], host: Host) -> None:
        """Show all of the answers; those that cannot be shown any more go where the host posts them."""
        left = list(answers)
        form = next((answer for answer in left if isinstance(answer, FormView)), None)
        keep = partial(host.keep, user=incoming.author.id)
        is_open = form is not None and await self._open(form, keep)
        if is_open:
            left = [answer for answer in left if answer is not form]
        if any(isinstance(answer, FormView) for answer in left):
            left = await host.resettle(replace(incoming, shows=incoming.shows & ~Shows.FORM), left)
        for index, answer in enumerate(left):
            try:
                await self._show_one(answer, keep)
            except NotShownError as error:
                log.warning("an answer was not shown", reason=str(error))
                if not is_open:  # what goes with a form stands in the form as well
                    await self._post(incoming, left[index:], host)
                return
        if self._exchange.is_waiting:
            await self.say(excuses.DONE)

    async def _show_one(self, answer: Answer, keep: Keep) -> None:
        match answer:
            case Update():
                first, *others = await self._parts(answer, keep)
                await self._exchange.replace(first)
                for part in others:
                    await self._exchange.show(part)
            case Reply():
                for part in await self._parts(answer, keep):
                    await self._exchange.show(part, public=answer.public)

    async def _open(self, form: FormView, keep: Keep) -> bool:
        """Open a form; return False if it is too late for one here."""
        carried = Filled(plugin=form.plugin, form=form.name, arguments=form.arguments)
        try:
            return await self._exchange.open(modal_of(form, await custom_id(carried, keep), self._words))
        except InvalidFormError:
            log.exception("Discord does not take a form", form=f"{form.plugin}.{form.name}")
            await self.say(excuses.NOT_OPENED)
            return True

    async def _post(self, incoming: Incoming, answers: Sequence[Answer], host: Host) -> None:
        """Have posted what was not shown."""
        lost = await host.resettle(replace(incoming, shows=Shows.NOTHING), answers)
        if lost:
            log.error("answers can neither be shown nor be saved", answers=len(lost))
            await self.say(excuses.FAILED)
        elif self._exchange.is_open and self._exchange.is_waiting:
            await self.say(excuses.SEE_DM)

    async def _parts(self, answer: Reply | Update, keep: Keep) -> Sequence[Part]:
        """Return the messages of an answer; whom it names is not called, for they see it already."""
        return await render(answer, Controls(keep, self._words, spell=self._spell), {})


async def _no_keep(text: str) -> int:
    """Keep nothing: a sentence has no buttons."""
    raise ValueError(text)
