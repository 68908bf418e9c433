"""A console session: one line after another, what each does, and what is shown for it."""

from __future__ import annotations

import mimetypes
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol
from zoneinfo import ZoneInfo

from bot.chat.answers import Answer, Failure
from bot.chat.forms import FormView
from bot.chat.incoming import Incoming, Joined, Left, Line, Press, Reacted, Submission
from bot.chat.messages import File, Post, Update
from bot.chat.people import Author
from bot.chat.places import Location, PlaceKind
from bot.errors import Refusal
from bot.language.catalogue import Words
from bot.language.folding import fold
from bot.language.messages import Language, Markup, Text, _
from bot.platforms.console import choices, lines
from bot.platforms.console.limits import MAX_ATTACHMENT
from bot.platforms.console.memory import Memory
from bot.platforms.console.outputs import Destination, Output, translated
from bot.platforms.console.platform import PLATFORM, ConsolePlatform, channel_id, dm_id
from bot.runtime.clock import Clock, SimulatedClock


class RunningBot(Protocol):
    """The bot behind the console."""

    async def receive(self, incoming: Incoming) -> list[Answer]:
        """Handle what a person did."""

    async def settle(self) -> None:
        """Do all that is due now."""

    async def next_at(self) -> datetime | None:
        """Return when something falls due next."""

    async def grant(self, author: Author, location: Location, role: str, *, everywhere: bool) -> None:
        """Give a person a role there, or in the whole community."""

    async def stop(self) -> None:
        """Stop."""


@dataclass(slots=True)
class Whereabouts:
    """Who speaks and where; `channel` is None in the DM with the bot."""

    user: str
    community: str
    channel: str | None


