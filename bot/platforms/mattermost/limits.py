"""Mattermost's limits, each with its source.

Paths are those of https://github.com/mattermost/mattermost, under `server/`. Its Go code measures with
`len(string)`, which counts bytes of UTF-8, unless it counts runes, which are characters.
"""

MAX_RUNES = 16_383
"""Of a post's message, in characters: `PostMessageMaxRunesV2` is `PostMessageMaxBytesV2 / 4`, in
`public/model/post.go`. Tried on 5.37: one more is refused with 400."""

MAX_PROPS = 8_000
"""Of a post's props, in characters of the JSON that Go writes of them: `POST_PROPS_MAX_RUNES` in
`model/post.go` of 5.37, whose table has no room for more. From 6.0 on it is 800 000. Tried on 5.37: more is
refused with 400."""

MAX_FILES = 5
"""Of one post: `PostFileidsMaxRunes` in `public/model/post.go` is 300 characters of JSON, so 10 ids of 26
characters, but 150 on older servers."""

MAX_TITLE = 24
"""Of a dialog's title, in bytes: `DialogTitleMaxLength`, in `public/model/integration_action.go`."""

MAX_LABEL = 24
"""Of the name of a dialog's element, in bytes: `DialogElementDisplayNameMaxLength`, same file."""

MAX_FIELD_NAME = 300
"""Of what identifies an element in a dialog, in bytes: `DialogElementNameMaxLength`, same file."""

MAX_HELP = 150
"""Of the help of a dialog's element, in bytes: `DialogElementHelpTextMaxLength`, same file."""

MAX_TEXT_VALUE = 150
"""Of the default of a one-line element, in bytes: `DialogElementTextMaxLength`, same file. What is typed
there is as long as its `max_length` says (tried on 5.37)."""

MAX_TEXTAREA_VALUE = 3000
"""The same of one of several lines: `DialogElementTextareaMaxLength`, `TEXTAREA_DEFAULT_MAX_LENGTH`."""

MAX_TICK_LABEL = 150
"""Of the words beside a tick box (its placeholder), in bytes: `DialogElementBoolMaxLength`, same file."""

MAX_ELEMENTS = 5
"""Of one dialog: "up to 5 elements allowed per dialog",
https://docs.mattermost.com/developer/interactive-dialogs.html. Newer servers do not say so any more."""

MAX_TRIGGER = 128
"""Of a slash command's trigger, in bytes: `MaxTriggerLength`, in `public/model/command.go`. It holds no
space, does not begin with `/`, and is stored in lower case (`channels/app/command.go`)."""

MAX_COMMAND_NAME = 64
"""Of a slash command's display name, in bytes: `Command.IsValid`, same file."""

MAX_COMMAND_DESCRIPTION = 128
"""Of a slash command's description, in bytes: `Command.IsValid`, same file."""

MAX_COMPLETION = 1024
"""Of a slash command's autocomplete hint, and of its autocomplete description, in characters:
`VARCHAR(1024)` in `channels/db/migrations/postgres/000012_create_commands.up.sql`."""

MAX_SUBMITTED_FIELDS = 50
"""How many fields of a submitted dialog are read at most; ours, what comes in being anybody's."""

MAX_SUBMITTED_VALUE = 20_000
"""How long one of them is at most, in characters; ours. No field of ours takes more than a post."""

MAX_RECEIVED_FILES = 5
"""Of one message to the bot, how many files are read; ours."""

MAX_RECEIVED_FILE = 5 * 1024 * 1024
"""Of a file that is sent to the bot, in bytes; ours. A list of 10 000 people is smaller."""

MAX_SIGNED = 65_536
"""How long a signed context or state is at most, in characters; ours."""


def fit(text: str, room: int) -> str:
    """Return the text within so many bytes of UTF-8, cut between two characters and ended by an ellipsis.

    >>> fit("Modifier le rappel préféré", 24)
    'Modifier le rappel pr…'
    """
    encoded = text.encode()
    if len(encoded) <= room:
        return text
    kept = encoded[: max(room - len("…".encode()), 0)].decode(errors="ignore").rstrip()
    return f"{kept}…"
