"""A console session: one line after another, what each does, and what is shown for it."""

from __future__ import annotations

import sqlite3
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime, timedelta

from bot.chat.answers import Answer, Failure
from bot.chat.forms import FormView
from bot.chat.incoming import Incoming, Joined, Left, Line, Press, Reacted, Submission
from bot.chat.messages import Button, File, Menu, Update
from bot.errors import NothingSavedError, Refusal, StoreError
from bot.language.catalogue import Words
from bot.language.messages import Language, Markup, Text, _
from bot.platforms.console import choices, lines
from bot.platforms.console.answers import (
    error_output,
    form_output,
    reaction_output,
    reply_output,
    update_output,
)
from bot.platforms.console.attachments import read_file
from bot.platforms.console.dialogs import Dialog, Dialogs
from bot.platforms.console.memory import Memory
from bot.platforms.console.outputs import Output, plain_form
from bot.platforms.console.overhearing import overheard
from bot.platforms.console.platform import Cause, ConsolePlatform
from bot.platforms.console.running import RunningBot
from bot.platforms.console.whereabouts import Whereabouts
from bot.runtime.clock import Clock, SimulatedClock
from bot.runtime.failures import apology, not_saved
from bot.runtime.faults import Faults


class Session:
    """What happens at the console.

    `start_bot` starts the bot on the platform, each time on the same database; `here` is who speaks first.
    """

    def __init__(
        self,
        platform: ConsolePlatform,
        memory: Memory,
        clock: Clock,
        start_bot: Callable[[], Awaitable[RunningBot]],
        here: Whereabouts,
        *,
        language: Language,
    ) -> None:
        self.here = here
        self.ended = False
        self.words = Words(language, platform.zone)
        self.memory = memory
        self._platform = platform
        self._clock = clock
        self._start_bot = start_bot
        self._bot: RunningBot | None = None
        self._faults = Faults(clock)
        self._dialogs = Dialogs()
        self._attached: tuple[File, ...] = ()
        self._missed: list[tuple[Cause | None, Incoming, Whereabouts]] = []

    async def start(self) -> None:
        """Start the bot and join the first channel."""
        self._bot = await self._start_bot()
        await self._enter()
        await self._bot.settle()

    async def end(self) -> None:
        """Do what is due, and stop the bot."""
        if self._bot is None:
            return
        try:
            await self._bot.settle()
        finally:
            bot, self._bot = self._bot, None
            await bot.stop()

    @property
    def is_running(self) -> bool:
        """Whether the bot runs."""
        return self._bot is not None

    @property
    def has_simulated_clock(self) -> bool:
        """Whether `:advance` moves the clock."""
        return isinstance(self._clock, SimulatedClock)

    def now(self) -> datetime:
        """Return the present instant in the network's zone."""
        return self._platform.now()

    def open_form(self) -> FormView | None:
        """Return the newest form that is open for the person who speaks."""
        dialog = self._dialogs.newest(self.here.user)
        return dialog.form if dialog else None

    def visible(self) -> list[Output]:
        """Return what the person who speaks sees, newest first."""
        return self.memory.visible_to(self.here.user, self.here.community)

    async def handle(self, text: str, number: int | None = None) -> None:
        """Do what a line says; what is wrong with it is shown as an error."""
        if text.startswith(":"):
            await self._perform(number, lambda: self._directive(lines.parse(text)))
        elif text.strip():
            await self._perform(number, lambda: self._speak(text))

    async def do(self, directive: lines.Directive, number: int | None = None) -> None:
        """Do what a directive says; what is wrong with it is shown as an error."""
        await self._perform(number, lambda: self._directive(directive))

    async def _perform(self, number: int | None, act: Callable[[], Awaitable[None]]) -> None:
        self._platform.cause = Cause(number, self.here.user) if number is not None else None
        try:
            await act()
            if self._bot is not None:
                await self._bot.settle()
        except Refusal as refusal:
            self._show_error(refusal.code, refusal.text)
        except StoreError as error:
            self._show_error("store_error", error.text)
        except (NothingSavedError, sqlite3.OperationalError) as error:
            self._show_error("not_saved", not_saved(self._faults.record("console", error)))
        except Exception as error:  # noqa: BLE001 - a crash is an answer, not an exit
            self._show_error("internal_error", apology(self._faults.record("console", error)))
        finally:
            self._platform.cause = None

    async def _directive(self, directive: lines.Directive) -> None:
        match directive:
            case lines.SpeakAs(user):
                self.here = replace(self.here, user=self.memory.person(user))
                self._go_on_as_speaker()
                await self._enter()
            case lines.GoTo(channel):
                name = self.memory.channel(self.here.community, channel) if channel else None
                self.here = replace(self.here, channel=name)
                await self._enter()
            case lines.ContinueOn(community):
                self._platform.community = community
                name = self.memory.channel(community, self.here.channel) if self.here.channel else None
                self.here = replace(self.here, community=community, channel=name)
                await self._enter()
            case lines.Attach(path):
                self._attached = (*self._attached, read_file(path))
            case lines.Join(user):
                await self._join(self.memory.person(user))
            case lines.Leave(user):
                await self._leave(self.memory.person(user))
            case lines.Grant():
                await self._grant(directive)
            case _:
                await self._act(directive)

    async def _act(self, directive: lines.Directive) -> None:
        match directive:
            case lines.Click(label, output):
                await self._press(*choices.find_control(self._visible(output), label))
            case lines.Pick(output, index, choice):
                await self._press(*choices.pick_control(self._visible(output)[0], index, choice))
            case lines.Submit(values):
                await self._submit(values)
            case lines.Cancel():
                self._dialogs.close(self.here.user)
            case lines.Reply(output, text):
                await self._reply(output, text)
            case lines.React(emoji, output):
                await self._react(emoji, output)
            case _:
                await self._rehearse(directive)

    async def _rehearse(self, directive: lines.Directive) -> None:
        match directive:
            case lines.Fail(target, times):
                self._platform.fail(target, times)
            case lines.Mend(target):
                self._platform.mend(target)
            case lines.Advance(duration):
                await self._advance(duration)
            case lines.Stop() if self._bot is not None:
                bot, self._bot = self._bot, None
                await bot.stop()
            case lines.Start() if self._bot is None:
                await self._start_again()
            case lines.Quit():
                self.ended = True

    async def _speak(self, text: str) -> None:
        text, is_mentioned = choices.without_mention(text)
        is_to_bot = is_mentioned or self.here.channel is None
        is_command = text.lstrip().startswith("/")
        if is_command:
            self._running()
        files, self._attached = self._attached, ()
        author, location = self.here.author, self.here.location
        said = (
            Line(author=author, location=location, text=text, to_bot=is_to_bot, files=files)
            if is_to_bot or is_command
            else overheard(text, self.here, self._number())
        )
        if self._bot is not None:
            await self._receive(said, self.here)
        elif is_to_bot or not isinstance(said, Line):
            self._miss(said, self.here)

    def _number(self) -> int | None:
        """Return the number of the line under way."""
        return self._platform.cause.line if self._platform.cause is not None else None

    def _running(self) -> RunningBot:
        if self._bot is None:
            raise Refusal(
                "stopped", _("The bot is stopped: {usage} starts it again.", usage=Markup("`:start`"))
            )
        return self._bot

    async def _receive(
        self, incoming: Incoming, where: Whereabouts, *, pressed: Output | None = None
    ) -> list[Answer]:
        """Hand what somebody did to the bot, and show the answers to them there."""
        answers = await self._running().receive(incoming)
        for answer in answers:
            self._show_answer(answer, where, pressed)
        return answers

    def _miss(self, incoming: Incoming, where: Whereabouts) -> None:
        """Keep what the bot will find when it starts again."""
        self._missed.append((self._platform.cause, replace(incoming, at=self._clock.now()), where))

    def _show_answer(self, answer: Answer, where: Whereabouts, pressed: Output | None) -> None:
        if isinstance(answer, FormView):
            form = plain_form(answer)
            self._dialogs.open(Dialog(form, where, pressed))
            self._platform.output(form_output(form, where, self.now()))
        elif isinstance(answer, Update) and pressed is not None:
            self._platform.update(pressed.id, update_output(answer, pressed, self.now()))
        else:
            self._platform.output(reply_output(answer, where, self.now()))

    def _show_error(self, code: str, text: Text) -> None:
        self._platform.output(error_output(code, self.words(text), self.here, self.now()))

    def _go_on_as_speaker(self) -> None:
        """Have what follows on this line caused by the person who now speaks."""
        if self._platform.cause is not None:
            self._platform.cause = replace(self._platform.cause, user=self.here.user)

    async def _enter(self) -> None:
        if self.here.channel is not None:
            await self._join(self.here.user)
        elif self._bot is not None:
            await self._bot.identity.resolve(self.here.author, self.here.location)

    async def _join(self, user: str) -> None:
        if self.here.channel is None:
            raise Refusal("no_channel", _("Nobody joins a private conversation: go to a channel first."))
        if self.memory.join(self.here.community, self.here.channel, user):
            where = self.here.as_person(user)
            await self._happen(Joined(author=where.author, location=where.location), where)

    async def _leave(self, user: str) -> None:
        if self.here.channel is None or not self.memory.leave(self.here.community, self.here.channel, user):
            raise Refusal("not_there", _("{user} is not in this channel.", user=user))
        where = self.here.as_person(user)
        await self._happen(Left(author=where.author, location=where.location), where)

    async def _happen(self, event: Incoming, where: Whereabouts) -> None:
        if self._bot is None:
            self._miss(event, where)
        else:
            await self._receive(event, where)

    async def _grant(self, grant: lines.Grant) -> None:
        channel = grant.channel or self.here.channel or "general"
        where = replace(
            self.here,
            user=self.memory.person(grant.user),
            channel=self.memory.channel(self.here.community, channel),
        )
        await self._running().grant(
            where.author, where.location, grant.role, everywhere=grant.channel is None
        )

    def _visible(self, output: int | None) -> list[Output]:
        visible = self.visible()
        if output is None:
            return visible
        original = self.memory.original(output)
        shown = [item for item in visible if item.id == original]
        if not shown:
            raise Refusal("no_such_output", _("There is no output {number} that you can see.", number=output))
        return shown

    async def _press(self, pressed: Output, control: Button | Menu, choice: str | None) -> None:
        if isinstance(control, Button) and control.until is not None and control.until <= self._clock.now():
            raise Refusal("expired", _("This button is too old, so nothing was done. Please ask me again."))
        where = self.here.at(pressed)
        press = Press(
            author=where.author,
            location=where.location,
            plugin=control.plugin or "",
            action=control.action,
            arguments=control.arguments,
            choice=choice,
            post=str(pressed.id),
        )
        await self._receive(press, where, pressed=pressed)

    async def _submit(self, values: dict[str, str]) -> None:
        self._running()
        form = self.open_form()
        if form is None:
            raise Refusal("no_form", _("No form is open."))
        filled = choices.fill(form, values)
        dialog = self._dialogs.close(self.here.user)
        submission = Submission(
            author=dialog.where.author,
            location=dialog.where.location,
            plugin=form.plugin,
            form=form.name,
            values=filled,
            arguments=form.arguments,
        )
        answers = await self._receive(submission, dialog.where, pressed=dialog.pressed)
        if answers and all(isinstance(answer, Failure) for answer in answers):
            fields = tuple(replace(item, value=filled[item.name]) for item in form.fields)
            self._dialogs.open(replace(dialog, form=replace(form, fields=fields)))

    async def _react(self, emoji: str, output: int) -> None:
        self._running()
        shown = self._visible(output)[0]
        where = self.here.at(shown)
        self._platform.output(reaction_output(emoji, where, self.now(), shown))
        reaction = Reacted(author=where.author, location=where.location, emoji=emoji, post=str(shown.id))
        await self._receive(reaction, where)

    async def _reply(self, output: int, text: str) -> None:
        """Write in the thread of an output, to the bot if it is mentioned there or alone with the person."""
        shown = self._visible(output)[0]
        where = replace(self.here.at(shown), thread=shown.root or shown.id)
        text, is_mentioned = choices.without_mention(text)
        written: Incoming
        if is_mentioned or where.channel is None:
            written = Line(author=where.author, location=where.location, text=text, to_bot=True)
        else:
            written = overheard(text, where, self._number())
        if self._bot is None:
            self._miss(written, where)
        else:
            await self._receive(written, where)

    async def _advance(self, duration: timedelta) -> None:
        if not isinstance(self._clock, SimulatedClock):
            raise Refusal(
                "real_clock",
                _(
                    "The clock is the real one: start the console with {option} to move it.",
                    option=Markup("`--now`"),
                ),
            )
        try:
            target = self._clock.now() + duration
            target.astimezone(self.words.zone)
        except OverflowError:
            raise Refusal("bad_line", _("The clock ends with the year 9999.")) from None
        self._platform.cause = None
        while self._bot is not None:
            await self._bot.settle()
            instants = [await self._bot.next_at(), await self._bot.next_tidy_at()]
            at = min((instant for instant in instants if instant is not None), default=None)
            if at is None or at > target:
                break
            self._clock.move_to(at)
        self._clock.move_to(target)

    async def _start_again(self) -> None:
        """Start the bot; what fell due meanwhile comes first, then what people wrote to it meanwhile."""
        cause, self._platform.cause = self._platform.cause, None
        self._bot = await self._start_bot()
        await self._bot.settle()
        while self._missed:
            self._platform.cause, incoming, where = self._missed.pop(0)
            await self._receive(incoming, where)
            await self._bot.settle()
        self._platform.cause = cause
