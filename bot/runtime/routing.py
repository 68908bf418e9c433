"""Routing: which command or sentence a line is for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.errors import Refusal
from bot.language.folding import nearest
from bot.language.messages import Markup, _
from bot.plugin import Command, Plugin
from bot.plugin.declarations import Sentence
from bot.plugin.finding import split_word
from bot.runtime.host import PluginHost, Root

SURE = 0.9
"""A sentence claimed at least so surely is no command, even if it begins with a command's word."""


@dataclass(frozen=True, slots=True)
class Route:
    """A command and the text of its arguments."""

    command: Command
    text: str


def route_command(text: str, host: PluginHost, plugins: Sequence[Plugin]) -> Route:
    """Return the route of a line that begins with a command's word, without its slash.

    Raises:
        Refusal: no plugin that is on has such a command; the nearest ones are named.
    """
    word, rest = split_word(text)
    on = {plugin.name for plugin in plugins}
    root = host.root(word)
    if root is None or root.commands[0].plugin not in on:
        raise _unknown(word, [root for root in host.roots() if root.commands[0].plugin in on])
    return route_verb(root, rest)


def route_verb(root: Root, text: str) -> Route:
    """Return the route under a root: its first word counts as a verb only if it matches one exactly."""
    word, rest = split_word(text)
    command = root.verb(word) if word else None
    if command is not None:
        return Route(command, rest)
    default = root.default
    if default is None:
        raise _unknown(f"{root.word.fr} {word}", [root])
    return Route(default, text)


def claimant(
    text: str, plugins: Sequence[Plugin], record: Callable[[str, Exception], object]
) -> tuple[Plugin, Sentence, float] | None:
    """Return the plugin that claims a plain sentence most surely, and how surely; None if no one does.

    `record` is given the name and the fault of a plugin that cannot say.
    """
    best: tuple[Plugin, Sentence, float] | None = None
    for plugin in plugins:
        for sentence in plugin.sentences:
            try:
                sure = sentence.claims(text)
            except Exception as fault:  # noqa: BLE001 - a plugin's fault stays its own
                record(plugin.name, fault)
                continue
            if sure > (best[2] if best else 0):
                best = plugin, sentence, sure
    return best


def _unknown(word: str, roots: Sequence[Root]) -> Refusal:
    by_form = {form: root.word.fr for root in roots for form in root.word.forms()}
    close = list(dict.fromkeys(by_form[form] for form in nearest(word, list(by_form))))
    if close:
        names = Markup(", ".join(f"`/{name}`" for name in close))
        return Refusal(
            "unknown_command",
            _("I do not know the command “/{word}”. Is it {names}?", word=word[:50], names=names),
        )
    return Refusal(
        "unknown_command",
        _("I do not know the command “/{word}”. `/maillage help` lists what I can do.", word=word[:50]),
    )
