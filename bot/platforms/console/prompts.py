"""Forms and menus on a terminal: one question after another."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from prompt_toolkit import PromptSession
from prompt_toolkit.completion import CompleteEvent, Completer
from prompt_toolkit.completion import Completion as Choice
from prompt_toolkit.document import Document

from bot.chat.forms import Field, FieldKind, FormView
from bot.chat.messages import Menu, Option
from bot.language.folding import fold
from bot.language.messages import Markup, Text, _
from bot.platforms.console.completion import Completion, Suggestion
from bot.platforms.console.lines import USAGE

Say: TypeAlias = Callable[[Text], None]
_YES, _NO = Option("true", _("yes")), Option("false", _("no"))


@dataclass(frozen=True, slots=True)
class Typed:
    """A line for the console, typed in place of an answer."""

    line: str


class Suggesting(Completer):
    """Completes what is typed with what `suggest` returns for it."""

    def __init__(self, suggest: Callable[[str], list[Suggestion]]) -> None:
        self._suggest = suggest

    def get_completions(
        self,
        document: Document,
        _complete_event: CompleteEvent,
    ) -> Iterable[Choice]:
        """Yield what may stand in place of the end of what is typed."""
        for suggestion in self._suggest(document.text_before_cursor):
            yield Choice(suggestion.text, -suggestion.replaces, display_meta=suggestion.meaning)


class Questions:
    """Asks, and waits for the answers. Ctrl-C or Ctrl-D leaves a form or a menu."""

    def __init__(self, say: Say, completion: Completion) -> None:
        self._say = say
        self._completion = completion
        self._prompt: PromptSession[str] = PromptSession()

    async def fill_in(self, form: FormView) -> dict[str, str] | Typed | None:
        """Return the values of a form's fields; None if the person leaves it."""
        self._say(_("One question after another; Enter keeps what is there, Ctrl-C leaves the form."))
        filled: dict[str, str] = {}
        for item in form.fields:
            answer = await self._ask_for(item)
            if answer is None or isinstance(answer, Typed):
                return answer
            filled[item.name] = answer
        return filled

    async def choose(self, menu: Menu) -> str | Typed | None:
        """Return the value of an option of a menu; None or an empty text if the person leaves it."""
        return await self._choose(f"{menu.label}", menu.options, "", required=False)

    async def _ask_for(self, item: Field) -> str | Typed | None:
        for remark in (item.help, item.error):
            if remark:
                self._say(remark)
        options = (_YES, _NO) if item.kind is FieldKind.BOOLEAN else item.options
        if options:
            return await self._choose(str(item.label), options, item.value or "", required=item.required)
        while True:
            answer = await self._read(str(item.label), item.value or "", item.kind.value, ())
            if answer is None or _is_directive(answer):
                return Typed(answer) if answer is not None else None
            if answer.strip() or not item.required:
                return answer.strip()
            self._say(_("This is needed."))

    async def _choose(
        self, label: str, options: Iterable[Option], value: str, *, required: bool
    ) -> str | Typed | None:
        """Have one of the options chosen, by its number, label or value."""
        labels = {option.value: self._completion.words(option.label) for option in options}
        listed = "\n".join(f"{number}. {text}" for number, text in enumerate(labels.values(), 1))
        self._say(Markup(listed))
        while True:
            answer = await self._read(label, labels.get(value, value), "select", labels.values())
            if answer is None or _is_directive(answer):
                return Typed(answer) if answer is not None else None
            if not answer.strip() and not required:
                return ""
            chosen = _chosen(answer, labels)
            if chosen is not None:
                return chosen
            self._say(
                _("A number or one of the choices is needed: {known}.", known=", ".join(labels.values()))
            )

    async def _read(self, label: str, value: str, kind: str, options: Iterable[str]) -> str | None:
        completer = Suggesting(lambda text: self._completion.suggest_value(text, kind, options))
        try:
            return await self._prompt.prompt_async(f"  {label} › ", default=value, completer=completer)
        except (EOFError, KeyboardInterrupt):
            return None


def _is_directive(answer: str) -> bool:
    return answer.startswith(":") and answer[1:].partition(" ")[0] in USAGE


def _chosen(answer: str, labels: Mapping[str, str]) -> str | None:
    """Return the value of the option that was meant; `labels` are by value."""
    wanted = fold(answer)
    values = list(labels)
    if wanted.isascii() and wanted.isdigit() and 1 <= int(wanted[:6]) <= len(values):
        by_number = values[int(wanted[:6]) - 1]
        return next((value for value in values if wanted in (fold(value), fold(labels[value]))), by_number)
    return next((value for value in values if wanted in (fold(value), fold(labels[value]))), None)