class Session:
    """What happens at the console. `start_bot` starts the bot on the platform, each time on the same database."""

    def __init__(
        self,
        platform: ConsolePlatform,
        memory: Memory,
        clock: Clock,
        start_bot: Callable[[], Awaitable[RunningBot]],
        here: Whereabouts,
        *,
        zone: ZoneInfo,
        language: Language,
    ) -> None:
        self.here = here
        self.ended = False
        self._platform = platform
        self._memory = memory
        self._clock = clock
        self._start_bot = start_bot
        self._bot: RunningBot | None = None
        self._words = Words(language, zone)
        self._forms: list[tuple[str, Whereabouts, FormView]] = []
        self._attached: tuple[File, ...] = ()
        self._missed: list[Incoming] = []
        self._line: int | None = None

    async def start(self) -> None:
        """Start the bot and join the first channel."""
        self._bot = await self._start_bot()
        await self._enter()
        await self._bot.settle()

    async def end(self) -> None:
        """Do what is due, and stop the bot."""
        if self._bot is not None:
            await self._bot.settle()
            await self._bot.stop()
            self._bot = None

    def now(self) -> datetime:
        """Return the present instant in the network's zone."""
        return self._clock.now().astimezone(self._words.zone)

    def open_form(self) -> FormView | None:
        """Return the newest form that is open for the person who speaks."""
        return next((form for user, _where, form in reversed(self._forms) if user == self.here.user), None)

    async def handle(self, text: str, number: int | None = None) -> None:
        """Do what a line says; what is wrong with it is shown as an error."""
        self._line = number
        try:
            if text.startswith(":"):
                await self._directive(lines.parse(text.strip()))
            elif text.strip():
                await self._speak(text)
        except Refusal as refusal:
            self._show_error(refusal.code, refusal.text)
        if self._bot is not None:
            await self._bot.settle()
        self._line = None

    async def _directive(self, directive: lines.Directive) -> None:
        match directive:
            case lines.SpeakAs(user):
                self.here.user = user
                await self._enter()
            case lines.GoTo(channel):
                self.here.channel = channel
                await self._enter()
            case lines.ContinueOn(community):
                self.here.community = self._platform.community = community
                await self._enter()
            case lines.Grant():
                await self._grant(directive)
            case lines.Attach(path):
                self._attached = (*self._attached, _read_file(path))
            case lines.Fail(target, times):
                self._platform.fail(target, times)
            case lines.Mend(target):
                self._platform.mend(target)
            case lines.Advance(duration):
                await self._advance(duration)
            case lines.Stop() | lines.Start() | lines.Quit():
                await self._run_or_stop(directive)
            case _:
                await self._act(directive)

    async def _act(self, directive: lines.Directive) -> None:
        match directive:
            case lines.Join(user):
                await self._join(user)
            case lines.Leave(user):
                await self._leave(user)
            case lines.Click(label, output):
                await self._click(label, output)
            case lines.Submit(values):
                await self._submit(values)
            case lines.Cancel():
                self._close_form()
            case lines.React(emoji, output):
                await self._react(emoji, output)

    async def _speak(self, text: str) -> None:
        files, self._attached = self._attached, ()
        text, is_mentioned = choices.without_mention(text)
        line = Line(
            author=self._author(),
            location=self._location(),
            text=text,
            to_bot=is_mentioned or self.here.channel is None,
            files=files,
        )
        if self._bot is None and self.here.channel is None and not text.startswith("/"):
            self._missed.append(line)
            return
        await self._receive(line)

    async def _receive(self, incoming: Incoming, *, pressed: Output | None = None) -> None:
        if self._bot is None:
            raise Refusal(
                "stopped", _("The bot is stopped: {usage} starts it again.", usage=Markup("`:start`"))
            )
        for answer in await self._bot.receive(incoming):
            self._show_answer(answer, incoming.author.id, pressed)

    def _show_answer(self, answer: Answer, user: str, pressed: Output | None) -> None:
        to = pressed.to if pressed is not None else self._destination()
        if isinstance(answer, FormView):
            form = choices.plain(answer)
            self._forms.append((user, replace(self.here), form))
            self._output(Output(kind="form", to=to, at=self.now(), form=form, seen_by=user, ephemeral=True))
            return
        if isinstance(answer, Update) and pressed is not None:
            self._platform.update(
                pressed.id,
                self._stamped(
                    Output(kind="update", to=to, at=self.now(), post=translated(answer), edits=pressed.id)
                ),
            )
            return
        is_private = not getattr(answer, "public", False)
        self._output(
            Output(
                kind="error" if isinstance(answer, Failure) else "reply",
                to=to,
                at=self.now(),
                post=translated(
                    Post(text=answer.text, buttons=answer.buttons, menus=answer.menus, files=answer.files)
                ),
                ephemeral=is_private and to.user is None,
                code=answer.code if isinstance(answer, Failure) else None,
                seen_by=user if is_private else None,
            )
        )

    def _show_error(self, code: str, text: Text) -> None:
        self._output(
            Output(
                kind="error",
                to=self._destination(),
                at=self.now(),
                post=Post(text=self._words(text)),
                ephemeral=True,
                code=code,
                seen_by=self.here.user,
            )
        )

    def _output(self, output: Output) -> None:
        self._platform.output(self._stamped(output))

    def _stamped(self, output: Output) -> Output:
        return replace(output, line=self._line)

    async def _enter(self) -> None:
        if self.here.channel is not None:
            await self._join(self.here.user)

    async def _join(self, user: str) -> None:
        if self.here.channel is None:
            raise Refusal("no_channel", _("Nobody joins a DM: go to a channel first."))
        if self._memory.join(self.here.community, self.here.channel, user) and self._bot is not None:
            await self._receive(Joined(author=self._author(user), location=self._location(user)))

    async def _leave(self, user: str) -> None:
        if self.here.channel is None or not self._memory.leave(self.here.community, self.here.channel, user):
            raise Refusal("not_there", _("{user} is not in this channel.", user=user))
        if self._bot is not None:
            await self._receive(Left(author=self._author(user), location=self._location(user)))

    async def _grant(self, grant: lines.Grant) -> None:
        if self._bot is None:
            raise Refusal(
                "stopped", _("The bot is stopped: {usage} starts it again.", usage=Markup("`:start`"))
            )
        where = replace(self.here, user=grant.user, channel=grant.channel or self.here.channel or "general")
        location = self._location_of(where)
        await self._bot.grant(
            self._author(grant.user), location, grant.role, everywhere=grant.channel is None
        )

    async def _click(self, label: str, output: int | None) -> None:
        visible = self._visible(output)
        pressed, control, choice = choices.find_control(visible, label)
        await self._receive(
            Press(
                author=self._author(),
                location=self._location_at(pressed.to),
                plugin=control.plugin or "",
                action=control.action,
                arguments=control.arguments,
                choice=choice,
                post=str(pressed.id),
            ),
            pressed=pressed,
        )

    def _visible(self, output: int | None) -> list[Output]:
        visible = self._memory.visible_to(self.here.user, self.here.community)
        if output is None:
            return visible
        original = self._memory.original(output)
        shown = [item for item in visible if item.id == original]
        if not shown:
            raise Refusal("no_such_output", _("There is no output {number} that you can see.", number=output))
        return shown

    async def _submit(self, values: dict[str, str]) -> None:
        form = self.open_form()
        if form is None:
            raise Refusal("no_form", _("No form is open."))
        filled = choices.fill(form, values)
        where = self._close_form()
        await self._receive(
            Submission(
                author=self._author(),
                location=self._location_of(where),
                plugin=form.plugin,
                form=form.name,
                values=filled,
                arguments=form.arguments,
            )
        )

    def _close_form(self) -> Whereabouts:
        for index in range(len(self._forms) - 1, -1, -1):
            user, where, _form = self._forms[index]
            if user == self.here.user:
                del self._forms[index]
                return where
        raise Refusal("no_form", _("No form is open."))

    async def _react(self, emoji: str, output: int) -> None:
        shown = self._visible(output)[0]
        self._output(
            Output(
                kind="reaction",
                to=shown.to,
                at=self.now(),
                by=self.here.user,
                post=Post(text=Markup(emoji)),
                edits=shown.id,
            )
        )
        await self._receive(
            Reacted(
                author=self._author(), location=self._location_at(shown.to), emoji=emoji, post=str(shown.id)
            )
        )

    async def _advance(self, duration: timedelta) -> None:
        if not isinstance(self._clock, SimulatedClock):
            raise Refusal(
                "real_clock",
                _(
                    "The clock is the real one: start the console with {option} to move it.",
                    option=Markup("`--now`"),
                ),
            )
        target = self._clock.now() + duration
        line, self._line = self._line, None
        while self._bot is not None:
            await self._bot.settle()
            at = await self._bot.next_at()
            if at is None or at > target:
                break
            self._clock.move_to(at)
        self._clock.move_to(target)
        self._line = line

    async def _run_or_stop(self, directive: lines.Stop | lines.Start | lines.Quit) -> None:
        match directive:
            case lines.Quit():
                self.ended = True
            case lines.Stop() if self._bot is not None:
                await self._bot.stop()
                self._bot = None
            case lines.Start() if self._bot is None:
                self._bot = await self._start_bot()
                missed, self._missed = self._missed, []
                for incoming in missed:
                    await self._receive(incoming)

    def _author(self, user: str | None = None) -> Author:
        name = user or self.here.user
        return Author(id=fold(name), username=name)

    def _location(self, user: str | None = None) -> Location:
        return self._location_of(replace(self.here, user=user or self.here.user))

    def _location_of(self, where: Whereabouts) -> Location:
        if where.channel is None:
            return Location(platform=PLATFORM, id=dm_id(where.user), name=where.user, kind=PlaceKind.DM)
        return Location(
            platform=PLATFORM,
            id=channel_id(where.community, where.channel),
            name=where.channel,
            community=where.community,
        )

    def _location_at(self, to: Destination) -> Location:
        return self._location_of(Whereabouts(self.here.user, to.community, to.channel))

    def _destination(self) -> Destination:
        here = self.here
        return Destination(here.community, here.channel, None if here.channel is not None else here.user)


def _read_file(file: Path) -> File:
    try:
        if file.stat().st_size > MAX_ATTACHMENT:
            raise Refusal("too_large", _("{file} is too large: 10 MiB at most.", file=str(file)))
        content = file.read_bytes()
    except OSError as error:
        raise Refusal(
            "no_such_file", _("{file} cannot be read: {reason}", file=str(file), reason=error.strerror or "")
        ) from None
    kind, _encoding = mimetypes.guess_type(file.name)
    return File(file.name, kind or "application/octet-stream", content)
