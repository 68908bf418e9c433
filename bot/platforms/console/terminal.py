"""The console on a terminal: a comfortable chat, where what arrives appears above what is being typed."""

from __future__ import annotations

import sys
import termios
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from prompt_toolkit import PromptSession
from prompt_toolkit.buffer import Buffer
from prompt_toolkit.history import FileHistory, History, InMemoryHistory
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.patch_stdout import patch_stdout

from bot.chat.forms import FormView
from bot.chat.messages import Menu
from bot.errors import Refusal
from bot.language.catalogue import Words
from bot.language.dates import spell_day
from bot.language.messages import Markup, Text, _
from bot.platforms.console.choices import find_control
from bot.platforms.console.completion import Completion
from bot.platforms.console.lines import PURPOSE, USAGE, Cancel, Click, Pick, Submit, parse
from bot.platforms.console.numbering import Numbering
from bot.platforms.console.outputs import Output
from bot.platforms.console.prompts import Questions, Suggesting, Typed
from bot.platforms.console.rendering import Renderer
from bot.platforms.console.session import Session
from bot.runtime.host import PluginHost

HINT = "?"
"""What a newcomer types to be told what can be typed."""


class Terminal:
    """The screen of a terminal: every output, its buttons numbered."""

    def __init__(self, words: Words) -> None:
        self.words = words
        self.numbering = Numbering()
        self._renderer = Renderer(words)
        self._opened: list[Output] = []

    def show(self, output: Output) -> None:
        """Show an output above what is being typed."""
        self._renderer.show(output, self.numbering.number(output))
        if output.form is not None:
            self._opened.append(output)

    def say(self, text: Text) -> None:
        """Show what the console itself has to say."""
        self._renderer.say(self.words(text))

    def form_just_opened(self, user: str) -> FormView | None:
        """Return the newest form that opened for a person since this was asked last, None if none did."""
        opened, self._opened = self._opened, []
        return next((output.form for output in reversed(opened) if output.seen_by == user), None)

    async def chat(
        self, session: Session, host: PluginHost, history: Path | None, rehearse: Callable[[], object]
    ) -> None:
        """Take lines until `:quit` or the end of input; `history` is the file of those typed before.

        `rehearse` is called once somebody begins to type a sentence, and no command.
        """
        with _keys_as_typed(sys.stdin.fileno()), patch_stdout(raw=True):
            await _Chat(self, session, Completion(session, host, self.words), history, rehearse).go_on()


