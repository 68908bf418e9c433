"""Routing: which command or sentence a line is for."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.errors import Refusal
from bot.language.folding import fold, nearest
from bot.language.messages import Markup, _
from bot.plugin import Command, Plugin, WordLists
from bot.plugin.declared import Sentence
from bot.plugin.finding import split_word
from bot.runtime.host import PluginHost, Root

SURE = 0.9
"""A sentence claimed at least so surely is no command, even if it begins with a command's word."""

HELP = ("maillage", "aide")
"""The command that explains the others: `/veille aide` is `/maillage aide veille`."""
_ASKING_FOR_HELP = frozenset(("?", "aide", "aide-moi", "a l'aide", "help", "-h", "--help"))

_MOST_WORDS = 4
"""So many words may be one verb: `ne plus suivre flux`."""
_ARTICLES = frozenset(
    (
        *("le", "la", "les", "un", "une", "mon", "ma", "mes", "notre", "nos", "ce", "cette", "ces"),
        *("the", "a", "my", "our", "this"),
    )
)
_SIGNS = re.compile(r"^[.,:;!?]+(?:\s+|$)")
"""What stands alone between a verb and what follows it: `chercher : seniors`."""
_CLAIMED_BY = 600
"""So many characters of a text are read to know what it is for."""


@dataclass(frozen=True, slots=True)
class Route:
    """A command and the text of its arguments; `typed` is all that stands after the word of the root."""

    command: Command
    text: str
    root: Root | None = None
    typed: str = ""

    @property
    def is_by_default(self) -> bool:
        """Whether no verb was typed."""
        return self.root is not None and self.command is self.root.default and self.text == self.typed

    @property
    def verb(self) -> str:
        """The verb as it was typed, folded; empty where none was."""
        return fold(self.typed.removesuffix(self.text)).strip(" .,:;!?") if not self.is_by_default else ""


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
    return _route_help(word, root, rest, host) or route_verb(root, rest)


def route_verb(root: Root, text: str) -> Route:
    """Return the route under a root: its first word counts as a verb only if it matches one exactly.

    The words of a verb may stand apart: `mes liens` for `mes-liens`; what else is no slip, see `Root.verb`.
    """
    word, _rest = split_word(text)
    for verb, following in reversed(beginnings(text)):
        command = root.verb(verb)
        if command is not None:
            return Route(command, _SIGNS.sub("", following), root, text)
    default = root.default
    if default is None:
        raise _unknown(f"{root.word.fr} {word}", [root])
    return Route(default, text, root, text)


def names_again(root: Root, text: str) -> bool:
    """Return whether a text only says once more what its command is about: `/lettre supprimer la lettre`."""
    word, rest = split_word(fold(text).strip(" .!?"))
    if word in _ARTICLES:
        word, rest = split_word(rest)
    return not rest and bool({word, word.removesuffix("s")} & root.word.forms())


def beginnings(text: str) -> list[tuple[str, str]]:
    """Return the first words of a text as verbs are spelt, `_MOST_WORDS` at most, with what follows each."""
    found: list[tuple[str, str]] = []
    words: list[str] = []
    for _number in range(_MOST_WORDS):
        word, text = split_word(text)
        if not word:
            break
        words.append(word)
        found.append(("-".join(words), text))
    return found


def _route_help(word: str, root: Root, rest: str, host: PluginHost) -> Route | None:
    """Return the route of help with a root if all that follows it asks for help, and is no verb of it."""
    asked = fold(rest).rstrip(" ?!.") or rest.strip()
    if asked not in _ASKING_FOR_HELP or root.verb(asked) is not None:
        return None
    explaining = host.root(HELP[0])
    command = explaining.verb(HELP[1]) if explaining is not None else None
    return Route(command, word) if command is not None else None


def claimant(
    text: str, plugins: Sequence[Plugin], lists: WordLists, record: Callable[[str, Exception], object]
) -> tuple[Plugin, Sentence, float] | None:
    """Return the plugin that claims a plain sentence most surely, and how surely; None if no one does.

    This may take a moment, the first time above all, so that it is for a thread of its own. `lists` are the
    words that the network adds.

    `record` is given the name and the fault of a plugin that cannot say.
    """
    best: tuple[Plugin, Sentence, float] | None = None
    beginning = _beginning(text)
    for plugin in plugins:
        for sentence in plugin.sentences:
            try:
                sure = sentence.claims(beginning, lists)
            except Exception as fault:  # noqa: BLE001 - a plugin's fault stays its own
                record(plugin.name, fault)
                continue
            if sure > (best[2] if best else 0):
                best = plugin, sentence, sure
    return best


def _beginning(text: str) -> str:
    """Return as much of a text as says what it is for, cut between two words."""
    return text if len(text) <= _CLAIMED_BY else text[:_CLAIMED_BY].rpartition(" ")[0] or text[:_CLAIMED_BY]


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
