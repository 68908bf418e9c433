"""What may come next on a line that is being typed: commands, people, channels, buttons, fields."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bot.language.catalogue import Words
from bot.language.folding import fold
from bot.platforms.console.lines import BOT_NAME, PURPOSE
from bot.platforms.console.session import Session
from bot.runtime.host import PluginHost, Root

_MARKS = "/:@#"
_ROLES = ("member", "coordinator", "admin")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A text to put in place of the last `replaces` characters; `meaning` explains it."""

    text: str
    replaces: int
    meaning: str = ""


class Completion:
    """Suggests what may come next, from what is there now."""

    def __init__(self, session: Session, host: PluginHost, words: Words) -> None:
        self._session = session
        self._host = host
        self.words = words

    def suggest(self, text: str) -> list[Suggestion]:
        """Return what may stand at the end of `text`."""
        word = re.split(r"\s", text)[-1]
        if text.startswith(":"):
            return list(self._for_directive(text))
        if word.startswith("@"):
            return list(_beginning_with(word[1:], ((f"@{name}", "") for name in self._people()), len(word)))
        if text.startswith("/") or self._session.here.channel is None:
            return list(self._for_command(text.lstrip("/"), "/" if text.startswith("/") else ""))
        return []

    def suggest_value(self, text: str, kind: str, options: Iterable[str]) -> list[Suggestion]:
        """Return what may fill a form's field: one of its options, somebody, or a channel."""
        names = {"member": self._people(), "place": self._channels()}.get(kind, list(options))
        return list(_beginning_with(text, ((name, "") for name in names), len(text)))

    def _for_command(self, text: str, slash: str) -> Iterator[Suggestion]:
        words = text.split(" ")
        if len(words) == 1:
            roots = ((f"{slash}{self._spelled(root)}", self._about(root)) for root in self._host.roots())
            yield from _beginning_with(words[0], roots, len(words[0]) + len(slash))
        root = self._host.root(words[0])
        if len(words) == 2 and root is not None:
            language = self.words.language
            verbs = (
                (command.verb.in_language(language), str(self.words(command.summary)))
                for command in root.commands
                if command.verb is not None
            )
            yield from _beginning_with(words[1], verbs, len(words[1]))

    def _for_directive(self, text: str) -> Iterator[Suggestion]:
        word, space, rest = text[1:].partition(" ")
        if not space:
            lines = ((f":{name}", str(self.words(about))) for name, about in PURPOSE.items())
            yield from _beginning_with(word, lines, len(text))
            return
        typed = rest.rpartition(";")[2].lstrip() if word == "submit" else rest
        if word == "role" and " " in rest:
            typed = rest.rpartition(" ")[2]
        names = ((name, "") for name in self._names_for(word, rest))
        yield from _beginning_with(typed.lstrip("#@"), names, len(typed))

    def _names_for(self, word: str, rest: str) -> list[str]:
        """Return what may be named on the console's line of that word; `rest` is what follows the word."""
        match word:
            case "as" | "join" | "leave":
                return self._people()
            case "role":
                return list(_ROLES) if rest.count(" ") == 1 else [] if " " in rest else self._people()
            case "in":
                return [*self._channels(), "@bot"]
            case "fail" | "mend":
                return [*self._people(), *self._channels()]
            case "click":
                return self._controls()
            case "submit":
                form = self._session.open_form()
                return [f"{item.name}=" for item in form.fields] if form else []
            case _:
                return []

    def _controls(self) -> list[str]:
        found = []
        for output in self._session.visible():
            found += [str(button.label) for button in output.post.buttons]
            found += [f"{menu.label}={option.label}" for menu in output.post.menus for option in menu.options]
        return list(dict.fromkeys(found))

    def _people(self) -> list[str]:
        return [*self._session.memory.people(), BOT_NAME]

    def _channels(self) -> list[str]:
        return self._session.memory.channels(self._session.here.community)

    def _spelled(self, root: Root) -> str:
        return root.word.in_language(self.words.language)

    def _about(self, root: Root) -> str:
        return str(self.words(root.default.summary)) if root.default is not None else ""


def _beginning_with(typed: str, candidates: Iterable[tuple[str, str]], replaces: int) -> Iterator[Suggestion]:
    """Yield the candidates that begin with what was typed, accents and capitals aside."""
    bare = typed.lstrip(_MARKS)
    beginning = fold(bare)
    for text, meaning in candidates:
        name = text.lstrip(_MARKS)
        if name != bare and fold(name).startswith(beginning):
            yield Suggestion(text, replaces, meaning)
