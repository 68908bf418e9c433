"""Discord's limits, each with its source.

Pages are those of https://docs.discord.com/developers/, "OpenAPI" is Discord's own description of its API
(https://github.com/discord/discord-api-spec). Its servers count characters as code points
(https://github.com/discord/discord-api-docs/issues/1315), its clients as JavaScript does, in UTF-16 code
units, of which there are never fewer: all lengths here are held in the latter.
"""

from __future__ import annotations

MAX_CONTENT = 2000
"""Of a message's text: resources/message#create-message."""

MAX_EMBEDS = 10
"""Of one message: resources/message#create-message."""

MAX_EMBED_TITLE = 256
"""Of an embed's title: resources/message#embed-object-embed-limits."""

MAX_EMBED_TEXT = 4096
"""Of an embed's text: same place."""

MAX_EMBEDS_TOGETHER = 6000
"""Of the titles, texts and footers of all embeds of one message: same place. A footer may have 2048, of which
ours need less."""

MAX_URL = 2048
"""Of the address of an embed's title: `RichEmbed` in the OpenAPI."""

MAX_FILES = 10
"""Of one message: `attachments`, `MessageCreateRequest` in the OpenAPI."""

MAX_FILE = 10 * 1024 * 1024
"""Of one file, in bytes: reference#uploading-files, "the default limit is 10 MiB"."""

MAX_REQUEST = 25 * 1024 * 1024
"""Of a whole request that sends a message, in bytes: resources/message#create-message."""

MAX_NONCE = 25
"""Of a message's nonce: resources/message#create-message."""

MAX_CUSTOM_ID = 100
"""Of what identifies a component: components/reference#custom-id."""

MAX_ROWS = 5
"""Of one message, without the newer layouts: components/reference#legacy-message-component-behavior."""

MAX_ROW_BUTTONS = 5
"""Of one row; a menu takes a row of its own: components/reference#action-row."""

MAX_BUTTON_LABEL = 80
"""Of a button's label: components/reference#button-button-structure."""

MAX_OPTIONS = 25
"""Of a menu: components/reference#string-select-string-select-structure."""

MAX_OPTION_LABEL = 100
"""Of an option's label: components/reference#string-select-select-option-structure."""

MAX_OPTION_VALUE = 100
"""Of an option's value: same place."""

MAX_MENU_LABEL = 150
"""Of a menu's placeholder: components/reference#string-select-string-select-structure."""

MAX_MODAL_COMPONENTS = 5
"""Of one modal, texts between its fields included: interactions/receiving-and-responding#modal."""

MAX_TITLE = 45
"""Of a modal's title: same place."""

MAX_LABEL = 45
"""Of the label of a modal's field: components/reference#label-label-structure."""

MAX_DESCRIPTION = 100
"""Of the words under a field's label: same place."""

MAX_TEXT_DISPLAY = 4000
"""Of a text between the fields: `TextDisplayComponentForModalRequest` in the OpenAPI."""

MAX_TEXT_VALUE = 4000
"""Of what is typed in a field, and of what stands there before: components/reference#text-input."""

MAX_COMMAND_NAME = 32
"""Of a command's name, of an option's, and of a command in the menus of messages and people:
interactions/application-commands#application-command-object-application-command-naming."""

MAX_COMMAND_DESCRIPTION = 100
"""Of the description of a command, a verb or an option: interactions/application-commands."""

MAX_COMMANDS = 100
"""Of the global commands that people type: interactions/application-commands#registering-a-command."""

MAX_MENU_COMMANDS = 5
"""Of those in the menu of a message, and of those in that of a person: same place. The OpenAPI leaves room
for 15 of each, which is told nowhere else."""

MAX_COMMAND_OPTIONS = 25
"""Of one command or verb, and how many verbs one command has: same place."""

MAX_CHOICES = 25
"""Of one option, and of one answer to what is being typed: same place."""

MAX_CHOICE = 100
"""Of the name and of the value of a choice: interactions/application-commands, "option choice structure"."""

MAX_COMMAND_CHARACTERS = 8000
"""Of all names, descriptions and values of one command, its verbs and options; the longest localisation of
each counts: interactions/application-commands#registering-a-command, and "Localization" there."""

MAX_OPTION_VALUE_LENGTH = 6000
"""Of a text typed as an option: `max_length`, interactions/application-commands."""

MAX_RECEIVED_FILES = 5
"""Of one message to the bot, how many files are read; ours."""

MAX_RECEIVED_FILE = 5 * 1024 * 1024
"""Of a file that is sent to the bot, in bytes; ours. A list of 10 000 people is smaller."""

MAX_SUBMITTED_FIELDS = 50
"""How many fields of a submitted modal are read at most; ours, more than any modal has."""

MAX_EVENT_NAME = 100
"""Of a scheduled event's name: `ExternalScheduledEventCreateRequest` in the OpenAPI."""

MAX_EVENT_ABOUT = 1000
"""Of its description: same place."""

MAX_EVENT_WHERE = 100
"""Of where it is: `EntityMetadataExternal` in the OpenAPI."""


def units(text: str) -> int:
    """Return the length of a text in UTF-16 code units.

    >>> units("é👋")
    3
    """
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def fit(text: str, room: int) -> str:
    """Return the text within so many UTF-16 code units, cut at a word if one ends not too far, with an “…”.

    >>> fit("Modifier le rappel préféré", 24)
    'Modifier le rappel…'
    """
    if units(text) <= room:
        return text
    kept = text[: room - 1]
    while units(kept) > room - 1:
        kept = kept[:-1]
    is_at_word = text[len(kept)].isspace()
    words = kept if is_at_word else kept.rpartition(" ")[0]
    return f"{(words if 2 * len(words) >= len(kept) else kept).rstrip()}…"
