"""Acknowledging: the first answer to an interaction, which Discord awaits for 3 s, and those that follow it.

https://docs.discord.com/developers/interactions/receiving-and-responding: an interaction whose first answer
does not come within 3 s has failed for the person who waits; its token is good for 15 minutes. What cannot be
answered in time is deferred: Discord then shows that the bot thinks, or, to a press, nothing at all.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from enum import Enum, auto
from typing import TYPE_CHECKING, Any

import aiohttp
import discord

from bot.logs import get_logger

if TYPE_CHECKING:
    from bot.platforms.discord.rendering import Part

log = get_logger(__name__)

PATIENCE = 1.75
"""Seconds after which an interaction that has no answer yet is deferred."""
PATIENCE_FOR_FORMS = 2.3
"""The same where a form is to be expected, which cannot be opened any more once it is deferred."""
_LEAST_PATIENCE = 0.25
"""Seconds that a handler has at least, also if this machine's clock is ahead of Discord's."""
_FIRST_WITHIN = 6.0
_FOLLOWING_WITHIN = 20.0
"""Seconds after which it is unclear whether Discord took something."""
_OLDEST = timedelta(seconds=3)
"""How old an interaction can be when it comes: one that seems older comes to a clock that is wrong."""
TOKEN_LIVES = timedelta(minutes=15)
_MARGIN = timedelta(seconds=30)
"""So long before the end of a token nothing new is begun with it."""

_ANSWERED_ALREADY = 40060
_UNKNOWN_MESSAGE = 10008
_OVER = (10062, 10015, 50027)
"""Unknown interaction, unknown webhook, invalid token: nothing is taken any more."""
_INVALID = 50035
_UNREADABLE = (ValueError, LookupError, TypeError, AttributeError)
"""What discord.py raises where Discord's answer is not what it should be."""
_UNCLEAR = (OSError, TimeoutError, aiohttp.ClientError, discord.DiscordServerError, *_UNREADABLE)


class NotShownError(Exception):
    """Discord did not take an answer, or did not say that it did: it has to be given in another way."""


class InvalidFormError(Exception):
    """Discord does not take that form, now or ever."""


class _Stage(Enum):
    NEW = auto()
    THINKING = auto()
    """Deferred: a message of the bot says that it thinks, and is to be replaced."""
    ACKNOWLEDGED = auto()


