"""What the bot says to an interaction or a message by itself, when nobody else does."""

from __future__ import annotations

from bot.language.messages import Message, _, ngettext

DONE = _("Done.")
SEE_DM = _("I answer you in a direct message.")
UNKNOWN_COMMAND = _(
    "This command is not what it was, so nothing was done. Close Discord and open it again: it will then "
    "show the commands as they are now."
)
NOT_A_MEMBER = _("This person is not here any more, so nothing was done.")
NOT_OPENED = _("I could not open the form. Please try once more.")
NOT_HERE = _("I do not work in this conversation. Write to me in a direct message, or in a channel.")
ROLE_CALLED = _(
    "You called the role that bears my name, and I cannot read such messages. In the list that opens after "
    "“@”, choose my name with my picture beside it, not the role; or write to me in a direct message."
)
FAILED = _("Sorry, something went wrong on my side. Please try again, and tell whoever looks after me.")


def too_large(name: str, limit: int) -> Message:
    """Return what to say of a file of that name where `limit` bytes are accepted."""
    return _(
        "I did not take {file}, which is too large: {limit} MiB at most. Nothing was done.",
        file=name,
        limit=limit // 1024**2,
    )


def too_many(limit: int) -> Message:
    """Return what to say of more files than the `limit` that are accepted."""
    return ngettext(
        "I take {count} file at a time, and there are more. Nothing was done.",
        "I take {count} files at a time, and there are more. Nothing was done.",
        limit,
    )


def not_read(name: str) -> Message:
    """Return what to say of a file of that name that Discord does not give out."""
    return _("I could not read {file}, so nothing was done. Please try once more.", file=name)
