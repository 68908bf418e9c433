"""Proposing: for which command a line may be meant that begins with a slip, or is not for its own command."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from bot.chat.people import Role
from bot.errors import Refusal
from bot.language.folding import fold, nearest
from bot.language.messages import Markup, Text, _
from bot.language.moments import Reading
from bot.plugin import Command
from bot.plugin.finding import Misread, split_word
from bot.plugin.parsing import Parsed, parse_line
from bot.runtime.host import Root
from bot.runtime.routing import Route, beginnings

_LONGEST_LINE = 300
"""Of a line that is proposed, in characters; links are long."""
_SHORT = 5
"""In a word of so many letters, another letter makes another word, and no slip: `super` is no `suppr`."""
_SHORTEST = 3
_LED_IN = frozenset(
    (
        *("voir", "montrer", "montre", "montre-moi", "affiche", "afficher", "liste", "lister", "donne"),
        *("donne-moi", "gerer", "ou", "sont", "quels", "quelles", "est", "a", "aux", "les", "la", "le", "de"),
        *("des", "du", "mes", "ma", "mon", "un", "une", "tous", "toutes", "show", "see", "list", "display"),
        *("the", "my", "me", "all", "of", "an"),
    )
)
"""Words that people write before a verb's own: `voir les archives`, `liste des flux`."""
_MOST_LEADING = 8
"""So many of them people write at most."""
_ELIDED = re.compile(r"^[dl]['’]", re.IGNORECASE)


def mistaken_verb(route: Route, parsed: Parsed, reading: Reading) -> Refusal | None:
    """Return what to say if a line begins with a slip for a verb, or with what leads to one; else None.

    Where a line without verb is complete, only a slip counts, not a verb's beginning: `/veille retirr LIEN`
    shares nothing. Where any words are welcome, as in a reminder's text, no word is taken for a slip.
    """
    root = route.root
    if root is None or route.command.takes_any_words:
        return None
    if route.is_by_default:
        word, rest, near = _nearest_verbs(route.text, list(_by_form(root)))
        near = [form for form in near if not parsed.is_complete or _is_slip(fold(word), form)]
    else:
        meant = _verb_within(root, route, reading) if fold(_typed_verb(route)) in _LED_IN else None
        if meant is not None:
            return Refusal("unknown_command", _("Did you mean {line}?", line=meant))
        word, rest, near = _longer_verbs(route, root, is_sure=parsed.is_complete)
    close = list(dict.fromkeys(_by_form(root)[form].words_in(reading.language) for form in near))
    if not close:
        return None
    return Refusal(
        "unknown_command",
        _(
            "I do not know the command “/{word}”. Is it {names}?",
            word=f"{root.word.in_language(reading.language)} {word.replace('-', ' ')}"[:50],
            names=_lines(close, rest),
        ),
    )


def _typed_verb(route: Route) -> str:
    """Return the words that were taken for the verb, as they were typed."""
    words = route.typed.split()
    return "-".join(words[: len(words) - len(route.text.split())])


def _by_form(root: Root) -> dict[str, Command]:
    return {form: one for one in root.commands if one.verb for form in sorted(one.verb.forms())}


def _is_slip(word: str, form: str) -> bool:
    """Return whether a word that may stand where it is stands there for a verb all the same."""
    if form.startswith(word):
        return len(form) == len(word) + 1
    return len(form) != len(word) or len(word) > _SHORT or sorted(form) == sorted(word)


def _nearest_verbs(text: str, forms: Sequence[str]) -> tuple[str, str, list[str]]:
    """Return the words that a text begins with, what follows, and the verbs for which they may be a slip.

    A verb of several words is looked for first: `mes lien` is a slip for `mes-liens` rather than how
    `mes-flux` begins.
    """
    word, rest = split_word(text)
    for words, following in reversed(beginnings(text)[1:]):
        near = nearest(words, [form for form in forms if _is_near_by_word(words, form)])
        if near:
            return words, following, near
    return word, rest, _near(word, [form for form in forms if _goes_on(rest, word, form)])


def _is_near_by_word(words: str, form: str) -> bool:
    """Return whether words may be a slip for a verb of as many: each that is not short for its own.

    `plus-utiles` is not far from `plus-suivre` as a whole, and says something else.
    """
    typed, known = fold(words).split("-"), form.split("-")
    if len(typed) != len(known):
        return False
    both = zip(typed, known, strict=True)
    return form.startswith(fold(words)) or all(_is_near_word(one, it) for one, it in both)


def _is_near_word(typed: str, known: str) -> bool:
    """Return whether one word of several may be a slip for another: `n` for `en`, and not `le` for `flux`."""
    if nearest(typed, [known]):
        return True
    is_short = len(typed) < _SHORTEST and abs(len(typed) - len(known)) <= 1
    return is_short and not set(fold(typed)).isdisjoint(known)


def _goes_on(rest: str, word: str, form: str) -> bool:
    """Return whether what follows a word may go on as a verb does that it begins: `plus utiles` does not."""
    going_on = form.removeprefix(f"{fold(word)}-")
    following = split_word(rest)[0]
    return going_on == form or not following or bool(nearest(following, [going_on.split("-")[0]]))