class Exchange:
    """One interaction, and what is answered to it.

    `is_private`: what is deferred will be for the eyes of that person alone; outside guilds nothing is.
    `begin` starts the timer, the only thing that runs by itself; `end` ends it and must always be called.
    """

    def __init__(
        self,
        interaction: discord.Interaction[Any],
        *,
        is_private: bool = True,
        now: Callable[[], datetime],
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._interaction = interaction
        self._in_guild = interaction.guild_id is not None
        self._thinks_privately = is_private and self._in_guild
        self._now = now
        self._sleep = sleep
        received = now()
        self._began = received - min(max(received - interaction.created_at, timedelta()), _OLDEST)
        self._stage = _Stage.NEW
        self._deferral_is_unclear = False
        self._is_over = False
        self._lock = asyncio.Lock()
        self._timer: asyncio.Task[None] | None = None

    @property
    def is_open(self) -> bool:
        """Whether Discord may take something more."""
        return not self._is_over and self._now() < self._began + TOKEN_LIVES - _MARGIN

    @property
    def is_waiting(self) -> bool:
        """Whether the person sees that nothing came yet."""
        return self._stage is _Stage.THINKING or (self._stage is _Stage.NEW and not self._stands_on_message)

    def begin(self, patience: float = PATIENCE) -> None:
        """Have the interaction deferred if it is not answered so many seconds after it was made."""
        age = (self._now() - self._began).total_seconds()
        self._timer = asyncio.create_task(
            self._defer_after(max(patience - age, _LEAST_PATIENCE)),
            name=f"interaction {self._interaction.id}",
        )

    async def end(self) -> None:
        """End the timer, and acknowledge a press to which there was nothing to say.

        Anything else that has no answer by now has none: better that Discord says so than that it says for a
        quarter of an hour that the bot thinks.
        """
        if self._stands_on_message:
            await self._defer()
        if self._timer is None:
            return
        async with self._lock:  # a deferral that is under way is not broken off
            self._timer.cancel()
        await asyncio.gather(self._timer, return_exceptions=True)

    async def show(self, part: Part, *, public: bool = False) -> None:
        """Show a message to the person alone, or to all.

        Raises:
            NotShownError: it is not known to be shown.
        """
        async with self._lock:
            await self._show(part, is_private=self._in_guild and not public)

    async def replace(self, part: Part) -> None:
        """Replace the message on which the button, or the form's button, stands; show it if there is none.

        Raises:
            NotShownError: it is not known to be shown.
        """
        async with self._lock:
            if not self._stands_on_message:
                await self._show(part, is_private=self._in_guild)
            elif self._stage is _Stage.NEW and await self._respond(
                lambda: self._interaction.response.edit_message(**part.editing())
            ):
                self._stage = _Stage.ACKNOWLEDGED
            else:
                await self._follow(lambda: self._interaction.edit_original_response(**part.editing()))

    async def open(self, modal: discord.ui.Modal) -> bool:
        """Open a form; return False if it is too late for one.

        Raises:
            InvalidFormError: Discord refuses it for what it is.
        """
        async with self._lock:
            if self._stage is not _Stage.NEW:
                return False
            try:
                opened = await self._respond(lambda: self._interaction.response.send_modal(modal))
            except NotShownError as error:
                if isinstance(error.__cause__, discord.HTTPException) and error.__cause__.code == _INVALID:
                    raise InvalidFormError from error.__cause__
                return False
            if opened:
                self._stage = _Stage.ACKNOWLEDGED
            return opened

    @property
    def _stands_on_message(self) -> bool:
        return self._interaction.message is not None

    async def _show(self, part: Part, *, is_private: bool) -> None:
        answer = self._interaction
        if self._stage is _Stage.NEW and await self._respond(
            lambda: answer.response.send_message(**part.sending(), ephemeral=is_private)
        ):
            self._stage = _Stage.ACKNOWLEDGED
            return
        if self._stage is _Stage.THINKING and self._thinks_privately == is_private:
            try:
                await self._follow(
                    lambda: answer.edit_original_response(
                        **part.editing(), attachments=part.sending().get("files", [])
                    )
                )
            except _GoneError:
                pass
            else:
                self._stage = _Stage.ACKNOWLEDGED
                return
        await self._stop_thinking()
        await self._follow(lambda: answer.followup.send(**part.sending(), ephemeral=is_private, wait=True))

    async def _stop_thinking(self) -> None:
        """Take away the message that says that the bot thinks: what comes is for other eyes."""
        if self._stage is not _Stage.THINKING:
            return
        self._stage = _Stage.ACKNOWLEDGED
        try:
            await self._follow(self._interaction.delete_original_response)
        except NotShownError as error:
            log.warning("what said that the bot thinks is still there", reason=str(error))

    async def _defer_after(self, wait: float) -> None:
        await self._sleep(wait)
        await self._defer()

    async def _defer(self) -> None:
        async with self._lock:
            if self._stage is not _Stage.NEW or not self.is_open:
                return
            response, thinks = self._interaction.response, not self._stands_on_message
            try:
                await self._respond(
                    lambda: response.defer(ephemeral=self._thinks_privately and thinks, thinking=thinks)
                )
            except NotShownError as error:
                self._deferral_is_unclear = isinstance(error.__cause__, _UNCLEAR)
                log.warning("an interaction was not acknowledged", reason=str(error))
            else:
                self._is_deferred()

    def _is_deferred(self) -> None:
        self._stage = _Stage.ACKNOWLEDGED if self._stands_on_message else _Stage.THINKING

    async def _respond(self, respond: Callable[[], Awaitable[object]]) -> bool:
        """Give the first answer; return False if an earlier deferral turns out to have been it.

        Trying twice shows nothing twice: Discord takes one first answer only, and says if it has one.
        """
        try:
            await self._send(respond, _FIRST_WITHIN)
        except NotShownError as error:
            if not _is_answered(error.__cause__):
                raise
            if self._deferral_is_unclear:
                self._is_deferred()
                return False
        return True

    async def _follow(self, send: Callable[[], Awaitable[object]]) -> None:
        """Send what follows. Should it be unclear whether it arrived, it is sent again: twice beats never."""
        await self._send(send, _FOLLOWING_WITHIN)

    async def _send(self, send: Callable[[], Awaitable[object]], within: float) -> None:
        if not self.is_open:
            raise NotShownError("it is too late for an answer")
        try:
            try:
                await _within(send, within)
            except _UNCLEAR:
                await _within(send, within)
        except discord.InteractionResponded as error:
            raise NotShownError("Discord had taken an answer") from error
        except discord.HTTPException as error:
            self._is_over = self._is_over or error.code in _OVER
            kind = _GoneError if error.code == _UNKNOWN_MESSAGE else NotShownError
            raise kind(f"{error.status} {error.code}") from error
        except _UNCLEAR as error:
            if isinstance(error, _UNREADABLE):
                log.warning("Discord's answer cannot be read", exc_info=True)
            raise NotShownError(type(error).__name__) from error


class _GoneError(NotShownError):
    """The message to change is not there any more: the person took it away."""


def _is_answered(cause: BaseException | None) -> bool:
    """Whether there is a first answer already; discord.py notes one before it has read all of Discord's."""
    if isinstance(cause, discord.HTTPException):
        return cause.code == _ANSWERED_ALREADY
    return isinstance(cause, discord.InteractionResponded)


async def _within(send: Callable[[], Awaitable[object]], seconds: float) -> None:
    async with asyncio.timeout(seconds):
        await send()
