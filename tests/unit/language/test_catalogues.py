"""Every message has its French: none is missing, empty, doubtful or left over, and none says two things."""

import ast
import re
import string
from collections import defaultdict
from functools import cache
from pathlib import Path

import pytest
from babel.messages.extract import extract
from babel.messages.pofile import read_po

from bot.config import BUILT_IN_PLUGINS
from bot.language.messages import Message
from bot.plugin.choices import ChoiceArgument
from bot.plugin.forms import parameters_of_model
from bot.runtime.host import PluginHost

ROOT = Path(__file__).parents[3]
KEYWORDS = {"_": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2)}
CODE = re.compile(r"`[^`]*`|https?://\S+|\{[^{}]*\}|^:[a-z].*")
"""What is no prose: code, addresses, values, and lines of the console."""
DECLARED_BY_PLUGINS = {"bot/plugin/choices.py", "bot/plugin/parameters.py"}
"""Where a message is made of a name that a plugin declares; the plugin's catalogue holds it."""


def catalogue_for(source: Path) -> Path:
    """Return the catalogue to which the messages of a source file belong."""
    top, *folders = source.relative_to(ROOT).parent.parts
    if top == "plugins" and folders:
        return ROOT / "plugins" / folders[0] / "locale" / "fr.po"
    if folders[:2] == ["language", "moments"]:
        return ROOT / "bot" / "language" / "moments" / "locale" / "fr.po"
    return ROOT / "bot" / "language" / "locale" / "fr.po"


def sources() -> list[Path]:
    return sorted([*(ROOT / "bot").rglob("*.py"), *(ROOT / "plugins").rglob("*.py")])


@cache
def used() -> dict[Path, dict[tuple, str]]:
    """Return, by catalogue, the messages of the code by context and text, and where each stands."""
    found: dict[Path, dict[tuple, str]] = defaultdict(dict)
    for source in sources():
        with source.open("rb") as file:
            for line, text, _comments, context in extract("python", file, KEYWORDS):
                place = f"{source.relative_to(ROOT)}:{line}"
                found[catalogue_for(source)].setdefault((context, text), place)
    return dict(found)


@cache
def translated(catalogue: Path):
    """Return the entries of a catalogue by context and text."""
    if not catalogue.is_file():
        return {}
    with catalogue.open("rb") as file:
        return {
            (entry.context, entry.id): entry
            for entry in read_po(file, locale="fr", abort_invalid=True)
            if entry.id
        }


def catalogues() -> list[Path]:
    return sorted({*used(), *(ROOT / "bot").rglob("fr.po"), *(ROOT / "plugins").rglob("fr.po")})


def forms_of(text) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text)


def placeholders(text: str) -> set[str]:
    return {name for _literal, name, _format, _conversion in string.Formatter().parse(text) if name}


each_catalogue = pytest.mark.parametrize(
    "catalogue", catalogues(), ids=lambda path: str(path.relative_to(ROOT).parent.parent)
)


@each_catalogue
def test_no_message_lacks_its_french(catalogue):
    known = translated(catalogue)
    missing = [f"{place}: {key}" for key, place in used().get(catalogue, {}).items() if key not in known]
    assert not missing, "\n".join(missing)


@each_catalogue
def test_no_translation_is_left_over(catalogue):
    left_over = [str(key) for key in translated(catalogue) if key not in used().get(catalogue, {})]
    assert not left_over, "\n".join(left_over)
    assert not re.search(r"^#~", catalogue.read_text(encoding="utf-8"), re.MULTILINE)


@each_catalogue
def test_no_translation_is_empty_or_doubtful(catalogue):
    doubtful = [
        key
        for key, entry in translated(catalogue).items()
        if entry.fuzzy or not all(form.strip() for form in forms_of(entry.string))
    ]
    assert doubtful == []


@each_catalogue
def test_a_translation_fills_in_the_same_values(catalogue):
    wrong = [
        (context, text)
        for (context, text), entry in translated(catalogue).items()
        if any(placeholders(form) != placeholders(forms_of(text)[-1]) for form in forms_of(entry.string))
    ]
    assert wrong == []


@each_catalogue
def test_a_counted_message_has_its_two_french_forms(catalogue):
    wrong = [
        key
        for key, entry in translated(catalogue).items()
        if len(forms_of(entry.string)) != len(forms_of(entry.id))
    ]
    assert wrong == []


FAULTS = {
    "a straight quote": r'"',
    "English quotes": r"[“”]",
    "a straight apostrophe": r"\w'\w",
    "two spaces": r"\S {2,}\S",
    "no space before a high mark": r"[\w)»*][!?;](\s|$)|[\w)»*]:(\s|$)",
    "no space inside « »": r"«\S|\S»",
    "three dots": r"\.\.\.",
    "a no-break space, which typesetting adds": "[\u00a0\u202f]",
}


@each_catalogue
@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_french_is_set_with_care(catalogue, fault):
    wrong = [
        form
        for entry in translated(catalogue).values()
        for form in forms_of(entry.string)
        if re.search(fault, CODE.sub("x", form))
    ]
    assert wrong == []


def test_a_message_has_one_french_in_all_catalogues():
    said = defaultdict(set)
    for catalogue in catalogues():
        for key, entry in translated(catalogue).items():
            said[key].add(forms_of(entry.string))
    assert {key: strings for key, strings in said.items() if len(strings) > 1} == {}


def test_a_message_stands_in_the_code_word_for_word():
    wrong = []
    for source in sources():
        if str(source.relative_to(ROOT)) in DECLARED_BY_PLUGINS:
            continue
        for call in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in KEYWORDS:
                count = 1 if call.func.id == "_" else 2
                texts = call.args[:count]
                if not all(isinstance(text, ast.Constant) and isinstance(text.value, str) for text in texts):
                    wrong.append(f"{source.relative_to(ROOT)}:{call.lineno}")
    assert wrong == []


@pytest.fixture(scope="module")
def plugins():
    host = PluginHost()
    host.load(BUILT_IN_PLUGINS)
    assert host.errors == []
    return list(host.plugins.values())


def has_french(text, catalogues_) -> bool:
    return not isinstance(text, Message) or any(
        (text.context, text.text) in translated(catalogue) for catalogue in catalogues_
    )


def test_every_word_of_the_command_language_is_in_french_and_in_english(plugins):
    for plugin in plugins:
        for command in plugin.commands:
            for word in (command.root, command.verb):
                assert word is None or (word.fr.strip() and word.en.strip()), command.name


def test_every_argument_and_choice_has_its_french(plugins):
    unnamed = []
    for plugin in plugins:
        declared = [(command.name, command.parameters) for command in plugin.commands]
        declared += [
            (name, parameters_of_model(form.model))
            for name, form in plugin.forms.items()
            if form.model is not None
        ]
        for name, parameters in declared:
            for item in parameters:
                labels = [item.about.label]
                if isinstance(item.type, ChoiceArgument):
                    labels += [option.label for option in item.type.options()]
                unnamed += [
                    (plugin.name, name, label) for label in labels if not has_french(label, catalogues())
                ]
    assert unnamed == []
