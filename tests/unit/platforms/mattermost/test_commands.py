"""Slash commands: every root word of the bot, in each of its forms, as the server takes it."""

import re

import pytest

from bot.app import load_plugins
from bot.config import Config
from bot.language.folding import fold
from bot.language.messages import _, pgettext
from bot.platforms.mattermost.commands import slash_commands, trigger_of
from bot.platforms.mattermost.limits import (
    MAX_COMMAND_DESCRIPTION,
    MAX_COMMAND_NAME,
    MAX_COMPLETION,
    MAX_TRIGGER,
)
from bot.plugin import Context, Plugin, Rest


def a_plugin(word="préférer", english="prefer", aliases=("favori",)):
    plugin = Plugin("essai", pgettext("plugin", "essay"))

    @plugin.command(word, english=english, aliases=aliases, summary=_("Try **this**"))
    async def handler(ctx: Context, text: Rest, more: Rest = "") -> None: ...

    return plugin


@pytest.fixture(scope="module")
def plugins():
    return load_plugins(Config()).plugins.values()


def by_trigger(plugins, language="fr"):
    return {command.trigger: command for command in slash_commands(plugins, language)}


def test_each_form_of_a_root_word_is_a_trigger_once(plugins):
    commands = slash_commands(plugins)
    triggers = [command.trigger for command in commands]
    roots = [command.root for plugin in plugins for command in plugin.commands]
    assert len(set(triggers)) == len(triggers)
    assert set(triggers) == {form for root in roots for form in root.forms()}


def test_the_words_of_a_french_command_are_french_and_those_of_an_english_one_english(plugins):
    commands = by_trigger(plugins)
    assert commands["rappel"].hint.startswith("[créer|liste|")
    assert "quand texte" in commands["rappel"].hint
    assert commands["remind"].hint.startswith("[create|list|")
    assert "when text" in commands["remind"].hint


def test_an_alias_speaks_the_language_of_the_server(plugins):
    assert by_trigger(plugins)["reminder"].hint.startswith("[créer|")
    assert by_trigger(plugins, "en")["reminder"].hint.startswith("[create|")


def test_a_command_without_verbs_shows_its_arguments_and_which_may_be_left_out():
    plugin = a_plugin()
    command = by_trigger([plugin])["preferer"]
    assert command.hint == "text [more]"
    assert (command.display_name, command.description) == ("préférer", "Try this")
    assert set(by_trigger([plugin])) == {"preferer", "prefer", "favori"}


def test_a_trigger_belongs_to_the_first_command_that_has_it():
    first, second = a_plugin("un", "one", ()), a_plugin("deux", "one", ())
    assert [command.trigger for command in slash_commands([first, second])] == ["un", "one", "deux"]
    assert by_trigger([first, second])["one"].display_name == "one"


@pytest.mark.parametrize(
    ("word", "trigger"), [("Préférences", "preferences"), ("mot clé", "mot-cle"), ("œuvre", "oeuvre")]
)
def test_a_word_is_folded_into_a_trigger(word, trigger):
    assert trigger_of(word) == trigger == fold(trigger)


@pytest.mark.parametrize("word", ["", "/rappel", "привет", "a" * (MAX_TRIGGER + 1), "quoi ?"])
def test_a_word_that_cannot_be_a_trigger_is_refused(word):
    with pytest.raises(ValueError, match="cannot be the trigger"):
        trigger_of(word)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_no_word_of_our_own_commands_has_to_be_cut(plugins, language):
    for command in slash_commands(plugins, language):
        assert re.fullmatch(r"[a-z0-9_./-]+", command.trigger)
        assert len(command.display_name.encode()) <= MAX_COMMAND_NAME
        assert len(command.description.encode()) <= MAX_COMMAND_DESCRIPTION
        assert len(command.hint) <= MAX_COMPLETION
        assert len(command.completion) <= MAX_COMPLETION
        assert not any(text.endswith("…") for text in (command.description, command.hint, command.completion))
