"""What a plugin declares, and what the host refuses."""

from __future__ import annotations

import importlib
import sys
import textwrap
from importlib.metadata import EntryPoint

import pytest
from pydantic import BaseModel, Field

from bot.chat import FieldKind
from bot.config import BUILT_IN_PLUGINS
from bot.errors import PluginError
from bot.language.messages import _
from bot.plugin import Plugin, Rest
from bot.plugin.forms import fields, parameters_of_model, validate
from bot.runtime import host as hosts
from bot.runtime.host import PluginHost


def plugin(name: str = "one", *roots: str) -> Plugin:
    declared = Plugin(name, _("One"))
    for root in roots:

        @declared.command(root, english=f"{root}-en", summary=_("Nothing"))
        async def handle(ctx): ...

    return declared


def test_every_plugin_that_comes_with_the_bot_loads_and_no_two_commands_have_the_same_word():
    host = PluginHost()
    host.load(BUILT_IN_PLUGINS)
    assert host.errors == []
    assert {"network", "reminders"} <= set(host.plugins)
    words = [form for root in host.roots() for form in root.word.forms()]
    assert len(words) == len(set(words))


@pytest.mark.parametrize("shortcut", ["message_shortcut", "member_shortcut"])
def test_a_command_on_a_message_or_a_person_has_a_name_of_its_own_and_a_label(shortcut):
    declared = plugin()

    async def handle(ctx, chosen): ...

    declared.message_shortcut("keep", label=_("Keep"))(handle)
    assert {name: str(found.on) for name, found in declared.shortcuts.items()} == {"keep": "message"}
    with pytest.raises(ValueError, match="'keep' is declared twice"):
        getattr(declared, shortcut)("keep", label=_("Keep"))(handle)
    with pytest.raises(ValueError, match="'other' has an empty label"):
        getattr(declared, shortcut)("other", label=_(" "))


def test_a_command_is_declared_alike_with_and_without_a_verb():
    declared = plugin()
    group = declared.group("fiche", english="card", summary=_("Cards"))

    @group.command("voir", english="see", summary=_("See"), default=True, public=True)
    async def see(ctx, text: Rest): ...

    @declared.command("lire", english="read", summary=_("Read"), aliases=["parcourir"], opens_form=True)
    async def read(ctx, text: Rest): ...

    with_verb, alone = declared.commands
    assert (with_verb.name, with_verb.is_default, with_verb.public, with_verb.handler) == (
        "fiche voir",
        True,
        True,
        see,
    )
    assert (alone.name, alone.verb, alone.opens_form, alone.handler) == ("lire", None, True, read)
    assert alone.root.forms() == {"lire", "read", "parcourir"}
    assert with_verb.parameters == alone.parameters


@pytest.mark.parametrize(
    "other", [plugin("two", "écho"), plugin("two", "ECHO"), plugin("two", "echo-en"), plugin("one", "autre")]
)
def test_a_word_or_a_name_that_is_taken_is_refused(other):
    host = PluginHost()
    host.add(plugin("one", "écho"))
    with pytest.raises(PluginError):
        host.add(other)
    assert [root.word.fr for root in host.roots()] == ["écho"]


def test_the_name_of_the_runtime_itself_is_refused():
    with pytest.raises(PluginError):
        PluginHost().add(plugin("core"))


def test_two_commands_with_the_same_word_in_one_plugin_are_refused():
    with pytest.raises(PluginError):
        PluginHost().add(plugin("one", "écho", "écho"))


def verbs(*names: str, defaults: int) -> Plugin:
    declared = Plugin("verbs", _("Verbs"))
    group = declared.group("note", english="note-en", summary=_("Notes"))
    for index, name in enumerate(names):

        @group.command(name, english=f"{name}-en", summary=_("Nothing"), default=index < defaults)
        async def handle(ctx): ...

    return declared


@pytest.mark.parametrize(
    "declared",
    [
        verbs("créer", "creer", defaults=1),
        verbs("créer", "liste", defaults=0),
        verbs("créer", "liste", defaults=2),
        verbs("tout voir", defaults=1),
    ],
)
def test_verbs_that_cannot_be_told_apart_are_refused(declared):
    with pytest.raises(PluginError):
        PluginHost().add(declared)


def test_a_verb_that_is_meant_instead_of_another_has_to_be_there():
    declared = verbs("voir", "lister", defaults=1)
    group = declared.groups["note"]

    @group.command("relire", english="reread", summary=_("Nothing"), instead=("voir", "effacer"))
    async def handle(ctx): ...

    with pytest.raises(PluginError, match="“note” has no verb “effacer”"):
        PluginHost().add(declared)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Mes-Notes.", "mes-notes"),
        ("mesnotes", "mes-notes"),
        ("mes-notes :", "mes-notes"),
        ("voir,", "voir"),
        ("vo-ir", None),
        ("voire", None),
    ],
)
def test_a_verb_is_known_by_its_letters_but_two_words_are_not_one(typed, meant):
    host = PluginHost()
    host.add(verbs("voir", "mes-notes", defaults=1))
    root = host.root("note")
    found = root.verb(typed)
    assert (found.verb.fr if found is not None else None) == meant


