"""From the words that a person wants help about to the commands that they mean."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from bot.language.folding import fold, nearest
from bot.plugin import Command, CommandHelp

_SPOKEN = re.compile(r"[^\w?]+")
_GREETING = re.compile(
    r"(bonjour|bonsoir|salut|coucou|hello|hi|hey|good (morning|afternoon|evening))"
    r"( (maillage|a toi|a tous|a toutes|there))*"
)
_HELP = re.compile(r"(?:a l )?(?:aide|help|menu|\?)(?: moi| me)?(?P<topic>(?: [\w?]+){0,2})")
_QUESTION = re.compile(
    r"qu(e|oi) (sais|peux|fais) tu( faire)?"
    r"|qu est ce que tu (sais|peux) faire|tu (sais|peux) faire quoi|tu fais quoi"
    r"|a quoi (tu sers|sers tu)|tu sers a quoi|qui es tu|tu es qui"
    r"|comment (ca|tu) (marche|marches|fonctionne|fonctionnes)|comment (on )?(t )?utilise(r)?( ca)?"
    r"|what (can|do) you do|who are you|how (does (it|this)|do you) work|how do i use (it|this|you)"
)


def asks_for_help(sentence: str) -> float:
    """Return how surely a plain sentence asks what the bot can do, from 0 to 1.

    Whoever calls the bot and says nothing, or shows it a file without a word, wants to know that as well.
    """
    spoken = _spoken(sentence)
    if not sentence.strip() or is_greeting(sentence) or _QUESTION.fullmatch(spoken):
        return 1.0
    asked = _HELP.fullmatch(spoken)
    if asked is None:
        return 0.0
    return 0.9 if asked["topic"] else 1.0


def is_greeting(sentence: str) -> bool:
    """Return whether a sentence only says hello."""
    return _GREETING.fullmatch(_spoken(sentence)) is not None


def topic_of(sentence: str) -> str:
    """Return the words after "aide" or "help" in a sentence, if it has any."""
    asked = _HELP.fullmatch(_spoken(sentence))
    return asked["topic"].strip() if asked else ""


def _spoken(sentence: str) -> str:
    words = _SPOKEN.sub(" ", fold(sentence)).strip()
    return words if words == "?" else words.rstrip("? ")


def find_topic(topic: str, entries: Sequence[CommandHelp]) -> list[CommandHelp]:
    """Return the commands that a topic names: a root word, a root word and a verb, or a verb alone."""
    root, *verb = _words(topic)
    under_root = [entry for entry in entries if root in entry.command.root.forms()]
    if under_root and not verb:
        return under_root
    if verb:
        return [entry for entry in under_root if _has_verb(entry.command, " ".join(verb))]
    return [entry for entry in entries if _has_verb(entry.command, root)]


def nearest_topics(topic: str, entries: Sequence[CommandHelp], language: str) -> list[str]:
    """Return the names of commands that a topic may be a slip for, without slash, the likeliest first."""
    root, *verb = _words(topic)
    under_root = [entry.command for entry in entries if root in entry.command.root.forms()]
    if under_root and verb:
        verbs = {form: name(command, language) for command in under_root for form in _verb_forms(command)}
        close = [verbs[form] for form in nearest(" ".join(verb), verbs)]
        return list(dict.fromkeys(close or [under_root[0].root.in_language(language)]))
    return _nearest_names(root, [entry.command for entry in entries], language)


def _nearest_names(word: str, commands: Iterable[Command], language: str) -> list[str]:
    names: dict[str, str] = {}
    for command in commands:
        names.update(dict.fromkeys(command.root.forms(), command.root.in_language(language)))
    for command in commands:
        for form in _verb_forms(command):
            names.setdefault(form, name(command, language))
    return list(dict.fromkeys(names[form] for form in nearest(word, names)))


def name(command: Command, language: str) -> str:
    """Return how a person types a command, without its slash, in their language."""
    words = [word.in_language(language) for word in (command.root, command.verb) if word is not None]
    return " ".join(words)


def _words(topic: str) -> list[str]:
    return fold(topic).lstrip("/ ").split() or [""]


def _verb_forms(command: Command) -> frozenset[str]:
    return command.verb.forms() if command.verb is not None else frozenset()


def _has_verb(command: Command, word: str) -> bool:
    return word in _verb_forms(command)
