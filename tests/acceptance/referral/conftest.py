"""A department's channel, its coordinator, and colleagues with cards."""

import pytest

from tests.acceptance.console import of_kind, plain


class Town:
    """People at one console: each says what they say where they are."""

    def __init__(self, console):
        self.console = console

    def say(self, who, line, where="loire-42"):
        """Have somebody type a line; return what was shown."""
        self.console.say(f":as {who}")
        self.console.say(f":in {where}")
        return self.console.say(line)

    def write(self, who, line):
        """Have somebody type a line in their DM; return what was shown."""
        return self.say(who, line, "@bot")

    def card(self, who, sentence):
        """Have somebody publish a card."""
        self.say(who, f"/annuaire {sentence}")
        self.say(who, ":click publish")

    def ask(self, who="camille", need="refaire une carte grise", text=None):
        """Have somebody ask the channel about a need; return the post."""
        self.say(who, f"/quipeut {need}")
        self.say(who, ":click ask")
        [post] = of_kind(self.say(who, f":submit text={text or need}"), "post")
        return post


def texts(outputs, kind=None, to=None):
    """Return the texts of outputs of a kind, to somebody."""
    return [
        plain(one["text"])
        for one in outputs
        if (kind is None or one["kind"] == kind) and (to is None or one["to"] == to)
    ]


@pytest.fixture
def console(open_console):
    console = open_console(user="jeanne", now="2026-11-23T10:00")
    console.say(":role jeanne coordinator")
    console.say("/maillage configurer")
    console.say(":submit territory=Loire; zone=Paris")
    return console


@pytest.fixture
def town(console):
    return Town(console)
