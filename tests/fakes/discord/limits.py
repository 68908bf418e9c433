"""Every number that Discord enforces, with its source.

Pages are those of docs.discord.com/developers; "OpenAPI" is github.com/discord/discord-api-spec.
"""

from __future__ import annotations

from datetime import timedelta

# Messages (resources/message; OpenAPI says 4 000 for `content`, which is what paying people may write)
CONTENT = 2000
EMBEDS = 10
EMBED_TITLE = 256
EMBED_DESCRIPTION = 4096
EMBED_FIELDS = 25
EMBED_FIELD_NAME = 256
EMBED_FIELD_VALUE = 1024
EMBED_FOOTER = 2048
EMBED_AUTHOR = 256
EMBED_URL = 2048
EMBEDS_TOGETHER = 6000
NONCE = 25
NONCE_REMEMBERED = timedelta(minutes=5)
"""`enforce_nonce` looks back "the past few minutes"."""
ATTACHMENTS = 10
ATTACHMENT_BYTES = 10 * 1024 * 1024
"""reference: Uploading Files, the default limit of a guild."""
MENTIONS_ALLOWED = 100
"""Users, and roles, that `allowed_mentions` may name."""
MESSAGES_A_PAGE = 100

# Components (components/reference)
ROWS = 5
BUTTONS_A_ROW = 5
COMPONENTS_IN_ALL = 40
TEXT_DISPLAYS_TOGETHER = 4000
"""Characters of all text displays of a message."""
CUSTOM_ID = 100
BUTTON_LABEL = 80
BUTTON_URL = 512
SELECT_OPTIONS = 25
SELECT_VALUES = 25
PLACEHOLDER = 150
OPTION_TEXT = 100
SECTION_TEXTS = 3
GALLERY_ITEMS = 10

# Modals (interactions/receiving-and-responding; components/reference)
MODAL_TITLE = 45
MODAL_COMPONENTS = 5
MODAL_LABEL = 45
MODAL_DESCRIPTION = 100
TEXT_INPUT = 4000
TEXT_INPUT_PLACEHOLDER = 100

# Interactions (interactions/receiving-and-responding)
ACKNOWLEDGED_WITHIN = timedelta(seconds=3)
TOKEN_LIVES = timedelta(minutes=15)
CHOICES = 25
CHOICE_TEXT = 100

# Application commands (interactions/application-commands; OpenAPI: 130 in a bulk, 100 + 15 + 15)
COMMANDS = {1: 100, 2: 15, 3: 15}
"""Commands of each type (chat input, user, message) that an application may have in one scope."""
COMMAND_NAME = 32
COMMAND_DESCRIPTION = 100
COMMAND_OPTIONS = 25
COMMAND_CHOICES = 25
COMMAND_CHARACTERS = 8000
COMMANDS_CREATED_A_DAY = 200
STRING_OPTION = 6000

# Scheduled events (resources/guild-scheduled-event)
EVENT_NAME = 100
EVENT_DESCRIPTION = 1000
EVENT_LOCATION = 100
EVENTS = 100
"""Scheduled or active events of a guild."""

# Threads (resources/channel)
THREAD_NAME = 100

# Requests (topics/rate-limits)
REQUESTS_A_SECOND = 50
REFUSED_REQUESTS = 10_000
REFUSED_WITHIN = 600.0
"""Seconds in which so many refused requests (401, 403, 429) get an address banned."""

# Gateway (events/gateway)
HEARTBEAT_MILLISECONDS = 41_250
IDENTIFIES_A_DAY = 1000
IDENTIFY_WINDOW = 5.0
"""Seconds between two IDENTIFY of a bucket of `max_concurrency`."""
GATEWAY_PAYLOAD = 4096
"""Bytes of a message that a client sends."""
GATEWAY_MESSAGES = 120
"""Messages that a client may send in `GATEWAY_WINDOW` seconds."""
GATEWAY_WINDOW = 60.0
SHARDING_FROM = 2500
"""Guilds of a bot from which Discord demands more than one shard."""
