"""Slash commands: what is registered on the server for each root word of the command language.

https://developers.mattermost.com/integrate/slash-commands/custom/. Custom commands have no tree of
sub-commands: the hint shows the verbs and the arguments.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from bot.chat.plain import plain
from bot.language.catalogue import Words
from bot.language.folding import fold
from bot.language.messages import Language, Message
from bot.platforms.mattermost.limits import (
    MAX_COMMAND_DESCRIPTION,
    MAX_COMMAND_NAME,
    MAX_COMPLETION,
    MAX_TRIGGER,
    fit,
)
from bot.plugin import Command, Plugin, Word
from bot.plugin.parameters import Parameter

_TRIGGER = re.compile(r"[a-z0-9_.-][a-z0-9_./-]*")


@dataclass(frozen=True, slots=True)
class SlashCommand:
    """A slash command to register: `trigger` without its slash, the rest for the people who choose it."""

    trigger: str
    display_name: str
    description: str
    hint: str
    completion: str


def slash_commands(plugins: Iterable[Plugin], language: Language = "fr") -> tuple[SlashCommand, ...]:
    """Return what to register so that each root word can be typed in every form that it has.

    French and English words speak their own language, aliases that of the server. A form that is the same
    once folded is registered once, for the first command that has it.

    Raises:
        ValueError: a word cannot be a trigger.
    """
    found: dict[str, SlashCommand] = {}
    for plugin in plugins:
        by_root: dict[str, list[Command]] = {}
        for command in plugin.commands:
            by_root.setdefault(command.root.fr, []).append(command)
        for root, commands in by_root.items():
            group = plugin.groups.get(root)
            summary = group.summary if group else commands[0].summary
            for word, spoken in _forms(commands[0].root, language):
                trigger = trigger_of(word)
                found.setdefault(trigger, _slash_command(trigger, word, commands, summary, spoken))
    return tuple(found.values())


def trigger_of(word: str) -> str:
    """Return the word as a trigger: small letters without accents.

    Raises:
        ValueError: it cannot be one.
    """
    trigger = fold(word).replace(" ", "-")
    if not _TRIGGER.fullmatch(trigger) or len(trigger) > MAX_TRIGGER:
        raise ValueError(f"{word!r} cannot be the trigger of a slash command")
    return trigger


def _forms(root: Word, language: Language) -> list[tuple[str, Language]]:
    return [(root.fr, "fr"), (root.en, "en"), *((alias, language) for alias in root.aliases)]


def _slash_command(
    trigger: str, word: str, commands: Sequence[Command], summary: Message, language: Language
) -> SlashCommand:
    words = Words(language, ZoneInfo("UTC"))
    what = plain(words(summary))
    return SlashCommand(
        trigger=trigger,
        display_name=fit(word, MAX_COMMAND_NAME),
        description=fit(what, MAX_COMMAND_DESCRIPTION),
        hint=fit(_hint(commands, words), MAX_COMPLETION),
        completion=fit(what, MAX_COMPLETION),
    )


def _hint(commands: Sequence[Command], words: Words) -> str:
    """Return the verbs, the default one first, then the arguments of a line that has no verb."""
    ordered = sorted(commands, key=lambda command: not command.is_default)
    verbs = [command.verb.in_language(words.language) for command in ordered if command.verb]
    parts = [f"[{'|'.join(verbs)}]"] if verbs else []
    if ordered[0].is_default or ordered[0].verb is None:
        parts += [_argument(item, words) for item in ordered[0].parameters if not item.takes_files]
    return " ".join(parts)


def _argument(item: Parameter, words: Words) -> str:
    label = plain(words(item.about.label))
    return label if item.required else f"[{label}]"
