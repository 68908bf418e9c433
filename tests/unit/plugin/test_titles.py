"""Titles and labels of forms: short enough for every platform."""

from zoneinfo import ZoneInfo

import pytest

from bot.app import load_plugins
from bot.config import Config
from bot.language.catalogue import Words
from bot.plugin.forms import parameters_of_model
from bot.plugin.parsing import Parsed
from bot.runtime.failures import command_form

ROOM = 24
"""How many bytes Mattermost takes for the title of a dialog and the label of a field:
https://developers.mattermost.com/integrate/plugins/interactive-dialogs/"""


@pytest.mark.parametrize("language", ["fr", "en"])
def test_titles_and_labels_fit_on_every_platform(language):
    words = Words(language, ZoneInfo("Europe/Paris"))
    texts = []
    for plugin in load_plugins(Config()).plugins.values():
        for command in plugin.commands:
            form = command_form(words, command, Parsed()).rendered(words)
            texts += [form.title, *(item.label for item in form.fields)]
        for form in plugin.forms.values():
            fields = parameters_of_model(form.model) if form.model is not None else ()
            texts += [words(form.title), *(words(one.about.label) for one in fields)]
            texts += [words(form.submit)] if form.submit else []
    assert len(texts) > 20
    assert [str(text) for text in texts if len(str(text).encode()) > ROOM] == []


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_form_of_a_command_is_called_as_one_types_it_and_introduced_by_what_it_does(language):
    words = Words(language, ZoneInfo("Europe/Paris"))
    commands = load_plugins(Config()).plugins["reminders"].commands
    command = next(one for one in commands if one.is_default)
    form = command_form(words, command, Parsed()).rendered(words)
    assert form.title == f"/{command.root.in_language(language)} {command.verb.in_language(language)}"
    assert form.introduction == words(command.summary)