def _near(word: str, forms: Iterable[str]) -> list[str]:
    """Return the forms for which a word may be a slip: `tg` is one too, for `tag`."""
    typed, known = fold(word), list(forms)
    short = [form for form in known if len(form) == len(typed) + 1 == _SHORTEST]
    return nearest(word, known) or [
        form for form in short if any(form[:at] + form[at + 1 :] == typed for at in range(_SHORTEST))
    ]


def _longer_verbs(route: Route, root: Root, *, is_sure: bool) -> tuple[str, str, list[str]]:
    """Return the verbs that begin like the one which was typed, and go on as the words after it nearly do.

    `suivre tga` may be `suivre-tag`, which is another command than `suivre`. Where the line `is_sure` as it
    is, only a slip counts, in what follows the verb.
    """
    lead = _typed_verb(route)
    for words, following in reversed(beginnings(route.typed)):
        if not words.startswith(f"{lead}-"):
            continue
        last = words[len(lead) + 1 :]
        forms = [form for form in _by_form(root) if form.count("-") == words.count("-")]
        going_on = {form[len(lead) + 1 :]: form for form in forms if form.startswith(f"{fold(lead)}-")}
        ends = [end for end in _near(last, going_on) if not is_sure or _is_slip(fold(last), end)]
        near = [going_on[end] for end in ends]
        alike = [] if is_sure else [form for form in forms if _is_near_by_word(words, form)]
        near = near or nearest(words, alike)
        if near:
            return words, following, near
    return "", "", []


def other_verbs(route: Route, parsed: Parsed, reading: Reading) -> Text | None:
    """Return which other commands of a root would take a line that this one does not; None if none does.

    `/veille #seniors` has no link to share, and may be a search; `/veille liste d'outils LIEN` is no list.
    """
    root = route.root
    if root is None or not route.text or route.command.takes_any_words:
        return None
    if not (parsed.missing or parsed.unexpected):
        return None
    within = _verb_within(root, route, reading)
    if within is not None:
        return _("Did you mean {line}?", line=within)
    if parsed.values and not route.is_by_default:  # it is taken, by the verb that was typed
        return None
    found = list(_taking(root, route, reading))[:2]
    if len(found) == 2:
        return _("Did you mean {line}, or {other}?", line=found[0], other=found[1])
    return _("Did you mean {line}?", line=found[0]) if found else _nearly(root, route, reading)


def _nearly(root: Root, route: Route, reading: Reading) -> Text | None:
    """Return why a command that is likely meant cannot take a line which speaks of what it needs."""
    for verb in route.command.instead:
        command = root.verb(verb)
        for item in command.parameters if command is not None else ():
            try:
                if item.required:
                    item.type.find(route.text, reading)
            except Misread as problem:
                if command is not None and problem.raw:
                    words = Markup(command.words_in(reading.language))
                    return _("For `/{words}`: {problem}", words=words, problem=problem.text)
    return None


def _verb_within(root: Root, route: Route, reading: Reading) -> Markup | None:
    """Return the line that begins where its verb does, if only words that lead to one stand before it."""
    text, is_led = route.text, not route.is_by_default
    for _word in range(_MOST_LEADING):
        if not text:
            return None
        for verb, following in reversed(beginnings(text) if is_led else ()):
            command = root.verb(verb)
            if command is not None and _takes(command, following, reading):
                return _lines([command.words_in(reading.language)], following)
        word, after = split_word(text)
        bare = _ELIDED.sub("", text)
        if bare == text and fold(word) not in _LED_IN:
            return None
        text, is_led = (bare if bare != text else after), True
    return None


def _taking(root: Root, route: Route, reading: Reading) -> Iterator[Markup]:
    """Return the lines of the commands that take what stands after a verb, or without one after the root.

    Those that a command declares to be meant instead come first, and then no others are proposed.
    """
    by_verb = {one.verb.fr: one for one in root.commands if one.verb is not None}
    instead = [by_verb[verb] for verb in route.command.instead if _takes(by_verb[verb], route.text, reading)]
    others = root.commands if route.is_by_default else (root.default,)
    found = [
        one
        for one in others
        if one is not None and one.verb is not None and one is not route.command
        # what takes any words at all, or has a form for them, takes these, too: that says nothing
        if not one.takes_any_words or (route.is_by_default and not one.opens_form)
        if one.role is Role.MEMBER and _takes(one, route.typed, reading)
    ]
    if instead and not (_want_something(found) and not _want_something(instead)):
        yield from (_lines([one.words_in(reading.language)], route.text) for one in instead)
        return
    # what is for words is likelier than what takes the name of a channel or a number alone
    found.sort(key=lambda one: not any(item.takes_the_rest for item in one.parameters))
    yield from (_lines([one.words_in(reading.language)], route.typed) for one in found)


def _want_something(commands: Iterable[Command]) -> bool:
    """Return whether one of the commands needs what was found in a line: others take much for their own."""
    return any(item.required for one in commands for item in one.parameters)


def _takes(command: Command, text: str, reading: Reading) -> bool:
    return parse_line(text, command.parameters, reading).is_complete


def _lines(commands: Sequence[str], rest: str) -> Markup:
    """Return whole lines to type: commands, each with what follows it."""
    rest = " ".join(rest.replace("`", "'").split())
    if len(rest) > _LONGEST_LINE:
        rest = f"{rest[:_LONGEST_LINE].rpartition(' ')[0] or rest[:_LONGEST_LINE]} …"
    return Markup(", ".join(f"`/{words} {rest}`".replace(" `", "`") for words in commands))
