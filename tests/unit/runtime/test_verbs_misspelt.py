"""Each verb of the watch and the letter, under each name, misspelt in each place, leads to no other one."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from datetime import datetime
from itertools import cycle
from zoneinfo import ZoneInfo

import pytest

from bot.language.folding import fold
from bot.language.moments import Reading
from bot.plugin.parsing import parse_line
from bot.runtime.host import PluginHost
from bot.runtime.proposing import mistaken_verb, other_verbs
from bot.runtime.routing import route_verb

ZONE = ZoneInfo("Europe/Paris")
LINK = "https://www.example.org/guide"
HOST = PluginHost()
HOST.load(("plugins.watch", "plugins.digest"))
ROOTS = {word: HOST.root(word) for word in ("veille", "lettre")}
NAMES = [
    pytest.param(root, command, form, id=f"{word}-{form}")
    for word, root in ROOTS.items()
    for command in root.commands
    for form in sorted({command.verb.fr, command.verb.en, *command.verb.aliases})
]
RESTS = (LINK, "", LINK, "seniors", LINK, "chaque lundi 9h")
"""What follows a verb; with a link much is taken for something to share."""


def reading(language: str) -> Reading:
    return Reading(now=datetime(2026, 11, 23, 10, tzinfo=ZONE), zone=ZONE, language=language)


def came_of(root, line, language):
    """Return the command that runs, or None; and what is proposed where none does."""
    route = route_verb(root, line)
    parsed = parse_line(route.text, route.command.parameters, reading(language))
    mistaken = mistaken_verb(route, parsed, reading(language))
    if mistaken is not None:
        return None, str(mistaken.text.values["names" if "names" in mistaken.text.values else "line"])
    if parsed.is_complete:
        return route.command, ""
    hint = other_verbs(route, parsed, reading(language))
    # a verb that is recognised and wants more opens its form: nothing else is done
    own = "" if route.is_by_default else f"`/{route.command.words_in(language)}"
    return None, f"{own} {' '.join(map(str, hint.values.values())) if hint is not None else ''}"


def slips(form: str) -> Iterator[str]:
    """Return a word with one letter missing, doubled, or exchanged with the next one."""
    for at, letter in enumerate(form):
        if letter.isalpha():
            yield form[:at] + form[at + 1 :]
            yield form[:at] + letter + form[at:]
        swapped = form[:at] + form[at : at + 2][::-1] + form[at + 2 :]
        if swapped != form and form[at : at + 2].isalpha():
            yield swapped


def disguises(form: str) -> Iterator[str]:
    """Return a word as it is typed in haste, or by a telephone, but right."""
    bare = "".join(one for one in unicodedata.normalize("NFKD", form) if not unicodedata.combining(one))
    yield from (form, form.upper(), form.capitalize(), bare, bare.upper(), form.replace("'", "’"))
    yield from (form.replace("-", " "), form.replace("-", "\u00a0"), form.replace("-", ""))
    yield from (f"{form}.", f"{form} !", f"{form}\u202f!", f"{form} :", f"{form}\u00a0:", f"  {form}\u00a0")


@pytest.mark.parametrize(("root", "command", "form"), NAMES)
def test_a_verb_is_known_however_it_is_written(root, command, form):
    for typed in disguises(form):
        for rest in set(RESTS):
            route = route_verb(root, f"{typed} {rest}")
            assert route.command is command, typed
            assert route.text == rest, typed


@pytest.mark.parametrize(("root", "command", "form"), NAMES)
def test_a_slip_is_asked_about_and_never_taken_for_another_verb(root, command, form):
    # “renvoyer” without its first letter is a verb of its own, and nobody can tell that it is a slip
    names = {fold(name) for each in root.commands for name in each.verb.forms()}
    language = "en" if form == command.verb.en else "fr"
    wanted = f"`/{command.words_in(language)}"
    rests = cycle(RESTS)
    for slip in slips(form):
        if fold(slip) in names or fold(slip.replace("-", "")) in names:
            continue
        rest = next(rests)
        ran, proposed = came_of(root, f"{slip.replace('-', ' ')} {rest}", language)
        assert ran in (None, command), f"“{slip} {rest}” is taken for {ran.name}"
        if ran is None:
            assert wanted in proposed, f"“{slip} {rest}” proposes {proposed or 'nothing'}"