def test_where_any_words_are_welcome_a_point_begins_a_text_rather_than_ends_a_verb():
    declared = Plugin("verbs", _("Verbs"))
    group = declared.group("note", english="note-en", summary=_("Notes"))

    @group.command("écrire", english="write", summary=_("Nothing"), default=True)
    async def write(ctx, text: Rest): ...

    @group.command("liste", english="list", summary=_("Nothing"))
    async def show(ctx): ...

    host = PluginHost()
    host.add(declared)
    assert host.root("note").verb("liste.").handler is show
    assert host.root("note").verb("liste:") is None


def test_verbs_are_found_accents_aside_and_one_is_the_default():
    host = PluginHost()
    host.add(verbs("créer", "liste", defaults=1))
    root = host.root("NOTE")
    assert root.default.name == "note créer"
    assert root.verb("creer").name == "note créer"
    assert root.verb("liste-en").name == "note liste"
    assert root.verb("autre") is None
    assert host.command("note liste").verb.fr == "liste"


@pytest.mark.parametrize("kind", ["action", "timer"])
def test_a_name_declared_twice_is_refused_at_once(kind):
    declared = plugin()
    declare = getattr(declared, kind)

    @declare("same")
    async def first(ctx): ...

    with pytest.raises(ValueError, match="same"):

        @declare("same")
        async def second(ctx): ...


GOOD = """
from bot.language.messages import _
from bot.plugin import Plugin, Rest
plugin = Plugin({name!r}, _("Test"))

@plugin.command({word!r}, english={word!r}, summary=_("Nothing"))
async def handle(ctx, text: Rest): ...
"""
BROKEN = {
    "broken_import": "import no_such_module",
    "broken_error": "1 / 0",
    "broken_exit": "raise SystemExit(3)",
    "broken_syntax": "def",
    "broken_without": "Plugin = 1",
    "broken_annotation": GOOD.format(name="broken_annotation", word="faux").replace("text: Rest", "text"),
    "broken_word": GOOD.format(name="broken_word", word="bien"),
}


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "path", sys.path[:])
    for name, source in {"a_good_one": GOOD.format(name="good", word="bien"), **BROKEN}.items():
        package = tmp_path / name
        package.mkdir()
        (package / "__init__.py").write_text(textwrap.dedent(source))
    (tmp_path / "not_a_package").mkdir()
    importlib.invalidate_caches()
    yield tmp_path
    for name in ("a_good_one", *BROKEN):
        sys.modules.pop(name, None)


def test_the_packages_of_a_folder_are_loaded_and_those_that_cannot_be_are_named(folder):
    host = PluginHost()
    host.load([], folder)
    assert list(host.plugins) == ["good"]
    assert {error.plugin for error in host.errors} == set(BROKEN)
    assert all(error.plugin in str(error) for error in host.errors)


def test_a_folder_that_does_not_exist_is_named(tmp_path):
    host = PluginHost()
    host.load([], tmp_path / "nowhere")
    assert "nowhere" in str(host.errors[0])


def test_a_built_in_plugin_that_cannot_be_imported_does_not_stop_the_others(folder):
    sys.path.append(str(folder))
    host = PluginHost()
    host.load(["broken_error", "a_good_one", "no_such_plugin"])
    assert list(host.plugins) == ["good"]
    assert [error.plugin for error in host.errors] == ["broken_error", "no_such_plugin"]


def test_plugins_are_found_by_entry_point(folder, monkeypatch):
    sys.path.append(str(folder))
    found = [
        EntryPoint("good", "a_good_one:plugin", hosts.ENTRY_POINTS),
        EntryPoint("bad", "broken_error", hosts.ENTRY_POINTS),
    ]
    monkeypatch.setattr(hosts, "entry_points", lambda group: found if group == "maillage.plugins" else [])
    host = PluginHost()
    host.load([])
    assert list(host.plugins) == ["good"]
    assert [error.plugin for error in host.errors] == ["bad"]


class Preferences(BaseModel):
    number: int = Field(ge=1, le=9)
    switch: bool = False
    text: Rest = Field(default="", max_length=5)


def test_a_form_has_the_fields_of_its_model():
    shown = fields(parameters_of_model(Preferences), {"number": "3"}, {"text": _("No.")})
    assert [(item.name, item.kind, item.required) for item in shown] == [
        ("number", FieldKind.NUMBER, True),
        ("switch", FieldKind.BOOLEAN, False),
        ("text", FieldKind.TEXTAREA, False),
    ]
    assert (shown[0].value, shown[2].error) == ("3", _("No."))


def test_a_model_says_what_is_wrong_by_field():
    assert validate(Preferences, {"number": 3, "text": "hello"}) == Preferences(number=3, text="hello")
    assert set(validate(Preferences, {"number": 12, "text": "too long"})) == {"number", "text"}
    assert set(validate(Preferences, {})) == {"number"}
