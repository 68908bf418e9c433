"""What Discord accepts as an application command (interactions/application-commands)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from . import limits
from .errors import Form
from .users import Json

At = tuple[str | int, ...]
CHAT, USER, MESSAGE = 1, 2, 3
SUBCOMMAND, GROUP, STRING, INTEGER, BOOLEAN, OF_USER, CHANNEL, ROLE, MENTIONABLE, NUMBER, ATTACHMENT = range(
    1, 12
)
_WITH_CHOICES = (STRING, INTEGER, NUMBER)
_AT_DEPTH = (tuple(range(SUBCOMMAND, ATTACHMENT + 1)), (SUBCOMMAND,), tuple(range(STRING, ATTACHMENT + 1)))
"""Types of options of a command, of a group, and of a sub-command."""
LOCALES = frozenset(
    re.findall(
        r"\S+",
        "id da de en-GB en-US es-ES es-419 fr hr it lt hu nl no pl pt-BR ro fi sv-SE vi tr cs el bg ru uk hi"
        " th zh-CN ja zh-TW ko ar he",
    )
)
"""reference: Locales, with those that the OpenAPI adds."""


def check_commands(commands: list[Json]) -> None:
    """Check commands that would stand in one scope together.

    Raises:
        ApiError: 50035.
    """
    form = Form()
    for number, command in enumerate(commands):
        _check_command(form, (number,), command)
    for kind in (CHAT, USER, MESSAGE):
        same = [(number, one) for number, one in enumerate(commands) if (one.get("type") or CHAT) == kind]
        _check_unique(form, same, (), "APPLICATION_COMMANDS_DUPLICATE_NAME")
    form.done()


def check_command(command: Json) -> None:
    """Check one command.

    Raises:
        ApiError: 50035.
    """
    form = Form()
    _check_command(form, (), command)
    form.done()


def _check_command(form: Form, at: At, command: Json) -> None:
    kind = command.get("type") or CHAT
    if not form.one_of((*at, "type"), kind, (CHAT, USER, MESSAGE)):
        return
    _check_names(form, at, command, free=kind != CHAT)
    if kind == CHAT:
        _check_descriptions(form, at, command)
        _check_options(form, at, command.get("options") or [], depth=0)
    else:
        if command.get("description"):
            words = "Context menu commands cannot have description"
            form.refuse((*at, "description"), "APPLICATION_COMMAND_CONTEXT_MENU_DESCRIPTION", words)
        if command.get("options"):
            words = "Context menu commands cannot have options"
            form.refuse((*at, "options"), "APPLICATION_COMMAND_CONTEXT_MENU_OPTIONS", words)
    if characters(command) > limits.COMMAND_CHARACTERS:
        words = f"Command exceeds maximum size ({limits.COMMAND_CHARACTERS})"
        form.refuse(at, "APPLICATION_COMMAND_TOO_LARGE", words)


def is_command_name(name: str) -> bool:
    r"""Whether a name matches `^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$` and is lower case."""
    fits = 1 <= len(name) <= limits.COMMAND_NAME and name == name.lower()
    return fits and all(_in_a_name(one) for one in name)


def _in_a_name(character: str) -> bool:
    if character in "-_'" or unicodedata.category(character)[0] in "LN":
        return True
    return unicodedata.name(character, "").startswith(("DEVANAGARI ", "THAI "))


def _check_names(form: Form, at: At, named: Json, *, free: bool = False) -> None:
    """The name and its localisations; `free` for context menus, which may have spaces and capitals."""
    if not form.required((*at, "name"), named.get("name")):
        return
    names = {(): named["name"]} | _localised(form, at, named, "name_localizations")
    for step, name in names.items():
        place = (*at, *(step or ("name",)))
        form.length(place, name, limits.COMMAND_NAME, least=1)
        if not free and isinstance(name, str) and not is_command_name(name):
            words = "Command name is invalid"
            form.refuse(place, "APPLICATION_COMMAND_INVALID_NAME", words)


def _check_descriptions(form: Form, at: At, described: Json) -> None:
    if not form.required((*at, "description"), described.get("description")):
        return
    form.length((*at, "description"), described["description"], limits.COMMAND_DESCRIPTION, least=1)
    for step, text in _localised(form, at, described, "description_localizations").items():
        form.length((*at, *step), text, limits.COMMAND_DESCRIPTION, least=1)


def _localised(form: Form, at: At, one: Json, name: str) -> dict[At, str]:
    given = one.get(name) or {}
    for locale in given:
        form.one_of((*at, name), locale, sorted(LOCALES))
    return {(name, locale): text for locale, text in given.items()}


def _check_options(form: Form, at: At, options: list[Json], *, depth: int) -> None:
    form.count((*at, "options"), options, limits.COMMAND_OPTIONS)
    kinds = {option.get("type") in {SUBCOMMAND, GROUP} for option in options}
    if len(kinds) > 1:
        words = "Sub-command and sub-command group option types are mutually exclusive to all other types"
        form.refuse((*at, "options"), "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", words)
    optional = False
    for number, option in enumerate(options):
        place = (*at, "options", number)
        if option.get("required") and optional:
            words = "Required options must be placed before non-required options"
            form.refuse((*at, "options", number), "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID", words)
        optional = optional or not option.get("required")
        _check_option(form, place, option, depth)
    _check_unique(
        form, list(enumerate(options)), (*at, "options"), "APPLICATION_COMMAND_OPTIONS_NAME_INVALID"
    )


def _check_option(form: Form, at: At, option: Json, depth: int) -> None:
    kind = option.get("type")
    if not form.one_of((*at, "type"), kind, _AT_DEPTH[depth]):
        return
    _check_names(form, at, option)
    _check_descriptions(form, at, option)
    inside = option.get("options") or []
    if kind == GROUP:
        _check_group(form, at, inside)
    elif kind == SUBCOMMAND:
        _check_options(form, at, inside, depth=2)
    else:
        _check_choices(form, at, option)


def _check_group(form: Form, at: At, inside: list[Json]) -> None:
    form.required((*at, "options"), inside or None)
    _check_options(form, at, inside, depth=1)


def _check_choices(form: Form, at: At, option: Json) -> None:
    choices = option.get("choices") or []
    form.count((*at, "choices"), choices, limits.COMMAND_CHOICES)
    if choices and option["type"] not in _WITH_CHOICES:
        words = "Choices are for string, integer and number options"
        form.refuse((*at, "choices"), "APPLICATION_COMMAND_OPTION_CHOICES_TYPE", words)
    if option.get("autocomplete") and option["type"] not in _WITH_CHOICES:
        words = "Autocomplete is for string, integer and number options"
        form.refuse((*at, "autocomplete"), "APPLICATION_COMMAND_OPTION_AUTOCOMPLETE_TYPE", words)
    for name, least in (("min_length", 0), ("max_length", 1)):
        if option.get(name) is not None and not least <= option[name] <= limits.STRING_OPTION:
            words = f"int value should be between {least} and {limits.STRING_OPTION}."
            form.refuse((*at, name), "NUMBER_TYPE_MAX", words)
    if choices and option.get("autocomplete"):
        words = "Autocomplete may not be set to true if choices are present"
        form.refuse((*at, "autocomplete"), "APPLICATION_COMMAND_OPTION_AUTOCOMPLETE_CHOICES", words)
    check_choices(form, (*at, "choices"), choices, option["type"])
    _check_unique(
        form, list(enumerate(choices)), (*at, "choices"), "APPLICATION_COMMAND_OPTIONS_CHOICE_NAME_EXISTS"
    )


def check_choices(form: Form, at: At, choices: list[Json], kind: int) -> None:
    """Choices of an option, declared or given by autocompletion."""
    for number, choice in enumerate(choices):
        place = (*at, number)
        for step, name in ({("name",): choice.get("name")} | _choice_names(choice)).items():
            if form.required((*place, *step), name):
                form.length((*place, *step), name, limits.CHOICE_TEXT, least=1)
        value = choice.get("value")
        if kind == STRING:
            form.length((*place, "value"), value, limits.CHOICE_TEXT)
        elif isinstance(value, bool) or not isinstance(value, int | float):
            form.refuse((*place, "value"), "NUMBER_TYPE_COERCE", f"Value {value!r} is not a number.")


def _choice_names(choice: Json) -> dict[At, str]:
    given = choice.get("name_localizations") or {}
    return {("name_localizations", locale): name for locale, name in given.items()}


def _check_unique(form: Form, named: list[tuple[int, Json]], at: At, code: str) -> None:
    """No two names are the same in any one language: that of the default, or of a locale."""
    locales = {locale for _, one in named for locale in one.get("name_localizations") or {}}
    refused: set[int] = set()
    for locale in (None, *sorted(locales)):
        seen: set[object] = set()
        for number, one in named:
            name = (one.get("name_localizations") or {}).get(locale, one.get("name"))
            if name in seen and number not in refused:
                form.refuse((*at, number, "name"), code, f"The name {name!r} is not unique ({locale})")
                refused.add(number)
            seen.add(name)


def characters(command: Json) -> int:
    """Characters that count towards the size: of each field, its longest localisation."""
    return sum(
        _longest(one, name) for one in _all_named(command) for name in ("name", "description", "value")
    )


def _all_named(one: Json) -> Iterator[Json]:
    yield one
    for inside in (one.get("options") or []) + (one.get("choices") or []):
        yield from _all_named(inside)


def _longest(one: Json, name: str) -> int:
    texts = [one.get(name), *(one.get(f"{name}_localizations") or {}).values()]
    return max(len(text) if isinstance(text, str) else 0 for text in texts)
