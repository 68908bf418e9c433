"""What is offered while somebody types what they want help about."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.chat import Option
from bot.language.catalogue import Words
from bot.language.messages import LANGUAGES, Message, _
from bot.language.ranking import rank
from bot.plugin import CommandHelp, CompletionContext, Word
from plugins.network.commands import commands_for
from plugins.network.topics import name


async def complete_topic(ctx: CompletionContext, typed: str) -> Sequence[Option]:
    """Offer the commands that the person may use, by their words or by what they do."""
    return offer_topics(typed, await commands_for(ctx), ctx.words)


def offer_topics(typed: str, entries: Sequence[CommandHelp], words: Words) -> list[Option]:
    """Return each root word with verbs once, and each command, those that what was typed may name."""
    topics: dict[str, tuple[Message, tuple[str, ...]]] = {}
    for entry in entries:
        command = entry.command
        if entry.group is not None:
            topics.setdefault(
                command.root.in_language(words.language), (entry.group, tuple(_forms([command.root])))
            )
        said = tuple(_forms([word for word in (command.root, command.verb) if word is not None]))
        topics[name(command, words.language)] = (command.summary, said)
    found = rank(typed.lstrip("/"), topics, lambda topic: (*topics[topic][1], words(topics[topic][0])))
    return [
        Option(topic, _("{command}: {summary}", command=topic, summary=topics[topic][0])) for topic in found
    ]


def _forms(words: Sequence[Word]) -> Iterable[str]:
    """Return the words in each language, and the last one by itself: it is what people remember."""
    for language in LANGUAGES:
        yield " ".join(word.in_language(language) for word in words)
    yield from (words[-1].fr, words[-1].en, *words[-1].aliases)