class _Chat:
    """One line after another, and the forms that open in between."""

    def __init__(
        self,
        terminal: Terminal,
        session: Session,
        completion: Completion,
        history: Path | None,
        rehearse: Callable[[], object],
    ) -> None:
        self._terminal = terminal
        self._session = session
        kept: History = FileHistory(str(history)) if history is not None else InMemoryHistory()
        self._prompt: PromptSession[str] = PromptSession(
            history=kept, completer=Suggesting(completion.suggest), key_bindings=_bindings()
        )
        self._prompt.default_buffer.on_text_changed += self._typed
        self._rehearse = rehearse
        self._questions = Questions(terminal.say, completion)
        self._number = 0

    async def go_on(self) -> None:
        """Take lines until the end."""
        self._terminal.say(
            _(
                "**Maillage**, console. Type as in the chat; `{hint}` tells more, Ctrl-D ends.",
                hint=Markup(HINT),
            )
        )
        while not self._session.ended:
            try:
                text = await self._prompt.prompt_async(self._where)
            except EOFError:
                return
            self._number += 1
            await self._obey(text)
            await self._fill_in_forms()

    def _typed(self, buffer: Buffer) -> None:
        if buffer.text[:1].isalpha():
            buffer.on_text_changed -= self._typed
            self._rehearse()

    async def _obey(self, text: str) -> None:
        if text.strip() == HINT:
            self._terminal.say(_hint(self._terminal.words, self._session))
            return
        pick = self._picked(text.strip())
        if pick is None:
            await self._session.handle(text, self._number)
            return
        menu = self._menu(pick)
        if menu is not None and pick.choice is None:
            choice = await self._questions.choose(menu)
            if isinstance(choice, Typed):
                await self._obey(choice.line)
                return
            if not choice:
                return
            pick = Pick(pick.output, pick.index, choice)
        await self._session.do(pick, self._number)

    def _picked(self, text: str) -> Pick | None:
        """Return what a number presses, typed alone or after `:click`, unless a button is called so."""
        try:
            directive = parse(text) if text.startswith(":") else Click(text, None)
        except Refusal:
            return None
        if not isinstance(directive, Click) or directive.output is not None:
            return None
        label, _equals, choice = directive.label.partition("=")
        pick = self._terminal.numbering.pressed(label, choice or None)
        if pick is None or self._is_name(directive.label):
            return None
        return pick

    def _is_name(self, label: str) -> bool:
        try:
            find_control(self._session.visible(), label)
        except Refusal:
            return False
        return True

    def _menu(self, pick: Pick) -> Menu | None:
        """Return the menu that a number stands for, None if it is a button."""
        output = next((output for output in self._session.visible() if output.id == pick.output), None)
        if output is None or pick.index < len(output.post.buttons):
            return None
        return output.post.menus[pick.index - len(output.post.buttons)]

    async def _fill_in_forms(self) -> None:
        """Ask for the fields of a form that has just opened, as long as it is open."""
        form = self._terminal.form_just_opened(self._session.here.user)
        while form is not None:
            filled = await self._questions.fill_in(form)
            if isinstance(filled, Typed):
                await self._obey(filled.line)
                form = None
            elif filled is None:
                await self._session.do(Cancel(), self._number)
                self._terminal.say(_("The form is closed; nothing was sent."))
                form = None
            else:
                await self._session.do(Submit(filled), self._number)
                form = self._still_open(form)
            form = self._terminal.form_just_opened(self._session.here.user) or form

    def _still_open(self, form: FormView) -> FormView | None:
        """Return the form as it stands if it could not be accepted, None if it was."""
        newest = self._session.open_form()
        if newest is None or (newest.plugin, newest.name) != (form.plugin, form.name):
            return None
        return newest

    def _where(self) -> str:
        """Return the prompt: who, where, the simulated time, and whether the bot is stopped."""
        session, words = self._session, self._terminal.words
        here = session.here
        parts = [here.user, f"#{here.channel}" if here.channel else words(_("private conversation"))]
        if session.has_simulated_clock:
            now = session.now()
            parts.append(f"{spell_day(now.date(), words.language)[:3]}. {now:%d/%m %H:%M}")
        if not session.is_running:
            parts.append(words(_("bot stopped")))
        return " · ".join(parts) + " › "


@contextmanager
def _keys_as_typed(descriptor: int) -> Iterator[None]:
    """Have keys that are typed while the bot is at work wait for the next line as they are, Ctrl-D included.

    In the terminal's own line mode, Ctrl-D would be no key but an end that nobody reads. Ctrl-C still stops.
    """
    before = termios.tcgetattr(descriptor)
    keys = termios.tcgetattr(descriptor)
    keys[3] &= ~(termios.ICANON | termios.ECHO)
    termios.tcsetattr(descriptor, termios.TCSANOW, keys)
    try:
        yield
    finally:
        termios.tcsetattr(descriptor, termios.TCSANOW, before)


def _bindings() -> KeyBindings:
    """Have Ctrl-C clear the line instead of leaving it."""
    bindings = KeyBindings()

    @bindings.add("c-c")
    def clear(event: KeyPressEvent) -> None:
        event.current_buffer.reset()

    return bindings


def _hint(words: Words, session: Session) -> Markup:
    """Return what a newcomer wants to know."""
    about = [
        _("`/maillage help` lists what the bot does. A line without `/` is a message to the others."),
        _("The number in front of a button presses it. The Tab key completes."),
        _("A line that begins with `:` is for the console:"),
    ]
    if session.has_simulated_clock:
        about.insert(
            2, _("The clock is simulated: `:advance 1d` moves it by a day, and what is due happens.")
        )
    lines = [
        words(_("- `{usage}`: {purpose}", usage=usage, purpose=PURPOSE[name]))
        for name, usage in USAGE.items()
    ]
    return Markup("\n".join([*(words(line) for line in about), *lines]))
