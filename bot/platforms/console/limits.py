"""The console's limits: they protect the terminal, no server imposes them."""

MAX_ATTACHMENT = 10 * 1024 * 1024
"""The largest file that `:attach` takes, in bytes."""

MAX_TEXT_FILE = 64 * 1024
"""The largest text file whose content `--json` shows, in bytes."""

MAX_BINARY_FILE = 1024 * 1024
"""The largest other file whose content `--json` shows, in bytes."""

MAX_DIRECTIVE = 100_000
"""The longest line that begins with `:`, in characters: a form may hold a long text."""

MAX_INPUT = 1024 * 1024
"""The longest line that is read at all, in bytes; what is beyond is left out, and the line refused."""
