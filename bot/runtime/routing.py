"""Routing: which command or sentence a line is for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.chat.people import Role
from bot.errors import Refusal
from bot.language.folding import fold, nearest
from bot.language.messages import Language, Markup, Text, _
from bot.language.moments import Reading
from bot.plugin import Command, Plugin, WordLists
from bot.plugin.declared import Sentence
from bot.plugin.finding import split_word
from bot.plugin.parsing import parse_line
from bot.runtime.host import PluginHost, Root

SURE = 0.9
"""A sentence claimed at least so surely is no command, even if it begins with a command's word."""

HELP = ("maillage", "aide")
"""The command that explains the others: `/veille aide` is `/maillage aide veille`."""
_ASKING_FOR_HELP = frozenset(("?", "aide", "aide-moi", "a l'aide", "help", "-h", "--help"))

_LONGEST_LINE = 300
"""Of a line that is proposed, in characters; links are long."""
_MOST_WORDS = 3
"""So many words may be one verb: `ne plus suivre`."""
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

    The words of a verb may stand apart: `mes liens` for `mes-liens`.
    """
    word, _rest = split_word(text)
    for verb, following in reversed(_beginnings(text)):
        command = root.verb(verb)
        if command is not None:
            return Route(command, following, root, text)
    default = root.default
    if default is None:
        raise _unknown(f"{root.word.fr} {word}", [root])
    return Route(default, text, root, text)


def _beginnings(text: str) -> list[tuple[str, str]]:
    """Return the first words of a text as verbs are spelt, one, two or three, with what follows each."""
    found: list[tuple[str, str]] = []
    words: list[str] = []
    for _number in range(_MOST_WORDS):
        word, text = split_word(text)
        if not word:
            break
        words.append(word)
        found.append(("-".join(words), text))
    return found


def misspelt_verb(route: Route, language: Language, *, fits: bool) -> Refusal | None:
    """Return what to say if the first word of a line is a slip for a verb; else None.

    Where the line `fits` as it is, only a slip counts, not a verb's beginning: `/veille retirr LIEN` shares
    nothing. Where any words are welcome, as in a reminder's text, no word is taken for a slip.
    """
    if route.root is None or not route.is_by_default or _takes_any_words(route.command):
        return None
    by_form = {form: one for one in route.root.commands if one.verb for form in one.verb.forms()}
    word, rest, near = _nearest_verbs(route.text, list(by_form))
    if fits:
        near = [form for form in near if not form.startswith(fold(word)) or len(form) == len(fold(word)) + 1]
    close = list(dict.fromkeys(by_form[form].words_in(language) for form in near))
    if not close:
        return None
    return Refusal(
        "unknown_command",
        _(
            "I do not know the command “/{word}”. Is it {names}?",
            word=f"{route.root.word.in_language(language)} {word.replace('-', ' ')}"[:50],
            names=_lines(close, rest),
        ),
    )


def _nearest_verbs(text: str, forms: Sequence[str]) -> tuple[str, str, list[str]]:
    """Return the words that a text begins with, what follows, and the verbs for which they may be a slip.

    A verb of several words is looked for first: `mes lien` is a slip for `mes-liens` rather than how
    `mes-flux` begins.
    """
    word, rest = split_word(text)
    for words, following in reversed(_beginnings(text)[1:]):
        near = nearest(words, [form for form in forms if form.count("-") == words.count("-")])
        if near:
            return words, following, near
    return word, rest, nearest(word, forms)


def other_verbs(route: Route, reading: Reading) -> Text | None:
    """Return which other commands of a root would take a line that this one does not; None if none does.

    `/veille #seniors` has no link to share, and may be a search; `/veille liste d'outils LIEN` is no list.
    """
    if route.root is None or not route.typed or _takes_any_words(route.command):
        return None
    default = route.root.default
    others = route.root.commands if route.is_by_default else (default,) if default is not None else ()
    taking = [
        command
        for command in others
        if command.verb is not None and command is not route.command and command.role is Role.MEMBER
        if parse_line(route.typed, command.parameters, reading).is_complete
    ]
    if not taking:
        return None
    # what is for words is likelier than what takes the name of a channel or a number alone
    taking.sort(key=lambda command: not any(item.takes_the_rest for item in command.parameters))
    fitting = [command.words_in(reading.language) for command in taking]
    if len(fitting) == 1:
        return _("Did you mean {line}?", line=_lines(fitting, route.typed))
    one, other = (_lines([command], route.typed) for command in fitting[:2])
    return _("Did you mean {line}, or {other}?", line=one, other=other)


def _takes_any_words(command: Command) -> bool:
    """Return whether any words are welcome: they have to come somewhere, or may come first."""
    return any(
        item.takes_the_rest and (item.required or item is command.parameters[0])
        for item in command.parameters
    )


def _lines(commands: Sequence[str], rest: str) -> Markup:
    """Return whole lines to type: commands, each with what follows it."""
    rest = " ".join(rest.replace("`", "'").split())
    if len(rest) > _LONGEST_LINE:
        rest = f"{rest[:_LONGEST_LINE].rpartition(' ')[0] or rest[:_LONGEST_LINE]} …"
    return Markup(", ".join(f"`/{words} {rest}`".replace(" `", "`") for words in commands))


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
