"""A verb of `/annuaire` with a slip in it, as in `/annuaire pose 3 jours`: what follows tells so."""

from __future__ import annotations

from collections.abc import Sequence

from bot.language.folding import fold, nearest
from bot.language.moments import Reading
from bot.plugin import Command
from bot.plugin.finding import split_word
from bot.plugin.parsing import Parsed, parse_line


def meant(sentence: str, commands: Sequence[Command], reading: Reading) -> tuple[Command, Parsed] | None:
    """Return the command whose verb a sentence begins with, but for a slip, and its arguments; None if none.

    It has to be one that takes no free text, and all that follows has to be its arguments.
    """
    word, rest = split_word(sentence)
    if not rest:
        return None
    for command in commands:
        if command.verb is None or any(item.takes_the_rest for item in command.parameters):
            continue
        if not _is_slip(word, list(command.verb.forms())):
            continue
        parsed = parse_line(rest, command.parameters, reading)
        if parsed.is_complete and not parsed.unexpected and parsed.values:
            return command, parsed
    return None


def alone(text: str, commands: Sequence[Command], language: str) -> str | None:
    """Return the command that a single word may be a slip of, as it is typed; None if it is none."""
    word, rest = split_word(text)
    if rest:
        return None
    for command in commands:
        if command.verb is not None and _is_slip(word, list(command.verb.forms())):
            return f"/{command.root.in_language(language)} {command.verb.in_language(language)}"
    return None


def _is_slip(word: str, forms: Sequence[str]) -> bool:
    return bool(nearest(_as_heard(word), [_as_heard(form) for form in forms]))


def _as_heard(word: str) -> str:
    """Return a word folded, with one spelling for what sounds alike: `pose` and `pause`."""
    return fold(word).replace("eau", "o").replace("au", "o").replace("ph", "f").replace("z", "s")
